from datetime import timedelta

import pytest

from bot.desk.agents.handoffs import LONGEST
from bot.desk.core.errors import Refused
from bot.desk.turn.turn import Turn
from storage.records.complaint_records import Handoff, Ticket, Timer
from tests.bot.desk.desk_harness import ADA, BILL, LI, DeskHarness

SOLVED = "We have paid back 128 yuan."

PROMISED = [
    ("promise-at-risk", 24 * 60 * 0.8),
    ("promise-at-risk-still", 24 * 60 * 0.9),
    ("promise-last-word", 24 * 60 - 10),
    ("promise", 24 * 60),
]
"""The timers of a promise, in minutes."""


async def timers(desk: DeskHarness) -> list[tuple[str, float]]:
    """Return the timers as (kind, minutes from now), apart from those of silent customers."""
    found = [timer for timer in await desk.store.unit().find(Timer) if timer.kind != "silence"]
    return [(timer.kind, (timer.due - desk.clock.now).total_seconds() / 60) for timer in found]


@pytest.mark.parametrize(
    ("text", "reason", "level"),
    [
        ("/human", "wants-person", "agent"),
        ("转人工", "wants-person", "agent"),
        ("My husband passed away", "grief", "agent"),
        ("I am going to the ombudsman", "regulator-threat", "supervisor"),
        ("my lawyer will call you", "legal-threat", "supervisor"),
        ("there are sparks", "danger", "supervisor"),
        ("I will kill myself", "self-harm", "supervisor"),
    ],
)
async def test_a_signal_puts_the_conversation_into_the_queue(
    desk: DeskHarness, text: str, reason: str, level: str
) -> None:
    await desk.says(BILL, text)
    handoff = await desk.handoff(await desk.ticket())

    assert (reason, level, "waiting") == (handoff.reason, handoff.level, handoff.status)


async def test_anger_is_answered_first_and_calls_a_person_the_second_time(desk: DeskHarness) -> None:
    replies = await desk.says(BILL, "This is outrageous")
    assert replies[0].startswith("You're right to be upset")

    await desk.says("I said this is outrageous")
    handoff = await desk.handoff(await desk.ticket())
    assert (handoff.reason, handoff.status) == ("anger", "waiting")


async def test_who_waits_climbs_a_ladder_of_timers(desk: DeskHarness) -> None:
    await desk.waits_for_a_person()

    assert await timers(desk) == [("supervisor", 5), ("manager", 10), *PROMISED]


async def test_silence_follows_a_claim(desk: DeskHarness) -> None:
    await desk.has_a_person()
    replies = await desk.says("I have been waiting in the shop since two")

    assert replies == []


async def test_a_claim_takes_the_timers_away_and_tells_the_customer_once_who_is_there(desk: DeskHarness) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.handoffs.claim(ticket.reference, LI)
    first = await desk.delivered()
    await desk.handoffs.claim(ticket.reference, LI)
    second = await desk.delivered()

    assert (first, second) == (["Li Wei from our team is with you now."], [])
    assert await timers(desk) == PROMISED


async def test_a_claim_makes_an_owner(desk: DeskHarness) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.handoffs.claim(ticket.reference, LI)
    claimed, handoff = await desk.ticket(), await desk.handoff(ticket)

    assert (LI.id, "investigating") == (claimed.owner, claimed.status)
    assert (LI.id, "claimed", desk.clock.now) == (handoff.claimed_by, handoff.status, handoff.claimed)


async def test_what_the_bot_had_still_to_say_before_a_claim_is_never_sent(desk: DeskHarness) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.turns.on_ticket(ticket.reference, _bot_says_something)
    await desk.handoffs.claim(ticket.reference, LI)

    assert await desk.delivered() == ["Li Wei from our team is with you now."]
    assert ("bot", "too late") not in await desk.transcript()


async def _bot_says_something(turn: Turn, _: Ticket) -> None:
    turn.tell("too late")


