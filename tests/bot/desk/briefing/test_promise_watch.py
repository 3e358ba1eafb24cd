"""The time of a promise goes by: who is told when, what the customer hears, and what stays on record."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.desk.calendar.due_dates import read_hours
from bot.desk.calendar.regulator_clocks import shipped_clocks
from bot.desk.tickets.promises import own_promises
from storage.records.access_records import Agent
from storage.records.complaint_records import Alert, Promise, Ticket, Timer
from tests.bot.desk.desk_harness import ADA, LI, Clock, DeskHarness, open_desk

CHEN = Agent(id="agent-chen", name="Chen", role="manager")
AGAIN = "The shop in Garden Street still takes far too much"
LATE = "I promised you an answer by Thu 5 Nov, 12:00"


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[DeskHarness]:
    async with open_desk(tmp_path) as desk:
        await desk.employs(LI, ADA, CHEN)
        yield desk


async def test_the_owner_is_told_at_four_fifths_of_the_time_and_a_supervisor_after_that(desk: DeskHarness) -> None:
    ticket = await desk.is_owned()
    await desk.passes(hours=19, minutes=11)
    before = await desk.told(ticket)
    await desk.passes(minutes=1)
    warned = await desk.told(ticket)
    await desk.passes(hours=3)

    assert before == []
    assert warned == [("at-risk", "agent", (LI.id,))]
    assert await desk.told(ticket) == [*warned, ("at-risk", "supervisor", (ADA.id,))]


async def test_where_nobody_owns_it_a_supervisor_is_told_in_their_place(desk: DeskHarness) -> None:
    ticket = await desk.files()
    await desk.passes(hours=20)

    assert await desk.told(ticket) == [("at-risk", "agent", (ADA.id,))]


async def test_the_customer_hears_before_the_time_that_it_takes_longer(desk: DeskHarness) -> None:
    await desk.files()
    quiet = await desk.passes(hours=23, minutes=49)
    told = await desk.passes(minutes=1)
    after = await desk.passes(hours=3)

    assert (quiet, after) == ([], [])
    assert LATE in told[0]
    assert desk.common("supervisor-told") in told[0]
    assert (await desk.ticket()).promise == "missed"


async def test_who_had_word_from_an_agent_since_the_warning_does_not_hear_it_from_the_bot(desk: DeskHarness) -> None:
    ticket = await desk.is_owned()
    await desk.passes(hours=20)
    await desk.agent_writes(ticket.reference, LI, "The part comes tomorrow.")
    await desk.delivered()

    assert await desk.passes(hours=4) == []


async def test_a_word_of_an_agent_long_before_does_not_do(desk: DeskHarness) -> None:
    ticket = await desk.is_owned()
    await desk.agent_writes(ticket.reference, LI, "I am looking into it.")
    await desk.delivered()

    assert LATE in (await desk.passes(hours=23, minutes=55))[0]


async def test_after_a_long_stop_the_customer_is_told_that_it_is_late_already(desk: DeskHarness) -> None:
    await desk.files()
    told = await desk.passes(hours=30)

    assert "it still isn't ready" in told[0]
    assert len(told) == 1


async def test_of_a_missed_promise_the_manager_is_told_once(desk: DeskHarness) -> None:
    ticket = await desk.is_owned()
    await desk.passes(hours=24)
    await desk.passes(hours=24)

    assert [one for one in await desk.told(ticket) if one[0] == "late"] == [("late", "manager", (CHEN.id,))]


async def test_a_promise_that_is_kept_says_so_and_is_watched_no_more(desk: DeskHarness) -> None:
    ticket = await desk.is_owned()
    await desk.resolves(ticket.reference, LI, "Paid back.")

    assert await desk.promises(ticket) == ["kept"]
    assert await desk.store.unit().find(Timer, subject=ticket.id) == []


async def test_a_missed_promise_stays_missed_when_the_ticket_is_opened_again(desk: DeskHarness) -> None:
    ticket = await desk.is_owned()
    await desk.passes(hours=25)
    await desk.resolves(ticket.reference, LI, "Paid back.")
    await desk.delivered()
    await desk.presses("Not yet")
    again = await desk.ticket()

    assert (again.promise, await desk.promises(ticket)) == ("pending", ["missed", "pending"])
    assert [one for one in await desk.told(ticket) if one[0] == "not-satisfied"] == [
        ("not-satisfied", "supervisor", (ADA.id,))
    ]


async def test_who_is_not_satisfied_twice_comes_before_the_manager(desk: DeskHarness) -> None:
    ticket = await desk.is_owned()
    for _ in range(2):
        await desk.resolves(ticket.reference, LI, "Paid back.")
        await desk.delivered()
        await desk.presses("Not yet")

    assert (await desk.handoff(ticket)).level == "manager"
    assert ("not-satisfied", "manager", (CHEN.id,)) in await desk.told(ticket)


async def test_the_second_telling_informs_the_supervisor_and_the_third_the_manager_each_once(desk: DeskHarness) -> None:
    ticket = await desk.is_owned()
    told = []
    for _ in range(4):
        await desk.says(AGAIN)
        if "Yes, the same" in desk.labels:
            await desk.presses("Yes, the same")
        told.append([one[:2] for one in await desk.told(ticket)])

    supervisor, manager = ("told-again", "supervisor"), ("told-again", "manager")
    assert told == [[supervisor], [supervisor, manager], [supervisor, manager], [supervisor, manager]]


async def test_danger_to_people_is_promised_in_minutes(desk: DeskHarness) -> None:
    await desk.says("There is a smell of gas and my mother has fainted")
    ticket = await desk.ticket()

    assert (ticket.due - desk.clock.now).total_seconds() == 15 * 60
    assert ("called", "supervisor", (ADA.id,)) in await desk.told(ticket)


async def test_danger_that_is_told_while_waiting_is_promised_in_minutes_and_brought_before_a_supervisor(
    desk: DeskHarness,
) -> None:
    ticket = await desk.waits_for_a_person()
    told = await desk.says("There is a smell of gas and my mother has fainted")
    handoff = await desk.handoff(ticket)

    assert (handoff.reason, handoff.level) == ("danger", "supervisor")
    assert told == [desk.common("waiting-danger", told=desk.common("supervisor-told"))]
    assert ((await desk.ticket()).due - desk.clock.now).total_seconds() == 15 * 60
    assert await desk.promises(ticket) == ["renewed", "pending"]


async def test_a_ticket_of_an_older_program_gets_its_promise_on_record_when_it_ends(desk: DeskHarness) -> None:
    ticket = await desk.is_owned()
    unit = desk.store.unit()
    for one in await unit.find(Promise, ticket=ticket.id):
        unit.delete(one)
    await unit.commit()
    shown = await own_promises(desk.store.unit(), ticket)
    await desk.resolves(ticket.reference, LI, "Paid back.")

    assert [(one.status, one.due) for one in shown] == [("pending", ticket.due)]
    assert await desk.promises(ticket) == ["kept"]


async def steps(desk: DeskHarness, ticket: Ticket) -> dict[str, str]:
    return {one.clock: one.status for one in await desk.store.unit().find(Promise, ticket=ticket.id) if one.clock}


@pytest.fixture
async def regulated(tmp_path: Path) -> AsyncIterator[DeskHarness]:
    clocks = tuple(one for one in shipped_clocks() if one.key in ("uk-8-weeks", "uk-fca-third-business-day"))
    async with open_desk(tmp_path / "regulated", clocks=clocks) as desk:
        await desk.employs(LI, ADA, CHEN)
        yield desk


async def test_the_clocks_of_regulators_run_beside_the_promise_and_end_with_the_answer(regulated: DeskHarness) -> None:
    ticket = await regulated.is_owned()
    running = await steps(regulated, ticket)
    await regulated.resolves(ticket.reference, LI, "Paid back.")

    assert set(running.values()) == {"pending"}
    assert set((await steps(regulated, ticket)).values()) == {"kept"}
    assert [one for one in await regulated.store.unit().find(Timer) if one.kind.startswith("regulator")] == []


async def test_a_step_that_wants_a_word_is_kept_by_one_and_the_others_by_an_answer_only(
    regulated: DeskHarness,
) -> None:
    ticket = await regulated.is_owned()
    await regulated.agent_writes(ticket.reference, LI, "I am looking into it.")
    for _ in range(29):
        await regulated.passes(days=1)

    assert await steps(regulated, ticket) == {
        "uk-fca-third-business-day/summary-resolution": "missed",
        "uk-8-weeks/acknowledgement": "kept",
        "uk-8-weeks/holding-reply": "missed",
        "uk-8-weeks/final-response": "pending",
    }


async def test_before_a_regulators_time_is_over_owner_and_supervisor_are_told_and_the_manager_after_it(
    regulated: DeskHarness,
) -> None:
    ticket = await regulated.is_owned()
    for _ in range(60):
        await regulated.passes(days=1)
    alerts = await regulated.store.unit().find(Alert, ticket=ticket.id)
    final = [(one.kind, one.level) for one in alerts if one.clock == "uk-8-weeks/final-response"]

    assert final == [("at-risk", "agent"), ("at-risk", "supervisor"), ("late", "manager")]


async def test_a_complaint_that_is_opened_again_was_never_answered_to_a_regulator(regulated: DeskHarness) -> None:
    ticket = await regulated.is_owned()
    await regulated.resolves(ticket.reference, LI, "Paid back.")
    await regulated.delivered()
    regulated.clock.forward(days=10)
    await regulated.presses("Not yet")
    (again,) = [
        one
        for one in await regulated.store.unit().find(Promise, ticket=ticket.id)
        if one.clock == "uk-8-weeks/final-response" and one.status == "pending"
    ]

    assert again.made == ticket.opened


async def test_whoever_left_the_staff_is_not_told(desk: DeskHarness) -> None:
    ticket = await desk.is_owned()
    unit = desk.store.unit()
    li = await unit.get(Agent, LI.id)
    assert li is not None
    unit.put(replace(li, status="suspended"))
    await unit.commit()
    await desk.passes(hours=20)

    assert await desk.told(ticket) == [("at-risk", "agent", (ADA.id,))]


async def test_an_hour_that_comes_twice_is_promised_with_its_zone_and_watched_to_the_minute(tmp_path: Path) -> None:
    clock = Clock()
    clock.now = datetime(2026, 10, 24, 0, 30, tzinfo=UTC)
    async with open_desk(tmp_path, zone="Europe/Berlin", clock=clock) as desk:
        ticket = await desk.files()
        status = await desk.says("/status")
        told = await desk.passes(hours=23, minutes=50)
        pending = (await desk.ticket()).promise
        await desk.passes(minutes=10)

        assert ticket.due == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
        assert "by Sun 25 Oct, 02:30 (UTC+2)" in status[0]
        assert "by Sun 25 Oct, 02:30 (UTC+2)" in told[0]
        assert (pending, (await desk.ticket()).promise) == ("pending", "missed")


async def test_a_holiday_and_a_lunch_break_put_warnings_and_the_last_word_off(tmp_path: Path) -> None:
    week = read_hours("Mon-Fri 09:00-12:00 13:00-18:00", ZoneInfo("Asia/Shanghai"))
    hours = replace(week, exceptions={date(2026, 11, 5): (), date(2026, 11, 7): week.days[0]})
    clock = Clock()
    clock.now = datetime(2026, 11, 4, 1, 0, tzinfo=UTC)
    async with open_desk(tmp_path, hours=hours, clock=clock) as desk:
        await desk.employs(LI, ADA, CHEN)
        ticket = await desk.is_owned()
        await desk.passes(days=2, hours=8)
        friday = await desk.told(ticket)
        await desk.passes(hours=20)
        lunch = await desk.told(ticket)
        await desk.passes(minutes=15)
        afternoon = await desk.told(ticket)
        told = await desk.passes(hours=4, minutes=35)

        # Eight hours on Wednesday, none on Thursday, eight on Friday, and Saturday makes up for Thursday.
        assert ticket.due == datetime(2026, 11, 7, 10, 0, tzinfo=UTC)
        assert (friday, lunch, afternoon) == ([], [], [("at-risk", "agent", (LI.id,))])
        assert "by Sat 7 Nov, 18:00" in told[0]
