import asyncio
import logging
from collections import Counter
from datetime import timedelta
from unittest.mock import AsyncMock

import pytest

from bot.channels.port import Incoming, Undeliverable
from bot.desk.jobs.retention import DAY, FIRST, MARKS_FOR, Retention
from storage.access_records import Access
from storage.copying import copy
from storage.finding_records import Label, Suspicion
from storage.kinds import KINDS
from storage.ports import Unavailable
from storage.postgres import postgres_store as postgres
from storage.records import (
    Customer,
    InboxMark,
    Message,
    OutboxRow,
    Publication,
    ScriptVersion,
    Sequence,
    Ticket,
)
from storage.unit_of_work import Unit
from tests.bot.desk.house import BILL, LI, WANG, House
from tests.bot.desk.sent_files import photo
from tests.bot.desk.two_chats import is_offered_a_code

KEEP = 90
ZHAO = "web:zhao"


async def held(house: House) -> Counter[str]:
    """Return how many records there are of each kind, those of scripts aside."""
    unit = house.store.unit()
    kinds = [kind for kind in KINDS if kind not in (ScriptVersion, Publication)]
    return Counter({kind.__name__: len(await unit.find(kind)) for kind in kinds})


async def remove(house: House, days: int | None = KEEP, *, dry: bool = False) -> Counter[str]:
    return await Retention(house.store, house.desk.world, house.sent.files).remove(days, dry=dry)


async def is_closed(house: House) -> Ticket:
    """Let a complaint go all the way to the customer's yes."""
    ticket = await house.is_owned()
    await house.handoffs.note(ticket.reference, LI, "Called the customer.")
    await house.handoffs.resolve(ticket.reference, LI, "We have paid it back.")
    await house.delivered()
    await house.presses("Yes, it's solved")
    return await house.ticket()


async def is_given_up(house: House, to: str = WANG) -> None:
    """Let a customer begin to tell something, and fall silent for good."""
    await house.says(BILL, to=to)
    for _ in range(3):
        await house.passes(days=1)
        await house.delivered(to)


async def test_all_about_a_closed_ticket_goes_when_it_is_old_and_the_customer_with_it(house: House) -> None:
    await is_closed(house)
    before = await held(house)
    house.clock.forward(days=KEEP + 1)
    gone = await remove(house)

    assert {"Ticket", "Occurrence", "Note", "Conversation", "Message", "JournalEntry", "Customer"} <= gone.keys()
    assert +(before - gone) == {"Sequence": 1}
    assert +(await held(house)) == {"Sequence": 1}


async def test_the_numbers_of_tickets_go_on(house: House) -> None:
    first = await is_closed(house)
    house.clock.forward(days=KEEP + 1)
    await remove(house)
    second = await house.files()

    assert [one.reference for one in (first, second)] == ["T-2026-000001", "T-2027-000001"]
    assert await house.store.unit().get(Sequence, "T-2026") is not None


async def test_nothing_goes_while_it_is_young(house: House) -> None:
    await is_closed(house)
    before = await held(house)
    house.clock.forward(days=KEEP - 1)
    gone = await remove(house)

    assert gone.keys() <= {"InboxMark"}
    assert before - gone == await held(house)


async def test_the_last_word_counts_not_the_first(house: House) -> None:
    ticket = await is_closed(house)
    house.clock.forward(days=KEEP - 1)
    await house.handoffs.note(ticket.reference, LI, "The customer sent flowers.")
    house.clock.forward(days=KEEP - 1)
    gone = await remove(house)

    assert "Ticket" not in gone


async def test_an_unsolved_ticket_stays_however_old_it_is(house: House) -> None:
    await house.files()
    await house.waits_for_a_person(ZHAO)
    before = await held(house)
    house.clock.forward(days=10 * KEEP)
    gone = await remove(house)

    assert gone.keys() == {"InboxMark"}
    assert before - gone == await held(house)


async def test_a_resolved_ticket_goes_once_the_second_question_was_given_up(house: House) -> None:
    ticket = await house.is_owned()
    await house.handoffs.resolve(ticket.reference, LI, "We have paid it back.")
    await house.delivered()
    house.clock.forward(days=KEEP + 1)
    early = await remove(house)
    for _ in range(9):
        await house.passes(days=1)
    house.clock.forward(days=KEEP + 1)
    late = await remove(house)

    assert "Ticket" not in early
    assert (late["Ticket"], late["Customer"]) == (1, 1)
    assert +(await held(house)) == {"Sequence": 1}


