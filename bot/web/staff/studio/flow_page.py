"""*Flow*: the picture of a script, and one of its steps as a form beside it. No sign of YAML is seen here."""

import asyncio
from functools import lru_cache

from aiohttp import web
from markupsafe import Markup

from bot.desk.scripts.drafts import NoDraft
from bot.drawing.flow import draw
from bot.web.auth import actor
from bot.web.pages import words
from bot.web.staff.studio.flow_fields import (
    NEW_SLOT,
    NO_SLOT,
    NOTHING_ADDED,
    SLOT_TYPES,
    FlowEdit,
    StepTaken,
    read_edit,
    written_slot,
)
from bot.web.staff.studio.studio_frame import Piece, form_of, piece_of, speakers, studio_of, studio_page
from bot.web.staff.studio.text_page import quick_mistakes
from dialogs.language.flow_forms import COMPARISONS, FLAGS, STEP_PARTS, ChoiceForm, FlowForms, StepForm, read_flow
from dialogs.language.script_loader import sketch
from dialogs.language.wordings import spoken
from dialogs.strict_yaml.yaml_edits import NotEditable
from dialogs.versions.funnel import Funnel

_MOST_DRAWN = 400
"""Steps of a picture; more of them are a list."""
_PICTURES = 32


async def show_flow(request: web.Request) -> web.Response:
    """Show the picture, and the step that the address names."""
    return await _page(request, await piece_of(request, "scripts"))


async def save_flow(request: web.Request) -> web.Response:
    """Change, add, move or remove a step or a choice in the draft, unless somebody else changed the same step."""
    piece, form = await piece_of(request, "scripts"), await form_of(request)
    edit, t = read_edit(form), words(request)
    try:
        await studio_of(request).drafts.change(piece.key, actor(request), edit.made)
    except StepTaken:
        return await _page(request, await piece_of(request, "scripts"), 409, t("flow.clash"), edit)
    except NotEditable:
        problem = t("flow.refused.unnamed") if edit.lacks_words else t("flow.refused")
        return await _page(request, piece, 409, problem, edit)
    except NoDraft as why:
        return await _page(request, piece, 409, t.name("no-draft", why.reason), edit)
    raise web.HTTPSeeOther(f"{piece.here}/flow?step={edit.shown}&saved=1")


async def _page(
    request: web.Request, piece: Piece, status: int = 200, problem: str = "", edit: FlowEdit | None = None
) -> web.Response:
    flow = await asyncio.to_thread(read_flow, piece.source.text)
    if flow is None:
        return studio_page(request, piece, "flow", status=status, problem=problem, flow=None)
    funnel = await studio_of(request).funnels.of(piece.name)
    key = edit.step if edit else request.query.get("step", "")
    key = key if key in flow.steps else flow.start if flow.start in flow.steps else next(iter(flow.steps), "")
    adding = edit.adds if edit else request.query.get("add", "")
    adding = adding if adding in STEP_PARTS and key else ""
    step = edit.form if edit and edit.form.kind and not adding else flow.steps.get(key, StepForm(""))
    asked = flow.slots.get(step.words.get("ask", ""), NO_SLOT)
    mistakes = await asyncio.to_thread(quick_mistakes, piece.source)
    language = words(request).language
    return studio_page(
        request,
        piece,
        "flow",
        status=status,
        problem=problem,
        flow=flow,
        picture=await asyncio.to_thread(_picture, piece, language, funnel, key),
        key=key,
        step=step,
        slot=edit.slot(flow) if edit and not adding else asked,
        more=edit.more if edit else ChoiceForm({}),
        adding=adding,
        fresh=edit.form if edit and adding else _fresh(flow, key, adding),
        written=written_slot(edit.fields if edit and adding else NOTHING_ADDED),
        tested=edit.fields.text("test") if edit else "",
        kinds=STEP_PARTS,
        parts=STEP_PARTS.get(adding or step.kind, ()),
        comparisons=COMPARISONS,
        flags=FLAGS,
        slot_types=SLOT_TYPES,
        new_slot=NEW_SLOT,
        tongues=speakers(request, spoken(piece.source.text)),
        mistakes=[(one.problem, flow.step_at(one.problem.line)) for one in mistakes],
        seen=flow.marks.get(key, ""),
        saved="saved" in request.query,
        language=language,
        passed=funnel.passed.get(key, 0) if funnel else 0,
        left=funnel.left.get(key, 0) if funnel else 0,
        funnel=funnel,
    )


def _fresh(flow: FlowForms, after: str, kind: str) -> StepForm:
    """Return what a new step of a kind begins with: what others of the script say where they need the same."""
    if not kind:
        return StepForm("")
    person = next((key for key, step in flow.steps.items() if step.kind == "handoff"), "")
    alike = [step for step in flow.steps.values() if step.kind == kind]
    like = next((step for step in alike if flow.slots.get(step.words.get("ask", ""), NO_SLOT).choices), None)
    like = like or next(iter(alike), StepForm(kind))
    asked = flow.steps[after].words.get("ask", "")
    texts = {"reprompt": like.texts.get("reprompt", {})} if kind == "ask" else {}
    texts |= {name: like.texts.get(name, {}) for name in ("offer", "offer-many") if kind == "check"}
    given = {
        "ask": NEW_SLOT,
        "otherwise": person if kind == "ask" else "",
        "of": like.words.get("of", ""),
        "test": asked,
    }
    return StepForm(kind, texts, given)


def _picture(piece: Piece, language: str, funnel: Funnel | None, chosen: str) -> Markup:
    script = sketch(piece.source.text)
    if script is None or len(script.steps) > _MOST_DRAWN or language not in script.title:
        return Markup("")
    return _drawn(piece.source.text, language, _Counted(funnel), chosen)


class _Counted:
    """A funnel as a key: one that was counted anew is another."""

    def __init__(self, funnel: Funnel | None) -> None:
        self.funnel = funnel

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Counted) and self.funnel is other.funnel

    def __hash__(self) -> int:
        return id(self.funnel)


@lru_cache(_PICTURES)
def _drawn(text: str, language: str, counted: _Counted, chosen: str) -> Markup:
    """Return the picture of a script, or nothing for one that misses too much."""
    script = sketch(text)
    try:
        drawn = draw(script, language, counted.funnel, lambda key: f"?step={key}", chosen) if script else ""
    except LookupError:  # a slot, or a text in this language, is not there yet
        return Markup("")
    return Markup(drawn)  # noqa: S704  # everything written by people was escaped as it was drawn


ROUTES = [web.get("/admin/scripts/{name}/flow", show_flow), web.post("/admin/scripts/{name}/flow", save_flow)]
