"""From an update of Telegram's Bot API to what a customer did; pure, without network.

Only private chats are served. What is none of the desk's business (groups, a bot that was blocked, service messages)
is None; an update that is not what the Bot API promises raises whatever it broke, and the caller passes it over.
"""

import re
from dataclasses import dataclass, replace

from telegram import CallbackQuery, ChatMemberUpdated, Message, Update, User

from bot.channels.port import Incoming, IncomingFile

# The attachments of https://core.telegram.org/bots/api#message and what the desk calls them. Telegram sends an
# animation as a document too, and a venue as a location, so the order matters.
_KINDS = {
    "photo": "photo",
    "voice": "voice",
    "audio": "voice",
    "video": "video",
    "video_note": "video",
    "animation": "video",
    "document": "document",
    "sticker": "sticker",
    "venue": "location",
    "location": "location",
    "contact": "contact",
    # Nobody at the desk can read these, and the customer is told so.
    "poll": "poll",
    "dice": "dice",
    "story": "story",
    "game": "game",
}
_FILES = ("photo", "voice", "video", "document")


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """What a customer did, and where Telegram wants to hear that it was taken."""

    chat: int
    incoming: Incoming
    query: str = ""
    """The id of a tap, to be answered; empty for messages."""
    label: str = ""
    """What stands on the tapped button, where the message is young enough to be told."""


def arrival(raw: object) -> Arrival | None:
    """Return what a customer did with this update, or None if it is nothing for the desk.

    The id of `Incoming.update` is Telegram's number; whoever keeps updates replaces it by the row's.

    Raises:
        Exception: of any kind, if the update is malformed.
    """
    if not isinstance(raw, dict):
        raise TypeError("an object was expected")
    update = Update.de_json(_complete(raw))
    number = _number(update.update_id)
    if update.callback_query:
        return _tap(number, update.callback_query)
    if update.my_chat_member:
        return _presence(number, update.my_chat_member)
    message = update.message or update.edited_message
    # A live location is "edited" every few seconds; only its first position is something that a customer did.
    if message is None or (update.edited_message and message.location):
        return None
    return _telling(number, message, edited=update.edited_message is not None)


def content(message: Message) -> tuple[str, IncomingFile | None]:
    """Return what a message says, and the file that it shows; both empty for what is no content of people.

    Raises:
        Exception: of any kind, if the message is malformed.
    """
    attachment = next((kind for field, kind in _KINDS.items() if getattr(message, field)), "")
    return _words(message), _file(message, attachment) if attachment in _FILES else None


def clean(text: object) -> str:
    r"""Return a text that every store and every network can hold; nothing for None.

    Half a surrogate pair becomes U+FFFD (it cannot be written as UTF-8), and NUL is left out (PostgreSQL refuses it).

    Raises:
        TypeError: if it is not a text at all.
    """
    if not isinstance(text, str | None):
        raise TypeError("a text was expected")
    whole = (text or "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\0", "")


def _complete(raw: dict[str, object]) -> dict[str, object]:
    """Return an update with what a tap must have and nobody here needs: not every server of the Bot API gives it."""
    tap = raw.get("callback_query")
    return {**raw, "callback_query": {"chat_instance": "", **tap}} if isinstance(tap, dict) else raw


def _tap(update: int, query: CallbackQuery) -> Arrival | None:
    # Without a message it was a button of an inline result, without data one of a game: this bot sends neither.
    if query.message is None or not query.data or query.message.chat.type != "private":
        return None
    chat = _number(query.message.chat.id)
    incoming = replace(
        _from(update, chat, query.from_user),
        button=clean(query.data),
        tapped=f"telegram:{chat}:{_number(query.message.message_id)}",
    )
    return Arrival(chat=chat, incoming=incoming, query=clean(query.id), label=_label(query))


def _label(query: CallbackQuery) -> str:
    markup = query.message.reply_markup if isinstance(query.message, Message) else None
    buttons = [button for row in markup.inline_keyboard for button in row] if markup else []
    return next((clean(button.text) for button in buttons if button.callback_data == query.data), "")


def _presence(update: int, change: ChatMemberUpdated) -> Arrival | None:
    """Return that a customer has blocked the bot, or has unblocked it: the only changes told of private chats."""
    if change.chat.type != "private":
        return None
    chat = _number(change.chat.id)
    presence = "left" if change.new_chat_member.status == "kicked" else "back"
    return Arrival(chat=chat, incoming=replace(_from(update, chat, change.from_user), presence=presence))


def _telling(update: int, message: Message, *, edited: bool) -> Arrival | None:
    attachment = next((kind for field, kind in _KINDS.items() if getattr(message, field)), "")
    text, contact = _words(message), _own_number(message)
    if message.chat.type != "private" or not (text or attachment):
        return None
    chat = _number(message.chat.id)
    ref = _ref_of(message)
    incoming = replace(
        _from(update, chat, message.from_user),
        text=contact or text,
        attachment=attachment,
        contact=contact,
        file=_file(message, attachment) if attachment in _FILES else None,
        ref="" if edited else ref,
        edits=ref if edited else "",
        answers=_ref_of(message.reply_to_message) if message.reply_to_message else "",
        written=message.date,
    )
    return Arrival(chat=chat, incoming=incoming)


def _ref_of(message: Message) -> str:
    return f"telegram:{_number(message.chat.id)}:{_number(message.message_id)}"


def _file(message: Message, kind: str) -> IncomingFile:
    # A photo comes in several sizes, the largest last.
    source = next(one for field in _KINDS if (one := getattr(message, field)) and _KINDS[field] == kind)
    one = source[-1] if kind == "photo" else source
    album = clean(message.media_group_id)
    return IncomingFile(
        kind=kind,
        source=clean(one.file_id),
        unique=clean(one.file_unique_id),
        name=clean(getattr(one, "file_name", None)),
        size=_number(one.file_size or 0),
        album=f"telegram:{_number(message.chat.id)}:{album}" if album else "",
    )


def _own_number(message: Message) -> str:
    """Return the sender's own number, which Telegram gives as ``8613800138000`` or with ``+``; others are only text."""
    contact, sender = message.contact, message.from_user
    if contact is None or sender is None or contact.user_id is None or contact.user_id != sender.id:
        return ""
    return "+" + clean(contact.phone_number).lstrip("+")


def _words(message: Message) -> str:
    if message.contact:
        return clean(message.contact.phone_number)
    if message.sticker:
        return clean(message.sticker.emoji)
    if message.location:
        return _whereabouts(message)
    # "/status@this_bot" is how a command is written where several bots listen.
    return re.sub(r"^(/\w+)@\w+", r"\1", clean(message.text or message.caption))


def _whereabouts(message: Message) -> str:
    """Return a place that was picked on the map as somebody would write it; five decimals are a metre."""
    spot = message.location
    point = f"{spot.latitude:.5f}, {spot.longitude:.5f}" if spot else ""
    venue = message.venue
    return f"{clean(venue.title)}, {clean(venue.address)} ({point})" if venue else point


def _from(update: int, chat: int, user: User | None) -> Incoming:
    return Incoming(
        address=f"telegram:{chat}",
        update=f"telegram:{update}",
        name=clean(user.full_name) if user else "",
        language=clean(user.language_code) if user else "",
    )


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError("a whole number was expected")
    return value
