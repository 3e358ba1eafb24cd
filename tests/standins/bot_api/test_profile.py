"""How a bot presents itself is kept by scope and language, and seen by Telegram's rule."""

from typing import Any

import pytest

from tests.standins.bot_api.calling import done, refused
from tests.standins.bot_api.profile import seen_commands
from tests.standins.bot_api.server import BotApi

PRIVATE = {"type": "all_private_chats"}


def commands(*names: str) -> list[dict[str, str]]:
    return [{"command": name, "description": f"About {name}"} for name in names]


async def test_commands_are_kept_by_scope_and_language(api: BotApi) -> None:
    await done(api, "setMyCommands", commands=commands("start"))
    await done(api, "setMyCommands", commands=commands("status"), scope=PRIVATE, language_code="zh")

    assert await done(api, "getMyCommands") == commands("start")
    assert await done(api, "getMyCommands", scope=PRIVATE) == []
    assert await done(api, "getMyCommands", scope=PRIVATE, language_code="zh") == commands("status")
    assert seen_commands(api, PRIVATE, language="zh") == commands("status")
    assert seen_commands(api, PRIVATE, language="en") == commands("start")

    await done(api, "deleteMyCommands", scope=PRIVATE, language_code="zh")

    assert seen_commands(api, PRIVATE, language="zh") == commands("start")


@pytest.mark.parametrize(
    ("method", "parameters", "words"),
    [
        ("setMyCommands", {"commands": commands("Start")}, "BOT_COMMAND_INVALID"),
        ("setMyCommands", {"commands": commands("a") * 101}, "BOT_COMMANDS_TOO_MUCH"),
        (
            "setMyCommands",
            {"commands": [{"command": "a", "description": ""}]},
            "BOT_COMMAND_DESCRIPTION_INVALID",
        ),
        (
            "setChatMenuButton",
            {"menu_button": {"type": "web_app", "text": "Desk", "web_app": {"url": "http://a"}}},
            "menu button Web App URL 'http://a' is invalid: Only HTTPS links are allowed",
        ),
    ],
)
async def test_what_no_client_could_show_is_refused(
    api: BotApi, method: str, parameters: dict[str, Any], words: str
) -> None:
    assert await refused(api, method, **parameters) == f"Bad Request: {words}"


async def test_a_menu_button_is_that_of_the_chat_or_else_that_of_all(api: BotApi) -> None:
    button = {"type": "web_app", "text": "Desk", "web_app": {"url": "https://desk.example"}}
    await done(api, "setChatMenuButton", chat_id=1, menu_button=button)

    assert await done(api, "getChatMenuButton", chat_id=1) == button
    assert await done(api, "getChatMenuButton", chat_id=2) == {"type": "commands"}


async def test_a_name_is_that_of_the_language_or_else_that_of_all(api: BotApi) -> None:
    await done(api, "setMyName", name="客服", language_code="zh")

    assert await done(api, "getMyName", language_code="zh") == {"name": "客服"}
    assert await done(api, "getMyName", language_code="en") == {"name": "Stand-in"}
