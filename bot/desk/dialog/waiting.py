"""A customer for whom a person is waited: what is true of that now, and the sign that what they write has come.

Only figures that are true: the place in the queue as it stands, how long it lately took, when the desk opens.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from math import ceil

from bot.desk.staff.attendance import is_here
from bot.desk.staff.duty import on_duty
from bot.desk.tickets.alerts import alert, told_line
from bot.desk.tickets.lifecycle import UNSOLVED, facts
from bot.desk.tickets.open_handoffs import called_for, current_in
from bot.desk.tickets.promises import renew_promise
from bot.desk.tickets.queue_order import CANNOT_WAIT, DANGER_TO_PEOPLE, URGENCY, gravest, rank, urgency
from bot.desk.turn.turn import Turn
from storage.ports import UnitOfWork
from storage.records.access_records import Agent
from storage.records.complaint_records import Handoff, Ticket

SIGN_EVERY = timedelta(minutes=3)
"""How soon after a sign the next one comes at most, whatever the customer writes."""
MOST_COUNTED = 100
"""Of a longer queue no place is told: it says nothing any more, and counting would cost everybody."""
LATELY = timedelta(hours=3)
FEWEST = 4
"""Claims from which on it is told how long it lately took."""
_LOOKED_AT = 40
_LONGEST_TOLD = 60
"""Minutes above which it is not told how long it takes: nobody could rely on it."""


async def awaited(turn: Turn) -> Handoff | None:
    """Return the handoff of the conversation at hand, if it still waits for a person."""
    if turn.conversation is None or turn.here.status != "with-person":
        return None
    handoff = await current_in(turn.unit, turn.here.id)
    return handoff if handoff is not None and handoff.status == "waiting" else None


async def sign(turn: Turn, *, corrected: bool = False) -> None:
    """Let a customer who waits know that what they wrote has come; not after each of many messages.

    A correction is always answered: nobody likes to wonder whether the wrong word still stands.
    """
    handoff = await awaited(turn)
    if handoff is None:
        return
    now = turn.desk.environment.now()
    is_due = handoff.signed is None or now - handoff.signed >= SIGN_EVERY
    if not is_due and not corrected:
        return
    ticket = await turn.unit.get(Ticket, handoff.ticket)
    standing = await standing_line(turn, handoff) if is_due else ""
    turn.unit.put(replace(handoff, signed=now))
    said = turn.common("waiting-corrected" if corrected else "waiting-sign", {"standing": standing})
    turn.tell(one_line(said), ticket=ticket.id if ticket else "")


async def tell_duty(turn: Turn) -> None:
    """Have whoever is on duty know that a customer writes to an agent who is away; once while that lasts."""
    handoff = await current_in(turn.unit, turn.here.id) if turn.conversation else None
    if handoff is None or handoff.status != "claimed":
        return
    holder = await turn.unit.get(Agent, handoff.claimed_by)
    ticket = await turn.unit.get(Ticket, handoff.ticket)
    now = turn.desk.environment.now()
    if ticket is not None and holder is not None and not is_here(holder, now):
        people = await on_duty(turn.unit, turn.desk.policy.duty, "agent", now, is_open=turn.desk.opens_next() is None)
        others = tuple(one for one in people if one.id != holder.id)
        if others:
            await alert(turn, ticket, "owner-away", "agent", f"{handoff.id}/{holder.revision}", to=others)


async def tell_truth(turn: Turn, handoff: Handoff) -> None:
    """Tell a customer who asks what they are waiting for, and how long that may take."""
    ticket = await turn.unit.get(Ticket, handoff.ticket)
    if ticket is None:
        return
    turn.unit.put(replace(handoff, signed=turn.desk.environment.now()))
    is_late = ticket.status in UNSOLVED and turn.desk.environment.now() >= ticket.due
    values = {**facts(turn, ticket), "when": await standing_line(turn, handoff)}
    turn.tell(turn.common("waiting-truth-late" if is_late else "waiting-truth", values), ticket=ticket.id)


async def hear_danger(turn: Turn, signals: Iterable[str]) -> bool:
    """Bring who waits for another reason before a supervisor at once, where what they write cannot wait.

    Tell whether it was so: people in danger come first, then money that is being stolen.
    """
    handoff = await awaited(turn)
    heard = sorted(CANNOT_WAIT.intersection(signals), key=lambda one: one not in DANGER_TO_PEOPLE)
    ticket = await turn.unit.get(Ticket, handoff.ticket) if handoff else None
    if handoff is None or ticket is None or not heard or handoff.reason in (heard[0], *DANGER_TO_PEOPLE):
        return False
    graver = called_for(turn, handoff, heard[0], min("supervisor", handoff.level, key=URGENCY.index))
    turn.unit.put(replace(graver, signed=turn.desk.environment.now()))
    if ticket.status in UNSOLVED and (due := turn.desk.due(ticket.slots, graver.reason)) < ticket.due:
        ticket = await renew_promise(turn, ticket, due, graver.reason)
    told = await alert(turn, ticket, "called", graver.level, f"{handoff.id}/{graver.reason}")
    key = "waiting-danger" if graver.reason in DANGER_TO_PEOPLE else "waiting-theft"
    turn.tell(one_line(turn.common(key, {"told": told_line(turn, told, graver.level)})), ticket=ticket.id)
    return True


def one_line(text: str) -> str:
    """Return a wording of which parts were left empty, without the gaps."""
    return " ".join(text.split())


async def standing_line(turn: Turn, handoff: Handoff) -> str:
    """Return when somebody comes, as far as that is known: when the desk opens, or the place in the queue."""
    opens = turn.desk.opens_next()
    if opens is not None:
        return turn.common("colleagues-back", {"opens": turn.moment(opens)})
    place = await _place(turn.unit, handoff)
    if place is None:
        return turn.common("colleagues-here")
    line = turn.common("place-next" if place == 1 else "place", {"n": str(place)})
    minutes = await _usual_minutes(turn.unit, handoff, turn.desk.environment.now())
    return turn.common("place-and-time", {"place": line, "minutes": str(minutes)}) if minutes else line


async def _place(unit: UnitOfWork, handoff: Handoff) -> int | None:
    """Return at which place of the queue its ticket stands, by the order in which agents are shown it."""
    waiting = await unit.find(Handoff, status="waiting", limit=MOST_COUNTED + 1)
    if len(waiting) > MOST_COUNTED:
        return None
    called = defaultdict[str, list[Handoff]](list)
    for one in waiting:
        called[one.ticket].append(one)
    listed = {key: found for key, some in called.items() if (found := gravest(some))}
    own, ticket = listed.get(handoff.ticket), await unit.get(Ticket, handoff.ticket)
    if own is None or ticket is None:
        return None
    ahead = sum(rank(one) < rank(own) for one in listed.values())
    for key in [key for key, one in listed.items() if rank(one) == rank(own) and key != ticket.id]:
        rival = await unit.get(Ticket, key)  # only of these the promise decides
        ahead += rival is not None and urgency(rival, own) < urgency(ticket, own)
    return ahead + 1


async def _usual_minutes(unit: UnitOfWork, handoff: Handoff, now: datetime) -> int:
    """Return within how many minutes three of four had somebody lately; 0 if that is not known, or was longer ago."""
    newest = await unit.find(Handoff, newest=_LOOKED_AT)
    lately = [one for one in newest if one.claimed and one.claimed >= now - LATELY and one.reason != "contact"]
    if len(lately) < FEWEST:
        return 0
    waits = sorted(one.claimed - one.requested for one in lately if one.claimed)
    usual = waits[len(waits) * 3 // 4]
    exact = max(1, ceil(usual / timedelta(minutes=1)))
    minutes = exact if exact <= 5 else 5 * ceil(exact / 5)
    is_over = now - handoff.requested > timedelta(minutes=minutes)
    return 0 if is_over or minutes > _LONGEST_TOLD else minutes
