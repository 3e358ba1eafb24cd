"""Finds many phrases in a text at once: at each place only those are tried that can begin with what stands there.

A phrase is a regular expression; which characters it begins with is read from it. One after the other, the thousand
phrases of the desk would take a hundred milliseconds for a long text.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from functools import cached_property, lru_cache
from typing import Generic, TypeVar

_SIGN = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|.")
_BRACKET = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|[()]")
"""A bracket of a group, or what may hold one that is none."""
_TIMES = re.compile(r"^([?*+]|\{\d*(?:,\d*)?\}|)\??")
_DIGITS = "0123456789"
_ANY = "\0"
"""Stands for a character that may be any."""
_ENDINGS = 256
"""Ends of phrases that are remembered: within one phrase, what follows a group is looked at behind each alternative."""

Name = TypeVar("Name", bound=str)
"""What a phrase stands for."""


class Phrases(Generic[Name]):
    """Phrases by what they stand for, in one language."""

    def __init__(self, phrases: Mapping[Name, Iterable[str]], *, whole_words: bool) -> None:
        length = 3 if whole_words else 2
        self._by_beginning: dict[str, _Alike[Name]] = {}
        for name, alternatives in phrases.items():
            for phrase in alternatives:
                one = _Phrase(name, rf"(?:{phrase})\b" if whole_words else phrase)
                known = beginnings(phrase, length)
                # One that begins with 爸 is tried wherever that stands, and not once more at 爸爸.
                for beginning in [it for it in known if not any(it[:end] in known for end in range(1, len(it)))]:
                    alike = self._by_beginning.setdefault(beginning, _Alike(beginning[:1]))
                    alike.phrases.append(one)
        self._lengths = range(1, length + 1)
        first = "".join(re.escape(sign) for sign in sorted({beginning[0] for beginning in self._by_beginning}))
        any_of_them = f"[{first}]" if first else "(?!)"
        self._starts = re.compile(rf"(?<!\w){any_of_them}" if whole_words else any_of_them)

    def found(self, text: str) -> Iterator[tuple[Name, int, int]]:
        """Yield what the phrases in a text stand for, and where each begins and ends."""
        beginning_with = self._by_beginning.get
        for start in self._starts.finditer(text):
            at = start.start()
            for length in self._lengths:
                alike = beginning_with(text[at : at + length])
                if alike is not None and alike.match_any(text, at):
                    for phrase in alike.phrases:
                        if hit := phrase.match(text, at):
                            yield phrase.name, at, hit.end()


class _Alike(Generic[Name]):
    """Phrases that begin alike; all together take one look where none of them is there, as nearly everywhere."""

    def __init__(self, sign: str) -> None:
        self.phrases: list[_Phrase[Name]] = []
        self._sign = sign

    @cached_property
    def match_any(self) -> Callable[[str, int], re.Match[str] | None]:
        return re.compile("|".join(f"(?:{narrowed(phrase.pattern, self._sign)})" for phrase in self.phrases)).match


class _Phrase(Generic[Name]):
    """A phrase, compiled when it is first tried: all of them would take a fifth of the program's start."""

    def __init__(self, name: Name, pattern: str) -> None:
        self.name = name
        self.pattern = pattern

    @cached_property
    def match(self) -> Callable[[str, int], re.Match[str] | None]:
        return re.compile(self.pattern).match


def beginnings(phrase: str, length: int) -> set[str]:
    """Return what a match of the phrase may begin with: so many characters, fewer where anything may follow."""
    return {beginning.rstrip(_ANY) for beginning in _beginnings(phrase, length)}


def narrowed(phrase: str, sign: str) -> str:
    """Return a phrase without the ways to begin that are none where this sign stands.

    At 爸, ``(?:妈妈?|爸爸?)不见了`` is ``(?:爸爸?)不见了``: most of sixty relatives are not looked for there.
    """
    first, times, rest = _first(phrase) if phrase else ("", "", "")
    if times or not first.startswith("(?:"):
        return phrase
    ways = [one for one in _alternatives(first[3:-1]) if _beginnings(one, 1) & {sign, _ANY, ""}]
    return f"(?:{'|'.join(narrowed(one, sign) for one in ways)}){rest}"


@lru_cache(_ENDINGS)
def _beginnings(phrase: str, length: int) -> Set[str]:
    if not phrase or not length:
        return {""}
    sign, times, rest = _first(phrase)
    if sign.startswith(("(?=", "(?!", "(?<", "^", "$", r"\b")):
        return _beginnings(rest, length)
    found = _each(sign, length)
    if not times:
        return {one + more for one in found for more in _beginnings(rest, length - len(one))}
    found = {one.ljust(length, _ANY) for one in found}
    return found | _beginnings(rest, length) if times in "?*" or times.startswith("{0") else found


def _first(phrase: str) -> tuple[str, str, str]:
    """Return the first sign or group, how often it stands, and the rest."""
    end = _end(phrase, 0)
    _, times, rest = _TIMES.split(phrase[end:], maxsplit=1)
    return phrase[:end], times, rest


def _each(sign: str, length: int) -> set[str]:
    if sign.startswith("("):
        return {one for alternative in _alternatives(sign[3:-1]) for one in _beginnings(alternative, length)}
    if sign.startswith("[") and not sign.startswith("[^"):
        return set(sign[1:-1].replace(r"\d", _DIGITS).replace("0-9", _DIGITS))
    if sign == r"\d":
        return set(_DIGITS)
    return {_ANY * length if sign in (".", r"\w", r"\S") or sign.startswith("[") else sign[-1]}


def _alternatives(group: str) -> list[str]:
    found, at = [""], 0
    while at < len(group):
        end = _end(group, at)
        if group[at] == "|":
            found.append("")
        else:
            found[-1] += group[at:end]
        at = end
    return found


def _end(phrase: str, at: int) -> int:
    """Return where the sign or the group at a place ends."""
    if phrase[at] != "(" and (sign := _SIGN.match(phrase, at)):
        return sign.end()
    depth = 0
    for sign in _BRACKET.finditer(phrase, at):
        depth += {"(": 1, ")": -1}.get(sign[0], 0)
        if not depth:
            return sign.end()
    raise ValueError(phrase)
