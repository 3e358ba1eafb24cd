import pytest

from dialogs.reading.traditional import traditional, writes_traditional


@pytest.mark.parametrize(
    ("text", "is_traditional"),
    [("帳單多收咗錢", True), ("账单多收了钱", False), ("繁体中文", True), ("Traditional Chinese please", True)],
)
def test_characters_tell_how_somebody_writes(text: str, is_traditional: bool) -> None:
    found = writes_traditional(text, otherwise=not is_traditional)

    assert is_traditional == found


@pytest.mark.parametrize("text", ["中文", "yes", "后里", "12", ""])
def test_what_both_write_alike_leaves_it_as_it_was(text: str) -> None:
    assert writes_traditional(text, otherwise=True)
    assert not writes_traditional(text, otherwise=False)


@pytest.mark.parametrize(
    ("simplified", "expected"),
    [
        ("在这里跟您说", "在這裡跟您說"),
        ("10分钟后系统会发出", "10分鐘後系統會發出"),
        ("网络", "網絡"),
        ("空调只制冷不制热", "空調只製冷不製熱"),
        ("前台和柜台", "前台和櫃台"),
        ("T-2026-000001", "T-2026-000001"),
    ],
)
def test_our_words_are_written_as_readers_of_traditional_write_them(simplified: str, expected: str) -> None:
    assert expected == traditional(simplified)
