"""From an update of a staff group to what one of the staff did there; pure, without network."""

import re
from dataclasses import dataclass

from telegram import CallbackQuery, Message, Update

from bot.channels.port import IncomingFile
from bot.channels.telegram.customers.updates import clean, content
from bot.channels.telegram.staff.group_rendering import TAP

_TO_BOT = re.compile(r"/\w+@(\w+)")
"""How a command is written where several bots listen."""


@dataclass(frozen=True, kw_only=True)
class StaffAct:
    """What somebody did in a group."""

    user: str = ""
    """Who, such as ``telegram:815``."""
    ref: str = ""
    """Where the message is; empty for a tap."""
    topic: str = ""
    """Where the topic is, as `Topic.place` says; empty outside of topics."""
    text: str = ""
    bot: str = ""
    """Which bot a command is for, where it says so: ``/resolve@desk_bot``."""
    file: IncomingFile | None = None
    answers: str = ""
    """The ref of the message that it points at."""
    edited: bool = False
    tap: str = ""
    """Which button, such as ``claim`` of a card, or ``how.upheld`` of a choice."""
    ticket: str = ""
    """The id of the ticket whose card was tapped."""
    query: str = ""
    """The id of the tap, to be answered."""
    moved_to: int = 0
    """The number under which the group goes on."""


def staff_act(raw: object) -> StaffAct | None:
    """Return what was done, or None for what is no act of people, such as a topic that was opened.

    Raises:
        Exception: of any kind, if the update is malformed.
    """
    if not isinstance(raw, dict):
        raise TypeError("an object was expected")
    update = Update.de_json(raw)
    if update.callback_query:
        return _tap(update.callback_query)
    message = update.message or update.edited_message
    if message is None:
        return None
    if message.migrate_to_chat_id:
        return StaffAct(moved_to=int(message.migrate_to_chat_id))
    return _written(message, edited=update.edited_message is not None)


def _tap(query: CallbackQuery) -> StaffAct | None:
    kind, _, rest = clean(query.data).partition(":")
    what, _, ticket = rest.partition(":")
    if kind != TAP or query.message is None:
        return None
    return StaffAct(user=f"telegram:{int(query.from_user.id)}", tap=what, ticket=ticket, query=clean(query.id))


def _written(message: Message, *, edited: bool) -> StaffAct | None:
    text, file = content(message)
    # What is no content here, such as a poll, is one all the same to who sent it; a topic that was opened is none.
    if message.from_user is None or not (text or file or message.effective_attachment):
        return None
    chat, thread = message.chat.id, message.message_thread_id
    earlier = message.reply_to_message
    # Whatever is written in a topic seems to answer the message that opened it.
    to_bot = _TO_BOT.match(message.text or message.caption or "")
    answers = earlier is not None and earlier.message_id != thread and not earlier.forum_topic_created
    return StaffAct(
        user=f"telegram:{int(message.from_user.id)}",
        ref=f"telegram:{chat}:{message.message_id}",
        topic=f"telegram:{chat}:{thread}" if message.is_topic_message and thread else "",
        text=text.strip(),
        bot=to_bot[1] if to_bot else "",
        file=file,
        answers=f"telegram:{chat}:{earlier.message_id}" if earlier and answers else "",
        edited=edited,
    )
