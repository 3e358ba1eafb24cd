"""The turns of a conversation as values: what happened, what it led to, and what may be read from that.

Which events there were is told by whoever has the journal; nothing is compared here.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from dialogs.engine.engine import trace
from dialogs.model.events import Effect, Event, Filed, Found, Said
from dialogs.model.script import AskStep, Script
from dialogs.model.state import State


@dataclass(frozen=True)
class PlayedEvent:
    """One event of a conversation and what it led to."""

    script: Script
    """The version that played it."""
    event: Event
    effects: tuple[Effect, ...]
    before: State
    state: State
    """Where the conversation stands after it."""
    visited: tuple[str, ...]
    """The steps that were entered, in order."""

    @property
    def ignored(self) -> bool:
        """Whether the event did nothing at all, as words to a person do, though they may be kept for later."""
        to_person = self.before.status == "with-person" and isinstance(self.event, Said)
        return not self.effects and (to_person or self.state == self.before)

    @property
    def missed(self) -> bool:
        """Whether it was no use as an answer: the question was put again, or passed over for want of one."""
        before, after = self.before, self.state
        step = self.script.steps.get(before.step)
        passed_over = (
            isinstance(step, AskStep)
            and self.visited[:1] == (step.otherwise,)
            and step.slot not in after.slots
            and after.reason in (before.reason, "unusable-answers")
        )
        return after.misses > before.misses or passed_over

    @property
    def private(self) -> bool:
        """Whether the event answered the question for a private slot, or filled one by the way."""
        step, slots = self.script.steps.get(self.before.step), self.script.slots
        asked = {step.slot} if isinstance(step, AskStep) else set()
        filled = {key for key in self.state.slots if key not in self.before.slots}
        return any(slots[key].private for key in asked | filled if key in slots)


@dataclass(frozen=True)
class TurnView:
    """An event, and what the desk answered to what it led to."""

    moments: tuple[PlayedEvent, ...]

    @property
    def first(self) -> PlayedEvent:
        """The event itself."""
        return self.moments[0]

    @property
    def after(self) -> State:
        """Where the conversation stands at the end of the turn."""
        return self.moments[-1].state

    @property
    def visited(self) -> tuple[str, ...]:
        """The steps that were entered in the whole turn, in order."""
        return tuple(key for moment in self.moments for key in moment.visited)


def play(script: Script, state: State, event: Event) -> PlayedEvent:
    """Return what an event leads to. Never raises."""
    after = trace(script, state, event)
    return PlayedEvent(script, event, after.effects, state, after.state, after.visited)


def turn_views(moments: Iterable[PlayedEvent]) -> tuple[TurnView, ...]:
    """Return the moments by turn: what the desk found or filed belongs to the turn that asked for it."""
    grouped: list[list[PlayedEvent]] = []
    for moment in moments:
        if grouped and isinstance(moment.event, Found | Filed):
            grouped[-1].append(moment)
        else:
            grouped.append([moment])
    return tuple(TurnView(tuple(group)) for group in grouped)
