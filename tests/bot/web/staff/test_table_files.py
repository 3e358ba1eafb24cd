from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from zipfile import ZipFile

import pytest

from bot.web.staff import table_files
from bot.web.staff.table_files import Line, TableSheet, in_parts, write_xlsx


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("=1+1", "'=1+1"),
        ("-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1+1", "'＝1+1"),
        ("\n=1+1", "'\n=1+1"),
        ("+1.2 points", "+1.2 points"),
        ("+8613800138000", "+8613800138000"),
        ("plain", "plain"),
        (7, 7),
    ],
)
def test_a_spreadsheet_takes_nothing_for_a_formula(value: object, written: object) -> None:
    assert table_files._plain(value) == written


async def test_a_workbook_holds_texts_as_texts_and_figures_as_figures(tmp_path: Path) -> None:
    lines = [("=HYPERLINK(1)", 3), ("中文 https://x.example", 1.5), ("half \ud83d", "")]

    await write_xlsx(tmp_path / "t.xlsx", [TableSheet("Told [once]: 1/2", ("Text", "n"), in_parts(lines))])

    with ZipFile(tmp_path / "t.xlsx") as book:
        sheet, names = book.read("xl/worksheets/sheet1.xml").decode(), book.read("xl/workbook.xml").decode()
    assert "<f>" not in sheet
    assert "=HYPERLINK(1)" in sheet
    assert "<v>3</v>" in sheet
    assert "中文 https://x.example" in sheet
    assert 'name="Told once 1 2"' in names


async def test_what_a_sheet_has_no_room_for_goes_on_in_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_files, "MOST_ROWS", 600)
    lines = [(number,) for number in range(1000)]

    await write_xlsx(tmp_path / "t.xlsx", [TableSheet("All", ("n",), in_parts(lines))])

    with ZipFile(tmp_path / "t.xlsx") as book:
        sheets = [book.read(f"xl/worksheets/sheet{number}.xml").decode().count("<row ") for number in (1, 2)]
    assert sheets == [501, 501]


async def test_a_sheet_without_a_line_has_its_head_all_the_same(tmp_path: Path) -> None:
    async def nothing() -> AsyncIterator[Sequence[Line]]:
        for line in list[Line]():
            yield [line]

    await write_xlsx(tmp_path / "t.xlsx", [TableSheet("Register", ("Reference", "Status"), nothing())])

    with ZipFile(tmp_path / "t.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert ("Reference" in sheet, sheet.count("<row ")) == (True, 1)
