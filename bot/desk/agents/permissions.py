"""Who may do what on a ticket: one table, asked by every way to do something and by every button that offers it. Pure.

What the ticket's status allows stands in `MOVES`; this is about who the agent is to the ticket.
"""

from enum import StrEnum

from bot.desk.core.errors import Refusal, Refused
from bot.desk.tickets.lifecycle import MOVES, UNSOLVED
from storage.records.access_records import Agent
from storage.records.complaint_records import Handoff, Ticket
from storage.records.statuses import Role


class AgentAct(StrEnum):
    """What an agent does on a ticket."""

    CLAIM = "claim"
    REPLY = "reply"
    RESOLVE = "resolve"
    HAND_BACK = "hand-back"
    NOTE = "note"
    COMPARE = "compare"
    REVISE = "revise"
    TAKE_OVER = "take-over"
    PASS_ON = "pass-on"  # noqa: S105  # no password
    RENEW = "renew"
    CORRECT = "correct"
    GRANT = "grant"
    REOPEN = "reopen"
    MERGE = "merge"
    JUDGE = "judge"


class Relation(StrEnum):
    """What an agent is to a ticket now."""

    FREE = "free"
    """Nobody owns it, and no conversation of it is with a person or waits for one."""
    SETTLED = "settled"
    """The same, and it is solved."""
    WAITING = "waiting"
    """A conversation of it waits for a person; nobody owns it."""
    OWNER_ABSENT = "owner-absent"
    """A conversation of it waits for a person; a colleague owns it."""
    OWNER_AWAITED = "owner-awaited"
    """A conversation of it waits for a person; the agent owns it."""
    OWNER = "owner"
    """The agent owns it, and the bot has the conversation."""
    HOLDER = "holder"
    """The agent has the conversation."""
    OWNER_ASIDE = "owner-aside"
    """The agent owns it, and a colleague has the conversation."""
    OWNED = "owned"
    """A colleague owns it, and the bot has the conversation."""
    HELD = "held"
    """A colleague has the conversation; the agent does not own it."""


class Permission(StrEnum):
    """How an act is permitted."""

    OFFERED = "offered"
    """There is a button for it."""
    ALLOWED = "allowed"
    """It may be done, such as once more, but makes too little sense for a button."""


SUPERVISORS: tuple[Role, ...] = ("supervisor", "manager", "admin")
"""Who may do what is refused to others with `Refusal.SUPERVISORS_ONLY`."""

_YES, _MAY = Permission.OFFERED, Permission.ALLOWED
_HELD, _OWNED = Refusal.CLAIMED_BY_COLLEAGUE, Refusal.OWNED_BY_COLLEAGUE
_FIRST, _NOT = Refusal.CLAIM_FIRST, Refusal.NOT_IN_HAND
_HIGHER, _SAME = Refusal.SUPERVISORS_ONLY, Refusal.SAME_OWNER

# fmt: off
_TABLE: dict[Relation, tuple[Permission | Refusal, ...]] = {
    # the columns are the acts:  claim   reply   resolve hand-b. note  compare revise take-o.  pass-on  renewcorrect
    Relation.FREE:              (_YES,   _MAY,   _FIRST, _NOT,   _YES, _YES,   _YES,  _FIRST,  _FIRST,  _FIRST,_YES),
    Relation.SETTLED:           (_MAY,   _MAY,   _FIRST, _NOT,   _YES, _YES,   _YES,  _FIRST,  _FIRST,  _FIRST,_YES),
    Relation.WAITING:           (_YES,   _MAY,   _FIRST, _NOT,   _YES, _YES,   _YES,  _FIRST,  _FIRST,  _FIRST,_YES),
    Relation.OWNER_ABSENT:      (_YES,   _MAY,   _FIRST, _NOT,   _YES, _YES,   _YES,  _HIGHER, _HIGHER, _HIGHER,_YES),
    Relation.OWNER_AWAITED:     (_YES,   _YES,   _YES,   _NOT,   _YES, _YES,   _YES,  _FIRST,  _YES,    _YES,_YES),
    Relation.OWNER:             (_MAY,   _YES,   _YES,   _NOT,   _YES, _YES,   _YES,  _SAME,   _YES,    _YES,_YES),
    Relation.HOLDER:            (_MAY,   _YES,   _YES,   _YES,   _YES, _YES,   _YES,  _HIGHER, _YES,    _YES,_YES),
    Relation.OWNER_ASIDE:       (_HELD,  _YES,   _YES,   _NOT,   _YES, _YES,   _YES,  _HIGHER, _YES,    _YES,_YES),
    Relation.OWNED:             (_OWNED, _FIRST, _FIRST, _NOT,   _YES, _YES,   _YES,  _HIGHER, _HIGHER, _HIGHER,_OWNED),
    Relation.HELD:              (_HELD,  _HELD,  _FIRST, _NOT,   _YES, _YES,   _YES,  _HIGHER, _HIGHER, _HIGHER,_HELD),
}
# fmt: on
"""For agents; what it leaves to supervisors is told apart in `permission`, which is given the agent."""

