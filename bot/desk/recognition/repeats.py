"""Is this telling a repeat, and of what? Compares it with the earlier tickets of the same customer.

Three outcomes: it surely is one that waits, which is stated and can be taken back with a tap; it perhaps is one of at
most two, which is asked; or it is new. Nothing is ever merged silently.
"""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import NamedTuple

from bot.desk.recognition.repeat_scale import SHIPPED, RepeatScale
from bot.desk.tickets.lifecycle import UNSOLVED, facts
from bot.desk.turn.turn import Turn
from bot.matching.parts import parts, two_matters
from bot.matching.retelling import model_of
from bot.matching.score import same_details
from bot.matching.telling import Telling
from dialogs.model.events import Candidate, Found, LookUp
from dialogs.reading.small_talk import is_unsolved
from storage.records.complaint_records import Occurrence, Ticket
from storage.records.finding_records import RepeatCalibration

COMPARED = 50
"""Tickets of a customer that a telling is compared with, and tellings of each, the newest: everybody else waits."""
AT_MOST = 2
"""Tickets the customer is asked about; more would be a quiz."""
LEAD = 0.2
"""By so much it must be likelier than any other to be stated."""


class Limits(NamedTuple):
    """From which likelihood on a repeat of a ticket that waits is stated, and from which it is asked about."""

    stated: float
    asked: float


_BRIEF: Mapping[str, Limits] = {
    "meanings, chinese": Limits(0.82, 0.085),
    "meanings, latin": Limits(0.82, 0.1),
    "grams, chinese": Limits(0.82, 0.135),
    "grams, latin": Limits(0.82, 0.2),
}
"""Where neither the telling nor the ticket is told at length: of few words little is sure, and how much depends on what
is read of them."""
_ONE_LONG, _BOTH_LONG = Limits(0.84, 0.38), Limits(0.68, 0.33)
"""Where one of the two is told at length, and where both are."""
ASKED_SOLVED = 0.4
"""About one that was solved."""
JUST_NOW = timedelta(hours=1)
"""So long a file that comes with words is thought to belong to what was told before."""
DETAIL_TYPES = ("place", "digits", "money", "choice", "multi-choice")
"""Types of slots that tell one matter from another."""
DETAILS = 3.0
"""So many times the odds are raised where all details agree, and lowered where none does."""
NAMED = 0.6
"""From here on a brief telling names which of those that wait it means: "the broadband is still down"."""
BRIEF = 0.2
"""The length, as `Telling` has it, of a telling that can hardly name its matter."""


@dataclass(frozen=True)
class EarlierTicket:
    """An earlier ticket, and how likely the telling is about it."""

    key: str
    likelihood: float
    waiting: bool
    at_length: int = 0
    """How many of both, the telling and what was told of the ticket, are told at length."""


@dataclass(frozen=True)
class RepeatDecision:
    """Which earlier tickets a telling may be about, the likeliest first; none if it is new."""

    likely: tuple[EarlierTicket, ...] = ()
    sure: bool = False


def decide_repeat(
    text: str, telling: Telling, earlier: Sequence[EarlierTicket], scale: RepeatScale = SHIPPED
) -> RepeatDecision:
    """Return what to make of a telling, given the earlier tickets from the oldest to the newest.

    The likelihoods are those of the model; ``scale`` says how they hold at this desk.
    """
    waiting = [one for one in earlier if one.waiting]
    likeliest = [one for _, one in sorted(enumerate(earlier), key=lambda pair: (-pair[1].likelihood, -pair[0]))]
    if waiting and _can_only_mean_what_waits(text, telling):
        named = [one for one in likeliest if one.waiting and one.likelihood >= NAMED]
        return RepeatDecision(tuple(named[:AT_MOST] or reversed(waiting[-AT_MOST:])))
    if earlier and is_unsolved(text):
        return RepeatDecision((earlier[-1],))  # what was solved has come back
    likely = [one for one in likeliest if scale.moved(one.likelihood) >= _enough(telling, one)][:AT_MOST]
    sure = bool(likely) and _is_sure(telling, likeliest, scale)
    return RepeatDecision(tuple(likely[:1] if sure else likely), sure)


def _enough(telling: Telling, one: EarlierTicket) -> float:
    return _limits(telling, one).asked if one.waiting else ASKED_SOLVED


def _is_sure(telling: Telling, likeliest: Sequence[EarlierTicket], scale: RepeatScale) -> bool:
    """Tell whether the first can be stated: it waits, is likely enough, and leads."""
    first, second, *_ = (*(scale.moved(one.likelihood) for one in likeliest[:2]), 0.0)
    return likeliest[0].waiting and first >= _limits(telling, likeliest[0]).stated and first - second >= LEAD


