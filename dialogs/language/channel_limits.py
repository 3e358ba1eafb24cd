"""What the channels can carry, as data, and what of a script is too long for them.

Which channels there are, and how much each takes, is for whoever hands the limits in.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from dialogs.language.script_rules import texts_of
from dialogs.model.script import Script, Text
from dialogs.strict_yaml.problems import Finding, quoted


@dataclass(frozen=True)
class ChannelLimits:
    """The most that every channel can show or carry."""

    text: int
    """Signs of one message, counted as UTF-16 does: an emoji counts twice."""
    label: int
    """Signs of a button that a phone still shows; a Chinese one counts twice."""
    key: int
    """Letters of a choice's key that fit into what a button carries."""


def check_limits(script: Script, limits: ChannelLimits) -> Iterator[Finding]:
    """Yield the texts, buttons and keys that a channel would cut or refuse."""
    for key, step in script.steps.items():
        for name, text in texts_of(step):
            for language, wording in text.items():
                if signs(wording) > limits.text:
                    message = f"this text has {signs(wording)} signs, one message takes {limits.text}"
                    yield Finding(("steps", key, name, language), "text-too-long", message, "say it in two steps")
    for signal, line in script.quiet.items():
        yield from _wide(("quiet", signal, "button"), line.button, limits)
    for slot in script.slots.values():
        for choice in slot.choices:
            path = ("slots", slot.key, "choices", choice.key)
            if len(choice.key) > limits.key:
                message = f"{quoted(choice.key)} has {len(choice.key)} letters, {limits.key} are allowed"
                yield Finding(path, "key-too-long", message, "choose a shorter name; customers never see it")
            yield from _wide(path, choice.label, limits)


def _wide(path: tuple[str, ...], label: Text, limits: ChannelLimits) -> Iterator[Finding]:
    for language, wording in label.items():
        if width(wording) > limits.label:
            message = f"a phone shows about {limits.label} signs of a button, {quoted(wording)} is wider"
            yield Finding((*path, language), "label-too-long", message, "shorten it")


def signs(text: str) -> int:
    """Return the signs of a message, counted as UTF-16 does."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def width(label: str) -> int:
    """Return how much room a button needs: a Chinese sign takes two."""
    return sum(2 if sign >= "\u2e80" else 1 for sign in label)
