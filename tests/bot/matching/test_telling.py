from hypothesis import given
from hypothesis import strategies as st

from bot.matching.grams import Weights
from bot.matching.telling import KNOWN, MEANT, SENTENCES, matter_of, read_tellings
from tests.bot.matching.sentences_for_tests import by_letters

POLITE = "Thank you for your kind attention,"


def heard(*texts: str) -> Weights:
    """Return weights after these texts were heard often, among others."""
    weights = Weights()
    for number in range(2 * KNOWN):
        for text in (*texts, f"something else {number}"):
            weights.learn(read_tellings([text], None)[0].grams)
    return weights


def test_what_everybody_says_belongs_to_no_matter() -> None:
    (telling,) = read_tellings([f"{POLITE} the lift smells."], None)

    assert matter_of(telling, heard(POLITE)) == "the lift smells."


def test_what_is_nothing_but_phrases_is_kept() -> None:
    (telling,) = read_tellings([POLITE], None)

    assert matter_of(telling, heard(POLITE)) == POLITE


def test_before_anything_is_known_all_is_kept() -> None:
    text = f"{POLITE} the lift smells."
    (telling,) = read_tellings([text], None)

    assert matter_of(telling, Weights()) == text


def test_meanings_are_read_sentence_by_sentence_as_far_as_the_matter_is_told() -> None:
    text = "The lift smells. " * 100
    (telling,) = read_tellings([text], by_letters())

    assert telling.vectors is not None
    assert len(telling.vectors) == len(telling.sentences) == SENTENCES
    assert len("The lift smells. ") * SENTENCES <= MEANT


@given(st.text(max_size=300))
def test_every_text_has_a_sentence(text: str) -> None:
    (telling,) = read_tellings([text], by_letters())

    assert len(telling.sentences) >= 1
    assert 0 <= telling.length <= 1
