"""The port of choices: a telling and a script go in, what is named of the script's choices comes out, surely or likely.

Pure, as the port of acts and signals is; what was read is kept with the event it came with, so that a journal replays.
"""

from typing import Protocol

from dialogs.model.events import ReadChoice
from dialogs.model.script import Script


class ChoiceReader(Protocol):
    """Reads choices; asked in the thread that reads meanings, for each telling."""

    def read(self, text: str, script: Script, asked: str = "") -> tuple[ReadChoice, ...] | None:
        """Return the choices that a text names, for each slot of the script at most one.

        Of the slot that is ``asked`` for, which most answers name a choice of, less is enough for a likely one.
        A sure one fills its slot; one that is only likely is asked about by name. An empty tuple says that the text was
        read and names none, so that no word in it fills a slot by chance; None says that it was not read, and the words
        of the script decide.
        """

    def prepare(self, script: Script) -> None:
        """Read the words of a script before a telling comes; without it the first one waits for that."""
