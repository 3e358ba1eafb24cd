"""What customers and the staff see of the bot: menus, descriptions, the button that opens the desk."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest

from bot.channels.telegram.customers.channel import disconnect, telegram_bot
from bot.channels.telegram.customers.menu import CUSTOMERS, DAY, FIRST_PAUSE, LONG, SHORT, STAFF, DeskButton, Menu
from bot.channels.telegram.telegram_words import TELEGRAM_WORDS
from dialogs.strict_yaml.common_texts import languages
from tests.bot.channels.telegram.service import Desk
from tests.standins.bot_api.profile import seen_commands
from tests.standins.bot_api.refusals import Json
from tests.standins.bot_api.server import BotApi

GROUP = -1001234
PRIVATE: Json = {"type": "all_private_chats"}
SETTERS = ("setMyCommands", "deleteMyCommands", "setMyShortDescription", "setMyDescription", "setChatMenuButton")
URL = "https://desk.example.com/sign-in/telegram"


@asynccontextmanager
async def kept(api: BotApi, desk: Desk, *members: int, url: str = "") -> AsyncIterator[None]:
    """Keep the menu for a block, once everything is set."""

    async def all_members() -> Sequence[int]:
        return members

    async def sleep(seconds: float) -> None:
        await desk.sleep(seconds)
        if seconds == DAY:
            await asyncio.Event().wait()

    api.group(GROUP, forum=True)
    bot = telegram_bot(api.token, api.base_url)
    task = asyncio.create_task(Menu(bot, [GROUP], DeskButton(bot, url), all_members, sleep).run())
    await desk.until(lambda: DAY in desk.pauses)
    yield
    task.cancel()
    await disconnect(bot)


def in_each(key: str) -> list[str]:
    return list(TELEGRAM_WORDS.text(key).values())


def set_calls(api: BotApi) -> list[str]:
    return [method for method, _ in api.calls if method in SETTERS]


def commands_in(api: BotApi, language: str, *scopes: Json) -> dict[str, str]:
    return {one["command"]: one["description"] for one in seen_commands(api, *scopes, language=language)}


async def test_customers_and_staff_have_menus_of_their_own_in_both_languages(api: BotApi, desk: Desk) -> None:
    async with kept(api, desk):
        pass
    staff: Json = {"type": "chat", "chat_id": GROUP}

    for language in languages():
        for scope, menu in ((PRIVATE, CUSTOMERS), (staff, STAFF)):
            assert commands_in(api, language, scope) == {
                key.rpartition(".")[2]: TELEGRAM_WORDS.word(language, key) for key in menu
            }


async def test_other_groups_have_none_even_where_an_older_program_set_some(api: BotApi, desk: Desk) -> None:
    api.commands['{"type": "default"}', ""] = [{"command": "old", "description": "Old"}]
    async with kept(api, desk):
        pass

    assert commands_in(api, "en", {"type": "all_group_chats"}) == {}


async def test_what_is_as_it_should_be_is_not_set_again(api: BotApi, desk: Desk) -> None:
    api.chat(5)
    async with kept(api, desk, 5, url=URL):
        pass
    before = len(set_calls(api))
    async with kept(api, Desk(), 5, url=URL):
        pass

    assert before > 0
    assert len(set_calls(api)) == before


async def test_a_bot_without_words_about_itself_gets_them_in_both_languages(api: BotApi, desk: Desk) -> None:
    async with kept(api, desk):
        pass

    assert [api.profile["short_description", language] for language in ("", "zh")] == in_each(SHORT)
    assert [api.profile["description", language] for language in ("", "zh")] == in_each(LONG)


async def test_words_that_somebody_wrote_stay(api: BotApi, desk: Desk) -> None:
    api.profile["description", ""] = "Our own words"
    async with kept(api, desk):
        pass

    assert [api.profile.get(("description", language)) for language in ("", "zh")] == ["Our own words", None]


@pytest.mark.parametrize(("key", "longest"), [(SHORT, 120), (LONG, 512)])
def test_the_words_fit(key: str, longest: int) -> None:
    assert all(len(one) <= longest for one in in_each(key))


async def test_the_staff_opens_the_desk_by_a_button(api: BotApi, desk: Desk) -> None:
    async with kept(api, desk, 5, 6, url=URL):
        pass

    assert {chat: button["web_app"]["url"] for chat, button in api.menu_buttons.items()} == {5: URL, 6: URL}


async def test_a_desk_that_the_internet_does_not_reach_has_no_button(api: BotApi, desk: Desk) -> None:
    async with kept(api, desk, 5):
        pass

    assert api.menu_buttons == {}


async def test_a_member_who_left_the_bot_keeps_no_other_from_the_button(api: BotApi, desk: Desk) -> None:
    api.fail_next("setChatMenuButton", 403, "Forbidden: bot was blocked by the user")
    async with kept(api, desk, 5, 6, url=URL):
        pass

    assert set(api.menu_buttons) == {6}


async def test_a_failure_is_told_once_and_tried_again(
    api: BotApi, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    api.fail_next("*", 502, "Bad Gateway", times=30)
    with caplog.at_level(logging.INFO):
        async with kept(api, desk):
            pass

    assert desk.pauses[:2] == [FIRST_PAUSE, 2 * FIRST_PAUSE]
    assert [record.levelname for record in caplog.records if record.name.endswith("menu")] == ["WARNING"]
    assert commands_in(api, "zh", PRIVATE)["human"] == "转人工"
