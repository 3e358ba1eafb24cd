"""Texts with their placeholders filled, for one script and one state.

What a customer wrote is put in as it is and never looked at again: a ``{reference}`` inside an answer stays those
eleven characters.
"""

import re
from collections.abc import Mapping

from dialogs.model.script import Script, Text
from dialogs.model.state import State
from dialogs.reading import slots
from dialogs.strict_yaml.common_words import COMMON_WORDS
from dialogs.strict_yaml.placeholders import PLACEHOLDER, fill

_LONGEST_IN_SUMMARY = 300


def wording(script: Script, state: State, text: Text, extra: Mapping[str, str] | None = None) -> str:
    """Return the text in the conversation's language, its slots and facts filled in."""
    plain = in_language(script, state, text)
    named = set(PLACEHOLDER.findall(plain)) if "{" in plain else ()
    shown = {key: _shown(script, state, key) for key in named if key in state.slots and key in script.slots}
    return fill(plain, {**shown, **state.facts, **(extra or {})}) if named else plain


def summary(script: Script, state: State) -> str:
    """Return what is known, a line a slot, in the order of the script."""
    colon = COMMON_WORDS.word(state.language, "colon")
    lines = [
        f"• {in_language(script, state, slot.label)}{colon}{_cut(unsaid(script, state, _shown(script, state, key)))}"
        for key, slot in script.slots.items()
        if state.slots.get(key)
    ]
    return "\n".join(lines)


def in_language(script: Script, state: State, text: Text) -> str:
    """Return the text in the conversation's language, its placeholders as they stand."""
    return text.get(state.language) or text[script.languages[0]]


def unsaid(script: Script, state: State, text: str) -> str:
    """Return the text with the private answers hidden that were told in the middle of it."""
    for key, slot in script.slots.items():
        value = state.slots.get(key)
        if value and slot.private and value[0] in text:
            spaced = "[ -]?".join(re.escape(sign) for sign in value)  # "138 0013 8000" is the same number
            text = _shown(script, state, key).join(re.split(spaced, text))
    return text


def _shown(script: Script, state: State, key: str) -> str:
    return slots.shown(script.slots[key], state.slots[key], state.language)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_IN_SUMMARY else text[: _LONGEST_IN_SUMMARY - 1] + "…"
