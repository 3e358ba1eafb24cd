"""The stand-in behaves like Telegram where the program could tell the difference."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests.standins.bot_api.server import BotApi


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi(longest_poll=0.01) as api:
        yield api


async def call(api: BotApi, method: str, token: str = "", **parameters: object) -> Any:
    async with aiohttp.ClientSession() as session:
        answer = await session.post(f"{api.base_url}{token or api.token}/{method}", json=parameters)
        return await answer.json()


async def numbers(api: BotApi, **parameters: Any) -> list[int]:
    answer = await call(api, "getUpdates", **parameters)
    return [update["update_id"] for update in answer["result"]]


async def test_updates_come_again_until_a_higher_offset_acknowledges_them(api: BotApi) -> None:
    chat = api.chat(1)
    first, second = await chat.says("one"), await chat.says("two")

    assert await numbers(api) == [first, second]
    assert await numbers(api, limit=1) == [first]
    assert await numbers(api, offset=second) == [second]
    assert await numbers(api) == [second]
    assert await numbers(api, offset=second + 1, timeout=30) == []


async def test_a_message_is_shown_with_its_buttons_until_they_are_taken_away(api: BotApi) -> None:
    chat = api.chat(1)
    keyboard = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}

    sent = await call(api, "sendMessage", chat_id=1, text="Well?", reply_markup=keyboard)
    shown = await chat.next_message()

    assert (shown.text, shown.buttons) == ("Well?", [("Yes", "y")])

    await chat.presses("Yes")
    await call(api, "editMessageReplyMarkup", chat_id=1, message_id=sent["result"]["message_id"])

    assert shown.buttons == []
    with pytest.raises(LookupError, match="no button 'Yes'"):
        await chat.presses("Yes")


@pytest.mark.parametrize(
    ("parameters", "status", "description"),
    [
        ({"chat_id": 2, "text": "hi"}, 400, "Bad Request: chat not found"),
        ({"chat_id": 1, "text": " "}, 400, "Bad Request: message text is empty"),
        ({"chat_id": 1, "text": "😀" * 2049}, 400, "Bad Request: message is too long"),
        (
            {
                "chat_id": 1,
                "text": "hi",
                "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "账" * 22}]]},
            },
            400,
            "Bad Request: BUTTON_DATA_INVALID",
        ),
        ({"chat_id": 1, "text": "hi", "token": "4711:wrong"}, 401, "Unauthorized"),
    ],
)
async def test_what_telegram_refuses_is_refused(
    api: BotApi, parameters: dict[str, Any], status: int, description: str
) -> None:
    api.chat(1)

    answer = await call(api, "sendMessage", **parameters)

    assert answer == {"ok": False, "error_code": status, "description": description}


async def test_a_fault_is_answered_once_and_then_all_is_well(api: BotApi) -> None:
    api.fail_next("getMe", 429, "Too Many Requests: retry after 7", retry_after=7)

    assert (await call(api, "getMe"))["parameters"] == {"retry_after": 7}
    assert (await call(api, "getMe"))["ok"] is True
