"""A text that Telegram cut into several messages because it is longer than one may be; pure.

The customer's program cuts it and sends the parts in one go. It cuts where it hurts least, but never in the first half
of what one message may hold (Telegram on computers looks for the end of a paragraph in the second), and white space at
the cuts is dropped. The numbers of messages tell nothing: a bot's are counted over all its chats.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.channels.port import Incoming, UnreadableUpdate
from bot.channels.telegram.customers.rendering import LONGEST_TEXT, units
from bot.channels.telegram.customers.updates import arrival
from bot.channels.telegram.transport.intake import understood
from bot.desk.core.sanitize import LONGEST
from storage.records.traffic_records import InboxRow

IN_ONE_GO = timedelta(seconds=2)
"""Between two parts at most, by Telegram's clock, which tells whole seconds."""
_HALF = LONGEST_TEXT // 2


def parts(rows: Sequence[InboxRow]) -> tuple[int, bool]:
    """Return how many rows of an address, from the first on, are one text, and whether more of it may be on its way."""
    # Nearly all are too short for it, and need not be read for that; one character may take two units.
    first = _text(rows[0]) if 2 * len(rows[0].raw) > _HALF else None
    if first is None:
        return 1, False
    found = [first]
    for row in rows[1:]:
        following = _text(row) if _may_go_on(found) else None
        if following is None or not _follows(found, following):
            return len(found), False
        found.append(following)
    return len(found), _may_go_on(found)


def joined(found: Sequence[Incoming]) -> Incoming:
    """Return the parts of a text as the one thing that the customer said."""
    first, *further = found
    text = first.text
    for before, part in zip(found, further, strict=False):
        text += ("" if units(before.text) >= LONGEST_TEXT else " ") + part.text
    updates, refs = tuple(part.update for part in further), tuple(part.ref for part in further)
    return replace(first, text=text, updates=updates, refs=refs)


def _text(row: InboxRow) -> Incoming | None:
    """Return what a row says if it is a text that somebody wrote, and nothing else."""
    try:
        found = understood(row.raw, arrival)
    except UnreadableUpdate:
        return None
    said = found.incoming if found else None
    return said if said and said.text and said.ref and not said.attachment else None


def _may_go_on(found: Sequence[Incoming]) -> bool:
    return units(found[-1].text) > _HALF and len(joined(found).text) < LONGEST


def _follows(found: Sequence[Incoming], part: Incoming) -> bool:
    before = found[-1].written
    if part.written is None or before is None or part.text.startswith("/"):
        return False
    return before <= part.written <= before + IN_ONE_GO and len(joined([*found, part]).text) <= LONGEST
