"""``evaluate signals``: how many signals are heard, such as anger, and how many are not there."""

from argparse import Namespace

from bot.commands.command import Command
from bot.commands.evaluate import figure_charts, figure_tables
from bot.commands.evaluate.labelled_files import read_signals
from bot.commands.evaluate.measuring import add_measuring, figures_as_answer, measured
from bot.commands.remote.request import Answer
from bot.desk.recognition.evaluation import measure_signals
from bot.desk.signals.signal_reader import SignalReader


def _measure(given: Namespace) -> Answer:
    found = measure_signals(read_signals(given.file), SignalReader())
    return figures_as_answer(given, found.figures(), figure_tables.signals(found), lambda: figure_charts.signals(found))


COMMAND = Command(
    name="evaluate signals",
    help="how many signals are heard, such as anger, and how many are not there",
    arguments=add_measuring,
    run=measured(_measure),
)
