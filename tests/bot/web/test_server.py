import asyncio
import logging
from pathlib import Path
from unittest.mock import AsyncMock

import pytest
from aiohttp import WSServerHandshakeError

from bot.desk.overview.worklists import Worklists
from bot.web.security import HEADERS
from bot.web.server import LARGEST_FORM
from bot.web.visitors.customer_cookie import COOKIE
from storage.embedded.embedded_store import EmbeddedUnit
from storage.ports import Unavailable
from tests.bot.web.place import LI, open_place
from tests.storage.embedded.test_embedded_store import full_disk, note


@pytest.mark.parametrize(
    "path", ["/", "/sign-in", "/health", "/nothing", "/static/chat.js", "/static/desk.js", "/static/nothing", "/desk"]
)
async def test_every_answer_carries_the_protecting_headers(tmp_path: Path, path: str) -> None:
    async with open_place(tmp_path) as place, place.client.get(path, allow_redirects=False) as response:
        carried = {name: response.headers.get(name) for name in HEADERS}

    assert carried == HEADERS


async def test_the_server_tells_that_it_is_well(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        answer = await place.get("/health")

    assert answer == (200, "ok")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Origin": "https://desk.example", "Host": "desk.example"}, 303),
    ],
)
async def test_only_own_pages_may_change_something(tmp_path: Path, headers: dict[str, str], status: int) -> None:
    async with (
        open_place(tmp_path) as place,
        place.client.post("/sign-out", headers=headers, allow_redirects=False) as response,
    ):
        answer = response.status

    assert status == answer


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", f"/static/{'a' * 300}", {}, 404),
        ("POST", "/sign-in", {"Origin": "http://[::1"}, 403),
        ("POST", "/sign-in", {"Sec-Fetch-Site": "same-origin", "Content-Encoding": "gzip"}, 415),
        ("POST", "/chat/files/a", {"Sec-Fetch-Site": "same-origin", "Content-Encoding": "gzip"}, 415),
    ],
)
async def test_what_no_browser_sends_is_refused_without_a_word_in_the_log(
    tmp_path: Path, method: str, path: str, headers: dict[str, str], status: int, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_place(tmp_path) as place:
        await place.get("/")  # for the cookie
        body = b"not packed" if method == "POST" else None
        async with place.client.request(method, path, headers=headers, data=body) as response:
            answer = response.status

    assert answer == status
    assert [record.getMessage() for record in caplog.records if record.name.startswith("bot.")] == []


@pytest.mark.parametrize("path", ["/chat", "/desk/live"])
async def test_only_own_pages_may_open_a_socket(tmp_path: Path, path: str) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        await place.get("/")
        with pytest.raises(WSServerHandshakeError) as refused:
            await place.client.ws_connect(path, headers={"Origin": "https://evil.example"})

    assert refused.value.status == 403


async def test_a_mistake_of_ours_shows_a_page_without_a_traceback(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        monkeypatch.setattr(Worklists, "show", None)
        status, page = await place.get("/desk?secret=1")

    assert status == 500
    assert "Something went wrong on our side" in page
    assert "Traceback" not in page
    assert [(record.message, record.levelno) for record in caplog.records] == [("a page failed", logging.ERROR)]
    assert "secret=1" not in caplog.text


async def test_while_the_store_is_out_of_reach_pages_say_so_and_no_balancer_sends_anybody_here(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        well = await place.get("/health")
        monkeypatch.setattr(EmbeddedUnit, "get", AsyncMock(side_effect=Unavailable("no database")))
        monkeypatch.setattr(EmbeddedUnit, "find", AsyncMock(side_effect=Unavailable("no database")))
        status, page = await place.get("/desk")
        ill = await place.get("/health")

    assert (well, ill) == ((200, "ok"), (503, "the store is out of reach"))
    assert status == 503
    assert "Nothing is lost; please try again in a minute." in page
    assert caplog.messages == ["a page cannot be shown now: no database"]


async def test_while_a_customer_would_have_to_wait_for_the_start_no_balancer_sends_anybody_here(tmp_path: Path) -> None:
    async with open_place(tmp_path, starting=True) as place:
        answer = await place.get("/health")

    assert answer == (503, "starting")


async def test_while_the_disk_is_full_the_server_and_the_desk_say_so_and_recover_by_themselves(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        with full_disk(tmp_path, room=100):
            unit = place.store.unit()
            unit.add(note("n1", "x" * 200))
            with pytest.raises(Unavailable):
                await unit.commit()
            full, (_, desk) = await place.get("/health"), await place.get("/desk")
        well, (_, again) = await place.get("/health"), await place.get("/desk")

    assert full == (503, "degraded: nothing can be written to the store, is its disk full?")
    assert ("Nothing can be saved right now" in desk, "Nothing can be saved right now" in again) == (True, False)
    assert well == (200, "ok")


async def test_what_an_agent_typed_is_still_there_when_it_cannot_be_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        monkeypatch.setattr(place.handoffs, "reply", AsyncMock(side_effect=Unavailable("no database")))
        monkeypatch.setattr(place.board, "ticket", AsyncMock(side_effect=Unavailable("no database")))
        status, page = await place.post("/desk/tickets/T-2026-000042/reply", text="We are <on> it")

    assert status == 503
    assert "We are &lt;on&gt; it</textarea>" in page
    assert "Try again" in page


async def test_a_browser_that_has_left_is_no_mistake_of_ours(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        monkeypatch.setattr(Worklists, "show", AsyncMock(side_effect=ConnectionResetError))
        await place.get("/desk")

    assert caplog.records == []


async def test_a_form_has_a_size(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        status, _ = await place.post("/sign-in", token="x" * LARGEST_FORM)

    assert status == 413


async def test_a_form_brings_no_files(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        headers = {"Sec-Fetch-Site": "same-origin", "Content-Type": "multipart/form-data; boundary=x"}
        async with place.client.post("/sign-in", data=b"--x--", headers=headers) as response:
            status = response.status

    assert status == 415


async def test_a_first_visit_sets_a_cookie_for_a_year_that_scripts_cannot_read(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place, place.client.get("/") as response:
        cookie = response.headers["Set-Cookie"]

    assert cookie.startswith(f"{COOKIE}=secret-0001-x")
    assert {"HttpOnly", "SameSite=Lax", "Max-Age=31536000", "Path=/"} <= set(cookie.split("; "))


async def test_a_browser_keeps_its_secret(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.get("/")
        async with place.client.get("/") as response:
            cookie = response.headers["Set-Cookie"]

    assert cookie.startswith(f"{COOKIE}=secret-0001-x")


@pytest.mark.parametrize(
    ("accepted", "words"),
    [("zh-CN,zh;q=0.9", "请用您自己的话"), ("de,zh-TW;q=0.8,en;q=0.5", "請用您自己的話"), ("fr", "in your own words")],
)
async def test_the_chat_speaks_the_language_of_the_browser(tmp_path: Path, accepted: str, words: str) -> None:
    async with open_place(tmp_path) as place:
        _, page = await place.get("/", **{"Accept-Language": accepted})

    assert words in page


async def test_behind_tls_browsers_are_told_to_come_by_tls_only(tmp_path: Path) -> None:
    address = "https://desk.example.com"
    async with open_place(tmp_path, address=address) as place, place.client.get("/") as response:
        behind = response.headers.get("Strict-Transport-Security")
    async with open_place(tmp_path / "plain") as place, place.client.get("/") as response:
        plain = response.headers.get("Strict-Transport-Security")

    assert (behind, plain) == ("max-age=31536000", None)


@pytest.mark.parametrize("path", ["/", "/static/desk.css", "/static/desk.js", "/nothing", "/health"])
async def test_no_answer_tells_a_version(tmp_path: Path, path: str) -> None:
    async with open_place(tmp_path) as place, place.client.get(path) as response:
        server = response.headers.get("Server")

    assert server == "tellonce"


@pytest.mark.parametrize("words", [b"GARBAGE", b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: abc"])
async def test_not_even_to_what_is_no_http(tmp_path: Path, words: bytes) -> None:
    async with open_place(tmp_path) as place:
        reader, writer = await asyncio.open_connection("127.0.0.1", place.client.port)
        writer.write(words + b"\r\n\r\n")
        answer = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 5)
        writer.close()

    assert b" 400 " in answer
    assert b"Server: tellonce\r\n" in answer