async def test_two_agents_cannot_claim_one_conversation(desk: DeskHarness) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.handoffs.claim(ticket.reference, LI)

    with pytest.raises(Refused, match="claimed-by-colleague"):
        await desk.handoffs.claim(ticket.reference, ADA)


async def test_a_ticket_without_a_conversation_in_the_queue_can_be_claimed_by_one_agent(desk: DeskHarness) -> None:
    ticket = await desk.is_owned()

    assert (LI.id, "investigating") == (ticket.owner, ticket.status)
    with pytest.raises(Refused, match="owned-by-colleague"):
        await desk.handoffs.claim(ticket.reference, ADA)


async def test_a_colleague_may_take_a_waiting_conversation_and_the_owner_remains(desk: DeskHarness) -> None:
    ticket = await desk.is_owned()
    await desk.resolves(ticket.reference, LI, SOLVED)
    await desk.delivered()
    await desk.presses("Not yet")
    await desk.handoffs.claim(ticket.reference, ADA)

    assert (await desk.ticket()).owner == LI.id
    assert (await desk.handoff(ticket)).claimed_by == ADA.id


async def test_a_reference_that_there_is_not_is_refused(desk: DeskHarness) -> None:
    with pytest.raises(Refused, match="no-such-ticket"):
        await desk.handoffs.claim("T-2026-999999", LI)


async def test_handing_back_what_the_agent_began_ends_it(desk: DeskHarness) -> None:
    ticket = await desk.is_owned()
    await desk.agent_writes(ticket.reference, LI, "One question")
    await desk.handoffs.hand_back(ticket.reference, LI)

    assert (await desk.conversation()).status == "closed"


async def test_a_hand_back_resumes_where_it_was_interrupted(desk: DeskHarness) -> None:
    await desk.says(BILL, "2", "/human")
    ticket = await desk.ticket()
    await desk.handoffs.claim(ticket.reference, LI)
    await desk.delivered()
    await desk.handoffs.hand_back(ticket.reference, LI)
    replies = await desk.delivered()

    assert [desk.common("handed-back"), "How much money is it about, in yuan? A rough figure is fine."] == replies
    assert (await desk.handoff(ticket)).status == "done"


async def test_a_dialog_that_was_handed_back_completes_the_same_ticket(desk: DeskHarness) -> None:
    await desk.says(BILL, "2", "/human")
    ticket = await desk.ticket()
    await desk.handoffs.claim(ticket.reference, LI)
    await desk.handoffs.hand_back(ticket.reference, LI)
    await desk.delivered()
    await desk.says("128", "skip", "13800138000", "2", "1")
    completed = await desk.ticket()

    assert (ticket.id, "13800138000", LI.id) == (completed.id, completed.slots["phone"], completed.owner)


async def test_only_who_has_the_conversation_hands_it_back(desk: DeskHarness) -> None:
    ticket = await desk.waits_for_a_person()

    with pytest.raises(Refused, match="not-in-hand"):
        await desk.handoffs.hand_back(ticket.reference, LI)


async def test_an_agent_who_writes_into_another_dialog_leaves_its_problem_apart(desk: DeskHarness) -> None:
    ticket = await desk.is_owned()
    await desk.says("My parcel with the new phone never arrived", "No, something new", "3")
    await desk.agent_writes(ticket.reference, LI, "About your bill: one moment")
    await desk.handoffs.hand_back(ticket.reference, LI)
    await desk.delivered()
    await desk.says("skip", "skip", "skip", "13800138000", "1", "1")
    first, second = await desk.tickets()

    assert (first.description, first.slots["kind"]) == (BILL, "billing")
    assert (
        second.description,
        second.slots["kind"],
    ) == ("My parcel with the new phone never arrived", "service-process")


async def test_resolving_from_within_another_dialog_lets_that_dialog_go_on(desk: DeskHarness) -> None:
    ticket = await desk.is_owned()
    await desk.says("My parcel with the new phone never arrived")
    step = await desk.step()
    await desk.agent_writes(ticket.reference, LI, "About your bill: one moment")
    await desk.resolves(ticket.reference, LI, SOLVED)

    assert f"{ticket.reference}: {SOLVED}" in await desk.delivered()
    assert (step, "with-bot") == (await desk.step(), (await desk.conversation()).status)


