"""What happens because time passes: the ladder of an unclaimed handoff, promises, the second question.

The timers are durable (`timers`), so a restart only makes what fell due meanwhile late, never lost. One loop, which
survives whatever a single timer does: one that fails is tried again later and later, then set aside with its problem.
"""

import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from bot.desk.agents.surveys import ask_when_free
from bot.desk.briefing.ladder import climb
from bot.desk.briefing.promise_watch import on_clock, on_promise
from bot.desk.core.environment import Environment
from bot.desk.core.errors import error_kind
from bot.desk.delivery.retries import failed_again, pause_after
from bot.desk.dialog import inactivity
from bot.desk.incoming.message_handler import on_pause
from bot.desk.incoming.turns import Turns
from bot.desk.tickets.lifecycle import UNSOLVED
from bot.desk.turn.timers import TimerKind, reschedule
from bot.desk.turn.turn import Turn
from storage.ports import Conflict, StorageError, Store, Unavailable
from storage.records.complaint_records import Handoff, Message, Promise, Ticket, Timer

log = logging.getLogger(__name__)

TICK = 1.0
"""Seconds between two looks at the timers, at most."""
SOON = 0.1
"""And at least: somebody else may be carrying out what is due."""
_AT_ONCE = 100
_AND_ALL_OF_IT = "0"
"""Sorts behind the slash in the id of a timer, so that what is due at this very moment is due."""


class Scheduler:
    """Carries out timers when they are due."""

    def __init__(
        self,
        store: Store,
        environment: Environment,
        turns: Turns,
        sleep: Callable[[float], Awaitable[None]],
        *,
        pauses: bool = False,
    ) -> None:
        """``pauses`` tells whether customers are waited for who pause, which takes less than a tick."""
        self._store = store
        self._environment = environment
        self._turns = turns
        self._sleep = sleep
        self._pauses = pauses
        self._trouble = ""

    async def serve(self) -> None:
        """Look at the timers for ever."""
        while True:
            try:
                await self.tick()
            except Unavailable as fault:
                self._say_once(f"the timers wait: {fault}")
            except Exception:  # the scheduler's loop: a bug must not stop the clock
                log.exception("the timers cannot be read; it is tried again")
            else:
                self._say_once("")
            await self._sleep(await self._until_next())

    async def _until_next(self) -> float:
        """Return in how many seconds to look again: a customer's pause ends between two ticks.

        None is as short as a tick, so that whatever is set meanwhile is seen in time.
        """
        if not self._pauses:
            return TICK
        now = self._environment.now()
        try:
            next_due = await self._store.unit().find(Timer, before=(now + timedelta(seconds=TICK)).isoformat(), limit=1)
        except StorageError:
            return TICK
        return min(TICK, max(SOON, (next_due[0].due - now).total_seconds())) if next_due else TICK

    async def tick(self) -> None:
        """Carry out every timer that is due now."""
        now = self._environment.now().isoformat() + _AND_ALL_OF_IT
        for timer in await self._store.take(Timer, before=now, limit=_AT_ONCE):
            try:
                await self._fire(timer)
            except Unavailable:
                raise  # the others would fail as well
            except Conflict as conflict:
                log.warning("a timer waits: %s", conflict)
                await self._put_off(timer)
            except Exception as error:  # a bug in what it does: tried again later, then set aside
                log.warning("a timer failed: %s", error_kind(error))
                await self._put_off(failed_again(timer, error))

    def _say_once(self, trouble: str) -> None:
        """Log a trouble when it begins, not at each look."""
        if trouble and trouble != self._trouble:
            log.warning("%s", trouble)
        self._trouble = trouble

    async def _fire(self, timer: Timer) -> None:
        try:
            carry_out = _DUE[TimerKind(timer.kind)]
        except ValueError:  # a newer program has set it
            await self._put_off(replace(timer, problem=f"this program knows no timer “{timer.kind}”"))
            return
        if not await carry_out(self._turns, self._store, timer):
            unit = self._store.unit()
            unit.delete(timer)
            await unit.commit()

    async def _put_off(self, timer: Timer) -> None:
        """Have a timer tried again later, or set aside if it has a problem; those that are due now go before it."""
        if timer.problem:
            log.error("the timer %s is set aside: %s", timer.id, timer.problem)
        pause = timedelta(seconds=pause_after(max(timer.attempts, 1)))
        unit = self._store.unit()
        reschedule(unit, timer, None if timer.problem else self._environment.now() + pause)
        with suppress(Conflict):  # it was carried out, forgotten or put off elsewhere meanwhile
            await unit.commit()


