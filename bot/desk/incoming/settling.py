"""Several messages in quick succession are one telling: they are kept as they come, and read when the customer pauses.

Only where words are waited for; what is expected to be tapped or is a number is answered at once.
"""

import re
from datetime import datetime

from bot.channels.port import Incoming
from bot.desk.core.bursts import pause
from bot.desk.core.sanitize import LONGEST, clean_message
from bot.desk.dialog.chat_commands import language_wished
from bot.desk.incoming.linking import LONGEST_CODE, is_code
from bot.desk.moves.asides import open_aside
from bot.desk.redaction.redaction import is_redacted, redacted
from bot.desk.turn.timers import TimerKind, cancel_timers, set_timer
from bot.desk.turn.turn import Turn
from dialogs.model.script import AskStep
from dialogs.reading.slots import TELLING
from dialogs.reading.small_talk import meanings
from storage.records.complaint_records import Message

MOST = 40
"""Messages that are one telling at most."""
_LONGEST_PAUSES = 15
"""Times the pause after which a customer who never pauses is read nevertheless."""
_LETTER = re.compile(r"[^\W\d_]")


async def settles(turn: Turn, incoming: Incoming) -> bool:
    """Tell whether this is words to be read with those that follow."""
    if not turn.desk.policy.settle or incoming.at_once or not _is_words(incoming):
        return False
    text = clean_message(incoming.text)
    unread = turn.conversation.unread if turn.conversation else ()
    if unread:
        return len(unread) < MOST and await _has_room(turn, text)
    is_told = _LETTER.search(text) and not language_wished(text) and meanings(text) <= {"greeting"}
    may_be_code = len(text) <= LONGEST_CODE and is_redacted(redacted(text))
    return bool(is_told) and not may_be_code and _expects_words(turn) and not await open_aside(turn)


def _is_words(incoming: Incoming) -> bool:
    others = incoming.button or incoming.contact or incoming.attachment or incoming.file or incoming.edits
    return (
        bool(incoming.text.strip()) and not others and not incoming.text.startswith("/") and not is_code(incoming.text)
    )


async def _has_room(turn: Turn, text: str) -> bool:
    return sum(len(one.text) + 1 for one in await unread_messages(turn)) + len(text) <= LONGEST


def _expects_words(turn: Turn) -> bool:
    """Tell whether the customer may begin to tell something, or is asked to."""
    if not turn.busy:
        return True
    state = turn.state()
    if state.status != "active":
        return state.status == "new"
    step = turn.script.steps.get(state.step)
    is_asked = isinstance(step, AskStep) and not state.resuming and step.slot not in state.remembered
    return is_asked and isinstance(step, AskStep) and turn.script.slots[step.slot].type in TELLING


async def keep_unread(turn: Turn, text: str) -> None:
    """Keep words until the customer pauses; each further message begins the pause anew, but not for ever."""
    if turn.conversation is None:
        turn.begin(turn.desk.scripts.main)
    before = await unread_messages(turn)
    if before:
        await cancel_timers(turn.unit, before[-1].id)
    message = turn.keep_unread(text)
    set_timer(turn, TimerKind.PAUSE, message.id, _until(turn, [*before, message]))


def _until(turn: Turn, unread: list[Message]) -> datetime:
    settle = turn.desk.policy.settle
    latest = unread[0].at + settle * _LONGEST_PAUSES
    return min(turn.desk.environment.now() + pause(unread[-1].text, settle), latest)


async def take_unread(turn: Turn) -> tuple[Message, ...]:
    """Return what was kept unread, which from now on is not."""
    unread = await unread_messages(turn)
    if unread:
        turn.change(unread=())
        await cancel_timers(turn.unit, unread[-1].id)
    return tuple(unread)


async def unread_messages(turn: Turn) -> list[Message]:
    """Return what waits to be read, in order."""
    keys = turn.conversation.unread if turn.conversation else ()
    return [message for key in keys if (message := await turn.unit.get(Message, key))]
