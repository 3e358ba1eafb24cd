"""Over HTTP: what the library asks for gets there and back, and what goes wrong on the way never shows the token."""

import asyncio
import gc
import json
import logging
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import BodyPartReader, web
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, InputMediaPhoto, MessageEntity
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import BaseRequest, HTTPXRequest, RequestData

from bot.channels.telegram.transport.api_errors import seconds_asked
from bot.channels.telegram.transport.http_session import TIMEOUTS, AiohttpRequest, NeverSent
from tests.standins.bot_api.server import HUNG, BotApi

TOKEN = "4711:secret"
SOON = 0.05
"""Seconds until a call is given up that would otherwise never end."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Parts = dict[str, tuple[str | None, str | None, bytes]]


@pytest.fixture
async def request_() -> AsyncIterator[AiohttpRequest]:
    request = AiohttpRequest()
    yield request
    await request.shutdown()


@pytest.fixture(autouse=True)
def _silent_about_the_token(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    caplog.set_level(logging.DEBUG)
    yield
    gc.collect()  # what was raised and never looked at is logged only now

    assert "secret" not in "".join(record.getMessage() + str(record.exc_info) for record in caplog.records)


@asynccontextmanager
async def serving(handler: Handler) -> AsyncIterator[str]:
    """Serve every path with one handler; gives the URL at which a bot calls sendMessage."""
    app = web.Application(client_max_size=2**26)
    app.router.add_route("*", "/{path:.*}", handler)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=SOON, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/bot{TOKEN}/sendMessage"
    finally:
        await runner.cleanup()


def bot_on(url: str, request: BaseRequest) -> Bot:
    return Bot(TOKEN, base_url=url.split(TOKEN)[0], request=request, get_updates_request=request)


def answering(body: bytes, status: int = 200) -> Handler:
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(body=body, status=status)

    return answer


async def hang(_: web.Request) -> web.StreamResponse:
    await asyncio.Event().wait()
    raise AssertionError


async def reset(request: web.Request) -> web.StreamResponse:
    assert request.transport
    request.transport.abort()
    return await hang(request)


async def cut_short(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Length": "1000"})
    await response.prepare(request)
    await response.write(b'{"ok":true,"resu')
    return await reset(request)


async def speak_no_http(request: web.Request) -> web.StreamResponse:
    assert isinstance(request.transport, asyncio.Transport)
    request.transport.write(b"220 mail.example ESMTP\r\n")
    return await hang(request)


async def failure(call: Awaitable[object]) -> TelegramError:
    """Return the error that a call ends with, after looking for the token in all that is ever shown of one."""
    async with asyncio.timeout(HUNG):
        with pytest.raises(TelegramError) as caught:
            await call
    error = caught.value

    assert (error.__cause__, error.__context__) == (None, None)
    assert "secret" not in repr(error) + str(error) + repr(vars(error)) + "".join(traceback.format_exception(error))
    return error


async def test_a_call_is_answered_before_anything_was_initialised(api: BotApi, request_: AiohttpRequest) -> None:
    chat = api.chat(1)
    bot = Bot(api.token, base_url=api.base_url, request=request_, get_updates_request=request_)

    sent = await bot.send_message(1, "你好 & <b>100%</b> + 😀")

    assert (await chat.next_message()).text == "你好 & <b>100%</b> + 😀"
    assert (sent.message_id, sent.text) == (1, None)  # who sent it knows what it says


async def test_what_is_called_is_what_the_librarys_own_request_would_call(
    api: BotApi, request_: AiohttpRequest
) -> None:
    api.ground.asked["12"] = api.chat(1).answers
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("是的", callback_data="c:1")]])
    entities = [MessageEntity(MessageEntity.BOLD, 0, 2), MessageEntity(MessageEntity.PRE, 2, 1, language="py")]
    for request in (request_, HTTPXRequest()):
        bot = Bot(api.token, base_url=api.base_url, request=request, get_updates_request=request)
        await bot.send_message(1, "你好 1", reply_markup=keyboard, entities=entities, disable_notification=True)
        await bot.set_my_commands([("start", "开始")], language_code="zh")
        await bot.answer_callback_query("12", text="34")
        await request.shutdown()

    assert api.calls[:3] == api.calls[3:]


async def test_after_a_shutdown_nothing_is_sent_until_it_is_initialised_again(api: BotApi) -> None:
    request = AiohttpRequest()
    await request.shutdown()
    bot = Bot(TOKEN, base_url=api.base_url, request=request, get_updates_request=request)

    assert type(await failure(bot.get_me())) is NeverSent

    async with AiohttpRequest() as again:
        await again.shutdown()
        await again.initialize()
        bot = Bot(api.token, base_url=api.base_url, request=again, get_updates_request=again)

        assert (await bot.get_me()).username == "standin_bot"


async def test_one_connection_serves_calls_that_follow_each_other(request_: AiohttpRequest) -> None:
    ports = set()

    async def note(request: web.Request) -> web.StreamResponse:
        assert request.transport
        ports.add(request.transport.get_extra_info("peername"))
        return web.json_response({"ok": True, "result": True})

    async with serving(note) as url:
        for _ in range(3):
            await request_.post(url)

    assert len(ports) == 1


@pytest.mark.parametrize(
    ("status", "description", "parameters", "error"),
    [
        (400, "Bad Request: chat not found", None, BadRequest("Chat not found")),
        (401, "Unauthorized", None, InvalidToken("Unauthorized")),
        (403, "Forbidden: bot was blocked by the user", None, Forbidden("Forbidden: bot was blocked by the user")),
        (409, "Conflict: terminated", None, Conflict("Conflict: terminated")),
        (429, "Too Many Requests: retry after 35", {"retry_after": 35}, RetryAfter(35)),
        (400, "Bad Request: group was upgraded", {"migrate_to_chat_id": -1001}, ChatMigrated(-1001)),
        (500, "Internal Server Error", None, NetworkError("Internal Server Error")),
        (502, "Bad Gateway", None, NetworkError("Bad Gateway")),
    ],
)
async def test_what_telegram_refuses_is_told_in_its_words(
    request_: AiohttpRequest, status: int, description: str, parameters: dict[str, int] | None, error: TelegramError
) -> None:
    body = {"ok": False, "error_code": status, "description": description, "parameters": parameters}

    async def refuse(_: web.Request) -> web.StreamResponse:
        return web.json_response(body, status=status)

    async with serving(refuse) as url:
        refused = await failure(request_.post(url))

    assert (type(refused), str(refused), vars(refused)) == (type(error), str(error), vars(error))


@pytest.mark.parametrize("handler", [reset, cut_short, speak_no_http])
async def test_a_connection_that_breaks_is_a_network_error_with_a_name_only(
    request_: AiohttpRequest, handler: Handler
) -> None:
    async with serving(handler) as url:
        error = await failure(request_.post(url))

    assert type(error) is NetworkError
    assert str(error).isidentifier()


async def test_without_a_connection_it_is_sure_that_nothing_was_sent(request_: AiohttpRequest) -> None:
    async with serving(hang) as url:
        pass
    nowhere = f"http://telegram.invalid/bot{TOKEN}"
    for address in (url, nowhere, "http://", f"no-scheme/bot{TOKEN}", f"http://[/bot{TOKEN}"):
        error = await failure(request_.post(address))

        assert type(error) is NeverSent
        assert str(error).isidentifier()


@pytest.mark.parametrize(
    "body",
    [
        b'{"ok":false,"error_code":429,"parameters":{"retry_after":0}}',
        b'{"ok":false,"error_code":429}',
        b'{"ok":false,"parameters":[]}',
        b"<html>secret</html>",
    ],
)
async def test_a_wish_for_patience_is_one_even_if_it_does_not_say_for_how_long(
    request_: AiohttpRequest, body: bytes
) -> None:
    async with serving(answering(body, 429)) as url:
        error = await failure(request_.post(url))

    assert type(error) is RetryAfter
    assert seconds_asked(error) == 0


@pytest.mark.parametrize(
    "body", [b"", b'{"ok":true,"resu', b"<html>secret</html>", b"[]", b"null", b'{"ok":true}', b"[" * 99_999]
)
async def test_an_answer_that_is_none_of_telegrams_is_told_without_its_words(
    request_: AiohttpRequest, body: bytes
) -> None:
    async with serving(answering(body)) as url:
        error = await failure(request_.post(url))

    assert (type(error), str(error)) == (TelegramError, "Invalid server response")


@pytest.mark.parametrize(
    "body", [b"<p>/botsecret not found</p>", b'"secret"', b'{"parameters": "secret"}', b'{"ok": 0}']
)
@pytest.mark.parametrize("status", [302, 400, 401, 403, 404, 409, 502, 599])
async def test_what_a_gateway_refuses_is_no_refusal_of_telegrams_and_is_not_quoted(
    request_: AiohttpRequest, status: int, body: bytes
) -> None:
    async with serving(answering(body, status)) as url:
        error = await failure(request_.post(url))

    assert (type(error), str(error)) == (NetworkError, f"status {status}, not in Telegram's words")


async def test_a_redirect_is_not_followed(request_: AiohttpRequest) -> None:
    seen = []

    async def move(request: web.Request) -> web.StreamResponse:
        seen.append(request.path)
        return web.Response(status=307, headers={"Location": "/elsewhere"}, text="see secret")

    async with serving(move) as url:
        error = await failure(request_.post(url))

    assert type(error) is NetworkError
    assert len(seen) == 1


async def test_half_a_character_is_read_but_never_sent(request_: AiohttpRequest) -> None:
    body = rb'{"ok":true,"result":["\ud83d", "' + "账".encode() + b'\xff"]}'
    async with serving(answering(body)) as url:
        bot = bot_on(url, request_)

        read: object = await request_.post(url)

        assert read == ["\ud83d", "账\ufffd"]
        assert type(await failure(bot.send_message(1, "\ud83d"))) is BadRequest
        assert type(await failure(bot.send_document(1, b"file", caption="\ud83d"))) is BadRequest
        assert type(await failure(bot.send_document(1, b"file", filename="a\r\nb"))) is BadRequest


async def test_a_server_that_says_nothing_is_given_up(request_: AiohttpRequest) -> None:
    async with serving(hang) as url:
        error = await failure(request_.post(url, read_timeout=SOON))

    assert type(error) is TimedOut


async def test_without_a_word_about_them_the_timeouts_are_the_usual_ones(
    request_: AiohttpRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert request_.read_timeout == TIMEOUTS[1]

    monkeypatch.setattr("bot.channels.telegram.transport.http_session.TIMEOUTS", (9.0, SOON, 9.0, 9.0))
    async with serving(hang) as url:
        for given in (BaseRequest.DEFAULT_NONE, None):
            assert type(await failure(request_.post(url, read_timeout=given))) is TimedOut


async def test_a_call_waits_for_a_free_connection_only_so_long() -> None:
    async with serving(hang) as url, AiohttpRequest(connections=1) as request:
        first = asyncio.create_task(failure(request.post(url)))
        await asyncio.sleep(0)
        second = await failure(request.post(url, pool_timeout=SOON / 2, connect_timeout=SOON / 2))
        await request.shutdown()

        assert type(second) is NeverSent
        assert type(await first) is NetworkError


async def test_an_upload_that_gets_stuck_is_given_up(request_: AiohttpRequest) -> None:
    async with serving(hang) as url:
        call = bot_on(url, request_).send_document(
            1, bytes(2**25), read_timeout=SOON, write_timeout=SOON, connect_timeout=SOON, pool_timeout=SOON
        )

        assert type(await failure(call)) is TimedOut


async def test_an_upload_that_is_broken_off_is_a_network_error(request_: AiohttpRequest) -> None:
    async with serving(reset) as url:
        error = await failure(bot_on(url, request_).send_document(1, bytes(2**25)))

    assert type(error) is NetworkError


@asynccontextmanager
async def taking_files() -> AsyncIterator[tuple[str, Parts]]:
    """Serve a chat that takes files; also gives the parts of the last form, by their names."""
    parts: Parts = {}

    async def take(request: web.Request) -> web.StreamResponse:
        async for part in await request.multipart():
            assert isinstance(part, BodyPartReader)
            parts[part.name or ""] = part.filename, part.headers.get("Content-Type"), bytes(await part.read())
        message = {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}}
        return web.json_response({"ok": True, "result": [message] if "media" in parts else message})

    async with serving(take) as url:
        yield url, parts


async def test_a_file_is_uploaded_under_its_name_with_its_words(request_: AiohttpRequest, tmp_path: Path) -> None:
    content = bytes(range(256)) * 8192  # 2 MiB
    (tmp_path / "file").write_bytes(content)
    async with taking_files() as (url, parts):
        with (tmp_path / "file").open("rb") as file:
            for one in (content, InputFile(file, '账单 "1".jpg', read_file_handle=False)):
                await bot_on(url, request_).send_document(
                    1, one, caption="说明\r\n--", filename='账单 "1".jpg', reply_markup=InlineKeyboardMarkup([[]])
                )

                assert parts.pop("document") == ('账单 "1".jpg', "image/jpeg", content)
                assert {name: text.decode() for name, (_, _, text) in parts.items()} == {
                    "chat_id": "1",
                    "caption": "说明\r\n--",
                    "reply_markup": '{"inline_keyboard": [[]]}',
                }


async def test_an_album_is_uploaded_with_all_its_files(request_: AiohttpRequest) -> None:
    album = [InputMediaPhoto(b"one"), InputMediaPhoto(b"two")]
    async with taking_files() as (url, parts):
        await bot_on(url, request_).send_media_group(1, album)
    media = json.loads(parts["media"][2])

    assert [parts[one["media"].removeprefix("attach://")][2] for one in media] == [b"one", b"two"]


async def test_a_file_is_downloaded(request_: AiohttpRequest) -> None:
    paths = []

    async def give(request: web.Request) -> web.StreamResponse:
        paths.append((request.method, request.path, request.raw_path.rpartition("/")[2]))
        return web.Response(body=bytes(3_000_000))

    async with serving(give) as url:
        content = await request_.retrieve(url.replace("sendMessage", "documents/%E8%B4%A6%20%25.pdf"))

    assert content == bytes(3_000_000)
    assert paths == [("GET", f"/bot{TOKEN}/documents/账 %.pdf", "%E8%B4%A6%20%25.pdf")]


@pytest.mark.parametrize(
    ("handler", "error"),
    [(answering(b"404: Not Found /botsecret", 404), NetworkError), (cut_short, NetworkError), (hang, TimedOut)],
)
async def test_a_file_that_cannot_be_downloaded_is_no_empty_file(
    request_: AiohttpRequest, handler: Handler, error: type[TelegramError]
) -> None:
    async with serving(handler) as url:
        assert type(await failure(request_.retrieve(url, read_timeout=SOON))) is error


async def test_a_proxy_is_asked_with_the_whole_address() -> None:
    asked = []

    async def relay(request: web.Request) -> web.StreamResponse:
        asked.append(str(request.url))
        return web.json_response({"ok": True, "result": True})

    async with serving(relay) as url, AiohttpRequest(proxy=url.split("/bot")[0]) as request:
        await request.post("http://telegram.invalid/bot1/getMe", RequestData())

    assert asked == ["http://telegram.invalid/bot1/getMe"]


@pytest.mark.parametrize(
    "odd",
    [
        {"date": 1_793_793_600_000, "chat": {"id": 1, "type": "private"}},
        {"date": "2026-11-01", "chat": {"id": 1}},
        {"text": {"no": "text"}, "entities": [{"type": 7}]},
    ],
)
async def test_what_was_delivered_counts_as_delivered_whatever_else_the_answer_says(
    odd: dict[str, object], request_: AiohttpRequest
) -> None:
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.json_response({"ok": True, "result": {"message_id": 42, **odd}})

    async with serving(answer) as url:
        sent = await bot_on(url, request_).send_message(1, "Your reference is T-2026-000042.")

    assert sent.message_id == 42
