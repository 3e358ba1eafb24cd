"""The connections that visitors open: how many there may be, for how long they may say nothing, and what is logged.

aiohttp closes one that brings no whole request within its keep-alive time, counted from its beginning and from each
answer. It knows no cap, logs each malformed request with a traceback, and reads on for seconds what nobody asked for:
that is seen to here.
"""

import asyncio
import logging
import socket
from collections import Counter, OrderedDict
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from aiohttp import web, web_fileresponse
from aiohttp.http_exceptions import HttpProcessingError

from bot.web.visitors.visitors import Visitors, peer_household

try:
    import resource
except ImportError:  # Windows, where there is no such limit
    resource = None  # type: ignore[assignment]

log = logging.getLogger(__name__)

SILENCE = 20.0
"""Seconds within which a request must have come whole, from the beginning or the last answer."""
PROXY_SILENCE = 3600.0
"""The same for a trusted proxy: the one to let go of a connection must be the proxy, or a request of it is lost."""
UNREAD = 60.0
"""Seconds within which the other end must read on, where so much waits for it that nothing more is written."""
SIP = 4096
"""Bytes that are read in one go: so long all else waits, and pieces of one byte take a hundred times what others do."""
SPARE = 200
"""Descriptors for all else: the store, the files, Telegram."""
AT_ONCE = 4
"""Connections that are taken in one go: so long all else waits, some ten times while a message is played."""
BACKLOG = 1024
"""Connections that the system keeps until they are taken."""
MALFORMED = 10
"""Lines about malformed requests in a minute."""

TOO_MANY = (
    "Too many connections from your network are open. Please close some pages and try again in a minute.\n"
    "您所在的网络打开的连接太多。请关闭一些页面，一分钟后再试。\n"
)
_REFUSAL = (
    "HTTP/1.1 429 Too Many Requests\r\nContent-Type: text/plain; charset=utf-8\r\nRetry-After: 60\r\n"
    f"Content-Length: {len(TOO_MANY.encode())}\r\nConnection: close\r\n\r\n{TOO_MANY}"
).encode()


class Door:
    """Lets connections in, as long as there is room; one that asks for nothing makes room for the next."""

    def __init__(self, visitors: Visitors, most: int, most_of_one: int) -> None:
        self._visitors = visitors
        self._most = most
        self._most_of_one = most_of_one
        self._open: dict[VisitorConnection, str] = {}
        self._of: Counter[str] = Counter()
        self._silent: OrderedDict[VisitorConnection, None] = OrderedDict()
        """Those of which no request is being answered, the longest silent first."""
        self._asking: dict[VisitorConnection, str] = {}
        """Those of proxies of which one is, with the visitor whom it brought."""
        self._asking_of: Counter[str] = Counter()

    def connection(self, runner: web.AppRunner, **options: Any) -> "VisitorConnection":
        """Return what speaks HTTP on one connection, for an application that was set up to run."""
        if runner.server is None:
            raise RuntimeError("the runner must be set up first")
        # What comes behind an answer is not read: a megabyte in pieces of one byte would take a tenth of a second.
        times = {"keepalive_timeout": SILENCE, "lingering_time": 0}
        return VisitorConnection(self, runner.server, logger=quiet_logger(), **times, **options)

    def is_proxy(self, peer: object) -> bool:
        """Tell whether a connection comes from a trusted proxy."""
        return self._visitors.is_proxy(peer)

    def let_in(self, connection: "VisitorConnection", peer: object) -> bool:
        """Tell whether there is room for a connection, and make some."""
        visitor = peer_household(peer)
        if self._of[visitor] >= self._most_of_one and not self.is_proxy(peer):
            return False
        if len(self._open) >= self._most:
            if not self._silent:
                return False
            longest = next(iter(self._silent))
            self.leave(longest)
            longest.force_close()
        self._open[connection] = visitor
        self._of[visitor] += 1
        self._silent[connection] = None
        return True

    def asks(self, connection: "VisitorConnection", visitor: str) -> bool:
        """Note that a request of a visitor has come, which is being answered; tell whether there is room for it.

        Who comes by a proxy has as many requests and sockets at a time as others have connections.
        """
        if self._open.get(connection) not in (None, visitor):
            if self._asking_of[visitor] >= self._most_of_one:
                return False
            self._asking[connection] = visitor
            self._asking_of[visitor] += 1
        self._silent.pop(connection, None)
        return True

    def is_silent(self, connection: "VisitorConnection") -> None:
        """Note that it was answered."""
        self._forget_request(connection)
        if connection in self._open:
            self._silent[connection] = None

    def leave(self, connection: "VisitorConnection") -> None:
        """Forget a connection."""
        self._silent.pop(connection, None)
        self._forget_request(connection)
        visitor = self._open.pop(connection, None)
        if visitor is not None:
            _take_one(self._of, visitor)

    def _forget_request(self, connection: "VisitorConnection") -> None:
        visitor = self._asking.pop(connection, None)
        if visitor is not None:
            _take_one(self._asking_of, visitor)


