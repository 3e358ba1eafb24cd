"""The words of a text and its shape, as weighted terms: what is compared where no meanings are read.

Terms are runs of up to three words, Chinese signs or marks, runs of up to four letters inside a word, and what the
whole text looks like (how long, a question, a number, a reference).
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from math import log, sqrt
from zlib import crc32

from bot.matching.normalise import plain

LONGEST = 400
"""Characters of a text that are read."""
_TOKEN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]|[^\W\d_\u3400-\u4dbf\u4e00-\u9fff]+|\d+|[^\w\s]")
_WORDS, _LETTERS = 3, 4
_SHARE_OF_WORDS = 0.75
"""How much words and their runs count, against letters."""
_REFERENCE = re.compile(r"\bt-?\d{4}-?\d{3,}\b", re.IGNORECASE)
_SHAPES: Mapping[str, re.Pattern[str]] = {
    "question": re.compile(r"[?？]|[吗嗎么]\s*$"),
    "reference": _REFERENCE,
    "digits": re.compile(r"\d{4}"),
    "number": re.compile(r"\d"),
    "shout": re.compile(r"!|！"),
}
_LENGTHS = (2, 5, 10, 20, 40, 80, 160)

Terms = dict[int, float]
"""From the number of a term to its weight; the squares of the weights sum to 1."""


@lru_cache(maxsize=64)
def counts(text: str) -> tuple[Counter[str], Counter[str]]:
    """Return the terms of a text, those of words and those of letters; kept for a while, since models share them."""
    form = plain(text[:LONGEST])
    tokens = _TOKEN.findall(form)
    words = Counter(" ".join(run) for run in _runs(tokens))
    words.update(f"\0{shape}" for shape in _shapes(text[:LONGEST], len(form)))
    return words, Counter(_letters(tokens))


def _runs(tokens: list[str]) -> Iterator[list[str]]:
    edged = ["\1", *tokens, "\2"]
    for length in range(1, _WORDS + 1):
        for start in range(len(edged) - length + 1):
            yield edged[start : start + length]


def _letters(tokens: list[str]) -> Iterator[str]:
    for token in tokens:
        if token.isascii() and token.isalpha():
            edged = f" {token} "
            for length in range(2, _LETTERS + 1):
                for start in range(len(edged) - length + 1):
                    yield f"\3{edged[start : start + length]}"


def _shapes(text: str, length: int) -> Iterator[str]:
    yield from (name for name, pattern in _SHAPES.items() if pattern.search(text))
    yield f"length {sum(length > limit for limit in _LENGTHS)}"


def number(term: str) -> int:
    """Return the number by which a term is kept."""
    return crc32(term.encode())


def weighted(text: str, rarity: Mapping[int, float]) -> Terms:
    """Return the terms of a text that are known by their rarity, with their weights."""
    words, letters = counts(text)
    of_words, of_letters = _normed(words, rarity, _SHARE_OF_WORDS), _normed(letters, rarity, 1 - _SHARE_OF_WORDS)
    return of_words | of_letters


def _normed(found: Counter[str], rarity: Mapping[int, float], share: float) -> Terms:
    weights = {key: (1 + log(count)) * rarity[key] for term, count in found.items() if (key := number(term)) in rarity}
    length = sqrt(sum(weight**2 for weight in weights.values()) / share)
    return {key: weight / length for key, weight in weights.items()} if length else {}
