"""``evaluate acts`` and ``evaluate intake``: how well it is read what messages do and say. Prints; measures nothing."""

import json
from argparse import Namespace
from collections.abc import Iterator, Mapping

from bot.commands.remote.request import Answer
from bot.desk.signals import signal_reader
from bot.drawing.text_width import clean
from bot.matching.sentences import installed
from bot.understanding.evaluation import ActFigures, SignalReadingFigures, measure_acts, measure_texts
from bot.understanding.labelled_lines import BadLine, read_acts, read_texts
from bot.understanding.learned_reader import LearnedReader
from bot.understanding.signals import SignalName

_SHORT = 100
"""Characters of a text that are shown."""


def acts(given: Namespace) -> Answer:
    """Measure how well it is read what the messages of a file do."""
    try:
        told = read_acts(given.file)
    except (OSError, BadLine) as error:
        return Answer(errors=str(error), status=1)
    found = measure_acts(told, _reader().acts)
    return _answer(given, found.figures(), "acts", list(_missed_acts(found)))


def intake(given: Namespace) -> Answer:
    """Measure how well it is heard what the first messages of a file say besides the matter."""
    try:
        told = read_texts(given.file)
    except (OSError, BadLine) as error:
        return Answer(errors=str(error), status=1)
    found = measure_texts(told, _reader().signals)
    return _answer(given, found.figures(), "signals", list(_missed_signals(found)))


def _reader() -> LearnedReader:
    return LearnedReader(signal_reader.read, installed())


def _answer(given: Namespace, figures: Mapping[str, object], rows: str, misses: list[str]) -> Answer:
    shown = misses if given.misses else []
    if given.json:
        return Answer(json.dumps({**figures, "misses": shown} if given.misses else figures))
    return Answer("\n".join([*_table(figures, rows), *shown]))


def _table(figures: Mapping[str, object], rows: str) -> Iterator[str]:
    each = figures[rows]
    for key, value in figures.items():
        if key != rows:
            yield f"{key:<20}{value:>8.3f}" if isinstance(value, float) else f"{key:<20}{value:>8}"
    if isinstance(each, Mapping) and each:
        columns = list(next(iter(each.values())))
        yield f"\n{'':<20}" + "".join(f"{column:>18}" for column in columns)
        for name, of in each.items():
            yield f"{name:<20}" + "".join(
                f"{of[column]:>18.3f}" if of[column] != int(of[column]) else f"{of[column]:>18g}" for column in columns
            )


def _missed_acts(found: ActFigures) -> Iterator[str]:
    for one in found.misses():
        where = ":".join(part for part in (one.told.situation.stage, one.told.situation.slot) if part)
        yield f"{one.told.id}  {where}  {one.told.act}, read as {', '.join(one.read[:2])}: {_short(one.told.text)}"


def _missed_signals(found: SignalReadingFigures) -> Iterator[str]:
    for one in found.misses():
        wrong = [f"missed {name}" for name in SignalName if one.is_missed(name)]
        wrong += [f"false {name}" for name in SignalName if one.is_false(name)]
        yield f"{one.told.id}  {', '.join(wrong)}: {_short(one.told.text)}"


def _short(text: str) -> str:
    line = clean(text)
    return line if len(line) <= _SHORT else f"{line[: _SHORT - 1]}…"
