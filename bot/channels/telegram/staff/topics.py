"""Does the next thing for the topic of one ticket: opens it, sums the ticket up, shows what is new, changes the card.

The topic is compared with the store each time, so that a crash leaves at most the one thing uncertain that was on its
way. Of all processes one at a time works at a topic (`bot.desk.delivery.worker_pool`), so that a deleted one is opened
again once.
"""

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from zlib import crc32

from bot.channels.port import Undeliverable
from bot.channels.telegram.staff.group_api import REST, GroupApi, TopicClosed, TopicGone
from bot.channels.telegram.staff.group_choices import GroupChoices
from bot.channels.telegram.staff.group_rendering import (
    card_buttons,
    card_text,
    notice_keyboard,
    notice_text,
    show_texts,
)
from bot.channels.telegram.staff.topic_sender import NO_PREVIEW, TopicSender
from bot.channels.telegram.transport.message_editing import chat_at, number_at
from bot.desk.briefing.ticket_card import CardFacts, TicketCard, ticket_card, topic_name
from bot.desk.briefing.topic_sync import ShowItems, SkipItems, TopicItem, answered_at, card_facts, next_items, unseen
from bot.desk.core.environment import Environment
from bot.desk.core.message_refs import keep_ref
from bot.desk.core.words import Words
from storage.ports import Store, UnitOfWork
from storage.records.complaint_records import Alert, Customer, Ticket
from storage.records.traffic_records import MessageRef, StaffNotice, Topic

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class CardRenderer:
    """In which words a ticket is told, and where its page is."""

    words: Callable[[], Words]
    slots: Callable[[Ticket], list[tuple[str, str]]]
    """The answers of a ticket as (label, value)."""
    choices: GroupChoices
    """What is chosen from by buttons."""
    desk: str = ""
    """What the reference is appended to for the page of a ticket; empty without such pages."""


@dataclass(frozen=True)
class _Scene:
    """A ticket and its topic as they are now."""

    unit: UnitOfWork
    topic: Topic
    facts: CardFacts
    pieces: list[TopicItem]

    @property
    def ticket(self) -> Ticket:
        return self.facts.ticket


