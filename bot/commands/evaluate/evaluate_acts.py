"""``evaluate acts``: how well it is read what messages do, in their situation."""

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
from bot.understanding.labelled_lines import read_acts
from bot.understanding.reading_evaluation import ActFigures, measure_acts


def _measure(given: Namespace) -> Answer:
    found = measure_acts(read_acts(given.file), shipped_reader().acts)
    return answer_with_misses(given, found.figures(), ("acts",), list(_missed(found)))


def _missed(found: ActFigures) -> Iterator[str]:
    for one in found.misses():
        where = ":".join(part for part in (one.told.situation.stage, one.told.situation.slot) if part)
        read = ", ".join(one.read[:2])
        yield f"{one.told.id}  {where}  {one.told.act}, read as {read}: {shortened_line(one.told.text)}"


COMMAND = Command(
    name="evaluate acts",
    help="how well it is read what messages do, in their situation",
    arguments=add_reading,
    run=reading(_measure),
)
