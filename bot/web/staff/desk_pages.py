"""The agents' desk: the queue and the tickets, one page a ticket, and what agents do on it.

Reads through `DeskQueries`, acts through `Handoffs` and `Replies`, decides nothing. Every form works as a plain form;
where the browser runs htmx, the same answer is taken apart there, so that a draft in the other box stays.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any, NamedTuple
from urllib.parse import quote

from aiohttp import web

from bot.desk.agents.handoffs import CROSSED_OUT, LONGEST
from bot.desk.agents.hotspot_review import JUDGES
from bot.desk.agents.permissions import AgentAct, offered
from bot.desk.agents.replies import AgentMessage
from bot.desk.core.errors import Refusal, Refused
from bot.desk.core.file_types import file_name, shown_as
from bot.desk.core.redaction import is_redacted, redacted
from bot.desk.staff.audit import note_once
from bot.desk.tickets.lifecycle import UNSOLVED
from bot.web.auth import actor
from bot.web.deps import AGENT, DEPS, Deps
from bot.web.pages import field, render, words
from bot.web.staff.transcript_page import page_of
from dialogs.reading.places import point
from storage.ports import Conflict, StorageError, Unavailable
from storage.records import Agent


class Filled(NamedTuple):
    """What was put into a form."""

    text: str
    to: str
    """The id of a colleague; empty for the queue."""
    due: str
    """A moment, as the agent wrote it."""


Action = Callable[[Deps, str, Agent, Filled], Awaitable[None]]


async def _pass_on(deps: Deps, reference: str, agent: Agent, form: Filled) -> None:
    colleague = await deps.store.unit().get(Agent, form.to) if form.to else None
    if form.to and colleague is None:
        raise Refused(Refusal.NO_SUCH_MEMBER)
    await deps.reassignment.pass_on(reference, agent, colleague, form.text)


ACTIONS: Mapping[str, Action] = {
    AgentAct.CLAIM: lambda deps, reference, agent, _: deps.handoffs.claim(reference, agent),
    AgentAct.HAND_BACK: lambda deps, reference, agent, _: deps.handoffs.hand_back(reference, agent),
    AgentAct.RESOLVE: lambda deps, reference, agent, form: deps.handoffs.resolve(reference, agent, form.text),
    AgentAct.REPLY: lambda deps, reference, agent, form: deps.replies.reply(
        reference, agent, AgentMessage(text=form.text)
    ),
    AgentAct.NOTE: lambda deps, reference, agent, form: deps.replies.note(
        reference, agent, AgentMessage(text=form.text)
    ),
    AgentAct.TAKE_OVER: lambda deps, reference, agent, form: deps.reassignment.take_over(reference, agent, form.text),
    AgentAct.PASS_ON: _pass_on,
    AgentAct.RENEW: lambda deps, reference, agent, form: deps.renewal.renew(reference, agent, form.due, form.text),
    "same": lambda deps, reference, agent, form: deps.handoffs.compare(reference, agent, form.text, same=True),
    "different": lambda deps, reference, agent, form: deps.handoffs.compare(reference, agent, form.text, same=False),
}
CONFIRMED_FOR = timedelta(days=7)
"""How long the desk shows a confirmed suspicion, for whoever writes its known issue."""
COMPARISONS = ("same", "different")
"""The actions that change nothing on the page, which therefore says that they were heard."""
NO_DRAFT: Mapping[str, str] = {}


async def show_desk(request: web.Request) -> web.Response:
    """Show the queue, the agent's tickets and the others."""
    return render(request, "desk.html", **await desk_context(request))


async def show_ticket(request: web.Request) -> web.Response:
    """Show a ticket; that it was looked at is on record where it holds what is private."""
    page = await _ticket_page(request)
    deps, reference = request.app[DEPS], request.match_info["reference"]
    if key := await deps.queries.private(reference):
        await note_once(deps.store, deps.environment, "ticket-viewed", actor(request), key, reference)
    return page


async def show_words(request: web.Request) -> web.Response:
    """Show all that one message or telling of a ticket says, where the ticket's page shows how it begins."""
    deps, reference, key = request.app[DEPS], request.match_info["reference"], request.match_info["key"]
    view = await deps.queries.ticket(reference)
    said = [one for one in (*view.messages, *view.occurrences) if one.id == key] if view else []
    if view is None or not said:
        raise web.HTTPNotFound
    if kept := await deps.queries.private(reference):
        await note_once(deps.store, deps.environment, "ticket-viewed", actor(request), kept, reference)
    return render(request, "words.html", view=view, said=said[0], here=f"/desk/tickets/{view.ticket.reference}")


