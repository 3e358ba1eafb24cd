"""Whether a member of the staff is at work, as they say themselves, and how their pages call them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import get_args

from bot.desk.core.errors import Refusal, Refused
from bot.desk.staff.credentials import STAFF
from storage.ports import Store
from storage.records.access_records import Agent
from storage.records.statuses import Notice

NOTICES: tuple[Notice, ...] = get_args(Notice)


def is_here(member: Agent, now: datetime) -> bool:
    """Tell whether a member may be counted on now: one who is away is back when they said, by themselves."""
    if member.status != "active":
        return False
    return not member.is_away or (member.away_until is not None and member.away_until <= now)


async def go_away(store: Store, key: str, until: datetime | None, now: datetime) -> None:
    """Note that a member is away, until a time if they know it.

    Raises:
        Refused: if that time is over.
    """
    if until is not None and until <= now:
        raise Refused(Refusal.OVER_ALREADY)
    await _change(store, key, is_away=True, away_until=until)


async def come_back(store: Store, key: str) -> None:
    """Note that a member is at work."""
    await _change(store, key, is_away=False, away_until=None)


async def choose_notices(store: Store, key: str, chosen: Sequence[str]) -> None:
    """Note by what a member's pages call them; what is no such thing is left out."""
    await _change(store, key, notices=tuple(one for one in NOTICES if one in chosen))


async def _change(store: Store, key: str, **fields: object) -> None:
    unit = store.unit()
    member = await unit.get(Agent, key)
    if member is None:
        raise Refused(Refusal.NO_SUCH_MEMBER)
    unit.put(replace(member, **fields))  # type: ignore[arg-type]  # its callers name what it has
    await unit.commit()
    store.changes.tell(STAFF)
