import time

from bench import baselines
from bench.recognition import is_short, told_at_length, typed_in_a_hurry
from bot.desk.recognition.evaluation import LabelledTelling, Question, measure_repeats

HISTORY = [
    LabelledTelling("1", "li", "The heating in room 402 of the Station Hotel is broken"),
    LabelledTelling("2", "li", "You took 37.50 from my card for a minibar"),
    LabelledTelling("3", "li", "Room 402 of the Station Hotel: the heating is broken", "1"),
    LabelledTelling("4", "li", "Nobody swims in an empty pool"),
]
ISSUES = {"signal": ("no mobile signal abroad", "no network abroad"), "late": ("the bill comes too late",)}


def test_a_slip_is_made_every_twelve_letters() -> None:
    text = "abcdefghijkl" * 20
    typed = typed_in_a_hurry("en")(text)

    assert typed != text
    assert 220 <= len(typed) <= 240
    assert len(typed_in_a_hurry("zh")("我家宽带从周一就断了没人" * 20)) <= 260


def test_politeness_makes_a_telling_long_and_keeps_it_whole() -> None:
    text = told_at_length("en")("no internet")

    assert "no internet" in text
    assert (is_short("no internet", "en"), is_short(text, "en")) == (True, False)


def test_a_baseline_makes_no_more_false_offers_than_the_desk() -> None:
    desk = measure_repeats(HISTORY, None, time.perf_counter)
    for make in baselines.all_of(None).values():
        found, ask, state = baselines.repeats(HISTORY, make, desk)

        assert found.offered == found.repeats == 1
        assert found.false_offers <= desk.false_offers
        assert ask <= state


def test_a_baseline_answers_from_where_nearly_all_is_right() -> None:
    asked = [Question("no signal abroad", "signal"), Question("a bill that is late", "late"), Question("my dog", None)]
    for make in baselines.all_of(None).values():
        found = baselines.answers(asked, ISSUES, make)

        assert (found.questions, found.in_scope) == (3, 2)
        assert found.answered_rightly >= baselines.PRECISION * found.answered


def test_the_classifier_is_measured_by_the_same_rule() -> None:
    found = baselines.classified([Question("no mobile signal abroad", "signal")], ISSUES, None)

    assert (found.first, found.answered_rightly) == (1, 1)
