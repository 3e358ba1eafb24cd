"""What a good script must hold, rule by rule: references, slots, conditions, interrupts, and the wordings.

Judges values and knows nothing of YAML. What stands empty here was unreadable and is reported already, so every rule
passes over it. Wordings stand in all languages, name the same known placeholders in each, and say nothing private
aloud. The ways between the steps are for `graph`.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple, get_args

from dialogs.language.graph import edges
from dialogs.language.quiet_lines import shipped_quiet_lines
from dialogs.model.events import Signal
from dialogs.model.script import (
    WITH_CHOICES,
    AskStep,
    BranchStep,
    CheckStep,
    CloseStep,
    Condition,
    HandoffStep,
    SayStep,
    Script,
    Slot,
    Step,
    SummaryStep,
    Text,
)
from dialogs.reading import slots
from dialogs.strict_yaml.common_texts import FACTS, common_texts, languages
from dialogs.strict_yaml.placeholders import PLACEHOLDER
from dialogs.strict_yaml.problems import Finding, did_you_mean, listed, quoted

SIGNALS: tuple[Signal, ...] = get_args(Signal)
"""What the desk hears in a text, and what ``interrupts:`` may therefore name."""
_BUTTONS = ("skip", "done")
_NUMERIC = ("money", "rating", "digits")
_YES_NO = ("yes", "no")


def check(script: Script) -> Iterator[Finding]:
    """Yield all that is wrong with a script, apart from its graph."""
    for rule in _RULES:
        yield from rule(script)


def check_slots_are_asked(script: Script) -> Iterator[Finding]:
    """Yield the slots that nothing ever fills, in a script whose references are sound."""
    asked = {script.opening} | {step.slot for step in script.steps.values() if isinstance(step, AskStep)}
    for key in script.slots:
        if key not in asked:
            message = f"no step asks for {quoted(key)}"
            yield Finding(("slots", key), "never-asked", message, f"add a step with `ask: {key}`, or remove the slot")


def _steps_exist(script: Script) -> Iterator[Finding]:
    named: list[tuple[tuple[str, ...], str]] = [(("start",), script.start)]
    named += [(("interrupts", signal), to) for signal, one in script.interrupts.items() for to in one.targets]
    named += [(("steps", key, *edge.path), edge.to) for key, step in script.steps.items() for edge in edges(step)]
    for path, key in named:
        yield from _known(path, "step", key, script.steps)


def _slots_exist(script: Script) -> Iterator[Finding]:
    yield from _known(("opening",), "slot", script.opening, script.slots)
    for key, step in script.steps.items():
        if isinstance(step, AskStep):
            yield from _known(("steps", key, "ask"), "slot", step.slot, script.slots)
        if isinstance(step, CheckStep):
            yield from _known(("steps", key, "of"), "slot", step.of, script.slots)
    for path, condition in _all_conditions(script):
        yield from _known(path, "slot", condition.slot, script.slots)


def _known(path: tuple[str, ...], what: str, key: str, known: Iterable[str]) -> Iterator[Finding]:
    if key and key not in known:
        yield Finding(path, f"unknown-{what}", f"there is no {what} {quoted(key)}", did_you_mean(key, known))


def _opening(script: Script) -> Iterator[Finding]:
    slot = script.slots.get(script.opening)
    if slot and slot.type != "text":
        message = f"a first message cannot fill {quoted(slot.key)}, which is of type {slot.type}"
        yield Finding(("opening",), "bad-opening", message, "name a slot of type text")


def _signals(script: Script) -> Iterator[Finding]:
    for where, named in (("interrupts", script.interrupts), ("tone", script.tone), ("quiet", script.quiet)):
        for signal in named:
            if signal not in SIGNALS:
                message = f"there is no signal {quoted(signal)}"
                yield Finding((where, signal), "unknown-signal", message, did_you_mean(signal, SIGNALS))
    for signal in script.quiet:
        if signal not in shipped_quiet_lines() and signal in SIGNALS:
            message = f"nothing is said where {quoted(signal)} is only perhaps there"
            remedy = f"a quiet line is for {listed(shipped_quiet_lines())}"
            yield Finding(("quiet", signal), "no-quiet-line", message, remedy)
        elif signal in SIGNALS and signal not in script.interrupts:
            message = f"the button of this line leads nowhere: {quoted(signal)} interrupts nothing"
            yield Finding(("quiet", signal), "quiet-leads-nowhere", message, f"add {quoted(signal)} to `interrupts:`")


def _silence(script: Script) -> Iterator[Finding]:
    if script.give_up_after and script.remind_after >= script.give_up_after:
        message = "the customer would be given up before being reminded"
        yield Finding(("remind-after",), "late-reminder", message, "make it shorter than `give-up-after`")


def _slots(script: Script) -> Iterator[Finding]:
    for key in script.slots:
        if key in FACTS:
            message = f"{quoted(key)} is the name of something the desk tells"
            yield Finding(("slots", key), "taken-name", message, "choose another name")


def _choices(script: Script) -> Iterator[Finding]:
    for key, slot in script.slots.items():
        path = ("slots", key)
        if slot.type in WITH_CHOICES and not slot.choices:
            yield Finding(path, "no-choices", f"{quoted(key)} has nothing to choose from", "add `choices:`")
        if slot.type not in WITH_CHOICES and slot.choices:
            message = f"{quoted(key)} is of type {slot.type} and takes no choices"
            yield Finding((*path, "choices"), "unused-choices", message, "write `type: choice`, or remove them")
        yield from _choice_words(slot)
        for choice in slot.choices:
            if choice.key in _BUTTONS:
                message = f"{quoted(choice.key)} is the name of a button that questions have already"
                yield Finding((*path, "choices", choice.key), "taken-name", message, "choose another name")


def _choice_words(slot: Slot) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for choice in slot.choices:
        for number, word in enumerate(choice.words):
            named = first.setdefault(word.casefold(), choice.key)
            if word and named != choice.key:
                path = ("slots", slot.key, "choices", choice.key, "words", str(number))
                message = f"{quoted(word)} already names {quoted(named)}"
                yield Finding(path, "repeated-word", message, "keep the one that it surely means, or neither")


def _conditions(script: Script) -> Iterator[Finding]:
    allowed = {key: _answers(slot) for key, slot in script.slots.items()}
    for path, condition in _all_conditions(script):
        slot = script.slots.get(condition.slot)
        if slot and condition.comparison in ("at-least", "at-most"):
            yield from _bound(path, slot, condition)
        elif slot and condition.comparison in ("equals", "is-one-of"):
            yield from _possible(path, slot, condition, allowed[slot.key])


def _answers(slot: Slot) -> frozenset[str]:
    """Return all that an answer can be, where that can be counted up."""
    return frozenset(_YES_NO if slot.type == "yes-no" else (choice.key for choice in slot.choices))


def _bound(path: tuple[str, ...], slot: Slot, condition: Condition) -> Iterator[Finding]:
    if slot.type not in _NUMERIC:
        message = f"{quoted(slot.key)} is of type {slot.type}, which is neither large nor small"
        yield Finding(path, "not-numeric", message, "compare it with `equals` or `is-one-of`")
    elif condition.values[0] and not re.fullmatch(r"[0-9]{1,12}(\.[0-9]+)?", condition.values[0]):
        yield Finding(path, "not-a-number", f"{quoted(condition.values[0])} is not a number")


def _possible(path: tuple[str, ...], slot: Slot, condition: Condition, allowed: frozenset[str]) -> Iterator[Finding]:
    """Yield the values that no answer to the slot can ever be."""
    for number, value in enumerate(condition.values):
        if not value:
            continue
        if slot.type in ("yes-no", *WITH_CHOICES):
            right, remedy = value in allowed, "" if value in allowed else did_you_mean(value, allowed)
        else:
            canonical = slots.read(slot, slots.Heard(value))
            right, remedy = canonical == value, f"write {quoted(canonical)}" if canonical else ""
        if not right:
            message = f"no answer to {quoted(slot.key)} is {quoted(value)}"
            yield Finding((*path, str(number)), "impossible-value", message, remedy)


def _all_conditions(script: Script) -> Iterator[tuple[tuple[str, ...], Condition]]:
    for key, step in script.steps.items():
        for number, arm in enumerate(step.arms if isinstance(step, BranchStep) else ()):
            for condition in arm.when:
                path = ("steps", key, "branch", str(number), "when", condition.slot, condition.comparison)
                yield path, condition


class _Wording(NamedTuple):
    path: tuple[str, ...]
    text: Text
    placeholders: frozenset[str]
    """What it may name."""


def _wordings_are_sound(script: Script) -> Iterator[Finding]:
    """Yield all that is wrong with the texts of a script."""
    yield from _script_languages(script)
    for wording in _all_wordings(script):
        yield from _text_languages(wording, script)
        yield from _placeholders(wording, script)
    for key, step in script.steps.items():
        if isinstance(step, SummaryStep) and any(text and "{summary}" not in text for text in step.text.values()):
            yield Finding(("steps", key, "summary"), "no-summary", "a summary shows the answers", "put in {summary}")


def _script_languages(script: Script) -> Iterator[Finding]:
    for number, language in enumerate(script.languages):
        path = ("languages", str(number))
        if language and language not in languages():
            message = f"no dialog speaks {quoted(language)}"
            yield Finding(path, "unknown-language", message, did_you_mean(language, languages()))
        if language in script.languages[:number]:
            yield Finding(path, "repeated-language", f"{quoted(language)} is named twice", "remove one")


def _text_languages(wording: _Wording, script: Script) -> Iterator[Finding]:
    if not wording.text:
        return
    for language in script.languages:
        if language and language not in wording.text:
            message = f"{quoted(wording.path[-1])} is not worded in {quoted(language)}"
            yield Finding(wording.path, "missing-language", message, f"add {quoted(language + ':')}")
    for language in wording.text:
        if script.languages and language not in script.languages:
            message = f"the script does not speak {quoted(language)}"
            yield Finding((*wording.path, language), "extra-language", message, "add it to `languages:`, or remove it")


def _placeholders(wording: _Wording, script: Script) -> Iterator[Finding]:
    named = {language: set(PLACEHOLDER.findall(text)) for language, text in wording.text.items() if text}
    all_named = set[str]().union(*named.values())
    for language, names in named.items():
        path = (*wording.path, language)
        for name in sorted(names - wording.placeholders):
            yield _wrong_placeholder(path, name, wording, script)
        if re.search("[{}]", PLACEHOLDER.sub("", wording.text[language])):
            yield Finding(path, "stray-brace", "a brace stands alone", "write {name}, or other brackets")
        if names != all_named:
            message = "another language names " + listed("{" + name + "}" for name in sorted(all_named - names))
            yield Finding(path, "different-placeholders", message, "name the same in each language")


def _wrong_placeholder(path: tuple[str, ...], name: str, wording: _Wording, script: Script) -> Finding:
    written = quoted("{" + name + "}")
    if name in script.slots and script.slots[name].private:
        message = f"{written} would say aloud what is private"
        return Finding(path, "private-echo", message, "leave it out; the summary shows its end")
    return Finding(path, "unknown-placeholder", f"nothing fills {written}", did_you_mean(name, wording.placeholders))


def _all_wordings(script: Script) -> Iterator[_Wording]:
    none: frozenset[str] = frozenset()
    known = frozenset(FACTS).union(key for key, slot in script.slots.items() if not slot.private)
    with_summary = known | {"summary"}
    yield _Wording(("title",), script.title, none)
    for key, slot in script.slots.items():
        yield _Wording(("slots", key, "label"), slot.label, none)
        for choice in slot.choices:
            yield _Wording(("slots", key, "choices", choice.key), choice.label, none)
    for signal, text in script.tone.items():
        yield _Wording(("tone", signal), text, known)
    for signal, line in script.quiet.items():
        if line is not shipped_quiet_lines().get(signal):
            yield _Wording(("quiet", signal, "say"), line.say, none)
            yield _Wording(("quiet", signal, "button"), line.button, none)
    for key, step in script.steps.items():
        for name, text in texts_of(step):
            yield _Wording(("steps", key, name), text, with_summary if isinstance(step, SummaryStep) else known)
    yield from _overrides(script)


def _overrides(script: Script) -> Iterator[_Wording]:
    for key, text in script.texts.items():
        shipped = common_texts()[key]
        if text is not shipped:
            allowed = frozenset(name for wording in shipped.values() for name in PLACEHOLDER.findall(wording))
            yield _Wording(("texts", key), text, allowed)


def texts_of(step: Step) -> tuple[tuple[str, Text], ...]:
    """Return what a step says, each with the key under which it is written."""
    match step:
        case SayStep():
            return ("say", step.text), ("when-closed", step.when_closed)
        case AskStep():
            return ("prompt", step.prompt), ("reprompt", step.reprompt)
        case CheckStep():
            return ("offer", step.offer), ("offer-many", step.offer_many)
        case SummaryStep():
            return (("summary", step.text),)
        case HandoffStep():
            return ("handoff", step.text), ("when-closed", step.when_closed)
        case CloseStep():
            return ("close", step.text), ("when-closed", step.when_closed)
        case _:
            return ()


_RULES = (_steps_exist, _slots_exist, _opening, _signals, _silence, _slots, _choices, _conditions, _wordings_are_sound)
