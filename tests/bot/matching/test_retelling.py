import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching import retelling
from bot.matching.retelling import Listener
from bot.matching.sentences import Sentences
from tests.bot.matching.sentences_for_tests import by_letters

BILL = "My bill of October is 40 too high, the shop in Garden Street will not help"
LIFT = "The lift in Oak Tower stops between two floors"
READERS = pytest.mark.parametrize("sentences", [None, by_letters()], ids=["grams", "meanings"])
TELLINGS = st.lists(
    st.sampled_from([BILL, LIFT, "还是不行", "", "again"]) | st.text(max_size=30), min_size=1, max_size=3
)


def likelihoods(sentences: Sentences | None, text: str, *matters: list[str]) -> list[float]:
    listener = Listener(sentences)
    for matter in matters:
        for telling in listener.read(matter):
            listener.learn(telling)
    told = [listener.read(matter) for matter in matters]
    telling = listener.read_again(text, [one for matter in told for one in matter])
    return [one.likelihood for one in listener.judge(telling, told)]


@READERS
def test_a_text_always_finds_itself(sentences: Sentences | None) -> None:
    bill, lift = likelihoods(sentences, BILL, [BILL], [LIFT])

    assert bill > 0.7 > 0.3 > lift


@READERS
def test_whoever_names_the_place_again_is_found(sentences: Sentences | None) -> None:
    bill, lift = likelihoods(sentences, "Garden Street shop: nobody helps with October", [BILL], [LIFT])

    assert bill > 0.3
    assert bill > lift


@READERS
def test_one_telling_of_a_matter_is_enough(sentences: Sentences | None) -> None:
    (alone,) = likelihoods(sentences, LIFT, [LIFT])
    (among,) = likelihoods(sentences, LIFT, [BILL, LIFT])

    assert among > 0.7
    assert alone > 0.7


@READERS
def test_who_says_that_it_is_something_else_is_believed(sentences: Sentences | None) -> None:
    (same,) = likelihoods(sentences, "Garden Street shop: my October bill", [BILL])
    (other,) = likelihoods(sentences, "Something else at the Garden Street shop, not the October bill", [BILL])

    assert other < same


def test_nobody_was_here_before() -> None:
    assert likelihoods(None, BILL) == []


@READERS
@given(text=st.text(max_size=60), matters=st.lists(TELLINGS, max_size=4))
def test_every_matter_gets_a_likelihood(text: str, matters: list[list[str]], sentences: Sentences | None) -> None:
    found = likelihoods(sentences, text, *matters)

    assert len(found) == len(matters)
    assert all(0 <= one <= 1 for one in found)


@READERS
@given(others=st.lists(st.text(max_size=30), max_size=4))
def test_adding_others_never_removes_an_exact_match(others: list[str], sentences: Sentences | None) -> None:
    found = likelihoods(sentences, BILL, [BILL], *([other] for other in others if other not in BILL))

    assert found[0] == max(found)


def test_only_the_newest_tellings_decide_what_is_common(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retelling, "LEARNT", 2)
    listener = Listener(None)
    for telling in listener.read(["old words", "new words", "newer words"]):
        listener.learn(telling)

    assert (listener.weights.texts, listener.weights.held["old"], listener.weights.held["words"]) == (2, 0, 2)


def test_without_meanings_a_telling_is_read_by_its_words() -> None:
    (telling,) = Listener(by_letters()).read_words([BILL])

    assert telling.vectors is None
