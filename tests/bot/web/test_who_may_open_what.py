"""Every route of the program and who gets through it: one table, exact, for seven kinds of caller.

What an act on a ticket needs besides stands in `tests.bot.desk.agents.test_permissions`.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import web

from storage.records.statuses import Role
from tests.bot.web.place import CUSTOMER, HANDOFF, LI, OWN_PAGE, TICKET, Place, open_place

ROLES: dict[str, Role] = {"agent": "agent", "supervisor": "supervisor", "manager": "manager", "admin": "admin"}
LADDER = list(ROLES)
CALLERS = ("anybody", "customer", "suspended", *LADDER)

FOR_ALL = """
GET /
GET /chat
GET /chat-colour.css
GET /chat/files/{key}
GET /health
GET /sign-in
GET /sign-in/telegram
GET /sign-in/telegram/link
POST /chat/files/{key}
POST /sign-in/telegram
POST /sign-out
"""
FOR_NOBODY = """
POST /sign-in
"""
"""Without a link that is good."""
FOR_ADMINS = """
POST /desk/undelivered/play-again
"""
FOR_SUPERVISORS = """
GET /desk/register
GET /desk/register.{format}
GET /desk/register/{reference}
GET /desk/reports
GET /desk/reports.pdf
GET /desk/reports.{format}
GET /desk/reports/meeting
GET /desk/reports/meeting/{key}
GET /desk/reports/returns
GET /desk/reports/returns.{format}
GET /desk/reports/tickets
GET /desk/reports/tickets.{format}
GET /desk/shift
POST /desk/actions
POST /desk/reports/meeting
POST /desk/reports/meeting/comments
POST /desk/shift/missed/{promise}
"""
"""What is not named here is for all of the staff below ``/desk``, and for admins below ``/admin``."""

PARTS = {"reference": TICKET.reference, "name": "telecom", "area": "scripts", "format": "csv"}
"""What stands in the addresses; what is not named here does not exist."""


def routes(place: Place) -> Iterator[tuple[str, str]]:
    """Return the method and the path of every route that was made by hand."""
    app = place.client.app
    assert app is not None
    for route in app.router.routes():
        if route.method != "HEAD" and route.resource is not None and not isinstance(route.resource, web.StaticResource):
            yield route.method, route.resource.canonical


def least(method: str, path: str) -> str:
    """Return the lowest rung that may come here."""
    line = f"{method} {path}"
    if line in FOR_ALL.splitlines():
        return "anybody"
    if line in FOR_SUPERVISORS.splitlines():
        return "supervisor"
    if line in FOR_NOBODY.splitlines():
        return "nobody"
    if line in FOR_ADMINS.splitlines():
        return "admin"
    return "admin" if path.split("/")[1] == "admin" else "agent"


def expected(caller: str, rung: str) -> str:
    if rung in ("anybody", "nobody"):
        return "in" if rung == "anybody" else "forbidden"
    if caller not in LADDER:
        return "sign-in"
    return "in" if LADDER.index(caller) >= LADDER.index(rung) else "forbidden"


async def answer(place: Place, method: str, path: str, headers: dict[str, str]) -> str:
    """Return what becomes of a request: it gets in, is sent to the door, is forbidden, or breaks something."""
    for name in (part.split("}")[0] for part in path.split("{")[1:]):
        path = path.replace(f"{{{name}}}", PARTS.get(name, "no-such-thing"))
    form = {"nothing": ""} if method == "POST" else None
    async with place.client.request(method, path, data=form, headers=headers, allow_redirects=False) as response:
        if response.status >= 500:
            return f"broken: {response.status}"
        to_the_door = response.headers.get("Location", "").startswith("/sign-in")
        if response.status == 401 or (to_the_door and not path.startswith("/sign-")):
            return "sign-in"
        return "forbidden" if response.status == 403 else "in"


async def come_as(place: Place, caller: str) -> None:
    """Have the browser of the place be that of such a caller."""
    if caller == "customer":
        await place.get("/")
    elif caller == "suspended":
        await place.sign_in(LI)
        unit = place.store.unit()
        unit.put(replace(LI, status="suspended"))
        await unit.commit()
    elif caller != "anybody":
        await place.sign_in(replace(LI, role=ROLES[caller]))


@pytest.mark.parametrize("caller", CALLERS)
async def test_each_route_lets_in_exactly_who_may(tmp_path: Path, caller: str) -> None:
    async with open_place(tmp_path) as place:
        await place.keep(CUSTOMER, TICKET, HANDOFF)
        await come_as(place, caller)
        # Whoever signs out is nobody after it.
        there = sorted(routes(place), key=lambda route: route[1] in ("/sign-out", "/sign-in"))
        found = {f"{method} {path}": await answer(place, method, path, OWN_PAGE) for method, path in there}

    assert found == {f"{method} {path}": expected(caller, least(method, path)) for method, path in there}


async def test_no_form_of_another_site_is_taken_even_from_an_admin(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await come_as(place, "admin")
        forms = [path for method, path in routes(place) if method == "POST"]
        found = {path: await answer(place, "POST", path, {"Sec-Fetch-Site": "cross-site"}) for path in forms}

    assert found == dict.fromkeys(forms, "forbidden")


async def test_the_table_names_no_route_that_is_gone(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        there = {f"{method} {path}" for method, path in routes(place)}

    named = [line for lines in (FOR_ALL, FOR_NOBODY, FOR_ADMINS, FOR_SUPERVISORS) for line in lines.split()]
    lines = [f"{method} {path}" for method, path in zip(named[::2], named[1::2], strict=True)]
    assert [line for line in lines if line not in there] == []
    assert [line for line in lines if lines.count(line) > 1] == []
