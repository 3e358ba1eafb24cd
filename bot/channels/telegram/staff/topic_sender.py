"""Sends something to a topic of the staff, and keeps that it is on its way; what to send is decided elsewhere."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from telegram import LinkPreviewOptions, ReplyParameters

from bot.channels.port import TryLater, Undeliverable
from bot.channels.telegram.staff.group_api import GroupApi
from bot.channels.telegram.transport.message_editing import chat_at, copy, number_at
from storage.ports import Store
from storage.records.statuses import TopicStatus
from storage.records.traffic_records import Topic

T = TypeVar("T")

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class TopicSender:
    """Calls about one topic. What they return besides is the topic as it is to be changed further."""

    def __init__(self, line: GroupApi, store: Store) -> None:
        self._api = line
        self._store = store

    async def told(self, topic: Topic, text: str, answers: str = "", **look: Any) -> tuple[Topic, list[str]]:
        """Write a message; returns the ref too. ``answers`` is the ref of what it answers, if that is there."""
        call = partial(
            self._api.bot.send_message,
            chat_at(topic.chat),
            text,
            message_thread_id=number_at(topic.place),
            reply_parameters=_answering(answers),
            link_preview_options=NO_PREVIEW,
            **look,
        )
        topic, message = await self.sent(topic, call)
        return topic, [f"{topic.chat}:{message.message_id}"]

    async def copied(self, topic: Topic, copies: tuple[str, ...], answers: str = "") -> tuple[Topic, list[str]]:
        """Show what stands at these refs of another chat; returns the refs here too."""
        call = partial(
            copy,
            self._api.bot,
            chat_at(topic.chat),
            copies,
            topic=number_at(topic.place),
            answers=_answering(answers),
        )
        topic, numbers = await self.sent(topic, call)
        return topic, [f"{topic.chat}:{number}" for number in numbers]

    async def sent(self, topic: Topic, call: Callable[[], Awaitable[T]]) -> tuple[Topic, T]:
        """Do a call that shows something, and have it known while it is on its way.

        Written down even if it is known: where nothing can be written, what was shown would be shown again each time.
        """
        topic = await self.put(replace(topic, sending=True))
        try:
            return topic, await self._api.call(topic.chat, call)
        except Exception as fault:  # whatever it is goes on; only a lost answer leaves open whether it is there
            if not (isinstance(fault, TryLater) and fault.uncertain):
                await self.put(replace(topic, sending=False))
            raise

    async def switched(self, topic: Topic, switch: Callable[[int, int], Awaitable[bool]], status: TopicStatus) -> None:
        """Close the topic or open it again."""
        with suppress(Undeliverable):  # it was so already
            await self._api.call(topic.chat, partial(switch, chat_at(topic.chat), number_at(topic.place)), card=True)
        await self.put(replace(await self.fresh(topic), status=status))

    async def rest(self, topic: Topic) -> None:
        """Look at the topic no more before something happens."""
        if topic.status == "open":
            await self.put(replace(topic, status="closed"))

    async def put(self, topic: Topic) -> Topic:
        """Keep how the topic is now; returns it as it is to be changed further."""
        unit = self._store.unit()
        unit.put(topic)
        await unit.commit()
        return replace(topic, revision=topic.revision + 1)

    async def fresh(self, topic: Topic) -> Topic:
        """Return the topic as it is kept."""
        return await self._store.unit().get(Topic, topic.id) or topic


def _answering(ref: str) -> ReplyParameters | None:
    return ReplyParameters(number_at(ref), allow_sending_without_reply=True) if ref else None
