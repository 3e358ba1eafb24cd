"""Typing mistakes mended by the words that are meant: "singal" where everybody else writes "signal".

Two ways: `mended` takes the nearest of many known words, `OneSlip` only a word that is one letter away.
"""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.matching.normalise import plain

_WORD = re.compile("[a-z]{5,}")
"""Shorter words are too often others. A Chinese sign is a word of its own, and typed by its sound."""
_LONG_WORD = re.compile("[a-z]{6,}")
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
    found = process.extract(word, known, scorer=OSA.normalized_similarity, score_cutoff=_NEAR, limit=None)
    # Of equals always the same, in whatever order they come: two processes must decide alike.
    return min(((-likeness, str(other)) for other, likeness, _ in found), default=(0.0, word))[1]


class OneSlip:
    """Words to mend others by: a word of six letters or more that is one slip away, and begins alike."""

    def __init__(self, meant: Collection[str], others: Collection[str] = ()) -> None:
        """``others`` are words of their own, although they are one slip away from one that is meant."""
        self._known = frozenset((*meant, *others))
        self._longest = max(map(len, meant), default=0) + 1
        self._by_slip = {slip: word for word in meant for slip in _slips(word)}
        self._meant = lru_cache(maxsize=4096)(self._nearest)

    def mended(self, text: str) -> str:
        """Return a folded text with the slips in its words mended."""
        # Of a longer one only the slips would take long: their number times their length.
        return _LONG_WORD.sub(lambda word: word[0] if len(word[0]) > self._longest else self._meant(word[0]), text)

    def _nearest(self, word: str) -> str:
        if word in self._known:
            return word
        near = (self._by_slip[slip] for slip in _slips(word) if slip in self._by_slip)
        return next((meant for meant in near if _is_slip(word, meant)), word)


def _is_slip(word: str, meant: str) -> bool:
    """Return whether they begin alike, and one is not the other with an ending."""
    return word[0] == meant[0] and not word.startswith(meant) and not meant.startswith(word)


def _slips(word: str) -> Iterator[str]:
    """Yield the word, and the word without one of its letters: what two words have in common that are a slip apart."""
    yield word
    yield from (word[:at] + word[at + 1 :] for at in range(len(word)))
