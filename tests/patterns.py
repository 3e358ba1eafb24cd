"""All regular expressions of the program, those that are put together at run time as well, and what burdens them.

A pattern burdens where what two of its repeats match overlaps and nothing sure stands between them: for a text that
does not match in the end, every way to share it out is tried.
"""

import ast
import importlib
import itertools
import pkgutil
import re
import re._constants as sre  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import regex

from bot.desk.signals.signal_reader import shipped_lists

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "dialogs", "storage")
ENDLESS = 100
"""So many repeats or more count as any number."""
_SIGNS = frozenset(map(chr, range(32, 127))) | set("\n\t\0 é中一二三的了、，。；：？！（）“”’　４😀•–")
_INLINE = {"search", "match", "fullmatch", "sub", "split", "findall", "finditer", "compile"}


class Pattern(NamedTuple):
    """One regular expression, and where it comes from."""

    where: str
    text: str
    flags: int = 0


def all_patterns() -> list[Pattern]:
    """Return every pattern once."""
    found = [*_kept_by_modules(), *_written_in_place(), *_of_phrases()]
    return list({(one.text, one.flags): one for one in found}.values())


def _kept_by_modules() -> Iterator[Pattern]:
    for package in PACKAGES:
        for module in pkgutil.walk_packages([str(ROOT / package)], f"{package}."):
            if not module.name.endswith("__main__"):
                for name, value in vars(importlib.import_module(module.name)).items():
                    for one in _inside(value):
                        yield Pattern(f"{module.name}.{name}", one.pattern, one.flags)


