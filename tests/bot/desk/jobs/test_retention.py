import asyncio
import logging
import os
from collections import Counter
from collections.abc import AsyncGenerator
from datetime import timedelta
from pathlib import Path
from unittest.mock import AsyncMock
from zoneinfo import ZoneInfo

import pytest

from bot.channels.port import Incoming, Undeliverable
from bot.desk.jobs.retention import DAY, FIRST, MARKS_FOR, Retention
from bot.desk.jobs.retention_rules import AUDIT_DAYS, RetentionRules, read_days
from bot.desk.privacy.data_requests import hold
from bot.desk.privacy.erasure import Eraser
from bot.desk.privacy.erasure_list import ErasureList
from bot.desk.privacy.holdings import all_of
from bot.desk.staff.audit import RECORD, Actor
from bot.desk.staff.audit_chain import SHORTENED, check_chain
from storage.codec import encode
from storage.copying import copy
from storage.file_store import FileStore
from storage.kinds import KINDS
from storage.ports import Store, Unavailable
from storage.postgres import postgres_store as postgres
from storage.records.access_records import Access, Audit
from storage.records.complaint_records import Customer, Message, SearchEntry, Sequence, Ticket, Timer
from storage.records.finding_records import Label, Suspicion
from storage.records.script_records import Publication, ScriptVersion
from storage.records.traffic_records import Attachment, InboxMark, InboxRow, Mail, OutboxRow, StaffNotice, Topic
from storage.unit_of_work import Unit
from tests.bot.desk.desk_harness import ADA, BILL, LI, WANG, DeskHarness
from tests.bot.desk.privacy.test_erasure import figures
from tests.bot.desk.sent_files import photo
from tests.bot.desk.two_chats import is_offered_a_code

KEEP = 90
ZHAO = "web:zhao"


async def held(desk: DeskHarness) -> Counter[str]:
    """Return how many records there are of each kind, those of scripts and what is on record of the staff aside."""
    unit = desk.store.unit()
    kinds = [kind for kind in KINDS if kind not in (ScriptVersion, Publication, Audit)]
    return Counter({kind.__name__: len(await unit.find(kind)) for kind in kinds})


def retention(desk: DeskHarness, store: Store | None = None) -> Retention:
    context = desk.context
    return Retention(
        store or desk.store, context.environment, desk.sent.files, context.scripts, lambda: context.policy.zone
    )


async def remove(desk: DeskHarness, days: int | None = KEEP, *, dry: bool = False) -> Counter[str]:
    return await retention(desk).remove(wholly(days), dry=dry)


def wholly(days: int | None = KEEP) -> RetentionRules:
    """Return rules that keep matters for so many days, and nothing shorter."""
    return RetentionRules() if days is None else RetentionRules({"matters": days})


async def is_closed(desk: DeskHarness) -> Ticket:
    """Let a complaint go all the way to the customer's yes."""
    ticket = await desk.is_owned()
    await desk.agent_notes(ticket.reference, LI, "Called the customer.")
    await desk.resolves(ticket.reference, LI, "We have paid it back.")
    await desk.delivered()
    await desk.presses("Yes, it's solved")
    return await desk.ticket()


async def is_given_up(desk: DeskHarness, to: str = WANG) -> None:
    """Let a customer begin to tell something, and fall silent for good."""
    await desk.says(BILL, to=to)
    for _ in range(3):
        await desk.passes(days=1)
        await desk.delivered(to)


async def test_all_about_a_closed_ticket_goes_when_it_is_old_and_the_customer_with_it(desk: DeskHarness) -> None:
    await is_closed(desk)
    before = await held(desk)
    desk.clock.forward(days=KEEP + 1)
    gone = await remove(desk)

    assert {"Ticket", "Occurrence", "Note", "Conversation", "Message", "JournalEntry", "Customer"} <= gone.keys()
    assert +(before - gone) == {"Sequence": 2}
    assert +(await held(desk)) == {"Sequence": 2}


async def test_the_numbers_of_tickets_go_on(desk: DeskHarness) -> None:
    first = await is_closed(desk)
    desk.clock.forward(days=KEEP + 1)
    await remove(desk)
    second = await desk.files()

    assert [one.reference for one in (first, second)] == ["T-2026-000001", "T-2027-000001"]
    assert await desk.store.unit().get(Sequence, "T-2026") is not None


