"""A ticket comes to somebody else: who has it then, what stays of the reason, and what the customer is told."""

from dataclasses import replace

import pytest

from bot.desk.agents.reassignment import Reassignment
from bot.desk.core.errors import Refusal, Refused
from storage.records.access_records import Agent
from storage.records.complaint_records import Note, Ticket, Timer
from storage.records.desk_records import Team
from storage.records.traffic_records import OutboxRow
from tests.bot.desk.desk_harness import ADA, LI, DeskHarness

BO = Agent(id="agent-bo", name="Bo", role="agent")


@pytest.fixture
async def acts(desk: DeskHarness) -> Reassignment:
    unit = desk.store.unit()
    for agent in (LI, ADA, BO):
        unit.add(agent)
    await unit.commit()
    return Reassignment(desk.turns)


async def talks_to_li(desk: DeskHarness) -> Ticket:
    ticket = await desk.waits_for_a_person()
    await desk.handoffs.claim(ticket.reference, LI)
    await desk.delivered()
    return await desk.ticket()


async def notes(desk: DeskHarness, ticket: Ticket) -> list[tuple[str, str]]:
    return [(note.author, note.text) for note in await desk.store.unit().find(Note, ticket=ticket.id)]


async def test_a_supervisor_takes_over_from_an_absent_colleague(desk: DeskHarness, acts: Reassignment) -> None:
    ticket = await talks_to_li(desk)
    epoch = (await desk.conversation()).owner_epoch
    await acts.take_over(ticket.reference, ADA, "Li Wei is ill")
    told = await desk.delivered()

    assert (await desk.ticket()).owner == ADA.id
    assert (await desk.handoff(ticket)).claimed_by == ADA.id
    assert (await desk.conversation()).owner_epoch == epoch + 1
    assert told == [desk.common("agent-changed", name="Ada", reference=ticket.reference)]
    assert await notes(desk, ticket) == [("Ada", "Took over from Li Wei. Reason: Li Wei is ill")]


async def test_a_secret_in_a_reason_is_crossed_out(desk: DeskHarness, acts: Reassignment) -> None:
    ticket = await talks_to_li(desk)
    await acts.take_over(ticket.reference, ADA, "Li Wei asked for the PIN 4711")

    assert await notes(desk, ticket) == [("Ada", "Took over from Li Wei. Reason: Li Wei asked for the PIN ••••")]


async def test_who_takes_over_a_conversation_that_waits_has_it(desk: DeskHarness, acts: Reassignment) -> None:
    ticket = await desk.is_owned(LI)
    await desk.says("/human")
    await acts.take_over(ticket.reference, ADA, "Li Wei is ill")
    timers = await desk.store.unit().find(Timer, subject=(await desk.handoff(ticket)).id)

    assert (await desk.handoff(ticket)).claimed_by == ADA.id
    assert timers == []


async def test_a_ticket_is_passed_on_with_its_conversation(desk: DeskHarness, acts: Reassignment) -> None:
    ticket = await talks_to_li(desk)
    await acts.pass_on(ticket.reference, LI, BO, "He knows the shop")
    told = await desk.delivered()

    assert (await desk.ticket()).owner == BO.id
    assert (await desk.handoff(ticket)).claimed_by == BO.id
    assert told == [desk.common("agent-changed", name="Bo", reference=ticket.reference)]
    assert await notes(desk, ticket) == [("Li Wei", "Passed on from Li Wei to Bo. Reason: He knows the shop")]


async def test_what_goes_back_to_the_queue_waits_for_whoever_claims_it(desk: DeskHarness, acts: Reassignment) -> None:
    ticket = await talks_to_li(desk)
    await acts.pass_on(ticket.reference, ADA, None, "Li Wei is ill")
    told = await desk.delivered()
    handoff, now = await desk.handoff(ticket), await desk.ticket()
    await desk.passes(minutes=6)

    assert (now.owner, now.status) == ("", "open")
    assert (handoff.status, handoff.claimed_by) == ("waiting", "")
    assert told == [desk.common("agent-awaited")]
    assert (await desk.handoff(ticket)).level == "supervisor"


