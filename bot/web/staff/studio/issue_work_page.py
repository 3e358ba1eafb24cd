"""What is done to a known issue beside its form: checked while somebody types, merged into another one, retired."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from aiohttp import web

from bot.desk.recognition.issue_trial import IssueCheck
from bot.desk.scripts.drafts import NoDraft
from bot.web.auth import actor
from bot.web.deps import DEPS
from bot.web.pages import fragment, words
from bot.web.staff.studio.issue_pages import form_in, form_page, forms_of, wanted_form
from bot.web.staff.studio.studio_frame import form_of, piece_of, studio_of
from dialogs.language.issue_forms import EMPTY, add_issue, change_issue, read_forms, remove_issue
from dialogs.language.known_issue import load_known_issues
from dialogs.strict_yaml.yaml_edits import NotEditable

_TRIED = "being-written"
"""The key of an issue that has none yet."""
AT_ONCE = 60
"""Tellings on which an issue is tried while somebody types."""


async def check(request: web.Request) -> web.Response:
    """Show what the issue, as it is being written, would have made of the last tellings, and what it comes near."""
    piece, wanted = await piece_of(request, "known-issues"), wanted_form(await form_of(request))
    key, text = request.match_info.get("issue", ""), piece.source.text if piece.text else EMPTY
    told = replace(wanted, status="standing")  # a suspected one is told to nobody, and could not be tried
    try:
        text = change_issue(text, key, told) if key else add_issue(text, _TRIED, told)
    except NotEditable:
        return web.Response(
            text=fragment(request, "studio/parts/issue_check.html", check=None), content_type="text/html"
        )
    issues, problems = load_known_issues(text)
    found = None if problems else await studio_of(request).trial.check(piece.name, issues, key or _TRIED, AT_ONCE)
    titles = {issue.key: issue.title.get(words(request).language, issue.key) for issue in issues}
    return _shown(request, found, titles)


def _shown(request: web.Request, found: IssueCheck | None, titles: Mapping[str, str]) -> web.Response:
    text = fragment(request, "studio/parts/issue_check.html", check=found, titles=titles)
    return web.Response(text=text, content_type="text/html")


async def merge(request: web.Request) -> web.Response:
    """Put the wordings of another issue into this one, and take the other out of the draft."""
    piece, key = await piece_of(request, "known-issues"), request.match_info["issue"]
    other = (await form_of(request)).text("other")
    mine, theirs = form_in(request, piece), forms_of(piece).get(other)
    if theirs is None or other == key:
        raise web.HTTPBadRequest

    def edit(text: str) -> str:
        there = read_forms(text) or {}
        if key not in there or other not in there:
            raise NotEditable("one of the two is gone")
        one, two = there[key], there[other]
        # Where one of them is about everywhere, both are.
        area = _both(one.area, two.area) if one.area and two.area else ()
        wordings, products = _both(one.wordings, two.wordings), _both(one.products, two.products)
        united = replace(one, wordings=wordings, area=area, products=products)
        return remove_issue(change_issue(text, key, united), other)

    try:
        await studio_of(request).drafts.change(piece.key, actor(request), edit)
    except (NotEditable, NoDraft):
        return form_page(request, piece, key, mine, 409, words(request)("issue.unwritable"))
    raise web.HTTPSeeOther(f"{piece.here}/issue/{key}?saved=1")


async def retire(request: web.Request) -> web.Response:
    """Have an issue hold until yesterday, so that nobody is told it any more; it stays in the list."""
    piece, key = await piece_of(request, "known-issues"), request.match_info["issue"]
    form, deps = form_in(request, piece), request.app[DEPS]
    yesterday = deps.environment.now().astimezone(deps.zone).date() - timedelta(days=1)
    since = form.since if form.since and form.since <= yesterday.isoformat() else ""
    ended = replace(form, since=since, until=yesterday.isoformat())
    try:
        await studio_of(request).drafts.change(piece.key, actor(request), lambda text: change_issue(text, key, ended))
    except (NotEditable, NoDraft):
        return form_page(request, piece, key, form, 409, words(request)("issue.unwritable"))
    raise web.HTTPSeeOther(f"{piece.here}?saved=1")


def _both(one: tuple[str, ...], two: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*one, *two)))


_HERE = "/admin/known-issues/{name}"
ROUTES = [
    web.post(f"{_HERE}/check", check),
    web.post(_HERE + "/issue/{issue}/check", check),
    web.post(_HERE + "/issue/{issue}/merge", merge),
    web.post(_HERE + "/issue/{issue}/retire", retire),
]