def _take_one(counts: Counter[str], visitor: str) -> None:
    counts[visitor] -= 1
    if not counts[visitor]:
        del counts[visitor]


class VisitorConnection(web.RequestHandler):
    """One connection."""

    __slots__ = ("_unread", "door")

    def __init__(self, door: Door, server: web.Server, **options: Any) -> None:
        super().__init__(server, loop=asyncio.get_running_loop(), **options)
        self._request_handler = partial(_expecting_little, server.request_handler)
        self._unread: asyncio.TimerHandle | None = None
        self.door = door

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to listen, if there is room."""
        peer = transport.get_extra_info("peername")
        if self.door.is_proxy(peer):
            self._keepalive_timeout = PROXY_SILENCE
        if hasattr(transport, "max_size"):  # asyncio itself reads a quarter of a megabyte
            transport.max_size = SIP
        if self.door.let_in(self, peer):
            super().connection_made(transport)
        elif isinstance(transport, asyncio.Transport):
            transport.write(_REFUSAL)
            transport.close()

    def pause_writing(self) -> None:
        """Wait until the other end has read, but not for ever."""
        super().pause_writing()
        if self.transport is not None:
            # Not closed: that waits until all is read.
            self._unread = asyncio.get_running_loop().call_later(UNREAD, self.transport.abort)

    def resume_writing(self) -> None:
        """Go on, since it has read."""
        self._read_on()
        super().resume_writing()

    def connection_lost(self, exc: BaseException | None) -> None:
        """Make room."""
        self._read_on()
        self.door.leave(self)
        super().connection_lost(exc)

    def _read_on(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None


async def _expecting_little(
    answer: Callable[[web.BaseRequest], Awaitable[web.StreamResponse]], request: web.BaseRequest
) -> web.StreamResponse:
    """Answer a request, unless it expects what nobody does: aiohttp itself fails where that is no text."""
    if request.headers.get("Expect", "100-continue").lower() != "100-continue":
        return web.Response(status=417)
    return await answer(request)


class _FewMalformed(logging.Filter):
    """Makes one short line of each malformed request, without its words, and lets a few in a minute pass."""

    def __init__(self, clock: Callable[[], float]) -> None:
        super().__init__()
        self._clock = clock
        self._minute = -1
        self._told = self._untold = 0

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether a line is to be logged."""
        fault = record.exc_info[1] if record.exc_info else None
        if not isinstance(fault, HttpProcessingError | web.RequestPayloadError):
            return True
        minute = int(self._clock() // 60)
        if minute != self._minute:
            self._minute, self._told = minute, 0
        self._told += 1
        if self._told > MALFORMED:
            self._untold += 1
            return False
        more = f"; so could {self._untold} others before" if self._untold else ""
        record.msg, record.args = "a request could not be read: %s%s", (type(fault).__name__, more)
        record.levelno, record.levelname, record.exc_info, self._untold = logging.WARNING, "WARNING", None, 0
        return True


def quiet_logger() -> logging.Logger:
    """Return the logger for the faults that aiohttp finds."""
    logger = logging.getLogger(f"{__name__}.http")
    if not logger.filters:
        logger.addFilter(_FewMalformed(asyncio.get_running_loop().time))
    return logger


def send_files_in_pieces() -> None:
    """Have files sent as all else is: what the system sends by itself nothing here can see standing still."""
    web_fileresponse.NOSENDFILE = True  # type: ignore[misc]  # it reads it from the environment


def keep_waiting(server: asyncio.Server) -> None:
    """Have the system keep more connections for a server than asyncio takes in one go, for which it has one number."""
    for listening in server.sockets:
        with socket.fromfd(listening.fileno(), listening.family, listening.type) as same:
            same.listen(BACKLOG)


def raise_descriptors(wanted: int) -> int:
    """Have the system allow this process as many open descriptors as it may; return how many connections fit."""
    if resource is None:
        return wanted
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    enough = wanted + SPARE
    if soft != resource.RLIM_INFINITY and soft < enough:
        soft = enough if hard == resource.RLIM_INFINITY else min(enough, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        if soft < enough:
            log.warning("the system allows %d open files only: %d connections at a time", soft, max(1, soft - SPARE))
    return wanted if soft == resource.RLIM_INFINITY else max(1, min(wanted, soft - SPARE))
