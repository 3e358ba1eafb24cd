"""What happens because time passes: the ladder of an unclaimed handoff, a missed promise, the second question.

The timers are durable (`timers`), so a restart only makes what fell due meanwhile late, never lost. One loop, which
survives whatever a single timer does.
"""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.desk.surveys import ask_when_free
from bot.desk.tickets import UNSOLVED
from bot.desk.turn import Turn
from bot.desk.turns import Turns
from bot.desk.world import World
from storage.ports import Store
from storage.records import Handoff, Ticket, Timer

log = logging.getLogger(__name__)

TICK = 1.0
"""Seconds between two looks at the timers."""
_AT_ONCE = 100
_AND_ALL_OF_IT = "0"
"""Sorts behind the slash in the id of a timer, so that what is due at this very moment is due."""


class Clockwork:
    """Carries out timers when they are due."""

    def __init__(self, store: Store, world: World, turns: Turns, sleep: Callable[[float], Awaitable[None]]) -> None:
        self._store = store
        self._world = world
        self._turns = turns
        self._sleep = sleep

    async def serve(self) -> None:
        """Look at the timers for ever."""
        while True:
            try:
                await self.tick()
            except Exception:  # the clockwork's loop: a bug or a full disk must not stop the clock
                log.exception("the timers cannot be read; it is tried again")
            await self._sleep(TICK)

    async def tick(self) -> None:
        """Carry out every timer that is due now."""
        now = self._world.now().isoformat() + _AND_ALL_OF_IT
        for timer in await self._store.unit().find(Timer, before=now, limit=_AT_ONCE):
            try:
                await self._fire(timer)
            except Exception:  # one bad timer must not hold up the others
                log.exception("a timer failed; it is tried again, and the others go on")

    async def _fire(self, timer: Timer) -> None:
        ticket = await self._ticket_of(timer)

        async def act(turn: Turn, fresh: Ticket) -> None:
            if await turn.unit.get(Timer, timer.id) is None:
                return  # the reason went away while this waited for its lane
            turn.unit.delete(timer)
            await _DUE[timer.kind](turn, fresh, timer)

        if ticket is None or not await self._turns.on_ticket_id(ticket, act):
            unit = self._store.unit()
            unit.delete(timer)
            await unit.commit()

    async def _ticket_of(self, timer: Timer) -> str | None:
        if timer.kind in ("supervisor", "manager"):
            handoff = await self._store.unit().get(Handoff, timer.subject)
            return handoff.ticket if handoff else None
        return timer.subject


async def _escalate(turn: Turn, ticket: Ticket, timer: Timer) -> None:
    """Raise a handoff that nobody has claimed to the next person."""
    handoff = await turn.unit.get(Handoff, timer.subject)
    if handoff is not None and handoff.status == "waiting" and handoff.level != "manager":
        turn.unit.put(replace(handoff, level=timer.kind))


async def _miss(turn: Turn, ticket: Ticket, timer: Timer) -> None:
    """Mark a promise that was not kept in time."""
    if ticket.status in UNSOLVED and ticket.due <= timer.due:
        turn.unit.put(replace(ticket, promise="missed"))


async def _survey(turn: Turn, ticket: Ticket, timer: Timer) -> None:
    await ask_when_free(turn, ticket)


_DUE: dict[str, Callable[[Turn, Ticket, Timer], Awaitable[None]]] = {
    "supervisor": _escalate,
    "manager": _escalate,
    "promise": _miss,
    "survey": _survey,
}
