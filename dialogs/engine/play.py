"""One advance in the making: the state so far and the effects so far.

It is the engine's scratch pad, made and dropped within one call of `engine.advance`; nothing outside `dialogs` sees it.
"""

from collections.abc import Mapping
from typing import Any

from dialogs.language.wording import wording
from dialogs.model.events import Button, Effect, End, Tell
from dialogs.model.script import AskStep, Script, Step, Text
from dialogs.model.state import State, changed
from dialogs.reading.slots import Heard

_GIVEN_WITH_ONE_TAP = ("phone", "place")
"""Types of slots that some channels can fill: the own number, the own place."""


class Advance:
    """A state that changes by being replaced, and the effects of the changes."""

    def __init__(self, script: Script, state: State) -> None:
        self.script = script
        self.state = state
        self.effects: list[Effect] = []
        self.visited: list[str] = []
        """Steps entered, in order."""

    @property
    def step(self) -> Step:
        """The step the conversation stands at."""
        return self.script.steps[self.state.step]

    def set(self, **changes: Any) -> None:
        """Replace fields of the state."""
        self.state = changed(self.state, changes)

    def heard(self, text: str, file: str = "", signals: tuple[str, ...] = (), *, hasty: bool = False) -> Heard:
        """Return what the customer sent, as an answer is read from it."""
        return Heard(text, self.state.language, self.state.now, file, signals, hasty)

    def know(self, slot: str, value: str) -> None:
        """Fill a slot."""
        self.set(slots={**self.state.slots, slot: value}, misses=0)

    def forget(self, slot: str) -> None:
        """Empty a slot."""
        self.set(slots={key: value for key, value in self.state.slots.items() if key != slot})

    def common(self, key: str) -> Text:
        """Return one of the wordings that every dialog needs."""
        return self.script.texts[key]

    def button(self, key: str, label: Text) -> Button:
        """Return a button in the conversation's language."""
        return Button(key, wording(self.script, self.state, label))

    def tell(self, text: Text, extra: Mapping[str, str] | None = None) -> None:
        """Send a text that asks nothing."""
        self.effects.append(Tell(wording(self.script, self.state, text, extra)))

    def ask(self, text: Text, buttons: tuple[Button, ...], extra: Mapping[str, str] | None = None) -> None:
        """Send a question; the buttons of every earlier one are stale from now on."""
        self.set(question=self.state.question + 1)
        self.ask_again(text, buttons, extra)

    def ask_again(self, text: Text, buttons: tuple[Button, ...], extra: Mapping[str, str] | None = None) -> None:
        """Send the question at hand once more; its buttons count, wherever they were shown."""
        self.soothe()
        words = wording(self.script, self.state, text, extra)
        self.effects.append(Tell(words, buttons, self.state.question, self.asks))

    def soothe(self) -> None:
        """Say the tone lines that are due, before what asks or ends."""
        if self.state.tones:
            tones = self.state.tones
            self.set(tones=())
            for signal in tones:
                self.tell(self.script.tone[signal])

    @property
    def asks(self) -> str:
        """What the question at hand asks for, unless it offers what is known already."""
        step, state = self.step, self.state
        if not isinstance(step, AskStep) or state.resuming or step.slot in state.remembered:
            return ""
        kind = self.script.slots[step.slot].type
        return kind if kind in _GIVEN_WITH_ONE_TAP else ""

    def end(self) -> None:
        """Close the conversation."""
        self.set(status="closed")
        self.effects.append(End())
