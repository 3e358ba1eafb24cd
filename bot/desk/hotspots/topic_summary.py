"""What tellings have in common, for people to read: a place, a few examples without private numbers. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from bot.matching.normalise import plain, tokens

SAMPLES = 12
_HALF = 0.5
"""Of the texts, how many must name a place."""
_PRIVATE = re.compile(r"\d(?:[ .()-]{0,2}\d){4,}")
"""Five digits or more: a phone, an account, a card, however they are grouped."""


def area(places: Iterable[str]) -> str:
    """Return the place that most of them name, without house numbers, as it is written most often; else nothing."""
    named = list(places)
    spellings: dict[tuple[str, ...], list[str]] = {}
    for place in named:
        spellings.setdefault(_folded(place), []).append(place)
    spellings.pop((), None)
    usual = max(spellings.values(), key=lambda spelt: (len(spelt), spelt), default=[])
    if len(usual) <= len(named) * _HALF:
        return ""
    counted = Counter(usual)
    return masked(min(counted, key=lambda spelt: (-counted[spelt], len(spelt), spelt)))


def named(words: Sequence[str], area: str) -> str:
    """Return what it is about in one line: the words, then the area, neither said twice."""
    where = plain(area)
    return ", ".join([*(word for word in words if plain(word) not in where), *([area] if area else [])])


def samples(texts: Iterable[str]) -> tuple[str, ...]:
    """Return a few of the texts, the first ones, each once."""
    return tuple(dict.fromkeys(masked(" ".join(text.split())) for text in texts))[:SAMPLES]


def masked(text: str) -> str:
    """Return the text without the digits of phones, accounts and cards."""
    return _PRIVATE.sub(lambda match: re.sub(r"\d", "•", match[0]), text)


def _folded(place: str) -> tuple[str, ...]:
    """Return a place as it is compared: 人民路100号 and 人民路 are one, and so are "12 Oak Street" and "Oak Street"."""
    return tuple(token for token in tokens(place, masked=True) if len(token) > 1)
