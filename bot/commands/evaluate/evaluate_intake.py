"""``evaluate intake``: how well it is heard what whole first messages say."""

from argparse import Namespace
from collections.abc import Iterator

from bot.commands.command import Command
from bot.commands.evaluate.reading_figures import (
    add_reading,
    answer_with_misses,
    reading,
    shipped_reader,
    shortened_line,
)
from bot.commands.remote.request import Answer
from bot.understanding.labelled_lines import read_texts
from bot.understanding.reading_evaluation import SignalReadingFigures, measure_texts
from bot.understanding.signals import SignalName


def _measure(given: Namespace) -> Answer:
    found = measure_texts(read_texts(given.file), shipped_reader().signals)
    return answer_with_misses(given, found.figures(), "signals", list(_missed(found)))


def _missed(found: SignalReadingFigures) -> Iterator[str]:
    for one in found.misses():
        wrong = [f"missed {name}" for name in SignalName if one.is_missed(name)]
        wrong += [f"false {name}" for name in SignalName if one.is_false(name)]
        yield f"{one.told.id}  {', '.join(wrong)}: {shortened_line(one.told.text)}"


COMMAND = Command(
    name="evaluate intake",
    help="how well it is heard what whole first messages say",
    arguments=add_reading,
    run=reading(_measure),
)
