"""The agents' desk: the list, a ticket's conversation and all that is known about it, and what agents do on it.

Reads through `Worklists` and `DeskQueries`, acts through `Handoffs`, `Replies` and the like, decides nothing. Every
form works as a plain form; where the browser runs scripts, the same answer is brought into the page that stands.
"""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from datetime import timedelta
from functools import partial
from typing import Any, NamedTuple
from urllib.parse import quote

from aiohttp import web

from bot.desk.agents.handoffs import CROSSED_OUT, LONGEST
from bot.desk.agents.hotspot_review import JUDGES
from bot.desk.agents.permissions import AgentAct, offered
from bot.desk.agents.replies import UNDO, AgentMessage
from bot.desk.briefing.queries import GivenAnswer, TicketView, masked
from bot.desk.briefing.standing_alerts import standing_alerts
from bot.desk.calendar.date_format import date_in_words
from bot.desk.core.errors import Refusal, Refused
from bot.desk.core.file_types import file_name, shown_as
from bot.desk.core.kept_files import remove_unheld
from bot.desk.overview.ordered_lists import choice_of
from bot.desk.overview.read_marks import mark_read, read_up_to
from bot.desk.overview.reply_book import FilledReply
from bot.desk.overview.saved_filters import choice_in, saved_filters
from bot.desk.overview.unsent_texts import keep_unsent, unsent_texts
from bot.desk.overview.watching import is_watched, unwatch, watch
from bot.desk.overview.worklist import DeskView, band_of, promise_band
from bot.desk.redaction.redaction import is_redacted, redacted
from bot.desk.staff.audit import note_once
from bot.web.auth import actor
from bot.web.deps import AGENT, DEPS, Deps
from bot.web.pages import render, words
from bot.web.staff.desk.desk_address import DeskAddress, address_of, seen_before
from bot.web.staff.desk.ending import ENDINGS, NOTHING_GIVEN, Given, ending_context, written
from bot.web.staff.desk.list_parts import counted, list_page, numbered
from bot.web.staff.desk.transcript_lines import line_renderer
from bot.web.staff.desk.transcript_page import page_of
from bot.web.staff.desk.written_form import WrittenForm, read_form
from bot.web.staff.receivers import receivers_context
from dialogs.reading.places import point
from storage.ports import Conflict, StorageError, Store, Unavailable
from storage.records.access_records import Agent
from storage.records.complaint_records import Ticket
from storage.records.desk_records import SavedFilter, Team
from storage.records.traffic_records import Attachment

TO_TEAM = "team:"
"""What stands before the id of a team where one of colleagues and teams is chosen."""
Action = Callable[[Deps, str, Agent, WrittenForm], Awaitable[None]]


async def _pass_on(deps: Deps, reference: str, agent: Agent, form: WrittenForm) -> None:
    if form.to.startswith(TO_TEAM):
        await deps.reassignment.pass_on_to_team(reference, agent, form.to.removeprefix(TO_TEAM), form.text)
        return
    colleague = await deps.store.unit().get(Agent, form.to) if form.to else None
    if form.to and colleague is None:
        raise Refused(Refusal.NO_SUCH_MEMBER)
    await deps.reassignment.pass_on(reference, agent, colleague, form.text)


async def _take_back(deps: Deps, reference: str, agent: Agent, form: WrittenForm) -> None:
    files = await deps.store.unit().find(Attachment, message=form.to)
    words = await deps.replies.take_back(reference, agent, form.to)
    async with deps.store.unit() as unit:
        await remove_unheld(unit, deps.files, [one.digest for one in files if one.digest])
    ticket = await deps.store.unit().last(Ticket, reference=reference)
    if ticket is not None:  # what was begun meanwhile comes behind it: what the page sends along, else what is kept
        begun = form.text or (await unsent_texts(deps.store, agent, ticket)).get(AgentAct.REPLY, "")
        joined = "\n\n".join(one for one in (words, begun) if one)
        await keep_unsent(deps.store, deps.environment, agent, ticket, AgentAct.REPLY, joined)


