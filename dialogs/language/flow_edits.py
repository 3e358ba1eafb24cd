"""A script's text changed by forms: a step or a choice as it is wanted, added, moved, removed. Pure.

All that somebody else wrote beside it stays: comments, order, spaces. Whether the script is right then is judged as
ever, by reading it.
"""

from collections.abc import Mapping

from dialogs.language.flow_forms import (
    STEP_PARTS,
    ArmForm,
    ChoiceForm,
    FlowForms,
    SlotForm,
    StepForm,
    StepPart,
    is_short,
    read_flow,
    references,
)
from dialogs.language.issue_forms import free_key
from dialogs.model.script import WITH_CHOICES
from dialogs.strict_yaml.yaml_edits import NotEditable, remove_entry, set_texts
from dialogs.strict_yaml.yaml_spans import at, normalised, read_spans
from dialogs.strict_yaml.yaml_values import Value, drop_value, put_value, reorder

_STEPS, _SLOTS = "steps", "slots"


def change_step(text: str, key: str, wanted: StepForm) -> str:
    """Return the text with a step as it is wanted; entries that were left empty and may be are removed.

    Raises:
        NotEditable: if the text cannot be read, or there is no such step.

    """
    text = normalised(text)
    now = _flow(text).steps.get(key)
    if now is None or wanted.kind not in STEP_PARTS:
        raise NotEditable(f"there is no step {key}")
    before = ""
    for part in STEP_PARTS[wanted.kind]:
        value = _value(wanted, part)
        if wanted.kind != now.kind or value != _value(now, part):
            path = (_STEPS, key, part.name)
            text = drop_value(text, path) if value is None else put_value(text, path, value, after=before)
        before = part.name if value is not None else before
    kept = {part.name for part in STEP_PARTS[wanted.kind]}
    for part in STEP_PARTS.get(now.kind, ()):
        if part.name not in kept:
            text = drop_value(text, (_STEPS, key, part.name))
    return text


def add_step(text: str, wanted: StepForm, after: str) -> tuple[str, str]:
    """Return the text with one more step, and its name; it comes between a step and where that led.

    Raises:
        NotEditable: if the text cannot be read, or there is no step to stand behind.

    """
    text = normalised(text)
    flow = _flow(text)
    if after not in flow.steps or wanted.kind not in STEP_PARTS:
        raise NotEditable(f"there is no step {after}")
    key = _name(wanted, flow)
    way = onward(flow.steps[after])
    ahead = flow.steps[after].words.get(way, "")
    made = _leading(wanted, ahead)
    entries: dict[str, Value] = {
        part.name: value for part in STEP_PARTS[made.kind] if (value := _value(made, part)) is not None
    }
    text = put_value(text, (_STEPS, key), entries, after=after)
    if ahead:
        text = set_texts(text, {(_STEPS, after, way): key})
    return text, key


def remove_step(text: str, key: str, instead: str = "") -> str:
    """Return the text without a step; what led to it leads on to where it led, or to another one.

    Raises:
        NotEditable: if there is no such step, or nowhere to go instead.

    """
    text = normalised(text)
    step = _flow(text).steps.get(key)
    if step is None:
        raise NotEditable(f"there is no step {key}")
    return remove_entry(_bypassed(text, key, instead or step.words.get(onward(step), "")), (_STEPS, key))


def move_step(text: str, key: str, after: str) -> str:
    """Return the text with a step behind another one: what led to it leads on to where it led.

    Raises:
        NotEditable: if one of them leads nowhere, or is not there.

    """
    text = normalised(text)
    flow = _flow(text)
    step, other = flow.steps.get(key), flow.steps.get(after)
    if step is None or other is None or key == after or not (onward(step) and onward(other)):
        raise NotEditable(f"{key} cannot stand behind {after}")
    text = _bypassed(text, key, step.words[onward(step)])
    ahead = _flow(text).steps[after].words[onward(other)]
    text = set_texts(text, {(_STEPS, after, onward(other)): key, (_STEPS, key, onward(step)): ahead})
    order = [one for one in _flow(text).steps if one != key]
    order.insert(order.index(after) + 1, key)
    return reorder(text, (_STEPS,), order)


def change_slot(text: str, key: str, wanted: SlotForm) -> str:
    """Return the text with a slot as it is wanted, and each of its choices; none is added or removed.

    Raises:
        NotEditable: if the text cannot be read, or there is no such slot.

    """
    text = normalised(text)
    now = _flow(text).slots.get(key)
    if now is None:
        raise NotEditable(f"there is no slot {key}")
    path = (_SLOTS, key)
    if wanted.type != now.type:
        text = put_value(text, (*path, "type"), wanted.type)
    if wanted.label != now.label:
        text = put_value(text, (*path, "label"), dict(wanted.label))
    for flag in sorted(wanted.flags ^ now.flags):
        text = (
            put_value(text, (*path, flag), "yes", after="type")
            if flag in wanted.flags
            else drop_value(text, (*path, flag))
        )
    if wanted.type not in WITH_CHOICES:
        return drop_value(text, (*path, "choices"))
    for name, choice in wanted.choices.items():
        if name in now.choices and choice != now.choices[name]:
            text = _change_choice(text, key, name, choice)
    return text