def _inside(value: object) -> Iterator[Any]:
    """Yield the patterns in a value of a module, and in what it is made of."""
    if isinstance(value, re.Pattern | regex.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif isinstance(value, Mapping):
        yield from (one for part in value.values() for one in _inside(part))
    elif isinstance(value, list | tuple | set | frozenset):
        yield from (one for part in value for one in _inside(part))
    elif isinstance(getattr(value, "__self__", None), re.Pattern):
        yield value.__self__  # type: ignore[attr-defined]


def _written_in_place() -> Iterator[Pattern]:
    """Yield what is handed to a function of `re` where it is used."""
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and ast.unparse(node.func) in {f"re.{verb}" for verb in _INLINE}:
                    text = node.args[0].value if isinstance(node.args[0], ast.Constant) else None
                    if isinstance(text, str):
                        yield Pattern(f"{path.relative_to(ROOT)}:{node.lineno}", text)


def _of_phrases() -> Iterator[Pattern]:
    for name, lists in zip(("counts", "never-counts"), shipped_lists(), strict=True):
        for value in (lists.words, lists.signs):
            yield Pattern(name, value._starts.pattern)
            phrases = {one.pattern for alike in value._by_beginning.values() for one in alike.phrases}
            # They are tried where a word begins, or anywhere in Chinese.
            begins = r"(?<!\w)" if value._starts.pattern.startswith("(?<!") else ""
            yield from (Pattern(name, begins + one) for one in sorted(phrases))


def tree(pattern: Pattern) -> Any:
    r"""Return a pattern as it is parsed; of the library `regex` only ``\X`` is another sign."""
    return parser.parse(pattern.text.replace(r"\X", "."), pattern.flags & (re.IGNORECASE | re.DOTALL | re.MULTILINE))


def burdens(pattern: Pattern) -> list[str]:
    """Return the signs that two repeats next to each other both match, for each two."""
    reader = _Reader(pattern.flags)
    reader.through(tree(pattern), frozenset())
    return reader.found


Open = frozenset[tuple[int, frozenset[str]]]
"""The endless repeats that may go on where one is: a number and what it matches."""


class _Reader:
    def __init__(self, flags: int) -> None:
        self.found: list[str] = []
        self._repeats = itertools.count()
        self._ignores_case = bool(flags & re.IGNORECASE)

    def through(self, nodes: Iterable[Any], before: Open) -> Open:
        """Go through parts that follow each other, and return what may still go on behind them."""
        for kind, value in nodes:
            before = self._part(kind, value, before)
        return before

    def _part(self, kind: Any, value: Any, before: Open) -> Open:
        if kind in (sre.LITERAL, sre.NOT_LITERAL, sre.ANY, sre.IN):
            signs = self.signs(kind, value)
            return frozenset(one for one in before if one[1] & signs)
        if kind is sre.SUBPATTERN:
            return self.through(value[3], before)
        if kind is sre.BRANCH:
            return frozenset().union(*(self.through(one, before) for one in value[1]))
        if kind in (sre.MAX_REPEAT, sre.MIN_REPEAT):
            fewest, most, body = value
            return self._repeat(fewest, most, body, before)
        if kind in (sre.ASSERT, sre.ASSERT_NOT):
            self.through(value[1], frozenset())
        if kind is sre.ATOMIC_GROUP:
            return self.through(value, before) & before
        if kind is sre.POSSESSIVE_REPEAT:
            after = self.through(value[2], before) & before
            return after if value[0] else after | before
        return before

    def _repeat(self, fewest: int, most: int, body: Any, before: Open) -> Open:
        after = self.through(body, before)
        if most < ENDLESS:
            return after if fewest else after | before
        signs = self.all_signs(body)
        self.found += ["".join(sorted(one & signs))[:20] for _, one in before & after]
        if inside := after - before:  # a repeat in a repeat: one turn of it is followed by the next
            self.through(body, inside)
        return after | frozenset([(next(self._repeats), signs)]) | (frozenset() if fewest else before)

    def all_signs(self, nodes: Iterable[Any]) -> frozenset[str]:
        """Return all signs that parts match."""
        found = frozenset[str]()
        for kind, value in nodes:
            if kind in (sre.LITERAL, sre.NOT_LITERAL, sre.ANY, sre.IN):
                found |= self.signs(kind, value)
            for part in _parts(kind, value):
                found |= self.all_signs(part)
        return found

    def signs(self, kind: Any, value: Any) -> frozenset[str]:
        """Return the signs that one part matches; of all that there are some stand for all."""
        text = {sre.ANY: ".", sre.LITERAL: "[", sre.NOT_LITERAL: "[^", sre.IN: "["}[kind]
        if kind in (sre.LITERAL, sre.NOT_LITERAL):
            text += re.escape(chr(value)) + "]"
        if kind is sre.IN:
            text += "".join(map(_in_brackets, value)) + "]"
        one = re.compile(text, re.DOTALL | (re.IGNORECASE if self._ignores_case else 0))
        more = {chr(value)} if kind is sre.LITERAL else set()
        if kind is sre.IN:
            more = {chr(a) for what, a in value if what is sre.LITERAL}
            more |= {chr(end) for what, a in value if what is sre.RANGE for end in a}
        return frozenset(sign for sign in _SIGNS | more if one.match(sign))


def _in_brackets(part: tuple[Any, Any]) -> str:
    kind, value = part
    if kind is sre.RANGE:
        return "-".join(re.escape(chr(end)) for end in value)
    if kind is sre.CATEGORY:
        return _CATEGORIES[str(value)]
    return "^" if kind is sre.NEGATE else re.escape(chr(value))


_CATEGORIES = {
    "CATEGORY_DIGIT": r"\d",
    "CATEGORY_SPACE": r"\s",
    "CATEGORY_WORD": r"\w",
    "CATEGORY_NOT_DIGIT": r"\D",
    "CATEGORY_NOT_SPACE": r"\S",
    "CATEGORY_NOT_WORD": r"\W",
}


def _parts(kind: Any, value: Any) -> list[Any]:
    if kind is sre.SUBPATTERN:
        return [value[3]]
    if kind is sre.BRANCH:
        return list(value[1])
    if kind in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        return [value[2]]
    return [value] if kind is sre.ATOMIC_GROUP else []


def pumps(pattern: Pattern) -> list[tuple[str, str]]:
    """Return beginnings, and what is to be repeated after them: parts of the pattern, made of its own signs."""
    reader, nodes = _Reader(pattern.flags), tree(pattern)
    whole = _example(reader, nodes)
    runs = {min(signs & set("0a 一\n,x") or signs) for signs in _sets(reader, nodes) if signs}
    found = [("", whole), ("", whole[:-1]), ("", whole[:1]), ("", whole + " ")]
    for run in sorted(runs)[:12]:
        found += [("", run), (whole, run), (whole[:1], run), ("", whole[:1] + run), ("", run + whole)]
    return [(start, piece) for start, piece in dict.fromkeys(found) if piece]


def _example(reader: _Reader, nodes: Iterable[Any]) -> str:
    """Return something that most of a pattern matches."""
    text = ""
    for kind, value in nodes:
        if kind in (sre.LITERAL, sre.NOT_LITERAL, sre.ANY, sre.IN):
            text += min(reader.signs(kind, value), default="")
        elif kind is sre.BRANCH:
            text += _example(reader, value[1][-1])
        elif kind in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            text += _example(reader, value[2]) * max(1, value[0])
        else:
            text += "".join(_example(reader, part) for part in _parts(kind, value))
    return text


def _sets(reader: _Reader, nodes: Iterable[Any]) -> Iterator[frozenset[str]]:
    for kind, value in nodes:
        if kind in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            yield reader.all_signs(value[2])
        for part in _parts(kind, value):
            yield from _sets(reader, part)
