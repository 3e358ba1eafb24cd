"""The cases of a script, each with what came of it: the turn at which it went wrong, and why. Pure."""

from dataclasses import dataclass

from bot.desk.scripts.validation import Source
from dialogs.cases.case_player import MOST_STEPS, play
from dialogs.cases.verify import check_cases
from dialogs.language.case_file import Case, CaseTurn, load_cases
from dialogs.language.script_loader import load
from dialogs.model.script import Script
from dialogs.strict_yaml.problems import Problem
from dialogs.strict_yaml.yaml_text import ListNode, MapNode


@dataclass(frozen=True)
class CaseResult:
    """A case and what came of it."""

    key: str
    turns: tuple[CaseTurn, ...]
    problems: tuple[Problem, ...] = ()
    """Why it fails; empty if all went as it is written."""
    failed: int = 0
    """The turn at which it fails, counted from 1; 0 if it holds, or names what the script has not."""


def case_results(source: Source) -> tuple[CaseResult, ...]:
    """Return all cases of a script with their results, those of its own text first; none if it cannot be played."""
    loaded = load(source.text)  # a button that is too wide can be played
    beside, problems = load_cases(source.cases) if source.cases else ((), ())
    if loaded.script is None or problems:
        return ()
    left, results = MOST_STEPS, list[CaseResult]()
    for case in (*loaded.cases, *beside):
        result, entered = _result(loaded.script, case, left)
        left -= entered
        results.append(result)
    return tuple(results)


def _result(script: Script, case: Case, most: int) -> tuple[CaseResult, int]:
    unknown = tuple(check_cases((case,), script))
    if unknown:
        return CaseResult(case.key, case.turns, unknown), 0
    played = play(script, case, most)
    failed = _turn_of(case, played.failures[0]) if played.failures else 0
    return CaseResult(case.key, case.turns, played.failures, failed), played.entered


def _turn_of(case: Case, problem: Problem) -> int:
    turns = case.node.by_key["turns"][1] if isinstance(case.node, MapNode) and "turns" in case.node.by_key else None
    lines = [item.line for item in turns.items] if isinstance(turns, ListNode) else []
    return sum(line <= problem.line for line in lines)
