"""The staff's own accounts on Telegram: connecting one, and signing in by one that is connected, here or by a link.

The second page is a Mini App: Telegram opens it with who is there in the part of the address that no server sees, and a
few lines of script send that here. Whether it is genuine is decided by `Messenger`. All is absent without Telegram.
"""

from aiohttp import web

from bot.desk.staff.accounts import Messenger, disconnect, invite
from bot.web.auth import secret_of, sign_in_by
from bot.web.deps import AGENT, DEPS
from bot.web.pages import field, render
from bot.web.staff.sign_in_pages import let_in
from storage.ports import Conflict

HERE = "/desk/telegram"
APP = "/sign-in/telegram"
"""What the button within Telegram opens."""


async def show(request: web.Request) -> web.Response:
    """Show whether an account is connected."""
    return _page(request)


async def make_link(request: web.Request) -> web.Response:
    """Show a link that connects the account in which it is opened, this once."""
    deps, telegram = request.app[DEPS], _telegram(request)
    address = await telegram.link(await invite(deps.store, deps.environment, request[AGENT]))
    # Shown in the answer to the form, not after a redirect: it must not come to stand in any address.
    return _page(request, address, problem="" if address else "telegram.away")


async def let_go(request: web.Request) -> web.Response:
    """Take the accounts of this member away."""
    deps, telegram, agent = request.app[DEPS], _telegram(request), request[AGENT]
    try:
        await disconnect(deps.store, agent.id, "telegram", secret_of(request))
    except Conflict:
        return _page(request, problem="cannot-save")
    await telegram.forget(agent.identities)
    raise web.HTTPSeeOther(HERE)


async def open_app(request: web.Request) -> web.Response:
    """Show the page that Telegram opens; its script sends what it was opened with."""
    _telegram(request)
    return render(request, "telegram_app.html", problem="")


async def ask_bot(request: web.Request) -> web.Response:
    """Lead to the bot, which sends a sign-in link to the account that asks, if it is connected."""
    address = await _telegram(request).sign_in_address()
    if not address:
        return render(request, "telegram_app.html", status=503, problem="telegram.away")
    raise web.HTTPSeeOther(address)


async def enter(request: web.Request) -> web.Response:
    """Sign in whoever Telegram says is there, if it is a member of the staff, and go to the desk."""
    shown = _telegram(request).opened_by(await field(request, "data"))
    if shown is None:
        return render(request, "telegram_app.html", status=403, problem="telegram.stale")
    secret = await sign_in_by(request, shown.identity, shown.once)
    if secret is None:
        return render(request, "telegram_app.html", status=403, problem="telegram.unknown")
    return let_in(request, secret)


def _telegram(request: web.Request) -> Messenger:
    telegram = request.app[DEPS].telegram
    if telegram is None:
        raise web.HTTPNotFound
    return telegram


def _page(request: web.Request, link: str = "", problem: str = "") -> web.Response:
    _telegram(request)
    accounts = [one for one in request[AGENT].identities if one.startswith("telegram:")]
    return render(request, "telegram.html", link=link, problem=problem, connected=bool(accounts))


ROUTES = [
    web.get(HERE, show),
    web.post(HERE, make_link),
    web.post(f"{HERE}/disconnect", let_go),
    web.get(APP, open_app),
    web.post(APP, enter),
    web.get(f"{APP}/link", ask_bot),
]
