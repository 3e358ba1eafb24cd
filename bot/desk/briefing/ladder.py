"""The ladder of a handoff that nobody claims: a supervisor is told, then the manager, and the customer each time.

Where the desk is closed and nobody has duty, there is nobody to be told: it begins when the desk opens. Where people
may be in danger it never waits.
"""

from collections.abc import Mapping
from dataclasses import replace

from bot.desk.dialog.waiting import one_line, standing_line
from bot.desk.tickets.alerts import alert, told_line
from bot.desk.tickets.queue_order import DANGER_TO_PEOPLE, URGENCY
from bot.desk.turn.timers import TimerKind, set_timer
from bot.desk.turn.turn import Turn
from storage.records.complaint_records import Handoff, Ticket
from storage.records.statuses import Level

_LEVELS: Mapping[TimerKind, Level] = {TimerKind.SUPERVISOR: "supervisor", TimerKind.MANAGER: "manager"}


async def climb(turn: Turn, ticket: Ticket, handoff: Handoff, rung: TimerKind) -> None:
    """Bring a handoff that waits before the next level, and tell whoever that is and the customer."""
    level, policy, opens = _LEVELS[rung], turn.desk.policy, turn.desk.opens_next()
    in_danger = handoff.reason in DANGER_TO_PEOPLE
    about = f"{handoff.id}/{handoff.requested:%Y%m%d%H%M%S}"  # put back into the queue, it climbs anew
    told = await alert(turn, ticket, "unclaimed", level, about)
    if opens is not None and not told and not in_danger:
        after = policy.supervisor_after if level == "supervisor" else policy.manager_after
        set_timer(turn, rung, handoff.id, opens + after)
        return
    now = turn.desk.environment.now()
    higher = min(level, handoff.level, key=URGENCY.index)
    waits_here = turn.here.id == handoff.conversation and turn.here.status == "with-person"
    # After a long stop both rungs are climbed at once, and of that nobody wants to hear twice.
    waits_here = waits_here and handoff.signed != now
    turn.unit.put(replace(handoff, level=higher, signed=now if waits_here else handoff.signed))
    if waits_here and (told or level == "supervisor"):
        values = {
            "told": told_line(turn, told, level),
            "standing": "" if in_danger else await standing_line(turn, handoff),
        }
        key = "waiting-late-danger" if in_danger else "waiting-late"
        turn.tell(one_line(turn.common(key, values)), ticket=ticket.id)
