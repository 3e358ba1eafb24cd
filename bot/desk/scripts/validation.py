"""Whether the text of a script, or of known issues, may be published: its mistakes, its cases, what they reach.

Reads no file and knows neither the store nor what is in force.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePath
from typing import NamedTuple

from bot.channels.port import LIMITS
from bot.desk.scripts.issue_hints import counted
from dialogs.cases.verify import verify
from dialogs.language.case_file import Case, load_cases
from dialogs.language.known_issue import load_known_issues
from dialogs.language.script_loader import Loaded, load
from dialogs.strict_yaml.problems import Finding, Problem, render
from dialogs.strict_yaml.yaml_text import locate, read_yaml

KNOWN_ISSUES = "known-issues/"
"""Begins the key of the known issues of a script: those of ``telecom`` are ``known-issues/telecom``."""

_KEPT = 32
"""Verdicts remembered: a text that is looked at again, unchanged, costs nothing."""


@dataclass(frozen=True)
class Source:
    """What stands in a file, and in the file of cases beside it."""

    name: str
    """The file's name, for messages; that of known issues says whose they are."""
    text: str
    cases: str = ""
    """Empty if there is no such file."""
    known_issues: bool = False

    @property
    def cases_name(self) -> str:
        """The name of the file of cases beside it."""
        return self.name.removesuffix(".yaml") + ".cases.yaml"

    @property
    def issues_key(self) -> str:
        """The key of the known issues that stand in this file."""
        return KNOWN_ISSUES + PurePath(self.name).stem

    @property
    def id(self) -> str:
        """The id of the version that this text is: the SHA-256 of it and of its cases, or of whose issues it tells."""
        beside = self.issues_key if self.known_issues else self.cases
        whole = f"{self.text}\0{beside}" if beside else self.text
        return hashlib.sha256(whole.encode("utf-8", "surrogateescape")).hexdigest()


class Mistake(NamedTuple):
    """A problem and the file in which it is."""

    file: str
    problem: Problem

    def __str__(self) -> str:
        return render(self.problem, self.file)


@dataclass(frozen=True)
class Validated:
    """A source and what is to be said about it."""

    source: Source
    key: str = ""
    """The script, or the known issues, that it is a text of; empty if it cannot be read."""
    loaded: Loaded = Loaded(None)  # noqa: RUF009  # may be shared: it is frozen, and all its values are
    mistakes: tuple[Mistake, ...] = ()
    """Why it must not be published."""
    hints: tuple[Mistake, ...] = ()
    """What else would be worth a case."""


def holds_known_issues(text: str) -> bool:
    """Return whether a text is a file of known issues, rather than a script, which may hold some as well."""
    keys = set(re.findall("^[\"']?([a-z-]+)[\"']?[ ]*:", text, re.MULTILINE))
    return "known-issues" in keys and "script" not in keys


@lru_cache(_KEPT)
def validate(source: Source) -> Validated:
    """Return the verdict on a source; plays all its cases, which may take a second."""
    return _judge_known_issues(source) if source.known_issues else _judge_script(source)


def _judge_known_issues(source: Source) -> Validated:
    issues, problems = load_known_issues(source.text)
    if problems:
        return Validated(source, mistakes=_mistakes(source.name, problems))
    hints = located(source, counted(issues))
    return Validated(source, source.issues_key, Loaded(None, known_issues=issues), hints=hints)


def located(source: Source, findings: Iterable[Finding]) -> tuple[Mistake, ...]:
    """Return findings at their places in the text of a source."""
    root, _ = read_yaml(source.text)
    return _mistakes(source.name, tuple(locate(one, root) for one in findings) if root else ())


def _judge_script(source: Source) -> Validated:
    loaded = load(source.text, LIMITS)
    cases, problems = load_cases(source.cases) if source.cases else ((), ())
    mistakes = _mistakes(source.name, loaded.problems) + _mistakes(source.cases_name, problems)
    if loaded.script is None or mistakes:
        return Validated(source, mistakes=mistakes)
    verdict = verify(loaded.script, source.text, loaded.cases, cases)
    mistakes = _mistakes(source.name, verdict.in_script) + _mistakes(
        source.cases_name, (*_twice(loaded.cases, cases), *verdict.in_cases)
    )
    hints = _mistakes(source.name, verdict.hints) + located(source, counted(loaded.known_issues))
    return Validated(source, loaded.script.key, loaded, mistakes, hints)


def _twice(own: tuple[Case, ...], beside: tuple[Case, ...]) -> tuple[Problem, ...]:
    known = {case.key for case in own}
    return tuple(
        Problem(
            case.node.line, case.node.column, "repeated-key", f"`{case.key}` is a case of the script's own", "rename it"
        )
        for case in beside
        if case.key in known
    )


def _mistakes(name: str, problems: tuple[Problem, ...]) -> tuple[Mistake, ...]:
    return tuple(Mistake(name, problem) for problem in problems)
