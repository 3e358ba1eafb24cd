import pytest

from bot.desk.recognition.repeat_scale import NEEDED, SHIPPED, RepeatScale, fit_scale, labelled_repeats
from storage.records.finding_records import Label
from storage.records.statuses import LabelAnswer
from tests.bot.desk.desk_harness import NOON


def label(answer: LabelAnswer, confidence: float, conversation: str = "v1") -> Label:
    return Label(
        id="l1",
        look="repeat",
        text="no signal",
        about="t1",
        answer=answer,
        confidence=confidence,
        conversation=conversation,
        at=NOON,
    )


def said(likelihood: float, right: int, wrong: int) -> list[tuple[float, bool]]:
    """Return answers of which so many said yes, spread evenly."""
    return [(likelihood, number % (right + wrong) < right) for number in range(60)]


def test_too_few_answers_change_nothing() -> None:
    assert fit_scale(said(0.9, 0, 1)[: NEEDED - 1]) == SHIPPED


def test_where_repeats_were_mostly_none_they_are_thought_less_likely() -> None:
    scale = fit_scale([*said(0.5, 1, 9), *said(0.9, 1, 1)])

    assert scale.moved(0.5) < 0.25
    assert scale.moved(0.9) == pytest.approx(0.5, abs=0.1)


def test_where_repeats_were_always_right_they_are_thought_likelier() -> None:
    scale = fit_scale(said(0.5, 1, 0))

    assert scale.moved(0.5) > 0.8


def test_where_the_model_was_right_it_stays_nearly_as_it_is() -> None:
    scale = fit_scale([*said(0.2, 2, 8), *said(0.8, 8, 2)])

    assert scale.moved(0.5) == pytest.approx(0.5, abs=0.05)


def test_the_likelier_stays_the_likelier_whatever_is_said() -> None:
    scale = fit_scale([*said(0.9, 0, 1), *said(0.1, 1, 0)])

    assert scale.moved(0.9) >= scale.moved(0.1)


def test_what_would_be_stated_wrongly_where_it_was_asked_is_not_used() -> None:
    upside = [*said(0.6, 19, 1), *said(0.75, 9, 1)]

    assert fit_scale(upside) == SHIPPED


def test_the_shipped_scale_moves_nothing() -> None:
    assert [SHIPPED.moved(one) for one in (0.0, 0.3, 1.0)] == [0.0, 0.3, 1.0]
    assert RepeatScale(1.0, 1.0).moved(0.5) > 0.7


def test_what_was_taken_back_was_no_repeat() -> None:
    held = [label("accepted", 0.9), label("undone", 0.0), label("accepted", 0.8, "v2"), label("refused", 0.4, "v3")]

    assert labelled_repeats(held) == [(0.9, False), (0.8, True), (0.4, False)]
