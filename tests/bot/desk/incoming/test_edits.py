from dataclasses import replace

import pytest

from bot.desk.jobs.retention_policy import going
from bot.desk.jobs.retention_rules import at_once
from storage.records.complaint_records import Customer, Handoff, JournalEntry, Message
from storage.records.traffic_records import Edit
from tests.bot.desk.desk_harness import BILL, LI, WANG, DeskHarness
from tests.bot.desk.sent_files import photo

AT = f"{WANG}:55"
CORRECTED = "The shop in Garden Street took far too much in November"


async def versions(desk: DeskHarness) -> list[tuple[str, str]]:
    """Return the versions as (what was said first, what it was changed into)."""
    unit = desk.store.unit()
    found = []
    for edit in await unit.find(Edit):
        message = await unit.get(Message, edit.message)
        assert message is not None
        found.append((message.text, edit.text))
    return found


async def edits(desk: DeskHarness, text: str) -> list[str]:
    return await desk.says(text, edits=AT)


async def test_a_later_version_is_kept_beside_the_first_and_said_so_once(desk: DeskHarness) -> None:
    await desk.says(BILL, ref=AT)
    replies = [await edits(desk, CORRECTED), await edits(desk, "In December")]

    assert [[desk.common("edit-kept")], []] == replies
    assert await versions(desk) == [(BILL, CORRECTED), (BILL, "In December")]
    assert [text for author, text in await desk.transcript() if author == "customer"] == [BILL]


async def test_it_is_no_answer_to_the_question_at_hand(desk: DeskHarness) -> None:
    await desk.says("Something went wrong here", ref=AT)
    journal = await desk.store.unit().find(JournalEntry)
    before = await desk.step()
    await edits(desk, "2")

    assert await desk.step() == before
    assert journal == await desk.store.unit().find(JournalEntry)


async def test_what_was_read_from_a_message_is_read_from_its_new_version(desk: DeskHarness) -> None:
    await desk.says("Charged 300 yuan too much since Monday", ref=AT)
    replies = await edits(desk, "Charged 450 yuan too much since Tuesday")
    slots = (await desk.conversation()).state["slots"]

    assert "450.00" in replies[0]
    assert (slots["amount"], slots["since"]) == ("450.00", "2026-11-03")


async def test_what_a_new_version_says_no_more_is_known_no_more(desk: DeskHarness) -> None:
    await desk.says("Charged 300 yuan too much", ref=AT)
    await edits(desk, "Charged far too much")

    assert "amount" not in (await desk.conversation()).state["slots"]


async def test_an_answer_that_is_edited_is_the_new_one(desk: DeskHarness) -> None:
    await desk.says(BILL, "2")
    await desk.says("128", ref=AT)
    replies = await edits(desk, "182")

    assert "182.00" in replies[0]
    assert (await desk.conversation()).state["slots"]["amount"] == "182.00"


async def test_on_a_ticket_the_customer_hears_that_a_person_sees_both(desk: DeskHarness) -> None:
    await desk.says(BILL, ref=AT)
    await desk.says("2", "128", "skip", "13800138000", "2", "1")
    ticket = await desk.ticket()
    replies = await edits(desk, CORRECTED)

    assert [desk.common("edit-kept-filed", reference=ticket.reference)] == replies
    assert await desk.tellings(ticket) == [BILL]


async def test_a_version_that_says_the_same_is_none(desk: DeskHarness) -> None:
    await desk.says(BILL, ref=AT)
    replies = await edits(desk, f" {BILL} ")

    assert replies == []
    assert await versions(desk) == []


async def test_a_version_of_a_message_that_is_not_known_is_a_telling(desk: DeskHarness) -> None:
    replies = [await edits(desk, BILL), await edits(desk, CORRECTED)]

    assert replies[0][-1] == "What is it mainly about?"
    assert await versions(desk) == [(BILL, CORRECTED)]


@pytest.mark.parametrize("words", ["I will go to the newspapers with this", "I want to talk to a person"])
async def test_a_threat_that_was_not_there_before_is_heard(desk: DeskHarness, words: str) -> None:
    await desk.says(BILL, ref=AT)
    await edits(desk, f"{BILL}. {words}")
    ticket = await desk.ticket()

    assert (await desk.conversation()).status == "with-person"
    assert (await desk.handoff(ticket)).status == "waiting"
    assert len(await versions(desk)) == 1


