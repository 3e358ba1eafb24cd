"""From the updates that Telegram delivers, as they are, to rows of the inbox: durable before they are acknowledged.

Only as much of an update is looked at as tells whose it is and whether it came before, and which secrets it holds:
these are crossed out in the row, and only this process knows them until it is played. It is read when it is played.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeGuard, TypeVar

import orjson

from bot.channels.port import UnreadableUpdate
from bot.channels.telegram.transport.raw_secrets import unread_without_secrets, without_secrets
from bot.desk.core.errors import error_kind
from bot.desk.delivery.inbox import Inbox
from bot.desk.redaction.redaction import begun
from storage.records.traffic_records import InboxRow

T = TypeVar("T")

ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of update that Telegram is asked for."""
UNREAD = "it cannot be read"
_MOST_BEGUN = 1000


class Intake:
    """Takes the updates of one bot, whichever way they come."""

    def __init__(self, bot: int, inbox: Inbox, now: Callable[[], datetime]) -> None:
        """``bot`` is the bot's own number: another one numbers its updates anew."""
        self._bot = bot
        self._inbox = inbox
        self._now = now
        self._begun: dict[int, str] = {}
        """By chat, how the last message led to a secret that the next one may hold."""

    async def take(self, updates: Sequence[object]) -> None:
        """Make updates durable; when this returns they may be acknowledged. Those that came before change nothing.

        Raises:
            Unavailable: if the store cannot write now; none was kept.
        """
        await self._take([(raw, written(raw)) for raw in updates])

    async def take_body(self, body: bytes) -> None:
        """Make one update durable that came as the body of a request, be it no update at all; see `take`."""
        text = body.decode("utf-8", "replace")
        try:
            raw = read(text)
        except (ValueError, RecursionError):
            raw = None
        await self._take([(raw, text)])

    async def _take(self, updates: Sequence[tuple[object, str]]) -> None:
        rows, said = list[InboxRow](), dict[str, str]()
        for raw, text in updates:
            row, safe = self._row(raw, text), _without_secrets(raw, text, self._before(raw))
            rows.append(replace(row, raw=safe))
            if safe != text:
                said[row.id] = text
        await self._inbox.keep(rows, said)

    def _before(self, raw: object) -> str:
        """Return what `begun` made of the message before in the same chat, and remember it of this one."""
        chat, said = chat_of(raw), text_of(raw)
        if chat is None or not said:
            return ""
        before = self._begun.pop(chat, "")
        if begins := begun(said):
            self._begun[chat] = begins
            if len(self._begun) > _MOST_BEGUN:
                del self._begun[next(iter(self._begun))]
        return before

    def _row(self, raw: object, text: str) -> InboxRow:
        number, chat, at = update_id(raw), chat_of(raw), self._now()
        if number is None:
            # Without a number it is known again only by what it says.
            key = f"telegram:{self._bot}:odd:{hashlib.sha256(text.encode()).hexdigest()}"
            return InboxRow(id=key, address="telegram:0", at=at, raw=text, problem=UNREAD)
        return InboxRow(id=f"telegram:{self._bot}:{number:020}", address=f"telegram:{chat or 0}", at=at, raw=text)


def _without_secrets(raw: object, text: str, before: str) -> str:
    """Return what may be written down of the text of an update."""
    try:
        safe = without_secrets(raw, before)
        if raw is not None:
            return text if safe is raw else written(safe)
    except (ValueError, RecursionError):
        pass
    return unread_without_secrets(text)


def written(raw: object) -> str:
    """Return an update as text that `read` reads; also what strict JSON refuses, such as half a surrogate pair."""
    try:
        return orjson.dumps(raw).decode()
    except TypeError:
        return json.dumps(raw)


def read(text: str) -> object:
    """Return the update of a text.

    Raises:
        ValueError: if it is no JSON.
        RecursionError: if it is nested too deeply.
    """
    try:
        value: object = orjson.loads(text)
    except ValueError:
        value = json.loads(text)
    return value


def understood(text: str, reader: Callable[[object], T]) -> T:
    """Return what a reader makes of the update of a text.

    Raises:
        UnreadableUpdate: if it cannot be read; told by the error's name and line only.
    """
    try:
        return reader(read(text))
    except Exception as error:  # the library raises whatever an odd update makes it raise
        raise UnreadableUpdate(f"it cannot be read: {error_kind(error)}") from None


def update_id(raw: object) -> int | None:
    """Return the number of an update, however odd the rest of it is; None if it has none."""
    number = raw.get("update_id") if isinstance(raw, dict) else None
    return number if _is_number(number) and 0 <= number < 10**20 else None


def chat_of(raw: object) -> int | None:
    """Return the chat in which something happened, however odd the rest of the update is; None if it names none."""
    for part in raw.values() if isinstance(raw, dict) else ():
        place = part.get("message", part) if isinstance(part, dict) else None
        chat = place.get("chat") if isinstance(place, dict) else None
        number = chat.get("id") if isinstance(chat, dict) else None
        if _is_number(number) and abs(number) < 2**63:
            return number
    return None


def text_of(raw: object) -> str:
    """Return what a new message says, however odd the rest of the update is; nothing if it says nothing."""
    message = raw.get("message") if isinstance(raw, dict) else None
    text = message.get("text") if isinstance(message, dict) else None
    return text if isinstance(text, str) else ""


def _is_number(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)
