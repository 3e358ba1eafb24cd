"""The customers' web chat as a channel: their frames come in, the desk's bubbles go out.

A browser is known by a secret. The address is made from the secret's hash, so nothing that is kept or logged opens
anybody's chat. A frame is answered when the turn behind it is durable; until then the browser keeps the
message and sends it again under the same id. What a browser shows is the history and what follows it, as the store
holds it: whichever process delivers a message, the one that holds the browser's socket is told and shows it.

The page itself, and who may open a socket at all, are decided in `bot.web`.
"""

import asyncio
import hashlib
import logging
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

import orjson
from aiohttp import WSCloseCode, WSMsgType, web
from aiohttp.abc import AbstractStreamWriter

from bot.channels.port import Channel, Incoming, IncomingHandler, Outgoing
from bot.channels.visitor_limits import Limit, VisitorLimits, Wait
from bot.channels.web_files import BrowserFile
from bot.desk.core.file_types import file_name, shown_as
from bot.desk.core.file_words import FILES, transcript_text, words_beside
from bot.desk.core.sanitize import LONGEST
from bot.desk.core.sliding_count import SlidingCount
from bot.desk.incoming.turn_queue import Crowded
from storage.ports import EVERYWHERE, Conflict, StorageError, Store, Unavailable, UnitOfWork
from storage.records.complaint_records import Conversation, Customer, Message
from storage.records.traffic_records import Attachment, OutboxRow

log = logging.getLogger(__name__)

HISTORY = 200
"""Bubbles that a browser gets when it connects."""
HISTORY_LENGTH = 200_000
"""Characters of them, beyond which the older ones are left out: each page that is open may have to wait for them."""
RECENT = 30
"""The newest bubbles, among which those are looked for that a browser has not got yet."""
LARGEST_FRAME = 256 * 1024
"""In bytes; a larger one closes the socket with code 1009."""
LONGEST_TEXT = LONGEST
"""In characters; the page does not let anybody write more."""
SHORT = 500
"""Characters of a message that is never too much, however much others at the same address write."""
MOST_FRAMES, WINDOW = 100, 10.0
"""Frames of any sort on one socket in so many seconds; one with more is closed: no page of ours sends as many."""
BEHIND = 2.0
"""Seconds until a page is brought up to date that could not be: the store was out of reach."""
PATIENCE = 5.0
"""Seconds that a stalled browser may hold up a delivery."""
MOST_UNSENT = 1_000_000
"""Bytes that may wait for one that takes nothing; it is cut off with more of them, and reads the history anew."""

KEY = re.compile(r"[0-9A-Za-z-]{1,64}")
"""What a browser calls what it sends."""

Answer = dict[str, Any]


