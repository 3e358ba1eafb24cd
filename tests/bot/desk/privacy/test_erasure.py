from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.desk.core.errors import Refusal, Refused
from bot.desk.privacy.blanking import BLANK
from bot.desk.privacy.data_requests import hold
from bot.desk.privacy.erasure import Eraser
from bot.desk.privacy.erasure_list import ErasureList
from bot.desk.reports.reports import Reports
from bot.desk.scripts.funnel_report import read_funnel
from bot.desk.staff.audit import Actor, note_once
from storage.kinds import KINDS
from storage.records.access_records import Audit
from storage.records.complaint_records import Conversation, Customer, Message, Ticket
from storage.records.finding_records import Suspicion
from storage.records.privacy_records import Erasure
from storage.records.script_records import ScriptVersion
from tests.bot.desk.desk_harness import ADA, LI, WANG, DeskHarness
from tests.bot.desk.sent_files import photo

NAME = "Zaphod Quillfeather"
PHONE = "13877770412"
TELLING = "The quokka enclosure in Marzipan Lane floods every night"
ANSWERS = ("2", "128", "skip", PHONE, "2", "1")
NEEDLES = (NAME, PHONE, "quokka", "Marzipan", WANG)
ZHAO = "web:zhao"
BY = Actor(ADA, "203.0.113.7")


def eraser(desk: DeskHarness, place: Path) -> Eraser:
    scripts, names = desk.context.scripts, ErasureList(place / "erasures")
    environment, files = desk.context.environment, desk.sent.files
    return Eraser(desk.store, environment, files, scripts, lambda: ZoneInfo("UTC"), names)


async def complains(desk: DeskHarness, to: str = WANG) -> Ticket:
    """Let a customer leave traces of all kinds."""
    await desk.says(TELLING, to=to, name=NAME)
    await desk.says(*ANSWERS, to=to, name=NAME)
    ticket = await desk.ticket(to)
    await desk.handoffs.claim(ticket.reference, LI)
    await desk.sends(photo(1), "the quokka", to=to, name=NAME)
    (file,) = (one for one in await desk.sent.fetched() if one.address == to)
    await note_once(desk.store, desk.context.environment, "file-viewed", BY, file.id, file.kind)
    await desk.agent_notes(ticket.reference, LI, f"Called {NAME} on {PHONE}.")
    await desk.agent_writes(ticket.reference, LI, f"Dear {NAME}, the quokka is fine.")
    return ticket


async def documents(desk: DeskHarness) -> list[str]:
    found = []
    async with desk.store.snapshot() as snapshot:
        for kind in KINDS:
            if kind is not ScriptVersion:
                async for page in snapshot.documents(kind):
                    found += [document.decode() for document in page]
    return found


async def still_there(desk: DeskHarness) -> list[str]:
    return [document for document in await documents(desk) if any(word in document for word in NEEDLES)]


async def figures(desk: DeskHarness) -> Sequence[object]:
    """Return what reports count: tickets by kind, time and channel, tellings, messages by author, ways through."""
    unit = desk.store.unit()
    tickets = [
        (
            one.reference,
            one.opened,
            one.due,
            one.language,
            one.script,
            one.track,
            one.slots.get("remedy"),
            one.slots.get("amount"),
        )
        for one in await unit.find(Ticket)
    ]
    channels = Counter(one.address.partition(":")[0] for one in await unit.find(Ticket))
    said = [(one.at, one.author, one.ticket) for one in await unit.find(Message)]
    now, zone = desk.clock.now, ZoneInfo("UTC")
    facts = await Reports(desk.store, desk.context.environment, desk.context.scripts.script).facts()
    counted = [
        fact._replace(place="", status="") for fact in facts.tickets
    ]  # a place leads to people; what is open ends
    funnel = await read_funnel(desk.store, desk.context.scripts, "telecom", now=now, zone=zone)
    return tickets, channels, said, funnel, counted, facts.begun, facts.stops


async def test_nothing_that_leads_to_the_customer_is_found_afterwards(desk: DeskHarness, tmp_path: Path) -> None:
    await complains(desk)
    await desk.says("A draft about the quokka that is not finished", to=WANG)
    before = await still_there(desk)
    customer = await desk.store.unit().last(Customer, identities=WANG)
    assert customer is not None
    proof = await eraser(desk, tmp_path).erase(customer.id, BY)

    assert len(before) > 10
    assert await still_there(desk) == []
    assert (proof.found, proof.searched > 10) == ({}, True)
    assert [one for one in desk.sent.files.path("0" * 64).parents[1].rglob("*") if one.is_file()] == []


async def test_figures_stay_to_the_last_digit(desk: DeskHarness, tmp_path: Path) -> None:
    await complains(desk)
    await desk.says("A draft about the quokka that is never finished")
    for _ in range(3):
        await desk.passes(days=1)
    await desk.files(to=ZHAO)
    before = await figures(desk)
    await eraser(desk, tmp_path).erase((await desk.ticket()).customer, BY)
    after = await figures(desk)

    assert before == after


async def test_a_ticket_that_waits_is_closed_and_nobody_is_called_for_it(desk: DeskHarness, tmp_path: Path) -> None:
    ticket = await desk.waits_for_a_person()
    await eraser(desk, tmp_path).erase(ticket.customer, BY)
    desk.clock.forward(days=2)
    await desk.scheduler.tick()
    left = await desk.store.unit().get(Ticket, ticket.id)
    handoff = await desk.handoff(ticket)
    assert left is not None

    assert (left.status, left.description, left.reference) == ("closed", BLANK, ticket.reference)
    assert (handoff.status, handoff.level) == ("done", "agent")


