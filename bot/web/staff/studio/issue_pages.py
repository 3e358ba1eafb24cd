"""Known issues: the list, one as a form, begun anew or from a resolved ticket, and tried on what customers told."""

from collections.abc import Mapping
from typing import get_args

from aiohttp import web

from bot.desk.agents.hotspot_review import as_issue_form
from bot.desk.redaction.redaction import redacted
from bot.desk.scripts.drafts import NoDraft
from bot.desk.scripts.issue_hints import ENOUGH_WORDINGS
from bot.desk.staff.audit import note_once
from bot.web.auth import actor
from bot.web.deps import DEPS
from bot.web.pages import render, words
from bot.web.staff.studio.script_pages import script_names, title_of
from bot.web.staff.studio.studio_frame import (
    Piece,
    StudioForm,
    find_piece,
    form_of,
    piece_of,
    speakers,
    studio_of,
    studio_page,
)
from dialogs.language.issue_forms import EMPTY, IssueForm, add_issue, change_issue, free_key, read_forms, remove_issue
from dialogs.language.known_issue import Status, load_known_issues
from dialogs.strict_yaml.common_texts import languages
from dialogs.strict_yaml.yaml_edits import NotEditable
from storage.records.complaint_records import Occurrence, Ticket

STATES: tuple[Status, ...] = get_args(Status)
_MOST_TOLD = 12
"""Tellings of a ticket that are proposed as wordings."""
_LONGEST_WORDING = 200
_AREA = "known-issues"


async def show_all(request: web.Request) -> web.Response:
    """Show the scripts with how many known issues each has."""
    studio = studio_of(request)
    names = [name for name in await script_names(request) if studio.scripts.script(name)]
    pieces = [await find_piece(studio, _AREA, name) for name in names]
    titles = {piece.name: title_of(request, piece) for piece in pieces}
    counts = {piece.name: len(forms_of(piece)) for piece in pieces}
    return render(request, "studio/all_issues.html", pieces=pieces, titles=titles, counts=counts)


async def show_issues(request: web.Request) -> web.Response:
    """Show the known issues of a script."""
    piece = await piece_of(request, _AREA)
    found = read_forms(piece.source.text) if piece.text else {}
    return studio_page(
        request,
        piece,
        "issues",
        forms=found or {},
        unreadable=found is None,
        enough=ENOUGH_WORDINGS,
        language=words(request).language,
    )


async def show_issue(request: web.Request) -> web.Response:
    """Show a known issue as a form."""
    piece = await piece_of(request, _AREA)
    return form_page(request, piece, request.match_info["issue"], form_in(request, piece))


async def show_new(request: web.Request) -> web.Response:
    """Show an empty form, or one filled from a resolved ticket or a confirmed hotspot."""
    piece = await piece_of(request, _AREA)
    reference = request.query.get("ticket", "").upper()
    form = await _from_ticket(request, piece, reference) if reference else IssueForm({}, {}, "suspected")
    if suspicion := request.query.get("suspicion"):
        view = await request.app[DEPS].queries.suspicion(suspicion)
        form = as_issue_form(view.suspicion) if view else form
    return form_page(request, piece, "", form)


async def save_issue(request: web.Request) -> web.Response:
    """Save a known issue in the draft, unless somebody else changed the same one meanwhile."""
    piece, form = await piece_of(request, _AREA), await form_of(request)
    key, wanted, t = request.match_info.get("issue", ""), wanted_form(form), words(request)
    now = forms_of(piece).get(key)
    if key and now is None:
        raise web.HTTPNotFound
    if now is not None and form.text("seen") != now.mark:
        return form_page(request, piece, key, wanted, 409, t("issue.clash"), theirs=now)
    if not wanted.wordings or not any(wanted.title.values()):
        return form_page(request, piece, key, wanted, 409, t("issue.incomplete"))
    day = f"{t.now:%Y-%m-%d}"

    def edit(text: str) -> str:
        there = read_forms(text) or {}
        if key:
            return change_issue(text, key, wanted)
        return add_issue(text, free_key(wanted.title, there, f"issue-{day}"), wanted)

    try:
        await studio_of(request).drafts.change(piece.key, actor(request), edit)
    except (NotEditable, NoDraft):
        return form_page(request, piece, key, wanted, 409, t("issue.unwritable"))
    raise web.HTTPSeeOther(f"{piece.here}?saved=1")


async def drop_issue(request: web.Request) -> web.Response:
    """Take a known issue out of the draft; the last one stays, since a file needs one."""
    piece, key = await piece_of(request, _AREA), request.match_info["issue"]
    form = form_in(request, piece)
    try:
        await studio_of(request).drafts.change(piece.key, actor(request), lambda text: remove_issue(text, key))
    except NotEditable:
        return form_page(request, piece, key, form, 409, words(request)("issue.last"))
    raise web.HTTPSeeOther(piece.here)


