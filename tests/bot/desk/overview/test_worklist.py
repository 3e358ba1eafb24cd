"""Which tickets belong into which view, and what comes first."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.overview.worklist import (
    DeskView,
    PromiseBand,
    WorkFilter,
    WorkItem,
    is_free,
    is_kept,
    promise_band,
)
from bot.desk.tickets.queue_order import gravest
from storage.records.access_records import Agent
from storage.records.statuses import Level
from tests.bot.desk.desk_harness import ADA, LI, NOON
from tests.bot.web.place import HANDOFF, TICKET, owned


def item(reason: str = "", level: Level = "agent", hours: float = 22) -> WorkItem:
    handoff = replace(HANDOFF, reason=reason, level=level) if reason else None
    return WorkItem(replace(TICKET, due=NOON + timedelta(hours=hours), reference=reason or "none"), handoff)


def test_danger_comes_first_then_theft_then_the_level_then_the_promise() -> None:
    wanted = [
        item("danger"),
        item("abuse", hours=30),
        item("fraud-now"),
        item("wants-person", "manager", hours=40),
        item("legal-threat", "supervisor"),
        item("anger", hours=1),
        item("grief", hours=2),
        item(hours=-5),
    ]

    assert sorted([*wanted[4:], *wanted[:4]], key=lambda one: one.urgency) == wanted


@pytest.mark.parametrize("level", ["supervisor", "manager"])
def test_no_level_lifts_another_reason_above_a_danger_to_people(level: Level) -> None:
    waits_long, in_danger = item("wants-person", level, hours=-10), item("danger", hours=48)

    assert sorted([waits_long, in_danger], key=lambda one: one.urgency) == [in_danger, waits_long]


def test_a_ticket_is_listed_by_its_danger_whatever_was_asked_for_later() -> None:
    danger = replace(HANDOFF, id="h1", reason="danger", status="claimed")
    later = replace(HANDOFF, id="h2", reason="wants-person", level="manager")

    assert gravest([danger, later]) == danger
    assert gravest([]) is None


@pytest.mark.parametrize(
    ("hours", "band"),
    [
        (0.5, PromiseBand.CALM),
        (5.5, PromiseBand.SOON),
        (8, PromiseBand.SOON),
        (8.1, PromiseBand.AT_RISK),
        (10, PromiseBand.AT_RISK),
        (10.1, PromiseBand.LATE),
    ],
)
def test_a_promise_changes_colour_in_time(hours: float, band: PromiseBand) -> None:
    ticket = replace(TICKET, opened=NOON, due=NOON + timedelta(hours=10))

    assert promise_band(ticket, NOON + timedelta(hours=hours)) == band


def test_nobody_counts_down_what_is_solved() -> None:
    assert promise_band(replace(TICKET, status="closed"), NOON + timedelta(days=9)) == PromiseBand.OVER


CASES = {
    DeskView.MINE: [
        WorkItem(owned(TICKET, LI)),
        WorkItem(TICKET, replace(HANDOFF, claimed_by=LI.id, status="claimed")),
    ],
    DeskView.WAITING: [item("anger")],
    DeskView.ESCALATED: [item("anger", "supervisor")],
    DeskView.AT_RISK: [WorkItem(replace(TICKET, due=NOON)), WorkItem(replace(TICKET, due=NOON - timedelta(hours=1)))],
    DeskView.REPEATS: [WorkItem(replace(TICKET, told=2))],
    DeskView.OPEN: [WorkItem(TICKET)],
}


@pytest.mark.parametrize("view", CASES)
def test_a_view_shows_what_it_is_called_by(view: DeskView) -> None:
    assert all(view.holds(one, LI.id, NOON) for one in CASES[view])


@pytest.mark.parametrize("view", [one for one in CASES if one is not DeskView.OPEN])
def test_what_is_nothing_special_is_in_the_view_of_all_alone(view: DeskView) -> None:
    assert not view.holds(WorkItem(owned(TICKET, ADA)), LI.id, NOON)


@pytest.mark.parametrize(
    ("wanted", "kept"),
    [
        (WorkFilter(), True),
        (WorkFilter(reason="anger"), True),
        (WorkFilter(reason="grief"), False),
        (WorkFilter(category="billing", language="en", channel="web"), True),
        (WorkFilter(category="billing", channel="telegram"), False),
        (WorkFilter(owner=LI.id), False),
        (WorkFilter(place="garden"), True),
        (WorkFilter(place="Harbour"), False),
        (WorkFilter(age="day"), True),
        (WorkFilter(age="older"), False),
    ],
)
def test_a_filter_keeps_what_agrees_in_all_that_it_names(wanted: WorkFilter, kept: bool) -> None:
    told = replace(TICKET, slots={"kind": "billing", "place": "Garden Street"})
    here = WorkItem(told, replace(HANDOFF, reason="anger"))

    assert wanted.keeps(here, NOON) is kept


def test_what_can_be_taken_is_what_nobody_has() -> None:
    claimed = replace(HANDOFF, status="claimed", claimed_by=LI.id)
    theirs = [WorkItem(owned(TICKET, ADA)), WorkItem(owned(TICKET, LI), claimed)]

    assert all(is_free(one, LI) for one in (item(), item("anger")))
    assert not any(is_free(one, LI) for one in theirs)


def test_what_waits_for_a_team_is_taken_by_one_of_them() -> None:
    for_team = WorkItem(replace(TICKET, team="g1"))

    assert (is_free(for_team, LI, {"g1"}), is_free(for_team, LI, {"g2"})) == (False, True)


@pytest.mark.parametrize(
    ("owner", "reason", "minutes", "kept"),
    [
        (ADA, "wants-person", 2, True),
        (ADA, "wants-person", 4, False),
        (ADA, "danger", 2, False),
        (replace(ADA, is_away=True), "wants-person", 2, False),
        (LI, "wants-person", 2, False),
        (None, "wants-person", 2, False),
    ],
)
def test_who_comes_back_is_kept_a_while_for_an_owner_who_is_there(
    owner: Agent | None, reason: str, minutes: int, kept: bool
) -> None:
    returned = WorkItem(TICKET, replace(HANDOFF, reason=reason, requested=NOON - timedelta(minutes=minutes)))

    assert is_kept(returned, LI, owner, NOON, timedelta(minutes=3)) is kept
