"""``evaluate repeats``: how surely a complaint is known that was told before."""

import time
from argparse import ArgumentParser, Namespace

from bot.commands.command import Command
from bot.commands.evaluate import figure_charts, figure_tables
from bot.commands.evaluate.labelled_files import read_repeats
from bot.commands.evaluate.measuring import add_measuring, figures_as_answer, measured
from bot.commands.remote.request import Answer
from bot.desk.recognition.evaluation import measure_repeats, split_repeats
from bot.matching.sentences import installed


def _arguments(parser: ArgumentParser) -> None:
    add_measuring(parser, "fit to half of the customers, and report on the others")


def _measure(given: Namespace) -> Answer:
    told = read_repeats(given.file)
    measure = split_repeats if given.split else measure_repeats
    found = measure(told, installed(), time.perf_counter)  # how long, never what time it is
    table = figure_tables.repeats(found, {one.id: one.text for one in told})
    return figures_as_answer(given, found.figures(), table, lambda: figure_charts.repeats(found))


COMMAND = Command(
    name="evaluate repeats",
    help="how surely a complaint is known that was told before",
    arguments=_arguments,
    run=measured(_measure),
)
