"""The part of a transcript that one page shows: it is sent again whenever something happens, so it stays small.

Earlier messages are pages of their own, and so is what a long message says: see `desk_pages.show_words`.
"""

from dataclasses import dataclass

from bot.desk.agents.queries import Transcript
from storage.records import Message
from storage.traffic_records import Edit

MOST = 50
"""Messages of one page."""
ROOM = 20_000
"""Characters of them and their later versions."""
FOLDED, BEGINNING = 1500, 300
"""From how many characters on a text is not shown whole, and how many then are."""
VERSIONS = 3
"""Later versions of a message, the newest ones."""


@dataclass(frozen=True)
class TranscriptPage:
    """Messages that follow each other, oldest first."""

    messages: tuple[Message, ...]
    earlier: int
    """Messages before them."""
    before: str
    """Before which id they were asked for; empty for the newest."""
    is_newest: bool
    """None is after them."""
    transcript: Transcript
    """All there are."""

    def versions(self, message: Message) -> tuple[Edit, ...]:
        """Return the newest later versions of a message, oldest first."""
        return _versions(self.transcript, message)


def page_of(transcript: Transcript, before: str = "") -> TranscriptPage:
    """Return the newest messages there is room for, of those before the message with this id if one is named."""
    said = [one for one in transcript.messages if not before or one.id < before]
    first, room = len(said), ROOM
    while first and len(said) - first < MOST:
        message = said[first - 1]
        texts = [message.text, *(version.text for version in _versions(transcript, message))]
        room -= sum(len(text) if len(text) <= FOLDED else BEGINNING for text in texts)
        if room < 0:
            break
        first -= 1
    return TranscriptPage(tuple(said[first:]), first, before, len(said) == len(transcript.messages), transcript)


def _versions(transcript: Transcript, message: Message) -> tuple[Edit, ...]:
    return tuple(transcript.versions.get(message.id, ())[-VERSIONS:])
