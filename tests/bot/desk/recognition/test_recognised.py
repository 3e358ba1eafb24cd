"""What the desk recognises of the half of the development set that nothing was fitted to: it must not become less."""

import time
from pathlib import Path

import pytest

from bot.commands.evaluate.labelled_files import read_repeats
from bot.desk.recognition.evaluation import LabelledTelling, Question, measure_answers, measure_repeats
from bot.matching.sentences import Sentences, installed
from tests.developed import LANGUAGES, companies, outside, repeats

REAL = Path("../shared/data/repeats-zh.jsonl")


@pytest.fixture(scope="module")
def sentences() -> Sentences:
    found = installed()
    if found is None:
        pytest.skip("the extra “recognition” is not installed")
    return found


def histories(language: str) -> list[LabelledTelling]:
    return [
        LabelledTelling(one.id, one.customer, one.text, one.repeat_of, one.also) for one in repeats(language, "test")
    ]


def questions(language: str) -> tuple[list[Question], dict[str, tuple[str, ...]]]:
    """Return the questions to one company: about twelve known issues, of ten wordings each, and about others."""
    own, _ = companies(language, "test")[0]
    asked = [Question(text, one.id) for one in own[:12] for text in one.asked]
    asked += [Question(text, None) for one in own[12:] for text in one.wordings]
    asked += [Question(text, None) for text in outside(language, "test")]
    return asked, {one.id: one.known for one in own[:12]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_repeats_are_recognised_by_words_alone(language: str) -> None:
    found = measure_repeats(histories(language), None, time.perf_counter).figures()

    assert found["offered_recall"] >= 0.82
    assert found["stated_precision"] >= 0.97
    assert found["false_offer_rate"] <= 0.16


@pytest.mark.parametrize("language", LANGUAGES)
def test_repeats_are_recognised_by_their_meaning(language: str, sentences: Sentences) -> None:
    found = measure_repeats(histories(language), sentences, time.perf_counter).figures()

    assert found["offered_recall"] >= 0.94
    assert found["stated_recall"] >= 0.4
    assert found["stated_precision"] >= 0.95
    assert found["false_offer_rate"] <= 0.2


@pytest.mark.skipif(not REAL.exists(), reason="the real histories are not part of the project")
def test_real_repeats_are_stated_and_hardly_anybody_is_asked_for_nothing(sentences: Sentences) -> None:
    found = measure_repeats(read_repeats(REAL), sentences, time.perf_counter).figures()

    assert found["stated_recall"] >= 0.9
    assert found["stated_precision"] >= 0.98
    assert found["false_offer_rate"] <= 0.06
    assert found["missed"] <= 0.015


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_meanings_known_issues_are_only_offered(language: str) -> None:
    found = measure_answers(*questions(language), None).figures()

    assert (found["answered"], found["false_answer_rate"]) == (0, 0)
    assert found["answered_or_offered"] >= 0.52


ANSWERED = {"zh": 0.3, "en": 0.0}
"""Of the English ones too many are told alike: what was seen of them backs no answer at once."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_known_issues_are_answered_and_hardly_ever_wrongly(language: str, sentences: Sentences) -> None:
    found = measure_answers(*questions(language), sentences).figures()

    assert found["top1"] >= 0.75
    assert found["answered"] >= ANSWERED[language]
    assert found["answer_precision"] >= 0.95 or found["answered"] == 0
    assert found["answered_or_offered"] >= 0.72
    assert found["false_answer_rate"] <= 0.01
