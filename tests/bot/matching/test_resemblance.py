from bot.matching.grams import Weights
from bot.matching.resemblance import FEATURES, MEANT, Strangers, features, whole_meaning
from bot.matching.sentences import Sentences
from bot.matching.telling import Telling, read_tellings
from tests.bot.matching.sentences_for_tests import by_letters

BILL = "My bill of October is 40 too high. The shop in Garden Street will not help."
LIFT = "The lift in Oak Tower stops between two floors."


def read(text: str, sentences: Sentences | None = None) -> Telling:
    return read_tellings([text], sentences)[0]


def seen(text: str, *matters: str, sentences: Sentences | None = None) -> list[dict[str, float]]:
    told = [[read(matter, sentences)] for matter in matters]
    rows = features(Weights(), read(text, sentences), told, Strangers())
    return [dict(zip((*FEATURES, *MEANT), row, strict=False)) for row in rows]


def test_the_very_same_shares_everything() -> None:
    (same,) = seen(BILL, BILL, sentences=by_letters())

    assert [round(same[name], 3) for name in ("contained", "cosine", "meaning", "first_meaning")] == [1, 1, 1, 1]


def test_half_a_sentence_is_contained_though_the_cosine_is_small() -> None:
    (half,) = seen("The shop in Garden Street", BILL)

    assert half["contained"] > 0.8
    assert half["contained"] > half["cosine"]


def test_a_matter_leads_by_what_the_others_have_less_in_common() -> None:
    bill, lift = seen(BILL, BILL, LIFT)

    assert bill["lead"] > 0.5
    assert lift["lead"] < -0.5


def test_a_number_that_both_name_counts_by_how_rare_it_is() -> None:
    named, other = seen("Order 4711 never came", "Where is 4711?", "Where is 4712?")

    assert named["numbers"] > 0
    assert other["numbers"] == 0


def test_the_first_sentence_counts_where_the_other_tells_it_anywhere() -> None:
    (told,) = seen("Garden Street. They are rude, and I am angry about it all.", BILL)

    assert told["first_shared"] > 0.9


def test_without_meanings_there_are_the_numbers_of_words_alone() -> None:
    (row,) = features(Weights(), read(BILL), [[read(LIFT)]], Strangers())

    assert len(row) == len(FEATURES)
    assert whole_meaning(Weights(), read(BILL)) is None


def test_the_nearest_of_what_was_told_of_a_matter_counts() -> None:
    weights, told = Weights(), [read(LIFT), read(BILL)]
    (row,) = features(weights, read(BILL), [told], Strangers())

    assert row[FEATURES.index("contained")] == 1
