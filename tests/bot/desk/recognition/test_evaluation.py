from collections.abc import Callable, Iterable
from itertools import count

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from bot.desk.recognition.evaluation import (
    AnswerFigures,
    LabelledTelling,
    LabelledText,
    Question,
    RepeatFigures,
    SignalFigures,
    measure_answers,
    measure_repeats,
    measure_signals,
    percentile,
    split_answers,
    split_repeats,
)
from bot.desk.signals.signal_file import NAMES
from bot.desk.signals.signal_reader import SignalReader
from bot.matching.confidence import Thresholds
from bot.matching.sentences import Sentences

REPEATS = [
    "tellings",
    "repeats",
    "offered_recall",
    "stated_recall",
    "stated_precision",
    "missed",
    "asked",
    "false_offer_rate",
    "ms_p50",
    "ms_p99",
]
ANSWERS = [
    "questions",
    "in_scope",
    "top1",
    "answered",
    "answer_precision",
    "answered_or_offered",
    "offer_precision",
    "false_answer_rate",
    "false_offer_rate",
    "near_answered",
    "near_offered",
    "far_answered",
    "far_offered",
]
HOTEL = "The heating in room 402 of the Station Hotel has been broken since Friday"
AGAIN = "Room 402 at the Station Hotel, the heating is still broken"
BILL = "You took 37.50 from my card for a minibar that I never opened"
ISSUES = {
    "no-signal": tuple(
        f"I have no mobile signal {where}" for where in ["abroad", "at home", "here", "outside", "at work"]
    ),
    "late-bill": ("my bill comes too late", "the bill arrived after it was due"),
}


def clock() -> Callable[[], float]:
    """Return a clock on which each look takes a millisecond."""
    ticks = count()
    return lambda: next(ticks) / 1000


def heard_in(lines: Iterable[LabelledText]) -> SignalFigures:
    return measure_signals(lines, SignalReader())


def measured(*told: LabelledTelling) -> RepeatFigures:
    return measure_repeats(told, None, clock())


def made(found: RepeatFigures) -> list[tuple[str, str]]:
    return [(one.told.id, one.made) for one in found.outcomes]


def test_a_repeat_that_is_recognised_counts_as_offered() -> None:
    found = measured(
        LabelledTelling("1", "li", HOTEL), LabelledTelling("2", "li", BILL), LabelledTelling("3", "li", AGAIN, "1")
    )

    assert found.figures()["offered_recall"] == 1
    assert made(found)[:2] == [("1", "new"), ("2", "new")]
    assert not found.outcomes[2].is_missed


def test_no_decision_is_told_to_take_as_long_as_the_loading_of_what_reads_meanings() -> None:
    now = 0.0

    def encode(texts: list[str]) -> NDArray[np.float32]:
        nonlocal now
        now += 0.001 if now else 5.0  # the first time, the model is loaded
        return np.ones((len(texts), 512), dtype=np.float32)

    found = measure_repeats(
        [LabelledTelling("1", "li", HOTEL), LabelledTelling("2", "li", BILL)], Sentences(encode), lambda: now
    )

    assert found.figures()["ms_p99"] == 1


def test_the_tellings_of_others_are_never_offered() -> None:
    found = measured(LabelledTelling("1", "li", HOTEL), LabelledTelling("2", "wang", AGAIN))

    assert made(found) == [("1", "new"), ("2", "new")]


def test_a_telling_that_was_taken_for_a_repeat_and_is_none_is_a_false_offer() -> None:
    found = measured(LabelledTelling("1", "li", HOTEL), LabelledTelling("2", "li", HOTEL))

    assert found.figures()["false_offer_rate"] == 0.5
    assert found.outcomes[1].is_false


def test_another_telling_that_would_be_as_right_is_not_false() -> None:
    found = measured(LabelledTelling("1", "li", HOTEL), LabelledTelling("2", "li", HOTEL, also=("1",)))

    assert (found.figures()["false_offer_rate"], found.figures()["offered_recall"]) == (0, 0)


def test_a_repeat_of_a_repeat_is_one_of_the_first_ticket() -> None:
    found = measured(
        LabelledTelling("1", "li", HOTEL), LabelledTelling("2", "li", BILL, "1"), LabelledTelling("3", "li", AGAIN, "2")
    )

    assert found.outcomes[2].about == "1"
    assert found.outcomes[2].made != "wrong"


def test_what_is_skipped_is_remembered_and_not_counted() -> None:
    found = measured(LabelledTelling("1", "li", HOTEL, skip=True), LabelledTelling("2", "li", AGAIN, "1"))

    assert (found.figures()["tellings"], found.figures()["offered_recall"]) == (1, 1)


def test_a_repeat_that_is_taken_for_something_else_is_wrong_and_missed() -> None:
    found = measured(
        LabelledTelling("1", "li", HOTEL), LabelledTelling("2", "li", BILL), LabelledTelling("3", "li", HOTEL, "2")
    )

    assert found.outcomes[2].made == "wrong"
    assert found.outcomes[2].is_missed


def test_the_time_of_a_decision_is_from_the_text_to_the_verdict() -> None:
    found = measured(LabelledTelling("1", "li", HOTEL), LabelledTelling("2", "li", AGAIN, "1"))

    assert found.times == [pytest.approx(1), pytest.approx(1)]