async def test_the_counters_stay_as_they_are_and_so_does_what_is_on_record_of_the_staff(desk: DeskHarness) -> None:
    await is_closed(desk)
    unit = desk.store.unit()
    counters, on_record = await unit.find(Sequence), await unit.find(Audit)
    desk.clock.forward(days=KEEP + 1)
    gone = await remove(desk)
    unit = desk.store.unit()

    assert on_record != []
    assert (gone["Sequence"], gone["Audit"]) == (0, 0)
    assert {one.id: one.last for one in counters} == {"T-2026": 1, RECORD: len(on_record)}
    assert (await unit.find(Sequence), await unit.find(Audit)) == (counters, on_record)


async def test_what_is_on_record_of_the_staff_goes_after_its_own_time_and_the_chain_tells_up_to_where(
    desk: DeskHarness,
) -> None:
    await is_closed(desk)
    old = await desk.store.unit().find(Audit)
    desk.clock.forward(days=AUDIT_DAYS + 1)
    gone = await remove(desk)
    unit = desk.store.unit()
    (line,), counter = await unit.find(Audit), await unit.get(Sequence, RECORD)

    assert gone["Audit"] == len(old)
    assert (line.act, line.detail, line.number) == (SHORTENED, str(old[-1].number), len(old) + 1)
    assert counter is not None
    assert (await check_chain(all_of(unit, Audit), counter.last)).broken == ""


async def test_nothing_goes_while_it_is_young(desk: DeskHarness) -> None:
    await is_closed(desk)
    before = await held(desk)
    desk.clock.forward(days=KEEP - 1)
    gone = await remove(desk)

    assert gone.keys() <= {"InboxMark"}
    assert before - gone == await held(desk)


async def test_the_last_word_counts_not_the_first(desk: DeskHarness) -> None:
    ticket = await is_closed(desk)
    desk.clock.forward(days=KEEP - 1)
    await desk.agent_notes(ticket.reference, LI, "The customer sent flowers.")
    desk.clock.forward(days=KEEP - 1)
    gone = await remove(desk)

    assert "Ticket" not in gone


async def test_an_unsolved_ticket_stays_however_old_it_is(desk: DeskHarness) -> None:
    await desk.files()
    await desk.waits_for_a_person(ZHAO)
    before = await held(desk)
    desk.clock.forward(days=10 * KEEP)
    gone = await remove(desk)

    assert gone.keys() == {"InboxMark"}
    assert before - gone == await held(desk)


async def test_a_resolved_ticket_goes_once_the_second_question_was_given_up(desk: DeskHarness) -> None:
    ticket = await desk.is_owned()
    await desk.resolves(ticket.reference, LI, "We have paid it back.")
    await desk.delivered()
    desk.clock.forward(days=KEEP + 1)
    early = await remove(desk)
    for _ in range(9):
        await desk.passes(days=1)
    desk.clock.forward(days=KEEP + 1)
    late = await remove(desk)

    assert "Ticket" not in early
    assert (late["Ticket"], late["Customer"]) == (1, 1)
    assert +(await held(desk)) == {"Sequence": 2}


async def test_a_draft_that_was_given_up_goes(desk: DeskHarness) -> None:
    await is_given_up(desk)
    desk.clock.forward(days=KEEP + 1)
    gone = await remove(desk)

    assert gone["Conversation"] == gone["Customer"] == 1
    assert +(await held(desk)) == {}


async def test_who_has_something_else_stays_with_that(desk: DeskHarness) -> None:
    await is_closed(desk)
    desk.clock.forward(days=KEEP + 1)
    await desk.files("My bill is wrong again, 50 yuan")
    gone = await remove(desk)
    left = await desk.tickets()

    assert (gone["Ticket"], gone["Customer"]) == (1, 0)
    assert [ticket.description for ticket in left] == ["My bill is wrong again, 50 yuan"]
    assert await desk.says("/status") != []


