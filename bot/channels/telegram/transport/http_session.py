"""How python-telegram-bot reaches the Bot API here: its `BaseRequest` on one aiohttp session.

The library's own, on httpx, takes three times the CPU for a message, and thirty times with 64 on their way at once.
This one keeps secrets, too: the address that is called holds the bot's token, so its errors neither repeat the words
of another error nor keep it as their cause. It tries nothing again, and paces nothing.
"""

import json
from contextlib import suppress
from http import HTTPStatus
from io import BytesIO
from typing import Any

import aiohttp
import orjson
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

IDLE = 30.0
"""Seconds that an idle connection is kept: many messages need no new one, few meet one that was just closed."""
_SENT: dict[str, Any] = {"date": 1, "chat": {"id": 0, "type": "private"}}
"""What the library wants of a message that was sent, and nobody here does."""
TIMEOUTS = (10.0, 20.0, 300.0, 20.0)
"""Seconds to connect, of silence in an answer, for a whole file to or fro, and until a connection is free."""

_NO_CONNECTION = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL)


class NeverSent(NetworkError):
    """There was no connection to send the call over, so it cannot have arrived."""


class AiohttpRequest(BaseRequest):
    """Calls methods of the Bot API and fetches files, over ``connections`` at most and the HTTP proxy at this URL.

    The timeouts of a call are in seconds. None is endless: ``None`` means the usual one.
    """

    def __init__(self, *, connections: int = 64, proxy: str | None = None) -> None:
        self._connections = connections
        self._proxy = proxy
        self._session: aiohttp.ClientSession | None = None
        self._closed = False

    @property
    def read_timeout(self) -> float:
        """The longest silence in an answer, in seconds, for calls that do not say otherwise."""
        return TIMEOUTS[1]

    async def initialize(self) -> None:
        """Let calls be made again after `shutdown`; before that they may be made anyway."""
        self._closed = False

    async def shutdown(self) -> None:
        """Close all connections; calls that still wait for an answer end with a `NetworkError`."""
        self._closed = True
        session, self._session = self._session, None
        if session:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        # The library has no public type for its mark of what was not said.
        read_timeout: object = None,
        write_timeout: object = None,
        connect_timeout: object = None,
        pool_timeout: object = None,
    ) -> tuple[int, bytes]:
        """Return the status and the body of an answer.

        Raises:
            NeverSent: if no connection was made, in time or at all.
            TimedOut: if one of the other timeouts passed.
            RetryAfter: if it came too often and nobody said for how long to wait; the library sees no refusal there.
            BadRequest: if what is to be sent cannot be written down, such as half a character; trying again is vain.
            NetworkError: whatever else went wrong, told by the name of the error only; also if somebody on the way
                refuses it, whose 403 is no word of Telegram's about the chat.
        """
        timeout = _timeout(connect_timeout, read_timeout, write_timeout, pool_timeout)
        body = _body(request_data)
        session = self._opened()
        failure: TelegramError | None
        try:
            # A redirect is not followed: whom it names would be shown the token.
            async with session.request(method, url, data=body, timeout=timeout, allow_redirects=False) as answer:
                content = await answer.read()
            failure = _refusal(answer.status, content)
            if failure is None:
                return answer.status, content
        except _NO_CONNECTION as error:
            failure = NeverSent(type(error).__name__)
        except TimeoutError:
            failure = TimedOut()
        except Exception as error:  # the library would repeat the words of any error that is not its own
            failure = NetworkError(type(error).__name__)
        raise failure  # out here, where it gets no context

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Return an answer of the Bot API (https://core.telegram.org/bots/api#making-requests).

        Unlike the library's own, this logs nothing: an answer holds what customers wrote. Of a message that was sent
        it leaves the number only: whoever sent it knows the rest, and the library, which reads all of it, would take a
        message for lost whose answer it cannot read, such as one that gives its date in milliseconds.

        Raises:
            TelegramError: if it is no such answer.
        """
        answer = _answer(payload)
        if answer is None:
            raise TelegramError("Invalid server response")
        if "result" in answer:
            answer["result"] = _without_the_rest(answer["result"])
        return answer

    def _opened(self) -> aiohttp.ClientSession:
        if self._closed:
            raise NeverSent("the connections were closed")
        if self._session is None:  # not before the first call, which runs in the right loop
            connector = aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=IDLE)
            self._session = aiohttp.ClientSession(connector=connector, proxy=self._proxy)
        return self._session


def _without_the_rest(result: Any) -> Any:
    """Return of messages that were sent their numbers, and what else is no message as it is."""
    if isinstance(result, list):
        return [_without_the_rest(one) for one in result]
    if isinstance(result, dict) and isinstance(result.get("message_id"), int):
        return {"message_id": result["message_id"], **_SENT}
    return result


def _timeout(*said: object) -> aiohttp.ClientTimeout:
    pairs = zip(said, TIMEOUTS, strict=True)
    connect, read, file, free = (given if isinstance(given, int | float) else usual for given, usual in pairs)
    return aiohttp.ClientTimeout(
        total=free + connect + file + read, connect=free + connect, sock_connect=connect, sock_read=read
    )


def _body(data: RequestData | None) -> aiohttp.Payload | None:
    if data is None:
        return None
    with suppress(TypeError, ValueError):
        if data.contains_files:
            return _form(data)
        # The cheapest of the ways in which the Bot API takes parameters.
        return aiohttp.BytesPayload(orjson.dumps(data.parameters), content_type="application/json")
    raise BadRequest("what is to be sent cannot be written down")


def _form(data: RequestData) -> aiohttp.Payload:
    form = aiohttp.FormData(quote_fields=False)  # quoted, a file would be shown as %E7%85%A7.jpg
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in data.multipart_data.items():
        file = BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, file, filename=filename, content_type=kind)
    return form()


def _answer(payload: bytes) -> dict[str, Any] | None:
    answer: object = None
    with suppress(ValueError, RecursionError):
        try:
            answer = orjson.loads(payload)
        except ValueError:  # one update with half a character must not spoil all that were fetched with it
            answer = json.loads(payload.decode("utf-8", "replace"))
    return answer if isinstance(answer, dict) and ("result" in answer or answer.get("ok") is False) else None


def _refusal(status: int, content: bytes) -> TelegramError | None:
    """Return what an answer is that the library would not understand, or None for all others."""
    if status < HTTPStatus.MULTIPLE_CHOICES or _says_how_long(content):
        return None
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return RetryAfter(0)
    # A gateway's own page says nothing of the call, and may quote the address that was called.
    return None if _answer(content) else NetworkError(f"status {status}, not in Telegram's words")


def _says_how_long(content: bytes) -> bool:
    """Tell whether an answer says for how long to wait; the library takes 0 for nothing said."""
    parameters = (_answer(content) or {}).get("parameters")
    return isinstance(parameters, dict) and bool(parameters.get("retry_after"))
