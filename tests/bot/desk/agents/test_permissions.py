"""Who may do what on a ticket, for everybody a colleague can be to it."""

from dataclasses import replace
from datetime import timedelta
from typing import get_args

import pytest

from bot.desk.agents.corrections import Corrections
from bot.desk.agents.handoffs import Handoffs
from bot.desk.agents.joining import Joining
from bot.desk.agents.permissions import AgentAct, Permission, Relation, offered, permission, relation
from bot.desk.agents.reassignment import Reassignment
from bot.desk.agents.renewal import Renewal
from bot.desk.agents.reopening import Reopening
from bot.desk.agents.replies import AgentMessage, Replies
from bot.desk.agents.resolving import Decided, Resolving
from bot.desk.agents.signal_judgement import SignalJudgement
from bot.desk.core.errors import Refusal, Refused
from storage.records.complaint_records import Handoff, Ticket
from storage.records.statuses import Role, TicketStatus
from tests.bot.desk.desk_harness import ADA, LI, NOON, DeskHarness

MISSING = "T-2000-000001"
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
AWAY, OPEN = Refusal.NOT_IN_HAND, Refusal.OPEN_ALREADY
SOLVED, HIGHER, SAME = Refusal.RESOLVED_ALREADY, Refusal.SUPERVISORS_ONLY, Refusal.SAME_OWNER


@pytest.mark.parametrize("known", Relation)
def test_what_somebody_is_to_a_ticket_follows_from_its_owner_and_its_conversation(known: Relation) -> None:
    assert relation(LI, *CASES[known]) == known


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


AGENTS: dict[AgentAct, tuple[Permission | Refusal, ...]] = {
    AgentAct.CLAIM: (YES, MAY, YES, YES, YES, MAY, MAY, HELD, OWNED, HELD),
    AgentAct.REPLY: (MAY, MAY, MAY, MAY, YES, YES, YES, YES, FIRST, HELD),
    AgentAct.RESOLVE: (FIRST, SOLVED, FIRST, FIRST, YES, YES, YES, YES, FIRST, FIRST),
    AgentAct.HAND_BACK: (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, YES, AWAY, AWAY, AWAY),
    AgentAct.NOTE: (YES,) * 10,
    AgentAct.COMPARE: (YES,) * 10,
    AgentAct.REVISE: (YES,) * 10,
    AgentAct.TAKE_OVER: (FIRST, SOLVED, FIRST, HIGHER, FIRST, SAME, HIGHER, HIGHER, HIGHER, HIGHER),
    AgentAct.PASS_ON: (FIRST, SOLVED, FIRST, HIGHER, YES, YES, YES, YES, HIGHER, HIGHER),
    AgentAct.RENEW: (FIRST, SOLVED, FIRST, HIGHER, YES, YES, YES, YES, HIGHER, HIGHER),
    AgentAct.CORRECT: (YES, YES, YES, YES, YES, YES, YES, YES, OWNED, HELD),
    AgentAct.GRANT: (HIGHER, SOLVED, *(HIGHER,) * 8),
    AgentAct.REOPEN: (OPEN, YES, *(OPEN,) * 8),
    AgentAct.MERGE: (FIRST, FIRST, FIRST, HIGHER, YES, YES, YES, YES, HIGHER, HIGHER),
    AgentAct.JUDGE: (YES,) * 10,
}
"""What an agent is answered, for all that they can be to a ticket."""
MATRIX = [(role, act, known) for role in get_args(Role) for act in AgentAct for known in Relation]


def test_each_act_of_each_role_is_answered_exactly_as_the_table_says() -> None:
    found, expected = dict[tuple[str, str, str], str](), dict[tuple[str, str, str], str]()
    for role, act, known in MATRIX:
        answer = AGENTS[act][list(Relation).index(known)]
        found[role, act, known] = permission(act, replace(LI, role=role), *CASES[known])
        expected[role, act, known] = YES if answer is HIGHER and role != "agent" else answer

    assert len(found) >= 500
    assert found == expected


async def test_nothing_is_done_on_a_ticket_that_is_missing(desk: DeskHarness) -> None:
    turns, reasons = desk.turns, list[Refusal]()
    asked = [
        Handoffs(turns).claim(MISSING, LI),
        Handoffs(turns).hand_back(MISSING, LI),
        Replies(turns).reply(MISSING, LI, AgentMessage(text="Hello")),
        Replies(turns).note(MISSING, LI, AgentMessage(text="Hello")),
        Resolving(turns).resolve(MISSING, LI, Decided(explanation="Paid back.")),
        Resolving(turns).grant(MISSING, LI, "r1"),
        Reassignment(turns).take_over(MISSING, LI, "My shift is over"),
        Reassignment(turns).pass_on(MISSING, LI, None, "My shift is over"),
        Renewal(turns).renew(MISSING, LI, "in 2 days", "The part is late"),
        Corrections(turns).correct(MISSING, LI, "phone", "13800138000"),
        Reopening(turns).reopen(MISSING, LI, "It is not solved"),
        Joining(turns).merge(MISSING, LI, MISSING),
        Joining(turns).compare(MISSING, LI, MISSING, same=True),
        SignalJudgement(turns).deny(MISSING, LI, "danger"),
    ]
    for act in asked:
        with pytest.raises(Refused) as refused:
            await act
        reasons.append(refused.value.reason)

    assert reasons == [Refusal.NO_SUCH_TICKET] * len(asked)
