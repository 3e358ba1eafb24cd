"""The stand-in behaves like Telegram where the program could tell the difference."""

from typing import Any

import pytest

from tests.standins.bot_api.calling import call, done
from tests.standins.bot_api.server import BotApi


async def test_a_message_is_shown_with_its_buttons_until_they_are_taken_away(api: BotApi) -> None:
    chat = api.chat(1)
    keyboard = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}

    sent = await done(api, "sendMessage", chat_id=1, text="Well?", reply_markup=keyboard)
    shown = await chat.next_message()

    assert (shown.text, shown.buttons) == ("Well?", [("Yes", "y")])

    await chat.presses("Yes")
    await call(api, "editMessageReplyMarkup", chat_id=1, message_id=sent["message_id"])

    assert shown.buttons == []
    with pytest.raises(LookupError, match="no button 'Yes'"):
        await chat.presses("Yes")


async def test_a_tap_is_answered_to_whom_it_was(api: BotApi) -> None:
    chat = api.chat(1)
    await done(
        api,
        "sendMessage",
        chat_id=1,
        text="Well?",
        reply_markup={"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]},
    )
    await chat.presses("Yes")
    query = api.pending[-1]["callback_query"]

    assert (query["data"], query["message"]["text"]) == ("y", "Well?")

    await done(api, "answerCallbackQuery", callback_query_id=query["id"], text="Thanks")

    assert chat.answers[0]["text"] == "Thanks"


@pytest.mark.parametrize(
    ("parameters", "status", "description"),
    [
        ({"chat_id": 2, "text": "hi"}, 400, "Bad Request: chat not found"),
        ({"text": "hi"}, 400, "Bad Request: chat_id is empty"),
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
        ({"chat_id": 1, "text": "hi", "message_thread_id": 9}, 400, "Bad Request: message thread not found"),
        ({"chat_id": 1, "text": "hi", "token": "4711:wrong"}, 401, "Unauthorized"),
    ],
)
async def test_what_telegram_refuses_is_refused(
    api: BotApi, parameters: dict[str, Any], status: int, description: str
) -> None:
    api.chat(1)

    answer = await call(api, "sendMessage", **parameters)

    assert answer == {"ok": False, "error_code": status, "description": description}


async def test_a_method_that_there_is_not_is_not_found(api: BotApi) -> None:
    assert (await call(api, "sendLove"))["error_code"] == 404


async def test_a_method_is_known_in_any_case_of_its_letters(api: BotApi) -> None:
    api.chat(1)

    await done(api, "SENDMESSAGE", chat_id=1, text="hi")

    assert [method for method, _ in api.calls] == ["sendMessage"]


async def test_who_blocked_the_bot_or_is_gone_cannot_be_written_to(api: BotApi) -> None:
    chat = api.chat(1)
    await chat.blocks()

    assert api.pending[-1]["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    assert await refusal(api) == "Forbidden: bot was blocked by the user"

    await chat.unblocks()

    assert api.pending[-1]["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert await refusal(api) == ""

    chat.deactivated = True

    assert await refusal(api) == "Forbidden: user is deactivated"


async def refusal(api: BotApi) -> str:
    return str((await call(api, "sendMessage", chat_id=1, text="hi")).get("description", ""))


async def test_a_file_that_is_larger_than_a_bot_may_send_is_refused(
    api: BotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert api.runner.app
    monkeypatch.setattr(api.runner.app, "_client_max_size", 1000)

    assert (await call(api, "sendMessage", chat_id=1, text="x" * 2000))["error_code"] == 413
