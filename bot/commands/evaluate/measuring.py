"""What ``evaluate repeats``, ``answers`` and ``signals`` have in common: their arguments, and how figures are told.

They need no store and no settings.
"""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from pathlib import Path

from bot.commands.command import Here
from bot.commands.evaluate.json_lines import BadLines
from bot.commands.remote.request import Answer


def add_measuring(parser: ArgumentParser, split: str) -> None:
    """Have a command take a file to measure on, or a part of it; ``split`` says which part, and what of the others."""
    parser.add_argument("file", type=Path, metavar="FILE", help="JSON lines; docs/admin-guide.md tells which")
    parser.add_argument("--json", action="store_true", help="print one object instead of a table")
    parser.add_argument("--split", action="store_true", help=split)
    parser.add_argument("--plot", type=Path, metavar="FILE", help="write a picture (SVG) as well")


def measured(measure: Callable[[Namespace], Answer]) -> Here:
    """Return how this is carried out: what is wrong with lines of the file is told, not raised."""

    def run(given: Namespace) -> Answer:
        try:
            return measure(given)
        except BadLines as mistakes:
            return Answer(errors=str(mistakes), status=1)

    return Here(run)


def figures_as_answer(
    given: Namespace, figures: Mapping[str, object], table: str, picture: Callable[[], str]
) -> Answer:
    """Return the figures as a table or an object, and write the picture if one is wanted."""
    text = json.dumps(figures) if given.json else table
    if given.plot:
        try:
            given.plot.write_text(picture(), "utf-8")
        except OSError as error:  # what was measured is printed all the same
            return Answer(text, f"cannot write {given.plot}: {error.strerror or error}", 1)
    return Answer(text)
