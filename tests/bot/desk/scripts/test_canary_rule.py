"""When a version that is tried is taken back: worse by the margin and by more than chance, once enough is known."""

import random

import pytest

from bot.desk.scripts.canary_rule import FEWEST, MEASURES, GroupFigures, worse


def group(conversations: int, **hits: int) -> GroupFigures:
    return GroupFigures(conversations, {**dict.fromkeys(MEASURES, 0), **hits})


@pytest.mark.parametrize(
    ("tried", "base", "measure"),
    [
        (group(100, handoff=40), group(500, handoff=100), "handoff"),
        (group(100, abandoned=40), group(500, abandoned=100), "abandoned"),
        (group(100, handoff=20), group(500, handoff=100), ""),
        (group(100, handoff=5), group(500, handoff=100), ""),  # better
        (group(FEWEST - 1, handoff=FEWEST - 1), group(500), ""),  # too few
        (group(5000, repeats=200), group(5000, repeats=50), ""),  # surely more, and by less than the margin
        (group(40, corrected=10), group(500, corrected=90), ""),  # by chance
        (group(100), group(500), ""),
    ],
)
def test_only_what_is_surely_and_much_worse_is_taken_back(
    tried: GroupFigures, base: GroupFigures, measure: str
) -> None:
    assert worse(tried, base) == measure


def test_looking_again_and_again_takes_back_little_that_is_as_good_and_most_that_is_bad() -> None:
    drawn = random.Random(7)

    def taken_back(share: float) -> bool:
        hits = [0, 0]
        for number in range(1, 301):
            hits[0] += drawn.random() < share
            hits[1] += sum(drawn.random() < 0.2 for _ in range(4))
            if number % 10 == 0 and worse(group(number, handoff=hits[0]), group(number * 4, handoff=hits[1])):
                return True
        return False

    assert sum(taken_back(0.2) for _ in range(200)) <= 6
    assert sum(taken_back(0.4) for _ in range(40)) >= 39
