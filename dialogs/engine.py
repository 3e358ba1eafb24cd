"""The engine: a pure function from a script, a state and an event to the next state and its effects.

The rules of this file:

- No clock, store, network, random source or logger. What the world knows is asked by an effect (`LookUp`,
  `FileTicket`) and comes back as an event (`Found`, `Filed`).
- No event raises. One that does not fit the moment changes nothing; a customer's stale tap is answered.
- With a person and closed are final for the customer's events: only `HandedBack` wakes a conversation.
- A question on the screen has a number, and only its own buttons count.
"""

from collections.abc import Callable
from typing import Any

from dialogs.answers import answer, read_opening, understood
from dialogs.events import (
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
from dialogs.phrases import language_of
from dialogs.play import Play
from dialogs.script import Check, File, Handoff, Say, Script
from dialogs.state import State
from dialogs.steps import buttons, call_person, offer, run


def advance(script: Script, state: State, event: Event) -> tuple[State, tuple[Effect, ...]]:
    """Return the state after the event and what the world is asked to do about it.

    The same three values always give the same answer, so a journal of events played from `State()` rebuilds a
    conversation. Effects are in the order in which they must happen.
    """
    play = Play(script, state)
    _HANDLERS[type(event)](play, event)
    return play.state, tuple(play.effects)


def _started(play: Play, event: Started) -> None:
    if play.state.status != "new":
        return
    if not play.state.language_chosen:
        language = language_of(event.text, event.language)
        play.set(language=language if language in play.script.languages else play.script.languages[0])
    reference = event.facts.get("reference", "")
    play.set(status="active", facts=event.facts, reference=reference, step=play.script.start)
    read_opening(play, event.text, event.signals)
    if not _interrupted(play, event.signals):
        run(play, play.script.start)


def _said(play: Play, event: Said) -> None:
    if play.state.status != "active":
        return
    if event.signals:
        read_opening(play, event.text, event.signals)
    if not _interrupted(play, event.signals):
        answer(play, event.text)


def _pressed(play: Play, event: Pressed) -> None:
    if play.state.status != "active":
        return
    offered = {button.key for button in buttons(play)}
    if event.question != play.state.question or event.choice not in offered:
        play.tell(play.common("stale"))
    else:
        understood(play, event.choice)


def _language_chosen(play: Play, event: LanguageChosen) -> None:
    if event.language not in play.script.languages or play.state.status == "closed":
        return
    play.set(language=event.language, language_chosen=True)
    if play.state.status == "active":
        run(play, play.state.step)


def _cancelled(play: Play, event: Cancelled) -> None:
    if play.state.status == "active":
        play.tell(play.common("cancelled-filed" if play.state.reference else "cancelled"))
        play.end()


def _found(play: Play, event: Found) -> None:
    if play.state.status != "looking":
        return
    step = play.step
    if isinstance(step, Check):
        play.set(status="active")
        offer(play, step, event.candidates)


def _filed(play: Play, event: Filed) -> None:
    if play.state.status != "filing":
        return
    play.set(status="active", reference=event.reference, facts={**play.state.facts, **event.facts})
    step = play.step
    if isinstance(step, File):
        run(play, step.goto)
    elif isinstance(step, Handoff):
        run(play, step.key)  # now that there is a ticket, the person is called


def _taken_over(play: Play, event: TakenOver) -> None:
    if play.state.status in ("new", "active"):
        known = event.language if event.language in play.script.languages else play.script.languages[0]
        play.set(status="with-person", interrupted=play.state.step, language=play.state.language or known)


def _handed_back(play: Play, event: HandedBack) -> None:
    if play.state.status != "with-person":
        return
    play.set(status="active", reason="", misses=0)
    play.tell(play.common("handed-back"))
    place = _place_to_resume(play)
    play.set(interrupted="")
    run(play, place)


def _finished(play: Play, event: Finished) -> None:
    if play.state.status != "closed":
        play.end()


def _interrupted(play: Play, signals: tuple[str, ...]) -> bool:
    """Follow the first interrupt that one of the signals calls for; tell whether there was one."""
    for signal, interrupt in play.script.interrupts.items():
        if signal in signals and play.state.heard.get(signal, 1) >= interrupt.times:
            call_person(play, reason=signal, target=interrupt.goto)
            return True
    return False


def _place_to_resume(play: Play) -> str:
    """Return where the person broke in, or the first step that does more than greet."""
    key = play.state.interrupted or play.script.start
    for _ in play.script.steps:
        step = play.script.steps[key]
        if not isinstance(step, Say):
            break
        key = step.goto
    return key


def _passed_over(play: Play, event: Event) -> None:
    """Change nothing."""


_HANDLERS: dict[type, Callable[[Play, Any], None]] = {
    Started: _started,
    Said: _said,
    Pressed: _pressed,
    LanguageChosen: _language_chosen,
    Cancelled: _cancelled,
    Silent: _passed_over,
    GivenUp: _passed_over,
    HoursChanged: _passed_over,
    Found: _found,
    Filed: _filed,
    TakenOver: _taken_over,
    HandedBack: _handed_back,
    Finished: _finished,
}
