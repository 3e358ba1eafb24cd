import asyncio
import logging
from datetime import timedelta

import pytest

from bot.channels.port import Gone, Incoming, TooLarge, TryLater
from bot.desk.jobs.downloads import PATIENCE, Fetching
from storage.ports import Unavailable
from storage.records import Customer
from tests.bot.desk.house import BILL, House
from tests.bot.desk.sent_files import JPEG, photo


async def test_a_file_that_is_coming_is_fetched_typed_and_kept(house: House) -> None:
    house.sent.shelf.content["photo-1"] = JPEG
    await house.sends(photo(), BILL)
    (attachment,) = await house.sent.fetched()

    assert ("kept", "image/jpeg", len(JPEG)) == (attachment.status, attachment.type, attachment.size)
    assert house.sent.content(attachment) == JPEG


async def test_what_fails_is_tried_again_with_longer_pauses_until_it_is_there(house: House) -> None:
    house.sent.shelf.faults = [TryLater("no network"), TryLater("no network"), TryLater("patience", 35)]
    await house.sends(photo(), BILL)
    (attachment,) = await house.sent.fetched()

    assert house.pauses == [1.0, 2.0, 35]
    assert attachment.status == "kept"


async def test_what_a_channel_has_no_more_is_lost(house: House, caplog: pytest.LogCaptureFixture) -> None:
    house.sent.shelf.faults = [Gone("wrong file_id of Ada's photo", sure=True)]
    await house.sends(photo(), BILL)
    (attachment,) = await house.sent.fetched()

    assert attachment.status == "lost"
    assert "Ada" not in caplog.text


async def test_what_a_channel_may_have_again_is_waited_for_for_a_day(house: House) -> None:
    house.sent.shelf.faults = [Gone("temporarily unavailable", sure=False)] * 10_000
    await house.sends(photo(), BILL)
    begun = house.clock.now
    (attachment,) = await house.sent.fetched()

    assert attachment.status == "lost"
    assert PATIENCE <= house.clock.now - begun <= PATIENCE + timedelta(minutes=2)


async def test_what_is_refused_while_nobody_can_be_told_is_not_downloaded_again_at_once(house: House) -> None:
    await house.sends(photo(), BILL)
    unit = house.store.unit()
    (customer,) = await unit.find(Customer)
    unit.delete(customer)
    await unit.commit()
    house.sent.shelf.faults = [TooLarge("a file is larger than Telegram says")] * 3
    (attachment,) = await house.sent.fetched()

    assert house.pauses == [1.0, 2.0, 4.0]
    assert attachment.status == "kept"


async def test_what_two_customers_send_is_on_the_disk_once(house: House) -> None:
    for sender in ("web:wang", "web:zhao"):
        await house.sends(photo(), BILL, to=sender)
    one, two = await house.sent.fetched()

    assert one.digest == two.digest
    assert len(list(house.sent.files.path(one.digest).parent.iterdir())) == 1


async def test_what_is_gone_from_the_records_meanwhile_is_not_kept(house: House) -> None:
    await house.sends(photo(), BILL)
    (attachment,) = await house.sent.there()
    unit = house.store.unit()
    unit.delete(attachment)

    class Late:
        async def fetch(self, source: str):  # type: ignore[no-untyped-def]
            yield source.encode()
            await unit.commit()

    sources = {"web": Late()}
    turns, world = house.turns, house.desk.world
    fetching = Fetching(house.store, house.sent.files, sources, turns, world, asyncio.sleep)
    await fetching.fetch(attachment)

    assert await house.sent.there() == []


async def test_the_loop_finds_what_is_coming_after_a_restart_and_leaves_other_channels_alone(house: House) -> None:
    await house.sends(photo(1), BILL)
    await house.turns.play(Incoming(address="telegram:1", update="u", attachment="photo", file=photo(2), text=BILL))
    looks = 0

    async def sleep(_: float) -> None:
        nonlocal looks
        looks += 1
        await asyncio.gather(*fetching.workers._workers.values())
        if looks == 2:
            raise asyncio.CancelledError

    sent, turns = house.sent, house.turns
    fetching = Fetching(house.store, sent.files, {"web": sent.shelf}, turns, house.desk.world, sleep)
    with pytest.raises(asyncio.CancelledError):
        await fetching.serve()

    assert [one.status for one in await sent.there()] == ["kept", "coming"]


async def test_while_the_store_is_away_it_says_so_once(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away() -> None:
        raise Unavailable("the database is away")

    monkeypatch.setattr(house.store, "unit", away)
    with caplog.at_level(logging.WARNING):
        await house.sent.fetching.look()
        await house.sent.fetching.look()

    assert caplog.text.count("cannot be read") == 1