async def test_what_waits_under_the_one_before_is_not_sent_by_the_bot(desk: DeskHarness, acts: Reassignment) -> None:
    ticket = await talks_to_li(desk)
    await acts.take_over(ticket.reference, ADA, "Li Wei is ill")
    rows = await desk.store.unit().find(OutboxRow, address=ticket.address)

    assert [row.epoch for row in rows] == [(await desk.conversation()).owner_epoch]


async def test_only_the_share_of_one_member_is_passed_on(desk: DeskHarness, acts: Reassignment) -> None:
    ticket = await desk.is_owned(LI)
    await desk.says("/human")
    await desk.handoffs.claim(ticket.reference, BO)
    await desk.delivered()
    await acts.pass_on(ticket.reference, ADA, ADA, "Li Wei has left", of=LI.id)
    told = await desk.delivered()

    assert (await desk.ticket()).owner == ADA.id
    assert (await desk.handoff(ticket)).claimed_by == BO.id
    assert told == []


async def test_a_reason_is_needed(desk: DeskHarness, acts: Reassignment) -> None:
    ticket = await talks_to_li(desk)
    with pytest.raises(Refused) as refused:
        await acts.take_over(ticket.reference, ADA, " ")

    assert refused.value.reason == Refusal.EMPTY


@pytest.mark.parametrize(
    ("to", "reason"),
    [(LI, Refusal.SAME_OWNER), (replace(BO, id="nobody"), Refusal.NO_SUCH_MEMBER)],
)
async def test_nothing_is_passed_on_to_whom_it_cannot_be(
    desk: DeskHarness, acts: Reassignment, to: Agent, reason: Refusal
) -> None:
    ticket = await talks_to_li(desk)
    with pytest.raises(Refused) as refused:
        await acts.pass_on(ticket.reference, ADA, to, "Holidays")

    assert refused.value.reason == reason


async def test_an_agent_takes_nothing_from_a_colleague(desk: DeskHarness, acts: Reassignment) -> None:
    ticket = await talks_to_li(desk)
    with pytest.raises(Refused) as refused:
        await acts.take_over(ticket.reference, BO, "I am quicker")

    assert refused.value.reason == Refusal.SUPERVISORS_ONLY


async def test_a_ticket_that_is_open_again_does_not_go_to_who_has_left(desk: DeskHarness, acts: Reassignment) -> None:
    ticket = await talks_to_li(desk)
    await desk.resolves(ticket.reference, LI, "Paid back.")
    await desk.delivered()
    unit = desk.store.unit()
    unit.put(replace(LI, status="removed"))
    await unit.commit()
    await desk.passes(days=2)
    await desk.says("no")
    now = await desk.ticket()

    assert (now.owner, now.status) == ("", "open")


async def test_a_ticket_passed_on_to_a_team_waits_for_all_of_them_until_one_claims_it(
    desk: DeskHarness, acts: Reassignment
) -> None:
    ticket, unit = await talks_to_li(desk), desk.store.unit()
    unit.add(Team(id="g1", name="Field", members=(BO.id, ADA.id)))
    await unit.commit()
    await acts.pass_on_to_team(ticket.reference, LI, "g1", "A cable must be mended")
    waits, handoff = await desk.ticket(), await desk.handoff(ticket)
    told = await desk.told(ticket)
    await desk.handoffs.claim(ticket.reference, BO)
    claimed = await desk.ticket()

    assert (waits.owner, waits.team, handoff.status) == ("", "g1", "waiting")
    assert told == [("passed-on", "agent", (BO.id, ADA.id))]
    assert (claimed.owner, claimed.team) == (BO.id, "")
    assert (await notes(desk, ticket))[-1][
        1
    ] == "Passed on from Li Wei to the team Field. Reason: A cable must be mended"


async def test_nothing_is_passed_on_to_a_team_that_is_gone(desk: DeskHarness, acts: Reassignment) -> None:
    ticket = await talks_to_li(desk)
    with pytest.raises(Refused):
        await acts.pass_on_to_team(ticket.reference, LI, "g1", "Please look")

    assert (await desk.ticket()).owner == LI.id
