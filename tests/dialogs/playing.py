"""Plays scripts in tests: a script from its text, the state and effects after some events."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import dialogs
from dialogs.engine.engine import advance
from dialogs.language.script_loader import load
from dialogs.model.events import Effect, Event, FileTicket, HandOver, LookUp, Pressed, Tell
from dialogs.model.script import Script
from dialogs.model.state import State


def script(text: str) -> Script:
    """Return the script in this text, which has no problems."""
    loaded = load(text)

    assert loaded.problems == ()
    assert loaded.script is not None
    return loaded.script


@cache
def shipped(name: str) -> Script:
    """Return the script of this name that comes with the program."""
    return script((Path(dialogs.__path__[0]) / "scripts" / f"{name}.yaml").read_text("utf-8"))


def play(within: Script, *events: Event, state: State | None = None) -> tuple[State, tuple[Effect, ...]]:
    """Return the state after all events, and the effects of the last one."""
    state = state or State()
    effects: tuple[Effect, ...] = ()
    for event in events:
        state, effects = advance(within, state, event)
    return state, effects


def press(within: Script, state: State, choice: str) -> tuple[State, tuple[Effect, ...]]:
    """Tap a button of the question on the screen."""
    return advance(within, state, Pressed(state.question, choice))


def texts(effects: Iterable[Effect]) -> list[str]:
    """Return what the customer is told."""
    return [effect.text for effect in effects if isinstance(effect, Tell)]


def keys(effects: Iterable[Effect]) -> list[str]:
    """Return the keys of the buttons that the customer is shown."""
    return [button.key for effect in effects if isinstance(effect, Tell) for button in effect.buttons]


def asked_of_the_desk(effects: Iterable[Effect]) -> list[LookUp | FileTicket | HandOver]:
    """Return what the desk is asked to do, apart from telling."""
    return [effect for effect in effects if isinstance(effect, LookUp | FileTicket | HandOver)]
