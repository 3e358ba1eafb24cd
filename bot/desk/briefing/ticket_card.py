"""What a colleague reads first of a ticket that was handed off: the card that sums it up, and its name. Pure.

The words come from outside, in the language of the desk; this says which of them, in which order.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from bot.desk.agents.permissions import AgentAct, offered
from bot.desk.core.words import Words
from bot.desk.outcomes.remedy_limits import shown_amount
from bot.desk.tickets.lifecycle import UNSOLVED, shortened
from storage.records.access_records import Agent
from storage.records.complaint_records import Customer, Handoff, Ticket
from storage.records.resolution_records import Resolution

GRANT, REFUSE = "grant", "refuse"
"""What the names of the buttons begin with that judge what waits; a full stop and its id follow."""
LONGEST_NAME = 128
"""Characters of a topic's name (https://core.telegram.org/bots/api#createforumtopic)."""
LONGEST_TELLING = 1500
"""Characters of the description that a card shows; the desk's page shows all."""
LONGEST_ANSWER = 150
MOST_ANSWERS = 12


@dataclass(frozen=True, kw_only=True)
class CardFacts:
    """What is known of a ticket, as far as the card tells it."""

    ticket: Ticket
    customer: Customer | None
    owner: Agent | None
    handoff: Handoff | None
    """The newest, be it done."""
    told: int
    """How many times."""
    slots: Sequence[tuple[str, str]]
    """The answers, as (label, value)."""
    last_words: str = ""
    """What the customer said last before the handoff."""
    hands: Agent | None = None
    """Who has the conversation."""
    waiting: Resolution | None = None
    """What was decided and waits for a second person."""

    @property
    def is_live(self) -> bool:
        """Whether anybody still has to do something about it."""
        return self.ticket.status in UNSOLVED or self.handed_off

    @property
    def handed_off(self) -> bool:
        """Whether a conversation of it waits for a person, or has one."""
        return self.handoff is not None and self.handoff.status != "done"


@dataclass(frozen=True)
class TicketCard:
    """The message that sums a ticket up."""

    title: str
    lines: tuple[tuple[str, str], ...]
    """(label, text)."""
    buttons: tuple[tuple[str, str], ...]
    """(what is to be done, label)."""

    @property
    def digest(self) -> str:
        """What differs when the card looks different."""
        return hashlib.sha256(repr(self).encode("utf-8", "replace")).hexdigest()[:16]


def topic_name(brief: CardFacts) -> str:
    """Return the name of a topic: the reference, who it is, and the first words."""
    name = shortened(brief.customer.name, 40) if brief.customer else ""
    parts = [brief.ticket.reference, name, shortened(brief.ticket.description, LONGEST_NAME)]
    return shortened(" · ".join(filter(None, parts)), LONGEST_NAME)


def ticket_card(brief: CardFacts, words: Words) -> TicketCard:
    """Return the card as it is to look now."""
    ticket, handoff = brief.ticket, brief.handoff
    name = shortened(brief.customer.name, 60) if brief.customer else ""
    lines = [
        (words("group.now"), _standing(brief, words)),
        (words("group.reach"), words("group.blocked") if _is_unreachable(brief) else ""),
        (words("ticket.handoff"), words.name("reason", handoff.reason) if handoff else ""),
        (words("group.for"), words.name("level", handoff.level) if handoff and handoff.level != "agent" else ""),
        (words("ticket.description"), _beginning(ticket.description, LONGEST_TELLING)),
        *((label, shortened(value, LONGEST_ANSWER)) for label, value in brief.slots[:MOST_ANSWERS]),
        (words("group.last-words"), _beginning(brief.last_words, LONGEST_ANSWER)),
        (words("ticket.promise"), f"{words.when(ticket.due)} ({words.name('promise', ticket.promise)})"),
        (words("group.told"), words("group.times", n=brief.told) if brief.told > 1 else ""),
        (words("group.to-grant"), _to_grant(brief.waiting, words) if brief.waiting else ""),
        (words("ticket.outcome"), _beginning(ticket.outcome, LONGEST_TELLING // 2)),
    ]
    title = " · ".join(filter(None, [ticket.reference, name or words("no-name")]))
    return TicketCard(title, tuple((label, text) for label, text in lines if text), tuple(_buttons(brief, words)))


def _is_unreachable(brief: CardFacts) -> bool:
    return brief.customer is not None and brief.ticket.address in brief.customer.unreachable


def _standing(brief: CardFacts, words: Words) -> str:
    handoff, ticket = brief.handoff, brief.ticket
    if handoff is not None and handoff.status == "waiting":
        return words("group.waits", time=words.when(handoff.requested))
    if handoff is not None and handoff.status == "claimed":
        return words("group.with", name=brief.hands.name if brief.hands else "")
    if ticket.status not in UNSOLVED:
        return words.name("status", ticket.status)
    return words("group.with-bot", name=brief.owner.name if brief.owner else words("ticket.nobody"))


def _buttons(brief: CardFacts, words: Words) -> list[tuple[str, str]]:
    """Return what makes sense now for anybody: the same card is shown to all."""
    sensible = {act for one in (brief.owner, brief.hands, None) for act in offered(one, brief.ticket, brief.handoff)}
    acts = (AgentAct.CLAIM, AgentAct.RESOLVE, AgentAct.HAND_BACK, AgentAct.RENEW, AgentAct.PASS_ON)
    buttons = [(act.value, words(act)) for act in acts if act in sensible]
    if one := brief.waiting:
        buttons = [(f"{GRANT}.{one.id}", words("grant.yes")), (f"{REFUSE}.{one.id}", words("grant.no")), *buttons]
    return [*buttons, ("canned", words("canned"))] if brief.is_live and AgentAct.REPLY in sensible else buttons


def _to_grant(waiting: Resolution, words: Words) -> str:
    """Return who decided what, and all that the customer would read."""
    amount = shown_amount(waiting.amount, waiting.currency, words.language) if waiting.amount else ""
    remedy = words.name("remedy", waiting.remedy) if waiting.remedy != "none" else ""
    head = " · ".join(filter(None, [waiting.name, " ".join(filter(None, [remedy, amount]))]))
    read = "\n".join(filter(None, [waiting.explanation, *waiting.answers.values()]))
    return f"{head}\n{_beginning(read, LONGEST_TELLING // 2)}"


def _beginning(text: str, longest: int) -> str:
    text = text.strip()
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
