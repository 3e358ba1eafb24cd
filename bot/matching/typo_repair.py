"""Slips of the fingers mended by the words that are known: "singal" where everybody else writes "signal"."""

import re
from collections.abc import Collection

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.matching.normalise import plain

_WORD = re.compile("[a-z]{5,}")
"""Shorter words are too often others. A Chinese sign is a word of its own, and typed by its sound."""
_NEAR = 0.8
"""One slip in five letters: a letter too many or too few, another one, or two that changed places."""
_MOST = 60
"""Words of a text that are mended; each is compared with all that are known."""


def words_of(text: str) -> frozenset[str]:
    """Return the words of a text by which others can be mended."""
    return frozenset(_WORD.findall(plain(text)))


def mended(text: str, known: Collection[str]) -> str:
    """Return a plain text in which each word that is not known is the known one that it nearly is, if there is one."""
    form = plain(text)
    strange = [word for word in dict.fromkeys(_WORD.findall(form)) if word not in known][:_MOST]
    near = {word: _nearest(word, known) for word in strange} if known else {}
    return _WORD.sub(lambda match: near.get(match[0], match[0]), form)


def _nearest(word: str, known: Collection[str]) -> str:
    found = process.extractOne(word, known, scorer=OSA.normalized_similarity, score_cutoff=_NEAR)
    return str(found[0]) if found else word
