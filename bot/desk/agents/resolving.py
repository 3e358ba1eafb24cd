"""How a complaint ends: what an agent decides, who else must agree to that, and what the customer is told.

One path for the form of a page and the commands of the staff's group. What is above an agent's limit, and the final
answer to somebody who threatens with the law, waits for a second person; nobody agrees to what they decided themselves.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.desk.agents.handoffs import TicketActs, checked, end_talks
from bot.desk.agents.permissions import SUPERVISORS, AgentAct
from bot.desk.agents.surveys import ask_again
from bot.desk.core.errors import Refusal, Refused
from bot.desk.core.words import DESK_WORDS
from bot.desk.outcomes.named_matters import matters_of
from bot.desk.outcomes.remedy_limits import RemedyLimits, is_currency, shown_amount
from bot.desk.tickets.alerts import alert
from bot.desk.tickets.lifecycle import moved
from bot.desk.tickets.promises import settle_promises
from bot.desk.tickets.queue_order import OF_THE_LAW
from bot.desk.turn.timers import cancel_timers
from bot.desk.turn.turn import Turn
from dialogs.model.script import Choice
from storage.ports import UnitOfWork
from storage.records.access_records import Agent
from storage.records.complaint_records import Handoff, Note, Ticket
from storage.records.resolution_records import Resolution
from storage.records.statuses import Level, RemedyKind

PAID: tuple[RemedyKind, ...] = ("refund", "credit")
"""Remedies that are an amount, of which the customer is told."""
COSTLY: tuple[RemedyKind, ...] = (*PAID, "repair", "visit", "replacement", "gift", "other")
"""Remedies that may have cost an amount."""
TOLD: tuple[RemedyKind, ...] = ("apology", *PAID, "repair", "visit", "replacement", "gift")
"""Remedies that the program has words for; the others are told by whoever gives them."""


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What an agent decided on a ticket."""

    explanation: str = ""
    """What the customer reads."""
    outcome_code: str = ""
    """Empty where the agent did not say, as with a command of the staff's group."""
    cause: str = ""
    remedy: RemedyKind = "none"
    amount: int = 0
    """In hundredths of the currency."""
    currency: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    """What is said to each matter, by its key; empty for one that the agent takes for no matter of its own."""


class Resolving(TicketActs):
    """Ends complaints; `Refused` where the table of permissions does not permit it."""

    async def resolve(self, reference: str, agent: Agent, decided: Decided) -> None:
        """Resolve a ticket: the customer is told and asked whether it helped, or somebody else looks at it first.

        Raises:
            Refused: if it says nothing, leaves a matter without an answer, names what is in no list, or an amount that
                goes with no such remedy.
        """
        answers = {key: checked(text) for key, text in decided.answers.items() if text.strip()}
        words = "" if answers and not decided.explanation.strip() else checked(decided.explanation)

        async def carry_out(turn: Turn, ticket: Ticket, _: Handoff | None) -> None:
            _check(turn, ticket, decided)
            environment = turn.desk.environment
            resolution = Resolution(
                id=environment.new_id(),
                ticket=ticket.id,
                agent=agent.id,
                name=agent.name,
                at=environment.now(),
                outcome_code=decided.outcome_code,
                cause=decided.cause,
                explanation=words,
                answers=answers,
                remedy=decided.remedy,
                amount=decided.amount,
                currency=decided.currency if decided.amount else "",
                needs=await needs_of(turn, ticket, agent, decided),
            )
            await _overtake(turn, ticket)
            if resolution.needs:
                await _wait(turn, ticket, agent, replace(resolution, status="waiting"))
            else:
                turn.unit.add(resolution)
                await tell_outcome(turn, ticket, resolution)

        await self._do(AgentAct.RESOLVE, reference, agent, carry_out, " ".join([words, *answers.values()]))

    async def grant(self, reference: str, agent: Agent, key: str) -> None:
        """Agree to what a colleague decided: the customer is told now.

        Raises:
            Refused: if it is the agent's own, above what they may give, or judged already.
        """

        async def carry_out(turn: Turn, ticket: Ticket, _: Handoff | None) -> None:
            waiting = await _judged(turn, ticket, agent, key)
            granted = replace(waiting, status="granted")
            turn.unit.put(granted)
            note(turn, ticket, agent, "granted", what=in_short(turn, granted), name=granted.name)
            await tell_outcome(turn, ticket, granted)

        await self._do(AgentAct.GRANT, reference, agent, carry_out)

    async def refuse(self, reference: str, agent: Agent, key: str, reason: str) -> None:
        """Do not agree to what a colleague decided, who is told why; the ticket stays with them.

        Raises:
            Refused: as `grant` does, or if no reason is given.
        """
        why = checked(reason)

        async def carry_out(turn: Turn, ticket: Ticket, _: Handoff | None) -> None:
            waiting = await _judged(turn, ticket, agent, key)
            turn.unit.put(replace(waiting, status="refused", reason=why))
            turn.unit.put(replace(ticket, to_grant=""))
            note(turn, ticket, agent, "not-granted", what=in_short(turn, waiting), name=waiting.name, reason=why)
            await alert(turn, ticket, "not-granted", "agent", waiting.id)

        await self._do(AgentAct.GRANT, reference, agent, carry_out, why)


