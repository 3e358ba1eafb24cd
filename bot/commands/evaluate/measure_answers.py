"""``evaluate answers``: how often a known answer is given, and how often a wrong one."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from bot.commands.command import Command
from bot.commands.evaluate import figure_charts, figure_tables
from bot.commands.evaluate.labelled_files import read_answers
from bot.commands.evaluate.measuring import add_measuring, figures_as_answer, measured
from bot.commands.remote.request import Answer
from bot.desk.recognition.evaluation import measure_answers, split_answers
from bot.matching.sentences import installed


def _arguments(parser: ArgumentParser) -> None:
    add_measuring(parser, "fit to every other question, and report on the rest")
    parser.add_argument("--known-issues", type=Path, required=True, metavar="FILE", help="their ids and wordings")


def _measure(given: Namespace) -> Answer:
    questions, issues = read_answers(given.file, given.known_issues)
    sentences = installed()
    measure = split_answers if given.split else measure_answers
    found = measure(questions, issues, sentences)
    table = figure_tables.answers(found, by_words=sentences is None)
    return figures_as_answer(given, found.figures(), table, lambda: figure_charts.answers(found))


COMMAND = Command(
    name="evaluate answers",
    help="how often a known answer is given, and how often a wrong one",
    arguments=_arguments,
    run=measured(_measure),
)
