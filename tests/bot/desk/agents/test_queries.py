from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.desk.agents.queries import LONGEST_LIST, DeskQueries, Transcript
from bot.desk.dialog.attachments import transcript_text
from bot.matching.grams import Weights
from storage.embedded.embedded_store import open_store
from storage.ports import Store
from storage.records import Conversation, Record
from storage.traffic_records import Edit
from tests.bot.web.place import (
    ADA,
    CUSTOMER,
    HANDOFF,
    LI,
    NOON,
    NOTE,
    SCRIPT,
    TELLING,
    TICKET,
    message,
    owned,
)


async def keep(store: Store, *records: Record) -> None:
    unit = store.unit()
    for record in records:
        unit.add(record)
    await unit.commit()


@asynccontextmanager
async def board_with(folder: Path, *records: Record) -> AsyncIterator[DeskQueries]:
    store = await open_store(folder)
    await keep(store, *records)
    yield DeskQueries(store, {"telecom": SCRIPT}.get, Weights())
    await store.close()


async def test_the_most_urgent_level_comes_first_and_then_who_waits_longest(tmp_path: Path) -> None:
    handoffs = [
        replace(HANDOFF, id="young", reason="young"),
        replace(HANDOFF, id="old", reason="old", requested=NOON - timedelta(hours=1)),
        replace(HANDOFF, id="high", reason="high", requested=NOON, level="supervisor"),
        replace(HANDOFF, id="highest", reason="highest", requested=NOON, level="manager"),
    ]
    async with board_with(tmp_path, TICKET, *handoffs) as board:
        queue = await board.queue()

    assert [entry.reason for entry in queue] == ["highest", "high", "old", "young"]


async def test_praise_of_late_is_listed_with_no_open_ticket(tmp_path: Path) -> None:
    praise = replace(TICKET, id="p", reference="T-2026-000007", status="praise", description="So kind")
    old = replace(praise, id="o", reference="T-2026-000003", opened=NOON - timedelta(days=9))
    async with board_with(tmp_path, TICKET, praise, old) as board:
        found = await board.praise(NOON - timedelta(days=7))
        unsolved = [*await board.mine(LI.id), *await board.others(LI.id)]

    assert [row.reference for row in found] == ["T-2026-000007"]
    assert [row.reference for row in unsolved] == [TICKET.reference]


async def test_danger_to_people_comes_before_theft_and_both_before_all_else(tmp_path: Path) -> None:
    reasons = ("anger", "fraud-now", "abuse")
    handoffs = [
        replace(HANDOFF, id=f"h{number}", reason=reason, level="manager" if reason == "anger" else "supervisor")
        for number, reason in enumerate(reasons)
    ]
    async with board_with(tmp_path, CUSTOMER, TICKET, *handoffs) as board:
        queue = await board.queue()

    assert [entry.reason for entry in queue] == ["abuse", "fraud-now", "anger"]


async def test_a_claimed_handoff_has_left_the_queue(tmp_path: Path) -> None:
    async with board_with(tmp_path, TICKET, replace(HANDOFF, status="claimed")) as board:
        queue = await board.queue()

    assert queue == []


async def test_a_line_of_the_queue_names_the_customer_and_the_first_words(tmp_path: Path) -> None:
    wordy = replace(TICKET, description="It broke\n" * 50)
    async with board_with(tmp_path, CUSTOMER, wordy, HANDOFF) as board:
        [entry] = await board.queue()

    assert (entry.row.reference, entry.row.customer, entry.row.owner) == ("T-2026-000042", "Wang Fang", "")
    assert entry.row.words.startswith("It broke It broke")
    assert entry.row.words.endswith("…")


async def test_tickets_are_listed_by_who_owns_them_the_soonest_due_first(tmp_path: Path) -> None:
    later = replace(TICKET, id="t-2", reference="later", due=NOON + timedelta(days=3))
    sooner = replace(TICKET, id="t-3", reference="sooner", due=NOON - timedelta(days=3))
    hers = replace(owned(TICKET, ADA), id="t-4", reference="hers")
    async with board_with(tmp_path, ADA, later, sooner, hers) as board:
        mine, others = await board.mine(ADA.id), await board.others(ADA.id)

    assert [(row.reference, row.owner, row.customer) for row in mine] == [("hers", "Ada", "")]
    assert [row.reference for row in others] == ["sooner", "later"]


async def test_solved_tickets_are_on_no_list(tmp_path: Path) -> None:
    solved = [
        replace(TICKET, id=status, reference=status, status=status) for status in ("resolved", "answered", "closed")
    ]
    async with board_with(tmp_path, *solved) as board:
        lists = await board.mine(""), await board.others("")

    assert lists == ([], [])


async def test_a_list_stays_short_on_a_bad_day(tmp_path: Path) -> None:
    tickets = [replace(TICKET, id=f"t-{n}", reference=f"R-{n}") for n in range(LONGEST_LIST + 10)]
    async with board_with(tmp_path, *tickets) as board:
        others = await board.others(LI.id)

    assert len(others) == LONGEST_LIST


