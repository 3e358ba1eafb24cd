"""A customer who falls silent: one reminder, then the draft is put away until the customer writes again.

One timer a conversation, moved on only when it goes off: what the customer does meanwhile sets nothing anew.
"""

from datetime import timedelta

from bot.desk.dialog.effects import feed
from bot.desk.turn.timers import forget, remember
from bot.desk.turn.turn import Turn
from dialogs.model.events import GivenUp, Silent
from storage.records import Timer

KIND = "silence"
"""The kind of its timers."""
WITH_A_PERSON = timedelta(hours=1)
"""How long to wait before looking again while a person has the conversation: the silence may be the person's."""


async def watch(turn: Turn) -> None:
    """Count the silence of the customer from now on, where the script does."""
    if turn.here.status == "closed":
        await forget(turn.unit, turn.here.id)
    if turn.state().status != "active" or not (turn.script.remind_after or turn.script.give_up_after):
        return
    if turn.here.reminded:
        await forget(turn.unit, turn.here.id)  # it waits for the giving up
    turn.change(heard=turn.desk.environment.now(), reminded=False)
    if not await turn.unit.find(Timer, subject=turn.here.id, limit=1):
        _look_later(turn)


async def look(turn: Turn) -> None:
    """Remind a customer who has been silent for long, give up one who stayed so, and look again in time."""
    status = turn.state().status
    if status == "with-person":
        remember(turn, KIND, turn.here.id, turn.desk.environment.now() + WITH_A_PERSON)
    if status != "active":
        return
    silent = turn.desk.environment.now() - (turn.here.heard or turn.here.started)
    if _is_over(silent, turn.script.give_up_after):
        await feed(turn, GivenUp())
        return
    if _is_over(silent, turn.script.remind_after) and not turn.here.reminded:
        turn.change(reminded=True)
        await feed(turn, Silent())
    _look_later(turn)


def _is_over(silent: timedelta, patience: int) -> bool:
    return patience > 0 and silent >= timedelta(seconds=patience)


def _look_later(turn: Turn) -> None:
    """Set the timer to the next moment at which something is to be done."""
    patience = (0 if turn.here.reminded else turn.script.remind_after, turn.script.give_up_after)
    waits = [seconds for seconds in patience if seconds]
    if waits:
        heard = turn.here.heard or turn.here.started
        remember(turn, KIND, turn.here.id, heard + timedelta(seconds=min(waits)))
