"""The one projection of the board: in step with the store by hints alone, and silent about what has not changed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot.desk.overview.board import Board
from bot.desk.overview.ordered_lists import choice_of
from bot.desk.overview.row_reader import RowReader
from bot.desk.overview.worklist import DeskView, WorkFilter
from storage.embedded.embedded_store import open_store
from storage.ports import Store
from storage.records.complaint_records import Alert
from storage.records.desk_records import Team, WatchedTicket
from storage.records.record import Record
from tests.bot.web.place import CUSTOMER, HANDOFF, LI, NOON, TICKET, message, owned

ALL = WorkFilter()


@dataclass
class Followed:
    board: Board
    store: Store

    async def happens(self, *records: Record, at: str = "web:1") -> None:
        unit = self.store.unit()
        for record in records:
            known = await unit.get(type(record), record.id)
            unit.put(replace(record, revision=known.revision)) if known else unit.add(record)  # type: ignore
        await unit.commit()
        self.store.changes.tell(at)
        await asyncio.sleep(0)
        await self.board.settle()

    def of(self, view: DeskView, wanted: WorkFilter = ALL) -> tuple[str, ...]:
        return self.board.lists.listing(choice_of(view, wanted, LI.id), NOON).tickets

    @property
    def revised(self) -> set[str]:
        return self.board.take_news().revised


@asynccontextmanager
async def following(folder: Path, *records: Record) -> AsyncIterator[Followed]:
    store = await open_store(folder)
    board = Board(store, RowReader(lambda _: None))
    task = asyncio.create_task(board.serve())
    await asyncio.sleep(0)
    followed = Followed(board, store)
    await followed.happens(CUSTOMER, *records)
    board.take_news()
    yield followed
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    await store.close()


async def test_a_hint_brings_a_ticket_into_each_list_in_which_it_belongs_and_out_again(tmp_path: Path) -> None:
    async with following(tmp_path) as here:
        await here.happens(TICKET, HANDOFF)
        there = [here.of(view) for view in (DeskView.OPEN, DeskView.WAITING, DeskView.MINE)]
        await here.happens(owned(TICKET, LI), replace(HANDOFF, status="claimed", claimed_by=LI.id))
        claimed = [here.of(view) for view in (DeskView.OPEN, DeskView.WAITING, DeskView.MINE)]
        await here.happens(replace(TICKET, status="closed"), replace(HANDOFF, status="done"))

        assert there == [(TICKET.id,), (TICKET.id,), ()]
        assert claimed == [(TICKET.id,), (), (TICKET.id,)]
        assert not here.board.lists.items


async def test_a_hint_about_nothing_that_is_shown_is_no_news(tmp_path: Path) -> None:
    async with following(tmp_path, TICKET) as here:
        before = here.board.lists.listing(choice_of(DeskView.OPEN, ALL, ""), NOON)
        await here.happens(message("001", "Hello", "bot"))

        assert here.revised == set()
        assert here.board.lists.listing(choice_of(DeskView.OPEN, ALL, ""), NOON) is before


async def test_a_list_is_made_anew_only_when_something_in_it_changes(tmp_path: Path) -> None:
    other = replace(TICKET, id="t2", reference="T-2", language="zh")
    async with following(tmp_path, TICKET, other) as here:
        english = choice_of(DeskView.OPEN, WorkFilter(language="en"), "")
        before = here.board.lists.listing(english, NOON)
        await here.happens(replace(other, told=2))
        same = here.board.lists.listing(english, NOON)
        await here.happens(replace(TICKET, told=2))

        assert same is before
        assert here.board.lists.listing(english, NOON) is not before


async def test_what_the_customer_says_makes_a_row_unread_and_changes_no_word_of_it(tmp_path: Path) -> None:
    async with following(tmp_path, TICKET) as here:
        await here.board.words([TICKET.id])
        await here.board.marks_of(LI.id)
        stamp = here.board.stamps[TICKET.id]
        await here.happens(message("002", "Hello?", ticket=TICKET.id))

        assert here.revised == {TICKET.id}
        assert here.board.stamps[TICKET.id] == stamp


@pytest.mark.parametrize("view", [DeskView.TEAM, DeskView.WATCHED])
async def test_what_is_my_teams_or_watched_by_me_is_in_a_list_of_mine(tmp_path: Path, view: DeskView) -> None:
    team, mine = Team(id="g1", name="Field", members=(LI.id,)), WatchedTicket(id="w", agent=LI.id, ticket="t2")
    theirs = [replace(TICKET, team="g1"), replace(TICKET, id="t2", reference="T-2"), team, mine]
    async with following(tmp_path, *theirs) as here:
        await here.happens(at="")

        assert here.of(view) == (("ticket-1",) if view is DeskView.TEAM else ("t2",))


async def test_whoever_is_asked_without_following_reads_all_anew(tmp_path: Path) -> None:
    store = await open_store(tmp_path)
    board = Board(store, RowReader(lambda _: None))
    await board.settle()
    unit = store.unit()
    unit.add(TICKET)
    await unit.commit()
    await board.settle()
    await store.close()

    assert [*board.lists.items] == [TICKET.id]


async def test_who_was_told_of_a_ticket_is_news_for_them_also_when_it_is_over(tmp_path: Path) -> None:
    async with following(tmp_path, TICKET, LI) as here:
        ended = Alert(id="b1", ticket=TICKET.id, kind="watched-ended", level="agent", about="q1", to=(LI.id,), at=NOON)
        await here.happens(replace(TICKET, status="resolved"), ended)

        assert here.board.take_news().told == {LI.id}
