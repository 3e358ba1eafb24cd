from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching.grams import Weights, alike, grams

TEXTS = st.text(max_size=60) | st.lists(st.sampled_from(["bill", "network", "断了", "宽带", "4711", "é"])).map(" ".join)


def taught(*texts: str) -> Weights:
    weights = Weights()
    for text in texts:
        weights.learn(grams(text))
    return weights


def test_grams_are_words_their_beginnings_and_pairs_of_neighbours() -> None:
    found = grams("Charged twice, 第3次多扣")

    assert found == {"charged", "charg-", "twice", "charged twice", "第", "3", "次多", "多扣"}


def test_a_number_is_a_gram_unless_it_is_masked() -> None:
    kept, masked = grams("order 4711"), grams("order 4711", masked=True)

    assert kept == {"order", "4711", "order 4711"}
    assert masked == {"order", "#", "order #"}


def test_a_rare_gram_weighs_more_than_a_common_one() -> None:
    weights = taught("bill", "bill", "bill october")

    assert weights.of("bill") == 1
    assert weights.of("october") == 1 + log(2)
    assert weights.of("never heard") == 1 + log(4)


@given(st.lists(TEXTS, max_size=5), TEXTS)
def test_what_is_forgotten_was_never_learnt(texts: list[str], text: str) -> None:
    weights = taught(*texts, text)
    weights.forget(grams(text))

    assert weights == taught(*texts)


def test_who_shares_what_is_rare_is_more_alike() -> None:
    weights = taught("no network at oak street", "no network at home", "no network again", "no network in town")
    told = grams("no network oak street")

    named, common = alike(told, grams("dead oak street"), weights), alike(told, grams("dead no network"), weights)

    assert named > common


@given(TEXTS, TEXTS, st.lists(TEXTS, max_size=5))
def test_likeness_is_a_share_and_the_same_in_either_order(one: str, other: str, texts: list[str]) -> None:
    weights = taught(*texts)
    there, back = alike(grams(one), grams(other), weights), alike(grams(other), grams(one), weights)

    assert there == pytest.approx(back)
    assert 0 <= there <= 1


@given(TEXTS.filter(lambda text: bool(grams(text))), st.lists(TEXTS, max_size=5))
def test_a_text_is_wholly_like_itself(text: str, texts: list[str]) -> None:
    value = alike(grams(text), grams(text), taught(*texts))

    assert value == pytest.approx(1)