async def test_who_writes_again_is_a_new_customer(desk: DeskHarness, tmp_path: Path) -> None:
    ticket = await complains(desk)
    await eraser(desk, tmp_path).erase(ticket.customer, BY)
    replies = await desk.says("/status")
    known = await desk.store.unit().last(Customer, identities=WANG)
    assert known is not None

    assert replies[0] == desk.common("status-none")
    assert known.id != ticket.customer


async def test_other_customers_keep_what_is_theirs(desk: DeskHarness, tmp_path: Path) -> None:
    ticket = await complains(desk)
    other = await desk.files(to=ZHAO)
    await desk.sends(photo(1), "the same photo", to=ZHAO)
    await desk.sent.fetched()
    transcript = await desk.transcript(ZHAO)
    await eraser(desk, tmp_path).erase(ticket.customer, BY)
    (kept,) = await desk.sent.there()

    assert await desk.ticket(ZHAO) == other
    assert await desk.transcript(ZHAO) == transcript
    assert desk.sent.content(kept)


async def test_a_legal_hold_refuses_until_it_is_lifted(desk: DeskHarness, tmp_path: Path) -> None:
    ticket, erasing = await complains(desk), eraser(desk, tmp_path)
    await hold(desk.store, desk.context.environment, ticket, BY, "Court case 7")
    with pytest.raises(Refused) as refused:
        await erasing.erase(ticket.customer, BY)
    there = await still_there(desk)
    await hold(desk.store, desk.context.environment, ticket, BY, "")
    await erasing.erase(ticket.customer, BY)

    assert refused.value.reason is Refusal.ON_HOLD
    assert there
    assert await still_there(desk) == []


async def test_it_is_on_record_who_erased_whom_without_a_word_of_theirs(desk: DeskHarness, tmp_path: Path) -> None:
    ticket = await complains(desk)
    await eraser(desk, tmp_path).erase(ticket.customer, BY)
    (line,) = [one for one in await desk.store.unit().find(Audit) if one.act == "customer-erased"]

    assert (line.name, line.origin, line.about) == (ADA.name, BY.origin, ticket.reference)


async def test_a_second_time_changes_nothing(desk: DeskHarness, tmp_path: Path) -> None:
    ticket, erasing = await complains(desk), eraser(desk, tmp_path)
    await erasing.erase(ticket.customer, BY)
    before = await figures(desk)
    proof = await erasing.erase(ticket.customer, BY)

    assert proof.erasure.counts == {}
    assert await figures(desk) == before


async def test_a_suspicion_quotes_them_no_more(desk: DeskHarness, tmp_path: Path) -> None:
    ticket, now = await complains(desk), desk.clock.now
    unit = desk.store.unit()
    quoting = Suspicion(
        id="s1", kind="burst", script="telecom", words=("floods",), samples=(TELLING, "It floods here too"),
        tickets=(ticket.id, "other"), people=2, usual=0.1, at=now,
    )  # fmt: skip
    unit.add(quoting)
    await unit.commit()
    await eraser(desk, tmp_path).erase(ticket.customer, BY)
    left = await desk.store.unit().get(Suspicion, "s1")
    assert left is not None

    assert (left.samples, left.people) == (("It floods here too",), 2)


async def test_an_older_store_is_erased_again_by_the_list(desk: DeskHarness, tmp_path: Path) -> None:
    """The store of this test is the older one: the list says that its customer was erased, as another record then."""
    await complains(desk)
    conversation = (await desk.conversation()).id
    gone = Erasure(
        id="e1", customer="merged-into", at=desk.clock.now, conversations=(conversation,), counts={}, paths={}
    )
    await ErasureList(tmp_path / "erasures").keep([gone])
    erasing = eraser(desk, tmp_path)
    first, second = await erasing.catch_up(), await erasing.catch_up()

    assert (first, second) == (1, 0)
    assert await still_there(desk) == []


async def test_a_list_that_is_lost_is_made_again_of_the_store(desk: DeskHarness, tmp_path: Path) -> None:
    ticket, erasing = await complains(desk), eraser(desk, tmp_path)
    proof = await erasing.erase(ticket.customer, BY)
    (tmp_path / "erasures").unlink()
    await erasing.catch_up()

    assert [one.id for one in await ErasureList(tmp_path / "erasures").read()] == [proof.erasure.id]


async def test_a_torn_line_of_the_list_is_passed_over(desk: DeskHarness, tmp_path: Path) -> None:
    names = ErasureList(tmp_path / "erasures")
    one, other = (Erasure(id=key, customer="c", at=desk.clock.now, counts={}, paths={}) for key in ("e1", "e2"))
    await names.keep([one])
    (tmp_path / "erasures").write_bytes((tmp_path / "erasures").read_bytes() + b'{"v":6,"id"')
    await names.keep([other])

    assert [found.id for found in await names.read()] == ["e1", "e2"]


async def test_the_address_of_an_erased_conversation_keeps_its_channel_alone(desk: DeskHarness, tmp_path: Path) -> None:
    ticket = await complains(desk)
    await eraser(desk, tmp_path).erase(ticket.customer, BY)
    left = await desk.store.unit().find(Conversation)

    assert {(one.address, one.status) for one in left} == {(f"web:erased-{ticket.customer}", "closed")}
