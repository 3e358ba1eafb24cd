from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching import classify
from bot.matching.classify import MEANT, WORDS, Classifier
from bot.matching.sentences import Sentences
from tests.bot.matching.sentences_for_tests import by_letters

MATTERS = {
    "signal": ["no signal at home", "my phone has no network", "手机没有信号", "没信号"],
    "bill": ["my bill is too high", "I was charged too much", "话费多扣了", "账单不对"],
    "staff": ["the shop was rude to me", "your colleague shouted", "态度很差", "服务员骂人"],
}
READERS = pytest.mark.parametrize("sentences", [None, by_letters()], ids=["grams", "meanings"])


@cache
def taught(sentences: Sentences | None) -> Classifier:
    """Return a classifier that has learnt, which takes a while and is not done for each example."""
    return Classifier(MATTERS, sentences)


@READERS
@pytest.mark.parametrize("key", MATTERS)
def test_each_wording_is_about_its_own_matter(key: str, sentences: Sentences | None) -> None:
    classifier = Classifier(MATTERS, sentences)

    assert [classifier.rank(text).keys[0] for text in MATTERS[key]] == [key] * 4


@READERS
def test_who_knows_nothing_says_nothing(sentences: Sentences | None) -> None:
    assert Classifier({}, sentences).rank("no signal").keys == ()
    assert Classifier({"empty": []}, sentences).rank("no signal").keys == ()


@READERS
@pytest.mark.parametrize("count", [1, 2])
def test_one_or_two_matters_are_enough(count: int, sentences: Sentences | None) -> None:
    few = dict(list(MATTERS.items())[:count])

    assert Classifier(few, sentences).rank("no signal at home").keys[0] == "signal"


def test_what_a_ranking_rests_on_is_told_with_it() -> None:
    by_words, by_meaning = Classifier(MATTERS, None), Classifier(MATTERS, by_letters())

    assert (by_words.rank("no signal").assurance.views, by_meaning.rank("no signal").assurance.views) == (WORDS, MEANT)


def test_of_very_many_wordings_each_matter_keeps_its_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(classify, "MOST", 7)
    classifier = Classifier({**MATTERS, "one": ["a matter of its own"]}, None, ["lovely weather"])

    assert len(classifier.judged([]).own) == 7
    assert classifier.rank("no signal at home").keys[0] == "signal"


def test_a_text_from_outside_that_a_matter_is_about_is_no_stranger_to_it() -> None:
    classifier = Classifier(MATTERS, by_letters())

    assert len(classifier.judged(["no signal at home"]).far) == 0


@READERS
@given(text=st.text(max_size=60))
def test_a_ranking_holds_every_matter_once_and_in_order(text: str, sentences: Sentences | None) -> None:
    ranking = taught(sentences).rank(text)

    assert sorted(ranking.keys) == sorted(MATTERS)
    assert sorted(ranking.likelihoods, reverse=True) == list(ranking.likelihoods)
    assert 0 <= ranking.confidence <= 1


def test_the_order_of_the_matters_makes_no_difference() -> None:
    there, back = Classifier(MATTERS, None), Classifier(dict(reversed(MATTERS.items())), None)

    assert there.rank("charged for no signal").keys == back.rank("charged for no signal").keys


@READERS
def test_what_does_not_concern_somebody_is_not_ranked(sentences: Sentences | None) -> None:
    classifier = Classifier(MATTERS, sentences)

    assert sorted(classifier.rank("no signal at home", {"bill", "staff"}).keys) == ["bill", "staff"]
    assert classifier.rank("no signal at home", ()).keys == ()


def test_what_tells_more_of_a_wrong_is_less_sure_where_that_was_written_down_as_unlike() -> None:
    told = "my phone has no network, and you took money for it twice"
    unlike = ["you took my money twice", "your man took money and left", "nobody told me that you take money for it"]
    without, having = Classifier(MATTERS, by_letters()), Classifier(MATTERS, by_letters(), (), unlike)

    assert having.views(told)[2][:, -1].max() > 0
    assert without.views(told)[2][:, -1].max() == 0
