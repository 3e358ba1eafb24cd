"""A script as values: what admins wrote, read and checked.

Nothing here reads files or judges: `script_loader` makes these values, `script_rules` tells what is wrong with
them, `engine` plays them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

ScriptTrack = Literal["fast", "full"]
"""How much is asked: ``fast`` listens, apologises and passes on; ``full`` asks all that an investigation needs."""

Text = Mapping[str, str]
"""One wording per language: ``{"en": "Hello", "zh": "您好"}``."""


WITH_CHOICES = ("choice", "multi-choice")
"""Types of slots that have choices; of the second any number may be chosen."""


@dataclass(frozen=True)
class Choice:
    """A button: what it stands for and what is written on it."""

    key: str
    label: Text
    words: tuple[str, ...] = ()
    """Words, in any language, by which a customer's sentence names it; without any it is never read from one."""


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
    longest: int = 20_000
    """Lengths in characters, or in digits for digits."""
    private: bool = False
    """Shown with all but its last four characters hidden."""
    optional: bool = False
    """May be skipped; a skipped slot is known and empty."""
    remember: bool = False
    """Offered, not asked, to a customer who gave it with an earlier ticket."""
    wish: bool = False
    """What the customer asks of us: a choice counts only where it is asked for, not where it is told of."""
    words: tuple[str, ...] = ()
    """Of a place the names by which customers tell it; of a text the words beside which a number or code stands."""


@dataclass(frozen=True)
class SayStep:
    """Tell something and go on."""

    key: str
    text: Text
    goto: str
    when_closed: Text = field(default_factory=dict)
    """Said instead while the desk is closed; empty if that makes no difference."""
    track: ScriptTrack | None = None
    """Passed over on the other track."""


@dataclass(frozen=True)
class AskStep:
    """Ask for one slot; passed over when the slot is known already."""

    key: str
    slot: str
    prompt: Text
    reprompt: Text
    otherwise: str
    """Where to go after so many unusable answers."""
    goto: str
    tries: int = 3
    track: ScriptTrack | None = None
    """Passed over on the other track."""
    for_another: bool = False
    """Asked only where the customer complains for somebody else."""


@dataclass(frozen=True)
class CheckStep:
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
    track: ScriptTrack | None = None
    """The track of the conversation from here on; the one it is on, unless given."""


@dataclass(frozen=True)
class BranchStep:
    """Go to the first arm that holds."""

    key: str
    arms: tuple[Arm, ...]
    otherwise: str


@dataclass(frozen=True)
class SummaryStep:
    """Show all answers; go on when the customer confirms, or ask again what is to be changed."""

    key: str
    text: Text
    """Holds ``{summary}``, one line a slot."""
    goto: str
    track: ScriptTrack | None = None
    """Passed over on the other track."""


Filing = Literal["open", "answered", "repeat", "reopen", "confirm"]


@dataclass(frozen=True)
class FileStep:
    """Have the desk write the ticket (`FileTicket`).

    ``open`` files it, ``answered`` files one that a known issue answered, ``repeat`` writes an occurrence on the
    ticket the customer recognised, ``reopen`` and ``confirm`` say whether a resolved ticket really is.
    """

    key: str
    filing: Filing
    goto: str


HandoffLevel = Literal["agent", "supervisor"]


@dataclass(frozen=True)
class HandoffStep:
    """Give the conversation to a person; a ticket is filed first if there is none."""

    key: str
    text: Text
    level: HandoffLevel = "agent"
    when_closed: Text = field(default_factory=dict)
    """Said instead while the desk is closed; empty if that makes no difference."""


@dataclass(frozen=True)
class CloseStep:
    """Say goodbye and end the conversation."""

    key: str
    text: Text
    when_closed: Text = field(default_factory=dict)
    """Said instead while the desk is closed; empty if that makes no difference."""


@dataclass(frozen=True)
class Interrupt:
    """Where a signal leads, from anywhere."""

    goto: str
    times: int = 1
    """Followed from the so-manieth message on in which the signal is heard."""
    of_another: str = ""
    """Where it leads instead if it is about somebody else than the customer."""

    @property
    def targets(self) -> tuple[str, ...]:
        """All steps to which it may lead."""
        return (self.goto, self.of_another) if self.of_another else (self.goto,)


@dataclass(frozen=True)
class QuietLine:
    """What is said where a signal is only perhaps there: help that harms nobody; the dialog goes on."""

    say: Text
    button: Text
    """By which the customer says that it is there."""


Step = SayStep | AskStep | CheckStep | BranchStep | SummaryStep | FileStep | HandoffStep | CloseStep


def kind_of(step: type[Step]) -> str:
    """Return the key that tells such a step from the other kinds: ``ask`` of an `AskStep`."""
    return step.__name__.removesuffix("Step").lower()


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
    track: ScriptTrack = "full"
    """The track on which a conversation begins."""
    remind_after: int = 0
    """Seconds of silence after which the question at hand is put once more; 0 for never."""
    give_up_after: int = 0
    """Seconds of silence after which the conversation is put away as abandoned; 0 for never."""
    interrupts: Mapping[str, Interrupt] = field(default_factory=dict)
    """Signals that lead to a step from anywhere; the first that is named wins."""
    tone: Mapping[str, Text] = field(default_factory=dict)
    """What is said, once, when a signal is heard for the first time."""
    quiet: Mapping[str, QuietLine] = field(default_factory=dict)
    """What is said, once, where one of these signals may be there; each of them leads somewhere."""
    texts: Mapping[str, Text] = field(default_factory=dict)
    """The wordings every dialog needs (`texts.yaml`), with what this script words differently."""