async def test_a_ticket_shows_everything_known_about_it(tmp_path: Path) -> None:
    ticket = owned(TICKET, LI)
    records = [CUSTOMER, LI, ticket, HANDOFF, TELLING, NOTE, message("001", "It broke")]
    async with board_with(tmp_path, *records) as board:
        view = await board.ticket("T-2026-000042")

    assert view is not None
    assert (ticket, CUSTOMER, LI, HANDOFF) == (view.ticket, view.customer, view.owner, view.handoff)
    assert (view.occurrences, view.notes) == ((TELLING,), (NOTE,))
    assert [message.text for message in view.messages] == ["It broke"]


async def test_a_finished_handoff_is_no_longer_shown(tmp_path: Path) -> None:
    async with board_with(tmp_path, TICKET, replace(HANDOFF, status="done")) as board:
        view = await board.ticket("T-2026-000042")

    assert view is not None
    assert view.handoff is None


async def test_the_transcript_holds_all_conversations_about_the_ticket_and_no_other(tmp_path: Path) -> None:
    survey = Conversation(
        id="survey", address="web:1", customer="customer-1", script="", version="", state={}, status="closed",
        ticket="ticket-1", started=NOON,
    )  # fmt: skip
    other = replace(survey, id="other", ticket="ticket-2")
    messages = [
        replace(message("003", "It helped"), conversation="survey"),
        message("001", "It broke"),
        replace(message("002", "again, on Telegram"), conversation="repeat", address="telegram:1"),
        replace(message("004", "something else"), conversation="other"),
    ]
    repeat = replace(TELLING, id="telling-2", conversation="repeat")
    async with board_with(tmp_path, TICKET, TELLING, repeat, survey, other, *messages) as board:
        view = await board.ticket("T-2026-000042")

    assert view is not None
    assert [message.text for message in view.messages] == ["It broke", "again, on Telegram", "It helped"]


async def test_the_transcript_holds_what_was_asked_in_another_chat_of_the_customer(tmp_path: Path) -> None:
    survey = Conversation(
        id="survey", address="telegram:1", customer=CUSTOMER.id, script="", version="", state={}, status="closed",
        ticket=TICKET.id, started=NOON,
    )  # fmt: skip
    said = replace(message("003", "It helped"), conversation="survey", address="telegram:1")
    customer = replace(CUSTOMER, identities=(TICKET.address, "telegram:1"))
    async with board_with(tmp_path, customer, TICKET, survey, said) as board:
        view = await board.ticket(TICKET.reference)

    assert view is not None
    assert [message.text for message in view.messages] == ["It helped"]


def test_only_what_was_said_in_these_words_was_changed() -> None:
    broke, hello = message("001", "It broke"), message("002", "Hello")
    edit = Edit(id="e1", message=broke.id, conversation=broke.conversation, at=NOON, text="It broke down")
    transcript = Transcript((broke, hello), {}, {broke.id: [edit]})

    assert [transcript.changed_into(text) for text in ("It broke", "Hello")] == [["It broke down"], []]


def test_a_file_that_is_shown_is_not_named_as_well() -> None:
    shown, lost = message("001", transcript_text("photo", "look")), message("002", transcript_text("photo", "look"))
    transcript = Transcript((shown, lost), {shown.id: []}, {})

    assert [transcript.words(one) for one in (shown, lost)] == ["look", transcript_text("photo", "look")]


async def test_the_customers_other_tickets_are_shown_newest_first(tmp_path: Path) -> None:
    others = [replace(TICKET, id=f"ticket-{n}", reference=f"R-{n}") for n in (2, 3)]
    stranger = replace(TICKET, id="ticket-9", reference="R-9", customer="customer-9")
    async with board_with(tmp_path, TICKET, *others, stranger) as board:
        view = await board.ticket("T-2026-000042")

    assert view is not None
    assert [row.reference for row in view.others] == ["R-3", "R-2"]


async def test_there_is_nothing_to_see_of_an_unknown_reference(tmp_path: Path) -> None:
    async with board_with(tmp_path) as board:
        view = await board.ticket("T-1999-000001")

    assert view is None


async def test_agents_read_private_answers_and_the_words_of_choices(tmp_path: Path) -> None:
    ticket = replace(TICKET, slots={"remedy": "refund", "gone": "7", "phone": "13800138000"})
    async with board_with(tmp_path) as board:
        known = board.slots_of(ticket, "zh")

    assert known == [("联系电话", "13800138000"), ("您的诉求", "退费"), ("gone", "7")]


async def test_a_skipped_answer_is_empty(tmp_path: Path) -> None:
    async with board_with(tmp_path) as board:
        known = board.slots_of(replace(TICKET, slots={"phone": ""}), "en")

    assert known == [("Phone number", "")]


async def test_answers_to_a_script_that_is_gone_keep_their_keys(tmp_path: Path) -> None:
    async with board_with(tmp_path) as board:
        known = board.slots_of(replace(TICKET, script="gone", slots={"phone": "138"}), "en")

    assert known == [("phone", "138")]


async def test_the_answer_that_is_the_description_is_not_told_twice(tmp_path: Path) -> None:
    async with board_with(tmp_path) as board:
        known = board.slots_of(replace(TICKET, slots={"problem": TICKET.description}), "en")

    assert known == []
