"""The port of understanding: a text in its situation goes in, what it does and says comes out.

Pure: the same text in the same situation is read the same by the same version, so that a reading that was kept with
its turn can be replayed and labelled, and a company's own model can stand behind the port.
"""

from dataclasses import dataclass
from typing import Protocol

from bot.understanding.acts import Act, Stage
from bot.understanding.signals import HeardSignal

NEAR = 0.2
"""Two acts whose confidences differ by less are too near to choose.

Of hard lines by hands that were left out 10 % are so, the likelier act is right in 44 % of those, one of the two in
73 %; of all others the likeliest is right in 88 % (by words alone: 13 %, 41 %, 73 %, 85 %).
"""


@dataclass(frozen=True)
class Situation:
    """What a message is read in."""

    stage: Stage = Stage.IDLE
    slot: str = ""
    """The slot that is asked for, at `Stage.QUESTION`."""
    asked: str = ""
    """The last question or offer, as it was worded."""
    before: tuple[str, ...] = ()
    """What the customer wrote before, if it matters."""
    script: str = ""
    language: str = "en"


@dataclass(frozen=True)
class Reading:
    """What was read."""

    acts: tuple[tuple[Act, float], ...]
    """All acts with their confidences, which sum to 1; the likeliest first."""
    signals: tuple[HeardSignal, ...]
    """The likeliest first."""
    version: str
    """By which model."""

    @property
    def act(self) -> Act:
        """The likeliest act."""
        return self.acts[0][0]

    @property
    def doubt(self) -> Act | None:
        """The second act, when the two are too near to choose."""
        (_, first), (other, second) = self.acts[:2]
        return other if first - second < NEAR else None


class Reader(Protocol):
    """Reads messages."""

    def read(self, text: str, situation: Situation) -> Reading:
        """Return what a text does and says in a situation."""
