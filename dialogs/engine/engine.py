"""The engine: a pure function from a script, a state and an event to the next state and its effects.

The rules of this file:

- No clock, store, network, random source or logger. What the world knows is asked by an effect (`LookUp`,
  `FileTicket`) and comes back as an event (`Found`, `Filed`).
- No event raises. One that does not fit the moment changes nothing; a customer's stale tap is answered.
- With a person and closed are final for the customer's events: only `HandedBack` wakes a conversation, and, where a
  repeat was stated and the conversation closed over it, the one tap that takes it back.
- A question on the screen has a number, and only its own buttons count.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from dialogs.engine.answers import answer, ask_to_resume, come_back, read_opening, understood
from dialogs.engine.buttons import UNDO, buttons
from dialogs.engine.finding import offer, take_back
from dialogs.engine.play import Advance
from dialogs.engine.steps import call_person, run
from dialogs.model.events import (
    Cancelled,
    Effect,
    Event,
    Filed,
    Finished,
    Found,
    GivenUp,
    HandedBack,
    HoursChanged,
    LanguageChosen,
    Pressed,
    Said,
    Silent,
    Started,
    TakenOver,
)
from dialogs.model.script import CheckStep, FileStep, HandoffStep, SayStep, Script
from dialogs.model.state import State
from dialogs.reading.slots import read
from dialogs.reading.small_talk import language_of


class Traced(NamedTuple):
    """What an event led to."""

    state: State
    effects: tuple[Effect, ...]
    """In the order in which they must happen."""
    visited: tuple[str, ...]
    """The steps that were entered, in order."""


def advance(script: Script, state: State, event: Event) -> tuple[State, tuple[Effect, ...]]:
    """Return the state after the event and what the world is asked to do about it.

    The same three values always give the same answer, so a journal of events played from `State()` rebuilds a
    conversation. Effects are in the order in which they must happen.
    """
    after = trace(script, state, event)
    return after.state, after.effects


def trace(script: Script, state: State, event: Event) -> Traced:
    """Return what `advance` does, and the steps that it entered."""
    play = Advance(script, state)
    _HANDLERS[type(event)](play, event)
    return Traced(play.state, tuple(play.effects), tuple(play.visited))


def asks(script: Script, state: State) -> str:
    """Return what kind of thing the question at hand asks for, as `Tell.asks` does; nothing if none is open."""
    return Advance(script, state).asks if state.status == "active" else ""


def _started(play: Advance, event: Started) -> None:
    if play.state.status != "new":
        return
    if not play.state.language_chosen:
        language = language_of(event.text, event.language)
        play.set(language=language if language in play.script.languages else play.script.languages[0])
    play.set(
        status="active",
        facts={**play.state.facts, **event.facts},
        reference=event.facts.get("reference", ""),
        step=play.script.start,
        track=play.script.track,
        now=event.at,
    )
    play.set(remembered=_usable(play, event.remembered))
    _hear(play, event.signals)
    read_opening(play, event.text, event.signals)
    if not _interrupted(play, event.signals):
        run(play, _place_to_resume(play) if event.goes_on else play.script.start)


def _usable(play: Advance, remembered: Mapping[str, str]) -> dict[str, str]:
    """Return what this script would remember and could read again today."""
    known = {key: slot for key, slot in play.script.slots.items() if slot.remember and remembered.get(key)}
    return {key: remembered[key] for key, slot in known.items() if read(slot, play.heard(remembered[key]))}


def _said(play: Advance, event: Said) -> None:
    status = play.state.status
    if status not in ("active", "abandoned"):
        return
    play.set(status="active", now=event.at or play.state.now)
    _hear(play, event.signals)
    if event.signals:
        read_opening(play, event.text, event.signals)
    if _interrupted(play, event.signals):
        return
    if status == "abandoned":
        come_back(play, event.text)
    else:
        answer(play, play.heard(event.text, event.file, event.signals, hasty=event.hasty))


def _pressed(play: Advance, event: Pressed) -> None:
    if play.state.status == "closed" and play.state.stated:
        if (event.question, event.choice) == (play.state.stated, UNDO):
            take_back(play)
        return
    if play.state.status not in ("active", "abandoned"):
        return
    offered = {button.key for button in buttons(play)}
    if event.question == play.state.question and event.choice in offered:
        play.set(status="active")
        understood(play, event.choice)
    elif play.state.status == "abandoned":
        come_back(play, "")
    else:
        play.tell(play.common("stale"))


def _language_chosen(play: Advance, event: LanguageChosen) -> None:
    if event.language not in play.script.languages or play.state.status == "closed":
        return
    play.set(language=event.language, language_chosen=True)
    if play.state.status != "active":
        return
    if play.state.resuming:
        ask_to_resume(play)
    else:
        run(play, play.state.step)


def _cancelled(play: Advance, event: Cancelled) -> None:
    if play.state.status in ("active", "abandoned"):
        play.tell(play.common("cancelled-filed" if play.state.reference else "cancelled"))
        play.end()


def _silent(play: Advance, event: Silent) -> None:
    if play.state.status == "active":
        play.ask_again(play.common("reminder"), buttons(play))


def _given_up(play: Advance, event: GivenUp) -> None:
    if play.state.status != "active":
        return
    if play.state.slots and not play.state.reference:
        play.tell(play.common("abandoned"))
        play.set(status="abandoned", resuming=False, changing=False)
    else:
        play.end()  # there is no draft to keep


def _hours_changed(play: Advance, event: HoursChanged) -> None:
    if play.state.status != "closed":
        play.set(desk_closed=event.closed, facts={**play.state.facts, "opens": event.opens})


def _found(play: Advance, event: Found) -> None:
    if play.state.status != "looking":
        return
    step = play.step
    if isinstance(step, CheckStep):
        play.set(status="active")
        offer(play, step, event)


def _filed(play: Advance, event: Filed) -> None:
    if play.state.status != "filing":
        return
    facts = {**play.state.facts, **event.facts}
    trail = play.state.trail if play.state.stated else ()  # what is filed is not taken back, but for what was stated
    play.set(status="active", reference=event.reference, facts=facts, trail=trail)
    step = play.step
    if isinstance(step, FileStep):
        run(play, step.goto)
    elif isinstance(step, HandoffStep):
        run(play, step.key)  # now that there is a ticket, the person is called


def _taken_over(play: Advance, event: TakenOver) -> None:
    if play.state.status in ("new", "active", "abandoned"):
        known = event.language if event.language in play.script.languages else play.script.languages[0]
        language = play.state.language or known
        play.set(status="with-person", interrupted=play.state.step, language=language, resuming=False)


def _handed_back(play: Advance, event: HandedBack) -> None:
    if play.state.status != "with-person":
        return
    play.set(status="active", reason="", misses=0)
    play.tell(play.common("handed-back"))
    place = _place_to_resume(play)
    play.set(interrupted="")
    run(play, place)


def _finished(play: Advance, event: Finished) -> None:
    if play.state.status != "closed":
        play.set(stated=0)
        play.end()


def _hear(play: Advance, signals: tuple[str, ...]) -> None:
    """Count the signals, and have the tone lines said of those that are heard for the first time."""
    if not signals:
        return
    heard = {**play.state.heard, **{signal: play.state.heard.get(signal, 0) + 1 for signal in signals}}
    new = tuple(signal for signal in play.script.tone if heard.get(signal) == 1 and signal in signals)
    play.set(heard=heard, tones=(*play.state.tones, *new))


def _interrupted(play: Advance, signals: tuple[str, ...]) -> bool:
    """Follow the first interrupt that one of the signals calls for; tell whether there was one."""
    for signal, interrupt in play.script.interrupts.items():
        if signal in signals and play.state.heard[signal] >= interrupt.times:
            call_person(play, reason=signal, target=interrupt.goto)
            return True
    return False


def _place_to_resume(play: Advance) -> str:
    """Return where the person broke in, or the first step that does more than greet."""
    key = play.state.interrupted or play.script.start
    for _ in play.script.steps:
        step = play.script.steps[key]
        if not isinstance(step, SayStep):
            break
        key = step.goto
    return key


_HANDLERS: dict[type, Callable[[Advance, Any], None]] = {
    Started: _started,
    Said: _said,
    Pressed: _pressed,
    LanguageChosen: _language_chosen,
    Cancelled: _cancelled,
    Silent: _silent,
    GivenUp: _given_up,
    HoursChanged: _hours_changed,
    Found: _found,
    Filed: _filed,
    TakenOver: _taken_over,
    HandedBack: _handed_back,
    Finished: _finished,
}
