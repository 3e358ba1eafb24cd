import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial
from ipaddress import ip_network
from pathlib import Path
from types import SimpleNamespace

import pytest
from aiohttp import web
from aiohttp.http_exceptions import BadStatusLine

from bot.settings import Network
from bot.web.visitors import visitor_connections
from bot.web.visitors.visitor_connections import MALFORMED, SPARE, Door, quiet_logger, raise_descriptors
from bot.web.visitors.visitors import Visitors

ASK = b"GET / HTTP/1.1\r\nHost: desk\r\n\r\n"
HALF = ASK[:-2]
LOOPBACK = (ip_network("127.0.0.1/32"),)

Link = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class House:
    """A server behind a door, and links to it from several addresses."""

    def __init__(self, door: Door, port: int) -> None:
        self.door = door
        self._port = port
        self._links: list[Link] = []

    async def links(self, visitor: int, count: int = 1, sends: bytes = HALF) -> list[Link]:
        found = []
        for _ in range(count):
            link = await asyncio.open_connection("127.0.0.1", self._port, local_addr=(f"127.0.0.{visitor}", 0))
            self._links.append(link)
            link[1].write(sends)
            found.append(link)
        return found

    async def answer(self, link: Link) -> bytes:
        async with asyncio.timeout(20):
            return await link[0].readline()

    def close(self) -> None:
        for _, writer in self._links:
            writer.close()


async def until(so: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not so():  # noqa: ASYNC110  # the door tells nobody
            await asyncio.sleep(0)


@asynccontextmanager
async def open_house(
    most: int = 1000, most_of_one: int = 1000, trusted: tuple[Network, ...] = (), large: Path = Path(__file__)
) -> AsyncIterator[House]:
    visitors = Visitors(trusted)

    async def answer(request: web.Request) -> web.Response:
        connection = request.protocol
        assert isinstance(connection, visitor_connections.VisitorConnection)
        if not connection.door.asks(connection, visitors.of(request)):
            return web.Response(status=429)
        if request.method == "POST":
            await request.read()
        connection.door.is_silent(connection)
        return web.Response(text="hello")

    async def send_file(_request: web.Request) -> web.FileResponse:
        return web.FileResponse(large)

    app = web.Application()
    app.router.add_route("*", "/", answer)
    app.router.add_get("/file", send_file)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    door = Door(visitors, most, most_of_one)
    connection = partial(door.connection, runner, access_log=None)
    server = await asyncio.get_running_loop().create_server(connection, "127.0.0.1", 0)
    house = House(door, server.sockets[0].getsockname()[1])
    try:
        yield house
    finally:
        house.close()
        server.close()
        await runner.cleanup()


async def test_half_open_requests_of_one_address_do_not_lock_out_others() -> None:
    async with open_house(most=2000, most_of_one=50) as house:
        mine = await house.links(66, 60)
        (other,) = await house.links(2, sends=ASK)
        refused, served = await house.answer(mine[-1]), await house.answer(other)

    assert refused == b"HTTP/1.1 429 Too Many Requests\r\n"
    assert served == b"HTTP/1.1 200 OK\r\n"


async def test_half_open_requests_of_many_addresses_make_room_the_oldest_first() -> None:
    async with open_house(most=20) as house:
        halves = [link for visitor in range(10, 40) for link in await house.links(visitor)]
        (other,) = await house.links(2, sends=ASK)
        served = await house.answer(other)
        first = await house.answer(halves[0])

    assert [first, served] == [b"", b"HTTP/1.1 200 OK\r\n"]


async def test_a_request_that_is_being_answered_makes_room_for_nobody() -> None:
    post = b"POST / HTTP/1.1\r\nHost: desk\r\nContent-Length: 1\r\n\r\n"
    async with open_house(most=2) as house:
        asking = [(await house.links(visitor, sends=post))[0] for visitor in (2, 3)]
        await until(lambda: not house.door._silent)
        (late,) = await house.links(4, sends=ASK)
        refused = await house.answer(late)
        asking[0][1].write(b"x")
        served = await house.answer(asking[0])

    assert [refused, served] == [b"HTTP/1.1 429 Too Many Requests\r\n", b"HTTP/1.1 200 OK\r\n"]


async def test_a_request_that_does_not_come_whole_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visitor_connections, "SILENCE", 0.01)
    async with open_house() as house:
        (half,) = await house.links(2)
        cut = await house.answer(half)

    assert cut == b""


