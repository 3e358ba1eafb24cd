"""Tests of a script as data: conversations with what is expected of them, and how a file of them is read.

Nothing is played here (`case_player` does that), and whether the steps and slots that a case names exist is for
`verify`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from dialogs.model.script import Filing
from dialogs.strict_yaml.common_texts import FACTS
from dialogs.strict_yaml.fields import Fields, read_file
from dialogs.strict_yaml.problems import Problem, did_you_mean, quoted
from dialogs.strict_yaml.yaml_text import MapNode, Node, TextNode

Happening = Literal["silence", "giving-up", "hand-back", "cancel"]
"""What can happen without words or a tap."""
Ending = Literal["closed", "with-person", "abandoned"]
"""How a conversation can stand when it no longer waits for the customer; a status of `State`."""
Look = Literal["repeat", "known-issue"]

MONDAY_MORNING = "2026-01-05T10:00"
"""The desk's wall clock in a case that says none."""
CLOCK = re.compile("[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]")
_NOWHERE = MapNode(1, 1, ())
_EVENTS = ("says", "taps", "happens")


@dataclass(frozen=True)
class CaseTurn:
    """One thing that happens, and what is expected after it; an empty expectation expects nothing."""

    says: str = ""
    """The customer's words; exactly one of these three is there, or a file without words."""
    taps: str = ""
    """The key of a button of the question at hand, or ``undo`` after a repeat that was stated."""
    happens: Happening | Literal[""] = ""
    signals: tuple[str, ...] = ()
    """What the desk hears in the words."""
    unsure: tuple[str, ...] = ()
    """What the desk perhaps hears in them."""
    others: tuple[str, ...] = ()
    """Those of both kinds that are about somebody else than the customer."""
    file: str = ""
    """What is sent along with the words or without any."""
    finds: Mapping[Look, tuple[Mapping[str, str], ...]] = field(default_factory=dict)
    """Facts of what each look-up finds, the likeliest first.

    Beside them may stand a ``key``, a ``label``, the ``part`` of the telling that it is about, and whether the desk is
    ``sure``, as ``yes`` or ``no``.
    """
    at: str = ""
    """The step where the conversation waits now."""
    slots: Mapping[str, str] = field(default_factory=dict)
    """Values of some slots; an empty one was skipped."""
    told: str = ""
    """A part of something told in this turn."""
    not_told: str = ""
    """What nothing that is told in this turn may hold."""
    filed: Filing | Literal[""] = ""
    """With this a ticket is filed in this turn."""
    ends: Ending | Literal[""] = ""


@dataclass(frozen=True)
class Case:
    """One conversation that a script must hold as it is written here."""

    key: str
    turns: tuple[CaseTurn, ...]
    language: str = ""
    """Spoken unless the first words are in another; empty for the script's first."""
    remembered: Mapping[str, str] = field(default_factory=dict)
    """Slots of the customer's earlier tickets."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """What the desk tells where it begins the dialog itself, such as the outcome that a survey asks about."""
    at: str = MONDAY_MORNING
    """The desk's wall clock."""
    closed: bool = False
    """The desk is closed."""
    node: Node = field(default=_NOWHERE, compare=False, repr=False)
    """Where the case is written, so that `yaml_text.locate` finds the place of a failure."""


def load_cases(text: str) -> tuple[tuple[Case, ...], tuple[Problem, ...]]:
    """Return the cases of a file, or none and all that is wrong with it. Never raises."""
    cases, problems = read_file(text, "a file of cases", _file)
    return cases or (), problems


def _file(fields: Fields) -> tuple[Case, ...]:
    fields.one_of("format", ("1",))
    cases = read_cases(fields, needed=True)
    fields.done()
    return cases


def read_cases(fields: Fields, *, needed: bool = False) -> tuple[Case, ...]:
    """Return what stands under ``cases:`` of a file, which may be a script's own."""
    entries = fields.entries("cases", needed=needed)
    return tuple(case for key, node in entries if (case := _case(key, node, fields)))


