import pytest

from bot.desk.agents.handoffs import LONGEST, Refused
from bot.desk.turn.turn import Turn
from storage.records import Handoff, Note, Ticket, Timer
from tests.bot.desk.house import ADA, BILL, LI, House

SOLVED = "We have paid back 128 yuan."


async def timers(house: House) -> list[tuple[str, float]]:
    """Return the timers as (kind, minutes from now), apart from those of silent customers."""
    found = [timer for timer in await house.store.unit().find(Timer) if timer.kind != "silence"]
    return [(timer.kind, (timer.due - house.clock.now).total_seconds() / 60) for timer in found]


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
async def test_a_signal_puts_the_conversation_into_the_queue(house: House, text: str, reason: str, level: str) -> None:
    await house.says(BILL, text)
    handoff = await house.handoff(await house.ticket())

    assert (reason, level, "waiting") == (handoff.reason, handoff.level, handoff.status)


async def test_anger_is_answered_first_and_calls_a_person_the_second_time(house: House) -> None:
    replies = await house.says(BILL, "This is outrageous")
    assert replies[0].startswith("You're right to be upset")

    await house.says("I said this is outrageous")
    handoff = await house.handoff(await house.ticket())
    assert (handoff.reason, handoff.status) == ("anger", "waiting")


async def test_who_waits_climbs_a_ladder_of_timers(house: House) -> None:
    await house.waits_for_a_person()

    assert await timers(house) == [("supervisor", 5), ("manager", 10), ("promise", 24 * 60)]


async def test_silence_follows_a_handoff(house: House) -> None:
    await house.waits_for_a_person()
    replies = await house.says("hello?")

    assert replies == []


async def test_a_claim_takes_the_timers_away_and_tells_the_customer_once_who_is_there(house: House) -> None:
    ticket = await house.waits_for_a_person()
    await house.handoffs.claim(ticket.reference, LI)
    first = await house.delivered()
    await house.handoffs.claim(ticket.reference, LI)
    second = await house.delivered()

    assert (first, second) == (["Li Wei from our team is with you now."], [])
    assert await timers(house) == [("promise", 24 * 60)]


async def test_a_claim_makes_an_owner(house: House) -> None:
    ticket = await house.waits_for_a_person()
    await house.handoffs.claim(ticket.reference, LI)
    claimed, handoff = await house.ticket(), await house.handoff(ticket)

    assert (LI.id, "investigating") == (claimed.owner, claimed.status)
    assert (LI.id, "claimed", house.clock.now) == (handoff.claimed_by, handoff.status, handoff.claimed)


async def test_what_the_bot_had_still_to_say_before_a_claim_is_never_sent(house: House) -> None:
    ticket = await house.waits_for_a_person()
    await house.turns.on_ticket(ticket.reference, _bot_says_something)
    await house.handoffs.claim(ticket.reference, LI)

    assert await house.delivered() == ["Li Wei from our team is with you now."]
    assert ("bot", "too late") not in await house.transcript()


async def _bot_says_something(turn: Turn, _: Ticket) -> None:
    turn.tell("too late")


async def test_two_agents_cannot_claim_one_conversation(house: House) -> None:
    ticket = await house.waits_for_a_person()
    await house.handoffs.claim(ticket.reference, LI)

    with pytest.raises(Refused, match="claimed-by-colleague"):
        await house.handoffs.claim(ticket.reference, ADA)


async def test_a_ticket_without_a_conversation_in_the_queue_can_be_claimed_by_one_agent(house: House) -> None:
    ticket = await house.is_owned()

    assert (LI.id, "investigating") == (ticket.owner, ticket.status)
    with pytest.raises(Refused, match="owned-by-colleague"):
        await house.handoffs.claim(ticket.reference, ADA)


async def test_a_colleague_may_take_a_waiting_conversation_and_the_owner_remains(house: House) -> None:
    ticket = await house.is_owned()
    await house.handoffs.resolve(ticket.reference, LI, SOLVED)
    await house.delivered()
    await house.presses("Not yet")
    await house.handoffs.claim(ticket.reference, ADA)

    assert (await house.ticket()).owner == LI.id
    assert (await house.handoff(ticket)).claimed_by == ADA.id


