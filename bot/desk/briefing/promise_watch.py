"""What happens while the time of a promise goes by: its owner is told, then a supervisor, then the customer.

"If we need longer, we'll tell you before then" is kept by the last of these: where no agent has written since the first
warning, the assistant says so before the time has come. The clocks of regulators warn the staff alone.
"""

from datetime import datetime

from bot.desk.briefing.queries import messages_about
from bot.desk.calendar.due_dates import part_of
from bot.desk.calendar.regulator_clocks import ClockStep
from bot.desk.dialog.waiting import one_line
from bot.desk.tickets.alerts import alert, told_line
from bot.desk.tickets.lifecycle import UNSOLVED
from bot.desk.tickets.promises import OWNER_WARNED, end_step, miss_promise, own_promises
from bot.desk.tickets.watchers import tell_watchers
from bot.desk.turn.timers import TimerKind
from bot.desk.turn.turn import Turn
from storage.records.complaint_records import Occurrence, Promise, Ticket


async def on_promise(turn: Turn, ticket: Ticket, kind: TimerKind) -> None:
    """See to the newest promise of an unsolved ticket at one of the moments that are watched."""
    promise = (await own_promises(turn.unit, ticket))[-1]
    if kind is TimerKind.AT_RISK:
        await alert(turn, ticket, "at-risk", "agent", promise.id)
        await tell_watchers(turn, ticket, "watched-at-risk", promise.id)
    elif kind is TimerKind.AT_RISK_STILL:
        await alert(turn, ticket, "at-risk", "supervisor", promise.id)
    elif kind is TimerKind.LAST_WORD:
        await _say_before(turn, ticket, promise)
    elif ticket.due <= turn.desk.environment.now():
        await miss_promise(turn, ticket)
        await alert(turn, ticket, "late", "manager", promise.id)


async def _say_before(turn: Turn, ticket: Ticket, promise: Promise) -> None:
    """Tell the customer that we need longer, unless an agent has written since it was at risk."""
    warned = part_of(promise.made, promise.due, OWNER_WARNED, turn.desk.policy.hours)
    if any(one >= warned for one in await _agents_words(turn, ticket)):
        return
    knows = await alert(turn, ticket, "at-risk", "supervisor", promise.id)
    due = turn.moment(ticket.due)
    told = told_line(turn, knows, "supervisor")
    key = "promise-late" if turn.desk.environment.now() < ticket.due else "promise-late-over"
    said = turn.common(key, {"reference": ticket.reference, "due": due, "told": told})
    turn.tell(one_line(said), ticket=ticket.id)


async def _agents_words(turn: Turn, ticket: Ticket) -> list[datetime]:
    """Return when agents wrote to the customer about a ticket."""
    messages = await messages_about(turn.unit, ticket, await turn.unit.find(Occurrence, ticket=ticket.id))
    return [one.at for one in messages.values() if one.author == "agent"]


async def on_clock(turn: Turn, ticket: Ticket, step: Promise, kind: TimerKind) -> None:
    """Warn of a step of a regulator's clock, or write down what became of it when its time has come."""
    if kind is TimerKind.REGULATOR_AT_RISK:
        await alert(turn, ticket, "at-risk", "agent", step.id, clock=step.clock)
        await alert(turn, ticket, "at-risk", "supervisor", step.id, clock=step.clock)
        return
    known = _step_of(turn, step.clock)
    warned = step.made + (step.due - step.made) * OWNER_WARNED
    since = {"reply": step.made, "late-reply": warned}.get(known.kept_by if known else "")
    is_kept = since is not None and any(one >= since for one in await _agents_words(turn, ticket))
    await end_step(turn, step, "kept" if is_kept else "missed")
    if not is_kept and ticket.status in UNSOLVED:
        await alert(turn, ticket, "late", "manager", step.id, clock=step.clock)


def _step_of(turn: Turn, name: str) -> ClockStep | None:
    key, _, step = name.partition("/")
    clock = next((one for one in turn.desk.policy.clocks if one.key == key), None)
    return clock.step(step) if clock else None