async def test_a_draft_that_was_given_up_goes(house: House) -> None:
    await is_given_up(house)
    house.clock.forward(days=KEEP + 1)
    gone = await remove(house)

    assert gone["Conversation"] == gone["Customer"] == 1
    assert +(await held(house)) == {}


async def test_who_has_something_else_stays_with_that(house: House) -> None:
    await is_closed(house)
    house.clock.forward(days=KEEP + 1)
    await house.files("My bill is wrong again, 50 yuan")
    gone = await remove(house)
    left = await house.tickets()

    assert (gone["Ticket"], gone["Customer"]) == (1, 0)
    assert [ticket.description for ticket in left] == ["My bill is wrong again, 50 yuan"]
    assert await house.says("/status") != []


async def test_who_writes_at_that_very_moment_is_heard(house: House) -> None:
    await is_closed(house)
    house.clock.forward(days=KEEP + 1)
    word = Incoming(address=WANG, update=house.new_update(), text="It is slow in the evenings")
    gone, _ = await asyncio.gather(remove(house), house.turns.play(word))
    customer = await house.store.unit().last(Customer, identities=WANG)
    conversation = await house.conversation()

    assert gone["Ticket"] == 1
    assert customer is not None
    assert conversation.customer == customer.id
    assert ("customer", "It is slow in the evenings") in await house.transcript()


