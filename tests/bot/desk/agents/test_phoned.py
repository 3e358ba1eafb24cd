"""Tickets for those who phoned, and those that are opened again."""

from dataclasses import replace

import pytest

from bot.desk.agents.phoned import NEW, PhoneCall, PhoneCalls, ToldBefore
from bot.desk.agents.reopening import Reopening
from bot.desk.core.errors import Refused
from storage.records.access_records import Audit
from storage.records.complaint_records import Customer, Note, Promise
from storage.records.traffic_records import OutboxRow
from tests.bot.desk.desk_harness import ADA, LI, DeskHarness

NUMBER = "138 0013 8000"
PLACE = "phone:13800138000"
TOLD = "The lift in building 3 has been stuck since Monday"


def call(text: str = TOLD, about: str = "") -> PhoneCall:
    return PhoneCall(name="Wang Fang", number=NUMBER, language="en", text=text, about=about)


async def test_a_call_becomes_a_ticket_with_a_promise_which_the_agent_owns(desk: DeskHarness) -> None:
    reference = await PhoneCalls(desk.turns).file(LI, call())
    ticket = await desk.ticket(PLACE)
    promises = await desk.store.unit().find(Promise, ticket=ticket.id)

    assert (ticket.reference, ticket.owner, ticket.status) == (reference, LI.id, "investigating")
    assert (ticket.description, ticket.slots["phone"]) == (TOLD, "13800138000")
    assert [one.status for one in promises] == ["pending"]


async def test_who_filed_it_for_whom_is_on_record_each_time(desk: DeskHarness) -> None:
    calls = PhoneCalls(desk.turns)
    first = await calls.file(LI, call())
    again = await calls.file(ADA, call(about=(await desk.ticket(PLACE)).id))
    ticket, lines = await desk.ticket(PLACE), await desk.store.unit().find(Audit, act="ticket-phoned")

    assert [(one.name, one.about, one.subject) for one in lines] == [
        (LI.name, first, ticket.id),
        (ADA.name, again, ticket.id),
    ]


async def test_nothing_is_sent_to_who_phoned_and_the_outcome_stands_in_the_conversation(desk: DeskHarness) -> None:
    reference = await PhoneCalls(desk.turns).file(LI, call())
    await desk.resolves(reference, LI, "It runs again.")

    assert await desk.store.unit().find(OutboxRow, address=PLACE) == []
    assert (await desk.ticket(PLACE)).status == "resolved"


async def test_who_calls_again_is_asked_whether_it_is_the_same(desk: DeskHarness) -> None:
    calls, again = PhoneCalls(desk.turns), "The lift in building 3 is still stuck"
    first = await calls.file(LI, call())
    with pytest.raises(ToldBefore) as told:
        await calls.file(LI, call(again))
    (candidate,) = told.value.candidates
    assert await calls.file(LI, call(again, candidate.key)) == first
    assert (await desk.ticket(PLACE)).told == 2
    assert await calls.file(LI, call(again, NEW)) != first


async def test_a_number_that_somebody_has_proved_leads_to_that_customer(desk: DeskHarness) -> None:
    ticket = await desk.files()
    unit = desk.store.unit()
    known = await unit.get(Customer, ticket.customer)
    assert known is not None
    unit.put(replace(known, proven=("13800138000",)))
    await unit.commit()
    await PhoneCalls(desk.turns).file(LI, call("My invoice has a wrong name on it", NEW))

    assert {one.customer for one in await desk.tickets(PLACE)} == {ticket.customer}


async def test_a_call_without_a_number_is_refused(desk: DeskHarness) -> None:
    with pytest.raises(Refused, match="no-number"):
        await PhoneCalls(desk.turns).file(LI, PhoneCall(name="", number="unknown", language="en", text=TOLD))


async def test_the_staff_opens_a_ticket_again_and_the_customer_hears_by_when(desk: DeskHarness) -> None:
    ticket = await desk.is_owned()
    with pytest.raises(Refused, match="open-already"):
        await Reopening(desk.turns).reopen(ticket.reference, LI, "She called.")
    await desk.resolves(ticket.reference, LI, "Paid back.")
    await desk.delivered()
    await Reopening(desk.turns).reopen(ticket.reference, LI, "She called: nothing has come.")
    notes = await desk.store.unit().find(Note, ticket=ticket.id)
    told = await desk.delivered()

    assert (await desk.ticket()).status == "investigating"
    assert told[0].startswith(f"We've opened {ticket.reference} again")
    assert notes[-1].text == "Opened again. Reason: She called: nothing has come."
