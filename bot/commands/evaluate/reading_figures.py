"""What ``evaluate acts``, ``intake`` and ``talk`` have in common: their arguments, and how figures are told."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from bot.commands.command import Here
from bot.commands.remote.request import Answer
from bot.desk.signals.signal_reader import SignalReader
from bot.drawing.text_width import printable
from bot.matching.sentences import installed
from bot.understanding.labelled_lines import BadLabel
from bot.understanding.learned_reader import LearnedReader

_SHORT = 100
"""Characters of a text that are shown."""


def add_reading(parser: ArgumentParser, file: str = "JSON lines; docs/admin-guide.md tells which") -> None:
    """Have a command take a file to read."""
    parser.add_argument("file", type=Path, metavar="FILE", help=file)
    parser.add_argument("--json", action="store_true", help="print one object instead of a table")
    parser.add_argument("--misses", action="store_true", help="list what was read wrongly")


def reading(measure: Callable[[Namespace], Answer]) -> Here:
    """Return how this is carried out: what is wrong with the file is told, not raised."""

    def run(given: Namespace) -> Answer:
        try:
            return measure(given)
        except (OSError, BadLabel) as error:
            return Answer(errors=str(error), status=1)

    return Here(run)


def shipped_reader() -> LearnedReader:
    """Return the reader as the program ships it."""
    lists = SignalReader()
    return LearnedReader(lists.read, installed(), leave_out=lists.left_out)


def answer_with_misses(
    given: Namespace, figures: Mapping[str, object], rows: Sequence[str], misses: list[str]
) -> Answer:
    """Return the figures as a table or an object, with what was read wrongly if that is wanted.

    Under ``rows`` stand figures of several things, each a row of its own.
    """
    shown = misses if given.misses else []
    if given.json:
        return Answer(json.dumps({**figures, "misses": shown} if given.misses else figures))
    return Answer("\n".join([*_table(figures, rows), *shown]))


def _table(figures: Mapping[str, object], rows: Sequence[str]) -> Iterator[str]:
    for key, value in figures.items():
        if key not in rows:
            yield f"{key:<20}{value:>8.3f}" if isinstance(value, float) else f"{key:<20}{value:>8}"
    for key in rows:
        each = figures[key]
        if isinstance(each, Mapping) and each:
            columns = list(next(iter(each.values())))
            yield f"\n{key:<20}" + "".join(f"{column:>18}" for column in columns)
            for name, of in each.items():
                yield f"{name:<20}" + "".join(
                    f"{of[column]:>18.3f}" if of[column] != int(of[column]) else f"{of[column]:>18g}"
                    for column in columns
                )


def shortened_line(text: str) -> str:
    """Return the beginning of a text on one line."""
    line = printable(text)
    return line if len(line) <= _SHORT else f"{line[: _SHORT - 1]}…"
