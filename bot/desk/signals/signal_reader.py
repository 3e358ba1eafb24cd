"""What a customer's words say besides the matter: anger, threats, danger, the wish for a person.

Closed lists of phrases (`english_signals`, `chinese_signals`), each a sure sign by itself; a phrase that is denied
("no need for a lawyer") is none. Read generously where a missed signal hurts: a person too many is better than danger
unheard.
"""

import re
from collections.abc import Iterator
from typing import get_args

from bot.desk.signals.chinese_signals import PHRASES as CHINESE
from bot.desk.signals.english_signals import PHRASES as ENGLISH
from bot.desk.signals.phrase_matcher import Phrases
from bot.desk.signals.typo_words import mended
from dialogs.model.events import Signal
from dialogs.reading.folding import folded

_LONGEST = 20_000
_DENIED = re.compile(
    r"(?:\b(?:no|not|never|nobody|nothing|without|(?:is|are|was|were|do|does|did|has|have|wo|would|could|should)n'?t"
    r"|rather than|instead of)"
    r"(?: (?:a|an|the|any|my|to|for|of|at|all|that|so|very|really|even|yet|is|was|were|be|been|being|need|want|wanting"
    r"|have|having|get|getting|call|calling|contact|going|planning|trying|threatening|asking|involve|feeling|in"
    r"|here|about|looking|speak|talk|chat|with|take|file|go|start|seek|saying|said|say|mean|i|i'?m|am|it|too|one))*"
    r"|(?:(?<!是)不是|(?<!有)没有?|(?:不|没)打算|没想|不会|不用|不必|不需要|无需|无意|用不着|不至于|不准备|从未|(?<!要)不要"
    r"|不想|(?<![特分差级个性])别)(?:[转找叫接要请说想去来给用再跟向到在上真是打走][个一]?"
    r"|打算|投诉|上网|准备|什么|任何|因为|想要)*) ?$"
)
_REACH = 40
"""Characters before a phrase in which it may be denied."""
_SHOUT = 12
"""Letters, nearly all capitals, that make a shout together with an exclamation mark."""

NAMES: tuple[Signal, ...] = get_args(Signal)
"""All signals, the gravest first."""
_ENGLISH = Phrases(ENGLISH, whole_words=True)
_CHINESE = Phrases(CHINESE, whole_words=False)


def read(text: str) -> tuple[Signal, ...]:
    """Return the signals in a text, the gravest first."""
    plain = mended(folded(text[:_LONGEST]).replace("’", "'"))
    found = set[Signal]()
    for signal, start in _phrases(plain):
        if signal not in found and not _denied(plain, start):
            found.add(signal)
    if _shouts(text):
        found.add("anger")
    return tuple(signal for signal in NAMES if signal in found)


def _phrases(text: str) -> Iterator[tuple[Signal, int]]:
    yield from _ENGLISH.found(text)
    if not text.isascii():
        yield from _CHINESE.found(text)


def _denied(text: str, start: int) -> bool:
    return bool(_DENIED.search(text[max(0, start - _REACH) : start]))


def _shouts(text: str) -> bool:
    letters = [character for character in text[:_LONGEST] if character.isascii() and character.isalpha()]
    capitals = sum(character.isupper() for character in letters)
    return len(letters) >= _SHOUT and capitals >= 0.9 * len(letters) and "!" in text
