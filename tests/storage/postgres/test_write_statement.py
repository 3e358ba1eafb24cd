from typing import Any

import pytest

from storage.codec import encode
from storage.kinds import KINDS
from storage.ports import Conflict
from storage.postgres.write_statement import Statement, statement
from storage.records.complaint_records import Customer, Note, Ticket, Timer
from storage.records.record import Record
from storage.unit_of_work import ANY, NEVER, NEW, Place, Write
from tests.storage.test_store_contract import customer, note, ticket, timer

VERBS = {"insert": NEW, "replace": ANY, "update": 3}
INSERT = 'insert into "customer" ("id", "revision", "document", "identities", "phones") select'
REMOVALS = {"expect-none": NEW, "remove": ANY, "remove-revision": 3}


def put(record: Record, expected: int) -> tuple[Place, Write]:
    return (type(record), record.id), Write(record, encode(record), expected)


def gone(record: Record, expected: int) -> tuple[Place, Write]:
    return (type(record), record.id), Write(None, None, expected)


def made(*writes: tuple[Place, Write]) -> Statement:
    return statement(dict(writes))


def every_verb(key: str) -> list[tuple[Place, Write]]:
    return [
        *(put(customer(f"{key}{verb}"), expected) for verb, expected in VERBS.items()),
        *(gone(customer(f"{key}{verb}"), expected) for verb, expected in REMOVALS.items()),
    ]


def test_the_text_depends_on_kinds_and_verbs_and_not_on_how_many() -> None:
    few = made(*every_verb("a"))
    many = made(*(write for number in range(50) for write in every_verb(f"b{number}")))

    assert few.text == many.text
    assert len(few.arguments) == len(many.arguments)


def test_the_text_depends_on_no_order_in_which_was_written() -> None:
    writes = [*every_verb("a"), put(note("n1"), NEW), put(timer("2026-03-01T00:00:00+00:00"), NEW)]

    assert made(*writes) == made(*reversed(writes))


def test_ids_are_in_one_order_so_that_rows_are_locked_in_it() -> None:
    writes = [put(note(key), NEW) for key in ("n2", "n3", "n1")]

    ids = made(*writes).arguments[0]

    assert ids == ["n1", "n2", "n3"]


def test_every_part_is_asked_for_in_the_order_of_kinds_and_verbs() -> None:
    text = made(*every_verb("a"), put(note("n1"), NEW), gone(ticket("1"), ANY)).text

    asked = text.rpartition(") select ")[0].count("returning") + text.count("select n.id from unnest")
    assert asked == 8
    assert [text.count(f"from w{number})") for number in range(8)] == [1] * 8
    places = [text.rindex(f"from w{number})") for number in range(8)]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("write", "beginning"),
    [
        (
            put(customer("c1"), NEW),
            'insert into "customer" ("id", "revision", "document", "identities", "phones") select',
        ),
        (
            put(customer("c1"), ANY),
            'insert into "customer" ("id", "revision", "document", "identities", "phones") select',
        ),
        (put(customer("c1"), 0), 'update "customer" as t set "revision" = n."revision", "document"'),
        (gone(customer("c1"), ANY), 'delete from "customer" where id = any ($1::text[])'),
        (gone(customer("c1"), 0), 'delete from "customer" as t using unnest($1::text[], $2::int[])'),
        (gone(customer("c1"), NEW), "select n.id from unnest($1::text[])"),
    ],
)
def test_every_verb_is_a_part_of_the_statement(write: tuple[Place, Write], beginning: str) -> None:
    assert made(write).text.startswith(f"with w0 as ({beginning}")


@pytest.mark.parametrize("expected", [NEW, 0])
def test_what_expects_something_has_it_checked(expected: int) -> None:
    texts = [made(put(customer("c1"), expected)).text, made(gone(customer("c1"), expected)).text]

    assert [text.count("expect_all('Customer', ") for text in texts] == [1, 1]


def test_what_expects_what_cannot_be_is_a_conflict_before_the_database_is_asked() -> None:
    with pytest.raises(Conflict, match="Customer c1"):
        made(put(customer("c1"), NEVER))


def test_values_are_arguments_and_never_text() -> None:
    odd = "'; drop table customer; --"

    text = made(put(customer(odd, odd), NEW), put(ticket(odd, owner=odd), 0), gone(note(odd), ANY)).text

    assert "drop" not in text


def test_odd_values_are_sent_as_the_columns_hold_them() -> None:
    arguments = made(put(customer("c\0", "", "web:1"), NEW)).arguments

    assert arguments[0] == ["c\x01\x02"]
    assert arguments[3] == ["\x01\x04\x01\x04web:1"]


def test_a_kind_without_a_revision_has_none() -> None:
    columns: dict[type[Record], Any] = {
        type(record): made(put(record, NEW)).arguments[1] for record in (note("n1"), ticket("1"))
    }

    assert columns == {Note: [None], Ticket: [0]}


def test_the_kinds_are_written_in_the_order_of_the_records() -> None:
    text = made(put(timer("2026-03-01T00:00:00+00:00"), NEW), put(customer("c1"), NEW)).text

    assert [kind for kind in KINDS if kind in (Customer, Timer)] == [Customer, Timer]
    assert text.index('"customer"') < text.index('"timer"')
