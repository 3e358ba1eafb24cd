"""Who watches a ticket is told what becomes of it: once each, only what is news, and no more once they stop."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.desk.agents.reassignment import Reassignment
from bot.desk.agents.reopening import Reopening
from bot.desk.briefing.queries import DeskQueries
from bot.desk.overview.read_marks import mark_read
from bot.desk.overview.watching import unwatch, watch
from storage.records.access_records import Agent
from storage.records.complaint_records import Message, Ticket
from tests.bot.desk.desk_harness import ADA, LI, DeskHarness

WU = Agent(id="agent-wu", name="Wu", role="agent")
BO = Agent(id="agent-bo", name="Bo", role="agent")


@pytest.fixture
async def ticket(desk: DeskHarness) -> Ticket:
    """Return a ticket of Li's that Wu and Bo watch, of which they have read all."""
    await desk.employs(LI, ADA, WU, BO)
    ticket = await desk.has_a_person(LI)
    for agent in (WU, BO):
        await watch(desk.store, agent, ticket)
        await has_read(desk, agent, ticket)
    return ticket


async def has_read(desk: DeskHarness, agent: Agent, ticket: Ticket) -> None:
    newest = await desk.store.unit().last(Message, ticket=ticket.id)
    assert newest is not None
    await mark_read(desk.store, agent, ticket, newest.id)


async def told(desk: DeskHarness, ticket: Ticket) -> list[tuple[str, Sequence[str]]]:
    return [(kind, to) for kind, _, to in await desk.told(ticket) if kind.startswith("watched-")]


async def shown(desk: DeskHarness, agent: Agent = WU) -> list[str]:
    """Return what the desk shows an agent for their attention."""
    queries = DeskQueries(desk.store, desk.context.scripts.script, desk.context.recognition.weights)
    return [one.kind for one, _ in await queries.alerts(agent.id, desk.clock.now)]


BOTH = (BO.id, WU.id)


async def test_that_the_customer_writes_is_told_once_until_it_was_looked_at(desk: DeskHarness, ticket: Ticket) -> None:
    await desk.says("Hello?", "Is anybody there?")
    once = await told(desk, ticket)
    await has_read(desk, WU, ticket)
    read = await shown(desk), await shown(desk, BO)
    await desk.says("I am still waiting.", "Really.")

    assert once == [("watched-wrote", BOTH)]
    assert read == ([], ["watched-wrote"])
    assert await told(desk, ticket) == [*once, ("watched-wrote", (WU.id,))]
    assert await shown(desk) == ["watched-wrote"]


async def test_that_it_is_passed_on_is_told_to_all_but_who_did_it(desk: DeskHarness, ticket: Ticket) -> None:
    await watch(desk.store, LI, ticket)
    await Reassignment(desk.turns).pass_on(ticket.reference, LI, ADA, "She knows it.")
    first = await told(desk, ticket)
    await Reassignment(desk.turns).pass_on(ticket.reference, ADA, WU, "She knows it better.")

    assert first == [("watched-passed-on", BOTH)]
    assert await told(desk, ticket) == [*first, ("watched-passed-on", (BO.id, LI.id, WU.id))]


async def test_that_the_promise_is_at_risk_is_told_once(desk: DeskHarness, ticket: Ticket) -> None:
    await desk.passes(hours=20)
    await desk.passes(minutes=30)

    assert await told(desk, ticket) == [("watched-at-risk", BOTH)]
    assert await shown(desk) == ["watched-at-risk"]


async def test_that_it_is_over_is_told_once_and_again_after_it_was_opened_again(
    desk: DeskHarness, ticket: Ticket
) -> None:
    await desk.resolves(ticket.reference, LI, "Paid back.")
    await desk.delivered()
    await desk.presses("Yes, it's solved")
    once = await told(desk, ticket)
    await Reopening(desk.turns).reopen(ticket.reference, LI, "It came back.")
    await desk.resolves(ticket.reference, LI, "Paid back again.")

    assert once == [("watched-ended", BOTH)]
    assert await told(desk, ticket) == [*once, *once]


async def test_that_it_is_over_is_shown_for_a_day(desk: DeskHarness, ticket: Ticket) -> None:
    await desk.resolves(ticket.reference, LI, "Paid back.")
    at_once = await shown(desk)
    desk.clock.forward(days=1)

    assert (at_once, await shown(desk)) == (["watched-ended"], [])


async def test_who_stops_watching_is_told_no_more_and_shown_no_more(desk: DeskHarness, ticket: Ticket) -> None:
    await desk.says("Hello?")
    await unwatch(desk.store, WU, ticket)
    after = await shown(desk)
    await desk.resolves(ticket.reference, LI, "Paid back.")

    assert after == []
    assert await told(desk, ticket) == [("watched-wrote", BOTH), ("watched-ended", (BO.id,))]


async def test_who_left_the_house_is_told_nothing(desk: DeskHarness, ticket: Ticket) -> None:
    unit = desk.store.unit()
    bo = await unit.get(Agent, BO.id)
    assert bo is not None
    unit.put(replace(bo, status="removed"))
    await unit.commit()
    await desk.says("Hello?")

    assert await told(desk, ticket) == [("watched-wrote", (WU.id,))]


async def test_what_nobody_watches_tells_nobody(desk: DeskHarness) -> None:
    await desk.employs(LI, WU)
    ticket = await desk.has_a_person(LI)
    await desk.says("Hello?")
    await desk.resolves(ticket.reference, LI, "Paid back.")

    assert await told(desk, ticket) == []
