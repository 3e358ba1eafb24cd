"""What the address of a page of the desk says: which list stands beside, what of it, and which pane a phone shows."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from urllib.parse import urlencode

from aiohttp import web

from bot.desk.overview.ticket_search import LONGEST
from bot.desk.overview.worklist import DeskView, WorkFilter

PANES = ("talk", "facts")
"""What a phone shows of a ticket, one at a time; without a ticket it shows the list."""
NEWEST = 40
"""Characters of an id at most."""


@dataclass(frozen=True)
class DeskAddress:
    """What was asked for beside the ticket; it is the same in all links of a page."""

    view: DeskView = DeskView.OPEN
    wanted: WorkFilter = field(default_factory=WorkFilter)
    search: str = ""
    pane: str = "talk"

    @property
    def is_filtered(self) -> bool:
        """Whether something of the view is left out."""
        return self.wanted != WorkFilter()

    def to(self, path: str, **changes: str) -> str:
        """Return a link that keeps all this but for what is changed; what is empty is not said."""
        asked = {"view": "" if self.view is DeskView.OPEN else str(self.view), "q": self.search}
        asked |= {one.name: getattr(self.wanted, one.name) for one in fields(self.wanted)}
        query = urlencode({key: value for key, value in (asked | changes).items() if value})
        return f"{path}?{query}" if query else path

    def view_at(self, view: DeskView) -> str:
        """Return the link to another view, with nothing left out of it."""
        return DeskAddress(view).to("/desk")


def address_of(request: web.Request) -> DeskAddress:
    """Return what a request asks for; what it does not understand is not asked for."""
    return address_in(request.query)


def address_in(query: Mapping[str, str]) -> DeskAddress:
    """Return what a query or a form asks for; what it does not understand is not asked for."""
    view = query.get("view", "")
    return DeskAddress(
        view=DeskView(view) if view in [*DeskView] else DeskView.OPEN,
        wanted=WorkFilter(**{one.name: query.get(one.name, "")[:LONGEST] for one in fields(WorkFilter)}),
        search=query.get("q", "").strip()[:LONGEST],
        pane=pane if (pane := query.get("pane", "")) in PANES else PANES[0],
    )


def seen_before(request: web.Request) -> str:
    """Return up to which message the agent had read when the page was opened, as the page itself says."""
    return request.query.get("unread", "")[:NEWEST]
