"""Reads files of whole conversations for `evaluate talk`: what a customer does, and what must be seen in the end."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from dialogs.language.script_loader import read_seconds
from dialogs.strict_yaml.fields import Fields, read_file
from dialogs.strict_yaml.problems import Problem, quoted
from dialogs.strict_yaml.yaml_text import Node

_DOES = ("says", "taps", "pauses", "gives", "until")
_MOST_TICKETS = 20

Alternatives = tuple[str, ...]
"""Of these, one must be there."""


@dataclass(frozen=True)
class TalkTurn:
    """One thing that a customer does; exactly one of these is there."""

    says: tuple[str, ...] = ()
    """Messages in quick succession; most often one."""
    taps: str = ""
    """The label of a button, or its beginning."""
    pauses: int = 0
    """Seconds without a word."""
    gives: Mapping[str, str] = field(default_factory=dict)
    """Answers by their slots: to each question that comes its own, to the summary or as far as they go."""
    until: str = ""
    """The slot at whose question the answers stop."""


@dataclass(frozen=True)
class Expected:
    """What a text must hold, and must not."""

    holds: tuple[Alternatives, ...] = ()
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True)
class ExpectedTickets:
    """What must be on the tickets of the customer, all taken together."""

    words: Expected = field(default_factory=Expected)
    count: int | None = None
    slots: Mapping[str, Alternatives] = field(default_factory=dict)
    """Parts of values, by their slot, on one of the tickets."""


@dataclass(frozen=True)
class Talk:
    """One conversation, and what must be seen in the end."""

    key: str
    script: str
    kind: str
    turns: tuple[TalkTurn, ...]
    last: Expected
    """Of what is said to the last thing that the customer does, with the labels of the buttons."""
    never: tuple[str, ...]
    """What must not be said at any moment."""
    tickets: ExpectedTickets


def read_talks(text: str, scripts: Collection[str], script: str) -> tuple[tuple[Talk, ...], tuple[Problem, ...]]:
    """Return the conversations of a file, or none and all that is wrong with it.

    ``script`` is met by those that name none of ``scripts``. No text makes this raise.
    """

    def file(fields: Fields) -> tuple[Talk, ...]:
        fields.one_of("format", ("1",))
        within = [(key, fields.inner(node, "a conversation")) for key, node in fields.entries("talks")]
        talks = tuple(_talk(key, talk, tuple(scripts), script) for key, talk in within if talk)
        fields.done()
        return talks

    talks, problems = read_file(text, "a file of conversations", file)
    return talks or (), problems


def _talk(key: str, fields: Fields, scripts: tuple[str, ...], script: str) -> Talk:
    talk = Talk(
        key,
        script=fields.one_of("script", scripts, script),
        kind=fields.word("kind", "any"),
        turns=tuple(turn for item in fields.items("turns") if (turn := _turn(item, fields))),
        last=_expected(fields.mapping("last")),
        never=fields.words("never", needed=False),
        tickets=_tickets(fields.mapping("ticket")),
    )
    if not any(key in fields for key in ("last", "never", "ticket")):
        message = "nothing is expected of this conversation"
        fields.report(fields.node, "missing-key", message, "add `last:`, `never:` or `ticket:`")
    fields.done()
    return talk


def _turn(node: Node, within: Fields) -> TalkTurn | None:
    fields = within.inner(node, "a turn")
    if fields is None:
        return None
    written = [key for key in _DOES if key in fields]
    if len(written) > 1 and written != ["gives", "until"]:
        named = " and ".join(map(quoted, written))
        fields.report(fields.node, "two-events", f"in this turn stand {named}", "make it two turns")
    elif not written:
        remedy = "add `says:`, `taps:`, `pauses:` or `gives:`"
        fields.report(fields.node, "no-event", "in this turn nothing happens", remedy)
    turn = TalkTurn(
        says=fields.texts("says"),
        taps=fields.word("taps", ""),
        pauses=read_seconds(fields, "pauses") if "pauses" in fields else 0,
        gives=fields.text("gives", needed=False),
        until=fields.word("until", ""),
    )
    fields.done()
    return turn


def _expected(fields: Fields | None) -> Expected:
    if fields is None:
        return Expected()
    expected = _holds_and_lacks(fields)
    fields.done()
    return expected


def _holds_and_lacks(fields: Fields) -> Expected:
    items = fields.items("holds") if "holds" in fields else ()
    return Expected(tuple(fields.texts_at(item, "holds") for item in items), fields.words("lacks", needed=False))


def _tickets(fields: Fields | None) -> ExpectedTickets:
    if fields is None:
        return ExpectedTickets()
    count = fields.one_of("count", tuple(map(str, range(_MOST_TICKETS + 1)))) if "count" in fields else ""
    slots = {name: fields.texts_at(node, name) for name, node in fields.entries("slots", needed=False)}
    tickets = ExpectedTickets(_holds_and_lacks(fields), int(count) if count else None, slots)
    fields.done()
    return tickets
