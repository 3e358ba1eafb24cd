"""People who write to the bot: texts, pictures, files, albums, places, contacts; who change and answer messages."""

from dataclasses import dataclass, field
from itertools import count
from typing import Any

from .refusals import Json
from .rooms import Bubble, Room
from .texts import written

Piece = str | tuple[str, bytes]
"""One of an album: its kind, alone or with what the file holds."""

_albums = count(13_000_000_000_000)


@dataclass
class Album:
    """Several messages that belong together, some of which may still be on their way."""

    updates: list[int]
    """The numbers of the updates that came already."""
    messages: list[Json]
    _late: list[Json] = field(default_factory=list)
    _room: Room | None = None

    async def rest_comes(self, how_many: int = 10) -> None:
        """Let this many of the late ones come, the oldest first."""
        assert self._room
        for message in self._late[:how_many]:
            self.updates.append(self._room.push("message", message))
        del self._late[:how_many]


class Person:
    """Somebody in a room. Every way of writing takes ``topic`` and ``reply_to``, the numbers of messages.

    All return the number of the update; 0 if the bot does not want to know of such.
    """

    def __init__(self, room: Room, user: Json) -> None:
        self.room = room
        self.user = user
        """As the Bot API writes a user."""
        self.written: list[Json] = []
        """The messages of this person, oldest first."""
        self.answers: list[Json] = []
        """What the bot answered to taps: the parameters of each answerCallbackQuery."""

    async def says(self, text: str, **more: Any) -> int:
        """Write a text; addresses and commands in it are found as Telegram finds them."""
        return await self.sends(**written(text), **more)

    async def sends(self, *, topic: int = 0, reply_to: int = 0, **content: Any) -> int:
        """Send a message with any content of the Bot API's Message."""
        return self.room.push("message", self._write(content, topic, reply_to))

    async def photo(self, caption: str = "", content: bytes | None = None, **more: Any) -> int:
        """Send a photo; it comes in two sizes."""
        return await self._sends_file("photo", caption, content, "", **more)

    async def document(self, caption: str = "", content: bytes | None = None, name: str = "", **more: Any) -> int:
        """Send a document; ``mime`` and ``size`` may say what is not so."""
        return await self._sends_file("document", caption, content, name, **more)

    async def voice(self, caption: str = "", content: bytes | None = None, **more: Any) -> int:
        """Send a voice message."""
        return await self._sends_file("voice", caption, content, "", **more)

    async def video(self, caption: str = "", content: bytes | None = None, name: str = "", **more: Any) -> int:
        """Send a video."""
        return await self._sends_file("video", caption, content, name, **more)

    async def audio(self, caption: str = "", content: bytes | None = None, name: str = "", **more: Any) -> int:
        """Send music."""
        return await self._sends_file("audio", caption, content, name, **more)

    async def animation(self, caption: str = "", content: bytes | None = None, **more: Any) -> int:
        """Send an animation; it is a document too, as the Bot API tells it."""
        return await self._sends_file("animation", caption, content, "", **more)

    async def video_note(self, content: bytes | None = None, **more: Any) -> int:
        """Send a round video."""
        return await self._sends_file("video_note", "", content, "", **more)

    async def sticker(self, emoji: str = "👍", content: bytes | None = None, **more: Any) -> int:
        """Send a sticker."""
        stored = self.room.ground.files.keep("sticker", content)
        return await self.sends(sticker=self.room.ground.files.told(stored, emoji=emoji), **more)

    async def location(self, latitude: float = 52.52, longitude: float = 13.4, **more: Any) -> int:
        """Send a place."""
        return await self.sends(location={"latitude": latitude, "longitude": longitude}, **more)

    async def contact(self, phone: str = "+8613800138000", *, own: bool = True, **more: Any) -> int:
        """Send a phone number, of oneself or of somebody else."""
        told = {"phone_number": phone, "first_name": self.user["first_name"] if own else "Somebody"}
        return await self.sends(contact={**told, "user_id": self.user["id"]} if own else told, **more)

    async def album(self, *pieces: Piece, caption: str = "", below: int = 0, late: int = 0, **more: Any) -> Album:
        """Send pictures and files together, the last ``late`` ones only when `Album.rest_comes` says so.

        The caption stands ``below`` the piece with this number.
        """
        group = str(next(_albums))
        messages: list[Json] = []
        for piece in pieces or ("photo", "photo"):
            kind, content = (piece, None) if isinstance(piece, str) else piece
            told = self._file(kind, caption if len(messages) == below else "", content)
            messages.append(self._write({**told, "media_group_id": group}, **more))
        now = messages[: len(messages) - late]
        updates = [self.room.push("message", message) for message in now]
        return Album(updates, messages, messages[len(now) :], self.room)

    async def edits(self, number: int = 0, /, **content: Any) -> int:
        """Change a message: the one with this number in the chat, or the newest."""
        old = self.room.history[number or self.written[-1]["message_id"]]
        for key in ("text", "caption"):
            if key in content:
                entities = "entities" if key == "text" else "caption_entities"
                old = {name: value for name, value in old.items() if name != entities}
                content = {**written(content[key], key, entities), **content}
        new = {**old, **content, "edit_date": int(self.room.ground.updates.clock())}
        self.room.history[new["message_id"]] = new
        return self.room.push("edited_message", new)

    async def deletes(self, number: int = 0) -> None:
        """Take a message away, of which the bot is told nothing."""
        self.room.delete(number or self.written[-1]["message_id"])

    async def reacts(self, number: int, emoji: str = "👍") -> int:
        """Put an emoji to a message."""
        fields = {"chat": self.room.wire, "message_id": number, "user": self.user, "old_reaction": []}
        reaction = {"new_reaction": [{"type": "emoji", "emoji": emoji}], "date": int(self.room.ground.updates.clock())}
        return self.room.ground.updates.push({"message_reaction": {**fields, **reaction}})

    async def presses(self, label: str) -> int:
        """Tap the newest button with this label.

        Raises:
            LookupError: if there is none, naming those there are.
        """
        bubble, button = self._button(label, "callback_data")
        return await self.taps_on(bubble, button["callback_data"])

    async def taps_on(self, bubble: Bubble, data: str) -> int:
        """Tap a button with this data under a message, whether or not it is still there."""
        query = {"from": self.user, "message": bubble.message, "chat_instance": str(self.room.number), "data": data}
        return self.room.ground.updates.push({"callback_query": {"id": self._asks(), **query}})

    def opens(self, label: str) -> str:
        """Return the address behind the newest button with this label: of a page or of a Mini App."""
        _, button = self._button(label, "url", "web_app")
        return str(button.get("url") or button["web_app"]["url"])

    def _asks(self) -> str:
        query = str(next(self.room.ground.queries))
        self.room.ground.asked[query] = self.answers
        return query

    def _button(self, label: str, *uses: str) -> tuple[Bubble, Json]:
        labels = []
        for bubble in reversed(self.room.messages):
            for row in bubble.message.get("reply_markup", {}).get("inline_keyboard", []) if not bubble.deleted else []:
                for button in row:
                    labels.append(button["text"])
                    if button["text"] == label and any(use in button for use in uses):
                        return bubble, button
        raise LookupError(f"no button {label!r} among {labels}")

    async def _sends_file(
        self, kind: str, caption: str, content: bytes | None, name: str, *, mime: str = "", size: int = 0, **more: Any
    ) -> int:
        return await self.sends(**self._file(kind, caption, content, name, mime, size), **more)

    def _file(
        self, kind: str, caption: str, content: bytes | None, name: str = "", mime: str = "", size: int = 0
    ) -> Json:
        files = self.room.ground.files
        told = files.told_with(files.keep(kind, content, name, mime, size))
        said = written(caption, "caption", "caption_entities") if caption else {}
        return {**told, **said}

    def _write(self, content: Json, topic: int = 0, reply_to: int = 0) -> Json:
        message = self.room.add(self.user, content, topic=topic, reply_to=reply_to)
        self.written.append(message)
        return message
