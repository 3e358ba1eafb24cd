"""Reads a file of another system line by line: comma-separated values of any common kind, or a line of JSON each.

Knows columns and no tickets. What the columns mean is proposed by their names (`import_columns.yaml`) and decided by
people.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import orjson
import yaml

REQUIRED = ("received", "text")
"""Fields without which nothing can be taken in."""
LONGEST_LINE = 1_000_000
"""Characters."""
MOST_COLUMNS = 200
"""Each of them is shown with all that it may be, so that a page of many stands in everybody's way."""
_SAMPLE = 64 * 1024
_DELIMITERS = ",;\t|"
_ENCODINGS = ("utf-8-sig", "gb18030")
_COLUMNS = Path(__file__).parent / "import_columns.yaml"

FileLine = Mapping[str, Any]
"""What stands in a line, by column."""
Mapped = Mapping[str, str]
"""Which field a column is, by column; what is left out is not taken."""


class NotImportable(Exception):
    """A file cannot be read at all; ``reason`` says why, as a word."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class ImportFile:
    """A file whose form is known."""

    path: Path
    encoding: str
    delimiter: str
    """Between the values; empty where each line is JSON."""
    columns: tuple[str, ...]
    total: int
    """Lines."""
    first: tuple[FileLine, ...]
    """To be shown."""

    def lines(self) -> Iterator[tuple[int, FileLine | None]]:
        """Yield the lines with their numbers; None for one that is not what the others are."""
        with self.path.open(encoding=self.encoding, errors="replace", newline="") as file:
            if self.delimiter:
                for number, line in enumerate(csv.DictReader(file, delimiter=self.delimiter), 1):
                    yield number, {key: value or "" for key, value in line.items() if isinstance(key, str)}
                return
            for number, text in enumerate(filter(str.strip, file), 1):
                yield number, _json_line(text)


def fields() -> tuple[str, ...]:
    """Return what a column may be."""
    return tuple(_names())


def open_file(path: Path) -> ImportFile:
    """Return what can be told of a file before anything is taken from it.

    Raises:
        NotImportable: if it is empty, no text, or has no columns or too many.
    """
    csv.field_size_limit(LONGEST_LINE)
    encoding = _encoding(path)
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        sample = file.read(_SAMPLE)
    if not sample.strip():
        raise NotImportable("empty")
    delimiter = "" if sample.lstrip().startswith("{") else _delimiter(sample)
    shape = ImportFile(path, encoding, delimiter, (), 0, ())
    columns, first, total = dict[str, None](), list[FileLine](), 0
    try:
        for number, line in shape.lines():
            total = number
            if line is not None and number <= 200:
                columns |= dict.fromkeys(line)
                first += [line] if len(first) < 3 else []
            if len(columns) > MOST_COLUMNS:
                raise NotImportable("too-many-columns")
    except csv.Error:
        raise NotImportable("unreadable") from None
    if not total or not columns:
        raise NotImportable("no-lines")
    return ImportFile(path, encoding, delimiter, tuple(columns), total, tuple(first))


def proposed(columns: tuple[str, ...]) -> dict[str, str]:
    """Return which field each column seems to be; each field once."""
    found: dict[str, str] = {}
    for field, names in _names().items():
        for column in columns:
            if column not in found and " ".join(column.casefold().replace("_", " ").split()) in names:
                found[column] = field
                break
    return found


def missing(mapping: Mapped) -> list[str]:
    """Return the fields that no column is and that are needed."""
    return [name for name in REQUIRED if name not in mapping.values()]


def mapped(line: FileLine, mapping: Mapped) -> FileLine:
    """Return what stands in a line, by field."""
    return {field: line[column] for column, field in mapping.items() if line.get(column) not in (None, "")}


@cache
def _names() -> Mapping[str, frozenset[str]]:
    held = yaml.safe_load(_COLUMNS.read_text("utf-8"))
    return {field: frozenset(map(str, names)) | {field.replace("_", " ")} for field, names in held.items()}


def _encoding(path: Path) -> str:
    for encoding in _ENCODINGS:
        try:
            with path.open(encoding=encoding) as file:
                while file.read(_SAMPLE):
                    pass
        except UnicodeDecodeError:
            continue
        return encoding
    raise NotImportable("unreadable")


def _delimiter(sample: str) -> str:
    head = sample.lstrip().splitlines()[0]
    return max(_DELIMITERS, key=head.count)


def _json_line(text: str) -> FileLine | None:
    try:
        line = orjson.loads(text)
    except orjson.JSONDecodeError:
        return None
    return line if isinstance(line, dict) else None
