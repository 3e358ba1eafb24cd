import pytest

from dialogs.reading.amounts import amounts
from dialogs.reading.denials import affirmed


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("等等，不是80，是88块", "等等,是88块"),
        ("不是上周三，是上周四做的", "是上周四做的"),
        ("不是我妈而是我爸", "而是我爸"),
        ("sorry I meant Wednesday, not Thursday", "sorry I meant Wednesday, "),
        ("it's not 80 but 88", "it's 88"),
        ("on the 3rd instead of the 2nd", "on the 3rd "),
    ],
)
def test_what_is_taken_back_is_left_out(text: str, left: str) -> None:
    assert affirmed(text) == left


@pytest.mark.parametrize("text", ["make it 88", "改成88块", "not that", "不是这个", ""])
def test_a_text_that_takes_nothing_back_or_says_nothing_else_stays(text: str) -> None:
    assert affirmed(text) == text


def test_one_amount_is_left_of_two() -> None:
    assert list(amounts(affirmed("不是80块，是88块"), marked=True)) == ["88.00"]
