"""Reads the files that say which phrases count as a signal: those of the program, in patterns, and the company's.

The company's holds plain words: they are taken as they stand, whatever they mean in a pattern.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from typing import get_args

from bot.desk.signals.typo_words import mended
from dialogs.model.events import Signal
from dialogs.reading.folding import folded
from dialogs.strict_yaml.fields import Fields, read_file, read_shipped
from dialogs.strict_yaml.problems import Problem, did_you_mean, quoted
from dialogs.strict_yaml.yaml_text import TextNode

SIGNALS_FILE = "signals.yaml"
"""What the company's file is called, in its folder of scripts."""
NAMES: tuple[Signal, ...] = get_args(Signal)
"""All signals, the gravest first."""
_GROUP = re.compile(r"\{([a-z][a-z-]*)\}")
_FEWEST = 2
"""Letters or signs of a phrase: a single one stands in every other message."""

Phrased = Mapping[Signal, tuple[str, ...]]


@dataclass(frozen=True)
class SignalPhrases:
    """What counts as each signal, what never does, and sentences that must be heard as it."""

    counts: Phrased = field(default_factory=dict)
    never_counts: Phrased = field(default_factory=dict)
    examples: Phrased = field(default_factory=dict)


@cache
def shipped_phrases(language: str) -> SignalPhrases:
    """Return the phrases that come with the program, as patterns: ``english`` or ``chinese``."""
    return read_shipped("bot.desk.signals", f"{language}.yaml", _shipped)


def company_phrases(text: str) -> tuple[SignalPhrases | None, tuple[Problem, ...]]:
    """Return the phrases of a company's file, as plain words made alike, or nothing and all that is wrong with it."""
    return read_file(text, SIGNALS_FILE, _company)


def plain(text: str) -> str:
    """Return a text as phrases are looked for in it."""
    return mended(folded(text).replace("’", "'"))


def _shipped(fields: Fields) -> SignalPhrases:
    groups = fields.mapping("groups")
    named = {key.text: groups.word(key.text) for key in groups.names()} if groups else {}

    def written_out(pattern: str) -> str:
        return _GROUP.sub(lambda group: written_out(named[group[1]]), pattern)

    found: dict[str, dict[Signal, tuple[str, ...]]] = {"counts": {}, "never-counts": {}, "examples": {}}
    for signal in NAMES:
        if inner := fields.mapping(signal):
            for key, phrases in found.items():
                written = inner.words(key, needed=False)
                phrases[signal] = written if key == "examples" else tuple(map(written_out, written))
            inner.done()
    fields.done()
    return SignalPhrases(*found.values())


def _company(fields: Fields) -> SignalPhrases:
    counts: dict[Signal, tuple[str, ...]] = {}
    never: dict[Signal, tuple[str, ...]] = {}
    for key in fields.names():
        if key.text not in NAMES:
            fields.report(key, "unknown-signal", f"{quoted(key.text)} is no signal", did_you_mean(key.text, NAMES))
    for signal in NAMES:
        if inner := fields.mapping(signal):
            counts[signal], never[signal] = map(partial(_plain_words, inner), ("counts", "never-counts"))
            for phrase in sorted(set(counts[signal]) & set(never[signal])):
                message = f"{quoted(phrase)} both counts and never counts as {signal}"
                inner.report_at("never-counts", "counts-twice", message, "take it out of one of the two lists")
            inner.done()
    return SignalPhrases(counts, never)


def _plain_words(fields: Fields, key: str) -> tuple[str, ...]:
    if key not in fields:
        return ()
    fields.words(key)
    found: list[str] = []
    for node in fields.items(key) if fields.sound else ():
        phrase = plain(node.text) if isinstance(node, TextNode) else ""
        if len(phrase) < _FEWEST or not (phrase[0].isalnum() and phrase[-1].isalnum()):
            message = f"{quoted(phrase)} cannot be looked for"
            fields.report(node, "bad-phrase", message, "write words that begin and end with a letter or a digit")
        found.append(phrase)
    return tuple(found)