async def test_a_threat_that_was_there_before_is_not_heard_twice(desk: DeskHarness) -> None:
    angry = f"{BILL}, this is a damn joke"
    await desk.says(angry, ref=AT)
    replies = await edits(desk, f"{angry}!")

    assert [desk.common("edit-kept")] == replies


async def test_while_a_person_has_the_conversation_it_is_kept_in_silence(desk: DeskHarness) -> None:
    await desk.says(BILL, ref=AT)
    await desk.says("/human")
    ticket = await desk.ticket()
    await desk.handoffs.claim(ticket.reference, LI)
    await desk.delivered()
    replies = await edits(desk, "I'll call my lawyer")

    assert replies == []
    assert await versions(desk) == [(BILL, "I'll call my lawyer")]


async def test_secrets_are_crossed_out_in_versions_too(desk: DeskHarness) -> None:
    await desk.says(BILL, ref=AT)
    await edits(desk, f"{BILL}, card 4111 1111 1111 1111")

    assert "11•• ••••" in (await versions(desk))[0][1]


async def test_a_changed_caption_is_a_version_and_its_file_is_not_kept_twice(desk: DeskHarness) -> None:
    await desk.sends(photo(), BILL, ref=AT)
    same = replace(photo(), source="another id of the same photo")
    await desk.sends(same, CORRECTED, edits=AT)

    assert [(f"[photo] {BILL}", f"[photo] {CORRECTED}")] == await versions(desk)
    assert len(await desk.sent.there()) == 1


async def test_a_changed_file_is_kept_beside_the_first(desk: DeskHarness) -> None:
    await desk.sends(photo(1), BILL, ref=AT)
    replies = await desk.sends(photo(2), BILL, edits=AT)
    one, two = await desk.sent.there()

    assert [desk.common("edit-kept")] == replies
    assert (one.message, "photo-1", "photo-2") == (two.message, one.source, two.source)
    assert await versions(desk) == []


async def test_a_version_of_thousands_of_words_is_kept_whole(desk: DeskHarness) -> None:
    await desk.says(BILL, ref=AT)
    replies = await edits(desk, "x" * 25_000)

    assert [desk.common("edit-kept")] == replies
    assert [len(version[-1]) for version in await versions(desk)] == [25_000]


async def test_an_answer_remembers_what_it_was_an_answer_to(desk: DeskHarness) -> None:
    await desk.says(BILL, ref=AT)
    await desk.says("That one", answers=AT)
    first, *_, last = [one for one in await desk.store.unit().find(Message, address=WANG) if one.author == "customer"]

    assert last.answers == first.id


async def test_an_answer_to_what_is_not_known_is_an_answer_to_nothing(desk: DeskHarness) -> None:
    await desk.says(BILL, answers=AT)
    first = (await desk.store.unit().find(Message, address=WANG))[0]

    assert first.answers == ""


async def test_versions_go_with_their_message(desk: DeskHarness) -> None:
    await desk.says(BILL, ref=AT)
    await edits(desk, CORRECTED)
    await desk.says("/cancel")
    desk.clock.forward(days=100)
    unit = desk.store.unit()
    (customer,) = await unit.find(Customer)
    kinds = {type(one) for one in await going(unit, customer, at_once(desk.clock.now))}

    assert Edit in kinds


async def test_a_danger_that_comes_with_a_version_calls_a_person_to_the_ticket_it_belongs_to(desk: DeskHarness) -> None:
    await desk.says(BILL, ref=AT)
    await desk.says("2", "128", "skip", "13800138000", "2", "1")
    ticket = await desk.ticket()
    replies = await edits(desk, f"{BILL}. There is smoke in the shop, we are in danger")
    handoff = await desk.store.unit().last(Handoff, ticket=ticket.id)

    assert ticket.reference in replies[0]
    assert [(one.id, one.description) for one in await desk.tickets()] == [(ticket.id, BILL)]
    assert handoff is not None
    assert handoff.reason == "danger"


async def test_a_danger_that_comes_with_a_version_of_something_solved_is_a_new_matter(desk: DeskHarness) -> None:
    await desk.says(BILL, ref=AT)
    await desk.says("2", "128", "skip", "13800138000", "2", "1")
    ticket = await desk.ticket()
    await desk.handoffs.claim(ticket.reference, LI)
    await desk.resolves(ticket.reference, LI, "We have paid it back.")
    await desk.delivered()
    await desk.presses("Yes, it's solved")
    await edits(desk, f"{BILL}. There is smoke in the shop, we are in danger")

    assert len(await desk.tickets()) == 2
