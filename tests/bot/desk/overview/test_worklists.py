"""The lists of the desk over a real store: what a row says, what is unread, what is counted, and who takes the next."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.desk.overview.ordered_lists import SHOWN
from bot.desk.overview.read_marks import mark_read
from bot.desk.overview.worklist import DeskView, WorkFilter
from bot.desk.overview.worklists import Worklist, Worklists
from storage.embedded.embedded_store import open_store
from storage.ports import Store
from storage.records.record import Record
from tests.bot.desk.desk_harness import ADA as BOSS
from tests.bot.desk.desk_harness import BILL, DeskHarness
from tests.bot.web.place import ADA, CUSTOMER, HANDOFF, LI, NOON, SCRIPT, TICKET, message, owned

ALL = WorkFilter()


class Lists(Worklists):
    """Lists as Li sees them at noon."""

    def __init__(self, store: Store) -> None:
        super().__init__(store, {"telecom": SCRIPT}.get)
        self.store = store

    async def of(self, view: DeskView, wanted: WorkFilter = ALL, *, goes_on: bool = False) -> Worklist:
        return await self.show(view, wanted, LI, NOON, goes_on=goes_on)


@asynccontextmanager
async def lists_with(folder: Path, *records: Record) -> AsyncIterator[Lists]:
    store = await open_store(folder)
    unit = store.unit()
    for record in records:
        unit.add(record)
    await unit.commit()
    yield Lists(store)
    await store.close()


def names(worklist: Worklist) -> list[str]:
    return [row.reference for row in worklist.rows]


async def test_a_row_says_why_who_and_what(tmp_path: Path) -> None:
    wordy = replace(TICKET, description="It broke\n" * 50, told=3)
    async with lists_with(tmp_path, CUSTOMER, wordy, HANDOFF) as lists:
        [row] = (await lists.of(DeskView.WAITING)).rows

    assert (row.reason, row.customer, row.told, row.channel, row.since) == (
        "wants-person", "Wang Fang", 3, "web", HANDOFF.requested,
    )  # fmt: skip
    assert row.words.startswith("It broke It broke")
    assert row.words.endswith("…")


async def test_who_has_no_name_is_shown_by_the_end_of_a_number(tmp_path: Path) -> None:
    async with lists_with(tmp_path, replace(CUSTOMER, name=""), TICKET) as lists:
        [row] = (await lists.of(DeskView.OPEN)).rows

    assert row.customer == "••••00"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (["My phone has had no signal since Monday", "I want a person"], "My phone has had no signal since Monday"),
        (["/human", "家里宽带断了三天"], "家里宽带断了三天"),
        (["我要找人工客服"], "我要找人工客服"),
        (["/human"], ""),
    ],
)
async def test_who_only_asked_for_a_person_is_shown_with_what_was_told_beside(
    tmp_path: Path, said: list[str], shown: str
) -> None:
    silent = replace(TICKET, description="")
    messages = [message(f"{number:03}", text) for number, text in enumerate(said)]
    async with lists_with(tmp_path, silent, HANDOFF, *messages) as lists:
        [row] = (await lists.of(DeskView.WAITING)).rows

    assert row.words == shown


async def test_each_view_is_counted_and_what_is_solved_is_in_its_own(tmp_path: Path) -> None:
    records = [
        replace(TICKET, id="t1", reference="mine", owner=LI.id, status="investigating"),
        replace(TICKET, id="t2", reference="late", due=NOON - timedelta(hours=1)),
        replace(TICKET, id="t3", reference="again", told=2),
        replace(TICKET, id="t4", reference="closed", status="closed", resolved=NOON - timedelta(hours=1)),
        replace(TICKET, id="t5", reference="answered", status="answered", resolved=NOON),
        replace(TICKET, id="t6", reference="kind", status="praise"),
        replace(HANDOFF, ticket="t3", level="manager"),
    ]
    async with lists_with(tmp_path, LI, *records) as lists:
        worklist = await lists.of(DeskView.OPEN)
        solved = await lists.of(DeskView.CLOSED)

    assert dict(worklist.counts) == {
        DeskView.MINE: 1,
        DeskView.WAITING: 1,
        DeskView.ESCALATED: 1,
        DeskView.TO_GRANT: 0,
        DeskView.AT_RISK: 1,
        DeskView.REPEATS: 1,
        DeskView.OPEN: 3,
        DeskView.PRAISE: 1,
        DeskView.TEAM: 0,
        DeskView.WATCHED: 0,
    }
    assert names(worklist) == ["again", "late", "mine"]
    assert names(solved) == ["answered", "closed"]


async def test_of_my_own_the_unread_comes_first_until_the_list_is_opened_anew(tmp_path: Path) -> None:
    urgent = replace(owned(TICKET, LI), id="t1", reference="urgent", due=NOON)
    calm = replace(owned(TICKET, LI), id="t2", reference="calm")
    async with lists_with(tmp_path, urgent, calm, replace(message("002", "Hello?"), ticket="t2")) as lists:
        await mark_read(lists.store, LI, urgent, "001")
        await mark_read(lists.store, LI, calm, "001")
        before = await lists.of(DeskView.MINE)
        await mark_read(lists.store, LI, calm, "002")
        beside = await lists.of(DeskView.MINE, goes_on=True)
        after = await lists.of(DeskView.MINE)

    assert [(row.reference, row.is_unread) for row in before.rows] == [("calm", True), ("urgent", False)]
    assert [(row.reference, row.is_unread) for row in beside.rows] == [("calm", False), ("urgent", False)]
    assert [(row.reference, row.is_unread) for row in after.rows] == [("urgent", False), ("calm", False)]


async def test_what_an_agent_or_the_bot_says_is_not_unread(tmp_path: Path) -> None:
    ticket = owned(TICKET, LI)
    said = [
        replace(message("002", "Hello", "bot"), ticket=ticket.id),
        replace(message("003", "Hello", "agent"), ticket=ticket.id),
    ]
    async with lists_with(tmp_path, ticket, *said) as lists:
        await mark_read(lists.store, LI, ticket, "001")
        [row] = (await lists.of(DeskView.MINE)).rows

    assert not row.is_unread


async def test_what_can_be_filtered_by_is_what_there_is(tmp_path: Path) -> None:
    hers = replace(owned(TICKET, ADA), id="t2", reference="hers", language="zh", address="telegram:7")
    async with lists_with(tmp_path, ADA, TICKET, HANDOFF, hers) as lists:
        everything = await lists.of(DeskView.OPEN)
        filtered = await lists.of(DeskView.OPEN, WorkFilter(language="zh", owner=ADA.id))

    assert everything.choices["owner"] == [(ADA.id, "Ada")]
    assert [value for value, _ in everything.choices["channel"]] == ["telegram", "web"]
    assert [value for value, _ in everything.choices["reason"]] == ["wants-person"]
    assert (names(filtered), filtered.total) == (["hers"], 1)


async def test_a_list_stays_short_on_a_bad_day(tmp_path: Path) -> None:
    tickets = [replace(TICKET, id=f"t-{n}", reference=f"R-{n}") for n in range(SHOWN + 10)]
    async with lists_with(tmp_path, *tickets) as lists:
        worklist = await lists.of(DeskView.OPEN)

    assert (len(worklist.rows), worklist.total) == (SHOWN, SHOWN + 10)


async def test_the_next_is_the_most_urgent_that_nobody_has(desk: DeskHarness) -> None:
    await desk.waits_for_a_person("web:1")
    await desk.says("My phone is on fire and my child is hurt", to="web:2")
    lists = Worklists(desk.store, desk.context.scripts.script)
    taken = [await lists.take_next(desk.handoffs, BOSS, NOON) for _ in range(3)]
    owners = [(await desk.ticket(to)).owner for to in ("web:1", "web:2")]

    assert taken == ["T-2026-000002", "T-2026-000001", ""]
    assert owners == [BOSS.id, BOSS.id]


async def test_a_repeat_is_counted_on_its_ticket_and_one_that_is_taken_back_is_not(desk: DeskHarness) -> None:
    await desk.files()
    await desk.says(f"{BILL}, again")
    await desk.presses("Yes, the same")
    told = (await desk.ticket()).told

    assert told == 2
