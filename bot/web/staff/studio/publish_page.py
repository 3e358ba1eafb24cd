"""*Publish* and *History*: a draft is put in force with a note, and an earlier version again."""

import asyncio
from collections.abc import Sequence

from aiohttp import web

from bot.desk.dialog.version_migration import MigrationCount, count_migration
from bot.desk.scripts.drafts import DraftTaken
from bot.desk.scripts.history import NoSuchVersion
from bot.desk.scripts.validation import KNOWN_ISSUES, Mistake, Validated, validate
from bot.web.auth import actor
from bot.web.deps import DEPS
from bot.web.pages import words
from bot.web.staff.studio.studio_frame import Piece, form_of, piece_of, studio_of, studio_page
from dialogs.model.script import Script

LONGEST_NOTE = 500
"""Signs of why something was published."""


async def show_publish(request: web.Request) -> web.Response:
    """Show what stands in the way of publishing the draft, or what it would do to open conversations."""
    return await _page(request, await piece_of(request))


async def publish_draft(request: web.Request) -> web.Response:
    """Put the draft in force, or tell why not."""
    piece, form = await piece_of(request), await form_of(request)
    note = " ".join(form.text("note").split())[:LONGEST_NOTE]
    try:
        seen = form.number("seen", piece.seen)
        outcome = await studio_of(request).drafts.publish(piece.key, actor(request), note, seen)
    except DraftTaken as taken:
        problem = words(request)("studio.taken-publish", name=taken.draft.name if taken.draft else "–")
        return await _page(request, piece, 409, problem)
    if outcome.mistakes:
        return await _page(request, piece, 409, words(request)("publish.refused"), outcome.mistakes, note)
    raise web.HTTPSeeOther(f"{piece.here}/history?published={outcome.version[:7]}")


async def show_history(request: web.Request) -> web.Response:
    """Show what was in force when, by whom and why."""
    return await _history(request, await piece_of(request))


async def roll_back(request: web.Request) -> web.Response:
    """Put an earlier version in force again."""
    piece, form = await piece_of(request), await form_of(request)
    note = " ".join(form.text("note").split())[:LONGEST_NOTE]
    version, publisher = form.text("version"), studio_of(request).publisher
    try:
        await publisher.roll_back(piece.key, version, "studio", actor(request), note)
    except NoSuchVersion:
        return await _history(request, piece, 409, words(request)("history.no-such"))
    raise web.HTTPSeeOther(f"{piece.here}/history?published={version[:7]}")


async def _page(
    request: web.Request,
    piece: Piece,
    status: int = 200,
    problem: str = "",
    mistakes: Sequence[Mistake] = (),
    note: str = "",
) -> web.Response:
    judged = await asyncio.to_thread(validate, piece.source) if piece.draft else None
    found = mistakes or (judged.mistakes or studio_of(request).publisher.clashes(judged) if judged else ())
    counted = await _count(request, piece, judged.loaded.script if judged and not found else None)
    unchanged = piece.draft is not None and piece.current is not None and piece.source.id == piece.current.id
    return studio_page(
        request,
        piece,
        "publish",
        status=status,
        problem=problem,
        mistakes=found,
        hints=judged.hints if judged else (),
        counted=counted,
        note=note,
        unchanged=unchanged,
        fails=_fails(judged),
    )


def _fails(judged: Validated | None) -> bool:
    """Return whether it is cases that stand in the way, so that there is a page to look at."""
    return judged is not None and any(one.problem.code.startswith("case-") for one in judged.mistakes)


async def _count(request: web.Request, piece: Piece, draft: Script | None) -> MigrationCount | None:
    """Return how open conversations stand to a draft, or to what is in force; of known issues none needs to move."""
    if piece.area != "scripts" or (draft is None and piece.current is None):
        return None
    deps = request.app[DEPS]
    return await count_migration(deps.store, deps.studio.scripts, piece.key.removeprefix(KNOWN_ISSUES), draft)


async def _history(request: web.Request, piece: Piece, status: int = 200, problem: str = "") -> web.Response:
    scripts = studio_of(request).scripts
    publications = scripts.published(piece.key)
    earlier = [None, *publications[:-1]]
    lines = [
        (one, before.version if before else "", not scripts.loaded(one.version).problems)
        for one, before in zip(publications, earlier, strict=True)
    ]
    counted = await _count(request, piece, None) if piece.current else None
    published = request.query.get("published", "")
    return studio_page(
        request, piece, "history", status=status, problem=problem, lines=lines[::-1], counted=counted,
        published=published,
    )  # fmt: skip


_HERE = "/admin/{area:scripts|known-issues}/{name}"
ROUTES = [
    web.get(f"{_HERE}/publish", show_publish),
    web.post(f"{_HERE}/publish", publish_draft),
    web.get(f"{_HERE}/history", show_history),
    web.post(f"{_HERE}/history", roll_back),
]
