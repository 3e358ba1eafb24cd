"""Readers for tests of the desk: one that knows closed lists only, and one that says what it is told to say.

The learned reader is measured on texts in `tests/bot/understanding`; tests of the desk fix words exactly, and must not
change their outcome with every fit. The journeys talk to the real one.
"""

from collections.abc import Callable, Collection

from bot.desk.signals.signal_reader import SignalReader
from bot.understanding.acts import Act, Stage
from bot.understanding.reader_port import Reading, Situation
from bot.understanding.signals import HeardSignal, Level, SignalName, When, Who
from dialogs.reading.small_talk import meanings, plain_answer

_SURE = 0.99
_OTHERWISE = {Stage.QUESTION: Act.ANSWERS, Stage.WAITING: Act.ADDS, Stage.WITH_PERSON: Act.ADDS} | dict.fromkeys(
    (Stage.OFFER_KNOWN_ISSUE, Stage.OFFER_REPEAT, Stage.SUMMARY, Stage.SURVEY, Stage.RESTING), Act.OTHER
)


class ListReader:
    """Knows the phrases of `small_talk` and the lists of signals; all else answers what is asked, or tells."""

    version = "lists"

    def __init__(self, hear: Callable[[str], Collection[str]] | None = None) -> None:
        self._hear = hear or SignalReader().read
        self.says: dict[str, tuple[tuple[Act, float], ...]] = {}
        """What it says of some texts, whatever the lists know."""
        self.hears: dict[str, tuple[HeardSignal, ...]] = {}
        """And what it hears in some."""

    def will_say(self, text: str, act: Act, doubt: Act | None = None, sure: float = _SURE) -> None:
        """Have a text read as this act, or as hardly more likely this than the other."""
        self.says[text] = ((act, 0.45), (doubt, 0.4)) if doubt else ((act, sure), (Act.OTHER, 1 - sure))

    def read(self, text: str, situation: Situation) -> Reading:
        """Return what the lists know of a text."""
        signals = tuple(
            HeardSignal(SignalName(name), Who.CUSTOMER, When.NOW, Level.SURE, _SURE) for name in self._hear(text)
        )
        signals = self.hears.get(text, signals)
        acts = self.says.get(text) or ((_act(text, situation), _SURE), (Act.OTHER, 1 - _SURE))
        return Reading(acts, signals, self.version)


def _act(text: str, situation: Situation) -> Act:
    if situation.stage is Stage.FILED and plain_answer(meanings(text)) == "yes":
        return Act.CONFIRMS
    return _OTHERWISE.get(situation.stage, Act.TELLS)
