"""What the forms of *Flow* hold: which step somebody wants to be what, and the change of the text that makes it so."""

from dataclasses import dataclass, replace

from bot.web.staff.studio.studio_frame import StudioForm
from dialogs.language.flow_edits import (
    add_choice,
    add_slot,
    add_step,
    change_slot,
    change_step,
    move_choice,
    move_step,
    onward,
    remove_choice,
    remove_step,
)
from dialogs.language.flow_forms import (
    FLAGS,
    STEP_PARTS,
    ArmForm,
    ChoiceForm,
    ConditionForm,
    FlowForms,
    SlotForm,
    StepForm,
    read_flow,
)
from dialogs.language.issue_forms import free_key
from dialogs.model.script import WITH_CHOICES, Text
from dialogs.reading.slots import TYPES
from dialogs.strict_yaml.common_texts import languages
from dialogs.strict_yaml.yaml_edits import NotEditable

NEW_SLOT = "new"
"""In place of a slot's name: a new one."""
ADDED = 3
"""Choices that a new slot can begin with."""
SLOT_TYPES = tuple(TYPES)
NO_SLOT = SlotForm("", {})
NOTHING_ADDED = StudioForm({"new:type": "choice"}, {})
"""What stands in the lines for something new before anybody wrote there."""


class StepTaken(Exception):  # what was seen is not what is there
    """Somebody else changed the step since it was seen; nothing was saved."""


@dataclass
class FlowEdit:
    """One press of a button."""

    act: str
    """``save``, ``add``, ``remove``, ``move``, ``split``, ``arm`` or ``choice``, of which three name what of it."""
    step: str
    form: StepForm
    seen: str
    fields: StudioForm
    shown: str = ""
    """The step to show next."""

    @property
    def lacks_words(self) -> bool:
        """Whether something new was to be added that nobody gave a name."""
        asks_new = self.act == "add" and self.form.words.get("ask") == NEW_SLOT
        named = written_slot(self.fields).label if asks_new else self.more.label
        return (asks_new or self.act == "choice:add") and not any(named.values())

    @property
    def adds(self) -> str:
        """The kind of the step that it would add; empty if it is about one that is there."""
        return self.form.kind if self.act == "add" else ""

    @property
    def more(self) -> ChoiceForm:
        """The choice that it would add, as it was written."""
        return ChoiceForm(_text(self.fields, "new-choice"), _words(self.fields.text("new-choice-words")))

    def slot(self, flow: FlowForms) -> SlotForm:
        """Return the slot of its step as it was written; as the script has it if the form does not hold it."""
        asked = self.form.words.get("ask", "")
        now = flow.slots.get(asked, NO_SLOT)
        there = self.step in flow.steps and flow.steps[self.step].words.get("ask") == asked
        return _slot(self.fields, "slot", now) if there and self.fields.text("slot:type") else now

    def made(self, text: str) -> str:
        """Return a script's text with this done.

        Raises:
            NotEditable: if it cannot be.
            StepTaken: if somebody else changed the step meanwhile.

        """
        flow = read_flow(text)
        if flow is None or self.step not in flow.steps:
            raise NotEditable(f"there is no step {self.step}")
        self.shown = self.step
        if self.act == "add":
            return self._added(text, flow)
        if flow.marks[self.step] != self.seen:
            raise StepTaken
        match self.act.split(":"):
            case ["remove"]:
                instead = self.fields.text("instead")
                self.shown = instead or flow.steps[self.step].words.get(onward(flow.steps[self.step]), "")
                return remove_step(text, self.step, instead)
            case ["move"]:
                return move_step(text, self.step, self.fields.text("after"))
            case ["split"]:
                return self._split(self._saved(text, flow))
            case ["choice", what, *name]:
                return self._choice(self._saved(text, flow), what, "".join(name))
        return self._saved(text, flow)

    def _saved(self, text: str, flow: FlowForms) -> str:
        now = flow.steps[self.step]
        wanted = self.form if self.form.kind == now.kind else _recast(now, self.form.kind, flow)
        if self.act.startswith("arm:"):
            wanted = replace(wanted, arms=_arms_after(self.act, wanted.arms))
        text = change_step(text, self.step, wanted)
        slot = now.words.get("ask", "")
        if slot in flow.slots and wanted.words.get("ask") == slot and self.fields.text("slot:type"):
            text = change_slot(text, slot, _slot(self.fields, "slot", flow.slots[slot]))
        return text

    def _added(self, text: str, flow: FlowForms) -> str:
        form = self.form
        if form.words.get("ask") == NEW_SLOT:
            text, slot = add_slot(text, _new_slot(self.fields))
            form = replace(form, words={**form.words, "ask": slot})
        if form.kind == "branch" and not form.arms:
            form = replace(form, arms=(_first_arm(flow, self.fields.text("test")),))
        text, self.shown = add_step(text, form, self.step)
        return text

    def _split(self, text: str) -> str:
        flow = read_flow(text)
        slot = flow.steps[self.step].words.get("ask", "") if flow else ""
        if flow is None or slot not in flow.slots:
            raise NotEditable("only a question has ways for its answers")
        text, self.shown = add_step(text, StepForm("branch", arms=(_first_arm(flow, slot),)), self.step)
        return text

    def _choice(self, text: str, what: str, key: str) -> str:
        slot = self.form.words.get("ask", "")
        match what:
            case "add":
                if not any(self.more.label.values()):
                    raise NotEditable("a choice needs a label")
                return add_choice(text, slot, self.more)
            case "remove":
                return remove_choice(text, slot, key)
        return move_choice(text, slot, key, -1 if what == "up" else 1)


