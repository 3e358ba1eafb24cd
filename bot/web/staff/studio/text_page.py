"""*Text*: a script, or known issues, as YAML, with its problems line by line."""

import asyncio

from aiohttp import web

from bot.channels.port import LIMITS
from bot.desk.scripts.differences import line_changes
from bot.desk.scripts.drafts import Desired, DraftTaken, NoDraft, source_of
from bot.desk.scripts.validation import Mistake, Source, validate
from bot.web.auth import actor
from bot.web.pages import fragment, words
from bot.web.staff.studio.editor_files import folder
from bot.web.staff.studio.script_pages import uploaded
from bot.web.staff.studio.studio_frame import (
    Piece,
    by_script,
    form_of,
    piece_of,
    studio_of,
    studio_page,
)
from dialogs.language.case_file import load_cases
from dialogs.language.known_issue import load_known_issues
from dialogs.language.schema import entry_words
from dialogs.language.script_loader import load
from dialogs.strict_yaml.yaml_spans import normalised
from storage.records.script_records import ScriptDraft


async def show_text(request: web.Request) -> web.Response:
    """Show the text and what is wrong with it."""
    return await _page(request, await piece_of(request))


async def save_text(request: web.Request) -> web.Response:
    """Save the text as the draft, whatever is wrong with it; not over what somebody else saved meanwhile."""
    piece, form = await piece_of(request), await form_of(request)
    source, seen = _written(piece, form.text("text"), form.text("cases")), form.number("seen", piece.seen)
    try:
        await studio_of(request).drafts.save(piece.key, actor(request), Desired(source.text, source.cases, seen))
    except DraftTaken as taken:
        return await _page(request, piece, 409, source, theirs=taken.draft)
    except NoDraft as why:
        return await _page(request, piece, 409, source, problem=words(request).name("no-draft", why.reason))
    raise web.HTTPSeeOther(f"{piece.here}/text?saved=1")


async def replace_text(request: web.Request) -> web.Response:
    """Save a file in place of the text, or of the cases beside it."""
    piece, form = await piece_of(request), await form_of(request)
    file, part = uploaded(form.files.get("file")), form.text("part")
    if file is None:
        return await _page(request, piece, 409, problem=words(request)("no-draft.no-text"))
    text, cases = (piece.source.text, file.text) if part == "cases" else (file.text, piece.source.cases)
    desired = Desired(text, cases, form.number("seen", piece.seen))
    try:
        await studio_of(request).drafts.save(piece.key, actor(request), desired)
    except DraftTaken as taken:
        return await _page(request, piece, 409, _written(piece, text, cases), theirs=taken.draft)
    raise web.HTTPSeeOther(f"{piece.here}/text?saved=1")


async def check_text(request: web.Request) -> web.Response:
    """Tell what is wrong with a text as it stands in the box; saves nothing."""
    piece, form = await piece_of(request), await form_of(request)
    source = _written(piece, form.text("text"), form.text("cases"))
    if by_script(request):
        mistakes = await asyncio.to_thread(quick_mistakes, source)
        told = fragment(request, "studio/parts/problems.html", mistakes=mistakes, piece=piece)
        return web.Response(text=told, content_type="text/html")
    seen = form.number("seen", piece.seen)
    return await _page(request, piece, source=source, seen=seen, checked=True)


def quick_mistakes(source: Source) -> tuple[Mistake, ...]:
    """Return what is wrong with a text, without playing its cases: that takes longer than somebody types."""
    if source.known_issues:
        return tuple(Mistake(source.name, one) for one in load_known_issues(source.text)[1])
    beside = load_cases(source.cases)[1] if source.cases.strip() else ()
    found = [Mistake(source.name, one) for one in load(source.text, LIMITS).problems]
    return (*found, *(Mistake(source.cases_name, one) for one in beside))


def _written(piece: Piece, text: str, cases: str) -> Source:
    text, cases = normalised(text), normalised(cases)
    return Source(f"{piece.name}.yaml", text, cases if cases.strip() else "", piece.area == "known-issues")


async def _page(
    request: web.Request,
    piece: Piece,
    status: int = 200,
    source: Source | None = None,
    *,
    theirs: ScriptDraft | None = None,
    problem: str = "",
    seen: int | None = None,
    checked: bool = False,
) -> web.Response:
    shown = source or piece.source
    if checked:
        mistakes = (await asyncio.to_thread(validate, shown)).mistakes
    else:
        mistakes = await asyncio.to_thread(quick_mistakes, shown)
    changed = line_changes(source_of(piece.key, theirs).text, shown.text) if theirs else ()
    if status == 409 and not problem:
        problem = words(request)("studio.taken", name=theirs.name if theirs else "–")
    return studio_page(
        request,
        piece,
        "text",
        status=status,
        problem=problem,
        source=shown,
        editor=folder() is not None,
        entries=entry_words(),
        mistakes=mistakes,
        seen=theirs.revision if theirs else piece.seen if seen is None else seen,
        changed=changed,
        saved="saved" in request.query,
        checked=checked,
    )


_HERE = "/admin/{area:scripts|known-issues}/{name}/text"
ROUTES = [
    web.get(_HERE, show_text),
    web.post(_HERE, save_text),
    web.post(f"{_HERE}/check", check_text),
    web.post(f"{_HERE}/file", replace_text),
]
