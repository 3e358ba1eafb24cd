"""A customer who falls silent: one reminder, then the draft is put away until the customer writes again.

One timer a conversation, moved on when it goes off: what the customer does meanwhile sets nothing anew, unless the
timer would come too late.
"""

from datetime import datetime, timedelta

from bot.desk.dialog.effects import feed
from bot.desk.turn.timers import TimerKind, cancel_timers, set_timer
from bot.desk.turn.turn import Turn
from dialogs.model.events import GivenUp, Silent
from storage.records.complaint_records import Timer

WITH_A_PERSON = timedelta(hours=1)
"""How long to wait before looking again while a person has the conversation: the silence may be the person's."""


async def watch_silence(turn: Turn) -> None:
    """Count the silence of the customer from now on, where the script does."""
    if turn.here.status == "closed":
        await cancel_timers(turn.unit, turn.here.id)
    if turn.state().status != "active" or not (turn.script.remind_after or turn.script.give_up_after):
        return
    turn.change(heard=turn.desk.environment.now(), reminded=False)
    timers, wanted = await turn.unit.find(Timer, subject=turn.here.id), _next_look(turn)
    # One may wait for the giving up, or for a person to hand back; one that is set aside waits for nothing.
    if wanted and not any(timer.due <= wanted and not timer.problem for timer in timers):
        await cancel_timers(turn.unit, turn.here.id)
        set_timer(turn, TimerKind.SILENCE, turn.here.id, wanted)


async def on_silence(turn: Turn) -> None:
    """Remind a customer who has been silent for long, give up one who stayed so, and look again in time."""
    status = turn.state().status
    if status == "with-person":
        set_timer(turn, TimerKind.SILENCE, turn.here.id, turn.desk.environment.now() + WITH_A_PERSON)
    if status != "active":
        return
    silent = turn.desk.environment.now() - (turn.here.heard or turn.here.started)
    if _is_over(silent, turn.script.give_up_after):
        await feed(turn, GivenUp())
        return
    if _is_over(silent, turn.script.remind_after) and not turn.here.reminded:
        turn.change(reminded=True)
        await feed(turn, Silent())
    if wanted := _next_look(turn):
        set_timer(turn, TimerKind.SILENCE, turn.here.id, wanted)


def _is_over(silent: timedelta, patience: int) -> bool:
    return patience > 0 and silent >= timedelta(seconds=patience)


def _next_look(turn: Turn) -> datetime | None:
    """Return the next moment at which something is to be done if the customer says nothing."""
    patience = (0 if turn.here.reminded else turn.script.remind_after, turn.script.give_up_after)
    waits = [seconds for seconds in patience if seconds]
    heard = turn.here.heard or turn.here.started
    return heard + timedelta(seconds=min(waits)) if waits else None
