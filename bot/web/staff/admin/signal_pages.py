"""What counts as a signal and what never does, and words that no reply should hold: tried on last month, then saved."""

import hashlib
from collections.abc import Mapping, Sequence

from aiohttp import web

from bot.company import as_text
from bot.company_settings import BadValues
from bot.desk.core.reply_file import company_replies
from bot.desk.recognition.signal_trial import SHOWN, SignalTrialReport
from bot.desk.signals.signal_file import NAMES, SignalPhrases, company_phrases, shipped_phrases
from bot.web.auth import actor
from bot.web.deps import DEPS
from bot.web.pages import render, words
from bot.web.staff.admin.settings_clash import SettingClash, Values, clashes, seen_marks, wanted_settings
from bot.web.staff.admin.settings_forms import kit_text
from bot.web.staff.studio.studio_frame import StudioForm, form_of, speakers, studio_of
from dialogs.model.events import Signal
from dialogs.strict_yaml.common_texts import languages

_LISTS = {"counts": "counts", "never": "never-counts"}


async def show(request: web.Request) -> web.Response:
    """Show what is in force."""
    return await _page(request)


async def save(request: web.Request) -> web.Response:
    """Try what the form has on last month's conversations; save it once it was tried as it is."""
    deps, form = request.app[DEPS], await form_of(request)
    await deps.company.refresh(deps.store.unit())
    phrases, wrong = _phrases(form)
    taboo, bad = _taboo(form)
    if wrong or bad:
        return await _page(request, form, {**wrong, **bad})
    now = _values(StudioForm(_shown(request), {}))
    wanted = wanted_settings(form, _values(form), now)
    if wanted.clashing:
        taken = await clashes(request, wanted.clashing, now, {"taboo": "replies"})
        return await _page(request, form, taken=taken)
    mark = hashlib.sha256(as_text([phrases, taboo]).encode()).hexdigest()
    if form.text("tried") != mark:
        found = company_phrases(as_text(phrases))[0] if phrases else SignalPhrases()
        report = await studio_of(request).signals.of(found or SignalPhrases())
        return await _page(request, form, report=report, mark=mark)
    changed: dict[str, str | None] = {}
    if "signals" in wanted.changed:
        changed["signals"] = wanted.changed["signals"]
    if "taboo" in wanted.changed:
        replies = {
            one.key: {"title": dict(one.title), "text": dict(one.text), **_for(one.categories)}
            for one in deps.reply_book.kit.replies
        }
        changed["replies"] = kit_text(replies, taboo)
    try:
        await deps.company.save(deps.store, deps.environment, actor(request), changed)
    except BadValues as problem:
        return await _page(request, form, {name: name for name in problem.wrong})
    raise web.HTTPSeeOther("/admin/signals?saved=1")


async def undo(request: web.Request) -> web.Response:
    """Take the newest change back."""
    deps = request.app[DEPS]
    key = (await form_of(request)).text("change")
    try:
        await deps.company.undo(deps.store, deps.environment, actor(request), key)
    except BadValues as problem:
        return await _page(request, wrong={name: name for name in problem.wrong})
    raise web.HTTPSeeOther("/admin/signals?saved=1")


def _for(categories: tuple[str, ...]) -> dict[str, list[str]]:
    return {"for": list(categories)} if categories else {}


def _values(form: StudioForm) -> Values:
    """Return what a form asks for: the phrases, and the taboo words."""
    phrases, taboo = _phrases(form)[0], _taboo(form)[0]
    return {"signals": as_text(phrases) if phrases else None, "taboo": as_text(taboo)}


def _shown(request: web.Request) -> dict[str, str]:
    held = studio_of(request).signals.in_force
    fields = {f"counts:{name}": "\n".join(held.counts.get(name, ())) for name in NAMES}
    fields |= {f"never:{name}": "\n".join(held.never_counts.get(name, ())) for name in NAMES}
    taboo = request.app[DEPS].reply_book.kit.taboo
    return fields | {f"taboo@{language}": "\n".join(taboo.get(language, ())) for language in languages()}


def _phrases(form: StudioForm) -> tuple[dict[str, dict[str, list[str]]], dict[str, str]]:
    """Return the lists by signal as a file holds them, and by field what is wrong."""
    found: dict[str, dict[str, list[str]]] = {}
    wrong: dict[str, str] = {}
    for name in NAMES:
        lists = {key: _lines(form.text(f"{field}:{name}")) for field, key in _LISTS.items()}
        lists = {key: lines for key, lines in lists.items() if lines}
        if lists and company_phrases(as_text({name: lists}))[0] is None:
            bad = [field for field, key in _LISTS.items() if key in lists and not _sound(name, key, lists[key])]
            wrong |= {f"{field}:{name}": "signals" for field in bad or ["never"]}
        if lists:
            found[name] = lists
    return found, wrong


def _sound(name: Signal, key: str, lines: list[str]) -> bool:
    return company_phrases(as_text({name: {key: lines}}))[0] is not None


def _taboo(form: StudioForm) -> tuple[dict[str, list[str]], dict[str, str]]:
    held = {language: _lines(form.text(f"taboo@{language}")) for language in languages()}
    held = {language: lines for language, lines in held.items() if lines}
    bad = bool(held) and company_replies(as_text({"taboo": held}))[0] is None
    return held, {f"taboo@{language}": "taboo" for language in held} if bad else {}


def _lines(text: str) -> list[str]:
    return list(dict.fromkeys(line for one in text.splitlines() if (line := " ".join(one.split()))))


async def _page(
    request: web.Request,
    form: StudioForm | None = None,
    wrong: Mapping[str, str] | None = None,
    report: SignalTrialReport | None = None,
    mark: str = "",
    *,
    taken: Sequence[SettingClash] = (),
) -> web.Response:
    deps, t = request.app[DEPS], words(request)
    trial = studio_of(request).signals
    shown = _shown(request)
    marks = seen_marks(_values(StudioForm(shown, {})))
    fields = {**(form.fields if form else shown), **({} if form and not taken else marks)}
    shipped = [shipped_phrases(one).examples for one in ("english", "chinese")]
    return render(
        request,
        "admin/settings/signals.html",
        status=409 if wrong or taken else 200,
        clashes=taken,
        seen=[*marks],
        names=NAMES,
        fields=fields,
        problems={name: t(f"setting.wrong.{key}") for name, key in (wrong or {}).items()},
        examples={name: [one for each in shipped for one in each.get(name, ())[:2]] for name in NAMES},
        report=report,
        most=SHOWN,
        mark=mark,
        proposals=await trial.proposals(),
        origin=deps.company.origin("signals"),
        history=await deps.company.history(deps.store.unit(), ("signals",)),
        tongues=speakers(request),
        saved="saved" in request.query,
    )


ROUTES = [web.get("/admin/signals", show), web.post("/admin/signals", save), web.post("/admin/signals/undo", undo)]
