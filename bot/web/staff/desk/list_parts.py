"""The list as pieces of a page: a row is rendered once for all who see it alike, and pushed alone when it changes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from aiohttp import web
from markupsafe import Markup

from bot.desk.overview.ordered_lists import ListChoice, Listing, choice_of
from bot.desk.overview.worklist import DeskView, WorkItem
from bot.desk.overview.worklists import SETTLED, WorkRow
from bot.web.deps import AGENT, DEPS
from bot.web.pages import fragment, words
from bot.web.staff.desk.desk_address import DeskAddress, address_of
from storage.records.access_records import Agent

HOT = (DeskView.WAITING, DeskView.AT_RISK, DeskView.ESCALATED, DeskView.TO_GRANT)
"""Views whose number is shown in the colour of alarm."""
MOST_KEPT = 20_000
"""Pieces that are kept rendered."""
REMEMBERED = 300
"""Changes of lists that are remembered: most pages show the same ones."""

Key = tuple[object, ...]
RowState = tuple[int, bool]
"""How often a row has changed, and whether it is unread: see `Board.state_for`."""


class RenderedPieces:
    """Pieces of pages that were rendered, by all that they say."""

    def __init__(self) -> None:
        self._pieces: dict[Key, Markup] = {}

    def known(self, key: Key) -> Markup | None:
        """Return a piece if it is there."""
        return self._pieces.get(key)

    def get(self, key: Key, make: Callable[[], str]) -> Markup:
        """Return a piece, which is made if it is not there."""
        known = self._pieces.get(key)
        if known is None:
            if len(self._pieces) >= MOST_KEPT:
                self._pieces.clear()
            known = self._pieces[key] = Markup(make())  # noqa: S704  # what a template with escaping has made
        return known


PIECES = web.AppKey("rendered pieces", RenderedPieces)


@dataclass
class ShownList:
    """What an open page shows of the list."""

    listing: Listing | None = None
    states: dict[str, RowState] = field(default_factory=dict)
    """By ticket in which state its row is shown."""
    revised: set[str] = field(default_factory=set)
    """The ids of those of them whose row may say something else since; of the others nothing is asked again."""
    counts: Mapping[DeskView, int] = field(default_factory=dict)

    def forget(self) -> None:
        """Have every row looked at again, as each tells a time."""
        self.listing = None
        self.states.clear()
        self.revised.clear()


@dataclass(frozen=True)
class ListPage:
    """What all rows of a list have in common on one page: who looks, in which language, through which address."""

    request: web.Request
    agent: Agent
    at: DeskAddress
    link: str
    language: str
    current: str
    """The reference of the ticket that stands beside the list."""
    choice: ListChoice | None
    """Which of the lists of what is open it is; None for a search, and for what waits for nothing."""

    def row(self, row: WorkRow) -> Markup:
        """Return a row, which is made once for all who see it alike."""
        is_current = row.reference == self.current

        def make() -> str:
            return fragment(self.request, "desk/parts/row.html", row=row, at=self.at, is_current=is_current)

        if not row.stamp:
            return Markup(make())  # noqa: S704  # what a template with escaping has made
        key = self._row_key(row.key, (row.stamp, row.is_unread), is_current, row.owner == self.agent.name)
        return self.piece(key, make)

    async def open_row(self, item: WorkItem, state: RowState) -> Markup:
        """Return the row of what is open in a state; of one that is made already nothing is read."""
        ticket, app = item.ticket, self.request.app
        key = self._row_key(ticket.id, state, ticket.reference == self.current, ticket.owner == self.agent.id)
        if (known := app[PIECES].known((self.language, *key))) is not None:
            return known
        return self.row(await app[DEPS].worklists.row(item, self.agent, app[DEPS].environment.now()))

    def _row_key(self, ticket: str, state: RowState, *seen_by: bool) -> Key:
        minute = int(self.request.app[DEPS].environment.now().timestamp()) // 60
        return ("row", ticket, state, minute, *seen_by, self.link)

    def piece(self, key: Key, make: Callable[[], str]) -> Markup:
        """Return a piece that looks alike for all who read this language."""
        return self.request.app[PIECES].get((self.language, *key), make)

    def part(self, name: str, *key: object, **context: object) -> Markup:
        """Return a part of the list that is all told by its key."""
        return self.piece((name, *key), lambda: fragment(self.request, f"desk/parts/{name}.html", **context))


def list_page(request: web.Request, current: str) -> ListPage:
    """Return what the rows of a page have in common; ``current`` is the reference of the ticket beside the list."""
    at, agent = address_of(request), request[AGENT]
    choice = None if at.search or at.view in SETTLED else choice_of(at.view, at.wanted, agent.id)
    return ListPage(request, agent, at, at.to(""), words(request).language, current, choice)


def counted(counts: Mapping[DeskView, int], view: DeskView) -> Markup:
    """Return the number beside the name of a view."""
    return numbered(view, counts.get(view, 0), is_hot=view in HOT)


@lru_cache(maxsize=2000)
def numbered(name: str, number: int, *, is_hot: bool = False) -> Markup:
    """Return the number of what a list holds, which is pushed when it changes."""
    hot, hidden = " hot" if is_hot else "", "" if number else " hidden"
    return Markup('<span id="count-{}" class="number{}"{}>{}</span>').format(name, hot, Markup(hidden), number)  # noqa: S704


async def list_news(page: ListPage, shown: ShownList) -> list[str]:
    """Return what of the list looks different from what is shown, and note that it is shown now."""
    deps, agent = page.request.app[DEPS], page.agent
    worklists, now, news = deps.worklists, deps.environment.now(), list[str]()
    counts, before = worklists.counts(agent, now), shown.counts
    if counts is not before:
        news += [counted(counts, view) for view, number in counts.items() if before.get(view) != number]
        if (waiting := counts[DeskView.WAITING]) != before.get(DeskView.WAITING):
            news.append(page.part("badge", waiting, waiting=waiting))
        shown.counts = counts
    if page.choice is None:
        return news
    listing, last = await worklists.listing(page.choice, agent, now), shown.listing
    if listing != last or shown.revised:
        news += await _rows_news(page, shown, listing)
    if last is None or listing.total != last.total:
        here = {"rows": listing.tickets, "total": listing.total, "found": None, "at": page.at}
        names = ("list_end", "list_head") if page.at.is_filtered else ("list_end",)
        news += [page.part(name, len(listing.tickets), listing.total, page.link, **here) for name in names]
    return news


async def _rows_news(page: ListPage, shown: ShownList, listing: Listing) -> list[str]:
    """Return the rows that look different, in their order if that is another one."""
    board, last = page.request.app[DEPS].worklists.board, shown.listing.tickets if shown.listing else ()
    entered, gone = _changed(last, listing.tickets)
    await board.words(entered)
    await board.marks_of(page.agent.id)
    items, states, rows = board.lists.items, shown.states, dict[str, Markup]()
    for key in entered.union(shown.revised).difference(gone):
        state = board.state_for(page.agent.id, key)
        if states.get(key) != state:
            states[key] = state
            rows[key] = await page.open_row(items[key], state)
    for key in gone:
        states.pop(key, None)
    shown.listing, shown.revised = listing, set()
    return [*rows.values()] if last == listing.tickets else [_in_order(listing.tickets, tuple(rows.items()))]


@lru_cache(maxsize=REMEMBERED)
def _changed(last: tuple[str, ...], now: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the ids of the rows that came into a list, and of those that left it."""
    return frozenset(now).difference(last), frozenset(last).difference(now)


@lru_cache(maxsize=REMEMBERED)
def _in_order(tickets: tuple[str, ...], rows: tuple[tuple[str, str], ...]) -> str:
    """Return the rows in their order; of those that look as before only what stands for them. An id is ours."""
    looking_new = dict(rows)
    inner = "".join(looking_new.get(key) or f'<li id="row-{key}" data-same></li>' for key in tickets)
    return f'<ol id="rows" class="rows" data-order>{inner}</ol>'
