"""Durable timers: what is to be done at a time is written in the same commit as its reason.

What a timer does when it is due is decided in `scheduler`.
"""

from datetime import datetime

from bot.desk.turn.turn import Turn
from storage.ports import UnitOfWork
from storage.records import Timer


def remember(turn: Turn, kind: str, subject: str, due: datetime) -> None:
    """Set a timer about a record."""
    key = f"{due.isoformat()}/{turn.desk.environment.new_id()}"
    turn.unit.add(Timer(id=key, kind=kind, subject=subject, due=due))


async def forget(unit: UnitOfWork, subject: str) -> None:
    """Delete every timer about a record."""
    for timer in await unit.find(Timer, subject=subject):
        unit.delete(timer)