async def test_a_customer_with_a_talk_that_goes_on_stays_when_the_old_ticket_goes(desk: DeskHarness) -> None:
    await is_closed(desk)
    desk.clock.forward(days=KEEP + 1)
    await desk.says("The lift in your shop smells")
    gone = await remove(desk)

    assert (gone["Ticket"], gone["Customer"]) == (1, 0)
    assert (await desk.conversation()).status == "with-bot"


async def test_who_writes_at_that_very_moment_is_heard(desk: DeskHarness) -> None:
    await is_closed(desk)
    desk.clock.forward(days=KEEP + 1)
    word = Incoming(address=WANG, update=desk.new_update(), text="It is slow in the evenings")
    gone, _ = await asyncio.gather(remove(desk), desk.turns.play(word))
    customer = await desk.store.unit().last(Customer, identities=WANG)
    conversation = await desk.conversation()

    assert gone["Ticket"] == 1
    assert customer is not None
    assert conversation.customer == customer.id
    assert ("customer", "It is slow in the evenings") in await desk.transcript()


async def test_what_is_said_between_the_look_and_the_lane_is_seen(
    desk: DeskHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    await is_given_up(desk)
    desk.clock.forward(days=KEEP + 1)
    looked, real = asyncio.Event(), Unit.hold

    async def hold(unit: Unit, name: str) -> None:
        looked.set()
        await real(unit, name)

    async with desk.store.unit() as unit:
        await unit.hold(WANG)
        monkeypatch.setattr(Unit, "hold", hold)
        removing = asyncio.create_task(remove(desk))
        await looked.wait()
        here, now = (await desk.conversation()).id, desk.clock.now
        unit.add(Message(id="9", address=WANG, conversation=here, at=now, author="customer", text="Hello"))
        await unit.commit()
    gone = await removing

    assert "Conversation" not in gone
    assert (await desk.transcript())[-1] == ("customer", "Hello")


async def test_what_was_said_about_an_unsolved_ticket_stays_wherever_it_was_said(desk: DeskHarness) -> None:
    first = await desk.is_owned()
    await desk.says("The technician did not come on Monday", "/human")
    second = await desk.ticket()
    await desk.handoffs.claim(second.reference, ADA)
    await desk.agent_writes(first.reference, LI, "You will have it on Friday.")
    await desk.resolves(second.reference, ADA, "He comes tomorrow.")
    await desk.delivered()
    await desk.presses("Yes, it's solved")
    desk.clock.forward(days=KEEP + 1)
    gone = await remove(desk)

    assert "Ticket" not in gone
    assert ("agent", "You will have it on Friday.") in await desk.transcript()


async def test_what_is_still_to_be_delivered_holds_everything_up(desk: DeskHarness) -> None:
    await is_given_up(desk)
    conversation = await desk.conversation()
    unit = desk.store.unit()
    unit.add(OutboxRow(id="x", address=WANG, conversation=conversation.id, message="m", epoch=0))
    await unit.commit()
    desk.clock.forward(days=KEEP + 1)
    gone = await remove(desk)

    assert "Conversation" not in gone


async def test_a_customer_to_whom_something_is_still_to_be_told_stays(desk: DeskHarness) -> None:
    unit = desk.store.unit()
    unit.add(Customer(id="c", identities=(WANG,), since=desk.clock.now))
    unit.add(OutboxRow(id="x", address=WANG, conversation="gone", message="m", epoch=0))
    await unit.commit()
    desk.clock.forward(days=KEEP + 1)

    assert await remove(desk) == {}


async def test_what_is_on_the_tickets_of_others_stays(desk: DeskHarness) -> None:
    old = await is_closed(desk)
    waiting = await desk.waits_for_a_person(ZHAO)
    unit = desk.store.unit()
    for ticket in (old, waiting):
        unit.add(Topic(id=ticket.id, chat="telegram:-1", since=""))
        unit.add(StaffNotice(id=f"notice-{ticket.id}", topic=ticket.id, key="group.ask"))
    await unit.commit()
    timers = await unit.find(Timer, subject=(await desk.handoff(waiting)).id)
    desk.clock.forward(days=KEEP + 1)
    gone = await remove(desk)
    unit = desk.store.unit()

    assert (gone["Ticket"], gone["Customer"], len(timers)) == (1, 1, 2)
    assert [topic.id for topic in await unit.find(Topic)] == [waiting.id]
    assert [notice.topic for notice in await unit.find(StaffNotice)] == [waiting.id]
    assert await unit.find(Timer, subject=timers[0].subject) == timers


async def test_letters_that_never_arrived_go_with_their_conversation(desk: DeskHarness) -> None:
    desk.channel.faults = [Undeliverable("blocked")]
    await is_given_up(desk)
    desk.clock.forward(days=KEEP + 1)
    gone = await remove(desk)

    assert gone["OutboxRow"] == 1
    assert +(await held(desk)) == {}


async def test_a_customer_who_told_nothing_goes_too(desk: DeskHarness) -> None:
    unit = desk.store.unit()
    for number in range(250):
        unit.add(Customer(id=f"c{number:03}", identities=(f"web:{number}",), since=desk.clock.now))
    await unit.commit()
    desk.clock.forward(days=KEEP + 1)
    unit = desk.store.unit()
    unit.add(Customer(id="d", identities=("web:d",), since=desk.clock.now))
    await unit.commit()
    gone = await remove(desk)

    assert gone == {"Customer": 250}
    assert [customer.id for customer in await desk.store.unit().find(Customer)] == ["d"]


async def test_without_a_number_of_days_all_that_was_told_stays(desk: DeskHarness) -> None:
    await is_closed(desk)
    desk.clock.forward(days=10 * KEEP)
    gone = await remove(desk, None)

    assert gone.keys() == {"InboxMark", "Audit"}


async def test_marks_and_sign_ins_go_when_they_have_served_their_purpose(desk: DeskHarness) -> None:
    unit, now = desk.store.unit(), desk.clock.now
    for number in range(250):
        unit.add(InboxMark(id=f"telegram:{number:03}", at=now - MARKS_FOR - timedelta(seconds=1)))
    unit.add(InboxMark(id="telegram:100a", at=now - MARKS_FOR))
    unit.add(Access(id="old", agent="a1", kind="browser", expires=now))
    unit.add(Access(id="good", agent="a1", kind="browser", expires=now + timedelta(seconds=1)))
    await unit.commit()
    gone = await remove(desk, None)
    unit = desk.store.unit()

    assert gone == {"InboxMark": 250, "Access": 1}
    assert [mark.id for mark in await unit.find(InboxMark)] == ["telegram:100a"]
    assert [access.id for access in await unit.find(Access)] == ["good"]


async def test_a_dry_run_counts_the_same_and_changes_nothing(desk: DeskHarness) -> None:
    await is_closed(desk)
    desk.clock.forward(days=KEEP + 1)
    before = await held(desk)
    dry = await remove(desk, dry=True)
    after = await held(desk)
    gone = await remove(desk)

    assert before == after
    assert dry == gone


async def test_on_a_database_the_same_goes(desk: DeskHarness, postgres_url: str) -> None:
    await is_closed(desk)
    await is_given_up(desk, ZHAO)
    database = await postgres.open_store(postgres_url)
    await copy(desk.store, database)
    desk.clock.forward(days=KEEP + 1)
    there = await retention(desk, database).remove(wholly())
    left = await database.unit().find(Customer)
    await database.close()

    assert there == await remove(desk)
    assert left == []


async def test_counts_are_logged_and_no_words(desk: DeskHarness, caplog: pytest.LogCaptureFixture) -> None:
    await is_given_up(desk)
    desk.clock.forward(days=KEEP + 1)
    with caplog.at_level(logging.INFO, "bot.desk.jobs.retention"):
        await remove(desk)

    assert caplog.messages[0].startswith("removed what was too old: ")
    assert "1 Conversation" in caplog.messages[0]
    assert BILL not in caplog.text
    assert WANG not in caplog.text


async def test_it_is_done_once_a_day_whatever_happens(
    desk: DeskHarness, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    await is_given_up(desk)
    desk.clock.forward(days=KEEP + 1)
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        match len(pauses):
            case 1:
                monkeypatch.setattr(Unit, "find", AsyncMock(side_effect=Unavailable("no database")))
            case 2:
                monkeypatch.setattr(Unit, "find", AsyncMock(side_effect=ZeroDivisionError))
            case 3:
                monkeypatch.undo()
            case _:
                raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await retention(desk).serve(wholly, sleep)

    assert pauses == [FIRST, DAY, DAY, DAY]
    assert [message.partition(":")[0] for message in caplog.messages] == 2 * ["what is too old stays for another day"]
    assert +(await held(desk)) == {}


async def test_a_suspicion_quotes_customers_and_goes_when_it_is_old(desk: DeskHarness) -> None:
    words, at = ("no signal",), desk.clock.now
    suspicion = Suspicion(
        id="s1", kind="burst", script="telecom", words=words, samples=words, tickets=(), people=5, usual=0, at=at
    )
    unit = desk.store.unit()
    unit.add(suspicion)
    await unit.commit()
    desk.clock.forward(days=KEEP)
    young = await remove(desk)
    desk.clock.forward(days=1)
    old = await remove(desk)

    assert (young["Suspicion"], old["Suspicion"]) == (0, 1)


async def test_a_label_holds_what_was_told_and_goes_when_it_is_old(desk: DeskHarness) -> None:
    unit = desk.store.unit()
    unit.add(Label(id="l1", look="repeat", text="no signal", about="t1", answer="accepted", at=desk.clock.now))
    await unit.commit()
    desk.clock.forward(days=KEEP)
    young = await remove(desk)
    desk.clock.forward(days=1)
    old = await remove(desk)

    assert (young["Label"], old["Label"]) == (0, 1)


async def test_a_timer_that_is_set_aside_goes_after_some_time_whatever_is_kept(desk: DeskHarness) -> None:
    unit, due = desk.store.unit(), desk.clock.now
    unit.add(Timer(id="set-aside/1", kind="survey", subject="t1", due=due, problem="it failed"))
    unit.add(Timer(id=f"{due.isoformat()}/2", kind="survey", subject="t1", due=due))
    await unit.commit()
    desk.clock.forward(days=30)
    young = await remove(desk, None)
    desk.clock.forward(seconds=1)
    old = await remove(desk, None)

    assert (young["Timer"], old["Timer"]) == (0, 1)
    assert [timer.problem for timer in await desk.store.unit().find(Timer)] == [""]


async def test_codes_go_when_they_count_no_more_whatever_is_kept(desk: DeskHarness) -> None:
    await is_offered_a_code(desk)
    desk.clock.forward(hours=24)
    young = await remove(desk, None)
    desk.clock.forward(minutes=10)
    old = await remove(desk, None)

    assert "Proof" not in young
    assert old["Proof"] == 1


async def test_of_a_customer_who_goes_the_numbers_go_as_well(desk: DeskHarness) -> None:
    await is_closed(desk)
    desk.clock.forward(days=KEEP + 1)
    await remove(desk)

    assert await desk.store.unit().find(Customer, phones="13800138000") == []


async def test_files_go_from_the_disk_with_the_last_who_has_them(desk: DeskHarness) -> None:
    for sender in (WANG, ZHAO):
        await desk.sends(photo(), BILL, to=sender)
        await desk.says("/cancel", to=sender)
        desk.clock.forward(days=KEEP // 2)
    first, _ = await desk.sent.fetched()
    place = desk.sent.files.path(first.digest)
    left = []
    for _ in range(2):
        desk.clock.forward(days=1)
        await remove(desk, dry=True)
        await remove(desk)
        left.append((len(await desk.sent.there()), place.exists()))
        desk.clock.forward(days=KEEP)

    assert left == [(1, True), (0, False)]


async def test_a_file_goes_although_others_have_other_files(desk: DeskHarness) -> None:
    await desk.sends(photo(1), BILL)
    await desk.says("/cancel")
    desk.clock.forward(days=KEEP)
    await desk.sends(photo(2), BILL, to=ZHAO)
    old, young = await desk.sent.fetched()
    desk.clock.forward(days=1)
    await remove(desk)

    assert [desk.sent.files.path(one.digest).exists() for one in (old, young)] == [False, True]


async def test_a_file_that_was_removed_before_its_record_is_no_trouble_on_the_next_day(desk: DeskHarness) -> None:
    await desk.sends(photo(), BILL)
    await desk.says("/cancel")
    (attachment,) = await desk.sent.fetched()
    await desk.sent.files.remove(attachment.digest)
    desk.clock.forward(days=KEEP + 1)
    gone = await remove(desk)

    assert gone["Attachment"] == 1


@pytest.mark.parametrize("days", [None, KEEP])
async def test_what_is_on_record_about_the_staff_goes_by_its_own_age(desk: DeskHarness, days: int | None) -> None:
    unit, now = desk.store.unit(), desk.clock.now
    for key, age in (("young", AUDIT_DAYS - 1), ("old", AUDIT_DAYS + 1)):
        unit.add(Audit(id=key, at=now - timedelta(days=age), act="signed-in", agent=LI.id))
    await unit.commit()
    await retention(desk).remove(wholly(days))

    assert [line.id for line in await desk.store.unit().find(Audit)] == ["young"]


@pytest.mark.parametrize(("text", "days"), [("30", 30), ("365", 365), ("99999", 99_999)])
def test_a_whole_number_of_days_is_read(text: str, days: int) -> None:
    assert read_days(text) == days


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "“” is not a whole number of days"),
        ("30.5", "“30.5” is not a whole number of days"),
        ("３０", "“３０” is not a whole number of days"),
        ("100000", "“100000” is not a whole number of days"),
        ("29", "it must be at least 30 days"),
    ],
)
def test_other_numbers_of_days_are_refused(text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=f"^{problem}$"):
        read_days(text)