def add_slot(text: str, wanted: SlotForm) -> tuple[str, str]:
    """Return the text with one more slot, the last one, and its name, which its label gave it.

    Raises:
        NotEditable: if the text cannot be read.

    """
    text = normalised(text)
    key = free_key(wanted.label, _flow(text).slots, "answer")
    entries: dict[str, Value] = {"type": wanted.type, **dict.fromkeys(sorted(wanted.flags), "yes")}
    entries["label"] = dict(wanted.label)
    if wanted.choices:
        entries["choices"] = {name: _choice_value(choice) for name, choice in wanted.choices.items()}
    return put_value(text, (_SLOTS, key), entries), key


def add_choice(text: str, slot: str, wanted: ChoiceForm) -> str:
    """Return the text with one more choice, the last one.

    Raises:
        NotEditable: if there is no such slot.

    """
    text = normalised(text)
    there = _slot(text, slot).choices
    key = free_key(wanted.label, there, f"choice-{len(there) + 1}")
    if not there:
        return put_value(text, (_SLOTS, slot, "choices"), {key: _choice_value(wanted)})
    return put_value(text, (_SLOTS, slot, "choices", key), _choice_value(wanted))


def remove_choice(text: str, slot: str, key: str) -> str:
    """Return the text without a choice.

    Raises:
        NotEditable: if it is not there, or the only one.

    """
    return remove_entry(normalised(text), (_SLOTS, slot, "choices", key))


def move_choice(text: str, slot: str, key: str, by: int) -> str:
    """Return the text with a choice so many places further down; at an end it stays.

    Raises:
        NotEditable: if it is not there.

    """
    text = normalised(text)
    order = list(_slot(text, slot).choices)
    if key not in order:
        raise NotEditable(f"there is no choice {key}")
    place = max(0, min(len(order) - 1, order.index(key) + by))
    order.remove(key)
    order.insert(place, key)
    return reorder(text, (_SLOTS, slot, "choices"), order)


def onward(step: StepForm) -> str:
    """Return the name of the entry that says where a step leads; empty if it leads nowhere."""
    names = [part.name for part in STEP_PARTS.get(step.kind, ()) if part.kind == "step"]
    return "goto" if "goto" in names else next(iter(names), "")


def _flow(text: str) -> FlowForms:
    flow = read_flow(text)
    if flow is None:
        raise NotEditable("the text cannot be read")
    return flow


def _slot(text: str, key: str) -> SlotForm:
    slot = _flow(text).slots.get(key)
    if slot is None:
        raise NotEditable(f"there is no slot {key}")
    return slot


def _bypassed(text: str, key: str, instead: str) -> str:
    root = read_spans(text)
    ways = [path for path in references(root, key) if path[:2] != (_STEPS, key)] if root else []
    if ways and instead in ("", key):
        raise NotEditable(f"what leads to {key} would lead nowhere")
    return set_texts(text, dict.fromkeys(ways, instead)) if ways else text


def _leading(wanted: StepForm, ahead: str) -> StepForm:
    """Return a new step with all its ways; those that nobody named lead to where its place led."""
    ways = {part.name: wanted.words.get(part.name) or ahead for part in STEP_PARTS[wanted.kind] if part.kind == "step"}
    arms = tuple(ArmForm(arm.tests, arm.goto or ahead, arm.track) for arm in wanted.arms)
    return StepForm(wanted.kind, wanted.texts, {**wanted.words, **ways}, arms)


def _name(wanted: StepForm, flow: FlowForms) -> str:
    slot = wanted.words.get("ask") or (wanted.arms[0].tests[0].slot if wanted.arms and wanted.arms[0].tests else "")
    if slot:
        return free_key({"en": f"{'ask' if wanted.kind == 'ask' else 'by'} {slot}"}, flow.steps, wanted.kind)
    first = {"en": " ".join(next(iter(wanted.said.values()), "").split()[:4])}
    return free_key(first, flow.steps, wanted.kind)


def _value(form: StepForm, part: StepPart) -> Value | None:
    """Return what is written of a part, or None where it is left out."""
    match part.kind:
        case "text":
            text = form.texts.get(part.name, {})
            return dict(text) if part.needed or any(text.values()) else None
        case "arms":
            return [_arm(arm) for arm in form.arms]
    word = form.words.get(part.name, "")
    return word if part.needed or word else None


def _arm(arm: ArmForm) -> Value:
    when: dict[str, dict[str, Value]] = {}
    for slot, comparison, value in arm.tests:
        many = [one for part in value.split(",") if (one := part.strip())]
        when.setdefault(slot, {})[comparison] = many if comparison == "is-one-of" else value
    return {"when": when, "goto": arm.goto, **({"track": arm.track} if arm.track else {})}


def _choice_value(choice: ChoiceForm) -> Mapping[str, Value]:
    return {"label": dict(choice.label), "words": list(choice.words)} if choice.words else dict(choice.label)


def _change_choice(text: str, slot: str, key: str, wanted: ChoiceForm) -> str:
    path, root = (_SLOTS, slot, "choices", key), read_spans(text)
    if root is None or is_short(at(root, path)):
        return put_value(text, path, _choice_value(wanted))
    text = put_value(text, (*path, "label"), dict(wanted.label))
    return put_value(text, (*path, "words"), list(wanted.words)) if wanted.words else drop_value(text, (*path, "words"))
