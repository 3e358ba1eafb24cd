"""What is wrong with a text an admin wrote, where, and what would put it right.

A mistake of an author is a value, never an exception, so that all of them can be shown at once. This module finds
none itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz import fuzz, process

_LONGEST_QUOTE = 40
_NEAR = 60
"""Of 100; a swapped, missing or added letter in a word of five is nearer."""
_MOST_NAMED = 12


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
    return f"use one of {', '.join(quoted(name) for name in known[:_MOST_NAMED])}" if known else ""