async def test_a_ticket_on_legal_hold_stays_however_old_it_is(desk: DeskHarness) -> None:
    ticket, by = await is_closed(desk), Actor(ADA, "")
    await hold(desk.store, desk.context.environment, ticket, by, "Court case 7")
    desk.clock.forward(days=KEEP + 1)
    while_held = await remove(desk)
    await hold(desk.store, desk.context.environment, ticket, by, "")
    afterwards = await remove(desk)

    assert (while_held["Ticket"], while_held["Message"]) == (0, 0)
    assert afterwards["Ticket"] == 1


async def test_what_is_left_of_an_erased_customer_goes_when_it_is_old(desk: DeskHarness, tmp_path: Path) -> None:
    ticket, names = await is_closed(desk), ErasureList(tmp_path / "erasures")
    scripts, zone = desk.context.scripts, ZoneInfo("UTC")
    erasing = Eraser(desk.store, desk.context.environment, desk.sent.files, scripts, lambda: zone, names)
    await erasing.erase(ticket.customer, Actor(ADA, ""))
    desk.clock.forward(days=KEEP + 1)
    await remove(desk)

    assert +(await held(desk)) == {"Sequence": 2, "Erasure": 1}


async def found(desk: DeskHarness, *words: str) -> set[str]:
    """Return which of these words any record holds that is not a script."""
    kinds = [kind for kind in KINDS if kind is not ScriptVersion]  # their cases are full of numbers
    held = [encode(one) for kind in kinds for one in await desk.store.unit().find(kind)]
    return {word for word in words if any(word.encode() in one for one in held)}


