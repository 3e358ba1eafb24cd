"""Secrets that open something to a member of the staff. Of each only the hash is kept.

So a stolen copy of the store opens nothing. What they open is decided by whoever asks for them.
"""

import hashlib
from datetime import timedelta

from bot.desk.core.environment import World
from storage.access_records import Access
from storage.ports import UnitOfWork
from storage.records import InboxMark


def grant(unit: UnitOfWork, world: World, agent: str, kind: str, lasting: timedelta) -> str:
    """Return a fresh secret of this member of the staff, good once the unit is committed; ``kind`` as in `Access`."""
    secret = world.new_secret()
    unit.add(Access(id=hashed(secret), agent=agent, kind=kind, expires=world.now() + lasting))
    return secret


async def opened(unit: UnitOfWork, world: World, secret: str, kind: str) -> Access | None:
    """Return what a secret of this kind opens; None if it is unknown, used or too old."""
    access = await unit.get(Access, hashed(secret))
    return access if access and access.kind == kind and access.expires > world.now() else None


def spend(unit: UnitOfWork, world: World, access: Access) -> None:
    """Use it up. Of two uses at the same moment the second meets the mark, and its commit raises Conflict."""
    unit.add(InboxMark(id=f"link:{access.id}", at=world.now()))
    unit.delete(access)


def hashed(secret: str) -> str:
    """Return under which id a secret is kept."""
    return hashlib.sha256(secret.encode()).hexdigest()
