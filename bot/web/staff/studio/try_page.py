"""*Try*: a conversation with the draft, by the real rules on a store of its own; no customer and no queue sees it."""

from aiohttp import web

from bot.desk.scripts.drafts import source_of
from bot.desk.scripts.validation import KNOWN_ISSUES
from bot.tryout import NotPlayable, Tryout, TryoutWish
from bot.web.deps import AGENT
from bot.web.pages import words
from bot.web.staff.studio.studio_frame import Piece, form_of, piece_of, speakers, studio_of, studio_page
from dialogs.language.flow_forms import read_flow
from dialogs.language.wordings import spoken
from dialogs.strict_yaml.common_texts import languages

LONGEST = 20_000
"""Signs of what is written."""


async def show_tryout(request: web.Request) -> web.Response:
    """Show what was said so far."""
    return await _page(request, await piece_of(request, "scripts"))


async def begin_tryout(request: web.Request) -> web.Response:
    """Begin anew, on the draft as it is now."""
    piece, form, studio = await piece_of(request, "scripts"), await form_of(request), studio_of(request)
    wish = TryoutWish(
        closed=form.text("closed") == "yes",
        returning=form.text("returning") == "yes",
        language=form.text("language") if form.text("language") in languages() else "",
        step=form.text("step"),
    )
    issues = await studio.drafts.find(KNOWN_ISSUES + piece.name)
    beside = source_of(KNOWN_ISSUES + piece.name, issues) if issues else None
    try:
        await studio.tryouts.begin(request[AGENT].id, piece.source, wish, beside)
    except NotPlayable:
        return await _page(request, piece, 409, words(request)("replay.refused.mistakes"))
    raise web.HTTPSeeOther(f"{piece.here}/try")


async def say(request: web.Request) -> web.Response:
    """Play what was written or tapped."""
    piece, form = await piece_of(request, "scripts"), await form_of(request)
    tryout = _tryout(request, piece)
    text, button = form.text("text").strip()[:LONGEST], form.text("button")
    if tryout is not None and (text or button):
        await tryout.says("" if button else text, button)
    raise web.HTTPSeeOther(f"{piece.here}/try#last")


def _tryout(request: web.Request, piece: Piece) -> Tryout | None:
    """Return what this admin tries of this script, if this process has it."""
    tryout = studio_of(request).tryouts.of(request[AGENT].id)
    return tryout if tryout is not None and tryout.source.name == piece.source.name else None


async def _page(request: web.Request, piece: Piece, status: int = 200, problem: str = "") -> web.Response:
    tryout = _tryout(request, piece)
    said = await tryout.transcript() if tryout else []
    flow = read_flow(piece.source.text)
    step, with_bot = await tryout.stands_at() if tryout else ("", True)
    return studio_page(
        request,
        piece,
        "try",
        status=status,
        problem=problem,
        tryout=tryout,
        said=said,
        step=step,
        steps=list(flow.steps) if flow else [],
        wanted=request.query.get("step", ""),
        tongues=speakers(request, spoken(piece.source.text)),
        with_bot=with_bot,
        stale=tryout is not None and tryout.source.id != piece.source.id,
    )


_HERE = "/admin/scripts/{name}/try"
ROUTES = [web.get(_HERE, show_tryout), web.post(_HERE, begin_tryout), web.post(f"{_HERE}/say", say)]