async def test_a_connection_that_asks_for_nothing_more_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visitor_connections, "SILENCE", 0.2)
    async with open_house() as house:
        ((reader, _),) = await house.links(2, sends=ASK)
        async with asyncio.timeout(20):
            rest = await reader.read()

    assert rest.startswith(b"HTTP/1.1 200 OK")


async def test_a_trusted_proxy_brings_many_and_keeps_its_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visitor_connections, "SILENCE", 0.0001)
    async with open_house(most_of_one=1, trusted=LOOPBACK) as house:
        first, second = await house.links(1, 2)
        second[1].write(ASK[-2:])
        served = await house.answer(second)
        first[1].write(ASK[-2:])
        later = await house.answer(first)

    assert [served, later] == [b"HTTP/1.1 200 OK\r\n"] * 2


async def test_who_comes_by_a_proxy_has_so_many_requests_at_a_time_and_others_theirs() -> None:
    post = b"POST / HTTP/1.1\r\nHost: desk\r\nX-Forwarded-For: 6.6.6.6\r\nContent-Length: 1\r\n\r\n"
    async with open_house(most_of_one=2, trusted=LOOPBACK) as house:
        mine = await house.links(1, 2, sends=post)
        await until(lambda: house.door._asking_of["6.6.6.6"] == 2)
        refused = await house.answer((await house.links(1, sends=post))[0])
        other = await house.answer((await house.links(1, sends=post.replace(b"6.6.6.6", b"7.7.7.7") + b"x"))[0])
        mine[0][1].write(b"x")
        served = await house.answer(mine[0])
        later = await house.answer((await house.links(1, sends=post + b"x"))[0])

    assert [refused, other, served, later] == [
        b"HTTP/1.1 429 Too Many Requests\r\n",
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.1 200 OK\r\n",
    ]


async def test_what_comes_behind_an_answer_is_not_read() -> None:
    begun = ASK.replace(b"\r\n\r\n", b"\r\nTransfer-Encoding: chunked\r\n\r\n")
    async with open_house() as house:
        ((reader, writer),) = await house.links(2, sends=begun)
        answered = await reader.readline()
        with suppress(ConnectionError):
            async with asyncio.timeout(5):  # aiohttp itself would go on for ten
                while True:
                    writer.write(b"1\r\nx\r\n")
                    await writer.drain()
                    await asyncio.sleep(0)

    assert answered == b"HTTP/1.1 200 OK\r\n"


