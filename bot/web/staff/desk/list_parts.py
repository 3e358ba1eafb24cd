"""The list as pieces of a page: a row is rendered once for all who see it alike, and pushed alone when it changes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from aiohttp import web
from markupsafe import Markup

from bot.desk.overview.ordered_lists import choice_of
from bot.desk.overview.worklist import DeskView
from bot.desk.overview.worklists import SETTLED, WorkRow
from bot.web.deps import AGENT, DEPS
from bot.web.pages import fragment, words
from bot.web.staff.desk.desk_address import address_of

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

    states: dict[str, tuple[int, bool]] = field(default_factory=dict)
    """By ticket in which state its row is shown."""
    counts: Mapping[DeskView, int] = field(default_factory=dict)
    total: int = -1


def row_html(request: web.Request, row: WorkRow, current: str) -> Markup:
    """Return a row; ``current`` is the reference of the ticket that stands beside the list."""
    tongue, agent, at, is_current = words(request), request[AGENT], address_of(request), row.reference == current

    def make() -> str:
        return fragment(request, "desk/parts/row.html", row=row, at=at, is_current=is_current)

    if not row.stamp:
        return Markup(make())  # noqa: S704  # what a template with escaping has made
    minute = int(tongue.now.timestamp()) // 60
    seen_by = (row.is_unread, is_current, row.owner == agent.name, at.to(""))
    return request.app[PIECES].get((row.key, row.stamp, tongue.language, minute, *seen_by), make)


def counted(counts: Mapping[DeskView, int], view: DeskView) -> Markup:
    """Return the number beside the name of a view."""
    return numbered(view, counts.get(view, 0), is_hot=view in HOT)


def numbered(name: str, number: int, *, is_hot: bool = False) -> Markup:
    """Return the number of what a list holds, which is pushed when it changes."""
    hot, hidden = " hot" if is_hot else "", "" if number else " hidden"
    return Markup('<span id="count-{}" class="number{}"{}>{}</span>').format(name, hot, Markup(hidden), number)  # noqa: S704


async def list_news(request: web.Request, shown: ShownList, current: str) -> list[str]:
    """Return what of the list looks different from what is shown, and note that it is shown now."""
    deps, agent, at = request.app[DEPS], request[AGENT], address_of(request)
    worklists, now = deps.worklists, deps.environment.now()
    counts = worklists.counts(agent, now)
    news: list[str] = [counted(counts, view) for view in DeskView if counts.get(view) != shown.counts.get(view)]
    if counts.get(DeskView.WAITING) != shown.counts.get(DeskView.WAITING):
        news.append(badge(request, counts[DeskView.WAITING]))
    shown.counts = counts
    if at.search or at.view in SETTLED:
        return news
    board = worklists.board
    listing = await worklists.listing(choice_of(at.view, at.wanted, agent.id), agent, now)
    await board.words(listing.tickets)
    await board.marks_of(agent.id)
    states = {key: board.state_for(agent.id, key) for key in listing.tickets}
    if states == shown.states and [*states] == [*shown.states] and listing.total == shown.total:
        return news
    changed = [key for key, state in states.items() if shown.states.get(key) != state]
    items = board.lists.items
    rows = {key: row_html(request, await worklists.row(items[key], agent, now), current) for key in changed}
    if [*states] == [*shown.states]:
        news += rows.values()
    else:
        news.append(_order(items[key].ticket.reference if key not in rows else rows[key] for key in states))
    if listing.total != shown.total:
        shown.total = listing.total
        news.append(fragment(request, "desk/parts/list_end.html", rows=states, total=listing.total, found=None))
        news.append(fragment(request, "desk/parts/list_head.html", rows=states, total=listing.total, found=None, at=at))
    shown.states = states
    return news


def badge(request: web.Request, waiting: int) -> Markup:
    """Return the link to the desk with how many wait."""
    key = ("badge", words(request).language, waiting)
    return request.app[PIECES].get(key, lambda: fragment(request, "desk/parts/badge.html", waiting=waiting))


def _order(rows: Iterable[str]) -> str:
    """Return the rows in their order; of those that look as before only the reference, which stands for them."""
    inner = "".join(
        row if isinstance(row, Markup) else f'<li id="row-{row}" data-same></li>'  # a reference is ours
        for row in rows
    )
    return f'<ol id="rows" class="rows" data-order>{inner}</ol>'
