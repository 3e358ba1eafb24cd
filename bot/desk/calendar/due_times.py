"""Within which time a complaint is to be answered: by what it is about, and by how grave it is. Data and its reader.

The file of the program says what is grave, a company's file anything; where neither says a thing, one time is for all.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache

from dialogs.strict_yaml.fields import Fields, read_file, read_shipped
from dialogs.strict_yaml.problems import Problem, quoted
from dialogs.strict_yaml.yaml_text import TextNode

_TIME = re.compile(r"(\d{1,4}) (open )?(minute|hour|day)s?", re.ASCII)
_UNITS = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), "day": timedelta(days=1)}
_NAME = "due_times.yaml"


@dataclass(frozen=True)
class Allowance:
    """A time within which something is to be answered."""

    time: timedelta
    is_open: bool = True
    """Only opening hours count; otherwise the time runs by day and night."""


@dataclass(frozen=True)
class DueTimes:
    """What takes less or more time than everything else."""

    severity: Mapping[str, Allowance] = field(default_factory=dict)
    """By the signal for which a person is called. It only ever shortens."""
    category: Mapping[tuple[str, str], Allowance] = field(default_factory=dict)
    """By an answer: the key of its slot and that of the choice."""

    def of(self, slots: Mapping[str, object]) -> list[Allowance]:
        """Return the times of the categories that these answers name."""
        answers = {(key, str(value)) for key, value in slots.items()}
        return [allowance for answer, allowance in self.category.items() if answer in answers]

    def over(self, other: "DueTimes") -> "DueTimes":
        """Return these times, and those of another where these say nothing."""
        return DueTimes({**other.severity, **self.severity}, {**other.category, **self.category})


@cache
def shipped_due_times() -> DueTimes:
    """Return the times that come with the program."""
    return read_shipped("bot.desk.calendar", _NAME, _due_times)


def read_due_times(text: str) -> tuple[DueTimes | None, tuple[Problem, ...]]:
    """Return the times of a company's file, or nothing and all that is wrong with it."""
    return read_file(text, _NAME, _due_times)


def _due_times(fields: Fields) -> DueTimes:
    severity = dict(_allowances(fields, "severity"))
    category: dict[tuple[str, str], Allowance] = {}
    if slots := fields.mapping("category"):
        for slot in slots.names():
            category |= {(slot.text, choice): allowance for choice, allowance in _allowances(slots, slot.text)}
        slots.done()
    fields.done()
    return DueTimes(severity, category)


def _allowances(fields: Fields, key: str) -> Iterator[tuple[str, Allowance]]:
    for name, node in fields.entries(key, needed=False):
        text = node.text if isinstance(node, TextNode) else ""
        found = _TIME.fullmatch(text)
        if not found or not int(found[1]):
            fields.report(node, "bad-value", f"{quoted(text)} is not a time like “15 minutes” or “8 open hours”")
        else:
            yield name, Allowance(int(found[1]) * _UNITS[found[3]], is_open=bool(found[2]))