def _case(key: str, node: Node, within: Fields) -> Case | None:
    fields = within.inner(node, "a case")
    if fields is None:
        return None
    case = Case(
        key,
        turns=tuple(turn for item in fields.items("turns") if (turn := _turn(item, fields))),
        language=fields.word("language", ""),
        remembered=_values(fields, "remembered"),
        facts=_facts(fields.mapping("facts")),
        at=_clock(fields),
        closed=fields.flag("closed"),
        node=node,
    )
    fields.done()
    return case


def _clock(fields: Fields) -> str:
    written = fields.word("at", MONDAY_MORNING)
    if written and not CLOCK.fullmatch(written):
        fields.report_at("at", "bad-clock", f"at is {quoted(written)}", f"write `{MONDAY_MORNING}`")
        return MONDAY_MORNING
    return written


def _turn(node: Node, within: Fields) -> CaseTurn | None:
    fields = within.inner(node, "a turn")
    if fields is None:
        return None
    _one_event(fields)
    happenings: tuple[Happening, ...] = get_args(Happening)
    filings: tuple[Filing, ...] = get_args(Filing)
    endings: tuple[Ending, ...] = get_args(Ending)
    turn = CaseTurn(
        says=fields.word("says", ""),
        taps=fields.word("taps", ""),
        happens=fields.one_of("happens", happenings) if "happens" in fields else "",
        signals=fields.words("signals", needed=False),
        unsure=fields.words("unsure", needed=False),
        others=fields.words("others", needed=False),
        file=fields.word("file", ""),
        finds=_finds(fields.mapping("finds")),
        at=fields.word("at", ""),
        slots=_values(fields, "slots"),
        told=fields.word("told", ""),
        not_told=fields.word("not-told", ""),
        filed=fields.one_of("filed", filings) if "filed" in fields else "",
        ends=fields.one_of("ends", endings) if "ends" in fields else "",
    )
    fields.done()
    return turn


def _one_event(fields: Fields) -> None:
    written = [event for event in _EVENTS if event in fields]
    if len(written) > 1:
        named = " and ".join(quoted(event) for event in written)
        fields.report(fields.node, "two-events", f"in this turn stand {named}", "make it two turns")
    elif not written and "file" not in fields:
        fields.report(fields.node, "no-event", "in this turn nothing happens", "add `says:`, `taps:` or `happens:`")
    for key in ("signals", "unsure", "others", "file"):
        if key in fields and written and "says" not in written:
            fields.report_at(key, "no-words", f"{quoted(key)} comes with words only", "add `says:`, or remove it")


def _finds(fields: Fields | None) -> Mapping[Look, tuple[Mapping[str, str], ...]]:
    if fields is None:
        return {}
    looks: tuple[Look, ...] = get_args(Look)
    for key in fields.names():
        if key.text not in looks:
            fields.report(key, "unknown-key", f"no step looks for {quoted(key.text)}", did_you_mean(key.text, looks))
    return {look: _found(look, fields) for look in looks if look in fields}


def _found(look: Look, within: Fields) -> tuple[Mapping[str, str], ...]:
    written = [within.inner(node, "something found") for node in within.items(look)]
    return tuple(_one_found(fields, alone=len(written) == 1) for fields in written if fields)


def _one_found(fields: Fields, *, alone: bool) -> Mapping[str, str]:
    sure = {"sure": "yes" if fields.flag("sure") else "no"} if "sure" in fields else {}
    if sure.get("sure") == "yes" and not alone:
        fields.report_at("sure", "sure-of-several", "only what is found alone can be sure", "remove it")
    return {**sure, **_facts(fields, "key", "label", "part")}


def _facts(fields: Fields | None, *also: str) -> Mapping[str, str]:
    if fields is None:
        return {}
    facts = {name: fact for name in (*also, *FACTS) if (fact := fields.word(name, ""))}
    fields.done()
    return facts


def _values(fields: Fields, key: str) -> Mapping[str, str]:
    return {name: _value(name, node, fields) for name, node in fields.entries(key, needed=False)}


def _value(name: str, node: Node, fields: Fields) -> str:
    if isinstance(node, TextNode):
        return node.text.strip()
    fields.report(node, "not-a-text", f"{name} takes a text here", "put it in quotes if it holds { or [")
    return ""
