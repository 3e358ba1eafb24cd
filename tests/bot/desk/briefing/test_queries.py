from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from bot.desk.briefing.queries import DeskQueries, Transcript
from bot.desk.core.file_words import transcript_text
from bot.matching.grams import Weights
from storage.embedded.embedded_store import open_store
from storage.ports import Store
from storage.records.complaint_records import Conversation
from storage.records.finding_records import Label
from storage.records.record import Record
from storage.records.traffic_records import Edit, OutboxRow
from tests.bot.web.place import (
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


async def test_a_ticket_tells_which_known_issue_was_offered_and_what_became_of_it(tmp_path: Path) -> None:
    refused = Label(
        id="l1", look="known-issue", text="no signal", about="mast", answer="refused", conversation="conversation-1",
        at=NOON,
    )  # fmt: skip
    other = replace(refused, id="l2", conversation="conversation-9")
    tried = replace(TICKET, known_issue="roaming")
    async with board_with(tmp_path, tried, refused, other) as board:
        view = await board.ticket(TICKET.reference)

    assert view is not None
    assert [(one.key, one.answer) for one in view.offers] == [("roaming", "tried"), ("mast", "refused")]


async def test_what_can_be_corrected_is_every_question_of_the_script_answered_or_not(tmp_path: Path) -> None:
    async with board_with(tmp_path) as board:
        found = board.answers_of(replace(TICKET, slots={"remedy": "refund"}), "zh")

    assert [(one.key, one.label, one.value, one.shown) for one in found] == [
        ("phone", "联系电话", "", ""),
        ("remedy", "您的诉求", "refund", "退费"),
    ]
    assert found[1].choices == (("refund", "退费"),)


async def test_what_is_on_its_way_is_told_from_what_has_arrived(tmp_path: Path) -> None:
    said = [replace(message(f"00{n}", "Hello", "agent"), ticket=TICKET.id) for n in (1, 2)]
    row = OutboxRow(id="o1", address="web:1", conversation="conversation-1", message="002", epoch=0)
    async with board_with(tmp_path, TICKET, *said, row) as board:
        view = await board.ticket(TICKET.reference)

    assert view is not None
    assert view.transcript.on_its_way == {"002"}
