"""*Publish* and *History*: a draft is put in force with a note, and an earlier version again."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from aiohttp import web

from bot.desk.dialog.version_migration import MigrationCount, count_migration
from bot.desk.scripts.canary_rule import FEWEST, MARGIN, MEASURES, GroupFigures
from bot.desk.scripts.drafts import DraftTaken
from bot.desk.scripts.history import NoSuchVersion
from bot.desk.scripts.rollouts import ALL, CANARY, GOING_ON, RolloutWish
from bot.desk.scripts.validation import KNOWN_ISSUES, Mistake, Validated, validate
from bot.web.auth import actor
from bot.web.deps import DEPS
from bot.web.pages import words
from bot.web.staff.studio.studio_frame import Piece, StudioForm, form_of, piece_of, studio_of, studio_page
from bot.web.typed_times import typed_moment
from dialogs.model.script import Script
from storage.records.script_records import Rollout

LONGEST_NOTE = 500
"""Signs of why something was published."""


class PublishForm(NamedTuple):
    """What somebody wrote who publishes."""

    note: str = ""
    begins: str = ""
    """A moment, as it was written; empty for now."""


_EMPTY = PublishForm()


async def show_publish(request: web.Request) -> web.Response:
    """Show what stands in the way of publishing the draft, or what it would do to open conversations."""
    return await _page(request, await piece_of(request))


async def publish_draft(request: web.Request) -> web.Response:
    """Put the draft in force for all, or for a share of customers, now or at a time; or tell why not."""
    piece, form = await piece_of(request), await form_of(request)
    wanted = _wanted(form)
    seen, begins = form.number("seen", piece.seen), _moment(request, wanted.begins)
    share = CANARY if form.text("to") == "share" and piece.current and piece.area == "scripts" else ALL
    if begins is None:
        return await _page(request, piece, 409, words(request)("publish.no-such-time"), wanted=wanted)
    is_now = share == ALL and begins <= request.app[DEPS].environment.now()
    rollouts, by = studio_of(request).rollouts, actor(request)
    try:
        if is_now:
            outcome = await studio_of(request).drafts.publish(piece.key, by, wanted.note, seen)
        else:
            outcome = await rollouts.begin(piece.key, by, RolloutWish(share, begins, wanted.note, seen))
    except DraftTaken as taken:
        problem = words(request)("studio.taken-publish", name=taken.draft.name if taken.draft else "–")
        return await _page(request, piece, 409, problem, wanted=wanted)
    if outcome.mistakes:
        return await _page(request, piece, 409, words(request)("publish.refused"), outcome.mistakes, wanted)
    if not is_now:
        raise web.HTTPSeeOther(f"{piece.here}/publish")
    await rollouts.end(piece.key, by)
    raise web.HTTPSeeOther(f"{piece.here}/history?published={outcome.version[:7]}")


async def decide_rollout(request: web.Request) -> web.Response:
    """Put what is tried or planned in force for all, or take it back."""
    piece, form, rollouts = await piece_of(request), await form_of(request), studio_of(request).rollouts
    if form.text("do") != "all":
        await rollouts.end(piece.key, actor(request))
        raise web.HTTPSeeOther(f"{piece.here}/publish")
    outcome = await rollouts.to_all(piece.key, actor(request))
    if outcome is None or outcome.mistakes:
        found = outcome.mistakes if outcome else ()
        return await _page(request, piece, 409, words(request)("publish.refused"), found)
    raise web.HTTPSeeOther(f"{piece.here}/history?published={outcome.version[:7]}")


def _wanted(form: StudioForm) -> PublishForm:
    note = " ".join(form.text("note").split())[:LONGEST_NOTE]
    return PublishForm(note, form.text("begins").strip())


def _moment(request: web.Request, written: str) -> datetime | None:
    """Return a time of the form by the desk's clocks, now for none; None for what is no time."""
    deps = request.app[DEPS]
    if not written:
        return deps.environment.now()
    try:
        return typed_moment(written, deps.zone)
    except ValueError:
        return None


async def show_history(request: web.Request) -> web.Response:
    """Show what was in force when, by whom and why."""
    return await _history(request, await piece_of(request))


async def roll_back(request: web.Request) -> web.Response:
    """Put an earlier version in force again."""
    piece, form = await piece_of(request), await form_of(request)
    note = _wanted(form).note
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
    wanted: PublishForm = _EMPTY,
) -> web.Response:
    judged = await asyncio.to_thread(validate, piece.source) if piece.draft else None
    found = mistakes or (judged.mistakes or studio_of(request).publisher.clashes(judged) if judged else ())
    counted = await _count(request, piece, judged.loaded.script if judged and not found else None)
    rollout = await studio_of(request).rollouts.find(piece.key)
    goes_on = rollout is not None and rollout.status in GOING_ON
    compared = await studio_of(request).rollouts.figures(rollout) if rollout and rollout.status == "trying" else None
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
        wanted=wanted,
        unchanged=unchanged,
        fails=_fails(judged),
        rollout=rollout,
        goes_on=goes_on,
        figures=compared or _kept(rollout),
        measures=MEASURES,
        canary=CANARY,
        fewest=FEWEST,
        margin=round(MARGIN * 100),
    )


def _kept(rollout: Rollout | None) -> Sequence[GroupFigures]:
    """Return the figures of both sides as they were looked at last, if they were."""
    told = [rollout.figures.get(side) for side in ("tried", "base")] if rollout else []
    return [GroupFigures(one["conversations"], {key: one[key] for key in MEASURES}) for one in told if one]


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
    earlier = ["", *(one.version for one in publications)]
    lines = [
        (one, before, not scripts.loaded(one.version).problems)
        for one, before in zip(publications, earlier, strict=False)
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
    web.post(f"{_HERE}/publish/rollout", decide_rollout),
    web.get(f"{_HERE}/history", show_history),
    web.post(f"{_HERE}/history", roll_back),
]
