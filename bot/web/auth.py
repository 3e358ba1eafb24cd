"""Who is signed in: links that open once, and browsers that stay signed in for a working day.

There are no passwords. The pages around this are in `sign_in_pages` and `telegram_pages`.
"""

from datetime import timedelta

from aiohttp import web

from bot.desk.core.environment import Environment
from bot.desk.staff.credentials import grant, hashed, opened, spend
from bot.web.deps import DEPS
from storage.access_records import Access
from storage.ports import Conflict, Store
from storage.records import Agent, InboxMark

COOKIE = "tellonce_staff"
SIGNED_IN_FOR = timedelta(hours=12)
FIRST_LINK_MINUTES = 60


async def new_link(store: Store, environment: Environment, agent_id: str, minutes: int) -> str:
    """Return the token of a fresh link that signs this member of the staff in, once, within so many minutes."""
    unit = store.unit()
    token = grant(unit, environment, agent_id, "link", timedelta(minutes=minutes))
    await unit.commit()
    return token


async def first_link(store: Store, environment: Environment) -> str:
    """Return the token of a link for the first admin, good for an hour; the admin is made if there is none."""
    async with store.unit() as unit:
        await unit.hold("first admin")  # two processes that begin at once make one
        admins = await unit.find(Agent, role="admin")
        if not admins:
            admins = [Agent(id=environment.new_id(), name="Admin", role="admin")]
            unit.add(admins[0])
            await unit.commit()
    return await new_link(store, environment, admins[0].id, FIRST_LINK_MINUTES)


async def use_link(store: Store, environment: Environment, token: str) -> str | None:
    """Return the secret for the cookie of a browser, or None if the link is unknown, used or too old."""
    unit = store.unit()
    link = await opened(unit, environment, token, "link")
    if link is None:
        return None
    spend(unit, environment, link)
    secret = grant(unit, environment, link.agent, "browser", SIGNED_IN_FOR)
    try:
        await unit.commit()
    except Conflict:
        return None
    return secret


async def sign_in_by(store: Store, environment: Environment, identity: str, shown: str) -> str | None:
    """Return the secret for the cookie of a browser in which an account of a member of the staff was shown.

    None if nobody has connected this account, or if what was shown for it was shown before.
    """
    unit = store.unit()
    agent = await unit.last(Agent, identities=identity)
    if agent is None:
        return None
    unit.add(InboxMark(id=f"shown:{hashed(shown)}", at=environment.now()))
    secret = grant(unit, environment, agent.id, "browser", SIGNED_IN_FOR)
    try:
        await unit.commit()
    except Conflict:
        return None
    return secret


async def signed_in(request: web.Request) -> Agent | None:
    """Return the member of the staff whose browser this is, or None."""
    deps = request.app[DEPS]
    unit = deps.store.unit()
    access = await opened(unit, deps.environment, request.cookies.get(COOKIE, ""), "browser")
    return await unit.get(Agent, access.agent) if access else None


async def sign_out(request: web.Request) -> None:
    """Forget this browser; its cookie opens nothing any more."""
    unit = request.app[DEPS].store.unit()
    access = await unit.get(Access, hashed(request.cookies.get(COOKIE, "")))
    if access is not None:
        unit.delete(access)
        await unit.commit()
