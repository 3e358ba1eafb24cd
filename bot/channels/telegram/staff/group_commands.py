"""Takes what the staff do in their groups: who may do it, what it means, and what is said where it cannot be done.

Each update is taken once: what it does to the ticket, or what is to be said about it, is committed with the mark of it.
Nothing of anybody who is not known as one of the staff reaches a customer.
"""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from unicodedata import category

from telegram.error import TelegramError

from bot.channels.telegram.staff.group_api import GroupApi
from bot.channels.telegram.staff.group_choices import CANNED, HOW, QUEUE, TEAM, TO, WHEN, GroupChoices
from bot.channels.telegram.staff.group_updates import StaffAct, staff_act
from bot.channels.telegram.transport.intake import understood
from bot.desk.agents.handoffs import Handoffs
from bot.desk.agents.permissions import AgentAct, demand
from bot.desk.agents.reassignment import Reassignment
from bot.desk.agents.renewal import Renewal
from bot.desk.agents.replies import AgentMessage, Replies
from bot.desk.agents.resolving import Decided, Resolving
from bot.desk.briefing.ticket_card import GRANT, REFUSE
from bot.desk.calendar.date_format import date_in_words
from bot.desk.calendar.moments import split_moment
from bot.desk.core.environment import Environment
from bot.desk.core.errors import Refusal, Refused, error_kind
from bot.desk.core.words import Words
from bot.desk.incoming.turns import Turns, take_out
from bot.desk.tickets.open_handoffs import current
from storage.ports import Store
from storage.records.access_records import Agent
from storage.records.complaint_records import Customer, Message, Note, Ticket
from storage.records.traffic_records import Attachment, InboxMark, InboxRow, MessageRef, StaffNotice, Topic

logger = logging.getLogger(__name__)

_NOTE = "//"
"""What a note begins with."""
_SLASHES = re.compile("[/／]{1,2}")
"""With what is meant for us alone, also as Chinese keyboards write it."""
_COMMAND = re.compile(r"/([a-z_]+)(?:\s++(.*))?", re.DOTALL | re.IGNORECASE)
_VERBS = {
    "claim": AgentAct.CLAIM,
    "resolve": AgentAct.RESOLVE,
    "renew": AgentAct.RENEW,
    "handback": AgentAct.HAND_BACK,
}
_LONGEST_ALERT = 200
"""Characters (https://core.telegram.org/bots/api#answercallbackquery)."""


@dataclass(frozen=True)
class _StaffRequest:
    """What one of the staff did about which ticket."""

    row: InboxRow
    act: StaffAct
    topic: Topic
    ticket: Ticket
    agent: Agent
    handoffs: Handoffs
    replies: Replies
    renewal: Renewal
    resolving: Resolving
    reassignment: Reassignment

    @property
    def reference(self) -> str:
        return self.ticket.reference


