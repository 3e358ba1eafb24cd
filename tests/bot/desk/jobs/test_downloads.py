import asyncio
import logging
from datetime import timedelta

import pytest

from bot.channels.port import Gone, Incoming, TooLarge, TryLater
from bot.desk.jobs import downloads
from bot.desk.jobs.downloads import PATIENCE, Downloads
from storage.ports import Unavailable
from storage.records.complaint_records import Customer
from tests.bot.desk.desk_harness import BILL, DeskHarness
from tests.bot.desk.sent_files import JPEG, photo


async def test_a_file_that_is_coming_is_fetched_typed_and_kept(desk: DeskHarness) -> None:
    desk.sent.source.content["photo-1"] = JPEG
    await desk.sends(photo(), BILL)
    (attachment,) = await desk.sent.fetched()

    assert ("kept", "image/jpeg", len(JPEG)) == (attachment.status, attachment.type, attachment.size)
    assert desk.sent.content(attachment) == JPEG


async def test_what_fails_is_tried_again_with_longer_pauses_until_it_is_there(desk: DeskHarness) -> None:
    desk.sent.source.faults = [TryLater("no network"), TryLater("no network"), TryLater("patience", 35)]
    await desk.sends(photo(), BILL)
    (attachment,) = await desk.sent.fetched()

    assert desk.pauses == [1.0, 2.0, 35]
    assert attachment.status == "kept"


async def test_what_a_channel_has_no_more_is_lost(desk: DeskHarness, caplog: pytest.LogCaptureFixture) -> None:
    desk.sent.source.faults = [Gone("wrong file_id of Ada's photo", sure=True)]
    await desk.sends(photo(), BILL)
    (attachment,) = await desk.sent.fetched()

    assert attachment.status == "lost"
    assert "Ada" not in caplog.text


async def test_what_a_channel_may_have_again_is_waited_for_for_a_day(desk: DeskHarness) -> None:
    desk.sent.source.faults = [Gone("temporarily unavailable", sure=False)] * 10_000
    await desk.sends(photo(), BILL)
    begun = desk.clock.now
    (attachment,) = await desk.sent.fetched()

    assert attachment.status == "lost"
    assert PATIENCE <= desk.clock.now - begun <= PATIENCE + timedelta(minutes=2)


async def test_what_turns_out_to_be_too_large_is_told_to_whoever_sent_it(desk: DeskHarness) -> None:
    desk.sent.source.faults = [TooLarge("a file is larger than Telegram says")]
    await desk.sends(photo(), BILL)
    (attachment,) = await desk.sent.fetched()

    assert attachment.status == "too-large"
    assert desk.common("file-too-large") in await desk.delivered()


async def test_what_is_refused_while_nobody_can_be_told_is_not_downloaded_again_at_once(desk: DeskHarness) -> None:
    await desk.sends(photo(), BILL)
    unit = desk.store.unit()
    (customer,) = await unit.find(Customer)
    unit.delete(customer)
    await unit.commit()
    desk.sent.source.faults = [TooLarge("a file is larger than Telegram says")] * 3
    (attachment,) = await desk.sent.fetched()

    assert desk.pauses == [1.0, 2.0, 4.0]
    assert attachment.status == "kept"


async def test_what_two_customers_send_is_on_the_disk_once(desk: DeskHarness) -> None:
    for sender in ("web:wang", "web:zhao"):
        await desk.sends(photo(), BILL, to=sender)
    one, two = await desk.sent.fetched()

    assert one.digest == two.digest
    assert len(list(desk.sent.files.path(one.digest).parent.iterdir())) == 1


async def test_what_is_gone_from_the_records_meanwhile_is_not_kept(desk: DeskHarness) -> None:
    await desk.sends(photo(), BILL)
    (attachment,) = await desk.sent.there()
    unit = desk.store.unit()
    unit.delete(attachment)

    class Late:
        async def fetch(self, source: str):  # type: ignore[no-untyped-def]
            yield source.encode()
            await unit.commit()

    sources = {"web": Late()}
    turns, environment = desk.turns, desk.context.environment
    fetching = Downloads(desk.store, desk.sent.files, sources, turns, environment, asyncio.sleep)
    await fetching.fetch(attachment)

    assert await desk.sent.there() == []


async def test_the_loop_finds_what_is_coming_after_a_restart_and_leaves_other_channels_alone(desk: DeskHarness) -> None:
    await desk.sends(photo(1), BILL)
    await desk.turns.play(Incoming(address="telegram:1", update="u", attachment="photo", file=photo(2), text=BILL))
    looks = 0

    async def sleep(_: float) -> None:
        nonlocal looks
        looks += 1
        await asyncio.gather(*fetching.workers._workers.values())
        if looks == 2:
            raise asyncio.CancelledError

    sent, turns = desk.sent, desk.turns
    fetching = Downloads(desk.store, sent.files, {"web": sent.source}, turns, desk.context.environment, sleep)
    with pytest.raises(asyncio.CancelledError):
        await fetching.serve()

    assert [one.status for one in await sent.there()] == ["kept", "coming"]


async def test_files_that_were_kept_long_ago_do_not_hide_those_that_are_coming(
    desk: DeskHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "GLANCE", 1)
    await desk.sends(photo(1), BILL)
    await desk.sent.fetched()
    await desk.sends(photo(2))
    await desk.sent.fetching.look()
    await asyncio.gather(*desk.sent.fetching.workers._workers.values())

    assert [one.status for one in await desk.sent.there()] == ["kept", "kept"]


async def test_while_the_store_is_away_it_says_so_once(
    desk: DeskHarness, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away() -> None:
        raise Unavailable("the database is away")

    monkeypatch.setattr(desk.store, "unit", away)
    with caplog.at_level(logging.WARNING):
        await desk.sent.fetching.look()
        await desk.sent.fetching.look()

    assert caplog.text.count("cannot be read") == 1