async def test_who_asks_and_never_reads_is_cut(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(visitor_connections, "UNREAD", 0.01)
    large = tmp_path / "large"
    large.write_bytes(bytes(30_000_000))
    visitor_connections.send_files_in_pieces()
    async with open_house(large=large) as house:
        await house.links(2, sends=ASK.replace(b"/ ", b"/file ") * 10)
        await until(lambda: bool(house.door._open))
        await until(lambda: not house.door._open)
        (other,) = await house.links(2, sends=ASK)
        served = await house.answer(other)

    assert served == b"HTTP/1.1 200 OK\r\n"


async def test_who_reads_slowly_gets_all(tmp_path: Path) -> None:
    large = tmp_path / "large"
    large.write_bytes(bytes(10_000_000))
    visitor_connections.send_files_in_pieces()
    async with open_house(large=large) as house:
        ((reader, _),) = await house.links(2, sends=ASK.replace(b"/ ", b"/file "))
        await reader.readuntil(b"\r\n\r\n")
        waits = [connection._unread for connection in house.door._open]
        got = await reader.readexactly(10_000_000)
        left = [connection._unread for connection in house.door._open]

    assert [len(waits), len(got), left] == [1, 10_000_000, [None]]


async def test_little_is_read_in_one_go() -> None:
    async with open_house() as house:
        await house.links(2)
        await until(lambda: bool(house.door._open))
        (connection,) = house.door._open

        assert vars(connection.transport)["max_size"] == visitor_connections.SIP


async def test_what_a_request_expects_in_vain_is_refused_without_a_word(caplog: pytest.LogCaptureFixture) -> None:
    async with open_house() as house:
        odd = [await house.links(2, sends=HALF + b"Expect: " + what + b"\r\n\r\n") for what in (b"\xff", b"miracles")]
        (usual,) = await house.links(2, sends=HALF + b"Expect: 100-continue\r\n\r\n")
        refused = [await house.answer(link) for (link,) in odd]
        served = await house.answer(usual)

    assert refused == [b"HTTP/1.1 417 Expectation Failed\r\n"] * 2
    assert served == b"HTTP/1.1 100 Continue\r\n"
    assert caplog.records == []


async def test_who_leaves_makes_room_and_nothing_is_remembered() -> None:
    async with open_house(most_of_one=2) as house:
        for _ in range(5):
            for reader, writer in await house.links(2, 2, sends=ASK):
                await reader.readline()
                writer.close()
            await until(lambda: not house.door._open)
        remembered = dict(house.door._of), dict(house.door._silent), dict(house.door._asking_of)

    assert remembered == ({}, {}, {})


async def test_malformed_requests_are_short_lines_a_few_a_minute(caplog: pytest.LogCaptureFixture) -> None:
    quiet_logger().filters.clear()
    async with open_house() as house:
        links = await house.links(66, MALFORMED + 5, sends=HALF + b"secret \x00\xff words\r\n\r\n")
        answers = {await house.answer(link) for link in links}

    assert answers == {b"HTTP/1.0 400 Bad Request\r\n"}
    assert len(caplog.records) == MALFORMED
    assert all("\n" not in record.getMessage() and not record.exc_info for record in caplog.records)
    assert "secret" not in caplog.text


async def test_lines_that_were_left_out_are_counted_in_the_next_minute(caplog: pytest.LogCaptureFixture) -> None:
    times = iter([*range(MALFORMED + 3), 61])
    logger = logging.getLogger("test malformed")
    logger.addFilter(visitor_connections._FewMalformed(lambda: next(times)))
    for _ in range(MALFORMED + 4):
        logger.error("Error handling request", exc_info=BadStatusLine("private"))

    assert len(caplog.messages) == MALFORMED + 1
    assert caplog.messages[-1] == "a request could not be read: BadStatusLine; so could 3 others before"


async def test_a_body_that_is_not_packed_as_it_says_is_a_short_line(caplog: pytest.LogCaptureFixture) -> None:
    quiet_logger().filters.clear()
    quiet_logger().error("Unhandled exception", exc_info=web.RequestPayloadError("private"))

    assert caplog.messages == ["a request could not be read: RequestPayloadError"]
    assert not caplog.records[0].exc_info


async def test_a_fault_of_ours_is_logged_whole(caplog: pytest.LogCaptureFixture) -> None:
    quiet_logger().error("Error handling request", exc_info=ZeroDivisionError("division"))

    assert "ZeroDivisionError: division" in caplog.text


@pytest.mark.parametrize(
    ("limits", "wanted", "set_to", "fit"),
    [
        ((1024, 4096), 2000, (2000 + SPARE, 4096), 2000),
        ((1024, 1500), 2000, (1500, 1500), 1500 - SPARE),
        ((1024, -1), 2000, (2000 + SPARE, -1), 2000),
        ((9999, 9999), 2000, None, 2000),
        ((-1, -1), 2000, None, 2000),
        ((100, 100), 2000, (100, 100), 1),
    ],
)
def test_the_system_is_asked_for_as_many_descriptors_as_are_needed(
    monkeypatch: pytest.MonkeyPatch,
    limits: tuple[int, int],
    wanted: int,
    set_to: tuple[int, int] | None,
    fit: int,
) -> None:
    asked: list[tuple[int, int]] = []
    system = SimpleNamespace(
        RLIMIT_NOFILE=7, RLIM_INFINITY=-1, getrlimit=lambda _: limits, setrlimit=lambda _, given: asked.append(given)
    )
    monkeypatch.setattr(visitor_connections, "resource", system)
    found = raise_descriptors(wanted)

    assert (fit, [set_to] if set_to else []) == (found, asked)


def test_where_there_is_no_such_limit_nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visitor_connections, "resource", None)

    assert raise_descriptors(5) == 5
