"""What the company decides, set in the browser: a page a subject, with where each value comes from and its history."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from zoneinfo import available_timezones

from aiohttp import web

from bot.company import as_text
from bot.company_settings import BadValues
from bot.desk.core.reply_file import ReplyKit
from bot.desk.jobs.retention import LOOKED_AT, RetentionPreview
from bot.desk.jobs.retention_rules import KEPT
from bot.desk.outcomes.remedy_limits import ROLES
from bot.desk.scripts.registry import AFTER_ANSWER
from bot.web.auth import actor
from bot.web.deps import DEPS
from bot.web.pages import render, words
from bot.web.staff.admin.outcome_forms import cause_rows, code_fields, outcome_rows
from bot.web.staff.admin.settings_clash import (
    SettingClash,
    Values,
    clashes,
    seen_marks,
    wanted_settings,
)
from bot.web.staff.admin.settings_forms import (
    DAYS,
    SECTIONS,
    Gathered,
    day_texts,
    doubtful_replies,
    due_rows,
    gather,
    kept_fields,
    kept_rows,
    limit_rows,
    reply_rows,
    row_count,
    shifts,
    texts,
)
from bot.web.staff.studio.studio_frame import StudioForm, form_of, speakers, studio_of
from dialogs.language.wordings import mark_of
from dialogs.strict_yaml.common_texts import languages
from storage.records.access_records import Agent

_GOES = ("Ticket", "Conversation", "Customer", "texts", "talks", "files", "Attachment", "contacts", "Audit")
"""What is told of what would go; the rest hangs on it."""
_COUNTRIES = ("CN", "HK", "TW", "GB-ENG", "IE", "US", "DE", "FR", "SG")
"""Whose holidays are proposed; any other that is known may be written."""


async def show_all(request: web.Request) -> web.Response:
    """Show the pages of settings, and what was set last."""
    deps = request.app[DEPS]
    every = tuple(name for names in SECTIONS.values() for name in names)
    history = await deps.company.history(deps.store.unit(), every)
    origins = {section: [deps.company.origin(name) for name in names] for section, names in SECTIONS.items()}
    return render(request, "admin/settings/all.html", sections=SECTIONS, origins=origins, history=history)


async def show(request: web.Request) -> web.Response:
    """Show one of them."""
    return await _page(request, _section(request))


async def save(request: web.Request) -> web.Response:
    """Set what the form has, all of it or nothing; a mistake is said on its field."""
    deps, section, form = request.app[DEPS], _section(request), await form_of(request)
    await deps.company.refresh(deps.store.unit())
    kit, trade = deps.reply_book.kit, _trade(request, form)
    gathered = _gathered(section, form, request, kit)
    if gathered.wrong:
        return await _page(request, section, form, gathered.wrong)
    now = _now(section, request, trade)
    wanted = wanted_settings(form, _gathered(section, form, request, _untabooed(kit)).values, now)
    if wanted.clashing:
        return await _page(request, section, form, taken=await clashes(request, wanted.clashing, now))
    doubts = doubtful_replies(form, deps.reply_book) if section == "replies" else {}
    sure = mark_of(as_text(doubts))
    if doubts and form.text("sure") != sure:
        return await _page(request, section, form, doubts=doubts, sure=sure)
    changed = {name: gathered.values[name] for name in wanted.changed}
    try:
        if section == "retention" and changed and form.text("looked") != _mark(gathered):
            # What removes is shown before it acts.
            rules = deps.company.as_if(changed).retention
            return await _page(
                request, section, form, preview=await deps.retention.preview(rules), mark=_mark(gathered)
            )
        await deps.company.save(deps.store, deps.environment, actor(request), changed)
    except BadValues as bad:
        return await _page(request, section, form, {name: name for name in bad.wrong})
    raise web.HTTPSeeOther(f"/admin/settings/{section}?saved=1{f'&trade={trade}' if section == 'causes' else ''}")


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
    raise web.HTTPSeeOther(f"/admin/settings/{section}?saved=1{'&look=1' if section == 'retention' else ''}")


async def undo(request: web.Request) -> web.Response:
    """Take the newest change of a setting back."""
    deps, section = request.app[DEPS], _section(request)
    try:
        key = (await form_of(request)).text("change")
        await deps.company.undo(deps.store, deps.environment, actor(request), key)
    except BadValues as bad:
        return await _page(request, section, None, {one: one for one in bad.wrong})
    raise web.HTTPSeeOther(f"/admin/settings/{section}?saved=1{'&look=1' if section == 'retention' else ''}")


def _section(request: web.Request) -> str:
    section = request.match_info["section"]
    if section not in SECTIONS:
        raise web.HTTPNotFound
    return section


def _now(section: str, request: web.Request, trade: str) -> Values:
    """Return the settings of a page as its form would send them back unchanged."""
    deps = request.app[DEPS]
    unchanged = StudioForm(_shown(section, request, trade), {})
    held = texts(deps.company.now)
    plain = {name: held[name] for name in SECTIONS[section] if name in held}
    return {**plain, **_gathered(section, unchanged, request, _untabooed(deps.reply_book.kit)).values}


def _mark(gathered: Gathered) -> str:
    """Return by what the settings of a form are known that were looked at."""
    return mark_of(as_text(dict(gathered.values)))


def _trades(request: web.Request) -> list[str]:
    """Return the scripts that have causes or may get some."""
    deps, scripts = request.app[DEPS], studio_of(request).scripts
    others = {key for key in scripts.keys() if scripts.script(key) is not None}  # noqa: SIM118  # no mapping
    return sorted({*deps.ending.outcomes.lists.causes, *others} - {"", AFTER_ANSWER})


def _title(request: web.Request, trade: str) -> str:
    script = studio_of(request).scripts.script(trade)
    return f"{script.title.get(words(request).language, trade)} ({trade})" if script else trade


def _trade(request: web.Request, form: StudioForm | None = None) -> str:
    """Return whose causes a page is about: of the form, of the address, else of what customers get."""
    trades, main = _trades(request), studio_of(request).scripts.main
    asked = form.text("trade") if form else request.query.get("trade", "")
    if form and asked and asked not in trades:
        raise web.HTTPBadRequest
    return asked if asked in trades else main if main in trades else next(iter(trades), "")


def _gathered(section: str, form: StudioForm, request: web.Request, kit: ReplyKit) -> Gathered:
    deps = request.app[DEPS]
    return gather(section, form, deps.company.now, kit, deps.ending.outcomes)


def _untabooed(kit: ReplyKit) -> ReplyKit:
    """Return the replies without the taboo words, which are kept in one setting with them and changed elsewhere."""
    return ReplyKit(kit.replies)


def _shown(section: str, request: web.Request, trade: str) -> dict[str, str]:
    """Return what the fields of a page hold before anybody changes them."""
    company, book = request.app[DEPS].company.now, request.app[DEPS].ending.outcomes
    held = texts(company)
    fields = {name: held.get(name, "") for name in SECTIONS[section]}
    fields["opening_exceptions"] = held["opening_exceptions"].replace(", ", "\n")
    fields |= {f"offered:{one}": "yes" if one in company.policy.languages else "" for one in languages()}
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
    fields |= {f"{row.name}:{kind}": "" for row in kept_rows(company, script, "") for kind in KEPT}
    fields |= kept_fields(company.retention)
    for number, shift in enumerate(shifts(company.policy.duty)):
        fields |= {f"role:{number}": shift.role, f"who:{number}": shift.who, f"hours:{number}": shift.hours}
    for number, limits in enumerate(limit_rows(company.policy.limits)):
        fields |= {f"{name}:{number}": limits.get(name, "") for name in ("currency", *ROLES)}
    if section == "outcomes":
        fields |= code_fields(outcome_rows(book))
    if section == "causes":
        rows = cause_rows(book, trade)
        fields |= {"trade": trade, **code_fields((name, cause) for name, cause, _ in rows)}
        fields |= code_fields(one for _, _, of in rows for one in of)
    for number, reply in enumerate(reply_rows(request.app[DEPS].reply_book.kit.replies)):
        fields |= {f"key:{number}": reply.key, f"for:{number}": ", ".join(reply.categories)}
        for language in languages():
            fields[f"title:{number}@{language}"] = reply.title.get(language, "")
            fields[f"text:{number}@{language}"] = reply.text.get(language, "")
    return fields


async def _page(
    request: web.Request,
    section: str,
    form: StudioForm | None = None,
    wrong: Mapping[str, str] | None = None,
    *,
    taken: Sequence[SettingClash] = (),
    doubts: Mapping[str, str] | None = None,
    sure: str = "",
    preview: RetentionPreview | None = None,
    mark: str = "",
) -> web.Response:
    deps, t = request.app[DEPS], words(request)
    unit, company = deps.store.unit(), deps.company.now
    script = studio_of(request).scripts.script(studio_of(request).scripts.main)
    grave, categories = due_rows(company, script, t.language)
    if section == "retention" and "look" in request.query:
        preview = await deps.retention.preview(company.retention)
    trade, book = _trade(request, form), deps.ending.outcomes
    shown = _shown(section, request, trade) | seen_marks(_now(section, request, trade))
    # A box that is not ticked is not sent; after a clash the form goes on from what is so now.
    fields = {**dict.fromkeys(shown, ""), **form.fields} if form else shown
    fields |= {name: mark for name, mark in shown.items() if taken and name.startswith("seen:")}
    problems = {name: t(f"setting.wrong.{key}") for name, key in (wrong or {}).items()}
    problems |= {name: t("doubt.taboo", words=found) for name, found in (doubts or {}).items()}
    return render(
        request,
        "admin/settings/page.html",
        status=409 if problems or taken else 200,
        clashes=taken,
        sure=sure,
        section=section,
        sections=SECTIONS,
        fields=defaultdict(str, fields),
        problems=problems,
        origins={name: deps.company.origin(name) for name in SECTIONS[section]},
        history=await deps.company.history(unit, SECTIONS[section]),
        days=DAYS,
        zones=sorted(available_timezones()) if section == "hours" else (),
        countries=_COUNTRIES,
        grave=grave,
        categories=categories,
        rows=range(row_count(section, fields)),
        roles=ROLES,
        outcomes=outcome_rows(book),
        causes=cause_rows(book, trade),
        trades=[(one, _title(request, one)) for one in _trades(request)],
        staff=[one for one in await unit.find(Agent) if one.status == "active"],
        tongues=speakers(request),
        kept=kept_rows(company, script, t.language),
        kinds=KEPT,
        preview=preview,
        goes=_GOES,
        mark=mark,
        most=LOOKED_AT,
        saved="saved" in request.query,
    )


ROUTES = [
    web.get("/admin/settings", show_all),
    web.get("/admin/settings/{section}", show),
    web.post("/admin/settings/{section}", save),
    web.post("/admin/settings/{section}/withdraw", withdraw),
    web.post("/admin/settings/{section}/undo", undo),
]
