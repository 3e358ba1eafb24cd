import pytest

from bot.understanding.acts import Act, Stage
from bot.understanding.labelled_lines import LabelledAct, LabelledSignal, LabelledText
from bot.understanding.reader_port import Situation
from bot.understanding.reading_evaluation import measure_acts, measure_texts
from bot.understanding.signals import HeardSignal, Level, SignalName, When, Who

AT = Situation(Stage.QUESTION, "place")


def said(text: str, act: Act, *also: Act) -> LabelledAct:
    return LabelledAct(text, text, AT, act, frozenset(also))


def heard(name: SignalName, level: Level = Level.SURE) -> HeardSignal:
    return HeardSignal(name, Who.CUSTOMER, When.NOW, level, 0.9)


def holding(text: str, *names: SignalName, when: When = When.NOW) -> LabelledText:
    return LabelledText(text, text, tuple(LabelledSignal(name, Who.CUSTOMER, when) for name in names))


def test_acts_are_counted_with_what_is_as_right_and_with_the_second_one() -> None:
    told = [said("a", Act.ANSWERS), said("b", Act.WITHDRAWS), said("c", Act.SOLVED, Act.ANSWERS), said("d", Act.LATER)]

    figures = measure_acts(told, lambda text, _: [(Act.ANSWERS, 0.6), (Act.WITHDRAWS, 0.4)]).figures()

    assert figures["lines"] == 4
    assert figures["accuracy"] == 0.5
    assert figures["first_two"] == 0.75
    assert figures["control_as_answer"] == 1.0
    assert figures["acts"] == {
        "answers": {"lines": 1, "precision": pytest.approx(1 / 3), "recall": 1.0, "f1": 0.5},
        "withdraws": {"lines": 1, "precision": 0.0, "recall": 0.0, "f1": 0.0},
        "later": {"lines": 1, "precision": 0.0, "recall": 0.0, "f1": 0.0},
        "solved": {"lines": 1, "precision": 1.0, "recall": 1.0, "f1": 1.0},
    }


def test_signals_are_counted_by_level() -> None:
    told = [
        holding("a", SignalName.DANGER),
        holding("b", SignalName.SELF_HARM),
        holding("c"),
        holding("d", SignalName.DANGER, when=When.PAST),
    ]
    found = {
        "a": [heard(SignalName.DANGER)],
        "b": [heard(SignalName.SELF_HARM, Level.UNSURE)],
        "c": [heard(SignalName.ANGER)],
        "d": [heard(SignalName.DANGER)],
    }

    figures = measure_texts(told, lambda text: found[text])

    of = figures.figures()
    assert (of["recall"], of["false_alarm_rate"], of["grave_unheard"], of["quiet_lines"]) == (0.5, 0.25, 0.0, 0.0)
    assert [one.told.id for one in figures.misses()] == ["b", "c"]


def test_a_share_of_nothing_is_none() -> None:
    assert measure_acts([], lambda text, _: []).figures()["accuracy"] == 0.0
    assert measure_texts([], lambda text: []).figures()["recall"] == 0.0
