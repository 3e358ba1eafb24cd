import pytest

from dialogs.reading.denied import without_denied


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("sorry I meant Wednesday, not Thursday", "sorry I meant Wednesday,"),
        ("not Thursday but Wednesday", "but Wednesday"),
        ("it's not 80, it's 88", "it's , it's 88"),
        ("not 80 it was 88", "it was 88"),
        ("不是上周三，是上周四做的", "，是上周四做的"),
        ("不是周三是周四", "是周四"),
        ("是周四，並不是周三", "是周四，"),
        ("唔係八十蚊，係八十八蚊", "，係八十八蚊"),
        ("the receipt says 680", "the receipt says 680"),
        ("金额是88", "金额是88"),
    ],
)
def test_what_is_denied_is_left_out(text: str, left: str) -> None:
    assert " ".join(without_denied(text).split()) == left
