"""A stand-in for Telegram's Bot API over HTTP on the loopback interface.

It keeps updates until they are acknowledged, refuses what Telegram refuses in Telegram's words, and fails on request.
It outlives the program under test, which may run in another process and be killed. It can run in another process
itself: see ``remote``. What Telegram keeps is in ``cloud``; what a test orders to go wrong, in ``faults``.
"""

import json
import time
from collections import Counter
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Any, Self

import orjson
from aiohttp import web

from .changes import HUNG
from .chats import Chat
from .cloud import Cloud
from .control import PATH, Control
from .crowd import Crowd, Move, Played
from .faults import Fault, Faults, Kind
from .methods import named, perform
from .parameters import of_request
from .refusals import Json, RefusedError
from .rooms import Bubble
from .speed import Speed

__all__ = ["HUNG", "Arrival", "BotApi", "Bubble", "Chat"]

LARGEST_UPLOAD = 50 * 1024 * 1024
"""Bytes; https://core.telegram.org/bots/api#sending-files"""
DOWNLOAD = "download"
"""Stands for a method where faults are ordered for the download of files."""
PAGE = "<html><head><title>Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>"


@dataclass
class Arrival:
    """A call, whatever became of it."""

    at: float
    """When it came, by `time.monotonic`."""
    method: str
    parameters: Json
    outcome: str = ""
    """ok, the status of a refusal, or the kind of a fault; nothing while it is not answered."""
    retry_after: int | None = None
    """For how many seconds the bot was told to wait."""


