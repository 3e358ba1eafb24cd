"""Compares what came of one turn of a case with what the case expects of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from dialogs.language.case_file import CaseTurn
from dialogs.model.state import State
from dialogs.strict_yaml.placeholders import PLACEHOLDER
from dialogs.strict_yaml.problems import Finding, quoted

_STANDS = {"active": "waits", "with-person": "is with a person", "abandoned": "is abandoned", "closed": "is closed"}


@dataclass(frozen=True)
class TurnOutcome:
    """What came of one turn."""

    state: State
    told: tuple[str, ...]
    filed: tuple[str, ...]
    """Of each ticket that was filed, its filing."""
    looked: frozenset[str]
    """What was looked for, found or not."""


def failures(turn: CaseTurn, outcome: TurnOutcome, written: str) -> Iterator[Finding]:
    """Yield what is not as expected, at its path in the turn.

    ``written`` is all that the case itself puts into texts: a brace in it is no placeholder.
    """
    yield from _at(turn, outcome.state)
    yield from _slots(turn, outcome.state)
    yield from _told(turn, outcome.told)
    yield from _filed(turn, outcome.filed)
    yield from _ends(turn, outcome.state)
    yield from _finds(turn, outcome.looked)
    yield from _placeholders(outcome.told, written)


def _at(turn: CaseTurn, state: State) -> Iterator[Finding]:
    if turn.at and state.step != turn.at:
        message = f"after this turn it {_stands(state)} at {quoted(state.step)}, not at {quoted(turn.at)}"
        yield Finding(("at",), "case-at", message, _not_understood(state))


def _slots(turn: CaseTurn, state: State) -> Iterator[Finding]:
    for slot, expected in turn.slots.items():
        if slot not in state.slots:
            message = f"after this turn {quoted(slot)} is not known, and not {_value(expected)}"
            yield Finding(("slots", slot), "case-slots", message, _not_understood(state))
        elif state.slots[slot] != expected:
            message = f"after this turn {quoted(slot)} is {_value(state.slots[slot])}, not {_value(expected)}"
            yield Finding(("slots", slot), "case-slots", message)


def _told(turn: CaseTurn, told: tuple[str, ...]) -> Iterator[Finding]:
    if turn.told and not any(turn.told in text for text in told):
        what = ", ".join(quoted(text) for text in told) or "nothing"
        yield Finding(("told",), "case-told", f"in this turn is told {what}, not {quoted(turn.told)}")


def _filed(turn: CaseTurn, filed: tuple[str, ...]) -> Iterator[Finding]:
    if turn.filed and turn.filed not in filed:
        what = " and ".join(f"a ticket is filed as {quoted(filing)}" for filing in filed) or "no ticket is filed"
        yield Finding(("filed",), "case-filed", f"in this turn {what}, not as {quoted(turn.filed)}")


def _ends(turn: CaseTurn, state: State) -> Iterator[Finding]:
    if turn.ends and state.status != turn.ends:
        message = f"after this turn it {_stands(state)} at {quoted(state.step)}, and is not {quoted(turn.ends)}"
        yield Finding(("ends",), "case-ends", message, _not_understood(state))


def _finds(turn: CaseTurn, looked: frozenset[str]) -> Iterator[Finding]:
    for look in turn.finds:
        if look not in looked:
            message = f"in this turn nobody looks for a {quoted(look)}"
            yield Finding(("finds", look), "case-finds", message, "write `finds:` at the turn that leads to the check")


def _placeholders(told: tuple[str, ...], written: str) -> Iterator[Finding]:
    named = dict.fromkeys(match[0] for text in told for match in PLACEHOLDER.finditer(text))
    for placeholder in named:
        if placeholder not in written:
            message = f"the customer is told {quoted(placeholder)} as it stands, for nothing is known to put there"
            yield Finding((), "case-placeholder", message, "name it in a later step, or ask for it before")


def _stands(state: State) -> str:
    return _STANDS.get(state.status, state.status)


def _not_understood(state: State) -> str:
    """Return the likeliest reason why a conversation is not further on."""
    return f"the answer to {quoted(state.step)} was not understood" if state.misses else ""


def _value(value: str) -> str:
    return quoted(value) if value else "skipped"
