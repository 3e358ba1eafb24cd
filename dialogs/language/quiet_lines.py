"""What is said where a grave signal may be there, as shipped in `quiet.yaml`; a script may word any of it differently.

When it is said is the engine's matter.
"""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

from dialogs.model.script import Interrupt, QuietLine
from dialogs.strict_yaml.fields import Fields, read_file
from dialogs.strict_yaml.problems import render


@cache
def shipped_quiet_lines() -> Mapping[str, QuietLine]:
    """Return the shipped lines by their signal, the gravest first; not to be changed."""
    written = resources.files("dialogs").joinpath("quiet.yaml").read_text("utf-8")
    lines, problems = read_file(written, "quiet.yaml", _lines)
    if lines is None:
        raise ValueError(render(problems[0], "quiet.yaml"))
    return MappingProxyType(lines)


def read_quiet_lines(fields: Fields | None, interrupts: Mapping[str, Interrupt]) -> Mapping[str, QuietLine]:
    """Return the lines of a script: its own, and the shipped ones for the other signals that lead anywhere."""
    shipped = {signal: line for signal, line in shipped_quiet_lines().items() if signal in interrupts}
    return {**shipped, **(_lines(fields) if fields else {})}


def _lines(fields: Fields) -> dict[str, QuietLine]:
    found = {key.text: fields.mapping(key.text) for key in fields.names()}
    return {signal: _line(line) for signal, line in found.items() if line}


def _line(fields: Fields) -> QuietLine:
    line = QuietLine(fields.text("say"), fields.text("button"))
    fields.done()
    return line
