from hypothesis import given
from hypothesis import strategies as st

from bot.desk.hotspots.topic_summary import SAMPLES, WORDS, area, masked, named, samples, wordings


def test_neighbours_are_put_together_where_most_texts_say_them_so() -> None:
    texts = ["No signal on Oak Street", "signal gone, Oak Street", "Oak Street: no signal"]
    found = wordings(("oak street", "oak", "street", "stree-", "signal"), texts)

    assert found == ("oak street", "signal")


def test_words_that_are_only_sometimes_neighbours_stand_alone() -> None:
    found = wordings(
        ("router", "restarts"), ["router restarts", "restarts all day, the router", "the router, it restarts"]
    )

    assert found == ("router", "restarts")


def test_chinese_pairs_that_overlap_become_the_words_that_were_written() -> None:
    found = wordings(("银杏", "杏路", "断网"), ["银杏路断网了", "我家在银杏路，断网", "银杏路又断网了"])

    assert found in (("银杏路断网",), ("银杏路", "断网"))


def test_words_are_few_and_numbers_and_beginnings_are_none() -> None:
    texts = ["one two three four five", "five four three two one", "three one five two four"]
    found = wordings(("#", "charg-", "one", "two", "three", "four", "five"), texts)

    assert len(found) == WORDS
    assert not {"#", "charg-"} & set(found)


def test_the_area_is_what_most_name_whatever_the_house_number() -> None:
    found = area(["12 Oak Street", "Oak Street", "oak street 5", "Elm Road", "Oak Street"])

    assert found == "Oak Street"


def test_chinese_houses_of_one_road_are_one_area() -> None:
    found = area(["人民路100号", "人民路", "人民路5", ""])

    assert found == "人民路"


def test_where_they_name_many_places_or_none_there_is_no_area() -> None:
    found = [area(["Oak Street", "Elm Road"]), area(["", "", "Oak Street"]), area([])]

    assert found == ["", "", ""]


def test_in_one_line_the_area_is_not_said_twice() -> None:
    found = [named(("oak street", "no signal"), "Oak Street"), named(("app crashes", "login"), "")]

    assert found == ["no signal, Oak Street", "app crashes, login"]


def test_samples_are_few_and_each_once() -> None:
    found = samples(["no signal", "no  signal", *(f"dead {letter}" for letter in "abcdefghijklmnop")])

    assert found[:2] == ("no signal", "dead a")
    assert len(found) == SAMPLES


def test_numbers_that_may_be_private_are_hidden_however_they_are_grouped() -> None:
    found = [
        masked(text) for text in ("call 13800138000", "card 6222 0212 3456", "(030) 123-4567", "5G since 2026, 12.5")
    ]

    assert found == ["call •••••••••••", "card •••• •••• ••••", "(•••) •••-••••", "5G since 2026, 12.5"]


@given(st.text(alphabet="0123456789１２３ -.()ab路", max_size=40))
def test_no_sample_shows_five_digits_in_a_row(text: str) -> None:
    shown = masked(text)

    assert not any(shown[at : at + 5].isdigit() for at in range(len(shown)) if len(shown[at : at + 5]) == 5)
