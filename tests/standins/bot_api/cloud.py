"""All that Telegram keeps for one bot: its chats, their messages, files, updates, and how the bot presents itself."""

from collections.abc import Callable
from itertools import count

from .changes import HUNG, Changes
from .chats import Chat
from .files import Files
from .groups import Group
from .refusals import Json, bad
from .rooms import Ground, Room
from .updates import Updates
from .webhooks import CarryOut, Webhook

BOT: Json = {"id": 4711, "is_bot": True, "first_name": "Stand-in", "username": "standin_bot"}


class Cloud:
    """One bot's Telegram. Tests drive it through its chats and groups."""

    def __init__(self, carry_out: CarryOut, longest_poll: float) -> None:
        self.changes = Changes()
        self.updates = Updates(self.changes, longest_poll)
        self.files = Files()
        self.webhook = Webhook(self.updates, carry_out)
        self.ground = Ground(self.changes, self.updates, self.files, BOT)
        self.chats: dict[int, Chat] = {}
        self.groups: dict[int, Group] = {}
        self.commands: dict[tuple[str, str], list[Json]] = {}
        """By scope (as JSON) and language."""
        self.profile: dict[tuple[str, str], str] = {}
        """How the bot is called and described, by what it is and language."""
        self.menu_buttons: dict[int, Json] = {}
        """By chat; 0: in all others."""
        self.albums = count(14_000_000_000_000)

    @property
    def pending(self) -> list[Json]:
        """Return the updates that are not acknowledged, oldest first."""
        return self.updates.pending

    def chat(self, number: int, *, name: str = "Ada", language: str = "en") -> Chat:
        """Return the private chat with this number; asked again, the same one."""
        return self.chats.get(number) or self.chats.setdefault(number, Chat(self.ground, number, name, language))

    def group(self, number: int, *, title: str = "Desk", forum: bool = False) -> Group:
        """Return the group with this number; asked again, the same one. Below -10^12 it is a supergroup."""
        wire: Json = {"id": number, "type": "supergroup" if number < -(10**12) else "group", "title": title}
        if forum:
            wire["is_forum"] = True
        return self.groups.get(number) or self.groups.setdefault(number, Group(self.ground, wire))

    async def migrate(self, group: Group) -> Group:
        """Make a supergroup of a group, with the same members; the bot is told in both."""
        number = -(10**12) + group.number
        new = self.group(number, title=group.wire["title"])
        for member in group.members.values():
            new.member(member.user["id"], name=member.user["first_name"], status=member.status)
        sender = next(iter(group.members.values())).user if group.members else self.ground.bot
        group.push("message", group.add(sender, {"migrate_to_chat_id": number}))
        new.push("message", new.add(sender, {"migrate_from_chat_id": group.number}))
        group.migrated_to = number
        return new

    def room(self, parameters: Json, key: str = "chat_id") -> Room:
        """Return the chat or group that a call names.

        Raises:
            RefusedError: if there is none.
        """
        number = parameters.get(key)
        if number is None or number == "":
            raise bad(f"{key} is empty")
        found = self._room(number)
        if found is None:
            raise bad("chat not found")
        return found

    async def push(self, update: Json) -> int:
        """Deliver an update as it is, with a number of its own; returns the number."""
        return self.updates.push(update)

    async def everybody_says(self, chats: int, texts: list[str]) -> None:
        """Let the customers 1, 2 ... say all of these, each one text after the other, beside each other."""
        for text in texts:
            for number in range(1, chats + 1):
                await self.chat(number).says(text)

    async def acknowledged(self, seconds: float = HUNG) -> None:
        """Wait until no update is pending."""
        await self.wait_for(lambda: not self.updates.open and not self.webhook.busy, seconds)

    async def wait_for(self, condition: Callable[[], bool], seconds: float = HUNG) -> None:
        """Wait until something that this server knows is so."""
        await self.changes.wait_for(condition, seconds)

    def _room(self, number: object) -> Room | None:
        if isinstance(number, str) and number.lstrip("-").isdigit():
            number = int(number)
        if isinstance(number, int):
            return self.chats.get(number) or self.groups.get(number)
        rooms = (*self.chats.values(), *self.groups.values())
        return next((room for room in rooms if f"@{room.wire.get('username')}" == number), None)
