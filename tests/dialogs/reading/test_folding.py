from hypothesis import given
from hypothesis import strategies as st

from dialogs.reading.folding import clean, folded, simplified


def test_traditional_characters_are_read_as_simplified_ones() -> None:
    assert simplified("帳單、服務、跳過、賬戶、後天、週一") == "账单、服务、跳过、账户、后天、周一"


def test_two_ways_to_write_a_bill_in_simplified_are_one() -> None:
    assert simplified("帐单") == simplified("账单")


def test_full_width_and_circled_signs_and_capitals_are_folded() -> None:
    assert folded("　Ｎｏ．②　") == "no.2"


def test_what_cannot_be_seen_is_taken_out() -> None:
    assert clean("a\u202eb\0 c\ud800\n\td") == "ab c d"


def test_signs_that_stand_for_many_do_not_make_a_long_text_much_longer() -> None:
    one, many = folded("\ufdfa"), folded("\ufdfa" * 20_000)

    assert len(one) == 18
    assert len(many) <= 22_000


@given(st.text())
def test_folding_once_more_changes_no_character_of_chinese(text: str) -> None:
    assert simplified(simplified(text)) == simplified(text)
    assert len(simplified(text)) == len(text)


def test_what_belongs_together_is_one_sign_in_a_text_of_any_length() -> None:
    assert {folded(f"{' ' * ahead}½" + "e\u0301" * 999)[3:] for ahead in range(2)} == {"é" * 999}
