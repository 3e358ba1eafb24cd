"""What is wrong with a text an admin wrote, where, and what would put it right.

A mistake of an author is a value, never an exception, so that they can be shown at once. This module finds none
itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz import fuzz, process

_LONGEST_QUOTE = 40
_NEAR = 60
"""Of 100; a swapped, missing or added letter in a word of five is nearer."""
_MOST_NAMED = 12

MOST_PROBLEMS = 100
"""Told of one text: more than anybody puts right in one go, and few enough for any text to be refused soon."""


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake; sorts by its place in the text."""

    line: int
    """Counted from 1, as editors do."""
    column: int
    code: str
    """Names the kind of mistake, for pages in other languages and for the manual."""
    message: str
    remedy: str = ""


class Finding(NamedTuple):
    """A problem before its line is known: where it stands in the script as a value."""

    path: tuple[str, ...]
    """Keys from the top, items of a list by their number: ``("steps", "by-kind", "branch", "0", "goto")``."""
    code: str
    message: str
    remedy: str = ""


class EnoughError(Exception):
    """So much is wrong with a text that looking for more makes no sense; whoever reads a whole text catches it."""


class Problems:
    """What is wrong with one text, as it is found."""

    def __init__(self, found: Iterable[Problem] = ()) -> None:
        self._found = list(found)
        self._more = False

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(self, problem: Problem) -> None:
        """Add a problem.

        Raises:
            EnoughError: this would be one more than `MOST_PROBLEMS`.

        """
        if len(self._found) == MOST_PROBLEMS:
            self._more = True
            raise EnoughError
        self._found.append(problem)

    def told(self) -> tuple[Problem, ...]:
        """Return them in the order of the text, each once; the last one says so if these are not all."""
        found = sorted(set(self._found))
        if self._more:
            message = f"there are more problems than these {len(found)}"
            remedy = "put these right first, then the others are told"
            found.append(Problem(found[-1].line, found[-1].column, "too-many-problems", message, remedy))
        return tuple(found)


def render(problem: Problem, file_name: str) -> str:
    """Return the problem as one line that editors and terminals can jump from.

    ``telecom.yaml:12:5: unknown-key: an ask step has no `trys`; did you mean `tries`?``
    """
    remedy = f"; {problem.remedy}" if problem.remedy else ""
    return f"{file_name}:{problem.line}:{problem.column}: {problem.code}: {problem.message}{remedy}"


def quoted(text: str) -> str:
    """Return what the author wrote in backticks: on one line, printable and not too long."""
    short = text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE] + "…"
    return "`" + "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in short) + "`"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the known word nearest to this one as a remedy, or, without a near one, what would be right."""
    known = sorted(known)
    near = process.extractOne(word[:_LONGEST_QUOTE], known, scorer=fuzz.ratio, score_cutoff=_NEAR)
    if near:
        return f"did you mean {quoted(near[0])}?"
    return f"use one of {listed(known)}" if known else ""


def listed(names: Iterable[str]) -> str:
    """Return the names, quoted; of very many the first."""
    names = list(names)
    return ", ".join(quoted(name) for name in names[:_MOST_NAMED]) + (" …" if len(names) > _MOST_NAMED else "")
