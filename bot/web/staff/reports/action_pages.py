"""Corrective actions: who does what by when against which cause, and what is measured of its effect.

Everybody of the staff sees them, and does what is theirs; supervisors ask for them and judge their effect.
"""

import asyncio
from datetime import datetime, time, timedelta
from typing import cast, get_args

from aiohttp import web

from bot.desk.agents.permissions import SUPERVISORS
from bot.desk.core.errors import Refusal, Refused
from bot.desk.reports.action_effect import ActionEffect, effect_of
from bot.desk.reports.corrective_actions import DOING, LONGEST, NEXT, CorrectiveActions, is_overdue
from bot.web.auth import actor, demand
from bot.web.deps import AGENT, DEPS
from bot.web.page_words import PageWords
from bot.web.pages import field, render, words
from bot.web.staff.reports.report_names import ReportNames, share_words
from bot.web.staff.reports.report_pages import named, names_of
from bot.web.typed_times import typed_day
from storage.ports import Conflict
from storage.records.access_records import Agent
from storage.records.register_records import CorrectiveAction
from storage.records.statuses import ActionStatus

USUAL_TIME = timedelta(days=30)


async def show(request: web.Request) -> web.Response:
    """Show all actions, with what is measured of each."""
    return await _page(request)


async def ask(request: web.Request) -> web.Response:
    """Ask somebody for an action."""
    await demand(request, SUPERVISORS)
    deps = request.app[DEPS]
    actions, about = CorrectiveActions(deps.store, deps.environment), await field(request, "about")
    kind, _, key = about.partition(":")
    try:
        due = datetime.combine(typed_day(await field(request, "due")), time(23, 59), deps.zone)
    except ValueError:
        return await _page(request, 409, Refusal.BAD_TIME)
    meant = (key if kind == "cause" else "", key if kind == "category" else "")
    try:
        await actions.ask(await field(request, "what"), meant, await field(request, "who"), due, actor(request))
    except Refused as refused:
        return await _page(request, 409, refused.reason)
    raise web.HTTPSeeOther("/desk/actions")


async def move(request: web.Request) -> web.Response:
    """Note what became of an action: its owner says that it is done, a supervisor whether it helped."""
    deps, status = request.app[DEPS], request.match_info["status"]
    key, mine = request.match_info["key"], await _is_mine(request)
    if status not in get_args(ActionStatus):
        raise web.HTTPNotFound
    if not (mine and status == "done"):
        await demand(request, SUPERVISORS)
    try:
        actions = CorrectiveActions(deps.store, deps.environment)
        await actions.move(key, cast("ActionStatus", status), actor(request))
    except Refused as refused:
        return await _page(request, 409, refused.reason)
    except Conflict:
        return await _page(request, 409, Refusal.JUDGED_ALREADY)
    raise web.HTTPSeeOther("/desk/actions")


async def measured(request: web.Request) -> list[tuple[CorrectiveAction, ActionEffect]]:
    """Return all actions, each with its effect so far."""
    deps = request.app[DEPS]
    actions, facts = await CorrectiveActions(deps.store, deps.environment).all(), await deps.reports.facts()
    return [(one, await asyncio.to_thread(effect_of, one, facts.table, facts.read)) for one in actions]


def effect_words(t: PageWords, action: CorrectiveAction, effect: ActionEffect) -> str:
    """Return the effect in words: both shares with what they are of, and whether that is more than chance."""
    before = t("action.before", share=share_words(t, effect.before), n=effect.before.hits, all=effect.before.of)
    if not action.done:
        return before
    since = t("action.since", share=share_words(t, effect.since), n=effect.since.hits, all=effect.since.of)
    return " ".join((before, since, t.name("action.effect", effect.verdict)))


def about_words(names: ReportNames, action: CorrectiveAction) -> str:
    """Return what an action is against."""
    return names.group("cause", action.cause) if action.cause else names.group("category", action.category)


async def _is_mine(request: web.Request) -> bool:
    action = await request.app[DEPS].store.unit().get(CorrectiveAction, request.match_info["key"])
    return action is not None and action.agent == request[AGENT].id


async def _page(request: web.Request, status: int = 200, refusal: Refusal | None = None) -> web.Response:
    deps, t, facts = request.app[DEPS], words(request), await request.app[DEPS].reports.facts()
    names, now = await names_of(request, facts), deps.environment.now()
    shown = [
        (
            one,
            about_words(names, one),
            effect_words(t, one, effect),
            effect.verdict,
            is_overdue(one, now),
            NEXT[one.status],
        )
        for one, effect in await measured(request)
    ]
    typed = {name: await field(request, name) if refusal else "" for name in ("what", "who", "about", "due")}
    context = {
        "shown": shown,
        "may_ask": request[AGENT].role in SUPERVISORS,
        "members": [one for one in await deps.store.unit().find(Agent) if one.status == "active"],
        "causes": named(facts, names, "cause"),
        "categories": named(facts, names, "category"),
        "typed": typed,
        "usual": (now.astimezone(deps.zone).date() + USUAL_TIME).isoformat(),
        "longest": LONGEST,
        "doing": DOING,
        "problem": t.name("refused", refusal) if refusal else "",
    }
    return render(request, "reports/actions.html", status=status, **context)


ROUTES = [
    web.get("/desk/actions", show),
    web.post("/desk/actions", ask),
    web.post("/desk/actions/{key}/{status}", move),
]
"""Below ``/desk``, where only the staff is let in."""
