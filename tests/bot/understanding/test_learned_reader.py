import math
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.desk.signals.signal_reader import SignalReader
from bot.understanding.acts import Act, Stage
from bot.understanding.learned_reader import LearnedReader
from bot.understanding.reader_port import NEAR, Reading, Situation
from bot.understanding.signals import GRAVE, Level, SignalName
from dialogs.model.events import Signal

BY_WORDS = LearnedReader(SignalReader().read, None)


@settings(max_examples=60)
@given(
    st.text(max_size=3000),
    st.builds(
        Situation,
        st.sampled_from(Stage),
        st.text(max_size=20),
        st.text(max_size=50),
        st.tuples(st.text(max_size=50)),
        st.text(max_size=5),
        st.sampled_from(["en", "zh"]),
    ),
)
def test_any_text_in_any_situation_is_read(text: str, situation: Situation) -> None:
    reading = BY_WORDS.read(text, situation)

    confidences = [confidence for _, confidence in reading.acts]
    assert math.isclose(sum(confidences), 1.0, abs_tol=1e-6)
    assert confidences == sorted(confidences, reverse=True)
    assert {act for act, _ in reading.acts} == set(Act)
    assert all(0 < one.confidence <= 1 for one in reading.signals)
    assert all(one.level == Level.SURE or one.name in GRAVE for one in reading.signals)


def test_the_longest_text_costs_no_more_than_its_first_and_last_sentences() -> None:
    read: list[str] = []

    def listening(text: str) -> tuple[Signal, ...]:
        read.append(text)
        return ()

    reader = LearnedReader(listening, None)

    assert reader.read("My room is cold. " * 2000, Situation()).acts[0][0] == Act.TELLS
    assert len(read) == 1


def test_the_same_text_is_read_the_same_by_the_same_version(by_words: LearnedReader) -> None:
    again = LearnedReader(SignalReader().read, None)

    assert again.version == by_words.version
    assert again.read("forget it", Situation()) == by_words.read("forget it", Situation())


def test_signals_of_the_scripts_are_among_those_that_are_heard() -> None:
    assert set(get_args(Signal)) <= {name.value for name in SignalName}


def test_of_two_acts_that_are_too_near_to_choose_the_second_is_in_doubt() -> None:
    near = Reading(((Act.ANSWERS, 0.5), (Act.WITHDRAWS, 0.51 - NEAR)), (), "")
    clear = Reading(((Act.ANSWERS, 0.5), (Act.WITHDRAWS, 0.49 - NEAR)), (), "")

    assert (near.act, near.doubt) == (Act.ANSWERS, Act.WITHDRAWS)
    assert (clear.act, clear.doubt) == (Act.ANSWERS, None)


@pytest.mark.parametrize(
    ("text", "stage", "slot", "act"),
    [
        ("forget it", Stage.QUESTION, "place", Act.WITHDRAWS),
        ("Cancel Street", Stage.QUESTION, "place", Act.ANSWERS),
        ("status", Stage.IDLE, "", Act.ASKS_STATUS),
        ("looks good, go ahead", Stage.SUMMARY, "", Act.CONFIRMS),
        ("没问题，就这样", Stage.SUMMARY, "", Act.CONFIRMS),
        ("why do you need my number?", Stage.QUESTION, "phone", Act.ASKS_US),
        ("I already told you that", Stage.QUESTION, "since", Act.ALREADY_TOLD),
        ("我想用中文", Stage.QUESTION, "place", Act.SWITCHES_LANGUAGE),
        ("can we do this in English", Stage.SUMMARY, "", Act.SWITCHES_LANGUAGE),
        ("转人工", Stage.QUESTION, "amount", Act.WANTS_PERSON),
        ("wrong number, it is 404", Stage.QUESTION, "phone", Act.CORRECTS),
        ("anyone there?", Stage.WAITING, "", Act.NUDGES),
        ("谢谢", Stage.FILED, "", Act.THANKS),
    ],
)
def test_plain_words_are_read_by_either_way(
    by_words: LearnedReader, by_meanings: LearnedReader, text: str, stage: Stage, slot: str, act: Act
) -> None:
    where = Situation(stage, slot)

    assert [by_words.acts(text, where)[0][0], by_meanings.acts(text, where)[0][0]] == [act, act]


def test_where_a_message_stands_decides_what_it_does(by_meanings: LearnedReader) -> None:
    assert by_meanings.acts("still nothing", Situation(Stage.SURVEY))[0][0] == Act.DENIES
    assert by_meanings.acts("still nothing", Situation(Stage.WAITING))[0][0] == Act.NUDGES


def test_what_is_said_in_every_conversation_is_no_alarm(by_words: LearnedReader, by_meanings: LearnedReader) -> None:
    said = [
        "looks good, go ahead",
        "no",
        "没问题，就这样",
        "138 0013 8000",
        "yesterday evening",
        "room 404",
        "谢谢",
        "hi",
    ]

    assert [by_words.signals(text) for text in said] == [()] * len(said)
    assert [by_meanings.signals(text) for text in said] == [()] * len(said)
