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
    state = outcome.state
    stands, misunderstood = f"after this turn it {_STANDS.get(state.status, state.status)} at {quoted(state.step)}", ""
    if state.misses:  # the likeliest reason why a conversation is not further on
        misunderstood = f"the answer to {quoted(state.step)} was not understood"
    if turn.at and state.step != turn.at:
        yield Finding(("at",), "case-at", f"{stands}, not at {quoted(turn.at)}", misunderstood)
    for slot, expected in turn.slots.items():
        if slot not in state.slots:
            message = f"after this turn {quoted(slot)} is not known, and not {_value(expected)}"
            yield Finding(("slots", slot), "case-slots", message, misunderstood)
        elif state.slots[slot] != expected:
            message = f"after this turn {quoted(slot)} is {_value(state.slots[slot])}, not {_value(expected)}"
            yield Finding(("slots", slot), "case-slots", message)
    if turn.told and not any(turn.told in text for text in outcome.told):
        what = ", ".join(quoted(text) for text in outcome.told) or "nothing"
        yield Finding(("told",), "case-told", f"in this turn is told {what}, not {quoted(turn.told)}")
    if turn.not_told and (held := next((text for text in outcome.told if turn.not_told in text), "")):
        yield Finding(("not-told",), "case-not-told", f"in this turn is told {quoted(held)}, which holds that")
    if turn.filed and turn.filed not in outcome.filed:
        what = " and ".join(f"a ticket is filed as {quoted(one)}" for one in outcome.filed) or "no ticket is filed"
        yield Finding(("filed",), "case-filed", f"in this turn {what}, not as {quoted(turn.filed)}")
    if turn.ends and state.status != turn.ends:
        yield Finding(("ends",), "case-ends", f"{stands}, and is not {quoted(turn.ends)}", misunderstood)
    for look in turn.finds:
        if look not in outcome.looked:
            message = f"in this turn nobody looks for a {quoted(look)}"
            yield Finding(("finds", look), "case-finds", message, "write `finds:` at the turn that leads to the check")
    for placeholder in dict.fromkeys(match[0] for text in outcome.told for match in PLACEHOLDER.finditer(text)):
        if placeholder not in written:
            message = f"the customer is told {quoted(placeholder)} as it stands, for nothing is known to put there"
            yield Finding((), "case-placeholder", message, "name it in a later step, or ask for it before")


def _value(value: str) -> str:
    return quoted(value) if value else "skipped"
