"""For how many days what is kept, by kind of data and by what a matter is about: data, and its reader. Pure.

Days count from the last word on a settled matter. Where nothing is said of a kind, it stays as long as the matter.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, get_args

from dialogs.strict_yaml.fields import Fields, read_file
from dialogs.strict_yaml.problems import Problem
from storage.records.complaint_records import Ticket

Kept = Literal["matters", "texts", "files", "contacts"]
KEPT: tuple[Kept, ...] = get_args(Kept)
"""Matters as a whole; and while the matter stays: what was said, what was sent, and who it was."""
PARTS: tuple[Kept, ...] = KEPT[1:]
FOR_EVER = "always"
FEWEST_DAYS = 30
"""Days that everything is kept at least: a survey and a second telling take their time."""
AUDIT_DAYS = 365


def read_days(text: str) -> int:
    """Return for how many days to keep.

    Raises:
        ValueError: if it is not a whole number, or less than `FEWEST_DAYS`.

    """
    if not text.isascii() or not text.isdigit() or len(text) > 5:
        raise ValueError(f"“{text}” is not a whole number of days")
    if int(text) < FEWEST_DAYS:
        raise ValueError(f"it must be at least {FEWEST_DAYS} days")
    return int(text)


@dataclass(frozen=True)
class Cutoffs:
    """Before which moment the last word was said on what goes now, ticket by ticket."""

    of: Callable[[Ticket], datetime | None]
    """None where it stays for ever."""
    unlinked: datetime | None
    """Of conversations without a ticket."""
    latest: datetime | None
    """What began later stays in any case; None if nothing goes at all."""


def at_once(before: datetime) -> Cutoffs:
    """Return one moment for everything."""
    return Cutoffs(lambda _: before, before, before)


@dataclass(frozen=True)
class RetentionRules:
    """How long a company keeps what."""

    days: Mapping[Kept, int] = field(default_factory=dict)
    """What is not named stays: matters for ever, the others as long as their matter."""
    category: Mapping[tuple[str, str], Mapping[Kept, int | None]] = field(default_factory=dict)
    """By an answer, the key of its slot and that of the choice: other days; None for ever."""
    drafts: int | None = None
    """Days for which a conversation is kept that came to no ticket; None as long as matters."""
    audit_days: int = AUDIT_DAYS

    @property
    def longest(self) -> int | None:
        """For how many days words, files or who it was are kept at most; None for ever."""
        parts = [self._most(kind) for kind in PARTS]
        known = [one for one in parts if one is not None]
        both = (self._most("matters"), max(known) if len(known) == len(parts) else None)
        return min((one for one in both if one is not None), default=None)

    def _most(self, kind: Kept) -> int | None:
        held = [self.days.get(kind), *(by[kind] for by in self.category.values() if kind in by)]
        days = [one for one in held if one is not None]
        return max(days) if len(days) == len(held) else None

    def cutoffs(self, kind: Kept, now: datetime) -> Cutoffs:
        """Return what goes of a kind."""
        usual, others = self.days.get(kind), [by[kind] for by in self.category.values() if kind in by]
        unlinked = self.drafts if kind == "matters" and self.drafts is not None else usual
        all_days = [one for one in (usual, unlinked, *others) if one is not None]
        return Cutoffs(
            lambda ticket: _before(now, self._days(kind, ticket)),
            _before(now, unlinked),
            _before(now, min(all_days, default=None)),
        )

    def quoted_before(self, now: datetime) -> datetime | None:
        """Return before when that goes which quotes customers and belongs to no matter."""
        days = [self.days[kind] for kind in ("matters", "texts") if kind in self.days]
        return _before(now, min(days, default=None))

    def _days(self, kind: Kept, ticket: Ticket) -> int | None:
        """Return the days of a ticket; of several categories it has, the longest."""
        own = [
            by[kind] for (slot, choice), by in self.category.items() if kind in by and ticket.slots.get(slot) == choice
        ]
        if not own:
            return self.days.get(kind)
        days = [one for one in own if one is not None]
        return max(days) if len(days) == len(own) else None


def _before(now: datetime, days: int | None) -> datetime | None:
    return None if days is None else now - timedelta(days=days)


def read_retention(text: str) -> tuple[RetentionRules | None, tuple[Problem, ...]]:
    """Return the days that a page sets beside those of whole matters and of the record, or what is wrong with them."""
    return read_file(text, "retention", _rules)


def _rules(fields: Fields) -> RetentionRules:
    usual = dict(_days(fields, (*PARTS, "drafts")))
    days = {kind: usual[kind] for kind in PARTS if usual.get(kind) is not None}
    category: dict[tuple[str, str], Mapping[Kept, int | None]] = {}
    if slots := fields.mapping("category"):
        for slot in slots.names():
            if choices := slots.mapping(slot.text):
                for choice in choices.names():
                    if own := choices.mapping(choice.text):
                        held = dict(_days(own, KEPT))
                        category[slot.text, choice.text] = {kind: held[kind] for kind in KEPT if kind in held}
                        own.done()
        slots.done()
    fields.done()
    return RetentionRules({kind: one for kind, one in days.items() if one is not None}, category, usual.get("drafts"))


def _days(fields: Fields, names: tuple[str, ...]) -> Iterator[tuple[str, int | None]]:
    for name in names:
        if name in fields:
            text = fields.word(name)
            try:
                yield name, None if text == FOR_EVER else read_days(text)
            except ValueError as error:
                fields.report_at(name, "bad-value", str(error))
