"""What the company decides, set in the browser: a page a subject, with where each value comes from and its history."""

from collections.abc import Mapping
from zoneinfo import available_timezones

from aiohttp import web

from bot.company_settings import BadValues
from bot.desk.core.reply_file import ReplyKit
from bot.web.auth import actor
from bot.web.deps import DEPS
from bot.web.pages import render, words
from bot.web.staff.admin.settings_forms import DAYS, SECTIONS, day_texts, due_rows, gather, reply_rows, shifts, texts
from bot.web.staff.studio.studio_frame import StudioForm, form_of, speakers, studio_of
from dialogs.strict_yaml.common_texts import languages
from storage.records.access_records import Agent

_COUNTRIES = ("CN", "HK", "TW", "GB-ENG", "IE", "US", "DE", "FR", "SG")
"""Whose holidays are proposed; any other that is known may be written."""


async def show_all(request: web.Request) -> web.Response:
    """Show the pages of settings, and what was set last."""
    deps = request.app[DEPS]
    every = tuple(name for names in SECTIONS.values() for name in names)
    history = await deps.company.history(deps.store.unit(), every)
    origins = {section: [deps.company.origin(name) for name in names] for section, names in SECTIONS.items()}
    return render(request, "settings/all.html", sections=SECTIONS, origins=origins, history=history)


async def show(request: web.Request) -> web.Response:
    """Show one of them."""
    return await _page(request, _section(request))


async def save(request: web.Request) -> web.Response:
    """Set what the form has, all of it or nothing; a mistake is said on its field."""
    deps, section, form = request.app[DEPS], _section(request), await form_of(request)
    kit = deps.reply_book.kit
    gathered = gather(section, form, deps.company.now, kit)
    now = {**texts(deps.company.now), **_structured(section, request)}
    wanted = {name: value for name, value in gathered.values.items() if value != now.get(name)}
    if gathered.wrong:
        return await _page(request, section, form, gathered.wrong)
    try:
        await deps.company.save(deps.store, deps.environment, actor(request), wanted)
    except BadValues as bad:
        return await _page(request, section, form, {name: name for name in bad.wrong})
    raise web.HTTPSeeOther(f"/admin/settings/{section}?saved=1")


async def withdraw(request: web.Request) -> web.Response:
    """Go by the environment again, or by the program's own."""
    deps, section = request.app[DEPS], _section(request)
    name = (await form_of(request)).text("name")
    if name not in SECTIONS[section]:
        raise web.HTTPBadRequest
    try:
        await deps.company.save(deps.store, deps.environment, actor(request), {name: None})
    except BadValues as bad:
        return await _page(request, section, None, {one: one for one in bad.wrong})
    raise web.HTTPSeeOther(f"/admin/settings/{section}?saved=1")


async def undo(request: web.Request) -> web.Response:
    """Take the newest change of a setting back."""
    deps, section = request.app[DEPS], _section(request)
    try:
        key = (await form_of(request)).text("change")
        await deps.company.undo(deps.store, deps.environment, actor(request), key)
    except BadValues as bad:
        return await _page(request, section, None, {one: one for one in bad.wrong})
    raise web.HTTPSeeOther(f"/admin/settings/{section}?saved=1")


def _section(request: web.Request) -> str:
    section = request.match_info["section"]
    if section not in SECTIONS:
        raise web.HTTPNotFound
    return section


def _structured(section: str, request: web.Request) -> Mapping[str, str | None]:
    """Return the settings of several rows as their form would send them back unchanged."""
    unchanged, company = StudioForm(_shown(section, request), {}), request.app[DEPS].company.now
    return gather(section, unchanged, company, _kit(request)).values


def _kit(request: web.Request) -> ReplyKit:
    return request.app[DEPS].reply_book.kit


def _shown(section: str, request: web.Request) -> dict[str, str]:
    """Return what the fields of a page hold before anybody changes them."""
    company = request.app[DEPS].company.now
    held = texts(company)
    fields = {name: held.get(name, "") for name in SECTIONS[section]}
    fields["opening_exceptions"] = held["opening_exceptions"].replace(", ", "\n")
    fields["own_colour"] = "yes" if company.look.colour else ""
    fields |= {f"day:{day}": text for day, text in day_texts(company).items()}
    for name, said in (
        ("chat_title", company.look.title),
        ("chat_welcome", company.look.welcome),
        ("chat_privacy", company.look.privacy),
    ):
        fields |= {f"{name}@{language}": said.get(language, "") for language in languages()}
    script = studio_of(request).scripts.script(studio_of(request).scripts.main)
    for row in (one for rows in due_rows(company, script, "") for one in rows):
        fields[row.name] = row.text
    for number, shift in enumerate(shifts(company.policy.duty)):
        fields |= {f"role:{number}": shift.role, f"who:{number}": shift.who, f"hours:{number}": shift.hours}
    for number, reply in enumerate(reply_rows(_kit(request).replies)):
        fields |= {f"key:{number}": reply.key, f"for:{number}": ", ".join(reply.categories)}
        for language in languages():
            fields[f"title:{number}@{language}"] = reply.title.get(language, "")
            fields[f"text:{number}@{language}"] = reply.text.get(language, "")
    return fields


async def _page(
    request: web.Request, section: str, form: StudioForm | None = None, wrong: Mapping[str, str] | None = None
) -> web.Response:
    deps, t = request.app[DEPS], words(request)
    unit, company = deps.store.unit(), deps.company.now
    script = studio_of(request).scripts.script(studio_of(request).scripts.main)
    grave, categories = due_rows(company, script, t.language)
    fields = _shown(section, request) | (dict(form.fields) if form else {})
    problems = {name: t(f"setting.wrong.{key}") for name, key in (wrong or {}).items()}
    rows = len(reply_rows(_kit(request).replies)) if section == "replies" else len(shifts(company.policy.duty))
    return render(
        request,
        "settings/page.html",
        status=409 if problems else 200,
        section=section,
        sections=SECTIONS,
        fields=fields,
        problems=problems,
        origins={name: deps.company.origin(name) for name in SECTIONS[section]},
        history=await deps.company.history(unit, SECTIONS[section]),
        days=DAYS,
        zones=sorted(available_timezones()) if section == "hours" else (),
        countries=_COUNTRIES,
        grave=grave,
        categories=categories,
        rows=range(rows),
        staff=[one for one in await unit.find(Agent) if one.status == "active"],
        tongues=speakers(request),
        saved="saved" in request.query,
    )


ROUTES = [
    web.get("/admin/settings", show_all),
    web.get("/admin/settings/{section}", show),
    web.post("/admin/settings/{section}", save),
    web.post("/admin/settings/{section}/withdraw", withdraw),
    web.post("/admin/settings/{section}/undo", undo),
]
