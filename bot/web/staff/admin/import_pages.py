"""The admins' page on which tickets of another system are taken in: a file, what its columns are, and how far it got.

Nothing is written before an admin has seen what the first lines would become.
"""

from collections.abc import AsyncGenerator
from typing import Any
from urllib.parse import quote

from aiohttp import BodyPartReader, web

from bot.desk.register.import_lines import MOST_COLUMNS, NotImportable, fields, missing, proposed
from bot.web.auth import actor
from bot.web.deps import DEPS
from bot.web.pages import fragment, render, words
from bot.web.staff.studio.studio_frame import by_script

LARGEST = 2_000_000_000
"""Bytes of a file."""
_PIECE = 256 * 1024
_COLUMN = "column-"
"""How the fields of the form begin that say what a column is."""


async def show(request: web.Request) -> web.Response:
    """Show the form for a file, and how far the last import got; a script of the page is told the latter alone."""
    if by_script(request):
        told = fragment(request, "parts/import_run.html", **await _last(request))
        return web.Response(text=told, content_type="text/html")
    return await _page(request)


async def receive(request: web.Request) -> web.Response:
    """Take a file, and go on to what its columns are."""
    try:
        digest = await request.app[DEPS].imports.receive(_content(request))
    except NotImportable as problem:
        return await _page(request, 400, problem=problem.reason)
    raise web.HTTPSeeOther(f"/admin/import/{digest}")


async def show_columns(request: web.Request) -> web.Response:
    """Show what the columns seem to be, and what the first lines become."""
    return await _columns(request)


async def begin(request: web.Request) -> web.Response:
    """Show once more what the lines become, or begin to take them in."""
    form = await request.clone(client_max_fields=MOST_COLUMNS + 2).post()
    file = await _file(request)
    chosen = {column: str(form.get(f"{_COLUMN}{number}", "")) for number, column in enumerate(file.columns)}
    mapping = {column: field for column, field in chosen.items() if field in fields()}
    if form.get("do") != "take" or missing(mapping):
        return await _columns(request, mapping, 200 if form.get("do") != "take" else 400)
    try:
        await request.app[DEPS].imports.begin(request.match_info["digest"], mapping, actor(request))
    except NotImportable as problem:
        return await _page(request, 409, problem=problem.reason)
    raise web.HTTPSeeOther("/admin/import")


async def _content(request: web.Request) -> AsyncGenerator[bytes, None]:
    """Yield the bytes of the file that a form sends.

    Raises:
        HTTPUnsupportedMediaType: if it is no such form.
        NotImportable: if there is no file, or too large a one.
    """
    if request.content_type != "multipart/form-data":
        raise web.HTTPUnsupportedMediaType
    size = 0
    async for part in await request.multipart():
        if isinstance(part, BodyPartReader) and part.name == "file":
            while chunk := await part.read_chunk(_PIECE):
                size += len(chunk)
                if size > LARGEST:
                    raise NotImportable("too-large")
                yield chunk
    if not size:
        raise NotImportable("empty")


async def _file(request: web.Request) -> Any:
    try:
        return await request.app[DEPS].imports.file(request.match_info["digest"])
    except NotImportable:
        raise web.HTTPNotFound from None


async def _columns(request: web.Request, chosen: dict[str, str] | None = None, status: int = 200) -> web.Response:
    file, jobs = await _file(request), request.app[DEPS].imports
    mapping = proposed(file.columns) if chosen is None else chosen
    context = {
        "here": f"/admin/import/{quote(request.match_info['digest'])}",
        "file": file,
        "mapping": mapping,
        "fields": fields(),
        "missing": missing(mapping),
        "preview": [] if missing(mapping) else jobs.tickets.preview(file, mapping),
    }
    return render(request, "admin/import_columns.html", status=status, **context)


async def _page(request: web.Request, status: int = 200, *, problem: str = "") -> web.Response:
    told = words(request).name("import.problem", problem) if problem else ""
    return render(request, "admin/import.html", status=status, problem=told, **await _last(request))


async def _last(request: web.Request) -> dict[str, Any]:
    jobs = request.app[DEPS].imports
    run = await jobs.last()
    return {"run": run, "running": jobs.is_running(run)}


ROUTES = [
    web.get("/admin/import", show),
    web.post("/admin/import", receive),
    web.get("/admin/import/{digest:[0-9a-f]{64}}", show_columns),
    web.post("/admin/import/{digest:[0-9a-f]{64}}", begin),
]
"""Below ``/admin``, where only admins are let in."""
