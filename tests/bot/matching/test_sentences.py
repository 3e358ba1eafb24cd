import numpy as np
import pytest
from numpy.typing import NDArray

from bot.matching import sentences
from bot.matching.sentences import LONGEST, Sentences
from tests.bot.matching.sentences_for_tests import by_letters, encode


def test_a_meaning_is_a_vector_of_length_one() -> None:
    (vector,) = by_letters().of(["no signal"])

    assert np.linalg.norm(vector) == pytest.approx(1)


def test_what_has_no_words_has_no_meaning_and_breaks_nothing() -> None:
    (vector,) = by_letters().of([""])

    assert np.linalg.norm(vector) == 0


def test_a_meaning_is_read_once() -> None:
    asked: list[list[str]] = []

    def noting(texts: list[str]) -> NDArray[np.float32]:
        asked.append(texts)
        return encode(texts)

    reader = Sentences(noting)
    reader.of(["no signal", "NO  SIGNAL", "bill"])
    reader.of(["bill", "other"])

    assert asked == [["no signal", "bill"], ["other"]]


def test_only_so_many_meanings_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sentences, "KEPT", 2)
    reader = by_letters()

    assert len(reader.of(["a", "b", "c", "d"])) == 4
    assert len(reader.of(["a", "d"])) == 2


def test_numbers_do_not_change_a_meaning() -> None:
    one, other = by_letters().of(["order 4711", "order 4712"])

    assert np.array_equal(one, other)


@pytest.mark.parametrize("text", ["x" * 1_000_000, "不" * 1_000_000, "\x00\u202e" * 1000, "👩‍👩‍👧" * 1000, "א" * 5000])
def test_of_a_hostile_text_no_more_is_read_than_of_any(text: str) -> None:
    read: list[str] = []

    def noting(texts: list[str]) -> NDArray[np.float32]:
        read.extend(texts)
        return encode(texts)

    Sentences(noting).of([text])

    assert len(read[0]) <= LONGEST


def test_the_real_one_knows_what_is_near() -> None:
    reader = sentences.installed()
    if reader is None:
        pytest.skip("the extra is not installed")
    told, same, other = reader.of(["我的手机没有信号", "my phone has no signal", "The soup was cold"])

    assert told @ same > told @ other + 0.2
