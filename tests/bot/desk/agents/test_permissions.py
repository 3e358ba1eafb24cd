"""Who may do what on a ticket, for everybody a colleague can be to it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.agents.permissions import AgentAct, Permission, Relation, offered, permission, relation
from bot.desk.core.errors import Refusal
from storage.records.complaint_records import Handoff, Ticket
from storage.records.statuses import Role, TicketStatus
from tests.bot.desk.desk_harness import ADA, LI, NOON

FREE = Ticket(
    id="t1",
    reference="T-2026-000042",
    customer="c1",
    address="web:1",
    conversation="v1",
    language="en",
    script="telecom",
    status="open",
    description="The bill is far too high",
    opened=NOON,
    due=NOON + timedelta(hours=24),
)
MINE, THEIRS = (replace(FREE, owner=one.id, status="investigating") for one in (LI, ADA))
WAITS = Handoff(id="h1", conversation="v1", ticket="t1", reason="anger", requested=NOON)
I_HAVE, THEY_HAVE = (replace(WAITS, status="claimed", claimed_by=one.id) for one in (LI, ADA))

CASES: dict[Relation, tuple[Ticket, Handoff | None]] = {
    Relation.FREE: (FREE, None),
    Relation.SETTLED: (replace(FREE, status="answered"), replace(WAITS, status="done")),
    Relation.WAITING: (FREE, WAITS),
    Relation.OWNER_ABSENT: (THEIRS, WAITS),
    Relation.OWNER_AWAITED: (MINE, WAITS),
    Relation.OWNER: (MINE, replace(THEY_HAVE, status="done")),
    Relation.HOLDER: (THEIRS, I_HAVE),
    Relation.OWNER_ASIDE: (MINE, THEY_HAVE),
    Relation.OWNED: (THEIRS, None),
    Relation.HELD: (THEIRS, THEY_HAVE),
}
"""What Li finds."""
YES, MAY = Permission.OFFERED, Permission.ALLOWED
HELD, OWNED, FIRST = Refusal.CLAIMED_BY_COLLEAGUE, Refusal.OWNED_BY_COLLEAGUE, Refusal.CLAIM_FIRST
SOLVED, HIGHER, SAME = Refusal.RESOLVED_ALREADY, Refusal.SUPERVISORS_ONLY, Refusal.SAME_OWNER


@pytest.mark.parametrize("known", Relation)
def test_what_somebody_is_to_a_ticket_follows_from_its_owner_and_its_conversation(known: Relation) -> None:
    assert relation(LI, *CASES[known]) == known


@pytest.mark.parametrize(
    ("act", "answers"),
    [
        (AgentAct.CLAIM, (YES, MAY, YES, YES, YES, MAY, MAY, HELD, OWNED, HELD)),
        (AgentAct.REPLY, (MAY, MAY, MAY, MAY, YES, YES, YES, YES, FIRST, HELD)),
        (AgentAct.RESOLVE, (FIRST, SOLVED, FIRST, FIRST, YES, YES, YES, YES, FIRST, FIRST)),
        (AgentAct.TAKE_OVER, (FIRST, SOLVED, FIRST, HIGHER, FIRST, SAME, HIGHER, HIGHER, HIGHER, HIGHER)),
        (AgentAct.PASS_ON, (FIRST, SOLVED, FIRST, HIGHER, YES, YES, YES, YES, HIGHER, HIGHER)),
        (AgentAct.RENEW, (FIRST, SOLVED, FIRST, HIGHER, YES, YES, YES, YES, HIGHER, HIGHER)),
        (AgentAct.HAND_BACK, tuple(YES if one is Relation.HOLDER else Refusal.NOT_IN_HAND for one in Relation)),
        (AgentAct.CORRECT, (YES, YES, YES, YES, YES, YES, YES, YES, OWNED, HELD)),
        *((act, (YES,) * len(Relation)) for act in (AgentAct.NOTE, AgentAct.COMPARE, AgentAct.REVISE)),
    ],
)
def test_each_act_is_offered_allowed_or_refused_by_what_the_agent_is(
    act: AgentAct, answers: tuple[Permission | Refusal, ...]
) -> None:
    assert tuple(permission(act, LI, *CASES[one]) for one in Relation) == answers


def test_who_has_nothing_to_do_with_a_ticket_is_offered_what_anybody_is() -> None:
    shown = [offered(None, ticket, handoff) for ticket, handoff in ((FREE, None), (MINE, WAITS), (MINE, None))]

    assert [acts[0] for acts in shown] == [AgentAct.CLAIM, AgentAct.CLAIM, AgentAct.NOTE]


@pytest.mark.parametrize("status", ["resolved", "answered", "closed"])
def test_not_even_its_owner_resolves_what_is_solved(status: TicketStatus) -> None:
    assert permission(AgentAct.RESOLVE, LI, replace(MINE, status=status), None) == Refusal.RESOLVED_ALREADY


@pytest.mark.parametrize("act", [AgentAct.TAKE_OVER, AgentAct.PASS_ON])
@pytest.mark.parametrize("role", ["supervisor", "admin"])
def test_a_supervisor_helps_where_a_colleague_has_a_ticket(act: AgentAct, role: Role) -> None:
    boss = replace(LI, role=role)
    stuck = (Relation.OWNER_ABSENT, Relation.OWNED, Relation.HELD)

    assert [permission(act, boss, *CASES[one]) for one in stuck] == [YES] * 3


def test_a_supervisor_does_not_take_over_what_is_theirs_altogether() -> None:
    assert permission(AgentAct.TAKE_OVER, replace(LI, role="supervisor"), MINE, I_HAVE) == SAME
