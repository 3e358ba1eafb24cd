"""A private chat with a customer, seen by the customer."""

from collections.abc import Callable
from typing import Any

from .people import Person
from .refusals import Json, forbidden
from .rooms import Bubble, Ground, Room


class Chat(Room, Person):
    """A private chat: the room and the one person in it."""

    def __init__(self, ground: Ground, number: int, name: str, language: str) -> None:
        Room.__init__(self, ground, {"id": number, "type": "private", "first_name": name})
        user = {"id": number, "is_bot": False, "first_name": name}
        Person.__init__(self, self, {**user, "language_code": language} if language else user)
        self.blocked = False
        """Whether the customer blocked the bot."""
        self.deactivated = False
        """Whether the customer's account is gone."""
        self.keyboard: list[list[Json]] = []
        """The keys that the customer sees in place of the own keyboard."""
        self.notice: Callable[[Chat, Bubble], None] | None = None
        """Is told of every message of the bot as it is shown."""
        self._one_time = False
        self._asking = 0

    def check(self, what: str = "text messages") -> None:
        """Refuse if the bot cannot reach the customer."""
        if self.deactivated:
            raise forbidden("user is deactivated")
        if self.blocked:
            raise forbidden("bot was blocked by the user")

    async def deep_link(self, payload: str = "") -> int:
        """Begin, by a link that carries something."""
        return await self.says(f"/start {payload}".strip())

    async def blocks(self) -> int:
        """Block the bot, and let it know."""
        self.blocked = True
        return self._bot_is("member", "kicked")

    async def unblocks(self) -> int:
        """Let the bot write again, and let it know."""
        self.blocked = False
        return self._bot_is("kicked", "member")

    async def taps(self, label: str, **answer: Any) -> int:
        """Tap a key of the keyboard: writes its label, or sends the own contact or place.

        Raises:
            LookupError: if there is no such key, naming those there are.
        """
        keys = {key["text"]: key for row in self.keyboard for key in row}
        if label not in keys:
            raise LookupError(f"no key {label!r} among {list(keys)}")
        if self._one_time:
            self.keyboard = []
        if keys[label].get("request_contact"):
            return await self.contact(**answer, reply_to=self._asking)
        if keys[label].get("request_location"):
            return await self.location(**answer, reply_to=self._asking)
        return await self.says(label)

    def shown(self, bubble: Bubble) -> None:
        """Notice a message, and what it does with the keyboard."""
        if self.notice:
            self.notice(self, bubble)
        if not bubble.keyboard:
            return
        self.keyboard = bubble.keyboard.get("keyboard", [])
        self._one_time = bool(bubble.keyboard.get("one_time_keyboard"))
        self._asking = bubble.id

    def _bot_is(self, old: str, new: str) -> int:
        fields = {"chat": self.wire, "from": self.user, "date": int(self.ground.updates.clock())}
        states = {"old_chat_member": self._as_bot(old), "new_chat_member": self._as_bot(new)}
        return self.ground.updates.push({"my_chat_member": {**fields, **states}})

    def _as_bot(self, status: str) -> Json:
        until = {"until_date": 0} if status == "kicked" else {}
        return {"user": self.ground.bot, "status": status, **until}