_WHOEVER: dict[AgentAct, Permission | Refusal] = {
    AgentAct.GRANT: _HIGHER,
    AgentAct.REOPEN: _YES,
    AgentAct.JUDGE: _YES,
}
"""Acts for which it does not matter what the agent is to the ticket."""
_AS = {AgentAct.MERGE: AgentAct.RENEW}
"""Acts that are permitted as another one is."""

UNCLAIMED = (Relation.FREE, Relation.SETTLED, Relation.WAITING, Relation.OWNER_ABSENT, Relation.OWNER_AWAITED)
"""Where nobody is there to answer: whoever does has claimed it thereby."""


def relation(agent: Agent | None, ticket: Ticket, handoff: Handoff | None) -> Relation:
    """Return what an agent is to a ticket with this newest handoff; None is anybody who has nothing to do with it."""
    owns = agent is not None and agent.id == ticket.owner
    if handoff is not None and handoff.status == "waiting":
        if owns:
            return Relation.OWNER_AWAITED
        return Relation.OWNER_ABSENT if ticket.owner else Relation.WAITING
    if handoff is not None and handoff.status == "claimed":
        if agent is not None and agent.id == handoff.claimed_by:
            return Relation.HOLDER
        return Relation.OWNER_ASIDE if owns else Relation.HELD
    if ticket.owner:
        return Relation.OWNER if owns else Relation.OWNED
    return Relation.FREE if ticket.status in UNSOLVED else Relation.SETTLED


def permission(act: AgentAct, agent: Agent | None, ticket: Ticket, handoff: Handoff | None) -> Permission | Refusal:
    """Return whether an agent may do something on a ticket now."""
    is_over = ticket.status not in UNSOLVED and (handoff is None or handoff.status == "done")
    if (act is AgentAct.RESOLVE and act not in MOVES[ticket.status]) or (
        act in (AgentAct.TAKE_OVER, AgentAct.PASS_ON) and is_over
    ):
        return Refusal.RESOLVED_ALREADY
    if act in (AgentAct.RENEW, AgentAct.GRANT) and ticket.status not in UNSOLVED:
        return Refusal.RESOLVED_ALREADY
    if act is AgentAct.REOPEN and act not in MOVES[ticket.status]:
        return Refusal.OPEN_ALREADY
    if act is AgentAct.MERGE and ticket.status == "merged":
        return Refusal.MERGED_ALREADY
    known = relation(agent, ticket, handoff)
    if act is AgentAct.TAKE_OVER and known is Relation.HOLDER and agent is not None and agent.id == ticket.owner:
        return Refusal.SAME_OWNER
    answer = _WHOEVER.get(act) or _TABLE[known][tuple(AgentAct).index(_AS.get(act, act))]
    if answer is Refusal.SUPERVISORS_ONLY and agent is not None and agent.role in SUPERVISORS:
        return Permission.OFFERED
    return answer


def demand(act: AgentAct, agent: Agent, ticket: Ticket, handoff: Handoff | None) -> None:
    """Return if an agent may do something on a ticket now.

    Raises:
        Refused: if not.
    """
    answer = permission(act, agent, ticket, handoff)
    if isinstance(answer, Refusal):
        raise Refused(answer)


def offered(agent: Agent | None, ticket: Ticket, handoff: Handoff | None) -> tuple[AgentAct, ...]:
    """Return what buttons an agent is shown."""
    return tuple(act for act in AgentAct if permission(act, agent, ticket, handoff) is Permission.OFFERED)
