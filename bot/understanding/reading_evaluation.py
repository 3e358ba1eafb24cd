"""How well acts and signals are read, measured on labelled lines. Reads no file and prints nothing."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.understanding.acts import CONTROL, Act
from bot.understanding.labelled_lines import LabelledAct, LabelledText
from bot.understanding.reader_port import Situation
from bot.understanding.signals import GRAVE, HeardSignal, Level, SignalName

Ranked = Sequence[tuple[Act, float]]


@dataclass(frozen=True)
class ActOutcome:
    """One message, and the acts it was read as, the likeliest first."""

    told: LabelledAct
    read: tuple[Act, ...]

    @property
    def taken_for(self) -> Act:
        """The act that counts: what it is labelled with, where what was read is as right."""
        return self.told.act if self.is_right else self.read[0]

    @property
    def is_right(self) -> bool:
        """Whether the likeliest act is right."""
        return self.told.is_right(self.read[0])

    @property
    def is_among_two(self) -> bool:
        """Whether one of the first two is right."""
        return any(self.told.is_right(act) for act in self.read[:2])

    @property
    def is_control_as_answer(self) -> bool:
        """Whether a word that steers the conversation was taken for an answer."""
        return self.told.act in CONTROL and not self.is_right and self.read[0] == Act.ANSWERS


@dataclass(frozen=True)
class ActFigures:
    """What came of the messages."""

    outcomes: Sequence[ActOutcome]

    def figures(self) -> dict[str, object]:
        """Return them as they are published; a share of nothing is 0."""
        each = self.each()
        control = [one for one in self.outcomes if one.told.act in CONTROL]
        return {
            "lines": len(self.outcomes),
            "accuracy": share(one.is_right for one in self.outcomes),
            "macro_f1": sum(of["f1"] for of in each.values()) / max(1, len(each)),
            "first_two": share(one.is_among_two for one in self.outcomes),
            "control_as_answer": share(one.is_control_as_answer for one in control),
            "acts": each,
        }

    def each(self) -> dict[str, dict[str, float]]:
        """Return for each act that is in the lines how many it is in, its precision, recall and F1."""
        return {act.value: self._of(act) for act in Act if any(one.told.act == act for one in self.outcomes)}

    def misses(self) -> list[ActOutcome]:
        """Return the messages that were read wrongly."""
        return [one for one in self.outcomes if not one.is_right]

    def _of(self, act: Act) -> dict[str, float]:
        told = [one.taken_for == act for one in self.outcomes if one.told.act == act]
        read = [one.told.act == act for one in self.outcomes if one.taken_for == act]
        precision, recall = share(read), share(told)
        both = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        return {"lines": len(told), "precision": precision, "recall": recall, "f1": both}


def measure_acts(told: Iterable[LabelledAct], read: Callable[[str, Situation], Ranked]) -> ActFigures:
    """Return how well a reader reads what messages do."""
    return ActFigures([ActOutcome(one, tuple(act for act, _ in read(one.text, one.situation))) for one in told])


@dataclass(frozen=True)
class SignalOutcome:
    """One text, and what was heard in it."""

    told: LabelledText
    sure: frozenset[SignalName]
    unsure: frozenset[SignalName] = frozenset()

    def is_missed(self, name: SignalName) -> bool:
        """Whether a signal that is to be heard was not surely heard."""
        return self.told.holds(name) and name not in self.sure

    def is_false(self, name: SignalName) -> bool:
        """Whether a signal was surely heard that is not in the text, not even as something over."""
        return name in self.sure and not self.told.mentions(name)


@dataclass(frozen=True)
class SignalReadingFigures:
    """What came of the texts."""

    outcomes: Sequence[SignalOutcome]

    def figures(self) -> dict[str, object]:
        """Return them as they are published; a share of nothing is 0.

        ``grave_unheard`` is the share of grave signals without even the unsure level, ``quiet_lines`` that of texts
        without a grave signal that get one nevertheless.
        """
        grave = [(one, name) for one in self.outcomes for name in GRAVE if one.told.holds(name)]
        harmless = [one for one in self.outcomes if not any(one.told.mentions(name) for name in GRAVE)]
        return {
            "lines": len(self.outcomes),
            "recall": share(
                not one.is_missed(name) for one in self.outcomes for name in SignalName if one.told.holds(name)
            ),
            "false_alarm_rate": share(any(one.is_false(name) for name in SignalName) for one in self.outcomes),
            "grave_unheard": share(name not in one.sure | one.unsure for one, name in grave),
            "quiet_lines": share(bool((one.sure | one.unsure) & GRAVE) for one in harmless),
            "signals": self.each(),
        }

    def each(self) -> dict[str, dict[str, float]]:
        """Return for each signal how many texts hold it, its recall, precision, and the false alarms of the others."""
        return {name.value: self._of(name) for name in SignalName}

    def misses(self) -> list[SignalOutcome]:
        """Return the texts in which a signal was missed, or heard without being there."""
        return [one for one in self.outcomes if any(one.is_missed(name) or one.is_false(name) for name in SignalName)]

    def _of(self, name: SignalName) -> dict[str, float]:
        held = [one for one in self.outcomes if one.told.holds(name)]
        heard = [one.told.mentions(name) for one in self.outcomes if name in one.sure]
        without = [one for one in self.outcomes if not one.told.mentions(name)]
        return {
            "lines": len(held),
            "recall": share(not one.is_missed(name) for one in held),
            "precision": share(heard),
            "false_alarm_rate": share(one.is_false(name) for one in without),
        }


def measure_texts(told: Iterable[LabelledText], read: Callable[[str], Collection[HeardSignal]]) -> SignalReadingFigures:
    """Return how well a reader hears signals."""
    return SignalReadingFigures([_outcome(one, read(one.text)) for one in told])


def _outcome(told: LabelledText, heard: Collection[HeardSignal]) -> SignalOutcome:
    by_level: Mapping[Level, frozenset[SignalName]] = {
        level: frozenset(one.name for one in heard if one.level == level) for level in Level
    }
    return SignalOutcome(told, by_level[Level.SURE], by_level[Level.UNSURE])


def share(held: Iterable[bool]) -> float:
    """Return the share of what holds; of nothing, 0."""
    counted = list(held)
    return sum(counted) / len(counted) if counted else 0.0
