"""Durable timers: what is to be done at a time is written in the same commit as its reason.

What a timer does when it is due is decided in `scheduler`.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from bot.desk.turn.turn import Turn
from storage.ports import UnitOfWork
from storage.records.complaint_records import Timer

_SET_ASIDE = "set-aside"
"""In the place of a time, behind all of them: what waits there is never due."""


class TimerKind(StrEnum):
    """What timers are for."""

    SUPERVISOR = "supervisor"
    """A handoff that nobody has claimed comes before the supervisors."""
    MANAGER = "manager"
    """It comes before the manager."""
    PROMISE = "promise"
    """A ticket must be solved by now."""
    AT_RISK = "promise-at-risk"
    """Most of the time of a promise has passed: its owner is told."""
    AT_RISK_STILL = "promise-at-risk-still"
    """So is a supervisor."""
    LAST_WORD = "promise-last-word"
    """The customer hears before its time that a promise will not be kept."""
    REGULATOR_AT_RISK = "regulator-at-risk"
    """Most of the time of a regulator's step has passed."""
    REGULATOR = "regulator"
    """A regulator's step must be done by now."""
    SURVEY = "survey"
    """The customer is asked whether it is solved."""
    SILENCE = "silence"
    """The customer of a conversation has not answered for long."""
    PAUSE = "pause"
    """The customer has paused: what was written up to this message is read."""


def set_timer(turn: Turn, kind: TimerKind, subject: str, due: datetime) -> None:
    """Set a timer about a record."""
    key = f"{due.isoformat()}/{turn.desk.environment.new_id()}"
    turn.unit.add(Timer(id=key, kind=kind, subject=subject, due=due))


async def cancel_timers(unit: UnitOfWork, subject: str, kinds: Collection[TimerKind] = tuple(TimerKind)) -> None:
    """Delete every timer about a record, or those of some kinds."""
    for timer in await unit.find(Timer, subject=subject):
        if timer.kind in kinds or len(kinds) == len(TimerKind):  # those of a newer program as well
            unit.delete(timer)


def reschedule(unit: UnitOfWork, timer: Timer, until: datetime | None) -> None:
    """Have a timer, with what was changed of it, wait for another time; one that has a problem waits for somebody.

    The commit raises Conflict if it was carried out, forgotten or moved since it was read.
    """
    time = until.isoformat() if until else _SET_ASIDE
    unit.put(timer)
    unit.delete(timer)
    unit.add(replace(timer, id=f"{time}/{timer.id.rpartition('/')[2]}", revision=0))
