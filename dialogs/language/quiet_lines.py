"""What is said where a grave signal may be there, as shipped in `quiet.yaml`; a script may word any of it differently.

When it is said is the engine's matter.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from dialogs.model.script import Interrupt, QuietLine
from dialogs.strict_yaml.fields import Fields, read_shipped


@cache
def shipped_quiet_lines() -> Mapping[str, QuietLine]:
    """Return the shipped lines by their signal, the gravest first; not to be changed."""
    return MappingProxyType(read_shipped("dialogs", "quiet.yaml", _lines))


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
