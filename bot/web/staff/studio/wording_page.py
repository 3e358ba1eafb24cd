"""*Words*: every text of a script in all its languages as one form, saved as a draft."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from aiohttp import web

from bot.channels.port import LIMITS
from bot.desk.scripts.drafts import NoDraft
from bot.web.auth import actor
from bot.web.pages import words
from bot.web.staff.studio.studio_frame import (
    Piece,
    by_script,
    form_of,
    piece_of,
    speakers,
    studio_of,
    studio_page,
)
from dialogs.language.wordings import Reworded, Rewording, Wording, mark_of, spoken, wordings
from dialogs.strict_yaml.yaml_edits import NotEditable


@dataclass(frozen=True)
class Box:
    """One wording in one language, as the form shows it."""

    field: str
    language: str
    wording: str
    mark: str
    too_long: int
    theirs: str = ""
    """What somebody else has made of it meanwhile, where that is why it was not saved."""


@dataclass(frozen=True)
class Row:
    """One text of the script."""

    text: Wording
    boxes: tuple[Box, ...]
    place: str
    """The name of the step, slot or choice."""
    part: str
    """What of it this is, such as ``prompt``."""


async def show_words(request: web.Request) -> web.Response:
    """Show the texts, or those that hold what is looked for."""
    return await _page(request, await piece_of(request, "scripts"))


async def save_words(request: web.Request) -> web.Response:
    """Save what was changed; what somebody else changed meanwhile is shown beside what was written."""
    piece, form = await piece_of(request, "scripts"), await form_of(request)
    fields = {name: value for name, value in form.fields.items() if "@" in name and not name.startswith("seen:")}
    wanted = tuple(
        Rewording(tuple(path.split("/")), language, form.text(f"seen:{field}"), _as_kept(wording))
        for field, wording in fields.items()
        for path, _, language in [field.partition("@")]
    )
    try:
        done = await studio_of(request).drafts.reword(piece.key, actor(request), wanted)
    except (NotEditable, NoDraft):
        return await _page(request, piece, 409, problem=words(request)("studio.unreadable"))
    if by_script(request):
        return _told(request, fields, done)
    if done.clashes:
        return await _page(request, await piece_of(request, "scripts"), 409, done.clashes)
    query = f"&q={request.query['q']}" if request.query.get("q") else ""
    raise web.HTTPSeeOther(f"{piece.here}?saved={done.changed}{query}")


def _told(request: web.Request, fields: Mapping[str, str], done: Reworded) -> web.Response:
    """Tell the page's script what is kept, and which of the boxes somebody else has changed."""
    clashes = [f"{'/'.join(one.path)}@{one.language}" for one in done.clashes]
    kept = {name: mark_of(_as_kept(wording)) for name, wording in fields.items() if name not in clashes}
    t = words(request)
    said = t("studio.clash") if clashes else t("studio.saved-at", time=t.when(t.now))
    return web.json_response({"kept": kept, "clashes": clashes, "said": said}, status=409 if clashes else 200)


def _as_kept(wording: str) -> str:
    """Return a wording as the script holds it: a browser sends other ends of lines, which are no change."""
    return wording.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")


async def _page(
    request: web.Request,
    piece: Piece,
    status: int = 200,
    clashes: Sequence[Rewording] = (),
    problem: str = "",
) -> web.Response:
    text = piece.source.text
    sought = request.query.get("q", "").strip().casefold()
    tongues = spoken(text)
    found = await asyncio.to_thread(wordings, text)
    mine = {(one.path, one.language): one.wanted for one in clashes}
    rows = [_row(one, tongues, mine) for one in found or ()]
    if mine:
        rows = [row for row in rows if any(box.theirs for box in row.boxes)]
    shown = [row for row in rows if _holds(row, sought)]
    long = sum(box.too_long > 0 for row in rows for box in row.boxes)
    return studio_page(
        request,
        piece,
        "words",
        status=status,
        problem=problem or (words(request)("studio.clash") if clashes else ""),
        rows=shown,
        unreadable=found is None,
        tongues=speakers(request, tongues),
        sought=request.query.get("q", ""),
        saved=request.query.get("saved", ""),
        long=long,
        limits=LIMITS,
        clashing=bool(mine),
    )


def _row(one: Wording, tongues: Sequence[str], mine: Mapping[tuple[tuple[str, ...], str], str]) -> Row:
    boxes = []
    for language in tongues:
        wording = one.text.get(language, "")
        box = Box(f"{one.name}@{language}", language, wording, one.mark(language), one.too_long(language, LIMITS))
        if (one.path, language) in mine:
            box = replace(box, wording=mine[one.path, language], theirs=wording or "–")
        boxes.append(box)
    keys = [key for key in one.path[1:] if key != "choices"]
    part = keys[-1] if len(keys) > 1 and one.path[0] in ("steps", "slots", "quiet") else ""
    place = " · ".join(keys[:-1] if part in PARTS else keys)
    return Row(one, tuple(boxes), place, part if part in PARTS else one.path[0])


def _holds(row: Row, sought: str) -> bool:
    told = [row.text.name, row.place, *(box.wording for box in row.boxes)]
    return any(sought in one.casefold() for one in told)


PARTS = (
    *("prompt", "reprompt", "say", "when-closed", "offer", "offer-many", "summary", "handoff", "close"),
    *("label", "button"),
)
"""What of a step, a slot or a quiet line is worded, by the names it is written with."""

ROUTES = [web.get("/admin/scripts/{name}", show_words), web.post("/admin/scripts/{name}", save_words)]
