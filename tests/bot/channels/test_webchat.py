import asyncio
import logging
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import AsyncMock, Mock

import pytest
from aiohttp import ClientWebSocketResponse, WSCloseCode, WSMsgType, WSServerHandshakeError

from bot.channels import webchat as webchats
from bot.channels.port import Incoming, Outgoing
from bot.channels.visitor_limits import Limit, Rate
from bot.channels.webchat import (
    LARGEST_FRAME,
    LONGEST_TEXT,
    MOST_FRAMES,
    MOST_UNSENT,
    SHORT,
    ChatSocket,
    Malformed,
    address_of,
    read,
)
from bot.desk.incoming.turn_queue import Crowded
from bot.web.visitors.customer_cookie import COOKIE
from storage.embedded.embedded_store import EmbeddedUnit
from storage.ports import EVERYWHERE, Unavailable
from storage.records.complaint_records import Message
from storage.records.record import Record
from storage.records.traffic_records import OutboxRow
from tests.bot.web.place import COOKIES, CUSTOMER, OWN_PAGE, RATES, Place, message, open_place

SECRET = "a-secret-of-some-length"
ADDRESS = address_of(SECRET)
HERE = "127.0.0.1"
BURST = RATES[Limit.MESSAGES].most
HEADERS = OWN_PAGE | {"Cookie": f"{COOKIE}={COOKIES.signed(SECRET)}", "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8"}


async def open_chat(place: Place) -> ClientWebSocketResponse:
    return await place.client.ws_connect("/chat", headers=HEADERS)


async def say(chat: ClientWebSocketResponse, **frame: Any) -> Any:
    """Send a frame and return the answer to it, past the messages shown before."""
    await chat.send_json(frame)
    while "messages" in (answer := await chat.receive_json(timeout=5)):
        pass
    return answer


async def told(place: Place, *records: Record) -> None:
    """Have the desk say something on the customer's address."""
    await place.keep(*records)
    place.store.changes.tell(ADDRESS)


def bubble(key: str) -> Message:
    return replace(message(key, "Hello", address=ADDRESS), author="bot", choices=(("1:yes", "Yes"),))


def waiting(key: str) -> OutboxRow:
    return OutboxRow(id=key, address=ADDRESS, conversation="v1", message=key, epoch=0)