async def show_trial(request: web.Request) -> web.Response:
    """Show what the draft would have made of last month's tellings, once that is asked for."""
    piece, key = await piece_of(request, _AREA), request.query.get("issue", "")
    issues, problems = load_known_issues(piece.source.text) if piece.text else ((), ())
    report = None
    if "go" in request.query and not problems:
        report = await studio_of(request).trial.of(piece.name, issues)
    titles = {issue.key: issue.title.get(words(request).language, issue.key) for issue in issues}
    return studio_page(
        request,
        piece,
        "trial",
        report=report,
        titles=titles,
        problems=problems,
        chosen=key if key in titles else "",
    )


def forms_of(piece: Piece) -> Mapping[str, IssueForm]:
    """Return the known issues of what is worked on, by their keys."""
    return read_forms(piece.source.text if piece.text else EMPTY) or {}


def form_in(request: web.Request, piece: Piece) -> IssueForm:
    """Return the known issue that the address names.

    Raises:
        HTTPNotFound: if there is none.
    """
    form = forms_of(piece).get(request.match_info["issue"])
    if form is None:
        raise web.HTTPNotFound
    return form


def wanted_form(form: StudioForm) -> IssueForm:
    """Return the known issue that a sent form holds."""
    status = form.text("status")
    return IssueForm(
        title={language: form.text(f"title@{language}").strip() for language in languages()},
        answer={language: form.text(f"answer@{language}").strip() for language in languages()},
        status=status if status in STATES else STATES[0],
        wordings=_lines(redacted(form.text("wordings"))),  # pasted from what customers told
        area=_lines(form.text("area")),
        products=tuple(name.removeprefix("product:") for name in form.fields if name.startswith("product:")),
        since=form.text("since").strip(),
        until=form.text("until").strip(),
    )


def _lines(text: str) -> tuple[str, ...]:
    """Return the lines of a box, each once."""
    return tuple(dict.fromkeys(line for one in text.splitlines() if (line := " ".join(one.split()))))


async def _from_ticket(request: web.Request, piece: Piece, reference: str) -> IssueForm:
    """Return what a resolved ticket proposes: its outcome as the answer, its tellings as wordings."""
    deps = request.app[DEPS]
    unit = deps.store.unit()
    ticket = await unit.last(Ticket, reference=reference)
    if ticket is None or ticket.script != piece.name:
        raise web.HTTPNotFound
    await note_once(deps.store, deps.environment, "ticket-viewed", actor(request), ticket.id, reference)
    told = [occurrence.text for occurrence in await unit.find(Occurrence, ticket=ticket.id)]
    wordings = _lines("\n".join(" ".join(one.split())[:_LONGEST_WORDING] for one in told[:_MOST_TOLD]))
    return IssueForm(
        title={ticket.language: " ".join(ticket.description.split())[:60]},
        answer={ticket.language: ticket.outcome},
        status="suspected",
        wordings=wordings,
    )


def form_page(
    request: web.Request,
    piece: Piece,
    key: str,
    form: IssueForm,
    status: int = 200,
    problem: str = "",
    theirs: IssueForm | None = None,
) -> web.Response:
    """Return the page with the form of a known issue, a new one if there is no key."""
    script = studio_of(request).scripts.script(piece.name)
    t = words(request)
    choices = {
        choice.key: choice.label.get(t.language, choice.key)
        for slot in (script.slots.values() if script else ())
        for choice in slot.choices
        if not slot.wish
    }
    return studio_page(
        request,
        piece,
        "issue",
        status=status,
        problem=problem,
        key=key,
        form=form,
        seen=theirs.mark if theirs else form.mark or _mark_of(piece, key),
        theirs=theirs,
        states=STATES,
        tongues=speakers(request),
        choices={**choices, **{product: product for product in form.products if product not in choices}},
        enough=ENOUGH_WORDINGS,
        mergeable={one: each.title.get(t.language, one) for one, each in forms_of(piece).items() if one != key},
        in_force=key in {issue.key for issue in studio_of(request).scripts.known_issues(piece.name)},
    )


def _mark_of(piece: Piece, key: str) -> str:
    now = forms_of(piece).get(key)
    return now.mark if now else ""


_HERE = "/admin/known-issues/{name}"
ROUTES = [
    web.get("/admin/known-issues", show_all),
    web.get(_HERE, show_issues),
    web.get(f"{_HERE}/new", show_new),
    web.post(f"{_HERE}/new", save_issue),
    web.get(f"{_HERE}/trial", show_trial),
    web.get(_HERE + "/issue/{issue}", show_issue),
    web.post(_HERE + "/issue/{issue}", save_issue),
    web.post(_HERE + "/issue/{issue}/drop", drop_issue),
]
