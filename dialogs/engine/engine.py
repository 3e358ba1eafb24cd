"""The engine: a pure function from a script, a state and an event to the next state and its effects.

The rules of this file:

- No clock, store, network, random source or logger. What the world knows is asked by an effect (`LookUp`,
  `FileTicket`) and comes back as an event (`Found`, `Filed`).
- No event raises. One that does not fit the moment changes nothing; a customer's stale tap is answered.
- With a person and closed are final for the customer's events: only `HandedBack` wakes a conversation, and the one tap
  that takes back what was decided without asking: a repeat that was stated, a person who was called by a signal.
- A question on the screen has a number, and only its own buttons count.
"""

from typing import NamedTuple

from dialogs.engine.advance import SIGNAL_BUTTON, UNDO, Advance
from dialogs.engine.answers import answer, come_back, read_opening, take_button
from dialogs.engine.edited_values import take_edit
from dialogs.engine.finding import offer, take_back
from dialogs.engine.interrupts import (
    call_off,
    confirm,
    confirmed_in_words,
    follow_interrupt,
    keep_words,
    note_signals,
    show_flags,
)
from dialogs.engine.questions import ask_to_resume, repeat_question
from dialogs.engine.steps import run
from dialogs.model.events import (
    AskAgain,
    Cancelled,
    Edited,
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
    PutAway,
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
    made = Advance(script, state)
    match event:
        case Said():
            _said(made, event)
        case Pressed():
            _pressed(made, event)
        case Edited() if state.status in ("active", "abandoned") and not state.reference:
            take_edit(made, event)
        case Started():
            _started(made, event)
        case Found():
            _found(made, event)
        case Filed():
            _filed(made, event)
        case LanguageChosen():
            _language_chosen(made, event)
        case HoursChanged() if state.status != "closed":
            made.set(desk_closed=event.closed, facts={**state.facts, "opens": event.opens})
        case Silent() if state.status == "active":
            made.ask_again(made.texts["reminder"])
        case GivenUp() if state.status == "active":
            _given_up(made)
        case Cancelled() if state.status in ("active", "abandoned"):
            made.tell(made.texts["cancelled-filed" if state.reference else "dropped" if event.solved else "cancelled"])
            made.end()
        case PutAway() if state.status in ("active", "abandoned"):
            _put_away(made)
        case AskAgain() if state.status == "active" and not event.stays:
            note_signals(made, event)
            repeat_question(made)
        case AskAgain() if state.status == "abandoned" and not event.stays:
            made.set(status="active", resuming=True)
            ask_to_resume(made)
        case TakenOver():
            _taken_over(made, event)
        case HandedBack() if state.status == "with-person":
            _handed_back(made)
        case Finished() if state.status != "closed":
            made.set(stated=0, alarm=None)
            made.end()
    show_flags(made)
    return Traced(made.state, tuple(made.effects), tuple(made.visited))


def asks(script: Script, state: State) -> str:
    """Return what kind of thing the question at hand asks for, as `Tell.asks` does; nothing if none is open."""
    return Advance(script, state).asks if state.status == "active" else ""


def _started(advance: Advance, event: Started) -> None:
    if advance.state.status != "new":
        return
    if not advance.state.language_chosen:
        language = language_of(event.text, event.language)
        advance.set(language=language if language in advance.script.languages else advance.script.languages[0])
    advance.set(
        status="active",
        facts={**advance.state.facts, **event.facts},
        reference=event.facts.get("reference", ""),
        step=advance.script.start,
        track=advance.script.track,
        now=event.at,
        promised=event.promised,
    )
    usable: dict[str, str] = {}  # what this script would remember, and could read again today
    for key, slot in advance.script.slots.items():
        value = event.remembered.get(key)
        if slot.remember and value and read(slot, advance.heard(value)):
            usable[key] = value
    advance.set(remembered=usable)
    note_signals(advance, event)
    read_opening(advance, event)
    if not follow_interrupt(advance, event):
        if event.promised:
            advance.tell(advance.texts["now-the-other"], {"description": event.text})
        run(advance, _place_to_resume(advance) if event.goes_on else advance.script.start)


def _said(advance: Advance, event: Said) -> None:
    status = advance.state.status
    if status == "with-person":
        keep_words(advance, event.text)
    if status not in ("active", "abandoned"):
        return
    advance.set(status="active", now=event.at or advance.state.now)
    note_signals(advance, event)
    if event.signals:
        read_opening(advance, event)
        if follow_interrupt(advance, event):
            return
    heard = advance.heard(event.text, event.file, event.signals, hasty=event.hasty, choices=event.choices)
    if key := confirmed_in_words(advance, event.text):
        confirm(advance, key)
    elif status == "abandoned":
        come_back(advance, heard, event.act)
    else:
        answer(advance, heard, event.act)


def _pressed(advance: Advance, event: Pressed) -> None:
    if advance.state.stated and (event.question, event.choice) == (advance.state.stated, UNDO):
        _undo(advance)
        return
    if advance.state.status not in ("active", "abandoned"):
        return
    offered = {button.key for button in (*advance.buttons, *advance.quiet_buttons)}
    if event.question == advance.state.question and event.choice in offered:
        advance.set(status="active")
        if event.choice.startswith(SIGNAL_BUTTON):
            confirm(advance, event.choice)
        else:
            take_button(advance, event.choice)
    elif advance.state.status == "abandoned":
        come_back(advance, advance.heard(""))
    else:
        advance.tell(advance.texts["stale"])


def _undo(advance: Advance) -> None:
    """Take back what was decided without asking."""
    state = advance.state
    if state.status == "closed":
        take_back(advance)
    elif state.status == "with-person" and state.alarm:
        match call_off(advance, state.alarm):
            case Started() as event:
                _started(advance, event)
            case Said() as event:
                _said(advance, event)


def _language_chosen(advance: Advance, event: LanguageChosen) -> None:
    if event.language not in advance.script.languages or advance.state.status == "closed":
        return
    advance.set(language=event.language, language_chosen=True)
    if advance.state.status != "active":
        return
    if advance.state.resuming:
        ask_to_resume(advance)
    else:
        run(advance, advance.state.step)


def _put_away(advance: Advance) -> None:
    """Keep what was told until the customer comes back; where there is nothing, only say goodbye."""
    if advance.state.slots and not advance.state.reference:
        advance.tell(advance.texts["rested"])
        advance.set(status="abandoned", resuming=False, changing=False)
    else:
        advance.tell(advance.texts["whenever"])


def _given_up(advance: Advance) -> None:
    steps = advance.script.steps.values()
    filing = next((one.key for one in steps if isinstance(one, FileStep) and one.filing == "open"), "")
    if advance.state.promised and filing and not advance.state.reference:
        advance.set(resuming=False, changing=False)
        run(advance, filing)
    elif advance.state.slots and not advance.state.reference:
        advance.tell(advance.texts["abandoned"])
        advance.set(status="abandoned", resuming=False, changing=False)
    else:
        advance.end()  # there is no draft to keep


def _found(advance: Advance, event: Found) -> None:
    if advance.state.status != "looking":
        return
    step = advance.step
    if isinstance(step, CheckStep):
        advance.set(status="active")
        offer(advance, step, event)


def _filed(advance: Advance, event: Filed) -> None:
    if advance.state.status != "filing":
        return
    facts = {**advance.state.facts, **event.facts}
    # What is filed is not taken back, but for what was stated.
    trail = advance.state.trail if advance.state.stated else ()
    advance.set(status="active", reference=event.reference, facts=facts, trail=trail)
    step = advance.step
    if isinstance(step, FileStep):
        run(advance, step.goto)
    elif isinstance(step, HandoffStep):
        run(advance, step.key)  # now that there is a ticket, the person is called


def _taken_over(advance: Advance, event: TakenOver) -> None:
    if advance.state.status in ("new", "active", "abandoned"):
        known = event.language if event.language in advance.script.languages else advance.script.languages[0]
        language = advance.state.language or known
        advance.set(status="with-person", interrupted=advance.state.step, language=language, resuming=False)


def _handed_back(advance: Advance) -> None:
    advance.set(status="active", reason="", misses=0, stated=0, alarm=None)
    advance.tell(advance.texts["handed-back"])
    place = _place_to_resume(advance)
    advance.set(interrupted="")
    run(advance, place)


def _place_to_resume(advance: Advance) -> str:
    """Return where the person broke in, or the first step that does more than greet."""
    key = advance.state.interrupted or advance.script.start
    for _ in advance.script.steps:
        step = advance.script.steps[key]
        if not isinstance(step, SayStep):
            break
        key = step.goto
    return key
