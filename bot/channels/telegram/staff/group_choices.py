"""What the staff choose from by buttons in a topic: how it ended, a later time, a reply kept ready, who has it next.

A tap on a card brings the buttons as a message of its own; a tap on one of those does it, or asks for the words to it.
"""

from collections.abc import Callable
from datetime import datetime

from bot.desk.core.words import Words
from bot.desk.outcomes.outcome_book import OutcomeBook
from bot.desk.overview.reply_book import UNKNOWN, FilledReply, ReplyBook
from bot.desk.staff.attendance import here_first, with_presence
from storage.ports import UnitOfWork
from storage.records.access_records import Agent
from storage.records.complaint_records import Customer, Ticket
from storage.records.desk_records import Team

HOW, WHEN, CANNED, TO, TEAM = "how", "when", "canned", "to", "team"
"""What the names of the buttons begin with; a full stop follows, and what is chosen."""
TIMES = {"4h": "group.in-four-hours", "1d": "group.in-a-day", "2d": "group.in-two-days", "5d": "group.in-five-days"}
"""Later times that are offered, as `read_moment` reads them, each with the words for it."""
QUEUE = "queue"
"""The button that gives a ticket back to whoever takes it next."""
_LONGEST = 37
"""Bytes of a name: a button carries 64, with the mark of a card and the id of the ticket."""
_MOST = 90
"""Buttons of a message: Telegram takes 100."""


class GroupChoices:
    """The buttons of all topics."""

    def __init__(
        self, outcomes: OutcomeBook, replies: ReplyBook, words: Callable[[], Words], now: Callable[[], datetime]
    ) -> None:
        """``words`` are those of the house, and ``now`` is by which it is told who is away."""
        self._outcomes = outcomes
        self._replies = replies
        self._words = words
        self._now = now

    async def buttons(self, unit: UnitOfWork, key: str, ticket: Ticket) -> list[tuple[str, str]]:
        """Return the buttons below a notice with this key, as (name, label); most notices have none."""
        words = self._words()
        if key == "group.how":
            lists = self._outcomes.lists
            pairs = [(f"{HOW}.{one.key}", lists.outcome_name(one.key, words.language)) for one in lists.offered]
        elif key == "group.when":
            pairs = [(f"{WHEN}.{time}", words(key)) for time, key in TIMES.items()]
        elif key == "group.canned":
            customer = await unit.get(Customer, ticket.customer)
            pairs = [(f"{CANNED}.{one.key}", one.title) for one in self._filled(ticket, customer, "", "")]
        elif key == "group.to-whom":
            pairs = [(QUEUE, words("pass-on.queue")), *await self._others(unit, ticket)][:_MOST]
        else:
            pairs = []
        return [(name[:_LONGEST], label) for name, label in pairs]

    def outcome(self, name: str) -> str:
        """Return the code of an outcome whose button has this name; nothing if there is none."""
        codes = [one.key for one in self._outcomes.lists.offered]
        return next((code for code in codes if f"{HOW}.{code}"[:_LONGEST] == name), "")

    def reply(self, name: str, ticket: Ticket, customer: Customer | None, due: str, agent: str) -> str:
        """Return the words of a reply whose button has this name; nothing if there is none."""
        filled = self._filled(ticket, customer, due, agent)
        return next((one.text for one in filled if f"{CANNED}.{one.key}"[:_LONGEST] == name), "")

    def _filled(self, ticket: Ticket, customer: Customer | None, due: str, agent: str) -> list[FilledReply]:
        """Return the replies of which nothing is missing: here nobody can fill it in."""
        name = customer.name if customer else ""
        values = {"name": name, "due": due or "-", "agent": agent or "-"}
        found = self._replies.replies(ticket, self._words().language, **values)
        return [one for one in found if UNKNOWN not in one.text and not one.text.rstrip().endswith((":", "："))]

    async def _others(self, unit: UnitOfWork, ticket: Ticket) -> list[tuple[str, str]]:
        """Return the teams and the colleagues who could have a ticket instead of its owner; who is away comes last."""
        now, words = self._now(), self._words()
        teams = [(f"{TEAM}.{one.id}", one.name) for one in await unit.find(Team)]
        people = [one for one in await unit.find(Agent) if one.status == "active" and one.id != ticket.owner]
        return [*teams, *((f"{TO}.{one.id}", with_presence(one, now, words)) for one in here_first(people, now))]
