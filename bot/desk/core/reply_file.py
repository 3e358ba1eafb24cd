"""Reads the files of canned replies and of words that no reply should hold: the program's, and the company's."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from dialogs.model.script import Text
from dialogs.strict_yaml.common_texts import languages
from dialogs.strict_yaml.fields import Fields, read_file, read_shipped
from dialogs.strict_yaml.problems import Problem

REPLIES_FILE = "replies.yaml"
"""What the file is called: the company's stands in its folder of scripts."""


@dataclass(frozen=True)
class CannedReply:
    """A reply kept ready."""

    key: str
    title: Text
    text: Text
    """With ``{name}`` and the like, which are filled in."""
    categories: tuple[str, ...] = ()
    """Which complaints it is for; empty for all."""


@dataclass(frozen=True)
class ReplyKit:
    """What helps to write replies. What a company's file does not name stays that of the program."""

    replies: tuple[CannedReply, ...] = ()
    taboo: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By language, words that no reply should hold."""


@cache
def shipped_replies() -> ReplyKit:
    """Return what comes with the program."""
    return read_shipped("bot.desk.core", REPLIES_FILE, _kit)


def company_replies(text: str) -> tuple[ReplyKit | None, tuple[Problem, ...]]:
    """Return what a company's file holds, or nothing and all that is wrong with it."""
    return read_file(text, REPLIES_FILE, _kit)


def _kit(fields: Fields) -> ReplyKit:
    replies = []
    if inner := fields.mapping("replies"):
        for key in inner.names():
            inner.check_name(key)
            if reply := inner.mapping(key.text):
                replies.append(_reply(key.text, reply))
        inner.done()
    taboo: dict[str, tuple[str, ...]] = {}
    if words := fields.mapping("taboo"):
        taboo = {one: words.words(one, needed=False) for one in languages()}
        words.done()
    fields.done()
    return ReplyKit(tuple(replies), {one: held for one, held in taboo.items() if held})


def _reply(key: str, fields: Fields) -> CannedReply:
    reply = CannedReply(key, fields.text("title"), fields.text("text"), fields.words("for", needed=False))
    for name, text in (("title", reply.title), ("text", reply.text)):
        for language in set(text) - set(languages()):
            fields.report_at(name, "unknown-language", f"{language} is no language of the pages")
    fields.done()
    return reply
