"""The first steps: what an admin who signs in for the first time is led through. Each may be skipped."""

from collections.abc import Mapping

from aiohttp import web

from bot.company_settings import BadValues
from bot.desk.core.errors import Refused
from bot.desk.privacy.demo import begin_demo, demo_of, remove_demo
from bot.desk.staff.credentials import opened
from bot.desk.staff.membership import add_member
from bot.web.auth import actor
from bot.web.deps import DEPS, Deps
from bot.web.pages import field, render, words
from bot.web.staff.admin.admin_pages import ROLES
from bot.web.staff.studio.script_pages import script_names, title_of
from bot.web.staff.studio.studio_frame import find_piece, speakers, studio_of
from storage.records.access_records import Agent
from storage.records.complaint_records import Message

STEPS = ("company", "hours", "script", "channels", "colleague")
_SETTING = "first_steps"
"""What is over of them, with commas between."""
_OF_STEP: Mapping[str, tuple[str, ...]] = {
    "company": ("company_name",),
    "hours": ("language", "timezone"),
    "script": ("script",),
}
HERE = "/admin/first-steps"


async def first_page(deps: Deps, secret: str) -> str:
    """Return where a browser that has just signed in begins: an admin alone on a new desk with the first steps."""
    unit = deps.store.unit()
    access = await opened(unit, deps.environment, secret, "browser")
    staff = await unit.find(Agent, limit=2)
    is_new = len(staff) == 1 and staff[0].role == "admin" and deps.company.text(_SETTING) is None
    return HERE if is_new and access is not None else "/desk"


async def show(request: web.Request) -> web.Response:
    """Show the step that is next, or the one that is asked for."""
    return await _page(request)


async def take(request: web.Request) -> web.Response:
    """Set what a step asks for, or skip it; then the next one is shown."""
    deps, step, by = request.app[DEPS], request.match_info["step"], actor(request)
    if step not in STEPS:
        raise web.HTTPNotFound
    wanted: dict[str, str | None] = {_SETTING: ",".join(sorted({*_over(deps), step}))}
    try:
        if not await field(request, "skip"):
            now = {"company_name": deps.company.now.look.company, "language": deps.language, "timezone": str(deps.zone)}
            sent = {name: await field(request, name) for name in _OF_STEP.get(step, ())}
            wanted |= {name: text for name, text in sent.items() if text and text != now.get(name)}
            if step == "colleague" and (name := await field(request, "name")):
                role = ROLES.get(await field(request, "role"), "agent")
                await add_member(deps.store, deps.environment, by, name[:80], role)
        await deps.company.save(deps.store, deps.environment, by, wanted)
    except BadValues as bad:
        return await _page(request, step, words(request)(f"setting.wrong.{next(iter(bad.wrong))}"))
    except Refused as refused:
        return await _page(request, step, words(request).name("refused", refused.reason))
    raise web.HTTPSeeOther(HERE)


async def demo(request: web.Request) -> web.Response:
    """Begin the demo conversation, or remove it."""
    deps = request.app[DEPS]
    if await demo_of(deps.store):
        await remove_demo(deps.store, deps.files)
    else:
        await begin_demo(deps.turns, deps.environment, deps.language)
    raise web.HTTPSeeOther(f"{HERE}?demo=1")


def _over(deps: Deps) -> list[str]:
    return [step for step in (deps.company.text(_SETTING) or "").split(",") if step in STEPS]


async def _page(request: web.Request, step: str = "", problem: str = "") -> web.Response:
    deps, over = request.app[DEPS], _over(request.app[DEPS])
    unit, studio = deps.store.unit(), studio_of(request)
    following = next((one for one in STEPS if one not in over), "")
    asked = request.query.get("step", "")
    names = [name for name in await script_names(request) if studio.scripts.script(name)]
    titles = {name: title_of(request, await find_piece(studio, "scripts", name)) for name in names}
    heard = await unit.last(Message)
    now = {"company_name": deps.company.now.look.company, "language": deps.language, "timezone": str(deps.zone)}
    now |= {"script": studio.scripts.main, "name": "", "role": ""}
    typed = {name: await field(request, name) for name in now if problem}
    return render(
        request,
        "admin/first_steps.html",
        status=409 if problem else 200,
        steps=STEPS,
        over=over,
        step=step or (asked if asked in STEPS else following),
        problem=problem,
        written=now | {name: text for name, text in typed.items() if text},
        tongues=speakers(request),
        titles=titles,
        heard=heard,
        address=deps.address(),
        staff=await unit.find(Agent),
        roles=list(ROLES),
        demo=await demo_of(deps.store),
    )


ROUTES = [web.get(HERE, show), web.post(f"{HERE}/demo", demo), web.post(HERE + "/{step}", take)]
