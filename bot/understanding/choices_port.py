"""The port of choices: a telling and a script go in, what surely is named of the script's choices comes out.

Pure, as the port of acts and signals is; what was read is kept with the event it came with, so that a journal replays.
"""

from typing import Protocol

from dialogs.model.events import ReadChoice
from dialogs.model.script import Script


class ChoiceReader(Protocol):
    """Reads choices."""

    def read(self, text: str, script: Script) -> tuple[ReadChoice, ...] | None:
        """Return the choices that a text names; None where words may decide.

        For a slot that is one which is sure, or a few that are likely, the likeliest first.
        """

    def prepare(self, script: Script) -> None:
        """Read the words of a script before a telling comes."""
