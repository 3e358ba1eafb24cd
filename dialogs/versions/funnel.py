"""Which ways conversations took through a script, and where customers stopped: counted, over any number of them.

Which conversations there were, and when, is told by whoever has their journals (`journal_replay.retell`).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from dialogs.model.events import Finished, Said, Started
from dialogs.model.script import CloseStep
from dialogs.versions.turn_views import PlayedEvent


@dataclass(frozen=True)
class ConversationPath:
    """The way of one conversation."""

    began: date
    steps: frozenset[str] = frozenset()
    """The steps it came by."""
    pairs: frozenset[tuple[str, str]] = frozenset()
    """Each step with one that was entered from it, other than by a signal."""
    signals: frozenset[str] = frozenset()
    """Those whose interrupt was followed."""
    left: str = ""
    """The step at which the customer stopped; empty for one who came to an end or to a person."""


@dataclass(frozen=True)
class Funnel:
    """The ways of many conversations, each counted once at each place."""

    conversations: int
    first: date
    """When the earliest of them began."""
    last: date
    """When the latest of them began."""
    passed: Mapping[str, int]
    """By step."""
    left: Mapping[str, int]
    """By step: those that stopped there."""
    pairs: Mapping[tuple[str, str], int]
    signals: Mapping[str, int]


def way(began: date, moments: Iterable[PlayedEvent], *, goes_on: bool = False) -> ConversationPath:
    """Return the way of a conversation, as `retell` tells it.

    ``goes_on`` says that the customer wrote a moment ago: to wait at a question then is not to have stopped there.
    """
    moments = tuple(moments)
    pairs = {pair for moment in moments for pair in _pairs(moment)}
    return ConversationPath(
        began,
        steps=frozenset(key for moment in moments for key in moment.visited),
        pairs=frozenset(pair for pair in pairs if pair[0] and pair[0] != pair[1]),
        signals=frozenset(filter(None, map(_followed, moments))),
        left=_left(moments, goes_on=goes_on),
    )


def count(ways: Iterable[ConversationPath]) -> Funnel | None:
    """Return how many took which way, or None for no ways at all."""
    ways = tuple(ways)
    if not ways:
        return None
    days = [one.began for one in ways]
    return Funnel(
        len(ways),
        min(days),
        max(days),
        passed=Counter(step for one in ways for step in one.steps),
        left=Counter(one.left for one in ways if one.left),
        pairs=Counter(pair for one in ways for pair in one.pairs),
        signals=Counter(signal for one in ways for signal in one.signals),
    )


def _pairs(moment: PlayedEvent) -> Iterable[tuple[str, str]]:
    """Return each step with the next; a signal leads on from nowhere."""
    before = "" if _followed(moment) else moment.before.step
    return pairwise((before, *moment.visited))


def _followed(moment: PlayedEvent) -> str:
    """Return the signal whose interrupt the moment followed, if any."""
    if isinstance(moment.event, Started | Said):
        for signal, interrupt in moment.script.interrupts.items():
            is_heard = signal in moment.event.signals and moment.state.heard.get(signal, 0) >= interrupt.times
            if is_heard and moment.visited[:1] in [(target,) for target in interrupt.targets]:
                return signal
    return ""


def _left(moments: tuple[PlayedEvent, ...], *, goes_on: bool) -> str:
    state = moments[-1].state if moments else None
    if state is None or state.status in ("new", "with-person"):
        return ""
    if state.status == "closed":
        closing = next(moment for moment in moments if moment.state.status == "closed")
        return "" if _is_an_end(closing) else state.step
    return "" if goes_on and state.status != "abandoned" else state.step


def _is_an_end(closing: PlayedEvent) -> bool:
    """Tell whether a conversation closed as the script, or a person, meant it to."""
    last = closing.script.steps.get(closing.visited[-1]) if closing.visited else None
    return isinstance(last, CloseStep) or isinstance(closing.event, Finished)