async def test_a_reply_reaches_the_customer_under_the_name_of_the_agent(house: House) -> None:
    ticket = await house.waits_for_a_person()
    await house.handoffs.claim(ticket.reference, LI)
    await house.handoffs.reply(ticket.reference, LI, "  Let me look.\x00 ")
    await house.delivered()
    sent = house.channel.sent[-1]

    assert (sent.author, sent.name, sent.text) == ("agent", "Li Wei", "Let me look.")


async def test_only_the_owner_replies(house: House) -> None:
    ticket = await house.waits_for_a_person()

    with pytest.raises(Refused, match="claim-first"):
        await house.handoffs.reply(ticket.reference, LI, "Hello")
    await house.handoffs.claim(ticket.reference, LI)
    with pytest.raises(Refused, match="claim-first"):
        await house.handoffs.reply(ticket.reference, ADA, "Hello")


@pytest.mark.parametrize(("text", "why"), [("  ", "empty"), ("\x00", "empty"), ("x" * (LONGEST + 1), "too-long")])
async def test_nothing_and_too_much_are_refused(house: House, text: str, why: str) -> None:
    ticket = await house.is_owned()

    for wish in (house.handoffs.reply, house.handoffs.note, house.handoffs.resolve):
        with pytest.raises(Refused, match=why):
            await wish(ticket.reference, LI, text)


async def test_a_note_is_kept_and_never_sent(house: House) -> None:
    ticket = await house.is_owned()
    await house.delivered()
    await house.handoffs.note(ticket.reference, ADA, "Billing knows.")
    notes = await house.store.unit().find(Note, ticket=ticket.id)

    assert [(note.author, note.text) for note in notes] == [("Ada", "Billing knows.")]
    assert await house.delivered() == []


async def test_a_reference_that_there_is_not_is_refused(house: House) -> None:
    with pytest.raises(Refused, match="no-such-ticket"):
        await house.handoffs.claim("T-2026-999999", LI)


async def test_an_agent_may_write_to_a_customer_whose_dialog_is_over(house: House) -> None:
    ticket = await house.is_owned()
    await house.handoffs.reply(ticket.reference, LI, "One question")

    assert await house.delivered() == ["One question"]
    assert await house.says("Yes?") == []
    assert (await house.handoff(ticket)).reason == "contact"


async def test_handing_back_what_the_agent_began_ends_it(house: House) -> None:
    ticket = await house.is_owned()
    await house.handoffs.reply(ticket.reference, LI, "One question")
    await house.handoffs.hand_back(ticket.reference, LI)

    assert (await house.conversation()).status == "closed"


async def test_a_hand_back_resumes_where_it_was_interrupted(house: House) -> None:
    await house.says(BILL, "2", "/human")
    ticket = await house.ticket()
    await house.handoffs.claim(ticket.reference, LI)
    await house.delivered()
    await house.handoffs.hand_back(ticket.reference, LI)
    replies = await house.delivered()

    assert [house.common("handed-back"), "How much money is it about, in yuan? A rough figure is fine."] == replies
    assert (await house.handoff(ticket)).status == "done"


async def test_a_dialog_that_was_handed_back_completes_the_same_ticket(house: House) -> None:
    await house.says(BILL, "2", "/human")
    ticket = await house.ticket()
    await house.handoffs.claim(ticket.reference, LI)
    await house.handoffs.hand_back(ticket.reference, LI)
    await house.delivered()
    await house.says("128", "skip", "13800138000", "2", "1")
    completed = await house.ticket()

    assert (ticket.id, "13800138000", LI.id) == (completed.id, completed.slots["phone"], completed.owner)


async def test_only_who_has_the_conversation_hands_it_back(house: House) -> None:
    ticket = await house.waits_for_a_person()

    with pytest.raises(Refused, match="not-in-hand"):
        await house.handoffs.hand_back(ticket.reference, LI)