async def test_resolving_tells_the_outcome_and_asks(desk: DeskHarness) -> None:
    ticket = await desk.is_owned()
    await desk.delivered()
    await desk.resolves(ticket.reference, LI, SOLVED)
    replies = await desk.delivered()
    resolved = await desk.ticket()

    assert [f"We've answered your complaint T-2026-000001:\n\n{SOLVED}\n\nDid this solve it for you?"] == replies
    assert ("resolved", "kept", SOLVED, desk.clock.now) == (
        resolved.status,
        resolved.promise,
        resolved.outcome,
        resolved.resolved,
    )


async def test_resolving_ends_the_talk_with_the_agent(desk: DeskHarness) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.handoffs.claim(ticket.reference, LI)
    await desk.resolves(ticket.reference, LI, SOLVED)
    handoffs = await desk.store.unit().find(Handoff, ticket=ticket.id)

    assert [handoff.status for handoff in handoffs] == ["done"]
    assert await timers(desk) == []


@pytest.mark.parametrize(("late", "promise"), [(0, "kept"), (1, "missed")])
async def test_a_promise_is_kept_up_to_its_very_moment(desk: DeskHarness, late: int, promise: str) -> None:
    ticket = await desk.is_owned()
    desk.clock.now = ticket.due + timedelta(microseconds=late)
    await desk.resolves(ticket.reference, LI, SOLVED)

    assert (await desk.ticket()).promise == promise


@pytest.mark.parametrize(("text", "why"), [("  ", "empty"), ("\x00", "empty"), ("x" * (LONGEST + 1), "too-long")])
async def test_nothing_and_too_much_are_no_outcome(desk: DeskHarness, text: str, why: str) -> None:
    ticket = await desk.is_owned()

    with pytest.raises(Refused, match=why):
        await desk.resolves(ticket.reference, LI, text)


async def test_a_ticket_is_resolved_once_and_only_by_its_owner(desk: DeskHarness) -> None:
    ticket = await desk.is_owned()

    with pytest.raises(Refused, match="claim-first"):
        await desk.resolves(ticket.reference, ADA, SOLVED)
    await desk.resolves(ticket.reference, LI, SOLVED)
    with pytest.raises(Refused, match="resolved-already"):
        await desk.resolves(ticket.reference, LI, SOLVED)


async def test_handing_back_what_was_reopened_does_not_call_a_person_again(desk: DeskHarness) -> None:
    ticket = await desk.is_owned()
    await desk.resolves(ticket.reference, LI, SOLVED)
    await desk.delivered()
    await desk.presses("Not yet")
    await desk.handoffs.claim(ticket.reference, LI)
    await desk.delivered()
    await desk.handoffs.hand_back(ticket.reference, LI)

    assert await desk.delivered() == []
    assert ((await desk.conversation()).status, (await desk.ticket()).status) == ("closed", "investigating")


async def test_an_agent_may_write_while_the_bot_asks_whether_it_is_solved(desk: DeskHarness) -> None:
    ticket = await desk.is_owned()
    await desk.resolves(ticket.reference, LI, SOLVED)
    await desk.agent_writes(ticket.reference, LI, "The money is there tomorrow")
    await desk.delivered()
    await desk.handoffs.hand_back(ticket.reference, LI)
    await desk.delivered()
    await desk.presses("Yes, it's solved")

    assert (await desk.ticket()).status == "closed"


async def test_a_ticket_solved_after_its_customer_asked_for_a_person_is_asked_about_at_once(desk: DeskHarness) -> None:
    filed = await desk.files()
    await desk.says("/human")
    await desk.handoffs.claim(filed.reference, LI)
    await desk.resolves(filed.reference, LI, "The line is repaired.")
    await desk.says("no")

    assert [(filed.id, "investigating", LI.id)] == [(one.id, one.status, one.owner) for one in await desk.tickets()]