class GroupCommands:
    """A taker of the inbox for the updates of the staff's groups."""

    def __init__(
        self,
        line: GroupApi,
        store: Store,
        environment: Environment,
        turns: Turns,
        words: Callable[[], Words],
        choices: GroupChoices,
    ) -> None:
        self._api = line
        self._store = store
        self._environment = environment
        self._turns = turns
        self._words = words
        self._choices = choices
        self._beside: set[asyncio.Task[None]] = set()
        self._internal_albums: set[str] = set()
        """Albums of which a piece was refused, since the words below it were meant for us alone."""

    async def take(self, row: InboxRow) -> bool:
        """Take what was done in a staff group; tell whether it was one, and so nothing that others must take.

        Raises:
            UnreadableUpdate: if the update cannot be read.
        """
        if not row.address.startswith("telegram:-") or row.address not in await self._api.groups():
            return False
        act = understood(row.raw, staff_act)
        if act is None:
            return True
        act = replace(act, text=_as_meant(act.text))
        if act.moved_to:
            await self._api.moved(row.address, act.moved_to)
        else:
            await self._take(row, act)
        return True

    async def _take(self, row: InboxRow, act: StaffAct) -> None:
        if not (act.tap or act.topic) or (act.bot and not await self._api.is_named(act.bot)):
            return
        unit = self._store.unit()
        topic = await (unit.get(Topic, act.ticket) if act.tap else unit.last(Topic, place=act.topic))
        ticket = await unit.get(Ticket, topic.id) if topic and topic.chat == row.address else None
        if topic is None or ticket is None:
            return
        agent = await unit.last(Agent, identities=act.user)
        said = ""
        if agent is None or agent.status != "active":
            said = await self._turn_away(row, act, ticket)
        else:
            by = (self._turns, row.id, act.ref)
            acts = (Handoffs(*by), Replies(*by), Renewal(*by), Resolving(*by), Reassignment(*by))
            case = _StaffRequest(row, act, topic, ticket, agent, *acts)
            try:
                await self._do(case)
            except Refused as refused:
                said = await self._refuse(case, refused.reason)
        if act.query:
            self._answer(act.query, said)

    async def _do(self, case: _StaffRequest) -> None:
        act, text = case.act, case.act.text
        command = _COMMAND.fullmatch(text)
        asked = _asked(case.topic, act.answers)
        if act.file and (text.startswith("/") or asked is not None or act.file.album in self._internal_albums):
            await self._keep_inside(case, act.file.album)
            raise Refused(Refusal.NO_FILE_HERE)
        if act.tap:
            await self._tapped(case, act.tap)
        elif act.edited:
            await self._revise(case)
        elif text.startswith(_NOTE):
            await case.replies.note(case.reference, case.agent, _note(act))
        elif command:
            await self._obey(case, _VERBS.get(command[1].lower(), ""), command[2] or "")
        elif text.startswith("/"):  # mistyped, perhaps: no customer is to read it
            raise Refused(Refusal.UNKNOWN_COMMAND)
        elif asked is not None:
            await self._answered_question(case, asked, text)
        elif not (text or act.file):
            raise Refused(Refusal.UNSUPPORTED)
        else:
            written = AgentMessage(ref=act.ref, text=text, file=act.file, answers=await self._message_at(act.answers))
            await case.replies.reply(case.reference, case.agent, written)

    async def _keep_inside(self, case: _StaffRequest, album: str) -> None:
        """Have no piece of an album go out as a reply: the words for us alone stand below one piece, be it the last."""
        if not album:
            return
        self._internal_albums.add(album)
        replies = Replies(self._turns)
        for message in {one.message for one in await self._store.unit().find(Attachment, album=album)}:
            with suppress(Refused):  # it is on its way
                await replies.take_back(case.reference, case.agent, message)

    async def _obey(self, case: _StaffRequest, verb: str, text: str) -> None:
        wishes: dict[str, Callable[[], Awaitable[None]]] = {
            AgentAct.CLAIM: partial(case.handoffs.claim, case.reference, case.agent),
            AgentAct.HAND_BACK: partial(case.handoffs.hand_back, case.reference, case.agent),
            AgentAct.RESOLVE: partial(case.resolving.resolve, case.reference, case.agent, Decided(explanation=text)),
            AgentAct.RENEW: partial(case.renewal.renew, case.reference, case.agent, *split_moment(text)),
        }
        if verb not in wishes:
            raise Refused(Refusal.UNKNOWN_COMMAND)
        if verb == AgentAct.RESOLVE and not text:
            await self._offer(case, AgentAct.RESOLVE, "group.how")
        else:
            await wishes[verb]()

    async def _tapped(self, case: _StaffRequest, name: str) -> None:
        """Do what a button says; a choice is offered as buttons of its own, or asks for the words that go with it."""
        kind, _, chosen = name.partition(".")
        if name == AgentAct.RENEW:
            await self._offer(case, AgentAct.RENEW, "group.when")
        elif name == CANNED:
            await self._offer(case, AgentAct.REPLY, "group.canned")
        elif kind == HOW and chosen:
            await self._offer(case, AgentAct.RESOLVE, "group.ask", about=name)
        elif kind == WHEN and chosen:
            await self._offer(case, AgentAct.RENEW, "group.ask-renew", about=name)
        elif name == AgentAct.PASS_ON:
            await self._offer(case, AgentAct.PASS_ON, "group.to-whom")
        elif name == QUEUE or (kind in (TO, TEAM) and chosen):
            await self._offer(case, AgentAct.PASS_ON, "group.ask-pass-on", about=name)
        elif kind == GRANT:
            await case.resolving.grant(case.reference, case.agent, chosen)
        elif kind == REFUSE:
            await self._offer(case, AgentAct.GRANT, "group.ask-refuse", about=name)
        elif kind == CANNED:
            await self._send_canned(case, name)
        else:
            await self._obey(case, name, "")

    async def _offer(self, case: _StaffRequest, act: AgentAct, key: str, about: str = "") -> None:
        """Have a question asked, unless the agent may not do what it leads to; with ``about`` it takes words."""
        demand(act, case.agent, case.ticket, await current(self._store.unit(), case.ticket))
        to = case.act.user if about else ""
        await self._say(case.row, case.act, case.ticket, key, to=to, name=case.agent.name, about=about)

    async def _answered_question(self, case: _StaffRequest, asked: str, text: str) -> None:
        kind, _, chosen = asked.partition(".")
        if kind == WHEN:
            await case.renewal.renew(case.reference, case.agent, chosen, text)
        elif kind == REFUSE:
            await case.resolving.refuse(case.reference, case.agent, chosen, text)
        elif kind == TEAM:
            await case.reassignment.pass_on_to_team(case.reference, case.agent, chosen, text)
        elif kind in (TO, QUEUE):
            await self._pass_on(case, chosen, text)
        else:
            decided = Decided(explanation=text, outcome_code=self._choices.outcome(asked))
            await case.resolving.resolve(case.reference, case.agent, decided)

    async def _pass_on(self, case: _StaffRequest, to: str, reason: str) -> None:
        colleague = await self._store.unit().get(Agent, to) if to else None
        if to and colleague is None:
            raise Refused(Refusal.NO_SUCH_MEMBER)
        await case.reassignment.pass_on(case.reference, case.agent, colleague, reason)

    async def _send_canned(self, case: _StaffRequest, name: str) -> None:
        customer = await self._store.unit().get(Customer, case.ticket.customer)
        due = date_in_words(case.ticket.due, case.ticket.language, self._words().zone)
        text = self._choices.reply(name, case.ticket, customer, due, case.agent.name)
        await case.replies.reply(case.reference, case.agent, AgentMessage(text=text))

    async def _revise(self, case: _StaffRequest) -> None:
        """Take a later version of what is known by its ref; of what was refused there is none."""
        act, unit = case.act, self._store.unit()
        known = await unit.get(MessageRef, act.ref)
        if known is None:
            return
        if await unit.get(Note, known.message):
            await case.replies.note(case.reference, case.agent, _note(act, ref=""))
        elif act.text.startswith("/"):
            raise Refused(Refusal.SENT_ALREADY)
        else:
            written = AgentMessage(ref=act.ref, text=act.text)
            await case.replies.revise(case.reference, case.agent, written, known.message)

    async def _message_at(self, ref: str) -> str:
        """Return the id of the message that is shown at a ref; empty for a note, a card and what is not known."""
        unit = self._store.unit()
        known = await unit.get(MessageRef, ref) if ref else None
        return known.message if known and await unit.get(Message, known.message) else ""

    async def _refuse(self, case: _StaffRequest, reason: Refusal) -> str:
        key = f"refused.{reason}"
        if not case.act.query:
            await self._say(case.row, case.act, case.ticket, key)
        return self._words()(key)

    async def _turn_away(self, row: InboxRow, act: StaffAct, ticket: Ticket) -> str:
        """Tell a stranger how to become known, once in a topic."""
        key = "group.stranger"
        told = f"stranger:{ticket.id}:{act.user}"
        if not act.query and not await self._store.unit().get(InboxMark, told):
            await self._say(row, act, ticket, key, once=told)
        return self._words()(key)

    async def _say(
        self,
        row: InboxRow,
        act: StaffAct,
        ticket: Ticket,
        key: str,
        *,
        to: str = "",
        name: str = "",
        once: str = "",
        about: str = "",
    ) -> None:
        """Have something said in the topic; the update is taken with that."""
        unit, now = self._store.unit(), self._environment.now()
        if await take_out(unit, row.id, now, kept=True):
            if once:
                unit.add(InboxMark(id=once, at=now))
            unit.add(StaffNotice(id=row.id, topic=ticket.id, key=key, answers=act.ref, to=to, name=name, about=about))
            await unit.commit()
        self._store.changes.tell(ticket.address)

    def _answer(self, query: str, said: str) -> None:
        """Stop the button's clock, with a refusal in words that only who tapped sees; no loss if it fails."""
        task = asyncio.create_task(self._answered(query, said))
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)

    async def _answered(self, query: str, said: str) -> None:
        try:
            await self._api.bot.answer_callback_query(query, said[:_LONGEST_ALERT] or None, show_alert=bool(said))
        except TelegramError as error:
            logger.info("answerCallbackQuery failed: %s", error_kind(error))


def _asked(topic: Topic, ref: str) -> str | None:
    """Return what a question was about which a message answers; None if it answers none."""
    pairs = (one.partition(" ") for one in topic.asked)
    return next((about for asked, _, about in pairs if ref and asked == ref), None)


def _note(act: StaffAct, ref: str | None = None) -> AgentMessage:
    text = act.text.removeprefix(_NOTE)
    return AgentMessage(ref=act.ref if ref is None else ref, text=text.strip(), file=act.file)


def _as_meant(text: str) -> str:
    """Return a text with plain slashes at its beginning, and nothing before them that does not show."""
    shown = text.lstrip("".join(one for one in set(text) if one.isspace() or category(one) == "Cf"))
    slashes = _SLASHES.match(shown)
    return "/" * len(slashes[0]) + shown[len(slashes[0]) :] if slashes else text
