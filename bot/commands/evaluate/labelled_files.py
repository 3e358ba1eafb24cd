"""Reads the files that `evaluate` measures on: histories, questions with known issues, and texts with signals."""

from pathlib import Path

from bot.commands.evaluate.json_lines import BadLine, LineFields, Lines, raise_for
from bot.commands.input_files import read_whole
from bot.desk.recognition.evaluation import LabelledTelling, LabelledText, Question
from bot.desk.signals.signal_file import NAMES


def read_repeats(path: Path) -> list[LabelledTelling]:
    """Return the tellings of a file, in its order, which is that of time.

    Raises:
        NoSuchFile: if it cannot be read.
        BadLines: if lines of it cannot be used.

    """
    (data,) = read_whole([path])
    lines = Lines(path, data, _told)
    earlier: dict[str, LabelledTelling] = {}
    for number, one in lines.made.items():
        if one.id in earlier:
            lines.refuse(number, f"there is a telling {one.id} already")
        elif one.repeat_of is not None and one.repeat_of not in earlier:
            lines.refuse(number, f"“repeat_of”: no earlier telling is {one.repeat_of}")
        elif one.repeat_of is not None and earlier[one.repeat_of].customer != one.customer:
            lines.refuse(number, f"“repeat_of”: another customer told {one.repeat_of}")
        earlier.setdefault(one.id, one)
    raise_for(lines)
    return list(lines.made.values())


def read_answers(path: Path, known_issues: Path) -> tuple[list[Question], dict[str, tuple[str, ...]]]:
    """Return the questions of one file, and the wordings of the known issues of another by their ids.

    Raises:
        NoSuchFile: if they cannot be read.
        BadLines: if lines of them cannot be used.

    """
    asked, known = read_whole([path, known_issues])
    issues, questions = Lines(known_issues, known, _issue), Lines(path, asked, _question)
    wordings: dict[str, tuple[str, ...]] = {}
    for number, (key, texts) in issues.made.items():
        if key in wordings:
            issues.refuse(number, f"there is a known issue {key} already")
        wordings[key] = texts
    for number, one in questions.made.items():
        if one.known_issue is not None and one.known_issue not in wordings:
            questions.refuse(number, f"“known_issue”: {known_issues} holds no {one.known_issue}")
    raise_for(issues, questions)
    return list(questions.made.values()), wordings


def read_signals(path: Path) -> list[LabelledText]:
    """Return the texts of a file with the signals in them.

    Raises:
        NoSuchFile: if it cannot be read.
        BadLines: if lines of it cannot be used.

    """
    (data,) = read_whole([path])
    lines = Lines(path, data, _signalled)
    raise_for(lines)
    return list(lines.made.values())


def _told(line: LineFields) -> LabelledTelling:
    return LabelledTelling(
        line.name("id"),
        line.name("customer"),
        line.text("text"),
        line.name_or_none("repeat_of"),
        line.names("also"),
        line.yes("skip"),
    )


def _question(line: LineFields) -> Question:
    return Question(line.text("text"), line.name_or_none("known_issue"), line.yes("near"))


def _issue(line: LineFields) -> tuple[str, tuple[str, ...]]:
    return line.name("id"), line.texts("wordings")


def _signalled(line: LineFields) -> LabelledText:
    text = line.text("text")
    if not line.has("signals"):
        raise BadLine("“signals” is missing; a text without any has []")
    names = line.names("signals")
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        raise BadLine(f"“signals”: {', '.join(unknown)} is none of {', '.join(NAMES)}")
    return LabelledText(text, frozenset(names))
