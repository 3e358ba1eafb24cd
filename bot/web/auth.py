"""Who is signed in: links that open once, and browsers that stay signed in as long as they are used.

There are no passwords. The pages around this are in `sign_in_pages`, `session_pages` and `telegram_pages`.
"""

from collections.abc import Collection
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from aiohttp import web

from bot.desk.core.environment import Environment
from bot.desk.staff.audit import Actor, note_once, put_on_record
from bot.desk.staff.credentials import STAFF, grant, hashed, opened, spend
from bot.web.deps import ACCESS, AGENT, DEPS, Deps
from bot.web.security import is_behind_tls
from bot.web.visitors.browser_names import browser_name
from storage.ports import Conflict, StorageError, Store, UnitOfWork
from storage.records.access_records import Access, Agent
from storage.records.statuses import AuditAct
from storage.records.traffic_records import InboxMark

COOKIE = "tellonce_staff"
LONGEST_SESSION = timedelta(days=7)
"""After which a browser must sign in anew, however much it is used."""
USED_EVERY = timedelta(minutes=5)
"""How exactly it is written down when a browser was used last."""


def cookie_name(request: web.Request) -> str:
    """Return how the cookie is called: behind TLS in a way that no other host and no plain HTTP can set it."""
    return f"__Host-{COOKIE}" if is_behind_tls(request) else COOKIE


def secret_of(request: web.Request) -> str:
    """Return the secret by which this browser is signed in; empty if it has none."""
    return request.cookies.get(cookie_name(request), "")


def origin_of(request: web.Request) -> str:
    """Return the address from which a request comes."""
    return request.app[DEPS].visitors.of(request)


def actor(request: web.Request, agent: Agent | None = None) -> Actor:
    """Return who asks, as it is put on record."""
    return Actor(agent or request.get(AGENT), origin_of(request))


async def use_link(request: web.Request, token: str) -> str | None:
    """Return the secret for the cookie of a browser, or None if the link is unknown, used or too old."""
    deps = request.app[DEPS]
    async with deps.store.unit() as unit:
        link = await opened(unit, deps.environment, token, "link")
        agent = await unit.get(Agent, link.agent) if link else None
        if link is not None and agent is not None and agent.status == "active":
            spend(unit, deps.environment, link)
            return await _let_in(request, unit, agent)
    await note_once(deps.store, deps.environment, "refused", actor(request))
    return None


async def sign_in_by(request: web.Request, identity: str, shown: str) -> str | None:
    """Return the secret for the cookie of a browser in which an account of a member of the staff was shown.

    None if nobody has connected this account, or if what was shown for it was shown before.
    """
    deps = request.app[DEPS]
    async with deps.store.unit() as unit:
        agent = await unit.last(Agent, identities=identity)
        if agent is not None and agent.status == "active":
            unit.add(InboxMark(id=f"shown:{hashed(shown)}", at=deps.environment.now()))
            return await _let_in(request, unit, agent)
    await note_once(deps.store, deps.environment, "refused", actor(request))
    return None


async def _let_in(request: web.Request, unit: UnitOfWork, agent: Agent) -> str | None:
    deps, by = request.app[DEPS], actor(request, agent)
    browser = browser_name(request.headers.get("User-Agent", ""))
    secret = grant(unit, deps.environment, agent.id, "browser", deps.idle, browser=browser, origin=by.origin)
    await put_on_record(unit, deps.environment, "signed-in", by, detail=browser)
    try:
        await unit.commit()
    except Conflict:
        return None
    return secret


async def demand(request: web.Request, roles: Collection[str]) -> None:
    """Let only members of these roles go on.

    Raises:
        HTTPForbidden: for anybody else; it is on record.
    """
    if request[AGENT].role in roles:
        return
    deps = request.app[DEPS]
    # What was asked for may be anything, and each address a line of its own: there are only so many pages.
    page = request.match_info.route.resource
    about = page.canonical if page else f"/{request.path.split('/')[1]}"
    await note_once(deps.store, deps.environment, "refused", actor(request), about=about)
    raise web.HTTPForbidden


async def signed_in(request: web.Request) -> tuple[Agent, Access] | None:
    """Return the member of the staff whose browser this is, and by what it is signed in; None if it is nobody's."""
    deps = request.app[DEPS]
    unit = deps.store.unit()
    access = await opened(unit, deps.environment, secret_of(request), "browser")
    agent = await unit.get(Agent, access.agent) if access else None
    return (agent, access) if access and agent and agent.status == "active" else None


async def note_use(request: web.Request, access: Access) -> None:
    """Write down that a browser is used, which keeps it signed in; what cannot be written now is written next time."""
    deps = request.app[DEPS]
    now, origin = deps.environment.now(), origin_of(request)
    since = access.since or now
    if access.used and now - access.used < USED_EVERY and access.origin == origin:
        return
    unit = deps.store.unit()
    expires = min(now + deps.idle, since + LONGEST_SESSION)
    unit.put(replace(access, since=since, used=now, origin=origin, expires=expires))
    with suppress(StorageError):
        await unit.commit()


async def sign_out(request: web.Request) -> None:
    """Forget this browser; its cookie opens nothing any more."""
    deps = request.app[DEPS]
    known = await signed_in(request)
    if known is not None:
        agent, access = known
        await _end(deps, actor(request, agent), [access], "signed-out")


async def sessions(store: Store, environment: Environment, agent: Agent) -> list[Access]:
    """Return where a member is signed in, the last used first."""
    held = [one for one in await store.unit().find(Access, agent=agent.id) if one.kind == "browser"]
    live = [one for one in held if one.expires > environment.now()]
    return sorted(live, key=lambda one: one.used or environment.now(), reverse=True)


async def end_sessions(request: web.Request, key: str = "") -> None:
    """End one of the sessions of whoever asks, or all but the one at hand."""
    deps, agent, here = request.app[DEPS], request[AGENT], request[ACCESS]
    held = await sessions(deps.store, deps.environment, agent)
    await _end(deps, actor(request), [one for one in held if (one.id == key if key else one.id != here.id)])


async def _end(deps: Deps, by: Actor, ended: list[Access], act: AuditAct = "session-ended") -> None:
    async with deps.store.unit() as unit:
        for access in ended:
            unit.delete(access)
            await put_on_record(unit, deps.environment, act, by, detail=access.browser)
        await unit.commit()
    deps.store.changes.tell(STAFF)