class BotApi(Cloud):
    """The server: ``async with BotApi() as api``. Tests drive it through its chats and groups."""

    def __init__(self, token: str = "4711:stand-in", longest_poll: float = 1.0, port: int = 0) -> None:
        super().__init__(self.carry_out, longest_poll)
        self.token = token
        self.base_url = ""
        self.file_url = ""
        """Where files are, but for the token and the path."""
        self.calls: list[tuple[str, Json]] = []
        """Every call that was done, except getUpdates: (method, parameters)."""
        self.arrivals: list[Arrival] = []
        """Every call that came, in the order of their coming."""
        self.faults = Faults()
        self.speed: Speed | None = None
        """Limits of speed that are to be kept; None: none are."""
        self._done: Counter[str] = Counter()
        self._port = port

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=LARGEST_UPLOAD)
        app.router.add_route("*", "/bot{token}/{method}", self._answer)
        app.router.add_post(PATH, Control(self).answer)
        app.router.add_get("/file/bot{token}/{path:.*}", self._download)
        self.runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", self._port).start()
        address = f"http://127.0.0.1:{self.runner.addresses[0][1]}"
        self.base_url, self.file_url = f"{address}/bot", f"{address}/file/bot"
        return self

    async def __aexit__(self, *_: object) -> None:
        self.updates.closing = True
        self.changes.tell()
        await self.webhook.close()
        await self.runner.cleanup()

    @property
    def count(self) -> int:
        """Return how many calls came, whatever became of them."""
        return len(self.arrivals)

    def fail_next(
        self,
        method: str,
        status: int,
        words: str,
        *,
        retry_after: int | None = None,
        migrate_to: int | None = None,
        chat: int | None = None,
        times: int = 1,
        after: int = 0,
    ) -> None:
        """Refuse the next calls of a method (``*``: of any), once ``after`` calls went well; several of these queue up.

        With ``chat`` only the calls about this chat count.
        """
        fault = Fault("refused", RefusedError(status, words, retry_after, migrate_to))
        self.faults.order(method, fault, chat=chat, times=times, after=after)

    def ask_for_patience(
        self, method: str, seconds: int, *, chat: int | None = None, times: int = 1, after: int = 0
    ) -> None:
        """Refuse the next calls of a method because it was called too often; else as `fail_next`."""
        words = f"Too Many Requests: retry after {seconds}"
        self.fail_next(method, 429, words, retry_after=seconds, chat=chat, times=times, after=after)

    def break_next(self, method: str, kind: Kind, *, chat: int | None = None, times: int = 1, after: int = 0) -> None:
        """Let the next calls of a method come to grief in another way than by a refusal; else as `fail_next`."""
        self.faults.order(method, Fault(kind), chat=chat, times=times, after=after)

    def recover(self, method: str) -> None:
        """Let a method work again, whatever failures were still to come."""
        self.faults.recover(method)

    def calls_of(self, method: str) -> list[Json]:
        """Return the parameters of all calls of this method that were done, oldest first."""
        return [parameters for called, parameters in self.calls if called == method]

    def arrivals_of(self, method: str, chat: int | None = None) -> list[Arrival]:
        """Return all calls of this method, about this chat if one is named, whatever became of them."""
        of_method = [arrival for arrival in self.arrivals if arrival.method == method]
        return [one for one in of_method if chat is None or one.parameters.get("chat_id") == chat]

    def too_early(self) -> list[Arrival]:
        """Return the calls that came while the bot was to wait in the same chat, or with the same method if in none."""
        waits: dict[object, float] = {}
        early = []
        for arrival in self.arrivals:
            where = arrival.parameters.get("chat_id", arrival.method)
            if arrival.at < waits.get(where, 0):
                early.append(arrival)
            if arrival.retry_after:
                waits[where] = arrival.at + arrival.retry_after
        return early

    async def plays(self, chats: list[int], begin: Move, answers: dict[str, Move], times: int) -> Played:
        """Let these customers play as `Crowd.play` says, each doing so many things."""
        return await Crowd([self.chat(number) for number in chats], answers, self.changes).play(begin, times)

    async def called(self, method: str, times: int, seconds: float = HUNG) -> None:
        """Wait until a method was called and done that often."""
        await self.wait_for(lambda: self._done[method] >= times, seconds)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        arrived = time.monotonic()
        try:
            arrival = Arrival(arrived, named(request.match_info["method"]), await of_request(request))
            self.arrivals.append(arrival)
            self.changes.tell()
            return await self._outcome(request, arrival)
        except RefusedError as refusal:
            return web.json_response(refusal.body, status=refusal.status)
        except web.HTTPRequestEntityTooLarge:
            return web.json_response(RefusedError(413, "Request Entity Too Large").body, status=413)
        finally:
            self.changes.tell()

    async def _outcome(self, request: web.Request, arrival: Arrival) -> web.StreamResponse:
        if request.match_info["token"] != self.token:
            arrival.outcome = "401"
            raise RefusedError(401, "Unauthorized")
        chat = arrival.parameters.get("chat_id")
        fault = self.faults.next(arrival.method, chat if isinstance(chat, int) else None)
        if fault and not fault.done:
            ordered = fault.refusal
            arrival.outcome = str(ordered.status) if ordered else fault.kind
            arrival.retry_after = ordered.retry_after if ordered else None
            return await self._fails(request, fault)
        try:
            if self.speed:
                self.speed.check(arrival.method, arrival.parameters)
            result = await self.carry_out(arrival.method, arrival.parameters)
        except RefusedError as refusal:
            arrival.outcome, arrival.retry_after = str(refusal.status), refusal.retry_after
            raise
        arrival.outcome = fault.kind if fault else "ok"
        body = _encoded({"ok": True, "result": result})
        if fault:
            return await _spoilt(request, fault, body)
        return web.Response(body=body, content_type="application/json")

    async def carry_out(self, method: str, parameters: Json) -> Any:
        """Do what a call asks for, as if it had come over HTTP, but for faults; returns the result.

        Raises:
            RefusedError: in Telegram's words.
        """
        method = named(method)
        result = perform(self, method, parameters)
        if isinstance(result, Awaitable):
            result = await result
        self._done[method] += 1
        if method != "getUpdates":
            self.calls.append((method, parameters))
        return result

    async def _fails(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        if fault.refusal:
            raise fault.refusal
        if fault.kind == "hang":
            await self.wait_for(lambda: self.updates.closing, float("inf"))
        if fault.kind.startswith("html"):
            status = int(fault.kind.partition("-")[2] or 200)
            return web.Response(text=PAGE, status=status, content_type="text/html")
        return _cut(request)

    async def _download(self, request: web.Request) -> web.StreamResponse:
        stored = self.files.at(request.match_info["path"])
        if request.match_info["token"] != self.token or stored is None:
            return web.json_response(RefusedError(404, "Not Found").body, status=404)
        fault = self.faults.next(DOWNLOAD, None)
        if fault and not fault.done:
            try:
                return await self._fails(request, fault)
            except RefusedError as refusal:
                return web.json_response(refusal.body, status=refusal.status)
        if fault:
            return await _spoilt(request, fault, stored.content)
        return web.Response(body=stored.content, content_type="application/octet-stream")


async def _spoilt(request: web.Request, fault: Fault, body: bytes) -> web.StreamResponse:
    if fault.kind == "cut":
        return web.Response(body=body[: len(body) // 2], content_type="application/json")
    if fault.kind == "torn":
        answer = web.StreamResponse(headers={"Content-Length": str(len(body))})
        await answer.prepare(request)
        await answer.write(body[: len(body) // 2])
    return _cut(request)


def _cut(request: web.Request) -> web.StreamResponse:
    if request.transport:
        request.transport.abort()
    return web.Response()


def _encoded(answer: Json) -> bytes:
    try:
        return orjson.dumps(answer)
    except TypeError:  # tests send odd things too, such as numbers of a hundred digits
        return json.dumps(answer).encode()
