"""A member's own desk: whether they are at work, by what they are called, and the lists that they made."""

from datetime import datetime

from aiohttp import web

from bot.desk.core.errors import Refusal, Refused
from bot.desk.overview.saved_filters import choice_in, drop_filter, save_filter, saved_filters
from bot.desk.staff.attendance import NOTICES, choose_notices, come_back, go_away, is_here
from bot.desk.staff.mail_address import MailWish, set_mail
from bot.web.auth import actor
from bot.web.deps import AGENT, DEPS
from bot.web.pages import field, render, words
from bot.web.staff.desk.desk_address import DeskAddress, address_in
from bot.web.typed_times import typed_moment
from dialogs.strict_yaml.common_texts import languages
from storage.ports import Conflict, Unavailable

HERE = "/desk/me"


async def show(request: web.Request) -> web.Response:
    """Show a member their own desk."""
    return await _page(request)


async def act(request: web.Request) -> web.Response:
    """Change something of it; what cannot be done is said there."""
    deps, agent, action = request.app[DEPS], request[AGENT], request.match_info["action"]
    now = deps.environment.now()
    try:
        if action == "away":
            await go_away(deps.store, agent.id, await _until(request), now)
        elif action == "here":
            await come_back(deps.store, agent.id)
        elif action == "notices":
            chosen = (await request.post()).getall("notice", [])
            await choose_notices(deps.store, agent.id, [str(one) for one in chosen])
        elif action == "mail" and deps.with_mail:
            await set_mail(deps.store, deps.environment, actor(request), agent.id, await _mail_wish(request))
        elif action == "drop":
            await drop_filter(deps.store, agent, await field(request, "list"))
        else:
            raise web.HTTPNotFound
    except Refused as refused:
        return await _page(request, 409, words(request).name("refused", refused.reason))
    except (Conflict, Unavailable):
        return await _page(request, 409, words(request)("cannot-save"))
    raise web.HTTPSeeOther(HERE)


async def save_list(request: web.Request) -> web.Response:
    """Keep the filter that is filled in as a list of this member's, and show it."""
    deps, form = request.app[DEPS], await request.post()
    at = address_in({key: str(value) for key, value in form.items()})
    try:
        await save_filter(
            deps.store, deps.environment, request[AGENT], await field(request, "name"), at.view, at.wanted
        )
    except Refused as refused:
        return await _page(request, 409, words(request).name("refused", refused.reason))
    except (Conflict, Unavailable):
        return await _page(request, 409, words(request)("cannot-save"))
    raise web.HTTPSeeOther(at.to("/desk"))


async def _until(request: web.Request) -> datetime | None:
    """Return the moment that was filled in, by the desk's clocks; None if none was.

    Raises:
        Refused: if it is no moment.
    """
    text = await field(request, "until")
    try:
        return typed_moment(text, request.app[DEPS].zone) if text else None
    except ValueError:
        raise Refused(Refusal.BAD_TIME) from None


async def _mail_wish(request: web.Request) -> MailWish:
    language = await field(request, "language")
    if language not in languages():
        raise web.HTTPBadRequest
    return MailWish(await field(request, "mail"), language, off=not await field(request, "wanted"))


async def _page(request: web.Request, status: int = 200, problem: str = "") -> web.Response:
    deps, agent = request.app[DEPS], request[AGENT]
    lists = [(one, DeskAddress(*choice_in(one)).to("/desk")) for one in await saved_filters(deps.store, agent)]
    context = {
        "is_here": is_here(agent, deps.environment.now()),
        "notices": NOTICES,
        "lists": lists,
        "zone": deps.zone.key,
        "problem": problem,
        "typed": await field(request, "until") if problem else "",
        "with_mail": deps.with_mail,
        "mail": (problem and await field(request, "mail")) or agent.mail,
        "tongue": agent.mail_language or deps.language,
        "tongues": (words(request), *words(request).others),
    }
    return render(request, "desk/my_desk.html", status=status, **context)


ROUTES = [web.get(HERE, show), web.post("/desk/me/{action}", act), web.post("/desk/lists", save_list)]
