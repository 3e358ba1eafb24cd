"""A member of the staff leaves, for good or for a while: what is theirs is passed on first, so that nobody waits."""

from collections.abc import Callable

from bot.desk.agents.reassignment import Reassignment
from bot.desk.core.environment import Environment
from bot.desk.core.errors import Refusal, Refused
from bot.desk.core.words import DESK_WORDS
from bot.desk.staff.audit import Actor
from bot.desk.staff.membership import change_status, demand_replaceable
from bot.desk.tickets.lifecycle import UNSOLVED
from storage.ports import Store, UnitOfWork
from storage.records.access_records import Agent
from storage.records.complaint_records import Handoff, Ticket
from storage.records.statuses import MemberStatus

_LEFT_TO_DO = (Refusal.RESOLVED_ALREADY, Refusal.CLAIM_FIRST, Refusal.NO_SUCH_TICKET)
"""Why a ticket need not be passed on any more."""


class Departures:
    """Suspends and removes members."""

    def __init__(
        self, store: Store, environment: Environment, reassignment: Reassignment, language: Callable[[], str]
    ) -> None:
        """Take the language of the reasons that stay on the tickets."""
        self._store = store
        self._environment = environment
        self._reassignment = reassignment
        self._language = language

    async def leave(self, by: Actor, key: str, status: MemberStatus, to: str) -> Agent:
        """Pass on what a member has, to the colleague with this id or to the queue; then suspend or remove them.

        Returns the member as before.

        Raises:
            Refused: if this is the last admin, or the member or the colleague is not there.
        """
        unit = self._store.unit()
        member, colleague = await unit.get(Agent, key), await unit.get(Agent, to) if to else None
        is_there = colleague is not None and colleague.id != key and colleague.status == "active"
        if member is None or member.status == "removed" or by.agent is None or (to and not is_there):
            raise Refused(Refusal.NO_SUCH_MEMBER)
        await demand_replaceable(unit, member)
        await self._pass_on(by.agent, member, status, colleague)
        before = await change_status(self._store, self._environment, by, key, status)
        await self._pass_on(by.agent, member, status, colleague)  # what was claimed in the meantime
        return before

    async def _pass_on(self, by: Agent, member: Agent, status: MemberStatus, to: Agent | None) -> None:
        reason = DESK_WORDS.word(self._language(), f"note.{status}", name=member.name)
        for reference in await held_by(self._store.unit(), member.id):
            try:
                await self._reassignment.pass_on(reference, by, to, reason, of=member.id)
            except Refused as refused:
                if refused.reason not in _LEFT_TO_DO:
                    raise


async def held_by(unit: UnitOfWork, agent: str) -> list[str]:
    """Return the references of the unsolved tickets of a member, and of those whose conversation is with them."""
    owned = [one for one in await unit.find(Ticket, owner=agent) if one.status in UNSOLVED]
    claimed = [one.ticket for one in await unit.find(Handoff, status="claimed") if one.claimed_by == agent]
    held = [await unit.get(Ticket, key) for key in claimed]
    return sorted({one.reference for one in (*owned, *held) if one is not None})
