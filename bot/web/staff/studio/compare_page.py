"""*Compare*: what differs between the draft and what is in force, or between two versions: by step, text and line."""

import asyncio

from aiohttp import web

from bot.desk.scripts.differences import line_changes, text_changes
from bot.desk.scripts.drafts import source_of
from bot.web.staff.studio.studio_frame import Piece, piece_of, studio_of, studio_page
from dialogs.language.script_loader import load
from dialogs.versions.version_compare import Comparison, compare
from storage.records.script_records import ScriptDraft, ScriptVersion


async def show_differences(request: web.Request) -> web.Response:
    """Show what differs, from what is in force to the draft unless two versions are named."""
    piece = await piece_of(request)
    old = _named(request, piece, "old") or piece.current
    new = _named(request, piece, "new") or piece.text
    texts, lines, steps = await asyncio.to_thread(_differences, piece, old, new)
    return studio_page(request, piece, "compare", old=old, new=new, texts=texts, lines=lines, steps=steps)


def _named(request: web.Request, piece: Piece, which: str) -> ScriptVersion | None:
    version = request.query.get(which, "")
    record = studio_of(request).scripts.record(version) if version else None
    if version and (record is None or record.script != piece.key):
        raise web.HTTPNotFound
    return record


def _differences(
    piece: Piece, old: ScriptVersion | None, new: ScriptVersion | ScriptDraft | None
) -> tuple[object, object, Comparison | None]:
    before = source_of(piece.key, old) if old else None
    after = source_of(piece.key, new) if new else None
    was, now = (one.text if one else "" for one in (before, after))
    lines = line_changes(was, now)
    if before and after:
        lines += line_changes(before.cases, after.cases)
    if piece.area != "scripts":
        return (), lines, None
    first, second = load(was).script, load(now).script
    return text_changes(was, now), lines, compare(first, second) if first and second else None


ROUTES = [web.get("/admin/{area:scripts|known-issues}/{name}/compare", show_differences)]
