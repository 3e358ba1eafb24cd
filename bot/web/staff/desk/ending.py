"""How a ticket's page ends it: the form of a resolution, what waits for a second person, and what opens it again.

Reads forms and calls `Resolving`, `Reopening`, `Joining` and `SignalJudgement`; decides nothing.
"""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, get_args

from aiohttp import web

from bot.desk.agents.permissions import AgentAct
from bot.desk.agents.resolving import Decided, may_grant
from bot.desk.agents.signal_judgement import JUDGED, may_deny
from bot.desk.briefing.queries import TicketView
from bot.desk.core.errors import Refusal, Refused
from bot.desk.outcomes.remedy_limits import read_amount, shown_amount
from bot.web.deps import AGENT, DEPS, Deps
from bot.web.pages import words
from dialogs.strict_yaml.common_texts import languages
from storage.records.access_records import Agent
from storage.records.complaint_records import Ticket
from storage.records.resolution_records import Resolution
from storage.records.statuses import RemedyKind

REMEDIES: tuple[RemedyKind, ...] = get_args(RemedyKind)
ANSWER, ASIDE = "answer-", "aside-"
"""What the fields begin with that answer a matter, or say that it is none of its own."""

Given = Mapping[str, str]
"""The fields of a form; those that it does not have are empty."""
NOTHING_GIVEN: Given = defaultdict(str)
Ending = Callable[[Deps, str, Agent, Given], Awaitable[None]]


async def _resolve(deps: Deps, reference: str, agent: Agent, given: Given) -> None:
    ticket = await deps.store.unit().last(Ticket, reference=reference)
    if ticket is None:
        raise Refused(Refusal.NO_SUCH_TICKET)
    await deps.ending.resolving.resolve(reference, agent, decided(deps, ticket, given))


ENDINGS: Mapping[str, Ending] = {
    AgentAct.RESOLVE: _resolve,
    AgentAct.GRANT: lambda deps, reference, agent, given: deps.ending.resolving.grant(reference, agent, given["to"]),
    "refuse": lambda deps, reference, agent, given: deps.ending.resolving.refuse(
        reference, agent, given["to"], given["text"]
    ),
    AgentAct.REOPEN: lambda deps, reference, agent, given: deps.ending.reopening.reopen(
        reference, agent, given["text"]
    ),
    "same": lambda deps, reference, agent, given: deps.ending.joining.compare(
        reference, agent, given["text"], same=True
    ),
    "different": lambda deps, reference, agent, given: deps.ending.joining.compare(
        reference, agent, given["text"], same=False
    ),
    "link": lambda deps, reference, agent, given: deps.ending.joining.compare(
        reference, agent, given["text"], same=True
    ),
    AgentAct.MERGE: lambda deps, reference, agent, given: deps.ending.joining.merge(reference, agent, given["text"]),
    "part": lambda deps, reference, agent, given: deps.ending.joining.part(reference, agent, given["text"]),
    "no-signal": lambda deps, reference, agent, given: deps.ending.signals.deny(reference, agent, given["to"]),
    "signal": lambda deps, reference, agent, given: deps.ending.signals.state(reference, agent, given["to"]),
}
"""What a ticket's page does by a form that has its own fields."""


def decided(deps: Deps, ticket: Ticket, given: Given) -> Decided:
    """Return what a form decides.

    Raises:
        Refused: if it holds an amount that is none, or a cause that is in no list.
    """
    amount = read_amount(given["amount"]) if given["amount"] else 0
    remedy: RemedyKind = next((one for one in REMEDIES if one == given["remedy"]), "none")
    if amount is None:
        raise Refused(Refusal.BAD_AMOUNT)
    typed, cause = given["cause-typed"], given["cause"]
    if typed:
        cause = deps.ending.outcomes.cause_meant(ticket.script, typed, languages())
        if not cause:
            raise Refused(Refusal.NO_SUCH_CAUSE)
    return Decided(
        explanation=given["text"],
        outcome_code=given["outcome"],
        cause=cause,
        remedy=remedy,
        amount=amount,
        currency=given["currency"].upper(),
        answers=_answers(given),
    )


def _answers(given: Given) -> dict[str, str]:
    """Return what is said to each matter; empty for one that is ticked as none of its own."""
    said = {key.removeprefix(ANSWER): text for key, text in given.items() if key.startswith(ANSWER) and text}
    return {key.removeprefix(ASIDE): "" for key in given if key.startswith(ASIDE)} | said


def written(given: Given) -> str:
    """Return all words of a form that go to the customer."""
    return "\n".join([given["text"], *_answers(given).values()]).strip()


async def ending_context(request: web.Request, view: TicketView) -> dict[str, Any]:
    """Return what the parts of a ticket's page show that are about its end."""
    deps, agent, language = request.app[DEPS], request[AGENT], words(request).language
    lists, script = deps.ending.outcomes.lists, view.ticket.script
    limits = deps.company.now.policy.limits
    # A push brings no proposals: those that the page has stay.
    likely = [] if "Upgrade" in request.headers else await _proposed(deps, view.ticket)
    return {
        "outcomes": [(one.key, lists.outcome_name(one.key, language)) for one in lists.offered],
        "causes": [(code, lists.cause_name(code, script, language)) for code in deps.ending.outcomes.causes(script)],
        "proposed": [(code, lists.cause_name(code, script, language)) for code in likely],
        "remedies": REMEDIES,
        "currencies": limits.currencies,
        "matters": deps.queries.matters(view.ticket, language),
        "given": _as_given(view.decisions[-1], lists.cause_name(view.decisions[-1].cause, script, language))
        if view.decisions and view.decisions[-1].status in ("waiting", "refused")
        else defaultdict(str),
        "may_grant": view.waiting is not None and may_grant(agent, view.waiting, limits),
        "outcome_name": lists.outcome_name,
        "cause_name": lists.cause_name,
        "amount_of": lambda one: shown_amount(one.amount, one.currency, language) if one.amount else "",
        "sayable_signals": JUDGED,
        "may_deny": lambda signal: may_deny(agent, signal),
    }


async def _proposed(deps: Deps, ticket: Ticket) -> list[str]:
    return deps.ending.outcomes.proposed(ticket.script, ticket.description, await deps.queries.alike_causes(ticket))


def _as_given(one: Resolution, cause: str) -> Given:
    """Return a form as it was filled in, for whoever decides anew."""
    amount = f"{one.amount / 100:.2f}" if one.amount else ""
    answers = {f"{ANSWER if text else ASIDE}{key}": text or "on" for key, text in one.answers.items()}
    given = {
        "text": one.explanation,
        "outcome": one.outcome_code,
        "cause-typed": cause,
        "remedy": one.remedy,
        "amount": amount,
        "currency": one.currency,
        **answers,
    }
    return defaultdict(str, given)