def may_grant(agent: Agent, waiting: Resolution, limits: RemedyLimits) -> bool:
    """Tell whether an agent may agree to what waits: nobody to their own, nor to more than they may give."""
    return _why_not(agent, waiting, limits) is None


def _why_not(agent: Agent, waiting: Resolution, limits: RemedyLimits) -> Refusal | None:
    if agent.role not in SUPERVISORS:
        return Refusal.SUPERVISORS_ONLY
    if agent.id == waiting.agent:
        return Refusal.OWN_DECISION
    if not limits.allow(agent.role, waiting.amount, waiting.currency):
        return Refusal.ABOVE_LIMIT
    return None


async def waiting_on(unit: UnitOfWork, ticket: Ticket) -> Resolution | None:
    """Return what was decided on a ticket and waits for a second person."""
    return await unit.get(Resolution, ticket.to_grant) if ticket.to_grant else None


def _check(turn: Turn, ticket: Ticket, decided: Decided) -> None:
    book = turn.desk.outcomes
    if decided.outcome_code and not book.has_outcome(decided.outcome_code):
        raise Refused(Refusal.NO_SUCH_OUTCOME)
    if decided.cause and decided.cause not in book.causes(ticket.script):
        raise Refused(Refusal.NO_SUCH_CAUSE)
    is_missing = decided.remedy in PAID and not decided.amount
    is_odd = decided.amount and not (decided.remedy in COSTLY and is_currency(decided.currency))
    if is_missing or is_odd:
        raise Refused(Refusal.BAD_AMOUNT)
    if any(one.key not in decided.answers for one in _matters(turn, ticket)):
        raise Refused(Refusal.MATTER_UNANSWERED)


def _matters(turn: Turn, ticket: Ticket) -> tuple[Choice, ...]:
    return matters_of(turn.desk.scripts.script(ticket.script), ticket.description, ticket.slots)


async def needs_of(turn: Turn, ticket: Ticket, agent: Agent, decided: Decided) -> tuple[str, ...]:
    """Return why somebody else must agree; a second look at the law needs a second person on the staff."""
    allowed = turn.desk.policy.limits.allow(agent.role, decided.amount, decided.currency)
    amount = () if allowed else ("amount",)
    reasons = {one.reason for one in await turn.unit.find(Handoff, ticket=ticket.id)}
    law = tuple(one for one in OF_THE_LAW if one in reasons)
    staff = await turn.unit.find(Agent) if law else []
    others = [one for one in staff if one.status == "active" and one.role in SUPERVISORS and one.id != agent.id]
    return (*amount, *(law if others else ()))


