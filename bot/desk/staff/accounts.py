"""Members of the staff who have accounts elsewhere, such as on Telegram: who is who there.

Whoever brings a secret from a page of the desk to a channel shows to be the same person there. One account belongs to
one member; the last who connected it has it.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple, Protocol

from bot.desk.core.environment import Environment
from bot.desk.staff.credentials import STAFF, end_all, grant, hashed, opened, spend
from storage.ports import Store, UnitOfWork
from storage.records.access_records import Agent

INVITED_FOR = timedelta(hours=1)


class Opening(NamedTuple):
    """Who opened the desk within a messenger."""

    identity: str
    """Such as ``telegram:815``."""
    once: str
    """What no other opening has."""


class Messenger(Protocol):
    """Where members of the staff have accounts of their own."""

    async def link(self, secret: str) -> str:
        """Return the address that brings a secret to the bot; empty while there is no way to know it."""

    async def sign_in_address(self) -> str:
        """Return the address at which the bot gives a connected account a sign-in link; empty as above."""

    async def forget(self, identities: Sequence[str]) -> None:
        """Let the accounts that were these look like anybody's."""

    async def announce(self, text: str) -> bool:
        """Say something to all of the staff in their group; tell whether there is one and it got there."""

    def opened_by(self, data: str) -> Opening | None:
        """Return who opened the desk with this data; None if the messenger did not make it, or not just now."""


async def invite(store: Store, environment: Environment, agent: Agent) -> str:
    """Return a secret by which this member can connect a Telegram account, once, within `INVITED_FOR`."""
    unit = store.unit()
    secret = grant(unit, environment, agent.id, "telegram", INVITED_FOR)
    await unit.commit()
    return secret


async def connect(unit: UnitOfWork, environment: Environment, secret: str, identity: str) -> Agent | None:
    """Connect an account to the member who was given this secret; None if it is unknown, used or too old."""
    access = await opened(unit, environment, secret, "telegram")
    agent = await unit.get(Agent, access.agent) if access else None
    if access is None or agent is None or agent.status != "active":
        return None
    spend(unit, environment, access)
    before = await unit.find(Agent, identities=identity)
    for other in before:
        if other.id != agent.id:
            unit.put(replace(other, identities=_without(other, identity)))
    unit.put(replace(agent, identities=(*_without(agent, identity), identity)))
    return agent


async def disconnect(store: Store, key: str, channel: str, secret: str) -> None:
    """Take all accounts on a channel from the member with this id.

    Only the browser that holds this secret stays signed in: another may be on the phone that was lost.

    Raises:
        Conflict: if the member changed at the same moment.
    """
    unit = store.unit()
    agent = await unit.get(Agent, key)
    if agent is not None:
        kept = tuple(one for one in agent.identities if not one.startswith(f"{channel}:"))
        unit.put(replace(agent, identities=kept))
        await end_all(unit, key, besides=hashed(secret))
        await unit.commit()
        store.changes.tell(STAFF)


def _without(agent: Agent, identity: str) -> tuple[str, ...]:
    return tuple(one for one in agent.identities if one != identity)
