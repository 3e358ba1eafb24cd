from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import ordered
from storage.ordered import Ordered

WORDS = st.lists(st.text("abc", max_size=3))


@pytest.fixture(autouse=True, scope="module")
def _short_lists() -> Iterator[None]:
    """Four strings a list, so that small examples have many lists."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ordered, "SHORT", 4)
        yield


BOUNDS = st.none() | st.text("abc", max_size=3)


@given(WORDS, WORDS, BOUNDS, BOUNDS)
def test_it_holds_what_a_set_holds_in_order(
    added: list[str], removed: list[str], after: str | None, before: str | None
) -> None:
    model = set(added[::2])
    words = Ordered(model)
    for word in set(added) - model:
        words.add(word)
    for word in set(removed) & set(added):
        words.remove(word)
    model = set(added) - set(removed)

    assert sorted(model) == list(words)
    assert sorted(model, reverse=True) == list(reversed(words))
    within = [word for word in model if (after is None or word > after) and (before is None or word < before)]
    assert sorted(within) == list(words.between(after, before))
    assert sorted(within, reverse=True) == list(words.between(after, before, backwards=True))
    assert len(model) == len(words)
    assert [word in model for word in added] == [word in words for word in added]
