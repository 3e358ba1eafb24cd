"""How well a first message is taken in, measured on labelled ones: where it leads, what is kept of it, what is offered.

What the desk made of each message comes from whoever played it there; nothing here reads a file or plays a turn.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.desk.recognition.evaluation import share
from dialogs.reading.folding import folded

KIND = "kind"
"""The slot of a script that says what a complaint is about; it is counted by itself."""
_DAY = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}(?:[T/].*)?")
_DAY_SIGNS = len("2026-11-29")
_LEADING = re.compile(r"^(?:(?:at|in|on|near|the|a|an|my|your|our) )+")
_HALF = 2


@dataclass(frozen=True)
class LabelledIntake:
    """A first message, and what a person reads in it."""

    id: str
    script: str
    text: str
    kind: str
    """Empty if none fits or it is not said."""
    slots: Mapping[str, str]
    """Without the kind."""
    known_issue: str
    """Whose answer truly fits; empty if none does."""
    calls_person: bool
    """It asks for a person, a supervisor or an emergency text, whoever reads it."""
    is_grave: bool
    """Without one of these it is answered wrongly."""


@dataclass(frozen=True)
class FirstReply:
    """What the desk made of a first message."""

    slots: Mapping[str, str]
    """What was read from it, the kind included and the telling itself not."""
    is_person: bool
    """The first reply is a person, a supervisor or an emergency text."""
    by_answers: bool = False
    """It is, because the script calls one for such answers, and not for how the customer is."""
    is_quiet_line: bool = False
    """A line of help was told beside the question."""
    offered: str = ""
    """The known issue that was answered or offered first."""
    is_answered: bool = False
    """It was answered at once."""


@dataclass(frozen=True)
class IntakeOutcome:
    """One message, and what the desk made of it."""

    told: LabelledIntake
    reply: FirstReply

    @property
    def is_misrouted(self) -> bool:
        """Whether it came to a person or an emergency text without need, or did not though it had to."""
        if self.told.is_grave:
            return not (self.reply.is_person or self.reply.is_quiet_line)
        is_by_rule = self.reply.by_answers and not self.wrong and self.is_right_kind
        return self.reply.is_person and not self.told.calls_person and not is_by_rule

    @property
    def read(self) -> Mapping[str, str]:
        """The values that were read, without the kind."""
        return {key: value for key, value in self.reply.slots.items() if key != KIND and value}

    @property
    def right(self) -> list[str]:
        """The slots that hold what is said."""
        return [key for key, value in self.read.items() if is_same(value, self.told.slots.get(key, ""))]

    @property
    def wrong(self) -> list[str]:
        """The slots that hold something else, or what is not said."""
        return [key for key in self.read if key not in self.right]

    @property
    def missed(self) -> list[str]:
        """The slots that are said and were not read."""
        return [key for key in self.told.slots if key not in self.read]

    @property
    def is_right_kind(self) -> bool:
        """Whether the kind is the one that is said, or none where none is."""
        return self.reply.slots.get(KIND, "") == self.told.kind

    @property
    def is_wrongly_offered(self) -> bool:
        """Whether a known issue was shown that does not fit."""
        return bool(self.reply.offered) and self.reply.offered != self.told.known_issue

    @property
    def is_wrong(self) -> bool:
        """Whether anything about it is not as it should be."""
        return bool(self.is_misrouted or self.wrong or self.missed or self.is_wrongly_offered or not self.is_right_kind)


@dataclass(frozen=True)
class IntakeFigures:
    """What came of the messages."""

    outcomes: Sequence[IntakeOutcome]

    def figures(self) -> dict[str, float]:
        """Return them as they are published; a share of nothing is 0."""
        ones = self.outcomes
        right = sum(len(one.right) for one in ones)
        kinds = [one for one in ones if one.reply.slots.get(KIND)]
        offers = [one for one in ones if one.reply.offered]
        return {
            "misrouted": share(sum(one.is_misrouted for one in ones), len(ones)),
            "slot_precision": share(right, sum(len(one.read) for one in ones)),
            "slot_recall": share(right, sum(len(one.told.slots) for one in ones)),
            "kind_accuracy": share(sum(one.is_right_kind for one in ones), len(ones)),
            "kind_precision": share(sum(one.is_right_kind for one in kinds), len(kinds)),
            "offer_precision": share(sum(not one.is_wrongly_offered for one in offers), len(offers)),
            "answered_wrongly": share(sum(one.reply.is_answered and one.is_wrongly_offered for one in ones), len(ones)),
        }

    def each(self) -> dict[str, dict[str, float]]:
        """Return for each slot how many messages tell it, how many values were read, and how well."""
        keys = sorted({key for one in self.outcomes for key in (*one.told.slots, *one.read)})
        return {key: self._of(key) for key in keys}

    def misses(self) -> list[IntakeOutcome]:
        """Return the messages of which anything was not as it should be."""
        return [one for one in self.outcomes if one.is_wrong]

    def _of(self, key: str) -> dict[str, float]:
        told = sum(key in one.told.slots for one in self.outcomes)
        read = sum(key in one.read for one in self.outcomes)
        right = sum(key in one.right for one in self.outcomes)
        return {"lines": told, "read": read, "precision": share(right, read), "recall": share(right, told)}


def measure_intake(outcomes: Iterable[tuple[LabelledIntake, FirstReply]]) -> IntakeFigures:
    """Return how well first messages were taken in."""
    return IntakeFigures([IntakeOutcome(told, reply) for told, reply in outcomes])


def is_same(read: str, told: str) -> bool:
    """Return whether a value is the one that was told: of dates the day, of words the better part."""
    if _DAY.fullmatch(told):
        return read[:_DAY_SIGNS] == told[:_DAY_SIGNS]
    mine, theirs = _bare(read), _bare(told)
    if mine == theirs:
        return True
    is_in_words = (any(map(str.isalpha, theirs)) and " " in theirs) or not theirs.isascii()
    short, long = sorted((mine, theirs), key=len)
    return bool(short) and is_in_words and short in long and len(long) <= _HALF * len(short)


def _bare(value: str) -> str:
    return _LEADING.sub("", folded(value)).strip(" .,。，")
