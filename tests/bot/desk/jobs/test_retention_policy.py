from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.desk.jobs.retention_policy import SettledConversation, SettledTicket, settled
from bot.desk.jobs.retention_rules import at_once
from storage.records.complaint_records import Conversation, Handoff, Message, Note, Occurrence, Ticket
from storage.records.traffic_records import OutboxRow
from tests.bot.desk.desk_harness import NOON, WANG

OLD = NOON - timedelta(days=40)
BEFORE = NOON - timedelta(days=30)
NEW = NOON - timedelta(days=20)


def ticket(key: str = "t1", *, told_in: str = "v1", **fields: Any) -> Ticket:
    given: dict[str, Any] = {"status": "closed", "opened": OLD, "resolved": OLD, **fields}
    return Ticket(
        id=key,
        reference=key,
        customer="c1",
        address=WANG,
        conversation=told_in,
        language="en",
        script="telecom",
        description="It is down",
        due=OLD,
        **given,
    )


def conversation(key: str = "v1", **fields: Any) -> Conversation:
    given: dict[str, Any] = {"status": "closed", "started": OLD, **fields}
    return Conversation(id=key, address=WANG, customer="c1", script="telecom", version="8f3a", state={}, **given)


def handoff(**fields: Any) -> Handoff:
    given: dict[str, Any] = {"status": "done", "requested": OLD, **fields}
    return Handoff(id="h1", conversation="v1", ticket="t1", reason="anger", **given)


def said(at: datetime) -> Message:
    return Message(id="m1", address=WANG, conversation="v1", at=at, author="customer", text="Hello")


def on_its_way(problem: str = "") -> OutboxRow:
    return OutboxRow(id="x1", address=WANG, conversation="v1", message="m1", epoch=0, problem=problem)


def over(matters: list[SettledTicket], talks: list[SettledConversation]) -> list[str]:
    """Return the ids of the tickets and conversations that are over."""
    tickets, ended = settled(matters, talks, at_once(BEFORE))
    return sorted([*(one.ticket.id for one in tickets), *(one.conversation.id for one in ended)])


@pytest.mark.parametrize("status", ["closed", "answered", "resolved"])
def test_a_ticket_that_owes_no_answer_is_over_with_its_conversation(status: str) -> None:
    assert over([SettledTicket(ticket(status=status))], [SettledConversation(conversation())]) == ["t1", "v1"]


@pytest.mark.parametrize("status", ["open", "investigating"])
def test_an_unsolved_ticket_is_never_over_nor_its_conversation(status: str) -> None:
    assert over([SettledTicket(ticket(status=status))], [SettledConversation(conversation(status="abandoned"))]) == []


@pytest.mark.parametrize(
    "matter",
    [
        SettledTicket(ticket(opened=NEW)),
        SettledTicket(ticket(resolved=NEW)),
        SettledTicket(ticket(), [Occurrence(id="o1", ticket="t1", conversation="v1", at=NEW, text="Again")]),
        SettledTicket(ticket(), notes=[Note(id="n1", ticket="t1", author="Li Wei", at=NEW, text="Called")]),
        SettledTicket(ticket(), handoffs=[handoff(claimed=NEW)]),
        SettledTicket(ticket(), handoffs=[handoff(status="waiting")]),
        SettledTicket(ticket(), handoffs=[handoff(status="claimed")]),
    ],
)
def test_a_ticket_on_which_something_happened_lately_or_waits_is_not_over(matter: SettledTicket) -> None:
    assert over([matter], [SettledConversation(conversation())]) == []


@pytest.mark.parametrize("status", ["closed", "abandoned"])
def test_a_conversation_without_a_ticket_is_over(status: str) -> None:
    assert over([], [SettledConversation(conversation(status=status), said(OLD))]) == ["v1"]


@pytest.mark.parametrize(
    "talk",
    [
        SettledConversation(conversation(status="with-bot")),
        SettledConversation(conversation(status="with-person")),
        SettledConversation(conversation(started=NEW)),
        SettledConversation(conversation(heard=NEW)),
        SettledConversation(conversation(), said(NEW)),
        SettledConversation(conversation(), handoffs=[handoff(status="waiting")]),
        SettledConversation(conversation(), outbox=[on_its_way()]),
    ],
)
def test_a_conversation_that_is_open_or_young_or_waits_is_not_over_nor_its_ticket(talk: SettledConversation) -> None:
    assert over([SettledTicket(ticket())], [talk]) == []


def test_a_conversation_stays_as_long_as_any_ticket_that_was_spoken_of_in_it() -> None:
    own = SettledTicket(ticket())
    other = SettledTicket(ticket("t2", told_in="v2", status="open"), spoken_of_in=frozenset({"v1"}))

    assert over([own, other], [SettledConversation(conversation()), SettledConversation(conversation("v2"))]) == []


def test_a_letter_that_never_arrives_holds_up_nothing() -> None:
    assert over([], [SettledConversation(conversation(), outbox=[on_its_way("blocked")])]) == ["v1"]


def test_what_was_said_at_the_very_bound_is_not_too_old() -> None:
    assert over([], [SettledConversation(conversation(), said(BEFORE))]) == []
    assert over([SettledTicket(ticket(told_in="gone", resolved=BEFORE))], []) == []


def test_a_conversation_in_which_no_dialog_began_is_over_whatever_its_status() -> None:
    assert over([], [SettledConversation(replace(conversation(status="with-bot"), state={"status": "new"}))]) == ["v1"]


def test_the_second_question_about_a_ticket_keeps_it_while_it_is_open() -> None:
    asked = conversation("v2", ticket="t1", status="with-bot")

    assert over([SettledTicket(ticket())], [SettledConversation(conversation()), SettledConversation(asked)]) == []


def test_what_hangs_together_by_one_conversation_after_the_other_stays_together() -> None:
    repeated = [Occurrence(id="o1", ticket="t1", conversation="v2", at=OLD, text="Again")]
    chain = [
        SettledTicket(ticket(), repeated),
        SettledTicket(ticket("t2", told_in="v2")),
        SettledTicket(ticket("t3", told_in="v3")),
    ]
    talks = [
        SettledConversation(conversation()),
        SettledConversation(conversation("v2", ticket="t2")),
        SettledConversation(conversation("v3", ticket="t2")),
    ]
    unsolved = [replace(chain[0]), chain[1], SettledTicket(ticket("t3", told_in="v3", status="open"))]

    assert over(chain, talks) == ["t1", "t2", "t3", "v1", "v2", "v3"]
    assert over(unsolved, talks) == []


def test_what_does_not_hang_together_goes_by_itself() -> None:
    matters = [SettledTicket(ticket()), SettledTicket(ticket("t2", told_in="v2", status="open"))]

    assert over(matters, [SettledConversation(conversation()), SettledConversation(conversation("v2"))]) == ["t1", "v1"]


def test_a_conversation_that_is_gone_already_holds_up_no_ticket() -> None:
    assert over([SettledTicket(ticket())], []) == ["t1"]
