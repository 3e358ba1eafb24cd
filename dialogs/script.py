"""A script as values: what admins wrote, read and checked.

Nothing here reads files or judges: `yaml_text` and `shape` make these values, `check` tells what is wrong with them,
`engine` plays them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Text = Mapping[str, str]
"""One wording per language: ``{"en": "Hello", "zh": "您好"}``."""


@dataclass(frozen=True)
class Choice:
    """A button: what it stands for and what is written on it."""

    key: str
    label: Text


@dataclass(frozen=True)
class Slot:
    """A named answer."""

    key: str
    type: str
    """One of `slots.TYPES`."""
    label: Text
    """What the summary and the agent desk call it."""
    choices: tuple[Choice, ...] = ()
    shortest: int = 1
    longest: int = 4000
    """Lengths in characters, or in digits for digits."""
    private: bool = False
    """Shown with all but its last four characters hidden."""
    optional: bool = False
    """May be skipped; a skipped slot is known and empty."""


@dataclass(frozen=True)
class Say:
    """Tell something and go on."""

    key: str
    text: Text
    goto: str


@dataclass(frozen=True)
class Ask:
    """Ask for one slot; passed over when the slot is known already."""

    key: str
    slot: str
    prompt: Text
    reprompt: Text
    otherwise: str
    """Where to go after so many unusable answers."""
    goto: str
    tries: int = 3


@dataclass(frozen=True)
class Check:
    """Ask the desk what it knows (`LookUp`), and the customer whether that is it."""

    key: str
    look: Literal["known-issue", "repeat"]
    of: str
    """The slot whose text is looked up."""
    offer: Text
    """Shows the one thing found; may name its facts, such as ``{answer}`` or ``{reference}``."""
    offer_many: Text
    """Introduces two or three things found, each a button."""
    accepted: str
    goto: str
    """Where to go when nothing was found or the customer says no."""


Comparison = Literal["equals", "at-least", "at-most", "is-one-of", "is-empty"]


@dataclass(frozen=True)
class Condition:
    """One comparison of a slot with what an admin wrote."""

    slot: str
    comparison: Comparison
    values: tuple[str, ...]


@dataclass(frozen=True)
class Arm:
    """Conditions that must all hold, and where to go then."""

    when: tuple[Condition, ...]
    goto: str


@dataclass(frozen=True)
class Branch:
    """Go to the first arm that holds."""

    key: str
    arms: tuple[Arm, ...]
    otherwise: str


@dataclass(frozen=True)
class Summary:
    """Show all answers; go on when the customer confirms, or ask again what is to be changed."""

    key: str
    text: Text
    """Holds ``{summary}``, one line a slot."""
    goto: str


Filing = Literal["open", "answered", "repeat", "reopen", "confirm"]


@dataclass(frozen=True)
class File:
    """Have the desk write the ticket (`FileTicket`).

    ``open`` files it, ``answered`` files one that a known issue answered, ``repeat`` writes an occurrence on the
    ticket the customer recognised, ``reopen`` and ``confirm`` say whether a resolved ticket really is.
    """

    key: str
    filing: Filing
    goto: str


@dataclass(frozen=True)
class Handoff:
    """Give the conversation to a person; a ticket is filed first if there is none."""

    key: str
    text: Text
    level: Literal["agent", "supervisor"] = "agent"


@dataclass(frozen=True)
class Close:
    """Say goodbye and end the conversation."""

    key: str
    text: Text


Step = Say | Ask | Check | Branch | Summary | File | Handoff | Close


@dataclass(frozen=True)
class Script:
    """One dialog, complete and playable."""

    key: str
    title: Text
    languages: tuple[str, ...]
    start: str
    slots: Mapping[str, Slot]
    steps: Mapping[str, Step]
    opening: str = ""
    """The slot that the customer's first free message fills; empty where the desk begins the dialog."""
    interrupts: Mapping[str, str] = field(default_factory=dict)
    """From anywhere, a signal leads to a step; the first that is named wins."""
    texts: Mapping[str, Text] = field(default_factory=dict)
    """The wordings every dialog needs (`texts.yaml`), with what this script words differently."""
