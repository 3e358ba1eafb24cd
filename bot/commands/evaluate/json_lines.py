"""Reads JSON lines, an object a line, and gathers what is wrong with them. Knows nothing of what the objects mean."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Generic, TypeVar

T = TypeVar("T")

SHOWN = 20
"""Mistakes that are told; whoever made more has made the same one again."""
_MARK = b"\xef\xbb\xbf"
"""With which editors on Windows begin a file."""


class BadLines(Exception):
    """Lines that cannot be used; the text names each, and the files they are in."""


class BadLine(Exception):
    """One of them; the text says what is wrong."""


class LineFields:
    """The object of one line, whose values are taken by their names."""

    def __init__(self, values: dict[str, Any]) -> None:
        self._values = values

    def text(self, key: str) -> str:
        """Return a text.

        Raises:
            BadLine: if there is none; so do the others.

        """
        value = self._values.get(key)
        if not isinstance(value, str):
            raise BadLine(f"“{key}” must be a text" if key in self._values else f"“{key}” is missing")
        return _whole(value)

    def name(self, key: str) -> str:
        """Return what something is called: a text or a number, which is taken as text."""
        if key not in self._values:
            raise BadLine(f"“{key}” is missing")
        return _name(key, self._values[key])

    def name_or_none(self, key: str) -> str | None:
        """Return what something is called, or None where there is null or nothing."""
        value = self._values.get(key)
        return None if value is None else _name(key, value)

    def names(self, key: str) -> tuple[str, ...]:
        """Return a list of names, which may be left out."""
        return tuple(_name(key, one) for one in self._list(key))

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of at least one text."""
        values = self._list(key)
        if not values or not all(isinstance(one, str) for one in values):
            raise BadLine(f"“{key}” must be a list of texts, at least one")
        return tuple(_whole(one) for one in values)

    def yes(self, key: str) -> bool:
        """Return true or false; false where it is left out."""
        value = self._values.get(key, False)
        if not isinstance(value, bool):
            raise BadLine(f"“{key}” must be true or false")
        return value

    def has(self, key: str) -> bool:
        """Tell whether a value is there."""
        return key in self._values

    def _list(self, key: str) -> list[Any]:
        value = self._values.get(key, [])
        if not isinstance(value, list):
            raise BadLine(f"“{key}” must be a list")
        return value


class Lines(Generic[T]):
    """What was made of the lines of one file, by their numbers, and what is wrong with the others."""

    def __init__(self, path: Path, data: bytes, make: Callable[[LineFields], T]) -> None:
        self._path = path
        self.made: dict[int, T] = {}
        self.mistakes: dict[int, str] = {}
        for number, line in enumerate(data.removeprefix(_MARK).split(b"\n"), 1):
            if line.strip():
                try:
                    self.made[number] = make(_given(line))
                except BadLine as mistake:
                    self.mistakes[number] = str(mistake)

    def refuse(self, number: int, mistake: str) -> None:
        """Note what is wrong with a line, if nothing is yet."""
        self.mistakes.setdefault(number, mistake)

    def told(self) -> Iterator[str]:
        """Yield the mistakes as compilers tell them."""
        for number, mistake in sorted(self.mistakes.items()):
            yield f"{self._path}:{number}: {mistake}"


def raise_for(*files: Lines[Any]) -> None:
    """Raise what is wrong with these files, if anything is.

    Raises:
        BadLines: with the first `SHOWN` mistakes.

    """
    told = [mistake for file in files for mistake in file.told()]
    if told:
        more = [f"… and {len(told) - SHOWN} more"] if len(told) > SHOWN else []
        raise BadLines("\n".join([*told[:SHOWN], *more]))


def _given(line: bytes) -> LineFields:
    try:
        values = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        raise BadLine("this is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise BadLine(f"this is no JSON: {error.msg} (character {error.colno})") from None
    except (ValueError, RecursionError):
        raise BadLine("this is no JSON that anybody could mean") from None
    if not isinstance(values, dict):
        raise BadLine("this is no object: {…}")
    return LineFields(values)


def _name(key: str, value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float) or value == "":
        raise BadLine(f"“{key}” must hold an id: a text or a number")
    return _whole(str(value))


def _whole(text: str) -> str:
    """Return the text without halves of characters, which JSON can write and nothing can print."""
    return text.encode("utf-8", "replace").decode("utf-8")
