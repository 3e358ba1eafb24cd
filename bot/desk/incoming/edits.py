"""A message that its writer has changed: the new version stands beside the first, which stays as it is.

It is no answer to the question at hand, which was asked after it. Only what makes a difference to how the customer is
to be treated, such as a threat that was not there before, is heard as if it had just been said.
Where a message came in parts, a version is of one of them.
"""

from dataclasses import replace

from bot.channels.port import Incoming, IncomingFile
from bot.desk.core.file_words import transcript_text
from bot.desk.core.message_refs import message_at, refs_at
from bot.desk.core.message_ticket import ticket_of
from bot.desk.core.sanitize import clean_message
from bot.desk.dialog.attachments import tell_if_too_large
from bot.desk.dialog.chat_commands import speak
from bot.desk.dialog.effects import feed
from bot.desk.dialog.waiting import hear_danger, sign
from bot.desk.redaction.redaction import redacted
from bot.desk.tickets.lifecycle import UNSOLVED
from bot.desk.turn.turn import Turn
from bot.understanding.reader_port import Situation
from bot.understanding.signals import by_level
from dialogs.engine.engine import advance
from dialogs.model.events import Edited
from storage.records.complaint_records import Message, Ticket
from storage.records.traffic_records import Attachment, Edit

_PART = "[…] "
"""Begins a version of one of several parts that a channel needed for a message."""


async def take_edit(turn: Turn, incoming: Incoming) -> Incoming | None:
    """Keep a later version of a message; return what is left to be heard: all of it where that message is not known."""
    if not incoming.edits:
        return incoming
    message = await turn.unit.get(Message, await message_at(turn.unit, incoming.edits))
    if message is None:
        return replace(incoming, ref=incoming.edits)
    turn.about = await ticket_of(turn.unit, message)
    text = redacted(clean_message(incoming.text))
    if not incoming.file and len(await refs_at(turn.unit, message.id, incoming.address)) > 1:
        if text in message.text:
            return None
        text = f"{_PART}{text} […]"
    return await _keep(turn, incoming, text, message)


async def newest_text(turn: Turn, message: Message) -> str:
    """Return the last version of what a message says; one of a part of it says no more than that."""
    versions = await turn.unit.find(Edit, message=message.id)
    return message.text if not versions or versions[-1].text.startswith(_PART) else versions[-1].text


async def _keep(turn: Turn, incoming: Incoming, text: str, message: Message) -> Incoming | None:
    versions = await turn.unit.find(Edit, message=message.id)
    before, after = versions[-1].text if versions else message.text, transcript_text(incoming.attachment, text)
    file = await _new_file(turn, incoming.file, message)
    if after == before and file is None:
        return None  # channels tell of more than changed words, such as a preview that was added
    turn.attach(file, message)
    if after != before:
        _add(turn, message, after)
    if message.id in turn.here.unread:
        return None  # it is read as it stands when the customer pauses
    is_told = tell_if_too_large(turn, file)
    heard, known = [by_level((await turn.desk.read(one, Situation())).signals).sure for one in (text, before)]
    new = tuple(signal for signal in heard if signal not in known)
    if turn.here.status == "with-person":
        if not await hear_danger(turn, new) and after != before:
            await sign(turn, corrected=True)
        return None
    if new and await _alarm(turn, message, new):
        return None
    if new:
        return replace(incoming, file=None, attachment="", edits="")
    if after != before and await _changes_values(turn, before, text):
        return None
    if not versions and not is_told:
        await _tell(turn)
    return None


async def _changes_values(turn: Turn, before: str, text: str) -> bool:
    """Have the answers changed that were read from the message; tell whether the customer was told of it."""
    if turn.open is None:
        return False
    was, now = [await turn.desk.choices_in(one, turn.script) for one in (before, text)]
    edited = Edited(before, text, at=turn.desk.wall_clock(), choices_before=was, choices=now)
    state, effects = advance(turn.script, turn.state(), edited)
    if state != turn.state():
        await feed(turn, edited)
    return bool(effects)


async def _alarm(turn: Turn, message: Message, new: tuple[str, ...]) -> bool:
    """Hear what is new where it belongs to a ticket that is filed already; tell whether it does."""
    about = await ticket_of(turn.unit, message)
    ticket = await turn.unit.get(Ticket, about) if about else None
    if turn.open is not None or ticket is None or ticket.status not in UNSOLVED:
        return False
    turn.begin(turn.desk.scripts.main)
    turn.change(ticket=ticket.id)
    await speak(turn, "", new)
    return True


def _add(turn: Turn, message: Message, text: str) -> None:
    environment, here = turn.desk.environment, message.conversation or turn.here.id
    turn.unit.add(Edit(id=environment.new_id(), message=message.id, conversation=here, at=environment.now(), text=text))


async def _new_file(turn: Turn, file: IncomingFile | None, message: Message) -> IncomingFile | None:
    """Return the file of a version if it is another one than those that came before."""
    if file is None:
        return None
    known = await turn.unit.find(Attachment, message=message.id)
    same = [one for one in known if one.source == file.source or (one.unique and one.unique == file.unique)]
    return None if same else file


async def _tell(turn: Turn) -> None:
    """Say once what becomes of it."""
    about = turn.about or turn.here.ticket
    ticket = await turn.unit.get(Ticket, about) if about else None
    if ticket is not None:
        turn.tell(turn.common("edit-kept-filed", {"reference": ticket.reference}))
    elif turn.state().status == "active":
        turn.tell(turn.common("edit-kept"))