async def _overtake(turn: Turn, ticket: Ticket) -> None:
    """Have what waits on a ticket wait no more, as its agent has decided anew."""
    if before := await waiting_on(turn.unit, ticket):
        turn.unit.put(replace(before, status="overtaken"))


async def _wait(turn: Turn, ticket: Ticket, agent: Agent, resolution: Resolution) -> None:
    turn.unit.add(resolution)
    turn.unit.put(replace(ticket, to_grant=resolution.id))
    note(turn, ticket, agent, "to-be-granted", what=in_short(turn, resolution))
    level: Level = "supervisor" if agent.role == "agent" else "manager"
    await alert(turn, ticket, "to-be-granted", level, resolution.id)


async def _judged(turn: Turn, ticket: Ticket, agent: Agent, key: str) -> Resolution:
    """Return what waits, as judged by an agent now."""
    waiting = await waiting_on(turn.unit, ticket)
    if waiting is None or waiting.id != key:
        raise Refused(Refusal.JUDGED_ALREADY)
    if refusal := _why_not(agent, waiting, turn.desk.policy.limits):
        raise Refused(refusal)
    return replace(waiting, judge=agent.id, judge_name=agent.name, judged=turn.desk.environment.now())


async def tell_outcome(turn: Turn, ticket: Ticket, resolution: Resolution) -> None:
    """End the ticket as it was decided, with all that waits for a person about it, and tell its customer.

    Raises:
        Elsewhere: if the lock of another chat is needed and not held.
    """
    now, promise = turn.desk.environment.now(), await settle_promises(turn, ticket)
    resolved = replace(
        moved(ticket, "resolve"),
        outcome=_in_words(turn, ticket, resolution),
        resolved=now,
        promise=promise,
        outcome_code=resolution.outcome_code,
        cause=resolution.cause,
        remedy=resolution.remedy,
        amount=resolution.amount,
        currency=resolution.currency,
        to_grant="",
    )
    turn.unit.put(resolved)
    await cancel_timers(turn.unit, ticket.id)
    await end_talks(turn, resolved)
    await ask_again(turn, resolved)


def _in_words(turn: Turn, ticket: Ticket, resolution: Resolution) -> str:
    """Return what the customer reads: the explanation, what is said to each matter, and what they are given."""
    language, parts = ticket.language, [resolution.explanation]
    for matter in _matters(turn, ticket):
        if answer := resolution.answers.get(matter.key):
            label = matter.label.get(language) or next(iter(matter.label.values()), matter.key)
            parts.append(turn.common("matter-answer", {"matter": label, "answer": answer}, language))
    if resolution.remedy in TOLD:
        amount = shown_amount(resolution.amount, resolution.currency, language)
        parts.append(turn.common(f"remedy-{resolution.remedy}", {"amount": amount}, language))
    return "\n\n".join(filter(None, parts))


def in_short(turn: Turn, resolution: Resolution) -> str:
    """Return a line for the staff on what was decided."""
    language, book = turn.desk.policy.language, turn.desk.outcomes
    remedy = DESK_WORDS.word(language, f"remedy.{resolution.remedy}") if resolution.remedy != "none" else ""
    amount = shown_amount(resolution.amount, resolution.currency, language) if resolution.amount else ""
    outcome = book.lists.outcome_name(resolution.outcome_code, language)
    return " · ".join(filter(None, [outcome, " ".join(filter(None, [remedy, amount]))])) or resolution.explanation


def note(turn: Turn, ticket: Ticket, by: Agent, key: str, **values: str) -> None:
    """Leave a note on what an agent did, in the language of the desk."""
    environment, text = turn.desk.environment, DESK_WORDS.word(turn.desk.policy.language, f"note.{key}", **values)
    turn.unit.add(Note(id=environment.new_id(), ticket=ticket.id, author=by.name, at=environment.now(), text=text))
