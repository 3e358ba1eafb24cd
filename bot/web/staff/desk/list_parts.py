"""The list as pieces of a page: a row is rendered once for all who see it alike, and pushed alone when it changes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from aiohttp import web
from markupsafe import Markup

from bot.desk.overview.ordered_lists import Listing, choice_of
from bot.desk.overview.worklist import DeskView
from bot.desk.overview.worklists import SETTLED, WorkRow
from bot.web.deps import AGENT, DEPS
from bot.web.pages import fragment, words
from bot.web.staff.desk.desk_address import DeskAddress, address_of
from storage.records.access_records import Agent

HOT = (DeskView.WAITING, DeskView.AT_RISK, DeskView.ESCALATED, DeskView.TO_GRANT)
"""Views whose number is shown in the colour of alarm."""
MOST_KEPT = 20_000
"""Pieces that are kept rendered."""

Key = tuple[object, ...]


class RenderedPieces:
    """Pieces of pages that were rendered, by all that they say."""

    def __init__(self) -> None:
        self._pieces: dict[Key, Markup] = {}

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
    states: dict[str, tuple[int, bool]] = field(default_factory=dict)
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

    def row(self, row: WorkRow) -> Markup:
        """Return a row."""
        is_current = row.reference == self.current

        def make() -> str:
            return fragment(self.request, "desk/parts/row.html", row=row, at=self.at, is_current=is_current)

        if not row.stamp:
            return Markup(make())  # noqa: S704  # what a template with escaping has made
        minute = int(self.request.app[DEPS].environment.now().timestamp()) // 60
        seen_by = (row.is_unread, is_current, row.owner == self.agent.name, self.link)
        return self.piece((row.key, row.stamp, minute, *seen_by), make)

    def piece(self, key: Key, make: Callable[[], str]) -> Markup:
        """Return a piece that looks alike for all who read this language."""
        return self.request.app[PIECES].get((self.language, *key), make)

    def part(self, name: str, *key: object, **context: object) -> Markup:
        """Return a part of the list that is all told by its key."""
        return self.piece((name, *key), lambda: fragment(self.request, f"desk/parts/{name}.html", **context))


def list_page(request: web.Request, current: str) -> ListPage:
    """Return what the rows of a page have in common; ``current`` is the reference of the ticket beside the list."""
    at = address_of(request)
    return ListPage(request, request[AGENT], at, at.to(""), words(request).language, current)


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
    deps, agent, at = page.request.app[DEPS], page.agent, page.at
    worklists, now, news = deps.worklists, deps.environment.now(), list[str]()
    counts, before = worklists.counts(agent, now), shown.counts
    if counts != before:
        news += [counted(counts, view) for view in DeskView if counts.get(view) != before.get(view)]
        if (waiting := counts[DeskView.WAITING]) != before.get(DeskView.WAITING):
            news.append(page.part("badge", waiting, waiting=waiting))
        shown.counts = counts
    if at.search or at.view in SETTLED:
        return news
    listing, last = await worklists.listing(choice_of(at.view, at.wanted, agent.id), agent, now), shown.listing
    if listing != last or shown.revised:
        news += await _rows_news(page, shown, listing)
    if last is None or listing.total != last.total:
        here = {"rows": listing.tickets, "total": listing.total, "found": None, "at": at}
        key = (len(listing.tickets), listing.total, page.link)
        news += [page.part(name, *key, **here) for name in ("list_end", "list_head")]
    return news


async def _rows_news(page: ListPage, shown: ShownList, listing: Listing) -> list[str]:
    """Return the rows that look different, in their order if that is another one."""
    worklists, now = page.request.app[DEPS].worklists, page.request.app[DEPS].environment.now()
    board, before, revised = worklists.board, shown.states, shown.revised
    await board.words(listing.tickets)
    await board.marks_of(page.agent.id)
    states = {
        key: before[key] if key in before and key not in revised else board.state_for(page.agent.id, key)
        for key in listing.tickets
    }
    items, rows = board.lists.items, dict[str, str]()
    for key, state in states.items():
        if before.get(key) != state:
            rows[key] = page.row(await worklists.row(items[key], page.agent, now))
    is_in_order = [*states] == [*before]
    shown.listing, shown.states, shown.revised = listing, states, set()
    if is_in_order:
        return [*rows.values()]
    return [_order(rows.get(key) or _same(items[key].ticket.reference) for key in states)]


@lru_cache(maxsize=MOST_KEPT)
def _same(reference: str) -> str:
    """Return what stands for a row that looks as before; a reference is ours."""
    return f'<li id="row-{reference}" data-same></li>'


def _order(rows: Iterable[str]) -> str:
    """Return the rows in their order; of those that look as before only what stands for them."""
    return f'<ol id="rows" class="rows" data-order>{"".join(rows)}</ol>'