async def test_the_words_of_a_settled_matter_go_and_its_figures_stay(desk: DeskHarness) -> None:
    ticket = await is_closed(desk)
    before = await figures(desk)
    desk.clock.forward(days=KEEP + 1)
    rules = RetentionRules({"texts": KEEP})
    dry = await retention(desk).preview(rules)
    left_by_preview = await found(desk, BILL)
    gone = await retention(desk).remove(rules)
    again = await retention(desk).remove(rules)

    assert (dry.is_whole, dry.counts["texts"], left_by_preview) == (True, 1, {BILL})
    assert (gone["texts"], gone["talks"], gone["Ticket"]) == (1, 2, 0)
    assert await found(desk, BILL, "Called the customer.", "We have paid it back.") == set()
    assert await figures(desk) == before
    assert "texts" not in again
    assert (await desk.store.unit().last(Customer, phones="13800138000")) is not None
    assert (await desk.store.unit().get(SearchEntry, ticket.id)) is not None


async def test_who_it_was_goes_and_the_words_stay_and_who_comes_back_is_somebody_new(desk: DeskHarness) -> None:
    ticket = await is_closed(desk)
    before = await figures(desk)
    desk.clock.forward(days=KEEP + 1)
    gone = await retention(desk).remove(RetentionRules({"contacts": KEEP}))
    again = await retention(desk).remove(RetentionRules({"contacts": KEEP}))
    left = await found(desk, WANG, "13800138000", BILL)
    after = await figures(desk)
    await desk.says("My bill is wrong again, 50 yuan")
    newest = await desk.store.unit().last(Customer, identities=WANG)

    assert (gone["contacts"], again["contacts"], left) == (1, 0, {BILL})
    assert after == before
    assert newest is not None
    assert newest.id != ticket.customer


