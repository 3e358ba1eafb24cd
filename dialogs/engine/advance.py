"""One advance in the making: the state so far, the question at hand, and the effects so far.

Made and dropped within one call of `engine.advance`; elsewhere it only tells the buttons and words of a state. What a
customer wrote is put into a text as it is and never looked at again: a ``{reference}`` inside an answer stays those
eleven characters.
"""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

from dialogs.model.events import Button, Effect, End, ReadChoice, Tell
from dialogs.model.script import AskStep, CheckStep, Script, Slot, Step, SummaryStep, Text
from dialogs.model.state import State
from dialogs.reading.slots import Heard, shown
from dialogs.strict_yaml.common_words import COMMON_WORDS
from dialogs.strict_yaml.placeholders import PLACEHOLDER, fill

MEANT = "meant-"
"""What the key of the button of a value begins with that a telling may mean."""
UNDO = "undo"
"""The key of the button that takes back a repeat which was stated, or the calling of a person."""
SIGNAL_BUTTON = "signal."
"""What the key of a quiet line's button begins with, before its signal; no choice has such a name."""
T = TypeVar("T")
_GIVEN_WITH_ONE_TAP = ("phone", "place")
"""Types of slots that some channels can fill: the own number, the own place."""
_RATINGS = ("1", "2", "3", "4", "5")
_LONGEST_IN_SUMMARY = 300


def _without(known: Mapping[str, T], keys: Iterable[str]) -> Mapping[str, T]:
    gone = set(keys)
    return {key: value for key, value in known.items() if key not in gone} if gone.intersection(known) else known


