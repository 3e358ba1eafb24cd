"""Replies kept ready, filled in for a ticket; and what an agent is warned of before a reply goes out.

A warning stops nothing: whoever has read it sends the same words all the same.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.desk.core.reply_file import CannedReply, ReplyKit, shipped_replies
from bot.desk.outcomes.promised_money import promised_money
from bot.desk.outcomes.remedy_limits import RemedyLimits, plain_amount
from bot.desk.overview.worklist import WorkItem
from bot.desk.redaction.card_numbers import hidden_digits
from bot.desk.redaction.plain_text import plain
from dialogs.model.script import Text
from dialogs.reading.folding import folded
from dialogs.strict_yaml.placeholders import PLACEHOLDER, fill
from storage.records.complaint_records import Ticket
from storage.records.statuses import Role

UNKNOWN = "…"
"""What stands where something is not known: the agent sees that it is missing."""
_ADDRESS = re.compile(r"(?:[,，] ?| )?\{name\}")
_LATIN = re.compile(r"[a-z0-9]")


class Doubt(StrEnum):
    """What an agent is warned of."""

    TABOO = "taboo"
    CARD = "card"
    MONEY = "money"
    """More is promised than its author may give."""


@dataclass(frozen=True)
class Warned:
    """A warning, with the words that it is about."""

    doubt: Doubt
    words: str = ""


@dataclass(frozen=True)
class FilledReply:
    """A canned reply as it would be sent."""

    key: str
    title: str
    text: str


class ReplyBook:
    """The canned replies and taboo words in force."""

    def __init__(self, company: ReplyKit | None = None) -> None:
        self.take(company)

    def take(self, company: ReplyKit | None) -> None:
        """Have in force what a company's file holds, and of the program's what it does not name."""
        ours, theirs = shipped_replies(), company or ReplyKit()
        self.kit = ReplyKit(theirs.replies or ours.replies, {**ours.taboo, **theirs.taboo})
        """What is in force."""

    def replies(self, ticket: Ticket, language: str, **values: str) -> list[FilledReply]:
        """Return the replies for a ticket, with titles for the agent, in the customer's language.

        ``values`` are what their names stand for, beside the answers on the ticket.
        """
        category = WorkItem(ticket).category
        fitting = [one for one in self.kit.replies if not one.categories or category in one.categories]
        return [_filled(one, ticket, language, values) for one in fitting]

    def warnings(self, text: str, limits: RemedyLimits | None = None, role: Role = "agent") -> tuple[Warned, ...]:
        """Return what to think about once more before these words go to a customer.

        ``limits`` are what each role may give, and ``role`` is that of the author.
        """
        said = folded(text)
        found = [Warned(Doubt.TABOO, word) for word in self._taboo_in(said)]
        if next(hidden_digits(plain(text).text), None) is not None:
            found.append(Warned(Doubt.CARD))
        return (*found, *_too_much(text, limits, role)) if limits else tuple(found)

    def _taboo_in(self, said: str) -> Iterator[str]:
        for word in (one for words in self.kit.taboo.values() for one in words):
            looked_for = re.escape(folded(word))
            whole = rf"\b{looked_for}\b" if _LATIN.search(word.casefold()) else looked_for
            if re.search(whole, said):
                yield word


def _too_much(text: str, limits: RemedyLimits, role: Role) -> Iterator[Warned]:
    """Yield a warning of each sum that is promised above what a role may give; none where no limit is set."""
    own = next(iter(limits.currencies), "")
    for amount, named in promised_money(text):
        currency = named or own
        if not limits.allow(role, amount, currency):
            yield Warned(Doubt.MONEY, f"{plain_amount(amount)} {currency}")


def _filled(reply: CannedReply, ticket: Ticket, language: str, values: dict[str, str]) -> FilledReply:
    text = _spoken(reply.text, ticket.language)
    answers = {key: str(value) for key, value in ticket.slots.items() if value}
    known = {**answers, "reference": ticket.reference, **{key: value for key, value in values.items() if value}}
    if "name" not in known:
        text = _to_nobody_named(text)
    named = {name: known.get(name, UNKNOWN) for name in PLACEHOLDER.findall(text)}
    return FilledReply(reply.key, _spoken(reply.title, language), fill(text, named))


def _to_nobody_named(text: str) -> str:
    """Return a wording without its form of address: "Hello {name}, this is" becomes "Hello, this is"."""
    left = _ADDRESS.sub("", text).lstrip(" ,，")
    return left[:1].upper() + left[1:]


def _spoken(text: Text, language: str) -> str:
    return text.get(language) or next(iter(text.values()), "")
