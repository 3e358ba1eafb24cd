"""Nobody claims a handoff: who is told, once on each rung, by day and by night, and what the customer hears."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.desk.agents.reassignment import Reassignment
from bot.desk.staff.duty import DutyRoster, read_roster
from storage.records.access_records import Agent
from tests.bot.desk.desk_harness import ADA, BILL, LI, Clock, DeskHarness, open_desk

CHEN = Agent(id="agent-chen", name="Chen", role="manager")
BO = Agent(id="agent-bo", name="Bo", role="supervisor")
NIGHT = datetime(2026, 11, 4, 20, 0, tzinfo=UTC)
"""A Wednesday evening."""


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[DeskHarness]:
    async with open_desk(tmp_path) as desk:
        await desk.employs(LI, ADA, CHEN)
        yield desk


def roster(text: str) -> DutyRoster:
    found, _ = read_roster(text, ZoneInfo("UTC"))
    assert found is not None
    return found


async def test_each_rung_tells_somebody_once_and_the_customer(desk: DeskHarness) -> None:
    ticket = await desk.waits_for_a_person()
    five = await desk.passes(minutes=5)
    ten = await desk.passes(minutes=5)
    later = await desk.passes(minutes=30)
    first = desk.common("waiting-late", told=desk.common("supervisor-told"), standing=desk.common("place-next"))
    second = desk.common("waiting-late", told=desk.common("manager-told"), standing=desk.common("place-next"))

    assert (five, ten, later) == ([first], [second], [])
    assert await desk.told(ticket) == [
        ("unclaimed", "supervisor", (ADA.id,)),
        ("unclaimed", "manager", (CHEN.id,)),
    ]


async def test_with_nobody_to_be_told_the_customer_hears_no_more_than_is_true(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        ticket = await desk.waits_for_a_person()
        told = await desk.passes(minutes=5), await desk.passes(minutes=5)

        assert told == ([f"I'm sorry you're still waiting; nobody has been free yet. {desk.common('place-next')}"], [])
        assert await desk.told(ticket) == []


async def test_what_is_put_back_into_the_queue_climbs_anew(desk: DeskHarness) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.passes(minutes=5)
    await desk.handoffs.claim(ticket.reference, LI)
    await desk.passes(minutes=5)
    await Reassignment(desk.turns).pass_on(ticket.reference, LI, None, "I must go")
    await desk.passes(minutes=5)

    assert [one[:2] for one in await desk.told(ticket)] == [("unclaimed", "supervisor")] * 2


async def test_at_night_the_ladder_begins_when_the_desk_opens(tmp_path: Path) -> None:
    clock = Clock()
    clock.now = NIGHT
    async with open_desk(tmp_path, hours="Mon-Fri 09:00-17:00", clock=clock) as desk:
        await desk.employs(LI, ADA, CHEN)
        ticket = await desk.waits_for_a_person()
        night = await desk.passes(minutes=15)
        asleep = await desk.told(ticket)
        await desk.passes(hours=12, minutes=49)
        opened = await desk.told(ticket)
        await desk.passes(minutes=1)

        assert (night, asleep, opened) == ([], [], [])
        assert await desk.told(ticket) == [("unclaimed", "supervisor", (ADA.id,))]


async def test_at_night_whoever_is_on_duty_is_told(tmp_path: Path) -> None:
    clock = Clock()
    clock.now = NIGHT
    duty = roster("supervisor: {Ada: Mon-Fri 09:00-17:00, Bo: Mon-Sun 17:00-24:00}")
    async with open_desk(tmp_path, hours="Mon-Fri 09:00-17:00", clock=clock, duty=duty) as desk:
        await desk.employs(LI, ADA, BO, CHEN)
        ticket = await desk.waits_for_a_person()
        told = await desk.passes(minutes=5)

        assert await desk.told(ticket) == [("unclaimed", "supervisor", (BO.id,))]
        assert desk.common("supervisor-told") in told[0]
        assert "Thu 5 Nov, 09:00" in told[0]


async def test_where_people_may_be_in_danger_everybody_is_told_at_any_hour(tmp_path: Path) -> None:
    clock = Clock()
    clock.now = NIGHT
    async with open_desk(tmp_path, hours="Mon-Fri 09:00-17:00", clock=clock) as desk:
        await desk.employs(LI, ADA, BO, CHEN)
        await desk.says("There is a smell of gas and my mother has fainted")
        ticket = await desk.ticket()
        told = await desk.passes(minutes=5)

        assert await desk.told(ticket) == [
            ("called", "supervisor", (ADA.id, BO.id, CHEN.id)),
            ("unclaimed", "supervisor", (ADA.id, BO.id, CHEN.id)),
        ]
        assert told == [desk.common("waiting-late-danger", told=desk.common("supervisor-told"))]


async def test_a_supervisor_who_left_is_stood_in_for_by_the_manager(desk: DeskHarness) -> None:
    unit = desk.store.unit()
    ada = await unit.get(Agent, ADA.id)
    assert ada is not None
    unit.put(replace(ada, status="removed"))
    await unit.commit()
    ticket = await desk.waits_for_a_person()
    told = await desk.passes(minutes=5)

    assert await desk.told(ticket) == [("unclaimed", "supervisor", (CHEN.id,))]
    assert desk.common("duty-told") in told[0]


async def test_after_a_long_stop_the_customer_hears_of_both_rungs_once(desk: DeskHarness) -> None:
    ticket = await desk.waits_for_a_person()
    told = await desk.passes(minutes=30)

    assert len(told) == 1
    assert [one[:2] for one in await desk.told(ticket)] == [("unclaimed", "supervisor"), ("unclaimed", "manager")]


async def test_a_customer_who_writes_on_a_lunch_break_is_told_when_the_desk_is_back(tmp_path: Path) -> None:
    async with open_desk(tmp_path, hours="Mon-Fri 09:00-12:00 13:00-18:00") as desk:
        await desk.says(BILL, "/human")
        replies = await desk.says("It was the blue contract")

        assert replies == [desk.common("waiting-sign", standing="They're back Wed 4 Nov, 13:00.")]