class Topics:
    """The topics of all tickets that were handed off."""

    def __init__(self, line: GroupApi, store: Store, environment: Environment, looks: CardRenderer) -> None:
        self._api = line
        self._topic = TopicSender(line, store)
        self._store = store
        self._environment = environment
        self._looks = looks

    async def next(self, key: str) -> bool | timedelta:
        """Do the next thing for a ticket; tell whether there was one, or after which time there will be.

        Raises:
            TryLater: if it is to be tried again.
            Hindered: if the bot cannot work in the group before somebody mends that.
            StorageError: if what came of it cannot be written.
        """
        scene = await self._scene(key)
        if scene is None or self._api.rests(scene.topic.chat):
            return False
        await self._api.heed_pause(scene.topic.chat)
        try:
            return await self._do(scene)
        except TopicGone:
            await self._lose(key)
        except TopicClosed:
            await self._reopen(scene.topic)
        except Undeliverable as refusal:  # not of a message, but of the topic or of its card
            logger.warning("a topic is tried again later: %s", refusal)
            return REST
        return True

    async def _scene(self, key: str) -> _Scene | None:
        unit = self._store.unit()
        ticket, topic, groups = await unit.get(Ticket, key), await unit.get(Topic, key), await self._api.groups()
        if ticket is None or not groups:
            return None
        known = await card_facts(unit, ticket, self._looks.slots(ticket))
        if topic is None:
            called = await unit.last(Alert, ticket=key) if known.is_live else None
            opens = known.handoff if known.handed_off else called
            if opens is None:
                return None
            topic = await self._begin(Topic(id=key, chat=_chosen(key, groups), since=opens.id))
        elif topic.chat not in groups:
            topic = await self._lose(key, _chosen(key, groups))
        return _Scene(unit, topic, known, await unseen(unit, ticket, topic))

    async def _do(self, scene: _Scene) -> bool | timedelta:
        topic, is_live = scene.topic, scene.facts.is_live
        if not topic.place:
            if not is_live and all(piece.here for piece in scene.pieces):
                await self._topic.rest(topic)
                return False  # whoever deletes the topic of what is done does not want it back
            await self._open(scene)
        elif not topic.card:
            await self._post_card(scene)
        elif notices := await scene.unit.find(StaffNotice, topic=topic.id, limit=1):
            await self._say(topic, notices[0])
        elif is_live and topic.status == "closed":
            await self._reopen(topic)
        else:
            return await self._catch_up(scene)
        return True

    async def _catch_up(self, scene: _Scene) -> bool | timedelta:
        topic = scene.topic
        found = next_items(scene.pieces, self._environment.now())
        if isinstance(found, SkipItems):
            await self._topic.put(replace(topic, seen=found.pieces[-1].id))
        elif isinstance(found, ShowItems):
            await self._show(scene, found)
        elif self._card(scene).digest != topic.shows:
            await self._change_card(scene)
        elif found is not None:
            return found
        elif not scene.facts.is_live and topic.status == "open":
            await self._close(topic)
        else:
            return False
        return True

    async def _open(self, scene: _Scene) -> None:
        chat, name = scene.topic.chat, topic_name(scene.facts)
        create = partial(self._api.bot.create_forum_topic, chat_at(chat), name)
        topic, made = await self._topic.sent(scene.topic, create)
        await self._topic.put(replace(topic, place=f"{chat}:{made.message_thread_id}", status="open", sending=False))

    async def _post_card(self, scene: _Scene) -> None:
        now = self._card(scene)
        text, entities = card_text(now, self._looks.words())
        buttons = card_buttons(now, scene.ticket.id, self._link(scene.ticket), self._looks.words())
        topic, refs = await self._topic.told(scene.topic, text, entities=entities, reply_markup=buttons)
        await self._topic.put(replace(topic, card=refs[0], shows=now.digest, sending=False))

    async def _change_card(self, scene: _Scene) -> None:
        now, topic = self._card(scene), scene.topic
        text, entities = card_text(now, self._looks.words())
        buttons = card_buttons(now, scene.ticket.id, self._link(scene.ticket), self._looks.words())
        edit = partial(
            self._api.bot.edit_message_text,
            text,
            chat_at(topic.card),
            number_at(topic.card),
            entities=entities,
            reply_markup=buttons,
            link_preview_options=NO_PREVIEW,
        )
        changed = replace(topic, shows=now.digest)
        try:
            await self._api.call(topic.chat, edit, card=True)
        except Undeliverable as refusal:
            if "not found" in str(refusal).lower() and scene.facts.is_live:
                changed = replace(topic, card="", shows="")  # somebody deleted it: it comes anew
        await self._topic.put(changed)

    async def _say(self, topic: Topic, notice: StaffNotice) -> None:
        text, entities = notice_text(notice, self._looks.words())
        unit = self._store.unit()
        ticket = await unit.get(Ticket, topic.id)
        customer = await unit.get(Customer, ticket.customer) if ticket else None
        buttons = self._looks.choices.buttons(notice.key, ticket, customer) if ticket else []
        keyboard = notice_keyboard(notice, buttons)
        refs: list[str] = []
        try:
            topic, refs = await self._topic.told(
                topic, text, answers=notice.answers, entities=entities, reply_markup=keyboard
            )
        except Undeliverable as refusal:
            logger.warning("a word to the staff cannot be shown: %s", refusal)
            topic = await self._topic.fresh(topic)
        asked = (*topic.asked, *(f"{ref} {notice.about}" for ref in refs)) if notice.to else topic.asked
        unit = self._store.unit()
        unit.delete(notice)
        unit.put(replace(topic, asked=asked, sending=False))
        await unit.commit()

    async def _show(self, scene: _Scene, show: ShowItems) -> None:
        uncertain, last = scene.topic.sending, show.pieces[-1]
        topic, refs = scene.topic, list[str]()
        try:
            topic, refs = await self._shown(scene, show)
        except Undeliverable as refusal:
            logger.warning("a message cannot be shown to the staff: %s", refusal)
            topic = await self._topic.fresh(topic)
        unit, now = self._store.unit(), self._environment.now()
        for ref, piece in zip(refs, _pieces(show, refs), strict=True):
            conversation = piece.conversation or scene.ticket.conversation
            there = MessageRef(id=ref, message=piece.message, conversation=conversation, at=now, uncertain=uncertain)
            keep_ref(unit, there)
        unit.put(replace(topic, seen=last.id, sending=False))
        await unit.commit()

    async def _shown(self, scene: _Scene, show: ShowItems) -> tuple[Topic, list[str]]:
        """Show what people said, the files as files where Telegram lets them be copied."""
        topic, first = scene.topic, show.pieces[0]
        answers = await answered_at(scene.unit, first, topic)
        if show.copies:
            with suppress(Undeliverable):  # the customer took them away again: what is left are the words
                return await self._topic.copied(topic, show.copies, answers)
            topic = await self._topic.fresh(topic)
        refs: list[str] = []
        for text, entities in show_texts(show, self._looks.words()):
            topic, more = await self._topic.told(topic, text, answers=answers, entities=entities)
            refs += more
        return topic, refs

    async def _close(self, topic: Topic) -> None:
        await self._topic.switched(topic, self._api.bot.close_forum_topic, "closed")

    async def _reopen(self, topic: Topic) -> None:
        await self._topic.switched(topic, self._api.bot.reopen_forum_topic, "open")

    async def _begin(self, topic: Topic) -> Topic:
        unit = self._store.unit()
        unit.add(topic)
        await unit.commit()
        return topic

    async def _lose(self, key: str, chat: str = "") -> Topic:
        """Let a topic begin anew that is no more; what is still to be shown is shown in the next one."""
        unit = self._store.unit()
        topic = await unit.get(Topic, key)
        if topic is None:
            raise LookupError("there is no such topic")
        for notice in await unit.find(StaffNotice, topic=key):  # it answered what is gone
            unit.delete(notice)
        lost = replace(topic, chat=chat or topic.chat, place="", card="", shows="", asked=(), sending=False)
        unit.put(lost)
        await unit.commit()
        return replace(lost, revision=topic.revision + 1)

    def _card(self, scene: _Scene) -> TicketCard:
        return ticket_card(scene.facts, self._looks.words())

    def _link(self, ticket: Ticket) -> str:
        return f"{self._looks.desk}{ticket.reference}" if self._looks.desk else ""


def _chosen(key: str, groups: tuple[str, ...]) -> str:
    """Return the group of a ticket: always the same, as long as the groups are."""
    return groups[crc32(key.encode()) % len(groups)]


def _pieces(show: ShowItems, refs: list[str]) -> list[TopicItem]:
    """Return which piece each of these bubbles shows; of words in one bubble it is the last."""
    files = sorted((one for one in show.pieces if one.copies), key=lambda one: number_at(one.copies))
    return files if len(files) == len(refs) else [show.pieces[-1]] * len(refs)
