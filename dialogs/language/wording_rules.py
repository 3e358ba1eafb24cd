"""The rules for what customers read: all languages, the same known placeholders in each, nothing private said aloud.

The one part of `check` that looks into texts; how they are filled is for `wording`.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from dialogs.model.script import AskStep, CheckStep, CloseStep, HandoffStep, SayStep, Script, Step, SummaryStep, Text
from dialogs.strict_yaml.common_texts import FACTS, common_texts, languages
from dialogs.strict_yaml.placeholders import PLACEHOLDER
from dialogs.strict_yaml.problems import Finding, did_you_mean, listed, quoted


class _Wording(NamedTuple):
    path: tuple[str, ...]
    text: Text
    placeholders: frozenset[str]
    """What it may name."""


def check_wordings(script: Script) -> Iterator[Finding]:
    """Yield all that is wrong with the texts of a script."""
    yield from _script_languages(script)
    for wording in _wordings(script):
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


def _wordings(script: Script) -> Iterator[_Wording]:
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