class Advance:
    """A state that changes by being replaced, and the effects of the changes."""

    def __init__(self, script: Script, state: State) -> None:
        self.script = script
        self.before = state
        """Where the conversation stood."""
        self.state = state
        self.texts = script.texts
        """The wordings that every dialog needs."""
        self.effects: list[Effect] = []
        self.visited: list[str] = []
        """Steps entered, in order."""

    @property
    def step(self) -> Step:
        """The step the conversation stands at."""
        return self.script.steps[self.state.step]

    def set(self, **changes: Any) -> None:
        """Replace fields of the state.

        What `dataclasses.replace` does, without running the initialiser over all the fields that stay: a state changes
        several times an advance, and that was half of an advance's time.
        """
        new = object.__new__(State)
        new.__dict__.update(self.state.__dict__)
        new.__dict__.update(changes)
        self.state = new

    def heard(
        self,
        text: str,
        file: str = "",
        signals: tuple[str, ...] = (),
        *,
        hasty: bool = False,
        choices: tuple[ReadChoice, ...] | None = None,
    ) -> Heard:
        """Return what the customer sent, as an answer is read from it."""
        return Heard(text, self.state.language, self.state.now, file, signals, hasty, choices)

    def know(self, slot: str, value: str, at: str = "") -> None:
        """Fill a slot; with what was answered at a step, so that the way back leads there."""
        self.fill({slot: value})
        self.set(misses=0)
        if at:
            self.set(trail=(*self.state.trail, at), picked=())

    def fill(self, values: Mapping[str, str], said: Mapping[str, str] = MappingProxyType({})) -> None:
        """Fill slots, with the words they were read from where nobody asked for them; what was doubtful is settled."""
        state = self.state
        self.set(
            slots={**state.slots, **values},
            said={**_without(state.said, values), **said},
            doubts=_without(state.doubts, values),
        )

    def forget(self, slot: str) -> None:
        """Empty a slot."""
        state, gone = self.state, (slot,)
        self.set(
            slots=_without(state.slots, gone), said=_without(state.said, gone), doubts=_without(state.doubts, gone)
        )

    def tell(self, text: Text, extra: Mapping[str, str] | None = None) -> None:
        """Send a text that asks nothing."""
        self.effects.append(Tell(self.words(text, extra)))

    def ask(self, text: Text, extra: Mapping[str, str] | None = None) -> None:
        """Send a question; the buttons of every earlier one are stale from now on."""
        self.set(question=self.state.question + 1)
        self.ask_again(text, extra)

    def ask_again(self, text: Text, extra: Mapping[str, str] | None = None) -> None:
        """Send the question at hand once more; its buttons count, wherever they were shown."""
        self.say_tones()
        shown = (*self.buttons, *self.quiet_buttons)
        self.effects.append(Tell(self.words(text, extra), shown, self.state.question, self.asks))

    def say_tones(self) -> None:
        """Say the tone lines and the quiet lines that are due, before what asks or ends."""
        if self.state.tones:
            tones = self.state.tones
            self.set(tones=())
            for signal in tones:
                self.tell(self.script.tone[signal])
        for signal, line in self.script.quiet.items():
            if self.state.quiet.get(signal) == "":
                self.set(quiet={**self.state.quiet, signal: self.state.step})
                self.tell(line.say)

    def end(self) -> None:
        """Close the conversation."""
        self.set(status="closed")
        self.effects.append(End())

    @property
    def asks(self) -> str:
        """What the question at hand asks for, unless it offers what is known already."""
        step, state = self.step, self.state
        if not isinstance(step, AskStep) or state.resuming or step.slot in (*state.remembered, *state.doubts):
            return ""
        kind = self.script.slots[step.slot].type
        return kind if kind in _GIVEN_WITH_ONE_TAP else ""

    @property
    def buttons(self) -> tuple[Button, ...]:
        """The buttons of the question at hand, told from the state alone; none where words are waited for."""
        step, state, texts = self.step, self.state, self.texts
        offered: dict[str, Text] = {}
        if state.resuming:
            offered = {"yes": texts["go-on"], "no": texts["start-new"]}
        elif isinstance(step, AskStep) and step.slot in state.remembered:
            offered = {"yes": texts["use-it"], "no": texts["another"]}
        elif isinstance(step, AskStep) and step.slot in state.doubts:
            return self._doubtful(self.script.slots[step.slot])
        elif isinstance(step, AskStep):
            slot = self.script.slots[step.slot]
            if slot.type == "yes-no":
                offered = {key: texts[key] for key in ("yes", "no")}
            elif slot.type == "rating":
                offered = {key: {state.language: key} for key in _RATINGS}
            else:
                offered = {choice.key: choice.label for choice in slot.choices if choice.key not in state.picked}
            if state.picked:
                offered["done"] = texts["done"]
            elif slot.optional:
                offered["skip"] = texts["skip"]
        elif isinstance(step, CheckStep):
            if len(state.candidates) > 1 or (step.look == "known-issue" and not (state.sure or state.chosen)):
                found = [Button(candidate.key, candidate.label) for candidate in state.candidates]
                return (*found, Button("none", self.words(texts["none-of-these"])))
            yes, no = ("helped", "not-helped") if step.look == "known-issue" else ("same", "something-new")
            offered = {"yes": texts[yes], "no": texts[no]}
        elif isinstance(step, SummaryStep) and state.changing:
            offered = {slot.key: slot.label for slot in self.asked() if state.slots.get(slot.key)}
        elif isinstance(step, SummaryStep):
            offered = {key: texts[key] for key in ("send", "change")}
        return tuple([Button(key, self.words(label)) for key, label in offered.items()])

    def _doubtful(self, slot: Slot) -> tuple[Button, ...]:
        """Return the values that a telling may mean, each a button, a single one a yes; and that it is none of them."""
        values = self.state.doubts[slot.key]
        if len(values) == 1:
            return Button("yes", self.words(self.texts["yes"])), Button("no", self.words(self.texts["another"]))
        meant = [Button(f"{MEANT}{number}", shown(slot, one, self.state.language)) for number, one in enumerate(values)]
        return (*meant, Button("no", self.words(self.texts["another"])))

    def doubtful_words(self, slot: Slot) -> tuple[Text, Mapping[str, str]]:
        """Return how it is asked which of the values a telling means, and what is named in it."""
        label, values = self.unfilled(slot.label), self.state.doubts[slot.key]
        if len(values) == 1:
            return self.texts["this-value"], {"label": label, "value": shown(slot, values[0], self.state.language)}
        return self.texts["which-value"], {"label": label}

    @property
    def quiet_buttons(self) -> tuple[Button, ...]:
        """The buttons of quiet lines: they stay with the question at which their line was said."""
        said = [one for one, step in self.state.quiet.items() if step == self.state.step and one in self.script.quiet]
        return tuple([Button(SIGNAL_BUTTON + one, self.words(self.script.quiet[one].button)) for one in said])

    @property
    def undo(self) -> tuple[Button, ...]:
        """The button that takes back what was decided without asking: a repeat, or the calling of a person."""
        label = self.texts["not-meant" if self.state.alarm else "something-new"]
        return (Button(UNDO, self.words(label)),) if self.state.stated else ()

    def asked(self) -> list[Slot]:
        """Return the slots that some step asks for, in the order of the script."""
        asked = {step.slot for step in self.script.steps.values() if isinstance(step, AskStep)}
        return [slot for key, slot in self.script.slots.items() if key in asked]

    def words(self, text: Text, extra: Mapping[str, str] | None = None) -> str:
        """Return a text in the conversation's language, its slots and facts filled in."""
        plain = self.unfilled(text)
        if "{" not in plain:
            return plain
        named = [key for key in PLACEHOLDER.findall(plain) if key in self.state.slots and key in self.script.slots]
        return fill(plain, {**{key: self._shown(key) for key in named}, **self.state.facts, **(extra or {})})

    def unfilled(self, text: Text) -> str:
        """Return a text in the conversation's language, its placeholders as they stand."""
        return text.get(self.state.language) or text[self.script.languages[0]]

    @property
    def summary(self) -> str:
        """What is known, a line a slot, in the order of the script."""
        return self.lines(self.script.slots)

    def lines(self, keys: Iterable[str], *, quoted: bool = True) -> str:
        """Return what is known of some slots, a line each, in the order of the script.

        What was told unasked is quoted beside its value, unless it was only just said.
        """
        colon, lines, wanted = COMMON_WORDS.word(self.state.language, "colon"), [], set(keys)
        for key, slot in self.script.slots.items():
            if key in wanted and self.state.slots.get(key):
                value = self.hide_private(self._shown(key))
                cut = value if len(value) <= _LONGEST_IN_SUMMARY else value[: _LONGEST_IN_SUMMARY - 1] + "…"
                words = self._quoted(slot) if quoted else ""
                lines.append(f"• {self.unfilled(slot.label)}{colon}{cut}{words}")
        return "\n".join(lines)

    def _quoted(self, slot: Slot) -> str:
        """Return the words that a value was read from, unless they stand there already or would give it away."""
        words = self.state.said.get(slot.key, "")
        if not words or slot.private or words in self.state.slots.values():
            return ""
        return COMMON_WORDS.word(self.state.language, "said", words=self.hide_private(words))

    def hide_private(self, text: str) -> str:
        """Return a text with the private answers hidden that were told in the middle of it."""
        for key, slot in self.script.slots.items():
            value = self.state.slots.get(key)
            if value and slot.private and value[0] in text:
                spaced = "[ -]?".join(re.escape(sign) for sign in value)  # "138 0013 8000" is the same number
                text = self._shown(key).join(re.split(spaced, text))
        return text

    def _shown(self, key: str) -> str:
        return shown(self.script.slots[key], self.state.slots[key], self.state.language)
