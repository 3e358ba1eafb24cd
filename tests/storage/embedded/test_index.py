from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.embedded import index
from storage.embedded.index import Index, checksum

ENTRIES = st.lists(st.tuples(st.integers(0, 3), st.text("abc", max_size=2)))


@pytest.fixture(autouse=True, scope="module")
def _short_chunks() -> Iterator[None]:
    """Four entries a chunk, so that small examples have many chunks."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index, "SHORT", 2)
        yield


def filled(entries: set[tuple[int, str]]) -> tuple[Index, dict[str, int]]:
    """Return an index of the entries, and the row of each id."""
    keys = sorted({key for _, key in entries}, reverse=True)
    rows = {key: row for row, key in enumerate(keys)}
    made = Index(keys)
    for one, key in entries:
        made.add(one, rows[key])
    return made, rows


def under(entries: set[tuple[int, str]], one: int) -> list[str]:
    return sorted(key for held, key in entries if held == one)


KEYS = st.text("abc", max_size=2)


@given(ENTRIES, ENTRIES, KEYS, st.none() | KEYS, st.none() | KEYS)
def test_it_holds_what_a_set_holds_in_order(
    added: list[tuple[int, str]], removed: list[tuple[int, str]], at: str, after: str | None, before: str | None
) -> None:
    found, rows = filled(set(added))
    for one, key in set(removed) & set(added):
        found.remove(one, rows[key])
    model = set(added) - set(removed)

    for one in range(4):
        assert under(model, one) == list(found.walk(one))
        within = [
            key for key in under(model, one) if (after is None or key > after) and (before is None or key < before)
        ]
        assert within == list(found.walk(one, after, before))
        assert within[::-1] == list(found.walk(one, after, before, backwards=True))
        assert (rows.get(at) if (one, at) in model else None) == found.row(one, at)
        assert (found.count(one) > 0) or not under(model, one)
    assert len(model) == sum(len(chunk.rows) for chunk in found.chunks())


@given(ENTRIES, ENTRIES)
def test_a_copy_stays_as_it_was(before: list[tuple[int, str]], removed: list[tuple[int, str]]) -> None:
    found, rows = filled(set(before))
    copy = found.copy()
    for one, key in set(removed) & set(before):
        found.remove(one, rows[key])
    for one, key in set(before):
        if (one + 10, key) not in set(before):
            found.add(one + 10, rows[key])

    assert [under(set(before), one) for one in range(4)] == [list(copy.walk(one)) for one in range(4)]


@pytest.mark.parametrize(("few", "many"), [(1, 2), (2, 30)])
def test_it_tells_which_of_two_values_is_the_rarer(few: int, many: int) -> None:
    found, _ = filled({(1, f"{number:02}") for number in range(few)} | {(2, f"{number:02}") for number in range(many)})

    assert found.count(1) < found.count(2)


def test_no_value_is_found_among_all_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "crc32", lambda *_: index.ALL)

    assert checksum("any") != index.ALL
