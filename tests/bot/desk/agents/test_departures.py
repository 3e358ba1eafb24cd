"""Members who leave: what is theirs is somebody else's before they are gone."""

from dataclasses import replace

import pytest

from bot.desk.agents.departures import Departures, held_by
from bot.desk.agents.reassignment import Reassignment
from bot.desk.core.errors import Refusal, Refused
from bot.desk.staff.audit import Actor
from bot.desk.tickets.open_handoffs import open_handoffs
from storage.records.access_records import Agent
from storage.records.complaint_records import Note
from storage.records.statuses import MemberStatus
from tests.bot.desk.desk_harness import LI, DeskHarness

BOSS = Agent(id="agent-boss", name="Chen Jing", role="admin")
BO = Agent(id="agent-bo", name="Bo", role="agent")
BY = Actor(BOSS, "203.0.113.7")


@pytest.fixture
async def departures(desk: DeskHarness) -> Departures:
    unit = desk.store.unit()
    for agent in (LI, BOSS, BO):
        unit.add(agent)
    await unit.commit()
    return Departures(desk.store, desk.context.environment, Reassignment(desk.turns), lambda: "en")


async def status(desk: DeskHarness) -> str:
    found = await desk.store.unit().get(Agent, LI.id)
    return found.status if found else ""


@pytest.mark.parametrize(("how", "why"), [("removed", "has left the staff"), ("suspended", "cannot sign in")])
async def test_what_somebody_has_goes_to_a_colleague_first(
    desk: DeskHarness, departures: Departures, how: MemberStatus, why: str
) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.handoffs.claim(ticket.reference, LI)
    await desk.delivered()
    await departures.leave(BY, LI.id, how, BO.id)
    told = await desk.delivered()
    notes = [note.text for note in await desk.store.unit().find(Note, ticket=ticket.id)]

    assert ((await desk.ticket()).owner, (await desk.handoff(ticket)).claimed_by) == (BO.id, BO.id)
    assert told == [desk.common("agent-changed", name="Bo", reference=ticket.reference)]
    assert why in notes[0]
    assert await status(desk) == how
    assert await held_by(desk.store.unit(), LI.id) == []


async def test_or_back_to_the_queue(desk: DeskHarness, departures: Departures) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.handoffs.claim(ticket.reference, LI)
    await departures.leave(BY, LI.id, "removed", "")

    assert ((await desk.ticket()).owner, (await desk.handoff(ticket)).status) == ("", "waiting")


async def test_also_a_conversation_about_what_is_solved(desk: DeskHarness, departures: Departures) -> None:
    ticket = await desk.is_owned(LI)
    await desk.resolves(ticket.reference, LI, "Paid back.")
    await desk.agent_writes(ticket.reference, LI, "One more thing")
    await departures.leave(BY, LI.id, "removed", BO.id)

    assert (await desk.handoff(ticket)).claimed_by == BO.id


@pytest.mark.parametrize(("key", "to"), [("nobody", ""), (LI.id, LI.id), (LI.id, "nobody")])
async def test_nobody_leaves_to_nowhere(desk: DeskHarness, departures: Departures, key: str, to: str) -> None:
    with pytest.raises(Refused) as refused:
        await departures.leave(BY, key, "removed", to)

    assert refused.value.reason == Refusal.NO_SUCH_MEMBER
    assert await status(desk) == "active"


async def test_the_last_admin_passes_nothing_on(desk: DeskHarness, departures: Departures) -> None:
    await desk.is_owned(BOSS)
    with pytest.raises(Refused) as refused:
        await departures.leave(BY, BOSS.id, "removed", BO.id)

    assert refused.value.reason == Refusal.LAST_ADMIN
    assert (await desk.ticket()).owner == BOSS.id


async def test_what_a_colleague_has_of_the_same_ticket_hides_nothing_of_it(
    desk: DeskHarness, departures: Departures
) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.handoffs.claim(ticket.reference, LI)
    own, unit = await desk.handoff(ticket), desk.store.unit()
    newer = desk.context.environment.new_id()
    unit.add(replace(own, id=newer, conversation="elsewhere", claimed_by=BO.id, revision=0))
    await unit.commit()
    await departures.leave(BY, LI.id, "removed", "")
    left = {one.id: (one.status, one.claimed_by) for one in await open_handoffs(desk.store.unit(), ticket)}

    assert left == {own.id: ("waiting", ""), newer: ("claimed", BO.id)}