async def _watch(
    deps: Deps, reference: str, agent: Agent, change: Callable[[Store, Agent, Ticket], Awaitable[None]]
) -> None:
    ticket = await deps.store.unit().last(Ticket, reference=reference)
    if ticket is None:
        raise Refused(Refusal.NO_SUCH_TICKET)
    await change(deps.store, agent, ticket)


ACTIONS: Mapping[str, Action] = {
    AgentAct.CLAIM: lambda deps, reference, agent, _: deps.handoffs.claim(reference, agent),
    AgentAct.HAND_BACK: lambda deps, reference, agent, _: deps.handoffs.hand_back(reference, agent),
    AgentAct.REPLY: lambda deps, reference, agent, form: deps.replies.reply(
        reference, agent, AgentMessage(text=form.text, uploads=form.uploads, held=UNDO)
    ),
    "take-back": _take_back,
    "watch": lambda deps, reference, agent, _: _watch(deps, reference, agent, watch),
    "unwatch": lambda deps, reference, agent, _: _watch(deps, reference, agent, unwatch),
    AgentAct.NOTE: lambda deps, reference, agent, form: deps.replies.note(
        reference, agent, AgentMessage(text=form.text)
    ),
    AgentAct.TAKE_OVER: lambda deps, reference, agent, form: deps.reassignment.take_over(reference, agent, form.text),
    AgentAct.PASS_ON: _pass_on,
    AgentAct.CORRECT: lambda deps, reference, agent, form: deps.corrections.correct(
        reference, agent, form.to, form.text
    ),
    AgentAct.RENEW: lambda deps, reference, agent, form: deps.renewal.renew(reference, agent, form.due, form.text),
}
BOXES = (AgentAct.REPLY, AgentAct.NOTE, AgentAct.RESOLVE)
"""What is written in the one box below the conversation."""
CONFIRMED_FOR = timedelta(days=7)
"""How long the desk shows a confirmed suspicion, for whoever writes its known issue."""
LETTERS: Mapping[DeskView, str] = {
    DeskView.MINE: "m",
    DeskView.WATCHED: "v",
    DeskView.TEAM: "t",
    DeskView.WAITING: "w",
    DeskView.ESCALATED: "e",
    DeskView.TO_GRANT: "g",
    DeskView.AT_RISK: "a",
    DeskView.REPEATS: "r",
    DeskView.OPEN: "o",
    DeskView.CLOSED: "c",
    DeskView.PRAISE: "p",
}
"""By which key, after ``g``, a list is opened."""
COMPARISONS = ("same", "different")
"""The actions that change nothing on the page, which therefore says that they were heard."""


class Refusing(NamedTuple):
    """Why what an agent asked for was not done, and what they had written."""

    action: str
    problem: str
    text: str
    sure: str = ""
    """What to send along with the same words, where this is only a warning."""
    due: str = ""
    """The moment that they had written."""
    given: Given = NOTHING_GIVEN
    """All that they had put into a form of its own."""


async def show_desk(request: web.Request) -> web.Response:
    """Show the list, and beside it what many people tell."""
    return render(request, "desk/desk.html", **await list_context(request) | await desk_context(request))


async def show_ticket(request: web.Request) -> web.Response:
    """Show a ticket beside the list; that it was looked at is on record, and so is who asked for the contact."""
    page = await _ticket_page(request)
    await note_looked_at(request, request.match_info["reference"])
    return page


async def note_looked_at(request: web.Request, reference: str) -> None:
    """Put on record that a ticket is looked at, and whether its contact is."""
    deps = request.app[DEPS]
    if key := await deps.queries.id_of(reference):
        await note_once(deps.store, deps.environment, "ticket-viewed", actor(request), key, reference)
        if shows_contact(request):
            await note_once(deps.store, deps.environment, "contact-shown", actor(request), key, reference)


async def show_again(request: web.Request) -> web.Response:
    """Show the ticket to whoever loads once more the address to which a form went."""
    raise web.HTTPSeeOther(address_of(request).to(f"/desk/tickets/{request.match_info['reference']}"))


