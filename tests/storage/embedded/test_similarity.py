"""Which rows are the most alike, by the index; that both stores find the same is told in `test_stores_agree`."""

from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.embedded import index, journal, similarity
from storage.embedded.document_table import DocumentTable
from storage.embedded.embedded_store import EmbeddedStore, open_store
from storage.records.complaint_records import Occurrence
from tests.storage.test_store_contract import added, telling

WORDS = st.sets(st.sampled_from(["bill", "twice", "宽带", "断了", "建国", "88", "😀", "\0"]), max_size=5)


@pytest.fixture(autouse=True, scope="module")
def _small_things() -> Iterator[None]:
    """Short chunks, a snapshot at each clean close, and weights that are hardly ever learnt again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index, "SHORT", 2)
        patch.setattr(journal, "WORTH_COMPACTING", 1)
        patch.setattr(similarity, "FEW", 0)
        yield


def document(*words: str, ticket: str = "t1") -> bytes:
    return orjson.dumps({"ticket": ticket, "words": words})


def table(*told: tuple[str, ...]) -> DocumentTable:
    live = DocumentTable(["ticket", "words"])
    for number, words in enumerate(told):
        live.set(f"o{number:03}", document(*words))
    return live


@given(st.lists(WORDS, min_size=1), st.lists(WORDS), WORDS)
def test_whatever_comes_later_a_telling_of_the_same_words_stays_among_those_found(
    before: list[set[str]], later: list[set[str]], words: set[str]
) -> None:
    live = table(*map(tuple, before))
    live.alike("words", words, 9)
    live.set("same", document(*words))
    for number, others in enumerate(later):
        live.set(f"p{number:03}", document(*others))

    found = live.alike("words", words, 1 + len(before) + len(later))

    assert ("same" in found) == bool(words)
    assert len(found) == len(set(found)) == sum(bool(words & others) for others in [*before, *later, words])


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.none() | WORDS)), WORDS)
def test_what_was_changed_is_found_as_it_is_now(changes: list[tuple[str, set[str] | None]], asked: set[str]) -> None:
    live, kept = table(("bill",)), dict[str, set[str]]({"o000": {"bill"}})
    for key, words in changes:
        live.set(key, None if words is None else document(*words))
        kept[key] = words or set()
        assert set(live.alike("words", asked, 9)) == {one for one, words in kept.items() if words & asked}


def test_who_shares_what_is_rare_comes_before_who_shares_more_of_what_is_common() -> None:
    live = table(*[("no", "network", "here")] * 50, ("no", "oak", "street"))

    assert live.alike("words", ["no", "network", "here", "oak", "street"], 1) == ["o050"]


def test_of_those_that_share_as_much_the_one_with_the_least_beside_it_comes_first() -> None:
    live = table(("bill", "twice", "october"), ("bill", "twice"), ("bill", "twice", "november"))

    assert live.alike("words", ["bill", "twice"], 1) == ["o001"]


def test_equals_are_found_from_the_newest_on() -> None:
    live = table(*[("bill",)] * 9)

    assert live.alike("words", ["bill"], 3) == ["o008", "o007", "o006"]


def test_the_other_fields_weigh_nothing() -> None:
    live = DocumentTable(["ticket", "words"], {"a": document("bill", ticket="only here"), "b": document("bill", "x")})
    live.set("c", document("bill", "y"))

    assert live.alike("words", ["bill"], 1) == ["a"]
    assert live.alike("words", ["only here"], 1) == []


def test_what_very_many_hold_is_not_looked_at_where_rarer_values_lead_to_enough(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(similarity, "LOOKED_AT", 10)
    live = table(*[("network",)] * 50, ("network", "oak"))

    assert live.alike("words", ["network", "oak"], 99) == ["o050"]
    assert len(live.alike("words", ["network"], 99)) == 51


def test_nothing_is_alike_where_nothing_is_kept_or_nothing_is_asked() -> None:
    assert table().alike("words", ["bill"], 9) == []
    assert table(("bill",)).alike("words", [], 9) == []


async def ids(store: EmbeddedStore, *words: str) -> list[str]:
    return [record.id for record in await store.unit().alike(Occurrence, words, 9, "words")]


async def test_a_store_that_was_opened_again_finds_the_same(tmp_path: Path) -> None:
    store = await open_store(tmp_path)
    await added(store, telling("o1", "宽带", "断了"), telling("o2", "bill"), telling("o3", "宽带", "很慢", "bill"))
    before = await ids(store, "宽带", "断了", "bill")
    await store.close()
    again = await open_store(tmp_path)

    assert before == await ids(again, "宽带", "断了", "bill") == ["o1", "o3", "o2"]
    await again.close()
