"""The customers' web chat as a channel: their frames come in, the desk's bubbles go out.

A browser is known by a secret in its cookie. The address is made from the secret's hash, so nothing that is kept or
logged opens anybody's chat. A frame is answered when the turn behind it is durable; until then the browser keeps the
message and sends it again under the same id. What a browser shows is the history and what follows it: a message that
finds no open socket is simply part of the history of the next one.

The page itself, and who may open a socket at all, are decided in `bot.web`.
"""

import asyncio
import hashlib
import logging
import re
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any

import orjson
from aiohttp import WSCloseCode, WSMsgType, web

from bot.channels.port import Incoming, Outgoing
from storage.ports import Store, Unavailable
from storage.records import Message

log = logging.getLogger(__name__)

COOKIE = "tellonce_customer"
HISTORY = 200
"""Bubbles that a browser gets when it connects."""
LARGEST_FRAME = 64 * 1024
"""In bytes; a larger one closes the socket with code 1009."""
LONGEST_TEXT = 8000
"""In characters; the page does not let anybody write more."""
BURST, WINDOW = 20, 10.0
"""So many frames in so many seconds; those above are asked to come again."""
PATIENCE = 5.0
"""Seconds that a stalled browser may hold up a delivery."""

Answer = dict[str, Any]


class Malformed(Exception):
    """A frame that the page of this program would not send; ``id`` names the message, if it could be read."""

    def __init__(self, reason: str, message: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.message = message


@dataclass(frozen=True)
class Said:
    """One frame of a customer: a text or a tapped button, under an id that the browser made."""

    id: str
    text: str
    button: str


def address_of(secret: str) -> str:
    """Return the address of the browser that holds this secret."""
    return "web:" + hashlib.sha256(secret.encode()).hexdigest()[:24]


class WebChat:
    """The channel ``web``: all open sockets of all browsers."""

    name = "web"

    def __init__(self, store: Store, play: Callable[[Incoming], Awaitable[None]]) -> None:
        self._store = store
        self._play = play
        self._sockets: dict[str, set[web.WebSocketResponse]] = defaultdict(set)

    async def send(self, outgoing: Outgoing) -> None:
        """Show a message on every open page of the customer; with none open it waits in the history."""
        await self._show(outgoing.address, [_bubble(outgoing.message, outgoing)])

    async def converse(self, request: web.Request) -> web.WebSocketResponse:
        """Return when the browser has gone: the handler of the chat's socket.

        Raises:
            HTTPForbidden: if the browser has no cookie, that is, it did not load the page or keeps no cookies.
        """
        secret = request.cookies.get(COOKIE)
        if not secret:
            raise web.HTTPForbidden
        socket = web.WebSocketResponse(heartbeat=30, max_msg_size=LARGEST_FRAME)
        await socket.prepare(request)
        await self._serve(socket, address_of(secret), _hint(request))
        return socket

    async def close(self) -> None:
        """Part from all browsers in a way that makes them come back: the server is about to restart."""
        everybody = [socket for sockets in self._sockets.values() for socket in sockets]
        await asyncio.gather(*(socket.close(code=WSCloseCode.SERVICE_RESTART) for socket in everybody))

    async def _serve(self, socket: web.WebSocketResponse, address: str, language: str) -> None:
        # Listed before the history is read: what happens in between comes twice, and the page knows it by its id.
        self._sockets[address].add(socket)
        try:
            await socket.send_json({"messages": await self._history(address)}, dumps=_dumps)
            await self._listen(socket, address, language)
        except ConnectionError:
            pass  # the browser left while it was spoken to
        finally:
            self._sockets[address].discard(socket)
            if not self._sockets[address]:
                del self._sockets[address]

    async def _listen(self, socket: web.WebSocketResponse, address: str, language: str) -> None:
        pace = _Pace()
        async for frame in socket:
            if frame.type is WSMsgType.ERROR:
                return
            try:
                said = read(frame.data)
            except Malformed as malformed:
                await socket.send_json({"refused": malformed.message, "reason": malformed.reason})
                continue
            answer = {"retry": said.id} if pace.exceeded() else await self._take(said, address, language)
            await socket.send_json(answer)

    async def _take(self, said: Said, address: str, language: str) -> Answer:
        try:
            await self._play(
                Incoming(
                    address=address,
                    update=f"{address}:{said.id}",
                    text=said.text,
                    button=said.button,
                    language=language,
                )
            )
            # Before the answer, so that the kept bubble is there when the page lets go of its own.
            await self._show(address, await self._history(address, author="customer", newest=5))
        except Unavailable:
            log.warning("the store cannot write; a web customer was asked to try again")
        except Exception:  # a bug in a turn: the customer's page keeps the message and sends it again
            log.exception("a web customer's turn failed")
        else:
            return {"taken": said.id}
        return {"retry": said.id}

    async def _history(self, address: str, author: str = "", newest: int = HISTORY) -> list[Answer]:
        messages = await self._store.unit().find(Message, address=address)
        wanted = [message for message in messages if author in ("", message.author)]
        return [_bubble(message.id, message) | {"at": message.at.isoformat()} for message in wanted[-newest:]]

    async def _show(self, address: str, bubbles: list[Answer]) -> None:
        sockets = tuple(self._sockets.get(address, ()))
        await asyncio.gather(*(_push(socket, {"messages": bubbles}) for socket in sockets))


def read(frame: Any) -> Said:
    """Return what the customer did.

    Raises:
        Malformed: if the frame is not one that the page sends.
    """
    try:
        fields = orjson.loads(frame)
    except ValueError:
        raise Malformed("malformed") from None
    said = fields if isinstance(fields, dict) else {}
    key, text, button = (said.get(name, "") for name in ("id", "text", "button"))
    if not isinstance(key, str) or not re.fullmatch(r"[0-9A-Za-z-]{1,64}", key):
        raise Malformed("malformed")
    if not isinstance(text, str) or not isinstance(button, str) or len(button) > 64 or not (text.strip() or button):
        raise Malformed("malformed", key)
    if len(text) > LONGEST_TEXT:
        raise Malformed("too-long", key)
    return Said(key, text, button)


class _Pace:
    """Counts the frames of one socket."""

    def __init__(self) -> None:
        self._times: deque[float] = deque(maxlen=BURST)

    def exceeded(self) -> bool:
        now = asyncio.get_running_loop().time()
        if len(self._times) == BURST and now - self._times[0] < WINDOW:
            return True
        self._times.append(now)
        return False


def _bubble(key: str, said: Message | Outgoing) -> Answer:
    choices: Iterable[tuple[str, str]] = said.choices
    return {"id": key, "author": said.author, "name": said.name, "text": said.text, "choices": list(choices)}


async def _push(socket: web.WebSocketResponse, answer: Answer) -> None:
    try:
        async with asyncio.timeout(PATIENCE):
            await socket.send_json(answer, dumps=_dumps)
    except (ConnectionError, TimeoutError):
        pass  # it will come back and read the history


def _dumps(answer: Answer) -> str:
    return orjson.dumps(answer).decode()


def _hint(request: web.Request) -> str:
    """Return the first language that the browser names, such as ``zh-cn``, or nothing."""
    first = request.headers.get("Accept-Language", "").split(",")[0]
    return first.split(";")[0].strip().lower()