async def show_words(request: web.Request) -> web.Response:
    """Show all that one message or telling of a ticket says, where the ticket's page shows how it begins."""
    deps, reference, key = request.app[DEPS], request.match_info["reference"], request.match_info["key"]
    view = await deps.queries.ticket(reference)
    said = [one for one in (*view.messages, *view.occurrences) if one.id == key] if view else []
    if view is None or not said:
        raise web.HTTPNotFound
    if kept := await deps.queries.id_of(reference):
        await note_once(deps.store, deps.environment, "ticket-viewed", actor(request), kept, reference)
    return render(request, "desk/words.html", view=view, said=said[0], here=f"/desk/tickets/{view.ticket.reference}")


async def take_next(request: web.Request) -> web.Response:
    """Claim the most urgent ticket that is the agent's to take, and show it; where there is none, say so."""
    deps = request.app[DEPS]
    try:
        reference = await deps.worklists.take_next(deps.handoffs, request[AGENT], deps.environment.now())
    except (Conflict, Unavailable):
        raise web.HTTPSeeOther(address_of(request).to("/desk", said="cannot-save")) from None
    at = address_of(request)
    raise web.HTTPSeeOther(at.to(f"/desk/tickets/{reference}") if reference else at.to("/desk", said="next.none"))


async def act(request: web.Request) -> web.Response:
    """Do what the agent asks for and show the ticket again; what cannot be done is said there, and no text is lost."""
    deps, reference, action = request.app[DEPS], request.match_info["reference"], request.match_info["action"]
    if action not in ACTIONS and action not in ENDINGS:
        raise web.HTTPNotFound
    async with AsyncExitStack() as block:
        form = await read_form(request, block)
        problem = await _carried_out(request, action, form)
    if problem is not None:
        return problem
    text, given = form.text, form.given
    if action in BOXES and (ticket := await deps.store.unit().last(Ticket, reference=reference)):
        await keep_unsent(deps.store, deps.environment, request[AGENT], ticket, action, "")
    heard = {"judged": text} if action in COMPARISONS else {}
    if is_redacted(redacted(written(given))):
        heard = {"said": CROSSED_OUT}
    if action == AgentAct.NOTE:
        heard |= {"box": action}
    pane = "facts" if action not in BOXES and request.query.get("pane") == "facts" else ""
    raise web.HTTPSeeOther(address_of(request).to(f"/desk/tickets/{quote(reference)}", pane=pane, **heard))


async def _carried_out(request: web.Request, action: str, form: WrittenForm) -> web.Response | None:
    """Do what a form asks for; return the page that says why that cannot be done, if so."""
    if (doubt := _doubt(request, action, form.given)) and doubt.sure != form.sure:
        return await _ticket_page(request, doubt, status=409)
    unsaved = Refusing(action, words(request)("cannot-save"), form.text, due=form.due, given=form.given)
    if form.refusal:
        refusing = unsaved._replace(problem=words(request).name("refused", form.refusal))
        return await _ticket_page(request, refusing, status=409)
    try:
        deps, reference, agent = request.app[DEPS], request.match_info["reference"], request[AGENT]
        if action in ENDINGS:
            await ENDINGS[action](deps, reference, agent, form.given)
        else:
            await ACTIONS[action](deps, reference, agent, form)
    except Refused as refused:
        refusing = unsaved._replace(problem=words(request).name("refused", refused.reason))
        return await _ticket_page(request, refusing, status=409)
    except Conflict:
        return await _ticket_page(request, unsaved, status=409)
    except Unavailable:
        return await _unsaved(request, unsaved)
    return None


def _doubt(request: web.Request, action: str, given: Given) -> Refusing | None:
    """Return what to warn of before these words go to the customer."""
    if action not in (AgentAct.REPLY, AgentAct.RESOLVE):
        return None
    deps, tongue = request.app[DEPS], words(request)
    # What is given with the end has its own field and waits for a supervisor.
    limits = deps.company.now.policy.limits if action == AgentAct.REPLY else None
    found = deps.reply_book.warnings(written(given), limits, request[AGENT].role)
    if not found:
        return None
    told = [tongue(f"doubt.{one.doubt}", words=one.words) for one in found]
    sure = " ".join(f"{one.doubt}:{one.words}" for one in found)
    return Refusing(action, " ".join(told), given["text"], sure, given=given)