async def test_what_is_said_between_the_look_and_the_lane_is_seen(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await is_given_up(house)
    house.clock.forward(days=KEEP + 1)
    looked, real = asyncio.Event(), Unit.hold

    async def hold(unit: Unit, name: str) -> None:
        looked.set()
        await real(unit, name)

    async with house.store.unit() as unit:
        await unit.hold(WANG)
        monkeypatch.setattr(Unit, "hold", hold)
        removing = asyncio.create_task(remove(house))
        await looked.wait()
        here, now = (await house.conversation()).id, house.clock.now
        unit.add(Message(id="9", address=WANG, conversation=here, at=now, author="customer", text="Hello"))
        await unit.commit()
    gone = await removing

    assert "Conversation" not in gone
    assert (await house.transcript())[-1] == ("customer", "Hello")


async def test_what_is_still_to_be_delivered_holds_everything_up(house: House) -> None:
    await is_given_up(house)
    conversation = await house.conversation()
    unit = house.store.unit()
    unit.add(OutboxRow(id="x", address=WANG, conversation=conversation.id, message="m", epoch=0))
    await unit.commit()
    house.clock.forward(days=KEEP + 1)
    gone = await remove(house)

    assert "Conversation" not in gone


async def test_letters_that_never_arrived_go_with_their_conversation(house: House) -> None:
    house.channel.faults = [Undeliverable("blocked")]
    await is_given_up(house)
    house.clock.forward(days=KEEP + 1)
    gone = await remove(house)

    assert gone["OutboxRow"] == 1
    assert +(await held(house)) == {}


async def test_a_customer_who_told_nothing_goes_too(house: House) -> None:
    unit = house.store.unit()
    for number in range(250):
        unit.add(Customer(id=f"c{number:03}", identities=(f"web:{number}",), since=house.clock.now))
    await unit.commit()
    house.clock.forward(days=KEEP + 1)
    unit = house.store.unit()
    unit.add(Customer(id="d", identities=("web:d",), since=house.clock.now))
    await unit.commit()
    gone = await remove(house)

    assert gone == {"Customer": 250}
    assert [customer.id for customer in await house.store.unit().find(Customer)] == ["d"]


async def test_without_a_number_of_days_all_that_was_told_stays(house: House) -> None:
    await is_closed(house)
    house.clock.forward(days=10 * KEEP)
    gone = await remove(house, None)

    assert gone.keys() == {"InboxMark"}


async def test_marks_and_sign_ins_go_when_they_have_served_their_purpose(house: House) -> None:
    unit, now = house.store.unit(), house.clock.now
    for number in range(250):
        unit.add(InboxMark(id=f"telegram:{number:03}", at=now - MARKS_FOR - timedelta(seconds=1)))
    unit.add(InboxMark(id="telegram:100a", at=now - MARKS_FOR))
    unit.add(Access(id="old", agent="a1", kind="browser", expires=now))
    unit.add(Access(id="good", agent="a1", kind="browser", expires=now + timedelta(seconds=1)))
    await unit.commit()
    gone = await remove(house, None)
    unit = house.store.unit()

    assert gone == {"InboxMark": 250, "Access": 1}
    assert [mark.id for mark in await unit.find(InboxMark)] == ["telegram:100a"]
    assert [access.id for access in await unit.find(Access)] == ["good"]


async def test_a_dry_run_counts_the_same_and_changes_nothing(house: House) -> None:
    await is_closed(house)
    house.clock.forward(days=KEEP + 1)
    before = await held(house)
    dry = await remove(house, dry=True)
    after = await held(house)
    gone = await remove(house)

    assert before == after
    assert dry == gone


async def test_on_a_database_the_same_goes(house: House, postgres_url: str) -> None:
    await is_closed(house)
    await is_given_up(house, ZHAO)
    database = await postgres.open_store(postgres_url)
    await copy(house.store, database)
    house.clock.forward(days=KEEP + 1)
    there = await Retention(database, house.desk.world, house.sent.files).remove(KEEP)
    left = await database.unit().find(Customer)
    await database.close()

    assert there == await remove(house)
    assert left == []


async def test_counts_are_logged_and_no_words(house: House, caplog: pytest.LogCaptureFixture) -> None:
    await is_given_up(house)
    house.clock.forward(days=KEEP + 1)
    with caplog.at_level(logging.INFO, "bot.desk.jobs.retention"):
        await remove(house)

    assert caplog.messages[0].startswith("removed what was too old: ")
    assert "1 Conversation" in caplog.messages[0]
    assert BILL not in caplog.text
    assert WANG not in caplog.text


async def test_it_is_done_once_a_day_whatever_happens(
    house: House, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    await is_given_up(house)
    house.clock.forward(days=KEEP + 1)
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
        await Retention(house.store, house.desk.world, house.sent.files).serve(KEEP, sleep)

    assert pauses == [FIRST, DAY, DAY, DAY]
    assert [message.partition(":")[0] for message in caplog.messages] == 2 * ["what is too old stays for another day"]
    assert +(await held(house)) == {}


async def test_a_suspicion_quotes_customers_and_goes_when_it_is_old(house: House) -> None:
    words, at = ("no signal",), house.clock.now
    suspicion = Suspicion(
        id="s1", kind="burst", script="telecom", words=words, samples=words, tickets=(), people=5, usual=0, at=at
    )
    unit = house.store.unit()
    unit.add(suspicion)
    await unit.commit()
    house.clock.forward(days=KEEP)
    young = await remove(house)
    house.clock.forward(days=1)
    old = await remove(house)

    assert (young["Suspicion"], old["Suspicion"]) == (0, 1)


async def test_a_label_holds_what_was_told_and_goes_when_it_is_old(house: House) -> None:
    unit = house.store.unit()
    unit.add(Label(id="l1", look="repeat", text="no signal", about="t1", answer="accepted", at=house.clock.now))
    await unit.commit()
    house.clock.forward(days=KEEP)
    young = await remove(house)
    house.clock.forward(days=1)
    old = await remove(house)

    assert (young["Label"], old["Label"]) == (0, 1)


async def test_codes_go_when_they_count_no_more_whatever_is_kept(house: House) -> None:
    await is_offered_a_code(house)
    house.clock.forward(hours=24)
    young = await remove(house, None)
    house.clock.forward(minutes=10)
    old = await remove(house, None)

    assert "Proof" not in young
    assert old["Proof"] == 1


async def test_of_a_customer_who_goes_the_numbers_go_as_well(house: House) -> None:
    await is_closed(house)
    house.clock.forward(days=KEEP + 1)
    await remove(house)

    assert await house.store.unit().find(Customer, phones="13800138000") == []


async def test_files_go_from_the_disk_with_the_last_who_has_them(house: House) -> None:
    for sender in (WANG, ZHAO):
        await house.sends(photo(), BILL, to=sender)
        await house.says("/cancel", to=sender)
        house.clock.forward(days=KEEP // 2)
    first, _ = await house.sent.fetched()
    place = house.sent.files.path(first.digest)
    left = []
    for _ in range(2):
        house.clock.forward(days=1)
        await remove(house, dry=True)
        await remove(house)
        left.append((len(await house.sent.there()), place.exists()))
        house.clock.forward(days=KEEP)

    assert left == [(1, True), (0, False)]


async def test_a_file_that_was_removed_before_its_record_is_no_trouble_on_the_next_day(house: House) -> None:
    await house.sends(photo(), BILL)
    await house.says("/cancel")
    (attachment,) = await house.sent.fetched()
    await house.sent.files.remove(attachment.digest)
    house.clock.forward(days=KEEP + 1)
    gone = await remove(house)

    assert gone["Attachment"] == 1
