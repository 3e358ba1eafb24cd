"""Tickets that belong together: merged with a way back, or linked."""

import pytest

from bot.desk.agents.joining import Joining
from bot.desk.briefing.queries import DeskQueries
from bot.desk.core.errors import Refused
from bot.matching.grams import Weights
from storage.records.complaint_records import Occurrence, Promise, Ticket
from storage.records.resolution_records import TicketLink
from tests.bot.desk.desk_harness import ALL_ANSWERS, LI, WANG, DeskHarness

LIFT = "The installer broke my fence and left"


async def two_tickets(desk: DeskHarness) -> tuple[Ticket, Ticket]:
    first = await desk.files()
    await desk.says("/new", LIFT, "/human")
    second = await desk.ticket()
    assert first.id != second.id
    await desk.handoffs.claim(first.reference, LI)
    await desk.delivered()
    return first, second


async def tellings(desk: DeskHarness, ticket: Ticket) -> list[str]:
    return [one.text for one in await desk.store.unit().find(Occurrence, ticket=ticket.id)]


async def test_what_was_told_on_one_ticket_goes_on_in_the_other(desk: DeskHarness) -> None:
    first, second = await two_tickets(desk)
    await Joining(desk.turns).merge(first.reference, LI, second.reference)
    tickets = {one.id: one for one in await desk.tickets(WANG)}
    kept, ended = tickets[first.id], tickets[second.id]
    view = await DeskQueries(desk.store, desk.context.scripts.script, Weights()).ticket(first.reference)
    told = await desk.delivered()

    assert (ended.status, ended.merged_into, kept.told) == ("merged", first.id, 2)
    assert LIFT in await tellings(desk, first)
    assert view is not None
    assert LIFT in [one.text for one in view.messages]
    assert f"we deal with both as {first.reference}" in told[-1]


async def test_a_merge_is_undone_with_all_that_came_along(desk: DeskHarness) -> None:
    first, second = await two_tickets(desk)
    await Joining(desk.turns).merge(first.reference, LI, second.reference)
    await Joining(desk.turns).part(first.reference, LI, second.reference)
    tickets = {one.id: one for one in await desk.tickets(WANG)}
    promises = await desk.store.unit().find(Promise, ticket=second.id)

    assert (tickets[second.id].status, tickets[second.id].merged_into) == (second.status, "")
    assert (await tellings(desk, first), await tellings(desk, second)) == ([first.description], [LIFT])
    assert (tickets[first.id].told, promises[-1].status) == (1, "pending")
    with pytest.raises(Refused, match="not-merged"):
        await Joining(desk.turns).part(first.reference, LI, second.reference)


async def test_tickets_of_two_customers_are_linked_and_not_merged(desk: DeskHarness) -> None:
    ticket = await desk.is_owned()
    other = await desk.files(answers=ALL_ANSWERS, to="web:zhao")
    joining = Joining(desk.turns)
    with pytest.raises(Refused, match="other-customer"):
        await joining.merge(ticket.reference, LI, other.reference)
    for _ in range(2):  # once more changes nothing
        await joining.compare(ticket.reference, LI, other.reference, same=True)
    links = await desk.store.unit().find(TicketLink)
    await joining.compare(other.reference, LI, ticket.reference, same=False)

    assert [(one.kind, one.ticket, one.other) for one in links] == [("same-problem", ticket.id, other.id)]
    assert await desk.store.unit().find(TicketLink) == []


async def test_an_open_ticket_goes_on_in_no_solved_one(desk: DeskHarness) -> None:
    first, second = await two_tickets(desk)
    await desk.handoffs.claim(second.reference, LI)
    await desk.resolves(first.reference, LI, "A colleague mended it.")
    with pytest.raises(Refused, match="into-solved"):
        await Joining(desk.turns).merge(first.reference, LI, second.reference)
    await Joining(desk.turns).merge(second.reference, LI, first.reference)
    statuses = {one.id: one.status for one in await desk.tickets(WANG)}

    assert statuses == {first.id: "merged", second.id: "investigating"}