async def act(request: web.Request) -> web.Response:
    """Do what the agent asks for and show the ticket again; what cannot be done is said there, and no text is lost."""
    reference, action = request.match_info["reference"], request.match_info["action"]
    if action not in ACTIONS:
        raise web.HTTPNotFound
    text = await field(request, "text")
    form = Filled(text, await field(request, "to"), await field(request, "due"))
    draft = {action: text, "due": form.due}
    try:
        await ACTIONS[action](request.app[DEPS], reference, request[AGENT], form)
    except Refused as refused:
        return await _ticket_page(
            request, status=409, problem=words(request).name("refused", refused.reason), draft=draft
        )
    except Conflict:
        return await _ticket_page(request, status=409, problem=words(request)("cannot-save"), draft=draft)
    except Unavailable:
        return await _unsaved(request, draft, text)
    heard = f"?judged={quote(text)}#alike-title" if action in COMPARISONS else ""
    if is_redacted(redacted(text)):
        heard = f"?{CROSSED_OUT}="
    raise web.HTTPSeeOther(f"/desk/tickets/{reference}{heard}")


async def _unsaved(request: web.Request, draft: Mapping[str, str], text: str) -> web.Response:
    """Show the ticket with what was typed, or if that cannot be read either, what was typed alone."""
    try:
        return await _ticket_page(request, status=409, problem=words(request)("cannot-save"), draft=draft)
    except Unavailable:
        return render(request, "unsaved.html", status=503, text=text)


async def desk_context(request: web.Request) -> dict[str, Any]:
    """Return what the desk's templates show."""
    deps, agent = request.app[DEPS], request[AGENT]
    board = deps.queries
    queue = await board.queue()
    waiting = {entry.row.reference for entry in queue}
    others = [row for row in await board.others(agent.id) if row.reference not in waiting]
    return {
        "suspicions": await board.suspicions(deps.environment.now() - CONFIRMED_FOR),
        "judges": agent.role in JUDGES,
        "told": await board.alerts(agent.id),
        "queue": queue,
        "mine": await board.mine(agent.id),
        "others": others,
        "praise": await board.praise(deps.environment.now() - CONFIRMED_FOR),
        "trouble": deps.trouble() if agent.role == "admin" else "",
        "unwritable": not await _is_writable(deps),
        "undelivered": await deps.dead_letters.count(),
    }


async def _is_writable(deps: Deps) -> bool:
    try:
        await deps.store.check_writable()
    except StorageError:
        return False
    return True


async def ticket_context(request: web.Request, reference: str) -> dict[str, Any] | None:
    """Return what the templates of a ticket show, or None if there is no such ticket."""
    deps = request.app[DEPS]
    view = await deps.queries.ticket(reference)
    if view is None:
        return None
    return {
        "queue": await deps.queries.queue(),
        "view": view,
        "ticket": view.ticket,
        "page": page_of(view.transcript, request.query.get("before", "")),
        "customer_name": view.customer.name if view.customer else "",
        "here": f"/desk/tickets/{view.ticket.reference}",
        "late": view.ticket.status in UNSOLVED and view.ticket.due < deps.environment.now(),
        "shown_as": shown_as,
        "file_name": file_name,
        "slots": deps.queries.slots_of(view.ticket, words(request).language),
        "point": point,
        "clock_name": deps.queries.clock_name,
        "offered": offered(request[AGENT], view.ticket, view.handoff),
        "colleagues": await deps.queries.colleagues(view.ticket.owner),
    }


async def _ticket_page(
    request: web.Request, status: int = 200, problem: str = "", draft: Mapping[str, str] = NO_DRAFT
) -> web.Response:
    context = await ticket_context(request, request.match_info["reference"])
    if context is None:
        raise web.HTTPNotFound
    # Not kept up to date like the rest: what others told does not change while somebody looks.
    alike = await request.app[DEPS].queries.alike(context["ticket"])
    judged = request.query.get("judged", "")
    if CROSSED_OUT in request.query:
        problem = problem or words(request)(CROSSED_OUT)
    more = {"problem": problem, "draft": draft, "longest": LONGEST, "alike": alike, "judged": judged}
    return render(request, "ticket.html", status=status, **more, **context)


ROUTES = [
    web.get("/desk", show_desk),
    web.get("/desk/tickets/{reference}", show_ticket),
    web.get("/desk/tickets/{reference}/words/{key}", show_words),
    web.post("/desk/tickets/{reference}/{action}", act),
]
