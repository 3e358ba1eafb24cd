"""A place where messages are: what all kinds of chats have in common. Who writes in it is told in ``people``."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from .changes import Changes
from .files import Files
from .keyboards import value_of
from .names import names
from .refusals import Json, bad
from .updates import Updates

KINDS = names(
    "text photo document voice video audio sticker animation video_note location venue contact poll dice game invoice"
    " paid_media checklist live_photo rich_message"
)
CONTENT = KINDS + names(
    "caption caption_entities entities media_group_id has_media_spoiler show_caption_above_media link_preview_options"
)
"""What of a message goes along when it is copied."""


@dataclass
class Bubble:
    """A message that the bot sent."""

    message: Json
    """As the Bot API writes it."""
    keyboard: Json | None = None
    """What it did with the customer's keyboard."""
    deleted: bool = False

    @property
    def id(self) -> int:
        """Return the number of the message in its chat."""
        return int(self.message["message_id"])

    @property
    def text(self) -> str:
        """Return the words: the text, or what stands under a picture or a file."""
        return str(self.message.get("text", self.message.get("caption", "")))

    @property
    def kind(self) -> str:
        """Return what the message is: text, photo, document and so on."""
        return next((kind for kind in KINDS if kind in self.message), "")

    @property
    def topic(self) -> int:
        """Return the topic that the message is in; 0: none."""
        return int(self.message.get("message_thread_id", 0))

    @property
    def buttons(self) -> list[tuple[str, str]]:
        """Return (label, data or address) of each button under the message, as long as it is there."""
        rows = self.message.get("reply_markup", {}).get("inline_keyboard", [])
        return [(button["text"], value_of(button)) for row in rows for button in row]


@dataclass(frozen=True)
class Ground:
    """What all places of one cloud share."""

    changes: Changes
    updates: Updates
    files: Files
    bot: Json
    """The bot as a user."""
    queries: Iterator[int] = field(default_factory=lambda: count(1))
    asked: dict[str, list[Json]] = field(default_factory=dict)
    """Where the answer to each tap goes, by the id of its query."""


class Room:
    """A chat with its messages, each with a number of its own in it."""

    def __init__(self, ground: Ground, wire: Json) -> None:
        self.ground = ground
        self.wire = wire
        """The chat as the Bot API writes it in a message."""
        self.messages: list[Bubble] = []
        """What the bot showed, oldest first."""
        self.history: dict[int, Json] = {}
        """Everybody's messages that are not deleted."""
        self.actions: list[Json] = []
        """What the bot was seen doing: typing, for example; the parameters of each sendChatAction."""
        self.reactions: dict[int, list[str]] = {}
        """The emojis that the bot put to a message, by its number."""
        self._bubbles: dict[int, Bubble] = {}
        self._numbers = count(1)
        self._read = 0

    @property
    def number(self) -> int:
        """Return the number of the chat."""
        return int(self.wire["id"])

    @property
    def private(self) -> bool:
        """Tell whether only one person is there."""
        return bool(self.wire["type"] == "private")

    async def reply(self, number: int) -> Bubble:
        """Return the message of the bot with this number, counted from 0, as soon as there is one."""
        await self.ground.changes.wait_for(lambda: len(self.messages) > number)
        return self.messages[number]

    async def next_message(self) -> Bubble:
        """Return the first message of the bot that this did not return before, as soon as there is one."""
        self._read += 1
        return await self.reply(self._read - 1)

    def check(self, what: str = "text messages") -> None:
        """Refuse if the bot may not write here."""

    def placed(self, topic: int) -> Json:
        """Return what tells the topic of a message; refuse where there is none."""
        if topic:
            raise bad("message thread not found")
        return {}

    def add(self, sender: Json, content: Json, *, topic: int = 0, reply_to: int = 0) -> Json:
        """Write a message; returns it as the Bot API writes it."""
        number = next(self._numbers)
        head = {"message_id": number, "from": sender, "chat": self.wire, "date": int(self.ground.updates.clock())}
        message: Json = {**head, **self.placed(topic)}
        if reply_to and (earlier := self.history.get(reply_to)):
            message["reply_to_message"] = without_reply(earlier)
        message |= content
        self.history[number] = message
        return message

    def show(self, content: Json, *, keyboard: Json | None = None, topic: int = 0, reply_to: int = 0) -> Json:
        """Write a message of the bot; returns it as the Bot API writes it."""
        message = self.add(self.ground.bot, content, topic=topic, reply_to=reply_to)
        bubble = self._bubbles[message["message_id"]] = Bubble(message, keyboard)
        self.messages.append(bubble)
        self.shown(bubble)
        return message

    def shown(self, bubble: Bubble) -> None:
        """Notice a message of the bot."""

    def bubble(self, number: int) -> Bubble | None:
        """Return the message of the bot with this number in the chat, if it is still there."""
        return self._bubbles.get(number) if number in self.history else None

    def delete(self, number: int) -> bool:
        """Take a message away; tells whether it was there."""
        if bubble := self._bubbles.get(number):
            bubble.deleted = True
        return self.history.pop(number, None) is not None

    def push(self, kind: str, message: Json) -> int:
        """Tell the bot of a message; returns the number of the update."""
        return self.ground.updates.push({kind: message})


def without_reply(message: Json) -> Json:
    """Return a message as it stands inside another one: without what it answers to itself."""
    return {key: value for key, value in message.items() if key != "reply_to_message"}