async def test_an_agent_who_writes_into_another_dialog_leaves_its_problem_apart(house: House) -> None:
    ticket = await house.is_owned()
    await house.says("My parcel with the new phone never arrived", "No, something new", "3")
    await house.handoffs.reply(ticket.reference, LI, "About your bill: one moment")
    await house.handoffs.hand_back(ticket.reference, LI)
    await house.delivered()
    await house.says("skip", "skip", "skip", "13800138000", "1", "1")
    first, second = await house.tickets()

    assert (first.description, first.slots["kind"]) == (BILL, "billing")
    assert (
        second.description,
        second.slots["kind"],
    ) == ("My parcel with the new phone never arrived", "service-process")


async def test_resolving_from_within_another_dialog_lets_that_dialog_go_on(house: House) -> None:
    ticket = await house.is_owned()
    await house.says("My parcel with the new phone never arrived")
    step = await house.step()
    await house.handoffs.reply(ticket.reference, LI, "About your bill: one moment")
    await house.handoffs.resolve(ticket.reference, LI, SOLVED)

    assert f"{ticket.reference}: {SOLVED}" in await house.delivered()
    assert (step, "with-bot") == (await house.step(), (await house.conversation()).status)


async def test_resolving_tells_the_outcome_and_asks(house: House) -> None:
    ticket = await house.is_owned()
    await house.delivered()
    await house.handoffs.resolve(ticket.reference, LI, SOLVED)
    replies = await house.delivered()
    resolved = await house.ticket()

    assert [f"We've answered your complaint T-2026-000001:\n\n{SOLVED}\n\nDid this solve it for you?"] == replies
    assert ("resolved", "kept", SOLVED, house.clock.now) == (
        resolved.status,
        resolved.promise,
        resolved.outcome,
        resolved.resolved,
    )


async def test_resolving_ends_the_talk_with_the_agent(house: House) -> None:
    ticket = await house.waits_for_a_person()
    await house.handoffs.claim(ticket.reference, LI)
    await house.handoffs.resolve(ticket.reference, LI, SOLVED)
    handoffs = await house.store.unit().find(Handoff, ticket=ticket.id)

    assert [handoff.status for handoff in handoffs] == ["done"]
    assert await timers(house) == []


async def test_resolving_after_the_promised_time_is_not_keeping_the_promise(house: House) -> None:
    ticket = await house.is_owned()
    house.clock.forward(hours=24, seconds=1)
    await house.handoffs.resolve(ticket.reference, LI, SOLVED)

    assert (await house.ticket()).promise == "missed"


async def test_a_ticket_is_resolved_once_and_only_by_its_owner(house: House) -> None:
    ticket = await house.is_owned()

    with pytest.raises(Refused, match="claim-first"):
        await house.handoffs.resolve(ticket.reference, ADA, SOLVED)
    await house.handoffs.resolve(ticket.reference, LI, SOLVED)
    with pytest.raises(Refused, match="resolved-already"):
        await house.handoffs.resolve(ticket.reference, LI, SOLVED)


async def test_handing_back_what_was_reopened_does_not_call_a_person_again(house: House) -> None:
    ticket = await house.is_owned()
    await house.handoffs.resolve(ticket.reference, LI, SOLVED)
    await house.delivered()
    await house.presses("Not yet")
    await house.handoffs.claim(ticket.reference, LI)
    await house.delivered()
    await house.handoffs.hand_back(ticket.reference, LI)

    assert await house.delivered() == []
    assert ((await house.conversation()).status, (await house.ticket()).status) == ("closed", "investigating")


async def test_an_agent_may_write_while_the_bot_asks_whether_it_is_solved(house: House) -> None:
    ticket = await house.is_owned()
    await house.handoffs.resolve(ticket.reference, LI, SOLVED)
    await house.handoffs.reply(ticket.reference, LI, "The money is there tomorrow")
    await house.delivered()
    await house.handoffs.hand_back(ticket.reference, LI)
    await house.delivered()
    await house.presses("Yes, it's solved")

    assert (await house.ticket()).status == "closed"


async def test_a_ticket_solved_after_its_customer_asked_for_a_person_is_asked_about_at_once(house: House) -> None:
    filed = await house.files()
    await house.says("/human")
    await house.handoffs.claim(filed.reference, LI)
    await house.handoffs.resolve(filed.reference, LI, "The line is repaired.")
    await house.says("no")

    assert [(filed.id, "investigating", LI.id)] == [(one.id, one.status, one.owner) for one in await house.tickets()]