def test_a_percentile_is_what_so_many_do_not_exceed() -> None:
    hundred = [float(n) for n in range(1, 101)]

    assert [percentile(hundred, 50), percentile(hundred, 99), percentile([7], 99), percentile([], 50)] == [50, 99, 7, 0]


def test_a_known_issue_of_few_wordings_is_offered_and_never_answered() -> None:
    found = measure_answers([Question("no mobile signal abroad", "no-signal")], ISSUES, None)

    assert (found.figures()["answered"], found.figures()["answered_or_offered"]) == (0, 1)
    assert found.judged == []


def test_a_question_about_nothing_that_is_known_is_offered_falsely() -> None:
    found = measure_answers([Question("no mobile signal abroad", None)], ISSUES, None)

    assert (found.figures()["top1"], found.figures()["false_offer_rate"]) == (0, 1)


def test_questions_that_come_near_to_one_are_told_apart_from_the_others() -> None:
    asked = [Question("no mobile signal abroad", None, near=True), Question("my dog is ill", None)]
    found = measure_answers(asked, ISSUES, None, limits=Thresholds(0.9, 0.4)).figures()

    assert (found["near_offered"], found["far_offered"], found["false_offer_rate"]) == (1, 0, 0.5)


def test_an_offer_is_right_if_the_right_one_is_among_it() -> None:
    asked = [Question("no mobile signal abroad", one) for one in ("no-signal", None)]

    assert measure_answers(asked, ISSUES, None).figures()["offer_precision"] == 0.5


def test_a_split_leaves_every_other_question_to_report_on() -> None:
    asked = [Question("no mobile signal abroad", "no-signal" if odd else None) for odd in (0, 1, 0, 1, 0)]
    found = split_answers(asked, ISSUES, None).figures()

    assert (found["questions"], found["in_scope"]) == (2, 2)


def test_only_a_signal_that_is_not_in_the_text_is_a_false_alarm() -> None:
    found = heard_in(
        [
            LabelledText("I will sue you", frozenset({"legal-threat"})),
            LabelledText("I will sue you, let me talk to a human", frozenset({"wants-person"})),
            LabelledText("my bill is wrong", frozenset()),
            LabelledText("my bill is wrong", frozenset({"anger"})),
        ]
    )

    assert (found.figures()["recall"], found.figures()["false_alarm_rate"]) == (0.6667, 0.25)
    assert found.of("legal-threat") == {
        "texts": 1,
        "heard": 1,
        "false_alarms": 1,
        "recall": 1,
        "false_alarm_rate": 0.3333,
    }
    assert found.of_quiet == 0


def test_the_figures_have_the_names_under_which_they_are_published() -> None:
    signalled = heard_in([]).figures()

    assert list(RepeatFigures().figures()) == REPEATS
    assert list(AnswerFigures().figures()) == ANSWERS
    assert set(signalled) == {"recall", "false_alarm_rate", "signals"}
    assert set(heard_in([]).each()) == set(NAMES)


IDS = st.sampled_from("abcdefgh")
TEXTS = st.one_of(
    st.text(max_size=60), st.sampled_from([HOTEL, AGAIN, BILL, "", "still nothing", "还是没修好", "催一下"])
)
HISTORIES = st.lists(
    st.builds(
        LabelledTelling,
        IDS,
        st.sampled_from("xy"),
        TEXTS,
        st.none() | IDS,
        st.lists(IDS, max_size=2).map(tuple),
        st.booleans(),
    ),
    max_size=12,
)


@settings(max_examples=60)
@given(HISTORIES)
def test_no_history_is_too_strange_to_be_measured(told: list[LabelledTelling]) -> None:
    figures = measured(*told).figures()

    assert all(0 <= figures[key] <= 1 for key in REPEATS[2:6])
    assert figures["repeats"] <= figures["tellings"] == sum(not one.skip for one in told)


@settings(max_examples=60)
@given(
    st.lists(st.builds(Question, TEXTS, st.none() | IDS), max_size=8),
    st.dictionaries(IDS, st.lists(TEXTS, max_size=10).map(tuple), max_size=4),
    st.lists(st.builds(LabelledText, TEXTS, st.frozensets(st.sampled_from(NAMES))), max_size=8),
)
def test_no_texts_are_too_strange_to_be_measured(
    asked: list[Question], issues: dict[str, tuple[str, ...]], signalled: list[LabelledText]
) -> None:
    figures = measure_answers(asked, issues, None).figures()
    found = heard_in(signalled)

    assert all(0 <= figures[key] <= 1 for key in ANSWERS[2:])
    assert all(0 <= share <= 1 for of in found.each().values() for share in (of["recall"], of["false_alarm_rate"]))


def test_who_is_asked_again_and_again_counts_among_the_follow_ups() -> None:
    found = measured(
        LabelledTelling("1", "li", HOTEL),
        LabelledTelling("2", "li", "still broken", "1"),
        LabelledTelling("3", "wu", BILL),
    )

    assert (found.figures()["asked"], found.figures()["missed"]) == (1, 0)


def test_split_reports_on_the_half_of_the_customers_that_nothing_was_fitted_to() -> None:
    told = [LabelledTelling(f"{customer}{number}", customer, HOTEL) for number in "12" for customer in ("li", "wu")]
    found = split_repeats(told, None, clock())

    assert [one.told.customer for one in found.outcomes] == ["wu", "wu"]