async def test_what_somebody_says_at_that_very_moment_is_heard_of_somebody_new(desk: DeskHarness) -> None:
    await is_closed(desk)
    desk.clock.forward(days=KEEP + 1)
    unit = desk.store.unit()
    unit.add(InboxRow(id="i1", address=WANG, raw="{}", at=desk.clock.now))
    unit.add(InboxMark(id=f"{WANG}:new", at=desk.clock.now))
    await unit.commit()
    gone = await retention(desk).remove(RetentionRules({"contacts": KEEP}))
    unit = desk.store.unit()

    assert gone["contacts"] == 1
    assert [one.id for one in await unit.find(InboxRow)] == ["i1"]
    assert [one.id for one in await unit.find(InboxMark)] == [f"{WANG}:new"]


async def test_who_writes_after_the_words_went_is_still_known(
    desk: DeskHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    await is_closed(desk)
    desk.clock.forward(days=KEEP + 1)
    real, held = Retention._forget_contacts, list[str]()

    async def forget(here: Retention, known: Customer, rules: RetentionRules) -> None:
        await desk.says("It is slow in the evenings")
        await real(here, known, rules)
        held.append(known.id)

    monkeypatch.setattr(Retention, "_forget_contacts", forget)
    await retention(desk).remove(RetentionRules({"texts": KEEP, "contacts": KEEP}))
    customer = await desk.store.unit().last(Customer, identities=WANG)

    assert customer is not None
    assert held == [customer.id]


async def test_on_a_database_the_same_parts_go(desk: DeskHarness, postgres_url: str) -> None:
    await is_closed(desk)
    database = await postgres.open_store(postgres_url)
    await copy(desk.store, database)
    desk.clock.forward(days=KEEP + 1)
    rules = RetentionRules({"texts": KEEP, "contacts": KEEP})
    there = await retention(desk, database).remove(rules)
    left = await database.unit().find(Message)
    await database.close()

    assert there == await retention(desk).remove(rules)
    assert left == await desk.store.unit().find(Message)


async def test_words_go_after_who_it_was_and_the_figures_stay_all_the_same(desk: DeskHarness) -> None:
    await is_closed(desk)
    before = await figures(desk)
    desk.clock.forward(days=KEEP + 1)
    await retention(desk).remove(RetentionRules({"contacts": KEEP}))
    gone = await retention(desk).remove(RetentionRules({"contacts": KEEP, "texts": KEEP}))

    assert (gone["texts"], await found(desk, WANG, BILL)) == (1, set())
    assert await figures(desk) == before


async def test_files_go_alone_and_what_was_said_beside_them_stays(desk: DeskHarness) -> None:
    await desk.sends(photo(), BILL)
    await desk.says("/cancel")
    (attachment,) = await desk.sent.fetched()
    desk.clock.forward(days=KEEP + 1)
    rules = RetentionRules({"files": KEEP})
    dry = await retention(desk).preview(rules)
    gone = await retention(desk).remove(rules)
    again = await retention(desk).remove(rules)
    (left,) = await desk.store.unit().find(Attachment)

    assert (dry.counts["files"], gone["files"], again["files"]) == (1, 1, 0)
    assert (left.status, left.digest, left.name) == ("lost", "", "")
    assert not desk.sent.files.path(attachment.digest).exists()
    assert await found(desk, BILL) == {BILL}


async def test_a_category_keeps_its_words_longer_and_a_hold_keeps_them_whatever_is_set(desk: DeskHarness) -> None:
    ticket, by = await is_closed(desk), Actor(ADA, "")
    own = {("kind", ticket.slots["kind"]): {"texts": 2 * KEEP}}
    rules = RetentionRules({"texts": KEEP}, own)  # type: ignore[arg-type]  # literals
    desk.clock.forward(days=KEEP + 1)
    early = await retention(desk).remove(rules)
    await hold(desk.store, desk.context.environment, ticket, by, "Court case 7")
    desk.clock.forward(days=KEEP)
    while_held = await retention(desk).remove(rules)
    await hold(desk.store, desk.context.environment, ticket, by, "")
    late = await retention(desk).remove(rules)

    assert [one["texts"] for one in (early, while_held, late)] == [0, 0, 1]


async def test_drafts_go_early_and_matters_stay(desk: DeskHarness) -> None:
    await is_closed(desk)
    await is_given_up(desk, ZHAO)
    desk.clock.forward(days=31)
    gone = await retention(desk).remove(RetentionRules(drafts=30))

    assert (gone["Conversation"], gone["Ticket"], gone["Customer"]) == (1, 0, 1)


async def test_a_preview_of_very_many_customers_says_that_there_may_be_more(
    desk: DeskHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.desk.jobs.retention.LOOKED_AT", 1)
    await is_given_up(desk)
    await is_given_up(desk, ZHAO)
    desk.clock.forward(days=KEEP + 1)
    asked = retention(desk)
    preview = await asked.preview(wholly())

    assert (preview.is_whole, preview.counts["Conversation"]) == (False, 1)


async def test_all_customers_are_counted_behind_the_page_and_told_when_it_is_asked_again(
    desk: DeskHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.desk.jobs.retention.LOOKED_AT", 1)
    await is_given_up(desk)
    await is_given_up(desk, ZHAO)
    desk.clock.forward(days=KEEP + 1)
    asked = retention(desk)
    counting = asyncio.create_task(asked.count_all())
    before = await asked.preview(wholly())
    async with asyncio.timeout(60):
        while True:
            await asyncio.sleep(0)
            if (after := await asked.preview(wholly())).is_whole:
                break
    other = await asked.preview(wholly(KEEP + 1))
    counting.cancel()

    assert (before.is_whole, before.counts["Conversation"]) == (False, 1)
    assert after.counts["Conversation"] == 2
    assert not other.is_whole


async def given(files: FileStore, content: bytes) -> str:
    """Keep a file that no record names; return its digest."""

    async def chunks() -> AsyncGenerator[bytes, None]:
        yield content

    async with files.receive(chunks()) as received:
        await files.keep(received)
    return received.digest


async def test_a_file_that_nobody_has_for_a_day_goes(desk: DeskHarness) -> None:
    files, now = desk.sent.files, desk.context.environment.now()
    await desk.sends(photo(), BILL)
    (kept,) = await desk.sent.fetched()
    digests = [await given(files, content) for content in (b"looked at, never taken in", b"just looked at")]
    for digest, days in ((kept.digest, 9), (digests[0], 2), (digests[1], 0)):
        os.utime(files.path(digest), (moment := (now - timedelta(days=days)).timestamp(), moment))
    gone = await remove(desk, None)

    assert not files.path(digests[0]).exists()
    assert files.path(digests[1]).exists()
    assert files.path(kept.digest).exists()
    assert gone == Counter()


async def test_an_email_that_was_given_up_goes_after_a_month_and_one_on_its_way_stays(desk: DeskHarness) -> None:
    unit = desk.store.unit()
    for key, problem in (("given-up", "the mail server refused it (550)"), ("on-its-way", "")):
        unit.add(Mail(id=key, member=ADA.id, at=desk.clock.now, subject="…", text="…", problem=problem))
    await unit.commit()
    desk.clock.forward(days=30)
    early = await retention(desk).remove(RetentionRules())
    desk.clock.forward(days=1)
    late = await retention(desk).remove(RetentionRules())

    assert (early["Mail"], late["Mail"]) == (0, 1)
    assert [one.id for one in await desk.store.unit().find(Mail)] == ["on-its-way"]
