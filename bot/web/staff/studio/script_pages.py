"""The list of scripts, and what is done about one as a whole: begun from another, uploaded, downloaded, thrown away."""

from dataclasses import dataclass

from aiohttp import web

from bot.desk.scripts.drafts import MOST_KEPT, DraftTaken, NoDraft
from bot.desk.scripts.import_folder import CASES
from bot.desk.scripts.validation import Source, holds_known_issues
from bot.web.auth import actor
from bot.web.pages import fragment, render, words
from bot.web.staff.studio.studio_frame import (
    AREAS,
    ChosenFile,
    Piece,
    find_piece,
    form_of,
    others_here,
    piece_of,
    studio_of,
)
from dialogs.strict_yaml.fields import NAME
from dialogs.strict_yaml.yaml_spans import SpelledMap, SpelledText, normalised, read_spans
from dialogs.strict_yaml.yaml_text import read_yaml


@dataclass(frozen=True)
class Uploaded:
    """A file that somebody chose."""

    name: str
    text: str


async def show_scripts(request: web.Request) -> web.Response:
    """Show all scripts."""
    return await _list(request)


async def begin_own(request: web.Request) -> web.Response:
    """Begin an own script from another one, and open it."""
    form = await form_of(request)
    name = form.text("name").strip()
    try:
        await studio_of(request).drafts.begin_own(form.text("from"), name, actor(request))
    except NoDraft as why:
        return await _list(request, 409, words(request).name("no-draft", why.reason), name)
    raise web.HTTPSeeOther(f"/admin/scripts/{name}")


async def upload(request: web.Request) -> web.Response:
    """Keep a file as the draft of the script that it names; anything else is refused with a sentence."""
    form = await form_of(request)
    file, beside = uploaded(form.files.get("file")), uploaded(form.files.get("cases"))
    if file is None:
        return await _list(request, 409, words(request)("no-draft.no-text"))
    key, problem = _key_of(file)
    if not key:
        refused = words(request)("no-draft.no-script-file", name=file.name, problem=problem)
        return await _list(request, 409, refused)
    try:
        source = Source(file.name, file.text, beside.text if beside else _cases_there(request, key))
        await studio_of(request).drafts.upload(source, key, actor(request))
    except NoDraft as why:
        return await _list(request, 409, words(request).name("no-draft", why.reason))
    raise web.HTTPSeeOther(f"/admin/scripts/{key}/text")


async def drop(request: web.Request) -> web.Response:
    """Throw a draft away."""
    piece = await piece_of(request)
    form = await form_of(request)
    try:
        await studio_of(request).drafts.drop(piece.key, actor(request), form.number("seen", piece.seen))
    except DraftTaken:
        raise web.HTTPSeeOther(f"{piece.here}/text?taken=1") from None
    raise web.HTTPSeeOther(piece.here if piece.current else f"/admin/{piece.area}")


async def show_others(request: web.Request) -> web.Response:
    """Tell an open page who else is there."""
    others = others_here(request, await piece_of(request))
    return web.Response(text=fragment(request, "studio/parts/here.html", others=others), content_type="text/html")


async def download(request: web.Request) -> web.Response:
    """Send the draft, what is in force, or a version, as a file; or the cases beside it."""
    piece = await piece_of(request)
    version = request.query.get("version", "")
    record = studio_of(request).scripts.record(version) if version else piece.text
    if record is None or (version and getattr(record, "script", piece.key) != piece.key):
        raise web.HTTPNotFound
    cases = "cases" in request.query
    text = record.cases if cases else record.text
    # Surrogates stand for bytes that were no text.
    return web.Response(
        body=text.encode("utf-8", "surrogateescape"),
        content_type="application/yaml",
        charset="utf-8",
        headers={"Content-Disposition": f'attachment; filename="{piece.name}{CASES if cases else ".yaml"}"'},
    )


def uploaded(file: ChosenFile | None) -> Uploaded | None:
    """Return a file of a form, or None if it is none, empty, no text, or longer than is kept."""
    if file is None or not file.data.strip() or len(file.data) > MOST_KEPT or b"\0" in file.data:
        return None
    try:
        return Uploaded(file.name, file.data.decode("utf-8"))
    except UnicodeDecodeError:
        return None


def _key_of(file: Uploaded) -> tuple[str, str]:
    """Return the key of the script that a file holds, or nothing and why it is none."""
    text = normalised(file.text)
    root, (_, problems) = read_spans(text), read_yaml(text)
    named = root.get("script") if isinstance(root, SpelledMap) else None
    if isinstance(named, SpelledText) and NAME.fullmatch(named.text) and not holds_known_issues(text):
        return named.text, ""
    return "", f"{problems[0].line}: {problems[0].message}" if problems else ""


def _cases_there(request: web.Request, key: str) -> str:
    """Return the cases in force: whoever uploads the script alone changes it and not them."""
    there = studio_of(request).drafts.in_force(key)
    return there.cases if there else ""


async def _list(request: web.Request, status: int = 200, problem: str = "", typed: str = "") -> web.Response:
    pieces = [await find_piece(studio_of(request), "scripts", name) for name in await script_names(request)]
    titles = {piece.name: title_of(request, piece) for piece in pieces}
    studio = studio_of(request)
    context = {"pieces": pieces, "titles": titles, "problem": problem, "typed": typed, "refused": studio.refused()}
    return render(request, "studio/scripts.html", status=status, main=studio.scripts.main, **context)


async def script_names(request: web.Request) -> list[str]:
    """Return the names of all scripts in force, and of those of which there is only a draft."""
    studio, prefix = studio_of(request), AREAS["known-issues"]
    in_force = [key for key in studio.scripts.keys() if studio.scripts.published(key)]  # noqa: SIM118  # no mapping
    return sorted({key for key in (*in_force, *await studio.drafts.all()) if not key.startswith(prefix)})


def title_of(request: web.Request, piece: Piece) -> str:
    """Return the title of a script in the language of the page, or its name."""
    script = studio_of(request).scripts.script(piece.name)
    return script.title.get(words(request).language, piece.name) if script else piece.name


ROUTES = [
    web.get("/admin/scripts", show_scripts),
    web.post("/admin/scripts", upload),
    web.post("/admin/scripts/own/new", begin_own),
    web.post("/admin/{area:scripts|known-issues}/{name}/drop", drop),
    web.get("/admin/{area:scripts|known-issues}/{name}/here", show_others),
    web.get("/admin/{area:scripts|known-issues}/{name}/file", download),
]
