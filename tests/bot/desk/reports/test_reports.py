"""The figures of a made year, against what an independent reading of the same records comes to."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import cast
from zoneinfo import ZoneInfo

import pytest

from bot.desk.core.environment import Environment
from bot.desk.reports.report import Report, TicketChoice
from bot.desk.reports.report_period import Period
from bot.desk.reports.reports import BRIEF, EVERY, FRESH, Reports
from storage.embedded.embedded_store import open_store
from storage.ports import Store
from storage.postgres.postgres_store import open_store as open_postgres
from storage.records.complaint_records import Conversation, Handoff, Message, Occurrence, Promise, Ticket
from storage.records.desk_records import Team
from tests.bot.desk.reports.made_year import NOW, MadeYear, keep_year, made_year

ZONE = ZoneInfo("Asia/Shanghai")
OCTOBER = Period(date(2026, 10, 1), date(2026, 10, 31), ZONE)
YEAR = made_year(600, seed=7)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_store(tmp_path)
    await keep_year(opened, YEAR)
    yield opened
    await opened.close()


def over(store: Store, clock: list[datetime] | None = None) -> Reports:
    moments = clock or [NOW]
    return Reports(store, Environment(lambda: moments[0], str, str, str), lambda _: None)


def of(kind: type, year: MadeYear = YEAR) -> list:  # type: ignore[type-arg]  # each asks for its own kind
    return list(year.records[kind])


def in_october(at: datetime) -> bool:
    local = at.astimezone(ZONE)
    return (local.year, local.month) == (2026, 10)


def hits_and_all(report: Report, name: str) -> tuple[int, int]:
    return report.shares[name][0].hits, report.shares[name][0].of


async def report(store: Store, **groups: str) -> Report:
    return await over(store).report(OCTOBER, TicketChoice(groups), "category")


async def test_told_once_and_the_repeat_rate_are_those_of_the_records(store: Store) -> None:
    tickets = cast(list[Ticket], of(Ticket))
    told = {
        one.id: sorted(t.at for t in cast(list[Occurrence], of(Occurrence)) if t.ticket == one.id) for one in tickets
    }
    opened = [one for one in tickets if in_october(one.opened)]
    once = [one for one in opened if not any(at <= one.opened + timedelta(days=14) for at in told[one.id][1:])]
    tellings = [at for moments in told.values() for at in moments if in_october(at)]
    again = [at for moments in told.values() for at in moments[1:] if in_october(at)]
    made = await report(store)

    assert (len(once), len(opened)) == hits_and_all(made, "told-once")
    assert (len(again), len(tellings)) == hits_and_all(made, "repeats")
    assert len(opened) == sum(share.of for _, share in made.course)


async def test_promises_are_counted_by_the_day_on_which_they_fell_due(store: Store) -> None:
    due = Counter(
        "missed" if one.promise == "pending" else one.promise
        for one in cast(list[Ticket], of(Ticket))
        if in_october(one.due) and one.status != "answered" and (one.promise != "pending" or one.due < NOW)
    )
    made = await report(store)

    assert (due["kept"], due.total()) == hits_and_all(made, "promise-kept")
    assert (due["missed"], due.total()) == hits_and_all(made, "promise-missed")


async def test_each_promise_on_record_is_counted_and_a_regulators_clock_is_none(store: Store) -> None:
    before = await report(store)
    ticket = next(one for one in cast(list[Ticket], of(Ticket)) if one.promise == "kept" and in_october(one.due))
    made, unit = ticket.opened, store.unit()
    unit.add(Promise(id="p1", ticket=ticket.id, made=made, due=made, status="missed"))
    unit.add(Promise(id="p2", ticket=ticket.id, made=made, due=ticket.due, status="renewed"))
    unit.add(Promise(id="p3", ticket=ticket.id, made=made, due=NOW + timedelta(days=1)))
    unit.add(
        Promise(id="p4", ticket=ticket.id, made=made, due=ticket.due, clock="uk-fca/final-response", status="kept")
    )
    await unit.commit()
    after = await report(store)
    changes = {
        name: after.shares[name][0].hits - before.shares[name][0].hits
        for name in ("promise-kept", "promise-renewed", "promise-missed")
    }

    assert changes == {"promise-kept": -1, "promise-renewed": 1, "promise-missed": 1 if in_october(made) else 0}


async def test_known_issues_are_answers_and_those_that_came_back(store: Store) -> None:
    told = Counter(one.ticket for one in cast(list[Occurrence], of(Occurrence)))
    known = [one for one in cast(list[Ticket], of(Ticket)) if in_october(one.opened) and one.known_issue]
    back = [one for one in known if one.status != "answered" or told[one.id] > 1]
    made = await report(store)

    assert len(known) == made.shares["known"][0].hits
    assert (len(back), len(known)) == hits_and_all(made, "known-back")


async def test_customers_are_asked_and_say_whether_it_is_solved(store: Store) -> None:
    surveys = [one for one in cast(list[Conversation], of(Conversation)) if one.script == "after-answer"]
    said = [one.state["slots"]["solved"] for one in surveys if in_october(one.started) and one.state["slots"]]
    asked = {one.ticket for one in surveys}
    solved = [one for one in cast(list[Ticket], of(Ticket)) if one.status == "resolved" and one.resolved]
    in_period = [one for one in solved if one.resolved and in_october(one.resolved)]
    made = await report(store)

    assert (said.count("yes"), len(said)) == hits_and_all(made, "satisfied")
    assert (said.count("no"), len(said)) == hits_and_all(made, "dissatisfied")
    assert (sum(one.id in asked for one in in_period), len(in_period)) == hits_and_all(made, "asked")


async def test_times_are_those_between_the_records(store: Store) -> None:
    spoke = {one.ticket: one.at for one in reversed(of(Message)) if one.author == "agent"}
    solve, answer = [], []
    for one in cast(list[Ticket], of(Ticket)):
        if in_october(one.opened):
            solve += [(one.resolved - one.opened).total_seconds()] if one.resolved else []
            first = min((at for at in (spoke.get(one.id), one.resolved) if at), default=None)
            answer += [(first - one.opened).total_seconds()] if first else []
    made = await report(store)
    times = {name: now for name, (now, _) in made.times.items()}

    assert (len(solve), len(answer)) == (times["to-solve"].count, times["first-answer"].count)
    assert pytest.approx(median(solve), rel=0.05) == times["to-solve"].median
    assert sum(took <= times["first-answer"].late for took in answer) >= 0.9 * len(answer)
    assert sum(took < times["first-answer"].late for took in answer) < 0.9 * len(answer)


async def test_calls_that_went_higher_threats_and_waiting_are_those_of_the_handoffs(store: Store) -> None:
    opened = {one.id for one in of(Ticket) if in_october(one.opened)}
    calls = [one for one in cast(list[Handoff], of(Handoff)) if one.ticket in opened]
    waits = [(one.claimed - one.requested).total_seconds() for one in calls if one.claimed]
    made = await report(store)
    waited = made.times["to-be-taken"][0]

    assert (sum(one.level != "agent" for one in calls), len(opened)) == hits_and_all(made, "escalated")
    assert (sum(one.reason == "regulator-threat" for one in calls), len(opened)) == hits_and_all(made, "threatened")
    assert (len(waits), sum(one.status == "waiting" for one in calls)) == (waited.count, waited.waiting)
    assert (min(waits), max(waits)) == (waited.least, waited.most)


async def test_a_team_is_that_of_the_owner_and_the_first_of_several(store: Store) -> None:
    unit = store.unit()
    unit.add(Team(id="t1", name="South", members=("agent-1", "agent-2")))
    unit.add(Team(id="t2", name="North", members=("agent-2",)))
    await unit.commit()
    made = await over(store).report(OCTOBER, TicketChoice(), "team")
    owned = Counter(one.owner for one in cast(list[Ticket], of(Ticket)) if in_october(one.opened))
    counts = {one.name: one.now.of for one in made.groups}

    assert (counts["South"], counts["North"]) == (owned["agent-1"], owned["agent-2"])
    assert counts[""] == owned.total() - owned["agent-1"] - owned["agent-2"]


async def test_reasons_and_stops_are_counted_and_what_is_chosen_is_what_is_told(store: Store) -> None:
    opened = {one.id: one for one in of(Ticket) if in_october(one.opened)}
    reasons = Counter(one.reason for one in cast(list[Handoff], of(Handoff)) if one.ticket in opened)
    left = [one for one in of(Conversation) if one.status == "abandoned" and in_october(one.started)]
    billing = [one for one in opened.values() if one.slots["kind"] == "billing"]
    made, chosen = await report(store), await report(store, category="billing")

    assert dict(reasons) == {name: now for name, (now, _) in made.reasons.counts.items() if now}
    assert Counter(one.state["step"] for one in left) == {k: now for k, (now, _) in made.stops.counts.items() if now}
    assert len(billing) == chosen.shares["told-once"][0].of


async def test_what_the_groups_did_is_together_the_whole_change(store: Store) -> None:
    made = await report(store)
    now, before = made.shares["told-once"]

    assert pytest.approx((now.value or 0) - (before.value or 0)) == sum(one.effect for one in made.groups)


async def test_a_second_reading_knows_what_happened_since_and_what_is_gone(store: Store) -> None:
    clock = [NOW]
    reports = over(store, clock)
    before = await reports.facts()
    unit = store.unit()
    ticket = next(one for one in of(Ticket) if one.status == "open" and one.promise == "pending")
    kept = await unit.get(Ticket, ticket.id)
    assert kept is not None
    unit.put(replace(kept, status="withdrawn"))
    other = next(one for one in before.tickets if one.answered is None and one.reference != ticket.reference)
    record = next(one for one in of(Ticket) if one.reference == other.reference)
    said = Message(
        id="9" * 20, address="web:1", conversation="c", at=NOW, author="agent", text="Here I am.", ticket=record.id
    )
    unit.add(said)
    await unit.commit()
    soon, clock[0] = await reports.facts(), NOW + FRESH
    later = {one.reference: one for one in (await reports.facts()).tickets}

    assert soon is before
    assert len(later) == len(before.tickets) - 1
    assert ticket.reference not in later
    assert later[other.reference].answered == NOW


async def test_postgresql_tells_the_same_as_the_embedded_store(store: Store, postgres_url: str) -> None:
    other = await open_postgres(postgres_url)
    await keep_year(other, YEAR)
    clock = [NOW]
    there = over(other, clock)
    facts = await there.facts()
    clock[0] += FRESH
    again = await there.facts()
    await other.close()
    here = await over(store).facts()

    assert here == facts
    assert here.tickets == again.tickets


async def test_ten_who_open_reports_at_once_share_one_reading(store: Store) -> None:
    reports = over(store)
    made = await asyncio.gather(*(reports.report(OCTOBER, TicketChoice(), "category") for _ in range(10)))

    assert {id(made[0])} == {id(one) for one in made}


async def kept_ready(reports: Reports) -> list[float]:
    """Read once as in the background, and return for how many seconds it was to be rested."""
    rests = list[float]()

    async def sleep(seconds: float) -> None:
        rests.append(seconds)
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await reports.keep_ready(sleep)
    return rests


async def test_where_a_reading_takes_long_nobody_waits_for_it(store: Store) -> None:
    clock = [NOW]

    def slow() -> datetime:
        clock[0] += timedelta(seconds=1)
        return clock[0]

    reports = Reports(store, Environment(slow, str, str, str), lambda _: None)
    rests = await kept_ready(reports)
    ready = await reports.facts()
    clock[0] += 5 * FRESH
    later, asked_anew = await reports.facts(), await reports.facts(now=True)

    assert rests == [EVERY.total_seconds()]
    assert later is ready
    assert asked_anew.read > NOW + 5 * FRESH


async def test_a_desk_that_is_read_in_a_moment_is_shown_as_it_is_now(store: Store) -> None:
    clock = [NOW]
    reports = over(store, clock)
    await kept_ready(reports)
    ready = await reports.facts()
    clock[0] = NOW + BRIEF
    later = await reports.facts()

    assert (ready.read, later.read) == (NOW, NOW + BRIEF)


async def test_a_reading_that_stumbles_is_logged_and_tried_again(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    reports, read = over(store), Reports._read
    faults = [KeyError("what nobody has thought of")]

    async def stumbles_once(self: Reports) -> None:
        if faults:
            raise faults.pop()
        await read(self)

    monkeypatch.setattr(Reports, "_read", stumbles_once)
    await kept_ready(reports)
    ready = await reports.facts()

    assert [one.message for one in caplog.records if one.levelname == "ERROR"] == ["reports could not be read"]
    assert len(ready.tickets) > 0


async def test_a_desk_without_a_ticket_is_read_again_soon_however_long_it_took(tmp_path: Path) -> None:
    clock = [NOW]

    def slow() -> datetime:
        clock[0] += timedelta(seconds=1)
        return clock[0]

    empty = await open_store(tmp_path)
    reports = Reports(empty, Environment(slow, str, str, str), lambda _: None)
    await kept_ready(reports)
    clock[0] += BRIEF
    before = clock[0]
    later = await reports.facts()
    await empty.close()

    assert later.read > before
