"""The whole verdict of its cases on a script: what the gate of publishing and the command that checks both ask for.

    loaded = load(text)                                   # the script, with the cases that stand in its own file
    beside, problems = load_cases(text_of_the_cases)      # the cases of the file beside it, if there is one
    if loaded.script and not problems:
        verdict = verify(loaded.script, text, loaded.cases, beside)

Pure; whether the script itself has mistakes was for `script_loader.load`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dialogs.cases.case_player import MOST_STEPS, Played, play
from dialogs.cases.coverage import Path, unreached, untried
from dialogs.language.case_file import Case
from dialogs.language.script_rules import SIGNALS
from dialogs.model.script import Script
from dialogs.strict_yaml.problems import Finding, Problem, did_you_mean, quoted
from dialogs.strict_yaml.yaml_text import locate, read_yaml


@dataclass(frozen=True)
class CaseReport:
    """What the cases of a script found; each tuple is in the order of its text."""

    in_script: tuple[Problem, ...] = ()
    """In the script's own text: cases there that fail, steps and choices that no case reaches."""
    in_cases: tuple[Problem, ...] = ()
    """In the text of the cases beside it."""
    hints: tuple[Problem, ...] = ()
    """In the script's own text: what would be worth a case; no reason to refuse the script."""

    @property
    def good(self) -> bool:
        """Whether all cases hold and reach every step and choice, so that the script may be published."""
        return not self.in_script and not self.in_cases


def verify(script: Script, text: str, own: Iterable[Case], beside: Iterable[Case] = ()) -> CaseReport:
    """Return the verdict of the cases in the script's own text and of those beside it, taken together.

    ``text`` is what the script was loaded from; the places of what is not reached are looked up in it. A script
    without any case has the one problem ``no-cases``. What is not reached is told once every case can be played to
    its end: before, much would be named that a case only fails to come to.
    """
    own, beside = tuple(own), tuple(beside)
    if not own and not beside:
        none = Finding(("cases",), "no-cases", "no case plays this script", "write `cases:`, here or in a file beside")
        return CaseReport(in_script=_placed((none,), text))
    here = _play(script, own, MOST_STEPS)
    there = _play(script, beside, MOST_STEPS - here.entered)
    if not (here.through and there.through):
        return CaseReport(here.failures, there.failures)
    reached = here.reached | there.reached
    in_script = sorted((*here.failures, *_placed(unreached(script, reached), text)))
    return CaseReport(tuple(in_script), there.failures, _placed(untried(script, reached), text))


def _play(script: Script, cases: tuple[Case, ...], most: int) -> Played:
    """Return what came of all the cases together, as far as they come by at most so many steps.

    Cases that name what the script has not are not played.
    """
    played: list[Played] = []
    entered = 0
    for case in cases:
        problems = check_cases((case,), script)
        no_play = Played(tuple(problems), frozenset(), through=False)
        played.append(no_play if problems else play(script, case, most - entered))
        entered += played[-1].entered
        if entered > most:
            break
    return Played(
        failures=tuple(sorted(failure for one in played for failure in one.failures)),
        reached=frozenset[Path]().union(*(one.reached for one in played)),
        through=all(one.through for one in played),
        entered=entered,
    )


def _placed(findings: Iterable[Finding], text: str) -> tuple[Problem, ...]:
    findings = tuple(findings)
    root = read_yaml(text)[0] if findings else None
    return tuple(sorted(locate(finding, root) for finding in findings)) if root else ()


def check_cases(cases: Iterable[Case], script: Script) -> list[Problem]:
    """Return the names in cases that are none of their script's, placed in the text that they were read from."""
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
