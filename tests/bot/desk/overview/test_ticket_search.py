"""Tickets are found by whatever is known of them, closed or open, on either store."""

from dataclasses import replace

import pytest

from bot.desk.overview.ordered_lists import SHOWN
from bot.desk.overview.ticket_search import TicketSearch, asked_words
from bot.desk.tickets.search_index import index_tickets
from storage.records.complaint_records import Customer, SearchEntry, Ticket
from tests.bot.desk.desk_harness import BILL, LI, WANG, DeskHarness


async def found(desk: DeskHarness, text: str) -> list[str]:
    return [ticket.reference for ticket in await TicketSearch(desk.store).find(text, SHOWN)]


@pytest.mark.parametrize(
    "text",
    ["T-2026-000001", "t-2026-000001", "000001", "1", "garden street", "october shop", "13800138000", "138 0013 8000",
     "8000", "128", "replaced the meter", "Wang", "wan", "wang october"],
)  # fmt: skip
async def test_a_closed_ticket_is_found_by_whatever_is_known_of_it(desk: DeskHarness, text: str) -> None:
    await desk.says(BILL, to=WANG, name="Wang Fang")
    for answer in ("2", "128", "skip", "13800138000", "2", "1"):
        await desk.says(answer, name="Wang Fang")
    ticket = await desk.ticket()
    await desk.handoffs.claim(ticket.reference, LI)
    await desk.resolves(ticket.reference, LI, "We have replaced the meter.")
    await desk.files("The lamp in my room flickers", to="web:other")

    assert ticket.reference in await found(desk, text)
    assert await found(desk, "zebra") == []


async def test_chinese_words_and_names_are_found(desk: DeskHarness) -> None:
    await desk.says("家里宽带断了三天", to="web:2", name="王小明", language="zh")
    await desk.says("/human", to="web:2", name="王小明")
    reference = (await desk.ticket("web:2")).reference

    assert [await found(desk, text) for text in ("宽带", "王小明", "王", "宽带 王小明")] == [[reference]] * 4


async def test_who_gives_a_new_name_is_found_by_it_and_no_more_by_the_old_one(desk: DeskHarness) -> None:
    await desk.says(BILL, "/human", name="Alice")
    await desk.says("hello", name="Beatrix")
    reference = (await desk.ticket()).reference

    assert (await found(desk, "Beatrix"), await found(desk, "Alice")) == ([reference], [])


async def test_what_people_write_afterwards_is_found_too_and_what_the_bot_says_is_not(desk: DeskHarness) -> None:
    reference = (await desk.files()).reference
    await desk.says("/human")
    await desk.handoffs.claim(reference, LI)
    await desk.says("the meter is painted turquoise")
    await desk.agent_writes(reference, LI, "Our fitter is called Octavian")

    assert [await found(desk, text) for text in ("turquoise", "octavian")] == [[reference]] * 2
    assert await found(desk, "assistant") == []


async def test_all_words_together_come_before_some_of_them(desk: DeskHarness) -> None:
    for number, text in enumerate(("My radio hums at night", "The radio is blue", "A blue radio hums")):
        await desk.says(text, "/human", to=f"web:{number}")

    assert await found(desk, "blue hums") == ["T-2026-000003"]


async def test_what_an_earlier_program_kept_is_found_once_it_has_been_gone_through(desk: DeskHarness) -> None:
    ticket = await desk.files()
    unit = desk.store.unit()
    entry = await unit.get(SearchEntry, ticket.id)
    assert entry is not None
    unit.delete(entry)
    await unit.commit()
    before = await found(desk, "october")
    await index_tickets(desk.store)

    assert (before, await found(desk, "october")) == ([], [ticket.reference])


async def test_a_ticket_that_is_removed_is_not_found(desk: DeskHarness) -> None:
    ticket = await desk.files()
    unit = desk.store.unit()
    unit.delete(replace(ticket))
    await unit.commit()

    assert await found(desk, "october") == []
    assert await desk.store.unit().find(Ticket) == []
    assert len(await desk.store.unit().find(Customer)) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [("138-0013 8000", ["13800138000"]), ("+86 138", ["86138"]), ("the bill", ["bill"]), ("的", ["的"]), ("", [])],
)
def test_a_number_is_one_word_however_it_is_grouped(text: str, words: list[str]) -> None:
    assert asked_words(text) == words