async def _unsaved(request: web.Request, refusing: Refusing) -> web.Response:
    """Show the ticket with what was typed, or if that cannot be read either, what was typed alone."""
    try:
        return await _ticket_page(request, refusing, status=409)
    except Unavailable:
        return render(request, "desk/unsaved.html", status=503, text=written(refusing.given))


async def desk_context(request: web.Request) -> dict[str, Any]:
    """Return what the desk's templates show beside the list while no ticket is open."""
    deps, agent = request.app[DEPS], request[AGENT]
    return {
        "at": address_of(request),
        "suspicions": await deps.queries.suspicions(deps.environment.now() - CONFIRMED_FOR),
        "judges": agent.role in JUDGES,
        "told": await deps.queries.alerts(agent.id, deps.environment.now()),
        "ticket": None,
    }


async def list_context(request: web.Request, current: str = "") -> dict[str, Any]:
    """Return what the list shows; ``current`` is the reference of the ticket beside it, if there is one."""
    deps, agent, at = request.app[DEPS], request[AGENT], address_of(request)
    now, said = deps.environment.now(), request.query.get("said", "")
    worklist = await deps.worklists.show(at.view, at.wanted, agent, now, words(request).language, goes_on=bool(current))
    found, page = None, list_page(request, current)
    if at.search:
        found = await deps.worklists.found(deps.search, at.search, agent, now)
    return {
        "at": at,
        "views": [*DeskView],
        "letters": LETTERS,
        "worklist": worklist,
        "counted": partial(counted, worklist.counts),
        "numbered": numbered,
        "saved": await _saved(request),
        "rows": [page.row(row) for row in (worklist.rows if found is None else found)],
        "total": worklist.total,
        "found": found,
        "waiting": worklist.counts[DeskView.WAITING],
        "said": said if said in ("next.none", "cannot-save") else "",
        "trouble": trouble_for(request),
        **await wrong_with(deps),
    }


async def _saved(request: web.Request) -> list[tuple[SavedFilter, str, int]]:
    """Return the lists that a member made, each with its address and how many it holds."""
    deps, agent = request.app[DEPS], request[AGENT]
    found, now = [], deps.environment.now()
    for one in await saved_filters(deps.store, agent):
        view, wanted = choice_in(one)
        listing = deps.worklists.board.lists.listing(choice_of(view, wanted, agent.id), now)
        found.append((one, DeskAddress(view, wanted).to("/desk"), listing.total))
    return found


async def wrong_with(deps: Deps) -> dict[str, Any]:
    """Return what is wrong with the desk itself, for all who look at it."""
    return {"unwritable": not await _is_writable(deps), "undelivered": await deps.dead_letters.count()}


def trouble_for(request: web.Request) -> str:
    """Return what is wrong with Telegram, which is told to admins."""
    return request.app[DEPS].trouble() if request[AGENT].role == "admin" else ""


async def _is_writable(deps: Deps) -> bool:
    try:
        await deps.store.check_writable()
    except StorageError:
        return False
    return True


