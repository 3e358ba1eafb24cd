"""What did not get through is kept until somebody has judged it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.channels.port import Incoming, Undeliverable
from bot.desk.agents.dead_letters import LONGEST_LIST, DeadLetters
from bot.desk.core.errors import Refused
from bot.desk.delivery.sender import UNCERTAIN
from storage.records.complaint_records import Timer
from storage.records.traffic_records import InboxRow, OutboxRow
from tests.bot.desk.desk_harness import BILL, LI, WANG, DeskHarness
from tests.bot.desk.what_is_read import count_read


async def lost(desk: DeskHarness, text: str = "We have paid it back.") -> str:
    """Let an agent's reply be refused; returns the reference of its ticket."""
    ticket = await desk.is_owned()
    await desk.delivered()
    await desk.agent_writes(ticket.reference, LI, text)
    desk.channel.faults = [Undeliverable("the channel refuses it")]
    await desk.delivered()
    return ticket.reference


async def letters(desk: DeskHarness) -> list[tuple[str, str, str]]:
    found = await DeadLetters(desk.store).letters()
    return [(letter.message.text, letter.row.problem, letter.reference) for letter in found]


async def key_of(desk: DeskHarness) -> str:
    (letter,) = await DeadLetters(desk.store).letters()
    return letter.row.id


async def test_a_message_that_never_arrived_is_listed_with_its_ticket(desk: DeskHarness) -> None:
    reference = await lost(desk)

    assert await letters(desk) == [("We have paid it back.", "the channel refuses it", reference)]


async def test_a_message_to_who_blocked_us_says_so(desk: DeskHarness) -> None:
    await lost(desk)
    (before,) = await DeadLetters(desk.store).letters()
    await desk.plays(Incoming(address=WANG, update=desk.new_update(), presence="left"))
    (after,) = await DeadLetters(desk.store).letters()

    assert (before.unreachable, after.unreachable) == (False, True)


async def test_a_timer_that_failed_names_its_ticket_be_it_by_a_handoff_or_a_conversation(desk: DeskHarness) -> None:
    ticket = await desk.waits_for_a_person()
    subjects = (ticket.id, (await desk.handoff(ticket)).id, (await desk.conversation()).id, "gone")
    unit = desk.store.unit()
    for hour, subject in enumerate(subjects):
        due = desk.clock.now - timedelta(hours=hour)
        unit.add(Timer(id=f"timer-{hour}", kind="survey", subject=subject, due=due, problem="it failed"))
    await unit.commit()
    found = await DeadLetters(desk.store).timers()

    assert [lost.reference for lost in found] == [ticket.reference] * 3 + [""]


async def test_what_is_on_its_way_is_not_listed(desk: DeskHarness) -> None:
    await desk.files()

    assert await letters(desk) == []
    assert await DeadLetters(desk.store).count() == 0


async def test_all_are_counted_be_it_more_than_a_page_shows(desk: DeskHarness) -> None:
    await lost(desk)
    unit = desk.store.unit()
    (row,) = [row for row in await unit.find(OutboxRow) if row.problem]
    for number in range(LONGEST_LIST):
        unit.add(replace(row, id=f"r{number}"))
    await unit.commit()

    assert await DeadLetters(desk.store).count() == LONGEST_LIST + 1


async def test_what_is_on_its_way_is_not_read_to_show_what_never_arrived(
    desk: DeskHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    await lost(desk)
    unit = desk.store.unit()
    for number in range(300):
        unit.add(OutboxRow(id=f"r{number}", address="other:1", conversation="c", message="m", epoch=0))
        unit.add(InboxRow(id=f"other:{number}", address="other:1", at=desk.clock.now, raw="{}"))
    await unit.commit()
    counts, undelivered = count_read(monkeypatch), DeadLetters(desk.store)
    count = await undelivered.count()
    for_the_count = dict(counts)
    shown = await undelivered.letters(), await undelivered.set_aside(), await undelivered.timers()

    assert (count, for_the_count) == (1, {})
    assert [len(part) for part in shown] == [1, 0, 0]
    assert (counts["OutboxRow"], counts["InboxRow"], counts["Timer"]) == (1, 0, 0)


async def test_a_message_that_is_sent_again_arrives(desk: DeskHarness) -> None:
    await lost(desk)
    await DeadLetters(desk.store).send_again(await key_of(desk), LI)
    replies = await desk.delivered()

    assert replies == ["We have paid it back."]
    assert await letters(desk) == []


async def test_a_notice_that_may_have_arrived_is_sent_again_only_by_hand(desk: DeskHarness) -> None:
    await lost(desk)
    unit = desk.store.unit()
    (row,) = [row for row in await unit.find(OutboxRow) if row.problem]
    unit.delete(row)
    unit.add(
        OutboxRow(
            id="r9",
            address=WANG,
            conversation=row.conversation,
            message=row.message,
            epoch=0,
            once=True,
            begun=True,
            problem=UNCERTAIN,
        )
    )
    await unit.commit()
    await DeadLetters(desk.store).send_again("r9", LI)
    replies = await desk.delivered()

    assert replies == ["We have paid it back."]


async def test_a_message_that_is_let_be_stays_in_the_transcript(desk: DeskHarness) -> None:
    await lost(desk)
    await DeadLetters(desk.store).drop(await key_of(desk), LI)

    assert await letters(desk) == []
    assert ("agent", "We have paid it back.") in await desk.transcript()


async def test_what_somebody_judged_already_cannot_be_judged_again(desk: DeskHarness) -> None:
    await lost(desk)
    key = await key_of(desk)
    await DeadLetters(desk.store).drop(key, LI)
    for judge in (DeadLetters(desk.store).drop, DeadLetters(desk.store).send_again):
        with pytest.raises(Refused, match="no-such-letter"):
            await judge(key, LI)


async def test_what_was_set_aside_waits_again_once_the_fault_is_mended(desk: DeskHarness) -> None:
    unit = desk.store.unit()
    unit.add(InboxRow(id="web:1", address=WANG, at=desk.clock.now, raw=BILL, attempts=3, problem="it failed"))
    unit.add(InboxRow(id="web:2", address=WANG, at=desk.clock.now, raw=BILL))
    await unit.commit()
    undelivered = DeadLetters(desk.store)
    before = [row.id for row in await undelivered.set_aside()]
    count = await undelivered.play_again()
    waiting = [(row.id, row.attempts) for row in await desk.store.unit().find(InboxRow, problem="")]

    assert (before, count) == (["web:1"], 1)
    assert waiting == [("web:1", 0), ("web:2", 0)]


async def test_what_was_set_aside_is_listed_by_its_time_the_newest_first(desk: DeskHarness) -> None:
    unit = desk.store.unit()
    for hours in (1, 3, 2):
        at = desk.clock.now - timedelta(hours=hours)
        unit.add(InboxRow(id=f"web:{hours}", address=WANG, at=at, raw=BILL, problem="it failed"))
    await unit.commit()

    assert [row.id for row in await DeadLetters(desk.store).set_aside()] == ["web:1", "web:2", "web:3"]


async def test_all_that_was_set_aside_waits_again_be_it_more_than_a_page_shows(desk: DeskHarness) -> None:
    unit = desk.store.unit()
    for number in range(LONGEST_LIST + 1):
        unit.add(InboxRow(id=f"web:{number:03}", address=WANG, at=desk.clock.now, raw=BILL, problem="it failed"))
    await unit.commit()
    count = await DeadLetters(desk.store).play_again()

    assert count == LONGEST_LIST + 1
    assert await DeadLetters(desk.store).set_aside() == []