async def _take(turn: Turn, timer: Timer) -> bool:
    """Delete a timer that goes off; tell whether its reason still stood when this came to be played."""
    if await turn.unit.get(Timer, timer.id) is None:
        return False
    turn.unit.delete(timer)
    return True


async def _escalate(turns: Turns, store: Store, timer: Timer) -> bool:
    """Raise a handoff that nobody has claimed to the next person."""

    async def act(turn: Turn, ticket: Ticket) -> None:
        handoff = await turn.unit.get(Handoff, timer.subject)
        if await _take(turn, timer) and handoff is not None and handoff.status == "waiting":
            await climb(turn, ticket, handoff, TimerKind(timer.kind))

    handoff = await store.unit().get(Handoff, timer.subject)
    return handoff is not None and await turns.on_ticket_id(handoff.ticket, act)


async def _watch(turns: Turns, _store: Store, timer: Timer) -> bool:
    """See to a promise whose time goes by."""

    async def act(turn: Turn, ticket: Ticket) -> None:
        if await _take(turn, timer) and ticket.status in UNSOLVED:
            await on_promise(turn, ticket, TimerKind(timer.kind))

    return await turns.on_ticket_id(timer.subject, act)


async def _regulator(turns: Turns, store: Store, timer: Timer) -> bool:
    """See to the step of a regulator's clock."""

    async def act(turn: Turn, ticket: Ticket) -> None:
        step = await turn.unit.get(Promise, timer.subject)
        if await _take(turn, timer) and step is not None and step.status == "pending":
            await on_clock(turn, ticket, step, TimerKind(timer.kind))

    step = await store.unit().get(Promise, timer.subject)
    return step is not None and await turns.on_ticket_id(step.ticket, act)


async def _survey(turns: Turns, _store: Store, timer: Timer) -> bool:
    """Ask whether a resolved ticket is solved."""

    async def act(turn: Turn, ticket: Ticket) -> None:
        if await _take(turn, timer):
            await ask_when_free(turn, ticket)

    return await turns.on_ticket_id(timer.subject, act)


async def _silence(turns: Turns, _store: Store, timer: Timer) -> bool:
    """See to a customer who has not answered."""

    async def act(turn: Turn) -> None:
        if await _take(turn, timer):
            await inactivity.on_silence(turn)

    return await turns.on_conversation(timer.subject, act)


async def _pause(turns: Turns, store: Store, timer: Timer) -> bool:
    """Read what a customer wrote up to a message, unless more has come since."""

    async def act(turn: Turn) -> None:
        if await _take(turn, timer):
            await on_pause(turn)

    message = await store.unit().get(Message, timer.subject)
    return message is not None and await turns.on_address(message.address, act)


_DUE: dict[TimerKind, Callable[[Turns, Store, Timer], Awaitable[bool]]] = {
    TimerKind.SUPERVISOR: _escalate,
    TimerKind.MANAGER: _escalate,
    TimerKind.PROMISE: _watch,
    TimerKind.AT_RISK: _watch,
    TimerKind.AT_RISK_STILL: _watch,
    TimerKind.LAST_WORD: _watch,
    TimerKind.REGULATOR_AT_RISK: _regulator,
    TimerKind.REGULATOR: _regulator,
    TimerKind.SURVEY: _survey,
    TimerKind.SILENCE: _silence,
    TimerKind.PAUSE: _pause,
}
"""What each kind of timer does; False where what it is about is gone."""
