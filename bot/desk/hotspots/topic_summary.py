"""What tellings have in common, for people to read: words, a place, a few examples without private numbers. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from bot.matching.normalise import plain, tokens

WORDS = 4
"""Wordings that are named at most."""
SAMPLES = 12
_HALF = 0.5
"""Of the texts, how many must hold a wording, or name a place."""
_PRIVATE = re.compile(r"\d(?:[ .()-]{0,2}\d){4,}")
"""Five digits or more: a phone, an account, a card, however they are grouped."""
_NO_WORD = re.compile(r"[-# ]")


def wordings(grams: Sequence[str], texts: Sequence[str]) -> tuple[str, ...]:
    """Return what the texts say in common, from the grams they share, the most telling first.

    Neighbours are put together where the texts do so: "oak" and "street" give "oak street", 没信 and 信号 give 没信号.
    """
    said = [plain(text, masked=True) for text in texts]
    pieces = [gram for gram in grams if not _NO_WORD.search(gram)]
    found: list[str] = []
    while pieces and len(found) < WORDS:
        wording = _grown(pieces[0], pieces, said)
        found.append(wording)
        pieces = [piece for piece in pieces[1:] if piece not in wording]
    return tuple(found)


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


def _grown(wording: str, pieces: Sequence[str], said: Sequence[str]) -> str:
    """Return the longest wording around this one that half of the texts hold."""
    grown = True
    while grown:
        grown = False
        for piece in pieces:
            longer = next((one for one in _joined(wording, piece) if _is_said(one, said)), None)
            if longer is not None and piece not in wording:
                wording, grown = longer, True
    return wording


def _joined(wording: str, piece: str) -> tuple[str, ...]:
    """Return what two neighbours may make: Latin words side by side, Chinese pairs over the sign that they share."""
    if wording.isascii() and piece.isascii():
        return f"{wording} {piece}", f"{piece} {wording}"
    after, before = wording[-1] == piece[0], wording[0] == piece[-1]
    return (*((wording + piece[1:],) if after else ()), *((piece + wording[1:],) if before else ()))


def _is_said(wording: str, said: Sequence[str]) -> bool:
    if not wording.isascii():
        return sum(wording in text for text in said) >= len(said) * _HALF
    return sum(f" {wording} " in f" {re.sub('[^a-z0-9#]+', ' ', text)} " for text in said) >= len(said) * _HALF


def _folded(place: str) -> tuple[str, ...]:
    """Return a place as it is compared: 人民路100号 and 人民路 are one, and so are "12 Oak Street" and "Oak Street"."""
    return tuple(token for token in tokens(place, masked=True) if len(token) > 1)
