"""What a customer's words say besides the matter: anger, threats, danger, the wish for a person.

Closed lists of phrases (`english_signals`, `chinese_signals`), each a sure sign by itself; a phrase that is denied
("no need for a lawyer") is none. Read generously where a missed signal hurts: a person too many is better than danger
unheard.
"""

import re

from bot.desk.chinese_signals import PHRASES as CHINESE
from bot.desk.english_signals import PHRASES as ENGLISH
from dialogs.folding import folded

_LONGEST = 4000
_DENIED = re.compile(
    r"(?:\b(?:no|not|never|nobody|nothing|without|(?:is|are|was|were|do|does|did)n'?t|rather than|instead of)"
    r"(?: (?:a|an|the|any|my|to|for|of|at|all|that|so|very|really|even|yet|is|was|were|be|been|being|need|want|wanting"
    r"|have|having|get|getting|call|calling|contact|going|planning|trying|threatening|asking|involve|feeling|in))*"
    r"|(?<!是)不是|(?<!有)没有?|不用|不需要|(?<!要)不要|不想找|(?<![特分差级个性])别)[转找叫接要请]? ?$"
)
_REACH = 40
"""Characters before a phrase in which it may be denied."""
_SHOUT = 12
"""Letters, nearly all capitals, that make a shout together with an exclamation mark."""

NAMES = tuple(ENGLISH)
"""All signals, the gravest first."""

_PATTERNS = {
    signal: re.compile(rf"\b(?:{'|'.join(ENGLISH[signal])})\b|{'|'.join(CHINESE[signal])}") for signal in ENGLISH
}


def read(text: str) -> tuple[str, ...]:
    """Return the signals in a text, the gravest first."""
    plain = folded(text[:_LONGEST]).replace("’", "'")
    found = [signal for signal, pattern in _PATTERNS.items() if _holds(pattern, plain)]
    if "anger" not in found and _shouts(text):
        found.append("anger")
    return tuple(found)


def _holds(pattern: re.Pattern[str], text: str) -> bool:
    matches = pattern.finditer(text)
    return any(not _DENIED.search(text[max(0, match.start() - _REACH) : match.start()]) for match in matches)


def _shouts(text: str) -> bool:
    letters = [character for character in text[:_LONGEST] if character.isascii() and character.isalpha()]
    capitals = sum(character.isupper() for character in letters)
    return len(letters) >= _SHOUT and capitals >= 0.9 * len(letters) and "!" in text