def _limits(telling: Telling, one: EarlierTicket) -> Limits:
    return (_BRIEF[model_of(telling)], _ONE_LONG, _BOTH_LONG)[one.at_length]


def _can_only_mean_what_waits(text: str, telling: Telling) -> bool:
    """Tell whether it says that something goes on, and hardly what: "still not working", "催一下"."""
    brief = telling.length <= BRIEF and telling.again > 0 and telling.other == 0
    return brief or is_unsolved(text)


async def find_repeats(turn: Turn, asked: LookUp) -> Found:
    """Return the earlier tickets that this telling may be about, the likeliest first."""
    since = turn.desk.environment.now() - turn.desk.policy.memory
    newest = await turn.unit.find(Ticket, customer=turn.customer.id, newest=COMPARED)
    tickets = [one for one in newest if one.opened >= since]
    told = [await _texts(turn, ticket) for ticket in tickets]
    pairs = [(ticket, texts) for ticket, texts in zip(tickets, told, strict=True) if texts]
    telling, judged = await turn.desk.recognition.judge(asked.text, [texts for _, texts in pairs])
    turn.to_learn.append(telling)
    kinds = {slot.key for slot in turn.script.slots.values() if slot.type in DETAIL_TYPES}
    earlier = [
        EarlierTicket(
            ticket.id, with_details(one.likelihood, asked, ticket, kinds), ticket.status in UNSOLVED, one.at_length
        )
        for (ticket, _), one in zip(pairs, judged, strict=True)
    ]
    fitted = await turn.unit.last(RepeatCalibration)
    scale = RepeatScale(fitted.slope, fitted.shift) if fitted else SHIPPED
    verdict = decide_repeat(asked.text, telling, earlier, scale)
    if not verdict.likely:
        verdict = RepeatDecision(_shown_just_now(turn, tickets, earlier))
    by_key = {ticket.id: ticket for ticket in tickets}
    waiting = [(ticket, texts) for ticket, texts in pairs if ticket.status in UNSOLVED]
    two = two_matters(await _of_parts(turn, asked.text, waiting))
    if two:
        return Found(tuple(replace(_candidate(turn, by_key[key], sure), part=part) for key, part, sure in two))
    return Found(tuple(_candidate(turn, by_key[one.key], one.likelihood) for one in verdict.likely), verdict.sure)


def _shown_just_now(
    turn: Turn, tickets: Sequence[Ticket], earlier: Sequence[EarlierTicket]
) -> tuple[EarlierTicket, ...]:
    """Return the ticket that was opened a moment ago, where a file comes after it: "here is the photo" names nothing.

    As everything that is not sure it is only asked.
    """
    since = turn.desk.environment.now() - JUST_NOW
    fresh = {one.id for one in tickets if one.opened > since and one.status in UNSOLVED} if turn.file else set()
    return tuple(one for one in earlier if one.key in fresh)[-1:]


async def _texts(turn: Turn, ticket: Ticket) -> list[str]:
    return [one.text for one in await turn.unit.find(Occurrence, ticket=ticket.id, newest=COMPARED)]


async def _of_parts(turn: Turn, text: str, waiting: Sequence[tuple[Ticket, list[str]]]) -> list[tuple[str, str, float]]:
    """Return the waiting ticket that each part of a telling is likeliest about."""
    told = parts(text)
    if len(told) < 2 or len(waiting) < 2:
        return []
    found = []
    for part in told:
        _, judged = await turn.desk.recognition.judge(part, [texts for _, texts in waiting])
        value, best = max((one.likelihood, at) for at, one in enumerate(judged))
        found.append((waiting[best][0].id, part, value))
    return found


def with_details(likelihood: float, asked: LookUp, ticket: Ticket, kinds: Container[str]) -> float:
    """Return the likelihood, moved by what both say of one place, number or product: the same, or another.

    ``kinds`` are the slots that tell such a thing: the phone of one customer is always the same, and says nothing.
    The telling itself, which fills a slot as well, is no detail: what it shares has been weighed already.
    """
    details = {key: value for key, value in asked.slots.items() if key in kinds and value != asked.text}
    factor: float = DETAILS ** same_details(details, ticket.slots)
    return likelihood * factor / (likelihood * factor + 1 - likelihood)


def _candidate(turn: Turn, ticket: Ticket, likelihood: float) -> Candidate:
    known = facts(turn, ticket)
    return Candidate(ticket.id, f"{ticket.reference} · {known['description']}", known, round(likelihood, 3))
