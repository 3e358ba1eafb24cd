from hypothesis import given
from hypothesis import strategies as st

from bot.desk.hotspots.topic_summary import SAMPLES, area, masked, named, samples


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
