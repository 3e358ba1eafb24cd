"""No text of a customer, whatever it is, takes more time than in proportion to its length.

Growth is measured, not time: what four times as much takes is compared where it is enough to be told from nothing.
"""

import re
import time
from collections.abc import Callable

import pytest
import regex

from bench.hostile import MESSAGES, told
from bench.message_check import PATHS
from tests.patterns import Pattern, all_patterns, burdens, pumps

LENGTH = 4000
WORTH_A_LOOK = 0.004
"""Seconds of CPU; what takes less, at this length, does not grow as the square of it."""
GROWTH = 8
"""Times that four times as long a text may take: 4 in proportion, 16 as the square."""
ROUNDS = 5


@pytest.fixture(scope="module")
def patterns() -> list[Pattern]:
    return all_patterns()


def cpu(work: Callable[[str], object], text: str) -> float:
    begin = time.process_time()
    work(text)
    return time.process_time() - begin


def grows(work: Callable[[str], object], text: Callable[[int], str]) -> bool:
    """Tell whether the time grows faster than the text, in each of some rounds: noise is not in all of them."""
    if cpu(work, text(LENGTH)) < WORTH_A_LOOK:
        return False
    return all(cpu(work, text(LENGTH)) > GROWTH * cpu(work, text(LENGTH // 4)) for _ in range(ROUNDS))


def finder(pattern: Pattern) -> Callable[[str], object]:
    compiled = regex.compile(pattern.text) if r"\X" in pattern.text else re.compile(pattern.text, pattern.flags)
    return lambda text: [*compiled.finditer(text)]


@pytest.mark.parametrize(
    "text",
    [
        r"a\s*:?\s*b",
        r"(?:密码|pin)\s*(?:是|:)?\s*(?=[a-z]*[0-9])([0-9a-z]{3,64})",
        r"(a+)+b",
        r"(?: *a*)*b",
        r"\d+\.?\d+x",
        r"(?:\w+\s?)*!",
    ],
)
def test_repeats_that_burden_each_other_are_found(text: str) -> None:
    assert burdens(Pattern("", text))


@pytest.mark.parametrize("text", [r"\s*,\s*", r"\d+(?:[.,:]\d+)*", r"a++a*", r"[a-z]+(?: [a-z]+)*", r"\s{0,9}\s*"])
def test_repeats_that_do_not_meet_are_left_alone(text: str) -> None:
    assert burdens(Pattern("", text)) == []


def test_no_pattern_of_the_program_has_repeats_that_burden_each_other(patterns: list[Pattern]) -> None:
    assert [(one.where, one.text, signs) for one in patterns if (signs := burdens(one))] == []


def test_the_patterns_of_all_readers_are_looked_at(patterns: list[Pattern]) -> None:
    rooms = {one.where.partition(":")[0].rpartition(".")[0] for one in patterns}

    assert {"bot.desk.redaction.spoken_secrets", "dialogs.reading.dates", "bot.matching.normalise"} <= rooms
    assert len(patterns) > 1500


def test_a_pattern_that_takes_the_square_of_time_is_found() -> None:
    slow = Pattern("", r"a\s*:?\s*b")

    assert any(
        grows(finder(slow), lambda length, start=start, piece=piece: start + piece * length)  # type: ignore[misc]
        for start, piece in pumps(slow)
    )


def test_no_pattern_of_the_program_takes_more_than_its_share_for_repeats_of_its_own_signs(
    patterns: list[Pattern],
) -> None:
    slow = [
        (pattern.where, pattern.text, start, piece)
        for pattern in patterns
        for start, piece in pumps(pattern)
        if grows(
            finder(pattern),
            lambda length, start=start, piece=piece: start + piece * (length // len(piece)) + "\0",  # type: ignore[misc]
        )
    ]

    assert slow == []


@pytest.mark.parametrize("path", PATHS)
def test_no_path_of_a_message_takes_more_than_its_share(path: str) -> None:
    PATHS[path]("a 1 一")  # what is read once for all is not counted

    slow = [
        name
        for name, pattern in MESSAGES.items()
        if grows(PATHS[path], lambda length, one=pattern: told(one, length))  # type: ignore[misc]
    ]
    assert slow == []
