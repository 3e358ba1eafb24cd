"""The part of a transcript that one page shows: it is sent again whenever something happens, so it stays small.

Earlier messages are pages of their own, and so is what a long message says: see `desk_pages.show_words`. Notes stand
between the messages where they were written, and what the bot said is folded.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from bot.desk.briefing.queries import Transcript
from storage.records.complaint_records import Message, Note
from storage.records.traffic_records import Edit

MOST = 50
"""Messages of one page."""
ROOM = 20_000
"""Characters of them and their later versions."""
FOLDED, BEGINNING = 1500, 300
"""From how many characters on a text is not shown whole, and how many then are."""
VERSIONS = 3
"""Later versions of a message, the newest ones."""
NOTES = 50
"""Notes of one page, the newest ones."""


@dataclass(frozen=True)
class TranscriptLine:
    """One thing said: a message, a note, or what the bot said in a row."""

    kind: str
    """``customer``, ``agent``, ``bot`` or ``note``."""
    messages: tuple[Message, ...] = ()
    note: Note | None = None
    day: date | None = None
    """The day that begins with it, if one does."""
    is_first_unread: bool = False


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
    notes: tuple[Note, ...] = ()
    """Those that were written meanwhile."""

    def versions(self, message: Message) -> tuple[Edit, ...]:
        """Return the newest later versions of a message, oldest first."""
        return _versions(self.transcript, message)

    def lines(self, zone: ZoneInfo, seen: str = "") -> Iterator[TranscriptLine]:
        """Yield what is shown, line by line; ``seen`` is the id of the newest message that was read before, if any."""
        day, is_marked = None, not seen
        for kind, said, note in _in_order(self.messages, self.notes):
            here = (note.at if note else said[0].at).astimezone(zone).date()
            first = not is_marked and kind == "customer" and said[-1].id > seen
            is_marked = is_marked or first
            yield TranscriptLine(kind, said, note, None if here == day else here, first)
            day = here


def page_of(transcript: Transcript, before: str = "", notes: Sequence[Note] = ()) -> TranscriptPage:
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
    is_newest = len(said) == len(transcript.messages)
    shown = tuple(said[first:])
    since = shown[0].at if first and shown else None
    until = None if is_newest else transcript.messages[len(said)].at
    meanwhile = [one for one in notes if (not since or one.at >= since) and (not until or one.at < until)]
    return TranscriptPage(shown, first, before, is_newest, transcript, tuple(meanwhile[-NOTES:]))


def _in_order(
    messages: Sequence[Message], notes: Sequence[Note]
) -> Iterator[tuple[str, tuple[Message, ...], Note | None]]:
    """Yield messages and notes by their time; what the bot said in a row comes together."""
    waiting, run = list(notes), list[Message]()
    for message in messages:
        earlier = [note for note in waiting if note.at < message.at]
        if run and (earlier or message.author != "bot"):
            yield "bot", tuple(run), None
            run = []
        yield from (("note", (), note) for note in earlier)
        waiting = waiting[len(earlier) :]
        if message.author == "bot":
            run.append(message)
        else:
            yield message.author, (message,), None
    if run:
        yield "bot", tuple(run), None
    yield from (("note", (), note) for note in waiting)


def _versions(transcript: Transcript, message: Message) -> tuple[Edit, ...]:
    return tuple(transcript.versions.get(message.id, ())[-VERSIONS:])
