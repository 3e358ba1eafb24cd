"""``evaluate answers``: how often a known answer is given, and how often a wrong one."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from bot.commands.command import Command
from bot.commands.evaluate import figure_charts, figure_tables
from bot.commands.evaluate.labelled_files import read_answers
from bot.commands.evaluate.measuring import add_measuring, figures_as_answer, measured
from bot.commands.remote.request import Answer
from bot.desk.recognition.calibration import fit
from bot.desk.recognition.evaluation import halves, measure_answers
from bot.matching.assurance import USUAL
from bot.matching.sentences import installed


def _arguments(parser: ArgumentParser) -> None:
    add_measuring(parser)
    parser.add_argument("--known-issues", type=Path, required=True, metavar="FILE", help="their ids and wordings")
    parser.add_argument("--split", action="store_true", help="fit to every other question, and report on the rest")


def _measure(given: Namespace) -> Answer:
    questions, issues = read_answers(given.file, given.known_issues)
    sentences = installed()
    limits = None
    if given.split:
        labelled, questions = halves(questions)
        seen = measure_answers(labelled, issues, sentences)
        limits = fit(seen.said, USUAL, seen.limits)
    found = measure_answers(questions, issues, sentences, limits=limits)
    table = figure_tables.answers(found, by_words=sentences is None)
    return figures_as_answer(given, found.figures(), table, lambda: figure_charts.answers(found))


COMMAND = Command(
    name="evaluate answers",
    help="how often a known answer is given, and how often a wrong one",
    arguments=_arguments,
    run=measured(_measure),
)
