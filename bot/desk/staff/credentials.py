"""Secrets that open something to a member of the staff. Of each only the hash is kept.

So a stolen copy of the store opens nothing. What they open is decided by whoever asks for them.
"""

import hashlib
from datetime import timedelta

from bot.desk.core.environment import Environment
from storage.ports import UnitOfWork
from storage.records.access_records import Access
from storage.records.traffic_records import InboxMark

STAFF = "staff"
"""Where a hint tells every process that something changed about who may come in."""


def grant(
    unit: UnitOfWork,
    environment: Environment,
    agent: str,
    kind: str,
    lasting: timedelta,
    *,
    browser: str = "",
    origin: str = "",
) -> str:
    """Return a fresh secret of this member of the staff, good once the unit is committed; the rest as in `Access`."""
    secret, now = environment.new_secret(), environment.now()
    access = Access(
        id=hashed(secret),
        agent=agent,
        kind=kind,
        expires=now + lasting,
        since=now,
        used=now,
        browser=browser,
        origin=origin,
    )
    unit.add(access)
    return secret


async def end_all(unit: UnitOfWork, agent: str, kind: str = "", besides: str = "") -> None:
    """Have what a member of the staff was given open nothing any more: all of it, or all of a kind, but for one."""
    for access in await unit.find(Access, agent=agent):
        if kind in ("", access.kind) and access.id != besides:
            unit.delete(access)


async def opened(unit: UnitOfWork, environment: Environment, secret: str, kind: str) -> Access | None:
    """Return what a secret of this kind opens; None if it is unknown, used or too old."""
    access = await unit.get(Access, hashed(secret))
    return access if access and access.kind == kind and access.expires > environment.now() else None


def spend(unit: UnitOfWork, environment: Environment, access: Access) -> None:
    """Use it up. Of two uses at the same moment the second meets the mark, and its commit raises Conflict."""
    unit.add(InboxMark(id=f"link:{access.id}", at=environment.now()))
    unit.delete(access)


def hashed(secret: str) -> str:
    """Return under which id a secret is kept."""
    return hashlib.sha256(secret.encode()).hexdigest()
