"""``evaluate signals``: how many signals are heard, such as anger, and how many are not there."""

from argparse import ArgumentParser, Namespace

from bot.commands.command import Command
from bot.commands.evaluate import figure_charts, figure_tables
from bot.commands.evaluate.labelled_files import read_signals
from bot.commands.evaluate.measuring import add_measuring, figures_as_answer, measured
from bot.commands.remote.request import Answer
from bot.desk.recognition.evaluation import measure_signals
from bot.desk.signals.signal_reader import SignalReader


def _arguments(parser: ArgumentParser) -> None:
    add_measuring(parser, "report on every other text; nothing is fitted to the rest, by which phrases may be written")


def _measure(given: Namespace) -> Answer:
    told = read_signals(given.file)
    found = measure_signals(told[1::2] if given.split else told, SignalReader())
    return figures_as_answer(given, found.figures(), figure_tables.signals(found), lambda: figure_charts.signals(found))


COMMAND = Command(
    name="evaluate signals",
    help="how many signals are heard, such as anger, and how many are not there",
    arguments=_arguments,
    run=measured(_measure),
)
