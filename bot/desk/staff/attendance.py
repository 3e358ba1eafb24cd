"""Whether a member of the staff is at work, as they say themselves, and how their pages call them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import get_args

from bot.desk.core.errors import Refusal, Refused
from bot.desk.core.words import Words
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


def here_first(members: Iterable[Agent], now: datetime) -> list[Agent]:
    """Return members in their order, but for those who are away, who come last."""
    return sorted(members, key=lambda one: not is_here(one, now))


def with_presence(member: Agent, now: datetime, words: Words) -> str:
    """Return how a member is named where somebody is chosen: who is away with that, and until when."""
    if is_here(member, now):
        return member.name
    if member.away_until is None:
        return words("colleague.away", name=member.name)
    return words("colleague.away-until", name=member.name, time=words.when(member.away_until))


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
