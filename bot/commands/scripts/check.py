"""``check``: tells what is wrong with scripts, known issues and lists of the company, as a compiler does. No store."""

import json
from argparse import ArgumentParser
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import PurePath

from bot.commands.command import Command, Here
from bot.commands.input_files import add_files, read_sources
from bot.commands.remote.request import Answer
from bot.desk.core.reply_file import REPLIES_FILE, company_replies
from bot.desk.outcomes.outcome_file import OUTCOMES_FILE, company_outcomes
from bot.desk.scripts.issue_hints import learnt
from bot.desk.scripts.validation import Mistake, Source, Validated, located, validate
from bot.desk.signals.signal_file import SIGNALS_FILE, company_phrases
from bot.matching.recognizer import taught
from bot.matching.sentences import installed
from dialogs.strict_yaml.problems import Problem

_COMPANY: Mapping[str, Callable[[str], tuple[object, tuple[Problem, ...]]]] = {
    SIGNALS_FILE: company_phrases,
    REPLIES_FILE: company_replies,
    OUTCOMES_FILE: company_outcomes,
}
"""How files are read that stand beside scripts and are none."""


def check(sources: Sequence[Source], *, as_json: bool = False) -> Answer:
    """Return all mistakes of these, and hints on what would be worth a case; the status tells whether to publish."""
    verdicts = [_judged(source) for source in sources]
    mistakes = [mistake for verdict in verdicts for mistake in verdict.mistakes]
    hints = [hint for verdict in verdicts for hint in (*verdict.hints, *_when_learnt(verdict))]
    status = 1 if mistakes else 0
    if as_json:
        found = [_as_json(one, "mistake") for one in mistakes] + [_as_json(one, "hint") for one in hints]
        return Answer(json.dumps(found, ensure_ascii=False, indent=2), status=status)
    lines = [str(mistake) for mistake in mistakes] + [f"{hint} (a hint)" for hint in hints]
    if not mistakes:
        lines.append(f"no mistakes in {len(sources)} file(s)")
    return Answer("\n".join(lines), status=status)


def _judged(source: Source) -> Validated:
    read = _COMPANY.get(PurePath(source.name).name)
    if read is None:
        return validate(source)
    _, problems = read(source.text)
    return Validated(source, mistakes=tuple(Mistake(source.name, problem) for problem in problems))


def _when_learnt(verdict: Validated) -> tuple[Mistake, ...]:
    issues = verdict.loaded.known_issues
    if not issues or verdict.mistakes:
        return ()
    return located(verdict.source, learnt(taught(issues, installed())))


def _as_json(mistake: Mistake, kind: str) -> dict[str, str | int]:
    return {"kind": kind, "file": mistake.file, **asdict(mistake.problem)}


def _arguments(parser: ArgumentParser) -> None:
    add_files(parser)
    parser.add_argument("--json", action="store_true", help="print a list of objects instead of lines")


COMMAND = Command(
    name="check",
    help="tell what is wrong with scripts, known issues, signals, replies and outcomes, and play their cases",
    arguments=_arguments,
    run=Here(lambda given: check(read_sources(given.files, with_company=True), as_json=given.json)),
)
