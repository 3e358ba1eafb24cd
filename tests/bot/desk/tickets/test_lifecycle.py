from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import pytest

from bot.desk.tickets.lifecycle import MOVES, moved, shortened
from storage.records.complaint_records import Occurrence, Ticket, Timer
from storage.records.statuses import TicketStatus
from tests.bot.desk.desk_harness import BILL, LI, NOON, ROAMING, WANG, DeskHarness, open_desk

AGAIN = "Garden Street: they still keep what they took from me"
TICKET = Ticket(
    id="1",
    reference="T-2026-000001",
    customer="1",
    address=WANG,
    conversation="1",
    language="en",
    script="telecom",
    status="open",
    description=BILL,
    opened=NOON,
    due=NOON,
)


async def resolve(desk: DeskHarness) -> Ticket:
    """Let a ticket be owned, resolved and confirmed as solved."""
    ticket = await desk.is_owned()
    await desk.resolves(ticket.reference, LI, "Paid back.")
    await desk.delivered()
    return ticket


async def test_a_ticket_holds_what_was_told(desk: DeskHarness) -> None:
    ticket = await desk.files()

    assert (
        ticket.description,
        ticket.language,
        ticket.script,
        ticket.status,
        ticket.promise,
    ) == (BILL, "en", "telecom", "open", "pending")
    assert tuple(ticket.slots[slot] for slot in ("kind", "amount", "phone", "remedy")) == (
        "billing",
        "128.00",
        "13800138000",
        "refund",
    )


async def test_a_ticket_carries_a_promise_in_opening_hours(tmp_path: Path) -> None:
    async with open_desk(tmp_path, hours="Mon-Fri 09:00-17:00", zone="Europe/Berlin") as desk:
        ticket = await desk.files()

        assert datetime(2026, 11, 9, 12, tzinfo=UTC) == ticket.due


async def test_the_first_telling_is_an_occurrence(desk: DeskHarness) -> None:
    ticket = await desk.files()

    assert await desk.tellings(ticket) == [BILL]


async def test_a_repeat_of_an_open_ticket_becomes_an_occurrence(desk: DeskHarness) -> None:
    ticket = await desk.files()
    await desk.says(AGAIN)
    replies = await desk.presses("Yes, the same")

    assert await desk.tellings(ticket) == [BILL, AGAIN]
    assert [replace(ticket, told=2, revision=1)] == await desk.tickets()
    assert replies[0].startswith("I'm sorry you had to write again. I've added it to T-2026-000001")


async def test_a_telling_that_is_something_new_gets_its_own_ticket(desk: DeskHarness) -> None:
    ticket = await desk.files()
    await desk.says(AGAIN, "No, something new", "2", "128", "skip", "13800138000", "2", "1")

    assert await desk.tellings(ticket) == [BILL]
    assert [one.reference for one in await desk.tickets()] == ["T-2026-000001", "T-2026-000002"]


async def test_a_repeat_of_a_resolved_ticket_opens_it_again_with_the_same_owner_and_a_new_promise(
    desk: DeskHarness,
) -> None:
    ticket = await resolve(desk)
    await desk.presses("Yes, it's solved")
    desk.clock.forward(days=3)
    await desk.says(AGAIN)
    await desk.presses("Yes, the same")
    opened = await desk.ticket()
    timers = await desk.store.unit().find(Timer, subject=ticket.id)

    assert (ticket.id, "investigating", LI.id, "pending", None) == (
        opened.id,
        opened.status,
        opened.owner,
        opened.promise,
        opened.resolved,
    )
    assert (opened.due - desk.clock.now).total_seconds() == 24 * 3600
    assert ("promise", opened.due) == (timers[-1].kind, timers[-1].due)


async def test_a_known_issue_that_helped_is_a_ticket_that_is_answered(desk: DeskHarness) -> None:
    await desk.says(ROAMING)
    replies = await desk.presses("Yes, that helped")
    ticket = await desk.ticket()

    assert (
        ticket.status,
        ticket.promise,
        ticket.known_issue,
        ticket.description,
    ) == ("answered", "kept", "roaming-off", ROAMING)
    assert replies[0].startswith("Good to hear. I've noted it under T-2026-000001.")
    assert await desk.store.unit().find(Timer) == []


async def test_a_known_issue_that_did_not_help_goes_on_with_the_questions(desk: DeskHarness) -> None:
    await desk.says(ROAMING)
    replies = await desk.presses("No, I still need help")

    assert replies == ["Where does it happen? A street, a building or a district is enough."]
    assert await desk.tickets() == []


async def test_an_answered_ticket_that_comes_back_is_open_for_a_first_claim(desk: DeskHarness) -> None:
    await desk.says(ROAMING)
    await desk.presses("Yes, that helped")
    await desk.says(ROAMING)
    await desk.presses("Yes, the same")
    ticket = await desk.ticket()

    assert (ticket.status, ticket.promise, ticket.owner) == ("open", "pending", "")


