"""The promises on a ticket: made, renewed, kept or missed, each on record, and the timers that watch over the newest.

The ticket itself holds the time and the status of the newest. Beside it run the clocks of regulators, whose steps are
on record in the same way. What the timers do is decided in `bot.desk.briefing.promise_watch`.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk.calendar.due_dates import part_of
from bot.desk.turn.timers import TimerKind, cancel_timers, set_timer
from bot.desk.turn.turn import Turn
from storage.ports import UnitOfWork
from storage.records.complaint_records import Promise, Ticket
from storage.records.statuses import PromiseStatus

OWNER_WARNED = 0.8
"""The share of a promise's time after which its owner is told."""
SUPERVISOR_WARNED = 0.9
LAST_WORD = timedelta(minutes=10)
"""How long before the time, at most, a customer hears that it will not be kept."""
_LAST_SHARE = 0.95
_WATCH = (TimerKind.PROMISE, TimerKind.AT_RISK, TimerKind.AT_RISK_STILL, TimerKind.LAST_WORD)
_CLOCK_WATCH = (TimerKind.REGULATOR_AT_RISK, TimerKind.REGULATOR)


async def own_promises(unit: UnitOfWork, ticket: Ticket) -> list[Promise]:
    """Return what was promised on a ticket, oldest first; of a ticket of old, the one that it holds itself."""
    found = [one for one in await unit.find(Promise, ticket=ticket.id) if not one.clock]
    at_once = ticket.due <= ticket.opened  # it was answered before anything could be promised
    return found or ([] if at_once else [_of_old(ticket, f"promise-{ticket.id}")])


async def clocks_of(unit: UnitOfWork, ticket: Ticket) -> list[Promise]:
    """Return the steps of regulators' clocks on a ticket, oldest first."""
    return [one for one in await unit.find(Promise, ticket=ticket.id) if one.clock]


def _of_old(ticket: Ticket, key: str) -> Promise:
    is_over = ticket.promise != "pending"
    ended = (ticket.resolved or ticket.due) if is_over else None
    return Promise(id=key, ticket=ticket.id, made=ticket.opened, due=ticket.due, status=ticket.promise, ended=ended)


def make_promise(turn: Turn, ticket: Ticket, reason: str = "", by: str = "") -> None:
    """Put on record what a ticket says is promised from now on, and have it watched."""
    now, hours = turn.desk.environment.now(), turn.desk.policy.hours
    key = turn.desk.environment.new_id()
    turn.unit.add(Promise(id=key, ticket=ticket.id, made=now, due=ticket.due, reason=reason, by=by))
    last_word = max(ticket.due - LAST_WORD, part_of(now, ticket.due, _LAST_SHARE, hours))
    times = (
        (TimerKind.AT_RISK, part_of(now, ticket.due, OWNER_WARNED, hours)),
        (TimerKind.AT_RISK_STILL, part_of(now, ticket.due, SUPERVISOR_WARNED, hours)),
        (TimerKind.LAST_WORD, last_word),
        (TimerKind.PROMISE, ticket.due),
    )
    for kind, due in times:
        set_timer(turn, kind, ticket.id, due)


async def end_promise(turn: Turn, ticket: Ticket, status: PromiseStatus) -> None:
    """Write down what became of the promise that a ticket holds, if that is still open; it is watched no more."""
    await cancel_timers(turn.unit, ticket.id, _WATCH)
    promises, now = await own_promises(turn.unit, ticket), turn.desk.environment.now()
    if not promises:
        return
    newest = promises[-1]
    if await turn.unit.get(Promise, newest.id) is None:  # a program of old kept none
        turn.unit.add(replace(newest, id=turn.desk.environment.new_id(), status=status, ended=newest.ended or now))
    elif newest.status == "pending":
        turn.unit.put(replace(newest, status=status, ended=now))


async def miss_promise(turn: Turn, ticket: Ticket) -> None:
    """Write down that the time which a ticket holds has passed."""
    await end_promise(turn, ticket, "missed")
    turn.unit.put(replace(ticket, promise="missed"))


async def renew_promise(turn: Turn, ticket: Ticket, due: datetime, reason: str, by: str = "") -> Ticket:
    """Promise another time in place of the one that a ticket holds, which stays on record as renewed, or as missed."""
    await end_promise(turn, ticket, "renewed" if turn.desk.environment.now() <= ticket.due else "missed")
    renewed = replace(ticket, due=due, promise="pending")
    turn.unit.put(renewed)
    make_promise(turn, renewed, reason, by)
    return renewed


async def settle_promises(turn: Turn, ticket: Ticket) -> PromiseStatus:
    """Write down that a ticket has its answer now; return whether what was promised last was kept."""
    now = turn.desk.environment.now()
    status: PromiseStatus = "kept" if now <= ticket.due or ticket.promise == "kept" else "missed"
    await end_promise(turn, ticket, status)
    await _stop(turn, ticket, now)
    return status


async def drop_promises(turn: Turn, ticket: Ticket) -> None:
    """Write down that nothing is owed on a ticket: it was never meant."""
    await end_promise(turn, ticket, "kept")
    await _stop(turn, ticket, min(turn.desk.environment.now(), ticket.due))


def start_clocks(turn: Turn, ticket: Ticket) -> None:
    """Have the clocks of the company's regulators run on a ticket that is filed."""
    now = turn.desk.environment.now()
    for clock in turn.desk.policy.clocks:
        for step in clock.steps:
            _run(turn, ticket, f"{clock.key}/{step.key}", now, clock.due(step, now))


async def resume_clocks(turn: Turn, ticket: Ticket) -> None:
    """Have the clocks go on whose time is still to come: to them, a complaint that is open again was never answered."""
    now, steps = turn.desk.environment.now(), {one.clock: one for one in await clocks_of(turn.unit, ticket)}
    for name, step in steps.items():
        if step.status != "pending" and step.due > now:
            _run(turn, ticket, name, step.made, step.due)


def _run(turn: Turn, ticket: Ticket, name: str, made: datetime, due: datetime) -> None:
    step = Promise(id=turn.desk.environment.new_id(), ticket=ticket.id, clock=name, made=made, due=due)
    turn.unit.add(step)
    now = turn.desk.environment.now()
    if (at_risk := made + (due - made) * OWNER_WARNED) > now:
        set_timer(turn, TimerKind.REGULATOR_AT_RISK, step.id, at_risk)
    set_timer(turn, TimerKind.REGULATOR, step.id, due)


async def end_step(turn: Turn, step: Promise, status: PromiseStatus) -> None:
    """Write down what became of the step of a clock; it is watched no more."""
    await cancel_timers(turn.unit, step.id, _CLOCK_WATCH)
    turn.unit.put(replace(step, status=status, ended=turn.desk.environment.now()))


async def _stop(turn: Turn, ticket: Ticket, now: datetime) -> None:
    """End the steps that are open: an answer ends them all."""
    for step in await clocks_of(turn.unit, ticket):
        if step.status == "pending":
            await end_step(turn, step, "kept" if now <= step.due else "missed")
