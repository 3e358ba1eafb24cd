"""*Cases*: what the cases of a script say to the draft, turn by turn; one as a form, and one made of a try-out."""

import asyncio
from collections.abc import Callable, Sequence
from typing import get_args

from aiohttp import web

from bot.desk.scripts.case_results import case_results
from bot.desk.scripts.drafts import NoDraft
from bot.desk.scripts.validation import validate
from bot.web.auth import actor
from bot.web.deps import AGENT
from bot.web.pages import words
from bot.web.staff.studio.studio_frame import Piece, StudioForm, form_of, piece_of, studio_of, studio_page
from dialogs.language.case_file import Ending, Happening
from dialogs.language.case_forms import (
    EVENTS,
    EXPECTED,
    CaseForm,
    TurnForm,
    add_case,
    case_names,
    change_case,
    read_case,
    remove_case,
)
from dialogs.language.flow_forms import read_flow
from dialogs.language.issue_forms import free_key
from dialogs.model.script import Filing
from dialogs.strict_yaml.yaml_edits import NotEditable

_NEW_TURN = TurnForm(EVENTS[0], "", dict.fromkeys(EXPECTED, ""))


async def show_cases(request: web.Request) -> web.Response:
    """Show all cases, those that fail first, and what no case comes by; one of them as a form."""
    return await _page(request, await piece_of(request, "scripts"))


async def save_case(request: web.Request) -> web.Response:
    """Save a case in the draft, unless somebody else changed it meanwhile; or take it out."""
    piece, form = await piece_of(request, "scripts"), await form_of(request)
    key, act = form.text("case"), form.text("do")
    turns, t = _turns(form, act), words(request)
    now = _case(piece, key)
    if now is None:
        raise web.HTTPNotFound
    if now.mark != form.text("seen"):
        return await _page(request, piece, 409, t("cases.clash"), key, turns)

    def edit(text: str) -> str:
        return remove_case(text, key) if act == "remove" else change_case(text, key, turns)

    try:
        await studio_of(request).drafts.change_both(piece.key, actor(request), _where_it_is(key, edit))
    except (NotEditable, NoDraft):
        return await _page(request, piece, 409, t("cases.refused"), key, turns)
    raise web.HTTPSeeOther(f"{piece.here}/cases" + ("" if act == "remove" else f"?case={key}&saved=1#case-{key}"))


async def make_case(request: web.Request) -> web.Response:
    """Make a case of what was said in the try-out."""
    piece, form = await piece_of(request, "scripts"), await form_of(request)
    tryout = studio_of(request).tryouts.of(request[AGENT].id)
    entries = await tryout.as_case() if tryout and tryout.source.name == piece.source.name else None
    if entries is None:
        raise web.HTTPSeeOther(f"{piece.here}/try")
    taken = dict.fromkeys((*case_names(piece.source.text), *case_names(piece.source.cases)), "")
    key = free_key({"": form.text("name")}, taken, f"case-{len(taken) + 1}")

    def edit(text: str, cases: str) -> tuple[str, str]:
        own = case_names(text) and not cases.strip()
        return (add_case(text, key, entries), cases) if own else (text, add_case(cases, key, entries))

    try:
        await studio_of(request).drafts.change_both(piece.key, actor(request), edit)
    except (NotEditable, NoDraft):
        return await _page(request, piece, 409, words(request)("cases.refused"))
    raise web.HTTPSeeOther(f"{piece.here}/cases?case={key}#case-{key}")


def _where_it_is(key: str, edit: Callable[[str], str]) -> Callable[[str, str], tuple[str, str]]:
    def edited(text: str, cases: str) -> tuple[str, str]:
        return (edit(text), cases) if key in case_names(text) else (text, edit(cases))

    return edited


def _case(piece: Piece, key: str) -> CaseForm | None:
    source = piece.source
    return read_case(source.text, key) or read_case(source.cases, key)


def _turns(form: StudioForm, act: str) -> list[TurnForm]:
    turns: list[TurnForm] = []
    while f"turn:{len(turns)}:value" in form.fields:
        at = f"turn:{len(turns)}"
        event = form.text(f"{at}:event")
        expected = {name: form.text(f"{at}:{name}").strip() for name in EXPECTED}
        value = " ".join(form.text(f"{at}:value").split())
        turns.append(
            TurnForm(event if event in EVENTS else EVENTS[0], value, expected, form.number(f"{at}:number", -1))
        )
    what, _, number = act.partition(":")
    place = int(number) if number.isdecimal() and int(number) < len(turns) else -1
    return [one for at, one in enumerate(turns) if not (what == "turn-remove" and at == place)]


async def _page(
    request: web.Request,
    piece: Piece,
    status: int = 200,
    problem: str = "",
    key: str = "",
    mine: Sequence[TurnForm] = (),
) -> web.Response:
    results = await asyncio.to_thread(case_results, piece.source)
    judged = await asyncio.to_thread(validate, piece.source)
    failing = [one for one in results if one.problems]
    lines = {problem.line for one in failing for problem in one.problems}
    others = [one for one in judged.mistakes if not (results and one.problem.line in lines)]
    key = key or request.query.get("case", "")
    form, flow = _case(piece, key), await asyncio.to_thread(read_flow, piece.source.text)
    return studio_page(
        request,
        piece,
        "cases",
        status=status,
        problem=problem,
        results=[*failing, *(one for one in results if not one.problems)],
        failing=len(failing),
        mistakes=others,
        hints=judged.hints,
        key=key if form else "",
        seen=form.mark if form else "",
        turns=[*(mine or (form.turns if form else ())), _NEW_TURN],
        events=EVENTS,
        happenings=get_args(Happening),
        filings=get_args(Filing),
        endings=get_args(Ending),
        steps=list(flow.steps) if flow else [],
        saved="saved" in request.query,
    )


_HERE = "/admin/scripts/{name}/cases"
ROUTES = [web.get(_HERE, show_cases), web.post(_HERE, save_case), web.post(f"{_HERE}/new", make_case)]