def read_edit(form: StudioForm) -> FlowEdit:
    """Return what somebody wants who sent this form."""
    return FlowEdit(form.text("do") or "save", form.text("step"), _step(form), form.text("seen"), form)


def _step(form: StudioForm) -> StepForm:
    kind = form.text("kind")
    parts = STEP_PARTS.get(kind, ())
    return StepForm(
        kind if parts else "",
        {
            part.name: _text(form, f"text:{part.name}")
            for part in parts
            if part.kind == "text" and _has(form, part.name)
        },
        {part.name: form.text(f"word:{part.name}").strip() for part in parts if part.kind not in ("text", "arms")},
        _arms(form) if kind == "branch" else (),
    )


def _has(form: StudioForm, part: str) -> bool:
    return any(_text(form, f"text:{part}").values())


def _arms(form: StudioForm) -> tuple[ArmForm, ...]:
    arms: list[ArmForm] = []
    while f"arm:{len(arms)}:goto" in form.fields:
        at = f"arm:{len(arms)}"
        tests: list[ConditionForm] = []
        while f"{at}:{len(tests)}:slot" in form.fields:
            of = f"{at}:{len(tests)}"
            tests.append(
                ConditionForm(*(form.text(f"{of}:{name}").strip() for name in ("slot", "comparison", "value")))
            )
        arms.append(ArmForm(tuple(tests), form.text(f"{at}:goto"), form.text(f"{at}:track")))
    return tuple(arms)


def _arms_after(act: str, arms: tuple[ArmForm, ...]) -> tuple[ArmForm, ...]:
    """Return the ways of a branch with one more, one less, or one further up."""
    _, what, *name = act.split(":")
    number = int(name[0]) if name and name[0].isdecimal() else len(arms)
    if what == "add" and arms:
        return (*arms, arms[-1])
    if what == "up" and 0 < number < len(arms):
        return (*arms[: number - 1], arms[number], arms[number - 1], *arms[number + 1 :])
    return (*arms[:number], *arms[number + 1 :]) if what == "remove" and len(arms) > 1 else arms


def _first_arm(flow: FlowForms, slot: str) -> ArmForm:
    """Return a way for the first of the answers that a question can have."""
    slot = slot if slot in flow.slots else next(iter(flow.slots), "")
    choices = list(flow.slots[slot].choices) if slot else []
    test = ConditionForm(slot, "equals", choices[0]) if choices else ConditionForm(slot, "is-empty", "no")
    return ArmForm((test,), "")


def _recast(step: StepForm, kind: str, flow: FlowForms) -> StepForm:
    """Return a step as one of another kind, which says the same and leads where it led, as far as it can."""
    ahead = step.words.get(onward(step)) or next((key for key in flow.steps if flow.steps[key].kind == "close"), "")
    parts = STEP_PARTS.get(kind)
    if parts is None:
        raise NotEditable(f"there is no kind {kind}")
    slot = next(iter(flow.slots), "")
    texts = {part.name: step.said for part in parts if part.kind == "text" and part.needed}
    filled = {"step": ahead, "slot": slot}
    words = {
        part.name: filled.get(part.kind) or (part.options[0] if part.needed and part.options else "")
        for part in parts
        if part.kind not in ("text", "arms")
    }
    arms = (replace(_first_arm(flow, slot), goto=ahead),) if kind == "branch" else ()
    return StepForm(kind, texts, words, arms)


def _slot(form: StudioForm, at: str, now: SlotForm) -> SlotForm:
    flags = frozenset(flag for flag in FLAGS if form.text(f"{at}:{flag}") == "yes")
    choices = {
        key: ChoiceForm(_text(form, f"choice:{key}"), _words(form.text(f"choice-words:{key}")))
        for key in now.choices
        if f"choice-words:{key}" in form.fields
    }
    return SlotForm(_type(form, at), _text(form, f"{at}:label"), choices, flags)


def written_slot(form: StudioForm) -> SlotForm:
    """Return the new slot of a form as it was written, with as many choices as the form has lines for them."""
    choices = {str(number): ChoiceForm(_text(form, f"new:choice:{number}")) for number in range(ADDED)}
    flags = frozenset(flag for flag in FLAGS if form.text(f"new:{flag}") == "yes")
    return SlotForm(_type(form, "new"), _text(form, "new:label"), choices, flags)


def _new_slot(form: StudioForm) -> SlotForm:
    written = written_slot(form)
    if not any(written.label.values()):
        raise NotEditable("a new answer needs a name")
    choices: dict[str, ChoiceForm] = {}
    for one in written.choices.values() if written.type in WITH_CHOICES else ():
        if any(one.label.values()):
            choices[free_key(one.label, choices, f"choice-{len(choices) + 1}")] = one
    return replace(written, choices=choices)


def _type(form: StudioForm, at: str) -> str:
    wanted = form.text(f"{at}:type")
    return wanted if wanted in TYPES else "text"


def _text(form: StudioForm, name: str) -> Text:
    given = {
        language: form.fields[f"{name}@{language}"] for language in languages() if f"{name}@{language}" in form.fields
    }
    return {language: wording.replace("\r\n", "\n").strip() for language, wording in given.items()}


def _words(text: str) -> tuple[str, ...]:
    """Return the words of a box, parted by commas of either language or by lines, each once."""
    parted = text.replace("，", ",").replace("、", ",").replace("\n", ",").split(",")
    return tuple(dict.fromkeys(word for one in parted if (word := " ".join(one.split()))))