async def test_what_a_customer_writes_is_played_and_then_acknowledged(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place, await open_chat(place) as chat:
        answer = await say(chat, id="m-1", text="It broke")

        assert answer == {"taken": "m-1"}
        assert [
            Incoming(address=ADDRESS, update=f"{ADDRESS}:m-1", text="It broke", language="zh-cn", source=HERE)
        ] == place.heard


async def test_typing_is_shown_for_what_is_read_when_the_customer_pauses(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place, await open_chat(place) as chat:
        place.listener.settles = True
        answer = await say(chat, id="m-1", text="It broke")

        assert answer == {"taken": "m-1", "typing": True}


async def test_a_tapped_button_comes_as_its_data(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place, await open_chat(place) as chat:
        await say(chat, id="m-1", button="3:refund")

        assert (place.heard[0].button, place.heard[0].text) == ("3:refund", "")


async def test_the_address_tells_nothing_of_the_secret() -> None:
    address = address_of("secret")

    assert address == "web:2bb80d537b1da3e38bd30361"


async def test_a_page_that_opens_gets_the_newest_of_the_history_in_order(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.keep(*(message(f"{n:03}", str(n), address=ADDRESS) for n in range(203)))
        async with await open_chat(place) as chat:
            history = (await chat.receive_json(timeout=5))["messages"]

    assert [str(n) for n in range(3, 203)] == [bubble["text"] for bubble in history]


async def test_a_page_gets_no_more_of_long_messages_than_it_can_be_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webchats, "HISTORY_LENGTH", 9)
    async with open_place(tmp_path) as place:
        await place.keep(bubble("m-1"), bubble("m-2"), replace(bubble("m-3"), text="Bye"))
        async with await open_chat(place) as chat:
            first = await chat.receive_json(timeout=5)
            await told(place, replace(bubble("m-4"), text="longer than all"))
            then = await chat.receive_json(timeout=5)

    assert [[message["id"] for message in shown["messages"]] for shown in (first, then)] == [["m-2", "m-3"], ["m-4"]]


@pytest.mark.parametrize(("waiting_bytes", "cut"), [(MOST_UNSENT, []), (MOST_UNSENT + 1, ["cut"])])
async def test_a_browser_that_takes_nothing_is_cut_off_before_much_waits_for_it(
    waiting_bytes: int, cut: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webchats, "PATIENCE", 0)
    done: list[str] = []
    socket, transport = Mock(ChatSocket), Mock(asyncio.Transport)
    socket.send_json = lambda *_, **__: asyncio.Event().wait()
    socket.transport = transport
    transport.get_write_buffer_size.return_value = waiting_bytes
    transport.abort = lambda: done.append("cut")
    await webchats._push(socket, {})

    assert done == cut


async def test_nobody_sees_the_history_of_another_browser(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.keep(message("001", "private", address="web:somebody-else"))
        async with await open_chat(place) as chat:
            history = await chat.receive_json(timeout=5)

    assert history == {"messages": []}


async def test_a_message_of_the_desk_reaches_every_open_page_of_the_customer(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place, await open_chat(place) as one, await open_chat(place) as two:
        await one.receive_json(timeout=5)
        await two.receive_json(timeout=5)
        await told(place, bubble("m-9"))
        shown = [(await chat.receive_json(timeout=5))["messages"][0] for chat in (one, two)]

    at = shown[0]["at"]
    said = {"id": "m-9", "author": "bot", "name": "", "text": "Hello", "at": at}
    expected = said | {"files": [], "choices": [["1:yes", "Yes"]]}
    assert [expected, expected] == shown


async def test_a_page_gets_each_message_once(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place, await open_chat(place) as chat:
        await chat.receive_json(timeout=5)
        await told(place, bubble("m-1"))
        await told(place, bubble("m-2"))
        place.store.changes.tell(EVERYWHERE)
        await told(place, bubble("m-3"))
        got: list[str] = []
        while "m-3" not in got:
            got += [message["id"] for message in (await chat.receive_json(timeout=5))["messages"]]

    assert got == ["m-1", "m-2", "m-3"]


async def test_a_page_that_could_not_be_read_catches_up_by_itself(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webchats, "BEHIND", 0)
    async with open_place(tmp_path) as place, await open_chat(place) as chat:
        await chat.receive_json(timeout=5)
        await place.keep(bubble("m-1"))
        find = AsyncMock(side_effect=[Unavailable("no database"), [], [bubble("m-1")], []])
        monkeypatch.setattr(EmbeddedUnit, "find", find)
        place.store.changes.tell(ADDRESS)
        shown = await chat.receive_json(timeout=5)

    assert [message["id"] for message in shown["messages"]] == ["m-1"]
    assert caplog.messages == ["a page is behind, and tries again: no database"]


async def test_what_may_yet_be_taken_back_is_not_shown_before_it_is_delivered(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place, await open_chat(place) as chat:
        await chat.receive_json(timeout=5)
        await told(place, bubble("m-1"), waiting("m-1"))
        await told(place, bubble("m-2"))
        shown = await chat.receive_json(timeout=5)

    assert [message["id"] for message in shown["messages"]] == ["m-2"]


async def test_a_message_for_a_closed_page_is_simply_delivered(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.webchat.send(Outgoing(address=ADDRESS, message="m-9", author="bot", text="Hello"))


async def test_what_was_written_in_one_tab_is_shown_in_the_other(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place, await open_chat(place) as one, await open_chat(place) as two:
        await two.receive_json(timeout=5)
        await say(one, id="m-1", text="It broke")
        seen = (await two.receive_json(timeout=5))["messages"]

    assert [(bubble["author"], bubble["text"]) for bubble in seen] == [("customer", "It broke")]


async def test_the_kept_bubble_comes_before_the_acknowledgement(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place, await open_chat(place) as chat:
        await chat.receive_json(timeout=5)
        await chat.send_json({"id": "m-1", "text": "It broke"})
        answers = [await chat.receive_json(timeout=5) for _ in range(2)]

    assert [list(answer) for answer in answers] == [["messages"], ["taken"]]


async def test_a_message_that_cannot_be_stored_is_asked_for_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_place(tmp_path) as place, await open_chat(place) as chat:
        place.listener.failure = Unavailable("the disk is full")
        answer = await say(chat, id="m-1", text="my private words")
        place.listener.failure = None
        later = await say(chat, id="m-1", text="my private words")

    assert [answer, later] == [{"retry": "m-1"}, {"taken": "m-1"}]
    assert caplog.messages == ["a web customer was asked to try again: the disk is full"]


async def test_a_browser_that_comes_while_the_store_is_out_of_reach_is_asked_to_come_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_place(tmp_path) as place:
        monkeypatch.setattr(EmbeddedUnit, "find", AsyncMock(side_effect=Unavailable("no database")))
        async with await open_chat(place) as chat:
            frame = await chat.receive(timeout=5)

    assert (frame.type, frame.data) == (WSMsgType.CLOSE, WSCloseCode.TRY_AGAIN_LATER)
    assert caplog.messages == ["a browser was asked to come again: no database"]


async def test_a_mistake_of_ours_is_logged_once_and_never_shown(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_place(tmp_path) as place, await open_chat(place) as chat:
        place.listener.failure = ZeroDivisionError()
        answer = await say(chat, id="m-1", text="It broke")

    assert answer == {"retry": "m-1"}
    assert [(r.message, r.levelno) for r in caplog.records] == [("a web customer's turn failed", logging.ERROR)]


async def test_a_flood_is_told_to_come_again(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place, await open_chat(place) as chat:
        answers = [await say(chat, id=f"m-{n}", text="hey") for n in range(BURST + 1)]

        limited = {"retry": f"m-{BURST}", "reason": "messages", "after": 11}
        assert ({"taken": f"m-{BURST - 1}"}, limited) == (answers[-2], answers[-1])
        assert len(place.heard) == BURST


async def test_a_flood_counts_over_all_sockets_of_a_customer(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place, AsyncExitStack() as sockets:
        chats = [await sockets.enter_async_context(await open_chat(place)) for _ in range(6)]
        answers = [await say(chat, id=f"m-{n}-{of}", text="hey") for n in range(10) for of, chat in enumerate(chats)]
        place.clock.now += timedelta(seconds=20)
        later = await say(chats[5], id="m-again", text="hey")

    assert [next(iter(answer)) for answer in answers] == BURST * ["taken"] + (60 - BURST) * ["retry"]
    assert later == {"taken": "m-again"}


async def test_long_messages_of_all_at_an_address_are_limited_and_short_ones_never_wait_for_them(
    tmp_path: Path,
) -> None:
    rates = RATES | {Limit.TEXT: Rate(2 * SHORT, 600)}
    async with open_place(tmp_path, rates=rates) as place, await open_chat(place) as chat:
        long, short = "n" * (SHORT + 1), "n" * SHORT
        answers = [await say(chat, id=f"m-{n}", text=text) for n, text in enumerate((long, long, long, short))]

    assert [answers[0], answers[1], answers[3]] == [{"taken": f"m-{n}"} for n in (0, 1, 3)]
    assert (answers[2]["retry"], answers[2]["reason"]) == ("m-2", "text")


async def test_those_behind_one_address_begin_so_many_conversations_and_go_on_with_them(tmp_path: Path) -> None:
    rates = RATES | {Limit.CONVERSATIONS: Rate(2, 600)}
    async with open_place(tmp_path, rates=rates) as place:
        await place.keep(replace(CUSTOMER, identities=(address_of("known"),)))
        answers = []
        for secret in ("one", "two", "three", "known"):
            headers = HEADERS | {"Cookie": f"{COOKIE}={COOKIES.signed(secret)}"}
            async with await place.client.ws_connect("/chat", headers=headers) as chat:
                answers.append(await say(chat, id="m-1", text="hey"))

    limited = {"retry": "m-1", "reason": "conversations", "after": 900}
    assert answers == [{"taken": "m-1"}, {"taken": "m-1"}, limited, {"taken": "m-1"}]


async def test_who_opens_the_chat_too_often_is_told_when_to_come_again(tmp_path: Path) -> None:
    rates = RATES | {Limit.VISITS: Rate(1, 60)}
    async with open_place(tmp_path, rates=rates) as place, await open_chat(place), await open_chat(place) as chat:
        told, closed = await chat.receive_json(timeout=5), await chat.receive(timeout=5)

    assert told == {"limited": "visits", "after": 120}
    assert (closed.type, closed.data) == (WSMsgType.CLOSE, WSCloseCode.TRY_AGAIN_LATER)


@pytest.mark.parametrize("frame", ["ping", "no json"])
async def test_a_socket_that_is_flooded_with_anything_is_closed(tmp_path: Path, frame: str) -> None:
    async with open_place(tmp_path) as place, await open_chat(place) as chat:
        await chat.receive_json(timeout=5)
        for _ in range(MOST_FRAMES + 1):
            await (chat.ping() if frame == "ping" else chat.send_str(frame))
        while (closed := await chat.receive(timeout=5)).type is WSMsgType.TEXT:
            pass

    assert (closed.type, closed.data) == (WSMsgType.CLOSE, WSCloseCode.TRY_AGAIN_LATER)


async def test_what_waits_in_too_long_a_line_is_asked_for_again(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place, await open_chat(place) as chat:
        place.listener.failure = Crowded()
        answer = await say(chat, id="m-1", text="hey")

    assert answer == {"retry": "m-1"}


async def test_a_frame_that_says_it_is_huge_is_refused_before_it_is_read(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place, await open_chat(place) as chat:
        await chat.receive_json(timeout=5)
        transport = chat._response.connection.transport  # type: ignore[union-attr]
        transport.write(b"\x81\xff" + (2**40).to_bytes(8, "big") + b"mask")  # type: ignore[union-attr]
        closed = await chat.receive(timeout=5)

    assert (closed.type, closed.data) == (WSMsgType.CLOSE, 1009)


@pytest.mark.parametrize(
    ("frame", "refusal"),
    [
        ("no json", (None, "malformed")),
        ("[" * 5000, (None, "malformed")),
        ("7", (None, "malformed")),
        ('{"text": "no id"}', (None, "malformed")),
        ('{"id": "../x", "text": "a"}', (None, "malformed")),
        ('{"id": 7, "text": "a"}', (None, "malformed")),
        ('{"id": "m", "text": ["a"]}', ("m", "malformed")),
        ('{"id": "m", "text": "  "}', ("m", "malformed")),
        ('{"id": "m"}', ("m", "malformed")),
        ('{"id": "m", "text": "%s"}' % ("长" * (LONGEST_TEXT + 1)), ("m", "too-long")),
        ('{"id": "m", "button": "%s"}' % ("x" * 65), ("m", "malformed")),
        (b"\xff\x00", (None, "malformed")),
    ],
)
def test_a_frame_that_the_page_would_not_send_is_refused(frame: str, refusal: tuple[str | None, str]) -> None:
    with pytest.raises(Malformed) as malformed:
        read(frame)

    assert refusal == (malformed.value.message, malformed.value.reason)


async def test_a_refused_frame_is_answered_and_the_chat_goes_on(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place, await open_chat(place) as chat:
        await chat.receive_json(timeout=5)
        await chat.send_str("no json")
        refused = await chat.receive_json(timeout=5)
        taken = await say(chat, id="m-1", text="It broke")

    assert [refused, taken] == [{"refused": None, "reason": "malformed"}, {"taken": "m-1"}]


async def test_a_frame_over_the_limit_closes_the_socket_as_too_big(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place, await open_chat(place) as chat:
        await chat.receive_json(timeout=5)
        await chat.send_str("x" * (LARGEST_FRAME + 1))
        closed = await chat.receive(timeout=5)

    assert (closed.type, closed.data) == (WSMsgType.CLOSE, 1009)


async def test_a_browser_without_the_cookie_is_not_let_in(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        with pytest.raises(WSServerHandshakeError) as refused:
            await place.client.ws_connect("/chat", headers=OWN_PAGE)

    assert refused.value.status == 403


async def test_a_restart_asks_the_pages_to_come_back(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place, await open_chat(place) as chat:
        await chat.receive_json(timeout=5)
        await place.webchat.close()
        closed = await chat.receive(timeout=5)

    assert (closed.type, closed.data) == (WSMsgType.CLOSE, 1012)
