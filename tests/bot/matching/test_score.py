import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching.normalise import tokens
from bot.matching.score import best, score

WORDS = ["network", "networks", "netwrk", "bill", "bil", "断了", "宽带断了", "0000001", "000000:000001", "½", "é"]
TEXTS = st.text(max_size=60) | st.lists(st.sampled_from(WORDS), max_size=10).map(" ".join)


@given(TEXTS, TEXTS)
def test_two_texts_are_as_alike_in_either_order(one: str, other: str) -> None:
    there, back = score(one, other), score(other, one)

    assert there == pytest.approx(back)


@given(TEXTS, TEXTS)
def test_a_score_is_between_nothing_and_all(one: str, other: str) -> None:
    value = score(one, other)

    assert 0 <= value <= 1


@given(TEXTS.filter(lambda text: bool(tokens(text))))
def test_a_text_finds_itself(text: str) -> None:
    value = score(text, text)

    assert value == pytest.approx(1)


def test_texts_without_words_are_like_nothing() -> None:
    value = score("?!", "?!")

    assert value == 0


def test_a_typing_mistake_is_forgiven() -> None:
    value = score("broadband is down in Garden Street", "brodband down, Garden Steet")

    assert value > 0.8


def test_the_order_of_words_does_not_matter() -> None:
    value = score("bill wrong october", "october wrong bill")

    assert value == 1


def test_a_telling_inside_a_longer_one_is_found() -> None:
    value = score(
        "charged twice for October bill",
        "Hello, I was charged twice for my October bill and nobody at the shop could explain why",
    )

    assert value > 0.6


def test_few_words_inside_a_longer_text_are_not_trusted() -> None:
    value = score("still down", "the lift in the shop is down and the queue was very long today")

    assert value < 0.36


def test_the_same_in_chinese_is_found() -> None:
    value = score("十月份账单多扣了128元", "账单十月份多扣128元")

    assert value > 0.6


@pytest.mark.parametrize(("others", "value"), [([], 0), (["something else"], 0), (["something else", "bill wrong"], 1)])
def test_the_best_of_several_counts(others: list[str], value: float) -> None:
    found = best("bill wrong", others)

    assert value == found
