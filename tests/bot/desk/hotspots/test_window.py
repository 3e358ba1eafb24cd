from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.desk.hotspots.window import LONGEST, TellingWindow, WindowTelling, window_telling
from bot.matching.grams import Weights

NOON = datetime(2026, 11, 4, 12, tzinfo=UTC)
HOUR = 3600.0
TEXTS = st.sampled_from(["no signal", "no bill", "signal at home", "断网了", ""])


def one(text: str, minutes: float = 0, customer: str = "wang") -> WindowTelling:
    return window_telling(at=NOON + timedelta(minutes=minutes), customer=customer, ticket="t1", text=text)


def told(*tellings: WindowTelling, at_most: int = 100) -> TellingWindow:
    kept = TellingWindow(HOUR, at_most)
    for each in tellings:
        kept.add(each)
    return kept


def numbers(kept: TellingWindow, *found: str) -> list[int]:
    return sorted(kept.sharing(dict.fromkeys(found, 1.0)))


def test_what_shares_a_gram_is_found_by_it() -> None:
    kept = told(one("no signal"), one("no bill"), one("signal gone"))

    assert numbers(kept, "signal") == [0, 2]
    assert kept.sharing({"signal": 2.0, "gone": 3.0}) == {0: 2.0, 2: 5.0}


def test_what_was_told_before_a_number_is_not_looked_at() -> None:
    kept = told(one("signal"), one("signal", 5), one("signal", 10))
    first = kept.after((NOON + timedelta(minutes=4)).timestamp())

    assert sorted(kept.sharing({"signal": 1.0}, first)) == [1, 2]


def test_people_are_counted_once_each() -> None:
    kept = told(one("signal"), one("signal", 1), one("signal", 2, "li"), one("signal", 3, "zhao"))
    noon = NOON.timestamp()
    counted = kept.people([0, 1, 2, 3], noon - 1, noon + 120)

    assert counted == 2


def test_what_is_too_old_is_let_go() -> None:
    kept = told(one("signal"), one("bill", 30), one("signal", 61))

    assert numbers(kept, "signal", "bill") == [1, 2]
    assert (kept.first, kept.end) == (1, 3)


def test_no_more_are_kept_than_allowed() -> None:
    kept = told(*(one("signal", minute) for minute in range(10)), at_most=3)

    assert numbers(kept, "signal") == [7, 8, 9]


def test_one_that_comes_late_counts_as_told_with_the_last() -> None:
    kept = told(one("signal", 5), one("signal", 1))

    assert kept.after((NOON + timedelta(minutes=4)).timestamp()) == 0


def test_of_a_long_telling_only_the_beginning_is_kept_though_all_of_it_is_compared() -> None:
    kept = one("signal " + "x" * LONGEST + " street")

    assert len(kept.text) == LONGEST
    assert "street" in kept.grams


@given(st.lists(st.tuples(TEXTS, st.integers(0, 90)), max_size=30), st.integers(1, 10))
def test_what_went_leaves_no_trace(steps: Sequence[tuple[str, int]], at_most: int) -> None:
    minutes = sorted(minute for _, minute in steps)
    tellings = [one(text, minute) for (text, _), minute in zip(steps, minutes, strict=True)]
    kept = told(*tellings, at_most=at_most)
    weights = Weights()
    for number in range(kept.first, kept.end):
        weights.learn(kept.at(number).grams)

    assert kept.weights == weights
    assert [kept.at(number) for number in range(kept.first, kept.end)] == tellings[kept.first :]