async def test_numbers_begin_anew_with_the_year_on_the_clocks_of_the_desk(tmp_path: Path) -> None:
    async with open_desk(tmp_path, zone="Asia/Shanghai") as desk:
        first = await desk.files()
        desk.clock.now = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)
        second = await desk.files(to="web:zhao")

        assert (first.reference, second.reference) == ("T-2026-000001", "T-2027-000001")


async def test_another_customers_ticket_is_never_offered(desk: DeskHarness) -> None:
    await desk.files()
    replies = await desk.says(BILL, to="web:zhao")

    assert replies[1] == "What is it mainly about?"


async def test_another_customers_ticket_can_never_be_touched(desk: DeskHarness) -> None:
    foreign = await desk.files(to="web:zhao")
    await desk.files()
    await desk.says(AGAIN)
    conversation = await desk.conversation()
    question = conversation.state["question"]
    await desk.taps(f"{conversation.id}:{question}:{foreign.id}")
    await desk.taps(desk.button("Bill or charges", to="web:zhao"))
    await desk.says(f"{foreign.reference}", foreign.id)

    assert [foreign] == await desk.tickets("web:zhao")
    assert await desk.tellings(foreign) == [BILL]


async def test_a_ticket_that_was_removed_since_the_question_is_told_anew(desk: DeskHarness) -> None:
    old = await desk.files()
    await desk.says(AGAIN)
    unit = desk.store.unit()
    unit.delete(old)
    await unit.commit()
    await desk.says("yes")
    new = await desk.ticket()

    assert new.id != old.id
    assert new.description == AGAIN


async def test_a_conversation_that_names_anothers_ticket_is_stopped_before_it_writes(desk: DeskHarness) -> None:
    foreign = await desk.files(to="web:zhao")
    await desk.files()
    await desk.says(AGAIN)
    await _smuggle(desk, foreign)
    with pytest.raises(LookupError, match="not this customer's"):
        await desk.presses("Yes, the same")

    assert [one.text for one in await desk.store.unit().find(Occurrence, ticket=foreign.id)] == [BILL]


async def _smuggle(desk: DeskHarness, foreign: Ticket) -> None:
    """Change the candidate that is on the screen into somebody else's ticket, as no path of the program does."""
    here = await desk.conversation()
    candidate = here.state["candidates"][0] | {"key": foreign.id}
    unit = desk.store.unit()
    unit.put(replace(here, state=here.state | {"candidates": [candidate]}))
    await unit.commit()


def test_the_table_of_moves_has_every_status() -> None:
    assert set(MOVES) == set(get_args(TicketStatus))


@pytest.mark.parametrize("status", sorted(MOVES))
def test_every_status_can_be_left_and_leads_to_one_that_can(status: TicketStatus) -> None:
    assert set(MOVES[status].values()) <= set(MOVES)


@pytest.mark.parametrize(
    ("status", "verb"), [("open", "confirm"), ("open", "reopen"), ("answered", "resolve"), ("closed", "claim")]
)
def test_what_is_not_in_the_table_is_not_allowed(status: TicketStatus, verb: str) -> None:
    with pytest.raises(KeyError):
        moved(replace(TICKET, status=status), verb)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("short", "short"),
        ("two\n lines", "two lines"),
        ("x" * 60, "x" * 60),
        ("x" * 61, "x" * 59 + "…"),
        ("x" * 58 + " yy", "x" * 58 + "…"),
    ],
)
def test_a_long_text_is_shortened_to_one_line(text: str, line: str) -> None:
    short = shortened(text)

    assert line == short


async def test_who_only_asks_for_a_person_comes_to_the_ticket_that_waits(desk: DeskHarness) -> None:
    filed = await desk.files()
    await desk.says("/human")

    assert [filed.id] == [ticket.id for ticket in await desk.tickets()]
    assert (await desk.conversation()).ticket == filed.id


async def test_who_only_asks_for_a_person_never_comes_to_the_ticket_of_another(desk: DeskHarness) -> None:
    foreign = await desk.files(to="web:zhao")
    await desk.says("/human")

    assert foreign.id not in [ticket.id for ticket in await desk.tickets()]
    assert (await desk.conversation()).ticket == (await desk.ticket()).id


async def test_days_are_told_by_the_clocks_of_the_desk(tmp_path: Path) -> None:
    async with open_desk(tmp_path, zone="Asia/Shanghai") as desk:
        desk.clock.now = datetime(2026, 11, 4, 20, 0, tzinfo=UTC)
        await resolve(desk)
        await desk.says("yes")
        replies = await desk.says("/status")

        assert "closed on 5 Nov. Opened 5 Nov." in replies[0]
