"""E-mail to the staff goes out once: what a fault, a crash or a change of mind in between means for it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.channels.port import TryLater, Undeliverable
from bot.desk.delivery.mail_outbox import PATIENCE, MailOutbox, MailServer, SendMail, write_mail
from bot.desk.delivery.sender import UNCERTAIN
from storage.ports import Unavailable
from storage.records.access_records import Agent
from storage.records.traffic_records import Mail
from storage.unit_of_work import Unit
from tests.bot.desk.desk_harness import ADA, LI, DeskHarness

MAILED = replace(ADA, mail="ada@desk.example")
PLACE = f"mail:{ADA.id}"


class Crash(BaseException):
    """The program dies in the middle of a sending."""


class Post(MailServer):
    """Notes what it is handed, and fails as it is told to."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, str]] = []
        self.away: list[BaseException] = []
        """What the next tries to reach it raise."""
        self.faults: list[BaseException] = []
        """What the next sendings raise."""

    @asynccontextmanager
    async def reached(self) -> AsyncIterator[SendMail]:
        if self.away:
            raise self.away.pop(0)
        await asyncio.sleep(0)  # others go on while it is reached
        yield self._send

    async def _send(self, mail: Mail, address: str) -> None:
        if self.faults:
            raise self.faults.pop(0)
        self.taken.append((address, mail.subject))


@pytest.fixture
def post() -> Post:
    return Post()


def outbox(desk: DeskHarness, post: Post) -> MailOutbox:
    async def sleep(seconds: float) -> None:
        desk.pauses.append(seconds)
        desk.clock.forward(seconds=seconds)

    return MailOutbox(desk.store, post, desk.context.environment, sleep)


async def waits(desk: DeskHarness, *subjects: str, member: Agent = MAILED) -> None:
    await desk.employs(member)
    unit = desk.store.unit()
    for subject in subjects:
        write_mail(unit, desk.context.environment, member, subject, "…")
    await unit.commit()


async def left(desk: DeskHarness) -> list[tuple[str, str]]:
    return [(one.subject, one.problem) for one in await desk.store.unit().find(Mail)]


async def test_what_was_written_is_sent_in_order_and_gone(desk: DeskHarness, post: Post) -> None:
    await waits(desk, "one", "two")
    await outbox(desk, post).workers.exhaust(PLACE)

    assert post.taken == [(MAILED.mail, "one"), (MAILED.mail, "two")]
    assert await left(desk) == []


async def test_a_server_out_of_reach_is_asked_ever_less_often_until_it_is_back(desk: DeskHarness, post: Post) -> None:
    post.away = [TryLater("cannot be reached")] * 11
    await waits(desk, "one")
    await outbox(desk, post).workers.exhaust(PLACE)

    assert desk.pauses == [2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600]
    assert post.taken == [(MAILED.mail, "one")]


async def test_another_process_keeps_to_the_same_pause(desk: DeskHarness, post: Post) -> None:
    post.away = [TryLater("cannot be reached")]
    await waits(desk, "one")
    with pytest.raises(TryLater):
        await outbox(desk, post).next(PLACE)
    with pytest.raises(TryLater) as other:
        await outbox(desk, post).next(PLACE)

    assert (other.value.planned, other.value.seconds) == (True, 2)
    assert post.taken == []


async def test_after_a_day_of_faults_it_is_given_up_and_the_next_is_tried(
    desk: DeskHarness, post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    await waits(desk, "one", "two")
    desk.clock.now += PATIENCE
    post.away = [TryLater("cannot be reached")]
    unit = desk.store.unit()
    second = (await unit.find(Mail))[1]
    unit.put(replace(second, at=desk.clock.now - timedelta(hours=1)))
    await unit.commit()
    await outbox(desk, post).workers.exhaust(PLACE)

    assert await left(desk) == [("one", "cannot be reached")]
    assert post.taken == [(MAILED.mail, "two")]
    assert "given up: cannot be reached" in caplog.text
    assert MAILED.mail not in caplog.text


async def test_what_the_server_never_takes_is_given_up_at_once(desk: DeskHarness, post: Post) -> None:
    post.faults = [Undeliverable("the mail server refused it (550)")]
    await waits(desk, "one", "two")
    await outbox(desk, post).workers.exhaust(PLACE)

    assert await left(desk) == [("one", "the mail server refused it (550)")]
    assert post.taken == [(MAILED.mail, "two")]


@pytest.mark.parametrize("fault", [Crash(), TryLater("the answer got lost", uncertain=True)])
async def test_what_may_have_arrived_is_not_sent_again(desk: DeskHarness, post: Post, fault: BaseException) -> None:
    post.faults = [fault]
    await waits(desk, "one")
    if isinstance(fault, Crash):
        with pytest.raises(Crash):
            await outbox(desk, post).next(PLACE)
    await outbox(desk, post).workers.exhaust(PLACE)

    assert post.taken == []
    assert await left(desk) == [("one", UNCERTAIN)]


async def test_a_crash_before_the_server_was_reached_loses_nothing(desk: DeskHarness, post: Post) -> None:
    post.away = [Crash()]
    await waits(desk, "one")
    with pytest.raises(Crash):
        await outbox(desk, post).next(PLACE)
    await outbox(desk, post).workers.exhaust(PLACE)

    assert post.taken == [(MAILED.mail, "one")]


async def test_what_was_taken_while_the_store_was_away_is_not_sent_twice(
    desk: DeskHarness, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    await waits(desk, "one")
    sending, deleted = outbox(desk, post), Unit.delete

    def fail(unit: Unit, record: object) -> None:
        monkeypatch.setattr(Unit, "delete", deleted)
        raise Unavailable("the disk is full")

    monkeypatch.setattr(Unit, "delete", fail)
    with pytest.raises(Unavailable):
        await sending.next(PLACE)
    await sending.workers.exhaust(PLACE)

    assert post.taken == [(MAILED.mail, "one")]
    assert await left(desk) == []


@pytest.mark.parametrize("change", [{"mail_off": True}, {"mail": ""}, {"status": "suspended"}])
async def test_who_wants_none_by_now_gets_none(desk: DeskHarness, post: Post, change: dict[str, str]) -> None:
    await waits(desk, "one", member=replace(MAILED, **change))  # type: ignore[arg-type]  # fields of a member
    await outbox(desk, post).workers.exhaust(PLACE)

    assert (post.taken, await left(desk)) == ([], [])


async def test_a_member_whose_mail_cannot_be_sent_holds_up_nobody_else(desk: DeskHarness, post: Post) -> None:
    post.faults = [TryLater("wait"), Undeliverable("no")]
    await waits(desk, "one")
    await waits(desk, "other", "more", member=replace(LI, mail="li@desk.example"))
    sending = outbox(desk, post)
    with pytest.raises(TryLater):
        await sending.next(PLACE)
    await sending.workers.exhaust(f"mail:{LI.id}")

    assert post.taken == [("li@desk.example", "more")]


async def test_two_processes_that_take_up_the_same_mail_send_it_once(desk: DeskHarness, post: Post) -> None:
    await waits(desk, "one")
    both = [outbox(desk, post).next(PLACE) for _ in range(2)]
    await asyncio.gather(*both, return_exceptions=True)
    await outbox(desk, post).workers.exhaust(PLACE)

    assert post.taken == [(MAILED.mail, "one")]
    assert await left(desk) == []
