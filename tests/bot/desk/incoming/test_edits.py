from dataclasses import replace

import pytest

from bot.desk.jobs.retention_policy import going
from storage.records import Customer, Handoff, JournalEntry, Message
from storage.traffic_records import Edit
from tests.bot.desk.house import BILL, LI, WANG, House
from tests.bot.desk.sent_files import photo

AT = f"{WANG}:55"
CORRECTED = "The shop in Garden Street took far too much in November"


async def versions(house: House) -> list[tuple[str, str]]:
    """Return the versions as (what was said first, what it was changed into)."""
    unit = house.store.unit()
    found = []
    for edit in await unit.find(Edit):
        message = await unit.get(Message, edit.message)
        assert message is not None
        found.append((message.text, edit.text))
    return found


async def edits(house: House, text: str) -> list[str]:
    return await house.says(text, edits=AT)


async def test_a_later_version_is_kept_beside_the_first_and_said_so_once(house: House) -> None:
    await house.says(BILL, place=AT)
    replies = [await edits(house, CORRECTED), await edits(house, "In December")]

    assert [[house.common("edit-kept")], []] == replies
    assert await versions(house) == [(BILL, CORRECTED), (BILL, "In December")]
    assert [text for author, text in await house.transcript() if author == "customer"] == [BILL]


async def test_it_is_no_answer_to_the_question_at_hand(house: House) -> None:
    await house.says(BILL, place=AT)
    journal = await house.store.unit().find(JournalEntry)
    await edits(house, "2")

    assert await house.step() == "ask-kind"
    assert journal == await house.store.unit().find(JournalEntry)


async def test_on_a_ticket_the_customer_hears_that_a_person_sees_both(house: House) -> None:
    await house.says(BILL, place=AT)
    await house.says("2", "128", "skip", "13800138000", "2", "1")
    ticket = await house.ticket()
    replies = await edits(house, CORRECTED)

    assert [house.common("edit-kept-filed", reference=ticket.reference)] == replies
    assert await house.tellings(ticket) == [BILL]


async def test_a_version_that_says_the_same_is_none(house: House) -> None:
    await house.says(BILL, place=AT)
    replies = await edits(house, f" {BILL} ")

    assert replies == []
    assert await versions(house) == []


async def test_a_version_of_a_message_that_is_not_known_is_a_telling(house: House) -> None:
    replies = [await edits(house, BILL), await edits(house, CORRECTED)]

    assert replies[0][-1] == "What is it mainly about?"
    assert await versions(house) == [(BILL, CORRECTED)]


@pytest.mark.parametrize("words", ["I will go to the newspapers with this", "I want to talk to a person"])
async def test_a_threat_that_was_not_there_before_is_heard(house: House, words: str) -> None:
    await house.says(BILL, place=AT)
    await edits(house, f"{BILL}. {words}")
    ticket = await house.ticket()

    assert (await house.conversation()).status == "with-person"
    assert (await house.handoff(ticket)).status == "waiting"
    assert len(await versions(house)) == 1


async def test_a_threat_that_was_there_before_is_not_heard_twice(house: House) -> None:
    angry = f"{BILL}, this is a damn joke"
    await house.says(angry, place=AT)
    replies = await edits(house, f"{angry}!")

    assert [house.common("edit-kept")] == replies


async def test_while_a_person_has_the_conversation_it_is_kept_in_silence(house: House) -> None:
    await house.says(BILL, place=AT)
    await house.says("/human")
    ticket = await house.ticket()
    await house.handoffs.claim(ticket.reference, LI)
    await house.delivered()
    replies = await edits(house, "I'll call my lawyer")

    assert replies == []
    assert await versions(house) == [(BILL, "I'll call my lawyer")]


async def test_secrets_are_crossed_out_in_versions_too(house: House) -> None:
    await house.says(BILL, place=AT)
    await edits(house, f"{BILL}, card 4111 1111 1111 1111")

    assert "••••••" in (await versions(house))[0][1]


async def test_a_changed_caption_is_a_version_and_its_file_is_not_kept_twice(house: House) -> None:
    await house.sends(photo(), BILL, place=AT)
    same = replace(photo(), source="another id of the same photo")
    await house.sends(same, CORRECTED, edits=AT)

    assert [(f"[photo] {BILL}", f"[photo] {CORRECTED}")] == await versions(house)
    assert len(await house.sent.there()) == 1


async def test_a_changed_file_is_kept_beside_the_first(house: House) -> None:
    await house.sends(photo(1), BILL, place=AT)
    replies = await house.sends(photo(2), BILL, edits=AT)
    one, two = await house.sent.there()

    assert [house.common("edit-kept")] == replies
    assert (one.message, "photo-1", "photo-2") == (two.message, one.source, two.source)
    assert await versions(house) == []


async def test_a_version_of_thousands_of_words_is_asked_for_in_parts(house: House) -> None:
    await house.says(BILL, place=AT)
    replies = await edits(house, "x" * 5000)

    assert [house.common("too-long")] == replies


async def test_an_answer_remembers_what_it_was_an_answer_to(house: House) -> None:
    await house.says(BILL, place=AT)
    await house.says("That one", answers=AT)
    first, *_, last = [one for one in await house.store.unit().find(Message, address=WANG) if one.author == "customer"]

    assert last.answers == first.id


async def test_an_answer_to_what_is_not_known_is_an_answer_to_nothing(house: House) -> None:
    await house.says(BILL, answers=AT)
    first = (await house.store.unit().find(Message, address=WANG))[0]

    assert first.answers == ""


async def test_versions_go_with_their_message(house: House) -> None:
    await house.says(BILL, place=AT)
    await edits(house, CORRECTED)
    await house.says("/cancel")
    house.clock.forward(days=100)
    unit = house.store.unit()
    (customer,) = await unit.find(Customer)
    kinds = {type(one) for one in await going(unit, customer, house.clock.now)}

    assert Edit in kinds


async def test_a_danger_that_comes_with_a_version_calls_a_person_to_the_ticket_it_belongs_to(house: House) -> None:
    await house.says(BILL, place=AT)
    await house.says("2", "128", "skip", "13800138000", "2", "1")
    ticket = await house.ticket()
    replies = await edits(house, f"{BILL}. There is smoke in the shop, we are in danger")
    handoff = await house.store.unit().last(Handoff, ticket=ticket.id)

    assert ticket.reference in replies[0]
    assert [(one.id, one.description) for one in await house.tickets()] == [(ticket.id, BILL)]
    assert handoff is not None
    assert handoff.reason == "danger"


async def test_a_danger_that_comes_with_a_version_of_something_solved_is_a_new_matter(house: House) -> None:
    await house.says(BILL, place=AT)
    await house.says("2", "128", "skip", "13800138000", "2", "1")
    ticket = await house.ticket()
    await house.handoffs.claim(ticket.reference, LI)
    await house.handoffs.resolve(ticket.reference, LI, "We have paid it back.")
    await house.delivered()
    await house.presses("Yes, it's solved")
    await edits(house, f"{BILL}. There is smoke in the shop, we are in danger")

    assert len(await house.tickets()) == 2
