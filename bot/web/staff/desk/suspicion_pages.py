"""The pages of hotspots: all of them, and one with its curve, places and tellings, until a person judges it."""

from aiohttp import web
from markupsafe import Markup

from bot.desk.agents.hotspot_review import JUDGES, OPEN, VERDICTS, as_known_issue, judge_suspicion, name_suspicion
from bot.desk.core.errors import Refused
from bot.desk.core.sanitize import clean_message
from bot.desk.hotspots.telling_reader import TellingReader
from bot.desk.hotspots.topic_course import TopicCourse, course_of
from bot.drawing.charts import counted
from bot.web.auth import actor
from bot.web.deps import AGENT, DEPS
from bot.web.page_words import PageWords
from bot.web.pages import field, render, words
from storage.ports import Conflict, Unavailable

_LONGEST_REASON = 300


async def show_all(request: web.Request) -> web.Response:
    """Show all hotspots to an admin, with what became of each."""
    return render(request, "desk/hotspots.html", views=await request.app[DEPS].queries.all_suspicions())


async def show(request: web.Request) -> web.Response:
    """Show a suspicion."""
    return await _page(request)


async def give_verdict(request: web.Request) -> web.Response:
    """Name, watch, confirm or dismiss it; a confirmed one goes on to the form of the known issue."""
    key, verdict = request.match_info["key"], request.match_info["verdict"]
    deps, by = request.app[DEPS], actor(request)
    try:
        if verdict == "name":
            await name_suspicion(deps.store, deps.environment, key, by, await field(request, "title"))
        elif verdict in VERDICTS:
            reason = clean_message(await field(request, "reason"))[:_LONGEST_REASON]
            await judge_suspicion(deps.store, deps.environment, key, by, verdict, reason)
        else:
            raise web.HTTPNotFound
    except Refused as refused:
        return await _page(request, 409, words(request).name("refused", refused.reason))
    except (Conflict, Unavailable):
        return await _page(request, 409, words(request)("cannot-save"))
    if verdict == "confirm" and request[AGENT].role == "admin":
        found = await deps.queries.suspicion(key)
        script = found.suspicion.script if found else ""
        raise web.HTTPSeeOther(f"/admin/known-issues/{script}/new?suspicion={key}")
    raise web.HTTPSeeOther("/desk" if verdict == "dismiss" else f"/desk/suspicions/{key}")


async def _page(request: web.Request, status: int = 200, problem: str = "") -> web.Response:
    view = await request.app[DEPS].queries.suspicion(request.match_info["key"])
    if view is None:
        raise web.HTTPNotFound
    deps, t = request.app[DEPS], words(request)
    tellings = TellingReader(deps.store, deps.studio.scripts.script)
    course = await course_of(tellings, view.suspicion, deps.environment.now())
    context = {
        "view": view,
        "course": course,
        "curve": Markup(_curve(course, t, hourly=view.suspicion.kind == "burst")),  # noqa: S704  # escaped there
        "is_open": view.suspicion.status in OPEN,
        "suspicion": view.suspicion,
        "judges": request[AGENT].role in JUDGES,
        "issue": as_known_issue(view.suspicion),
        "problem": problem,
        "typed": {name: await field(request, name) if problem else "" for name in ("title", "reason")},
    }
    return render(request, "desk/suspicion.html", status=status, **context)


def _curve(course: TopicCourse, t: PageWords, *, hourly: bool) -> str:
    steps = [(t.clock(at) if hourly else f"{at.astimezone(t.zone):%m-%d}", count) for at, count in course.steps]
    usual = t("hotspot.usual", n=f"{course.usual:.1f}")
    note = t("hotspot.by-hour") if hourly else t("hotspot.by-day")
    return counted(t("hotspot.curve"), note, steps, (usual, course.usual))


ROUTES = [
    web.get("/admin/hotspots", show_all),
    web.get("/desk/suspicions/{key}", show),
    web.post("/desk/suspicions/{key}/{verdict}", give_verdict),
]
"""What is below ``/desk`` is for all of the staff."""