class Malformed(Exception):
    """A frame that the page of this program would not send; ``id`` names the message, if it could be read."""

    def __init__(self, reason: str, message: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.message = message


@dataclass(frozen=True)
class ChatFrame:
    """One thing a customer did: a text, a tapped button or a file, under an id that the browser made."""

    id: str
    text: str
    button: str = ""
    file: BrowserFile | None = None


class ChatSocket(web.WebSocketResponse):
    """A socket of the chat, with what is beneath it."""

    transport: asyncio.Transport | None = None

    async def prepare(self, request: web.BaseRequest) -> AbstractStreamWriter:
        """Shake hands."""
        self.transport = request.transport
        return await super().prepare(request)


@dataclass
class Browser:
    """Who is at the other end of a socket."""

    address: str
    visitor: str
    """The network address that it is counted by."""
    language: str
    known: bool = False
    """It has said something before, as far as is known."""


def address_of(secret: str) -> str:
    """Return the address of the browser that holds this secret."""
    return "web:" + hashlib.sha256(secret.encode()).hexdigest()[:24]


class WebChat(Channel):
    """The channel ``web``: all open sockets of all browsers."""

    name = "web"

    def __init__(self, store: Store, turns: IncomingHandler, limits: VisitorLimits) -> None:
        self._store = store
        self._turns = turns
        self._limits = limits
        self._sockets: dict[str, dict[ChatSocket, set[str]]] = defaultdict(dict)
        """Per address the open sockets, each with the bubbles that it has got."""
        self._refreshing: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()

    def cut(self, outgoing: Outgoing) -> tuple[Outgoing]:
        """Return the message whole: a page has room."""
        return (outgoing,)

    async def ready(self, address: str) -> None:
        """Return at once: nothing comes too fast."""

    async def send(self, _outgoing: Outgoing) -> tuple[str, ...]:
        """Do nothing: what is delivered is part of the history, and `serve` shows it where the browser is."""
        return ()

    async def serve(self) -> None:
        """Show on the open pages of this process what happens on their addresses, for ever."""
        try:
            with self._store.changes.watch() as changes:
                async for hint in changes:
                    for address in tuple(self._sockets) if hint == EVERYWHERE else (hint,):
                        self._refresh(address)
        finally:
            for task in self._refreshing.values():
                task.cancel()

    def _refresh(self, address: str) -> None:
        """Bring the pages of an address up to date, beside those of others; once more if it changes meanwhile."""
        if address not in self._sockets:
            return
        if address in self._refreshing:
            self._again.add(address)
        else:
            self._refreshing[address] = asyncio.create_task(self._catch_up(address))

    async def _catch_up(self, address: str) -> None:
        self._again.add(address)
        try:
            while address in self._again and address in self._sockets:
                self._again.discard(address)
                try:
                    await self._show(address)
                except StorageError as fault:
                    log.warning("a page is behind, and tries again: %s", fault)
                    self._again.add(address)
                    await asyncio.sleep(BEHIND)
        except Exception:  # a bug with one page: the others stay up to date
            log.exception("a page of a customer could not be kept up to date")
        finally:
            self._again.discard(address)
            del self._refreshing[address]

    async def converse(self, request: web.Request, secret: str, visitor: str) -> web.WebSocketResponse:
        """Return when the browser with this secret has gone: the handler of the chat's socket."""
        socket = ChatSocket(heartbeat=30, max_msg_size=LARGEST_FRAME, autoping=False)
        await socket.prepare(request)
        if wait := self._limits.take((Limit.VISITS, visitor, 1)):
            await _push(socket, {"limited": wait.limit, "after": ceil(wait.seconds)})
            await socket.close(code=WSCloseCode.TRY_AGAIN_LATER)
        else:
            await self._serve(socket, browser_of(request, secret, visitor))
        return socket

    async def close(self) -> None:
        """Part from all browsers in a way that makes them come back: the server is about to restart."""
        everybody = [socket for sockets in self._sockets.values() for socket in sockets]
        await asyncio.gather(*(socket.close(code=WSCloseCode.SERVICE_RESTART) for socket in everybody))

    async def _serve(self, socket: ChatSocket, browser: Browser) -> None:
        address = browser.address
        # Listed before the history is read, so that nothing which happens in between is missed.
        self._sockets[address][socket] = set()
        try:
            await self._show(address, HISTORY, anew=socket)
            await self._listen(socket, browser)
        except ConnectionError:
            pass  # the browser left while it was spoken to
        except StorageError as fault:
            log.warning("a browser was asked to come again: %s", fault)
            await socket.close(code=WSCloseCode.TRY_AGAIN_LATER)
        finally:
            self._sockets[address].pop(socket, None)
            if not self._sockets[address]:
                del self._sockets[address]

    async def _listen(self, socket: ChatSocket, browser: Browser) -> None:
        frames, clock = SlidingCount(), asyncio.get_running_loop().time
        async for frame in socket:
            frames = frames.at(clock(), WINDOW).plus(1)
            if frames.wait(clock(), WINDOW, MOST_FRAMES):
                await socket.close(code=WSCloseCode.TRY_AGAIN_LATER)
            if socket.closed or frame.type is WSMsgType.ERROR:
                return
            if frame.type is WSMsgType.PING:
                await socket.pong(frame.data)
            elif frame.type is not WSMsgType.PONG:
                await socket.send_json(await self._answer(frame.data, browser))

    async def _answer(self, frame: Any, browser: Browser) -> Answer:
        try:
            said = read(frame)
        except Malformed as malformed:
            return {"refused": malformed.message, "reason": malformed.reason}
        return await self.too_much(said, browser) or await self.take(said, browser)

    async def too_much(self, said: ChatFrame, browser: Browser, size: int = 0) -> Answer | None:
        """Count a message, and the bytes of its file; if it is too much, return what the browser is answered."""
        wait = await self._limited(browser, len(said.text), size)
        return {"retry": said.id, "reason": wait.limit, "after": ceil(wait.seconds)} if wait else None

    async def _limited(self, browser: Browser, length: int, size: int) -> Wait | None:
        """Count one message, unless it is too many of the customer or of all at this address: then nothing changes."""
        asked = [(Limit.MESSAGES, browser.address, 1), (Limit.ADDRESS_MESSAGES, browser.visitor, 1)]
        if length > SHORT:
            asked.append((Limit.TEXT, browser.visitor, length))
        if size:
            asked.append((Limit.UPLOADS, browser.visitor, ceil(size / 1000)))
        if not browser.known and not await self._store.unit().last(Customer, identities=browser.address):
            asked.append((Limit.CONVERSATIONS, browser.visitor, 1))
        wait = self._limits.take(*asked)
        browser.known = browser.known or wait is None
        return wait

    async def take(self, said: ChatFrame, browser: Browser) -> Answer:
        """Take what a customer did; returns what the browser is answered, when it is durable with its file."""
        address, update = browser.address, f"{browser.address}:{said.id}"
        file = said.file.incoming(update) if said.file else None
        try:
            settles = await self._turns.play(
                Incoming(
                    address=address,
                    update=update,
                    text=said.text,
                    button=said.button,
                    attachment=file.kind if file else "",
                    file=file,
                    language=browser.language,
                    source=browser.visitor,
                )
            )
            if said.file:
                await said.file.keep(self._store, update)
            # Before the answer, so that the kept bubble is there when the page lets go of its own.
            await self._show(address)
        except (Conflict, Unavailable) as fault:
            log.warning("a web customer was asked to try again: %s", fault)
        except Crowded:
            pass  # more of this customer waits than is well; the page sends it again
        except Exception:  # a bug in a turn: the customer's page keeps the message and sends it again
            log.exception("a web customer's turn failed")
        else:
            return {"taken": said.id, **({"typing": True} if settles else {})}
        return {"retry": said.id}

    async def _show(self, address: str, newest: int = RECENT, anew: ChatSocket | None = None) -> None:
        """Show every open page of an address what it has not got yet; ``anew`` gets all, be it nothing."""
        if not self._sockets.get(address):
            return
        bubbles = await self._history(address, newest)
        asked = await self._asked(address)
        pushes = []
        for socket, got in tuple(self._sockets.get(address, {}).items()):
            fresh = [bubble for bubble in bubbles if bubble["id"] not in got]
            got.update(bubble["id"] for bubble in fresh)
            if fresh or socket is anew:
                pushes.append(_push(socket, {"messages": fresh, **asked}))
        await asyncio.gather(*pushes)

    async def _asked(self, address: str) -> Answer:
        """Return whose buttons still wait for a tap, also where something was said since: thanks for a photo."""
        newest = await self._store.unit().last(Conversation, address=address)
        return {"asked": newest.asked} if newest is not None and newest.asked else {}

    async def _history(self, address: str, newest: int) -> list[Answer]:
        """Return the newest bubbles but those on their way: they may yet be taken back, when a person takes over.

        Nor those whose file is not whole here yet: until then the browser keeps them and brings them again.
        """
        unit = self._store.unit()
        waiting = {row.message for row in await unit.find(OutboxRow, address=address)}
        messages = _newest(await unit.find(Message, address=address, newest=newest))
        files = {message.id: await _files(unit, message) for message in messages}
        coming = {key for key, some in files.items() if any(one.status == "coming" for one in some)}
        return [_bubble(one, files[one.id]) for one in messages if one.id not in waiting | coming]


def read(frame: Any) -> ChatFrame:
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
    if not isinstance(key, str) or not KEY.fullmatch(key):
        raise Malformed("malformed")
    if not isinstance(text, str) or not isinstance(button, str) or len(button) > 64 or not (text.strip() or button):
        raise Malformed("malformed", key)
    if len(text) > LONGEST_TEXT:
        raise Malformed("too-long", key)
    return ChatFrame(key, text, button)


def _newest(messages: Sequence[Message]) -> list[Message]:
    """Return the newest messages that are not too much together, and the last one in any case."""
    kept, room = list[Message](), HISTORY_LENGTH
    for message in reversed(messages):
        room -= len(message.text)
        if room < 0 and kept:
            break
        kept.append(message)
    return kept[::-1]


async def _files(unit: UnitOfWork, message: Message) -> list[Attachment]:
    """Return the files that came with a message; only one that names such a kind can have some."""
    if message.author == "bot" or not message.text.startswith(tuple(transcript_text(kind, "") for kind in FILES)):
        return []
    return await unit.find(Attachment, message=message.id)


def _bubble(said: Message, files: Sequence[Attachment]) -> Answer:
    return {
        "id": said.id,
        "author": said.author,
        "name": said.name,
        "text": words_beside(said.text) if files else said.text,
        "files": [_file(file) for file in files],
        "choices": list(said.choices),
        "at": said.at.isoformat(),
    }


def _file(file: Attachment) -> Answer:
    here = file.status == "kept"
    shown, name = (shown_as(file), file_name(file)) if here else (file.status, file.name)
    return {"id": file.id, "kind": file.kind, "name": name, "size": file.size, "shown": shown}


async def _push(socket: ChatSocket, answer: Answer) -> None:
    try:
        async with asyncio.timeout(PATIENCE):
            await socket.send_json(answer, dumps=_dumps)
    except ConnectionError:
        pass  # it will come back and read the history
    except TimeoutError:
        # To close it in good form would wait for a browser that takes nothing.
        if socket.transport is not None and socket.transport.get_write_buffer_size() > MOST_UNSENT:
            socket.transport.abort()


def _dumps(answer: Answer) -> str:
    return orjson.dumps(answer).decode()


def browser_of(request: web.Request, secret: str, visitor: str) -> Browser:
    """Return whose request it is, who holds this secret and is counted as this visitor."""
    return Browser(address_of(secret), visitor, _hint(request))


def _hint(request: web.Request) -> str:
    """Return the first language that the browser names, such as ``zh-cn``, or nothing."""
    first = request.headers.get("Accept-Language", "").split(",")[0]
    return first.split(";")[0].strip().lower()
