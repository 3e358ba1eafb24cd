"""Whatever is handed in as a script, as cases or as known issues: it is told what is wrong, and nothing ever raises."""

import sys
import tracemalloc
from random import Random
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.hostile import HOSTILE, filled
from dialogs.strict_yaml.yaml_text import MOST_BYTES
from tests.dialogs.slips import ISSUES, SLIPS, SMALL, SOURCES, Reader, Slip, read_script, slipped

SEEDS = 20
TEXTS = 500
SMALLER = 8 * 1024
WEIGHTS = (12, 4, 2, 1)
"""Long texts are started from less often: they take longer."""


@pytest.mark.parametrize("seed", range(SEEDS))
def test_of_ten_thousand_texts_with_slips_none_raises_and_nearly_all_are_refused(seed: int) -> None:
    random = Random(seed)
    refused = 0
    for _ in range(TEXTS):
        read, sound = random.choice([SOURCES[0], *SOURCES])
        (text,) = random.choices(sound, WEIGHTS[: len(sound)])
        refused += bool(read(slipped(text, random)))

    assert refused >= 0.85 * TEXTS


@pytest.mark.parametrize(("read", "texts"), SOURCES)
def test_before_the_slips_the_texts_are_sound(read: Reader, texts: tuple[str, ...]) -> None:
    assert [read(text) for text in texts] == [()] * len(texts)


@pytest.mark.parametrize("slip", SLIPS)
def test_each_kind_of_slip_makes_texts_wrong(slip: Slip) -> None:
    random = Random(7)

    assert sum(bool(read_script(slip(SMALL, random))) for _ in range(40)) > 10


@settings(max_examples=200)
@given(st.randoms(use_true_random=False), st.sampled_from([SMALL, ISSUES]), st.text(max_size=20), st.integers(1, 9))
def test_any_text_put_into_a_text_with_slips_raises_nowhere(
    random: Random, sound: str, foreign: str, times: int
) -> None:
    text = slipped(sound, random)
    at = random.randrange(len(text) + 1)
    for read, _ in SOURCES:
        read(text[:at] + foreign * times + text[at:])


@pytest.mark.parametrize("name", HOSTILE)
def test_twice_as_much_of_a_hostile_text_takes_about_twice_the_calls(name: str) -> None:
    read_script(SMALL)  # what is read once for all is not counted

    once, twice = (calls(filled(HOSTILE[name], size)) for size in (SMALLER, 2 * SMALLER))

    assert twice <= 2.3 * once + 1000


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_takes_less_memory_than_is_allowed(name: str) -> None:
    text = filled(HOSTILE[name], SMALLER)

    tracemalloc.start()
    read_script(text)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak * MOST_BYTES / SMALLER < 200 * 1024 * 1024


def calls(text: str) -> int:
    """Return how many calls of functions, of Python's and of libraries, it takes to read a text."""
    made = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal made
        made += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        read_script(text)
    finally:
        sys.setprofile(before)
    return made
