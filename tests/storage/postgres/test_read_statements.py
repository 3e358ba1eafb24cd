import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.kinds import KINDS
from storage.postgres.read_statements import joined, plain, search, table
from storage.records.complaint_records import Customer, JournalEntry, Note, Ticket
from storage.records.traffic_records import OutboxRow
from storage.unit_of_work import Query

ODD = st.text(st.one_of(st.sampled_from("\0\x01\x02\x03\x04\x1fa\ud7ff\ud800\udfff\ue000退😀'\""), st.characters()))
LONG = st.builds(lambda text, times: text * times, ODD, st.integers(1, 900))


def test_a_table_is_named_after_its_kind() -> None:
    assert [table(kind).name for kind in (Note, JournalEntry, OutboxRow)] == ["note", "journal_entry", "outbox_row"]


def test_a_field_that_holds_several_values_is_known() -> None:
    assert (table(Customer).several, table(Ticket).several) == (frozenset(["identities", "phones"]), frozenset())


@given(st.one_of(ODD, LONG))
def test_what_is_kept_of_a_value_is_text_that_the_database_takes(value: str) -> None:
    kept = plain(value)

    assert "\0" not in kept
    assert len(kept.encode()) <= 1_000


@given(ODD, ODD)
def test_different_values_stay_different_and_in_order(one: str, other: str) -> None:
    is_below = plain(one).encode() < plain(other).encode()

    assert (plain(one) == plain(other)) == (one == other)
    assert is_below == (one < other) or halves(one + other)


def halves(text: str) -> bool:
    """Tell of halves of surrogates, which no record can hold: their order is nearly right only."""
    return re.search("[\ud800-\udfff]", text) is not None


@given(LONG, LONG)
def test_long_values_stay_different(one: str, other: str) -> None:
    assert (plain(one) == plain(other)) == (one == other)


def test_long_values_are_in_order_by_their_beginning() -> None:
    texts = ["a", "ab" * 3_000, "b" * 400, "b" * 400 + "c" * 5_000, "退" * 400, "退" * 299 + "😀" * 500]

    assert sorted(texts) == sorted(texts, key=lambda text: plain(text).encode())


@given(st.lists(ODD, max_size=4))
def test_joined_values_come_apart_where_they_were_joined(values: list[str]) -> None:
    assert joined(tuple(values)).split("\x01\x04")[1:] == [plain(value) for value in values]


def test_a_search_names_what_is_wanted_in_its_arguments_only() -> None:
    query = Query(Ticket, {"status": "'; drop", "owner": "\0"}, "a", "b", 5, True, frozenset(["x"]))

    text, arguments = search(query)

    assert text == (
        'select document from "ticket" where "status" = $1 and "owner" = $2 and id > $3 and id < $4 '
        "and id <> all ($5::text[]) order by id desc limit $6"
    )
    assert arguments == ["'; drop", "\x01\x02", "a", "b", ["x"], 5]


def test_a_search_by_one_of_several_values_is_done_before_its_order() -> None:
    text, arguments = search(Query(Customer, {"identities": "web:1"}, limit=1))

    assert text == (
        'with found as materialized (select id, document from "customer" where "identities" @> $1::text[] collate "C") '
        "select document from found order by id limit $2"
    )
    assert arguments == [["web:1"], 1]


@pytest.mark.parametrize("kind", KINDS)
def test_names_are_quoted(kind: type[Ticket]) -> None:
    text, _ = search(Query(kind, dict.fromkeys(kind.INDEXES, "x")))

    assert f'from "{table(kind).name}"' in text
    assert [field for field in kind.INDEXES if f'"{field}" ' not in text] == []
