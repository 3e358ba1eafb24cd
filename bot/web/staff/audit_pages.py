"""The page of what is on record about the staff, for admins: newest first, a page at a time."""

from aiohttp import web

from bot.web.deps import DEPS
from bot.web.pages import render
from storage.access_records import Audit

ON_A_PAGE = 50


async def show(request: web.Request) -> web.Response:
    """Show what happened before a line, or last; of one member, if one is named."""
    before, agent = request.query.get("before") or None, request.query.get("agent", "")
    unit = request.app[DEPS].store.unit()
    found = await (
        unit.find(Audit, before=before, newest=ON_A_PAGE + 1, agent=agent)
        if agent
        else unit.find(Audit, before=before, newest=ON_A_PAGE + 1)
    )
    lines = found[::-1][:ON_A_PAGE]
    older = lines[-1].id if len(found) > ON_A_PAGE else ""
    return render(request, "audit.html", lines=lines, older=older, of=agent, is_first=before is None)


ROUTES = [web.get("/admin/audit", show)]
