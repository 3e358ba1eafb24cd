"""A stand-in for Telegram's Bot API: the few methods this project calls, over HTTP on the loopback interface.

It keeps updates until they are acknowledged, refuses what Telegram refuses in Telegram's words, and fails on request.
It outlives the program under test, which may run in another process and be killed. It knows nothing about limits of
speed, groups' rights or files.
"""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Self

from aiohttp import web

HUNG = 30.0
"""Seconds after which a test that waits in vain is ended; no test depends on how long it is."""

Json = dict[str, Any]


@dataclass(eq=False)
class RefusedError(Exception):
    """An answer that is an error."""

    status: int
    description: str
    retry_after: int | None = None


@dataclass
class Bubble:
    """A message that the bot sent."""

    id: int
    text: str
    buttons: list[tuple[str, str]] = field(default_factory=list)
    """(label, data); emptied when the bot takes them away."""


class BotApi:
    """The server: ``async with BotApi() as api``. Tests drive it through its chats."""

    def __init__(self, token: str = "4711:stand-in", longest_poll: float = 1.0) -> None:
        self.token = token
        self.base_url = ""
        self.chats: dict[int, Chat] = {}
        self.pending: list[Json] = []
        """The updates that are not acknowledged, oldest first."""
        self.calls: list[tuple[str, Json]] = []
        """Every call that was neither refused nor getUpdates: (method, parameters)."""
        self.changed = asyncio.Condition()
        self._longest_poll = longest_poll
        self.numbers = count(1)
        self._faults: defaultdict[str, deque[RefusedError | None]] = defaultdict(deque)
        self._closing = False

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/bot{token}/{method}", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.base_url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/bot"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._closing = True
        await self.tell()
        await self._runner.cleanup()

    def chat(self, number: int, *, name: str = "Ada", language: str = "en") -> "Chat":
        """Return the private chat with this number; asked again, the same one."""
        return self.chats.setdefault(number, Chat(self, number, name, language))

    def fail_next(
        self, method: str, status: int, words: str, *, retry_after: int | None = None, times: int = 1, after: int = 0
    ) -> None:
        """Let the next calls of a method fail, once ``after`` calls went well; several of these queue up."""
        self._faults[method].extend([None] * after + [RefusedError(status, words, retry_after)] * times)

    def recover(self, method: str) -> None:
        """Let a method work again, whatever failures were still to come."""
        self._faults.pop(method, None)

    async def push(self, update: Json) -> int:
        """Deliver an update as it is, with a number of its own; returns the number."""
        number = next(self.numbers)
        self.pending.append({**update, "update_id": number})
        await self.tell()
        return number

    async def acknowledged(self) -> None:
        """Wait until no update is pending."""
        await self.wait_for(lambda: not self.pending)

    def calls_of(self, method: str) -> list[Json]:
        """Return the parameters of all calls of this method, oldest first."""
        return [parameters for called, parameters in self.calls if called == method]

    async def wait_for(self, condition: Callable[[], bool], seconds: float = HUNG) -> None:
        """Wait until something that this server knows is so."""
        async with self.changed, asyncio.timeout(seconds):
            await self.changed.wait_for(condition)

    async def tell(self) -> None:
        """Wake everyone who waits for a change."""
        async with self.changed:
            self.changed.notify_all()

    async def _answer(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        try:
            result = await self._call(request.match_info["token"], method, await _parameters(request))
        except RefusedError as refusal:
            return _refused(refusal)
        finally:
            await self.tell()
        return web.json_response({"ok": True, "result": result})

    async def _call(self, token: str, method: str, parameters: Json) -> object:
        if token != self.token:
            raise RefusedError(401, "Unauthorized")
        fault = self._faults[method].popleft() if self._faults[method] else None
        if fault:
            raise fault
        if method not in METHODS:
            raise RefusedError(404, "Not Found")
        if method == "getUpdates":
            return await self._get_updates(parameters)
        result = METHODS[method](self, parameters)
        self.calls.append((method, parameters))
        return result

    async def _get_updates(self, parameters: Json) -> list[Json]:
        self.pending = [update for update in self.pending if update["update_id"] >= parameters.get("offset", 0)]
        await self.tell()
        seconds = min(parameters.get("timeout", 0), self._longest_poll)
        try:
            await self.wait_for(lambda: bool(self.pending) or self._closing, seconds)
        except TimeoutError:
            return []
        return self.pending[: parameters.get("limit", 100)]

    def _send_message(self, parameters: Json) -> Json:
        chat = self._chat(parameters)
        if chat.blocked:
            raise RefusedError(403, "Forbidden: bot was blocked by the user")
        text = str(parameters.get("text", "")).strip()
        if not text:
            raise RefusedError(400, "Bad Request: message text is empty")
        if len(text.encode("utf-16-le")) > 2 * 4096:
            raise RefusedError(400, "Bad Request: message is too long")
        bubble = Bubble(next(self.numbers), text, _buttons(parameters.get("reply_markup")))
        chat.messages.append(bubble)
        return chat.shown(bubble)

    def _edit_reply_markup(self, parameters: Json) -> Json:
        chat = self._chat(parameters)
        bubble = next((one for one in chat.messages if one.id == parameters.get("message_id")), None)
        if bubble is None:
            raise RefusedError(400, "Bad Request: message to edit not found")
        buttons = _buttons(parameters.get("reply_markup"))
        if buttons == bubble.buttons:
            raise RefusedError(400, "Bad Request: message is not modified")
        bubble.buttons = buttons
        return chat.shown(bubble)

    def _get_me(self, _: Json) -> Json:
        return {"id": 4711, "is_bot": True, "first_name": "Stand-in", "username": "standin_bot"}

    def _agree(self, _: Json) -> bool:
        return True

    def _chat(self, parameters: Json) -> "Chat":
        chat = self.chats.get(parameters.get("chat_id", 0))
        if chat is None:
            raise RefusedError(400, "Bad Request: chat not found")
        return chat


METHODS: dict[str, Callable[[BotApi, Json], object]] = {
    "getUpdates": BotApi._agree,
    "getMe": BotApi._get_me,
    "sendMessage": BotApi._send_message,
    "editMessageReplyMarkup": BotApi._edit_reply_markup,
    "answerCallbackQuery": BotApi._agree,
    "setMyCommands": BotApi._agree,
    "deleteWebhook": BotApi._agree,
}
"""What this server can do. (getUpdates waits, and so is answered elsewhere.)"""


class Chat:
    """A private chat, seen by the customer."""

    def __init__(self, api: BotApi, number: int, name: str, language: str) -> None:
        self.number = number
        self.messages: list[Bubble] = []
        """What the bot showed, oldest first."""
        self.blocked = False
        """Whether the customer blocked the bot."""
        self._api = api
        self._user = {"id": number, "is_bot": False, "first_name": name, "language_code": language}
        self._place = {"id": number, "type": "private", "first_name": name}
        self._read = 0

    async def says(self, text: str) -> int:
        """Write a message; returns the number of the update."""
        return await self.sends(text=text)

    async def photo(self, caption: str = "") -> int:
        """Send a photo."""
        sizes = [{"file_id": "f", "file_unique_id": "u", "width": 90, "height": 90}]
        return await self.sends(photo=sizes, caption=caption)

    async def sends(self, **content: object) -> int:
        """Send a message with any content of the Bot API's Message."""
        return await self._api.push({"message": self._message(content)})

    async def edits(self, **content: object) -> int:
        """Change an earlier message."""
        return await self._api.push({"edited_message": {**self._message(content), "edit_date": 1}})

    async def presses(self, label: str) -> int:
        """Tap the newest button with this label.

        Raises:
            LookupError: if there is none, naming those there are.
        """
        for bubble in reversed(self.messages):
            for shown, data in bubble.buttons:
                if shown == label:
                    return await self._tap(bubble, data)
        labels = [shown for bubble in self.messages for shown, _ in bubble.buttons]
        raise LookupError(f"no button {label!r} among {labels}")

    async def reply(self, number: int) -> Bubble:
        """Return the message of the bot with this number, counted from 0, as soon as there is one."""
        await self._api.wait_for(lambda: len(self.messages) > number)
        return self.messages[number]

    async def next_message(self) -> Bubble:
        """Return the first message of the bot that this did not return before, as soon as there is one."""
        self._read += 1
        return await self.reply(self._read - 1)

    def shown(self, bubble: Bubble) -> Json:
        """Return a message of the bot as the Bot API writes it."""
        rows = [[{"text": label, "callback_data": data}] for label, data in bubble.buttons]
        keyboard = {"reply_markup": {"inline_keyboard": rows}} if rows else {}
        return {"message_id": bubble.id, "date": 1, "chat": self._place, "text": bubble.text, **keyboard}

    async def _tap(self, bubble: Bubble, data: str) -> int:
        number = str(next(self._api.numbers))
        query = {"id": number, "from": self._user, "message": self.shown(bubble), "chat_instance": "c", "data": data}
        return await self._api.push({"callback_query": query})

    def _message(self, content: Json) -> Json:
        number = next(self._api.numbers)
        return {"message_id": number, "date": 1, "chat": self._place, "from": self._user, **content}


async def _parameters(request: web.Request) -> Json:
    """Read parameters in any of the ways that the Bot API takes them."""
    if request.content_type == "application/json":
        return dict(await request.json())
    form = {**request.query, **await request.post()}
    return {key: _value(key, str(value)) for key, value in form.items()}


def _value(key: str, value: str) -> object:
    # In a form everything is text: numbers and objects are JSON in it, what people read is not.
    if key in ("text", "callback_query_id", "language_code"):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _buttons(markup: object) -> list[tuple[str, str]]:
    rows = markup.get("inline_keyboard", []) if isinstance(markup, dict) else []
    buttons = [(button["text"], button["callback_data"]) for row in rows for button in row]
    if any(not 1 <= len(data.encode()) <= 64 for _, data in buttons):
        raise RefusedError(400, "Bad Request: BUTTON_DATA_INVALID")
    if any(not label.strip() for label, _ in buttons):
        raise RefusedError(400, "Bad Request: can't parse inline keyboard button: Text buttons must be non-empty")
    return buttons


def _refused(refusal: RefusedError) -> web.Response:
    body: Json = {"ok": False, "error_code": refusal.status, "description": refusal.description}
    if refusal.retry_after is not None:
        body["parameters"] = {"retry_after": refusal.retry_after}
    return web.json_response(body, status=refusal.status)
