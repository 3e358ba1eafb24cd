"""What can be typed behind ``python -m bot evaluate``: how well texts are recognised, measured on a company's own.

Needs no store and no settings. See `bot.commands.line` for the other commands.
"""

import json
import time
from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Callable, Mapping
from pathlib import Path

from bot.commands.evaluate import figure_charts, figure_tables, understanding
from bot.commands.evaluate.json_lines import BadLines
from bot.commands.evaluate.labelled_files import read_answers, read_repeats, read_signals
from bot.commands.remote.request import Answer
from bot.desk.recognition.evaluation import measure_answers, measure_repeats, measure_signals
from bot.matching.sentences import installed

Measure = Callable[[Namespace], Answer]


def add_evaluate(verbs: "_SubParsersAction[ArgumentParser]", tells: str) -> None:
    """Add the command ``evaluate`` with its own commands; what is parsed has a ``run`` that takes it."""
    words = verbs.add_parser("evaluate", help=tells, description=tells).add_subparsers(required=True, metavar="WHAT")
    _add(words, "repeats", _repeats, "how surely a complaint is known that was told before")
    answers = _add(words, "answers", _answers, "how often a known answer is given, and how often a wrong one")
    answers.add_argument("--known-issues", type=Path, required=True, metavar="FILE", help="their ids and wordings")
    _add(words, "signals", _signals, "how many signals are heard, such as anger, and how many are not there")
    _add_reading(words, "acts", understanding.acts, "how well it is read what messages do, in their situation")
    _add_reading(words, "intake", understanding.intake, "how well it is heard what whole first messages say")


def _add(words: "_SubParsersAction[ArgumentParser]", name: str, measure: Measure, tells: str) -> ArgumentParser:
    added = words.add_parser(name, help=tells, description=tells)
    added.add_argument("file", type=Path, metavar="FILE", help="JSON lines; docs/admin-guide.md tells which")
    added.add_argument("--json", action="store_true", help="print one object instead of a table")
    added.add_argument("--plot", type=Path, metavar="FILE", help="write a picture (SVG) as well")
    added.set_defaults(run=lambda given: _run(measure, given))
    return added


def _add_reading(words: "_SubParsersAction[ArgumentParser]", name: str, measure: Measure, tells: str) -> None:
    added = words.add_parser(name, help=tells, description=tells)
    added.add_argument("file", type=Path, metavar="FILE", help="JSON lines; docs/admin-guide.md tells which")
    added.add_argument("--json", action="store_true", help="print one object instead of a table")
    added.add_argument("--misses", action="store_true", help="list what was read wrongly")
    added.set_defaults(run=measure)


def _run(measure: Measure, given: Namespace) -> Answer:
    try:
        return measure(given)
    except BadLines as mistakes:
        return Answer(errors=str(mistakes), status=1)


def _repeats(given: Namespace) -> Answer:
    told = read_repeats(given.file)
    found = measure_repeats(told, installed(), time.perf_counter)  # how long, never what time it is
    texts = {one.id: one.text for one in told}
    return _answer(given, found.figures(), figure_tables.repeats(found, texts), lambda: figure_charts.repeats(found))


def _answers(given: Namespace) -> Answer:
    questions, issues = read_answers(given.file, given.known_issues)
    sentences = installed()
    found = measure_answers(questions, issues, sentences)
    table = figure_tables.answers(found, by_words=sentences is None)
    return _answer(given, found.figures(), table, lambda: figure_charts.answers(found))


def _signals(given: Namespace) -> Answer:
    found = measure_signals(read_signals(given.file))
    return _answer(given, found.figures(), figure_tables.signals(found), lambda: figure_charts.signals(found))


def _answer(given: Namespace, figures: Mapping[str, object], table: str, picture: Callable[[], str]) -> Answer:
    text = json.dumps(figures) if given.json else table
    if given.plot:
        try:
            given.plot.write_text(picture(), "utf-8")
        except OSError as error:  # what was measured is printed all the same
            return Answer(text, f"cannot write {given.plot}: {error.strerror or error}", 1)
    return Answer(text)
