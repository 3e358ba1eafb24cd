"""What becomes of a file that a customer sends: it stays with the message, and the customer hears what happens next.

Its bytes come later, see `downloads`. The pictures of one album come one by one and without an end, the last ones
perhaps when the dialog is somewhere else: the first is a message, and the others join it.
"""

from dataclasses import replace
from datetime import timedelta

from bot.channels.port import LARGEST_FILE, Incoming, IncomingFile
from bot.desk.core.file_words import FILES, transcript_text
from bot.desk.dialog.chat_commands import speak
from bot.desk.dialog.waiting import sign
from bot.desk.tickets.lifecycle import UNSOLVED
from bot.desk.turn.turn import Turn
from storage.records.complaint_records import Message, Ticket
from storage.records.traffic_records import Attachment

IN_A_ROW = timedelta(seconds=30)
"""Files that follow each other within this time are answered once."""

_OWED = (*UNSOLVED, "resolved")


async def join_album(turn: Turn, incoming: Incoming, file: IncomingFile) -> Incoming | None:
    """Add a further file of an album to the message of the first; return what is left to be heard of it, if any."""
    album = await turn.unit.find(Attachment, album=file.album)
    message = await turn.unit.get(Message, album[0].message) if album else None
    if message is None:
        return incoming
    turn.about = message.ticket
    turn.attach(file, message)
    if all(one.status != "too-large" for one in album):
        tell_if_too_large(turn, file)
    turn.show(incoming.ref, message)
    return replace(incoming, file=None, attachment="", ref="") if incoming.text else None


async def take_file(turn: Turn, kind: str) -> None:
    """Take a file that came without words, where none was asked for."""
    if turn.open is None and not await _owed(turn):
        turn.begin(turn.desk.scripts.main)
    in_a_row = await _in_a_row(turn)
    turn.heard(transcript_text(kind, ""))
    if tell_if_too_large(turn, turn.file) or in_a_row:
        return
    await (sign(turn) if turn.here.status == "with-person" else _thank(turn))


def tell_if_too_large(turn: Turn, file: IncomingFile | None) -> bool:
    """Tell the customer if a file cannot be had, also while a person is there; return whether it is so."""
    if is_too_large(file):
        turn.tell(turn.common("file-too-large"))
    return is_too_large(file)


def is_too_large(file: IncomingFile | None) -> bool:
    """Tell whether a file is larger than what can be had from a channel, as far as that is known."""
    return file is not None and file.size > LARGEST_FILE


async def refuse(turn: Turn, key: str) -> None:
    """Write down that a file cannot be had after all, and tell the customer so, once an album."""
    attachment = await turn.unit.get(Attachment, key)
    if attachment is None or attachment.status != "coming":
        return
    album = await turn.unit.find(Attachment, album=attachment.album) if attachment.album else []
    turn.unit.put(replace(attachment, status="too-large"))
    message = await turn.unit.get(Message, attachment.message)
    if message is not None and message.author == "customer" and all(one.status != "too-large" for one in album):
        turn.tell(turn.common("file-too-large"), ticket=message.ticket)


async def _thank(turn: Turn) -> None:
    ticket = await _owed(turn)
    if turn.open is None and ticket:
        turn.tell(turn.common("file-kept-on", {"reference": ticket.reference}))
    elif turn.state().status in ("new", "abandoned"):
        turn.tell(turn.common("file-kept-first"))
        await speak(turn, "", ())
    else:
        turn.tell(turn.common("file-kept"))


async def _owed(turn: Turn) -> Ticket | None:
    """Return the ticket of the conversation, unless it is over: then a file is about something else."""
    ticket = await turn.unit.get(Ticket, turn.here.ticket) if turn.here.ticket else None
    return ticket if ticket and ticket.status in _OWED else None


async def _in_a_row(turn: Turn) -> bool:
    """Tell whether the customer's last word, a moment ago, was a file as well."""
    messages = await turn.unit.find(Message, conversation=turn.here.id, newest=10)
    last = next((one for one in reversed(messages) if one.author == "customer"), None)
    if last is None or turn.desk.environment.now() - last.at > IN_A_ROW:
        return False
    return last.text in [transcript_text(kind, "") for kind in FILES]
