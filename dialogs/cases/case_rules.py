"""Whether the names in cases are names of their script: steps, slots, languages, signals.

Plays nothing; what a case expects of names that exist is for `case_play`.
"""

from collections.abc import Iterable, Iterator

from dialogs.language.case_file import Case
from dialogs.language.script_rules import SIGNALS
from dialogs.model.script import Script
from dialogs.strict_yaml.problems import Finding, Problem, did_you_mean, quoted
from dialogs.strict_yaml.yaml_text import locate


def check_cases(cases: Iterable[Case], script: Script) -> list[Problem]:
    """Return what is wrong with cases as cases of this script, placed in the text that they were read from."""
    return [locate(finding, case.node) for case in cases for finding in _check_case(case, script)]


def _check_case(case: Case, script: Script) -> Iterator[Finding]:
    if case.language and case.language not in script.languages:
        message = f"the script does not speak {quoted(case.language)}"
        yield Finding(("language",), "unspoken-language", message, did_you_mean(case.language, script.languages))
    for slot in case.remembered:
        path = ("remembered", slot)
        yield from _known(path, "slot", slot, script.slots)
        if slot in script.slots and not script.slots[slot].remember:
            message = f"{quoted(slot)} is not remembered from ticket to ticket"
            yield Finding(path, "never-remembered", message, "remove it, or give the slot `remember: yes`")
    for number, turn in enumerate(case.turns):
        path = ("turns", str(number))
        if turn.at:
            yield from _known((*path, "at"), "step", turn.at, script.steps)
        for slot in turn.slots:
            yield from _known((*path, "slots", slot), "slot", slot, script.slots)
        for place, signal in enumerate(turn.signals):
            yield from _known((*path, "signals", str(place)), "signal", signal, SIGNALS)


def _known(path: tuple[str, ...], what: str, name: str, known: Iterable[str]) -> Iterator[Finding]:
    if name not in known:
        yield Finding(path, f"unknown-{what}", f"there is no {what} {quoted(name)}", did_you_mean(name, known))
