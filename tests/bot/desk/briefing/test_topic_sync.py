"""What a topic of the staff is to show next."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.briefing.topic_sync import (
    BREATH,
    LONGEST,
    ShowItems,
    SkipItems,
    TopicItem,
    answered_at,
    card_facts,
    next_items,
    unseen,
)
from storage.embedded.embedded_store import open_store
from storage.ports import UnitOfWork
from storage.records.record import Record
from storage.records.traffic_records import Attachment, Edit, MessageRef, Topic
from tests.bot.desk.desk_harness import NOON
from tests.bot.web.place import HANDOFF, LI, NOTE, TICKET, message

LATER = NOON + timedelta(hours=1)


def piece(number: int, kind: str = "customer", text: str = "hi", **more: object) -> TopicItem:
    at = NOON + timedelta(seconds=number)
    key = f"{number:03}"
    fields: dict[str, object] = {"id": key, "message": key, "at": at, "kind": kind, "conversation": "c", "text": text}
    return TopicItem(**{**fields, **more})  # type: ignore[arg-type]  # each test names its own fields


@asynccontextmanager
async def opened(folder: Path, *records: Record) -> AsyncIterator[UnitOfWork]:
    """Open a store that holds these records."""
    store = await open_store(folder)
    unit = store.unit()
    for record in records:
        unit.add(record)
    await unit.commit()
    yield store.unit()
    await store.close()


def ids(found: object) -> list[str]:
    assert isinstance(found, ShowItems)
    return [one.id for one in found.pieces]


def test_where_nothing_is_new_nothing_is_shown() -> None:
    assert next_items([], LATER) is None


def test_what_is_there_already_is_passed_over_up_to_the_first_that_is_not() -> None:
    here = [piece(1, "agent", here=True), piece(2, "note", here=True)]

    assert next_items([*here, piece(3)], LATER) == SkipItems(here)


def test_a_customer_has_a_breath_to_go_on() -> None:
    assert next_items([piece(1), piece(2)], NOON + timedelta(seconds=2)) == BREATH - timedelta(seconds=1)


def test_a_breath_is_counted_from_the_first_word_so_that_nobody_talks_for_ever() -> None:
    assert ids(next_items([piece(0), piece(1), piece(2)], NOON + BREATH)) == ["000", "001", "002"]


@pytest.mark.parametrize("kind", ["agent", "note", "edit"])
def test_what_the_staff_say_waits_for_nothing_and_lets_what_was_before_it_wait_no_more(kind: str) -> None:
    assert ids(next_items([piece(1, kind)], NOON)) == ["001"]
    assert ids(next_items([piece(1), piece(2, kind)], NOON + timedelta(seconds=2))) == ["001"]


def test_an_answer_and_a_file_begin_a_bubble_of_their_own() -> None:
    answer = piece(2, answers="001")

    assert ids(next_items([piece(1), answer, piece(3)], LATER)) == ["001"]
    assert ids(next_items([answer, piece(3)], LATER)) == ["002", "003"]
    assert ids(next_items([piece(1), piece(2, copies="telegram:1:2")], LATER)) == ["001"]
    assert ids(next_items([piece(1, copies="telegram:1:1"), piece(2)], NOON)) == ["001"]


def test_an_album_waits_for_its_rest_and_stays_whole() -> None:
    album = [piece(number, copies=f"telegram:1:{number}", album="a") for number in (0, 1)]
    other = piece(2, copies="telegram:1:2", album="b")

    assert next_items(album, NOON + timedelta(seconds=1)) == BREATH - timedelta(seconds=1)
    assert ids(next_items([*album, other], NOON + timedelta(seconds=1))) == ["000", "001"]


def test_a_bubble_does_not_grow_beyond_what_a_message_holds() -> None:
    half = "x" * (LONGEST // 2 - 1)  # a line break goes with it

    assert ids(next_items([piece(1, text=half), piece(2, text=half), piece(3)], LATER)) == ["001", "002"]
    assert ids(next_items([piece(1, text=half), piece(2, text=half + "x"), piece(3)], LATER)) == ["001"]


async def test_the_card_tells_what_was_said_last_before_a_person_was_needed(tmp_path: Path) -> None:
    said = [message("001", "It broke"), message("002", "enough!"), replace(message("003", "Sorry"), author="bot")]
    waiting = replace(HANDOFF, id="004", conversation=said[0].conversation)
    async with opened(tmp_path, TICKET, *said, waiting, message("005", "Hello?")) as unit:
        facts = await card_facts(unit, TICKET, [])

    assert (facts.last_words, facts.handoff, facts.hands) == ("enough!", waiting, None)


async def test_the_card_of_who_said_nothing_and_of_what_no_person_has_tells_less(tmp_path: Path) -> None:
    other = replace(TICKET, id="other", reference="R-2")
    async with opened(tmp_path, TICKET, other, replace(HANDOFF, id="004", claimed_by=LI.id, status="done"), LI) as unit:
        silent, calm = [await card_facts(unit, ticket, []) for ticket in (TICKET, other)]

    assert (silent.last_words, silent.hands) == ("", None)
    assert (calm.last_words, calm.handoff, calm.hands) == ("", None, None)


async def test_what_is_unseen_says_of_which_message_it_is_and_where_that_was_said(tmp_path: Path) -> None:
    said = message("001", "It broke", ticket=TICKET.id)
    later = Edit(id="002", message="001", conversation=said.conversation, at=NOON, text="It broke down")
    noted = replace(NOTE, id="003")
    async with opened(tmp_path, TICKET, said, later, noted) as unit:
        found = await unseen(unit, TICKET, Topic(id=TICKET.id, chat="telegram:-1", since="000", seen="001"))

    assert [(one.kind, one.message, one.conversation, one.answers) for one in found] == [
        ("edit", "001", said.conversation, "001"),
        ("note", "003", "", ""),
    ]


async def test_the_first_file_of_a_message_comes_with_its_words_and_the_others_by_their_kind(tmp_path: Path) -> None:
    said = message("001", "[photo] the bill", ticket=TICKET.id)
    files = [
        Attachment(
            id=key,
            message="001",
            conversation=said.conversation,
            address=said.address,
            at=NOON,
            kind="photo",
            source=key,
        )
        for key in ("002", "003")
    ]
    async with opened(tmp_path, TICKET, said, *files) as unit:
        found = await unseen(unit, TICKET, Topic(id=TICKET.id, chat="telegram:-1", since="000", seen="001"))

    assert [one.text for one in found] == ["[photo] the bill", "[photo]"]


async def test_what_is_answered_stands_in_the_bubble_of_the_customers_next_words_and_not_in_anothers(
    tmp_path: Path,
) -> None:
    first, reply, last = (
        message("001", "It broke", ticket=TICKET.id),
        message("002", "Hello", "agent", ticket=TICKET.id),
        message("003", "Hurry", ticket=TICKET.id),
    )
    refs = [
        MessageRef(id=f"telegram:-1:{one.id}", message=one.id, conversation=one.conversation, at=NOON)
        for one in (reply, last)
    ]
    async with opened(tmp_path, TICKET, first, reply, last, *refs) as unit:
        found = await answered_at(unit, piece(4, answers="001"), Topic(id=TICKET.id, chat="telegram:-1", since="000"))

    assert found == "telegram:-1:003"


PIECES = st.lists(
    st.builds(
        lambda kind, answers, album, here: {"kind": kind, "answers": answers, "album": album, "here": here},
        st.sampled_from(["customer", "customer", "agent", "note", "edit"]),
        st.sampled_from(["", "", "000"]),
        st.sampled_from(["", "", "a"]),
        st.booleans(),
    ),
    max_size=12,
)


@given(PIECES)
def test_step_by_step_everything_is_shown_once_and_in_order(looks: list[dict[str, object]]) -> None:
    pieces = [piece(number, **look) for number, look in enumerate(looks)]  # type: ignore[arg-type]
    shown: list[str] = []
    while (found := next_items(pieces[len(shown) :], LATER)) is not None:
        assert not isinstance(found, timedelta)
        shown += [one.id for one in found.pieces]

    assert shown == [one.id for one in pieces]
