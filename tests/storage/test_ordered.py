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


@given(WORDS, WORDS, st.text("abc", max_size=3))
def test_it_holds_what_a_set_holds_in_order(added: list[str], removed: list[str], bound: str) -> None:
    model = set(added[::2])
    words = Ordered(model)
    for word in set(added) - model:
        words.add(word)
    for word in set(removed) & set(added):
        words.remove(word)
    model = set(added) - set(removed)

    assert sorted(model) == list(words)
    assert sorted(model, reverse=True) == list(reversed(words))
    assert sorted(word for word in model if word < bound) == list(words.below(bound))
    assert len(model) == len(words)
    assert (bound in model) == (bound in words)
