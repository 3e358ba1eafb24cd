"""Tables as files to be saved: comma-separated values sent as they are written, or a workbook of XLSX.

Both take rows as they come, so that neither all of them are held at once nor others wait for them. What a spreadsheet
would take for a formula it is shown as text.
"""

import asyncio
import csv
import io
import re
import tempfile
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import web
from xlsxwriter import Workbook  # type: ignore[import-untyped]  # it tells no types

Line = Sequence[object]
FORMAT = "{format:csv|xlsx}"
"""The end of the address of a file."""
AT_A_TIME = 500
"""Lines that are written before others may go on."""
FORMULAS = (*"=+-@", *"＝＋－＠", "\t", "\r", "\n")
"""With which a spreadsheet takes what it opens for a formula; Chinese and Japanese ones take the wide signs too."""
_FIGURE = re.compile(r"[+-]?[\d.,]{1,40}(?:%| ?[^\W\d]\w{0,40})?")
_PIECE = 256 * 1024
"""Bytes that are sent at a time."""
MOST_ROWS = 1_000_000
"""Of one sheet: Excel opens no more than 1,048,576. What there is beyond goes on in another one."""
LONGEST_CELL = 32_767
"""Characters that Excel takes."""
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_LONGEST_TITLE = 27
"""Characters of the name of a sheet, with room for a number behind it."""


@dataclass(frozen=True)
class TableSheet:
    """One table of a file."""

    title: str
    head: Line
    """Empty where the lines have none."""
    lines: AsyncIterator[Sequence[Line]]
    """Some hundreds at a time."""


async def in_parts(lines: Iterable[Line]) -> AsyncIterator[Sequence[Line]]:
    """Yield lines that are there already as those of a sheet come."""
    part: list[Line] = []
    for line in lines:
        part.append(line)
        if len(part) == AT_A_TIME:
            yield part
            part = []
    yield part


async def send_tables(request: web.Request, name: str, sheets: Sequence[TableSheet]) -> web.StreamResponse:
    """Send tables in the format that the address ends with."""
    send = _send_xlsx if request.match_info["format"] == "xlsx" else _send_csv
    return await send(request, name, sheets)


async def _send_csv(request: web.Request, name: str, sheets: Sequence[TableSheet]) -> web.StreamResponse:
    """Send tables one below the other; several each under its title."""
    response = web.StreamResponse(headers=_saved_as(f"{name}.csv"))
    response.content_type, response.charset = "text/csv", "utf-8"
    await response.prepare(request)
    await response.write("\ufeff".encode())  # by which spreadsheets know the encoding
    for number, sheet in enumerate(sheets):
        above: list[Line] = [*([()] if number else []), *([(sheet.title,)] if len(sheets) > 1 else [])]
        await response.write(as_csv([*above, *([sheet.head] if sheet.head else [])]))
        async for lines in sheet.lines:
            await response.write(as_csv(lines))
    await response.write_eof()
    return response


async def _send_xlsx(request: web.Request, name: str, sheets: Sequence[TableSheet]) -> web.StreamResponse:
    """Send tables as the sheets of a workbook, which is written to the disk first."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "tables.xlsx"
        await write_xlsx(place, sheets)
        response = web.StreamResponse(headers=_saved_as(f"{name}.xlsx"))
        response.content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        response.content_length = place.stat().st_size
        await response.prepare(request)
        with place.open("rb") as file:
            while piece := await asyncio.to_thread(file.read, _PIECE):
                await response.write(piece)
    return response


async def write_xlsx(place: Path, sheets: Sequence[TableSheet]) -> None:
    """Write tables as a workbook, of which never more than a row is held."""
    # In constant memory each sheet is a file of its own until the end, beside which the folder has room.
    book = Workbook(str(place), {"constant_memory": True, "tmpdir": str(place.parent), "strings_to_urls": False})
    try:
        for number, sheet in enumerate(sheets, 1):
            await _write_sheet(book, sheet, number)
    finally:
        await asyncio.to_thread(book.close)


async def _write_sheet(book: Any, sheet: TableSheet, number: int) -> None:
    title = " ".join(sheet.title.translate(_FORBIDDEN).split())[:_LONGEST_TITLE]
    page, part = _begun(book, title or str(number), sheet.head), 1
    row = first = 1 if sheet.head else 0
    async for lines in sheet.lines:
        if row + len(lines) > MOST_ROWS:
            part += 1
            page, row = _begun(book, f"{title} {part}", sheet.head), first
        await asyncio.to_thread(_write_lines, page, row, lines)
        row += len(lines)


def _begun(book: Any, title: str, head: Line) -> Any:
    """Return a new sheet with its head, whether or not a line comes below it."""
    page = book.add_worksheet(title)
    if head:
        _write_lines(page, 0, [head])
        page.freeze_panes(1, 1)
    return page


def _write_lines(page: Any, first: int, lines: Sequence[Line]) -> None:
    for row, line in enumerate(lines, first):
        for column, value in enumerate(line):
            if isinstance(value, int | float):
                page.write_number(row, column, value)
            elif text := str(value):
                page.write_string(row, column, text[:LONGEST_CELL].encode("utf-8", "replace").decode())


def as_csv(lines: Sequence[Line]) -> bytes:
    """Return lines as comma-separated values."""
    text = io.StringIO()
    csv.writer(text).writerows([_plain(value) for value in line] for line in lines)
    return text.getvalue().encode("utf-8", "replace")


def _plain(value: object) -> object:
    """Return a value that no spreadsheet takes for a formula; figures such as ``+1.2 points`` are none."""
    text = str(value)
    return f"'{text}" if text.startswith(FORMULAS) and not _FIGURE.fullmatch(text) else value


def _saved_as(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
