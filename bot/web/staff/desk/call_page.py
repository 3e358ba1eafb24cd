"""The page on which an agent files a ticket for somebody who phoned; what may be a repeat is asked about first."""

from aiohttp import web

from bot.desk.agents.phoned import NEW, PhoneCall, ToldBefore
from bot.desk.core.errors import Refused
from bot.web.deps import AGENT, DEPS
from bot.web.pages import field, render, words
from bot.web.staff.desk.desk_address import address_of
from dialogs.model.events import Candidate
from dialogs.strict_yaml.common_texts import languages
from storage.ports import Conflict, Unavailable

_EMPTY = PhoneCall(name="", number="", language="", text="")


async def show_call(request: web.Request) -> web.Response:
    """Show an empty form."""
    return _page(request, _EMPTY)


async def file_call(request: web.Request) -> web.Response:
    """File what was told and show its ticket, or ask whether it was told before."""
    names = ("name", "number", "language", "text", "about")
    name, number, language, text, about = [await field(request, one) for one in names]
    spoken = language if language in languages() else words(request).language
    call = PhoneCall(name=name, number=number, language=spoken, text=text, about=about)
    try:
        reference = await request.app[DEPS].ending.calls.file(request[AGENT], call)
    except ToldBefore as told:
        return _page(request, call, told.candidates, status=409)
    except Refused as refused:
        return _page(request, call, problem=words(request).name("refused", refused.reason), status=409)
    except (Conflict, Unavailable):
        return _page(request, call, problem=words(request)("cannot-save"), status=409)
    raise web.HTTPSeeOther(address_of(request).to(f"/desk/tickets/{reference}"))


def _page(
    request: web.Request,
    call: PhoneCall,
    candidates: tuple[Candidate, ...] = (),
    problem: str = "",
    status: int = 200,
) -> web.Response:
    spoken = call.language or words(request).language
    return render(
        request,
        "desk/call.html",
        status=status,
        call=call,
        spoken=spoken,
        tongues=languages(),
        candidates=candidates,
        problem=problem,
        new=NEW,
    )


ROUTES = [web.get("/desk/call", show_call), web.post("/desk/call", file_call)]