async def talk_context(request: web.Request, reference: str, seen: str = "") -> dict[str, Any] | None:
    """Return what the templates of a ticket show beside the list, or None if there is no such ticket.

    ``seen`` is the id of the newest message that the agent has read before.
    """
    deps = request.app[DEPS]
    view = await deps.queries.ticket(reference)
    if view is None:
        return None
    ticket, tongue = view.ticket, words(request)
    page = page_of(view.transcript, request.query.get("before", ""), view.notes)
    return await ending_context(request, view) | {
        "at": address_of(request),
        "view": view,
        "ticket": ticket,
        "page": page,
        "seen": seen,
        "newest": view.messages[-1].id if view.messages else "",
        "lines": list(page.lines(deps.zone, seen)),
        "line_html": line_renderer(request, view, page),
        "customer_name": view.customer.name if view.customer else "",
        "here": f"/desk/tickets/{ticket.reference}",
        "band": promise_band(ticket, tongue.now),
        "clocks": [(one, band_of(one.made, one.due, tongue.now)) for one in view.clocks if one.status == "pending"],
        "standing": standing_alerts(view),
        "shown_as": shown_as,
        "file_name": file_name,
        "slots": deps.queries.slots_of(ticket, tongue.language, contact=shows_contact(request)),
        "hides": not shows_contact(request) and bool(deps.queries.contacts_of(ticket) or _phone(ticket)),
        "contact_shown": shows_contact(request),
        "phone": _phone(ticket) if shows_contact(request) else masked(_phone(ticket)),
        "answers": [one for one in deps.queries.answers_of(ticket, tongue.language) if _may_show(request, ticket, one)],
        "point": point,
        "clock_name": deps.queries.clock_name,
        "offered": offered(request[AGENT], ticket, view.handoff),
        **receivers_context(request, await deps.queries.colleagues(ticket.owner)),
        "teams": await deps.store.unit().find(Team),
        "watched": await is_watched(deps.store, request[AGENT], ticket),
        "longest": LONGEST,
        "canned": _canned(request, view),
        "refusing": None,
        "unsent": await unsent_texts(deps.store, request[AGENT], ticket),
        "box": _box(request),
        "judged": request.query.get("judged", ""),
        # What others told does not change while somebody looks: it is not looked for again with every push.
        "alike": () if "Upgrade" in request.headers else await deps.queries.alike(ticket),
    }


def shows_contact(request: web.Request) -> bool:
    """Tell whether how to reach the customer was asked for."""
    return request.query.get("contact") == "shown"


def _phone(ticket: Ticket) -> str:
    """Return the number of whoever phoned; empty where it was told in another way."""
    channel, _, number = ticket.address.partition(":")
    return number if channel == "phone" else ""


def _may_show(request: web.Request, ticket: Ticket, answer: GivenAnswer) -> bool:
    return shows_contact(request) or answer.key not in request.app[DEPS].queries.contacts_of(ticket)


def _canned(request: web.Request, view: TicketView) -> list[FilledReply]:
    tongue, spoken = words(request), view.ticket.language
    return request.app[DEPS].reply_book.replies(
        view.ticket,
        tongue.language,
        name=view.customer.name if view.customer else "",
        due=date_in_words(view.ticket.due, spoken, request.app[DEPS].zone),
        agent=request[AGENT].name,
    )


def _box(request: web.Request) -> str:
    box = request.query.get("box", "")
    return box if box in [*BOXES] else str(AgentAct.REPLY)


async def _ticket_page(request: web.Request, refusing: Refusing | None = None, status: int = 200) -> web.Response:
    deps, agent, reference = request.app[DEPS], request[AGENT], request.match_info["reference"]
    known = await deps.store.unit().last(Ticket, reference=reference)
    seen = await read_up_to(deps.store, agent, known) if known else ""
    context = await talk_context(request, reference, seen_before(request) or seen)
    if known is None or context is None:
        raise web.HTTPNotFound
    if request.method == "GET":  # before the list, which must not call unread what stands beside it
        await mark_read(deps.store, agent, known, context["newest"])
    deps.worklists.board.heed(known.address)  # the hint of another process may be still on its way
    context = await list_context(request, known.reference) | context
    if refusing is not None:
        box = refusing.action if refusing.action in [*BOXES] else context["box"]
        context |= {"refusing": refusing, "box": box}
        context["given"] = refusing.given if refusing.action == AgentAct.RESOLVE else context["given"]
    elif chosen := [one for one in context["canned"] if one.key == request.query.get("canned")]:
        context |= {"refusing": Refusing(AgentAct.REPLY, "", chosen[0].text)}
    elif request.query.get("said") == CROSSED_OUT:
        context |= {"refusing": Refusing(context["box"], words(request)(CROSSED_OUT), "")}
    return render(request, "desk/ticket.html", status=status, **context)


ROUTES = [
    web.get("/desk", show_desk),
    web.post("/desk/next", take_next),
    web.get("/desk/tickets/{reference}", show_ticket),
    web.get("/desk/tickets/{reference}/words/{key}", show_words),
    web.get("/desk/tickets/{reference}/{action}", show_again),
    web.post("/desk/tickets/{reference}/{action}", act),
]
