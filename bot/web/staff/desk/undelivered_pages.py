"""The page of what did not get through: messages to send again, updates and timers to be played again."""

from aiohttp import web

from bot.desk.core.errors import Refused
from bot.web.auth import demand
from bot.web.deps import AGENT, DEPS
from bot.web.pages import render, words
from storage.ports import Conflict, Unavailable


async def show(request: web.Request) -> web.Response:
    """Show what did not get through."""
    return await _page(request)


async def judge(request: web.Request) -> web.Response:
    """Have a message sent again, or let it be; what cannot be done is said on the page."""
    undelivered, key = request.app[DEPS].dead_letters, request.match_info["key"]
    actions = {"again": undelivered.send_again, "drop": undelivered.drop}
    if request.match_info["action"] not in actions:
        raise web.HTTPNotFound
    try:
        await actions[request.match_info["action"]](key, request[AGENT])
    except Refused as refused:
        return await _page(request, 409, words(request).name("refused", refused.reason))
    except (Conflict, Unavailable):
        return await _page(request, 409, words(request)("cannot-save"))
    raise web.HTTPSeeOther("/desk/undelivered")


async def play_again(request: web.Request) -> web.Response:
    """Have all that was set aside played again."""
    await demand(request, ("admin",))
    try:
        await request.app[DEPS].dead_letters.play_again()
    except (Conflict, Unavailable):
        return await _page(request, 409, words(request)("cannot-save"))
    raise web.HTTPSeeOther("/desk/undelivered")


async def _page(request: web.Request, status: int = 200, problem: str = "") -> web.Response:
    undelivered = request.app[DEPS].dead_letters
    found = {
        "letters": await undelivered.letters(),
        "mails": await undelivered.mails(request[AGENT]),
        "aside": await undelivered.set_aside(),
        "timers": await undelivered.timers(),
    }
    return render(request, "desk/undelivered.html", status=status, problem=problem, **found)


ROUTES = [
    web.get("/desk/undelivered", show),
    web.post("/desk/undelivered/play-again", play_again),
    web.post("/desk/undelivered/{key}/{action}", judge),
]
"""All are below ``/desk``, where only the staff is let in."""
