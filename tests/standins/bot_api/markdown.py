"""Telegram's Markdown: the plain text of a marked one, and its entities. Quotes and marks within links are left out.

https://core.telegram.org/bots/api#markdownv2-style
"""

import re

from .refusals import Json, bad

MARKS = {"*": "bold", "_": "italic", "__": "underline", "~": "strikethrough", "||": "spoiler"}
OLD_MARKS = {"*": "bold", "_": "italic"}
RESERVED = frozenset("_*[]()~`>#+-=|{}.!")
LINK = re.compile(r"\[((?:\\.|[^\]\\])*)\]\(((?:\\.|[^)\\])*)\)")
CODE = re.compile(r"```(?:(\w+)\n)?(.*?)```|`([^`]*)`", re.DOTALL)


class _Reader:
    """Walks through a text once; what is open is closed by the mark that opened it."""

    def __init__(self, *, strict: bool) -> None:
        self.plain = ""
        self.entities: list[Json] = []
        self._strict = strict
        self._marks = MARKS if strict else OLD_MARKS
        self._open: list[tuple[str, int, int]] = []

    def read(self, text: str) -> None:
        """Read the whole text."""
        at = 0
        while at < len(text):
            at += self._step(text, at)
        if self._open:
            mark, _, where = self._open[-1]
            raise bad(
                f"can't parse entities: Can't find end of {MARKS[mark].capitalize()} entity at byte offset {where}"
            )

    def _step(self, text: str, at: int) -> int:
        """Read what begins here; returns how many characters it was."""
        if text[at] == "\\" and at + 1 < len(text) and text[at + 1] in RESERVED | {"\\"}:
            self.plain += text[at + 1]
            return 2
        if text[at] == "`" and (code := CODE.match(text, at)):
            return self._code(code)
        if text[at] == "[" and (link := LINK.match(text, at)):
            self._put(_bare(link[1]), {"type": "text_link", "url": _bare(link[2])})
            return len(link[0])
        mark = next((mark for mark in sorted(self._marks, key=len, reverse=True) if text.startswith(mark, at)), "")
        if mark:
            self._mark(mark, at)
            return len(mark)
        if self._strict and text[at] in RESERVED:
            words = f"Character '{text[at]}' is reserved and must be escaped with the preceding '\\'"
            raise bad(f"can't parse entities: {words}")
        self.plain += text[at]
        return 1

    def _code(self, code: re.Match[str]) -> int:
        language = {"language": code[1]} if code[1] else {}
        kind = "code" if code[3] is not None else "pre"
        self._put(code[3] if code[3] is not None else code[2], {"type": kind, **language})
        return len(code[0])

    def _mark(self, mark: str, at: int) -> None:
        if not self._open or self._open[-1][0] != mark:
            self._open.append((mark, self._here(), at))
            return
        _, start, _ = self._open.pop()
        if self._here() > start:
            self.entities.append({"type": self._marks[mark], "offset": start, "length": self._here() - start})

    def _put(self, text: str, entity: Json) -> None:
        start = self._here()
        self.plain += text
        if text:
            self.entities.append({**entity, "offset": start, "length": self._here() - start})

    def _here(self) -> int:
        return len(self.plain.encode("utf-16-le", "surrogatepass")) // 2


def parsed(text: str, *, strict: bool) -> tuple[str, list[Json]]:
    """Return the plain text and the entities; strict: every reserved character must be escaped."""
    reader = _Reader(strict=strict)
    reader.read(text)
    return reader.plain, reader.entities


def _bare(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)
