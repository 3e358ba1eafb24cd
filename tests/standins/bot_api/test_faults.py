"""Every fault comes when it was ordered, and says truly whether the call was done."""

import asyncio

import aiohttp
import pytest

from tests.standins.bot_api.calling import call, done
from tests.standins.bot_api.faults import Kind
from tests.standins.bot_api.server import BotApi


async def test_a_fault_is_answered_once_and_then_all_is_well(api: BotApi) -> None:
    api.fail_next("getMe", 429, "Too Many Requests: retry after 7", retry_after=7)

    assert (await call(api, "getMe"))["parameters"] == {"retry_after": 7}
    assert (await call(api, "getMe"))["ok"] is True


async def test_a_fault_waits_for_its_turn_and_for_its_chat(api: BotApi) -> None:
    for number in (1, 2):
        api.chat(number)
    api.fail_next("sendMessage", 500, "Internal Server Error", chat=2, after=1)
    outcomes = [(await call(api, "sendMessage", chat_id=chat, text="hi"))["ok"] for chat in (1, 2, 1, 2, 2)]

    assert outcomes == [True, True, True, False, True]
    assert [one.outcome for one in api.arrivals_of("sendMessage", chat=2)] == ["ok", "500", "ok"]


async def test_a_fault_of_every_method_ends_when_told(api: BotApi) -> None:
    api.fail_next("*", 502, "Bad Gateway", times=1000)

    assert (await call(api, "getMe"))["error_code"] == 502

    api.recover("*")

    assert (await call(api, "getMe"))["ok"]


async def test_a_group_that_became_a_supergroup_says_which(api: BotApi) -> None:
    api.fail_next("getMe", 400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to=-1001)

    assert (await call(api, "getMe"))["parameters"] == {"migrate_to_chat_id": -1001}


@pytest.mark.parametrize(
    ("kind", "raised", "shown"),
    [
        ("reset", aiohttp.ServerDisconnectedError, 0),
        ("dropped", aiohttp.ServerDisconnectedError, 1),
        ("torn", aiohttp.ClientPayloadError, 1),
        ("cut", ValueError, 1),
        ("html", aiohttp.ContentTypeError, 0),
        ("html-502", aiohttp.ContentTypeError, 0),
    ],
)
async def test_what_goes_wrong_with_a_call_tells_not_whether_it_was_done(
    api: BotApi, kind: Kind, raised: type[Exception], shown: int
) -> None:
    chat = api.chat(1)
    api.break_next("sendMessage", kind)

    with pytest.raises(raised):
        await call(api, "sendMessage", chat_id=1, text="hi")

    assert len(chat.messages) == shown
    assert api.arrivals_of("sendMessage")[0].outcome == kind
    assert await done(api, "sendMessage", chat_id=1, text="again")


async def test_a_call_that_hangs_is_answered_never_and_ends_with_the_server() -> None:
    async with BotApi() as api:
        chat = api.chat(1)
        api.break_next("sendMessage", "hang")
        hanging = asyncio.create_task(call(api, "sendMessage", chat_id=1, text="hi"))
        await api.wait_for(lambda: bool(api.arrivals))
        await done(api, "sendMessage", chat_id=1, text="again")

        assert not hanging.done()

    with pytest.raises(aiohttp.ServerDisconnectedError):
        await hanging
    assert [bubble.text for bubble in chat.messages] == ["again"]


async def test_a_call_that_came_too_early_is_known(api: BotApi) -> None:
    for number in (1, 2):
        api.chat(number)
    api.ask_for_patience("sendMessage", 3600, chat=1)
    for chat in (1, 2, 1):
        await call(api, "sendMessage", chat_id=chat, text="hi")

    assert api.too_early() == [api.arrivals[2]]


async def test_calls_are_noted_with_the_time_at_which_they_came(api: BotApi) -> None:
    api.chat(1)
    for text in ("one", "two"):
        await done(api, "sendMessage", chat_id=1, text=text)
    first, second = api.arrivals_of("sendMessage", chat=1)

    assert first.at < second.at
    assert [arrival.parameters["text"] for arrival in (first, second)] == ["one", "two"]
