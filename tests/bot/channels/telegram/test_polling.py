"""Journeys from a customer's chat to the desk's door, through failures and kills."""

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.port import Incoming
from bot.channels.telegram.channel import Telegram
from bot.channels.telegram.polling import TRIES
from storage.ports import Unavailable
from tests.bot.channels.telegram.service import Desk, bubble, connected, serving
from tests.bot.channels.telegram.test_updates import mangled
from tests.standins.bot_api.server import BotApi


async def test_a_telling_is_played_with_all_that_the_desk_may_know(api: BotApi, desk: Desk, telegram: Telegram) -> None:
    seen: list[Incoming] = []

    async def look(incoming: Incoming) -> None:
        seen.append(incoming)

    desk.behaviour = look
    async with serving(telegram):
        number = await api.chat(4711, name="Ada", language="zh-hans").photo("the router")
        await api.acknowledged()

    assert seen == [
        Incoming(
            address="telegram:4711",
            update=f"telegram:{number}",
            text="the router",
            attachment="photo",
            name="Ada",
            language="zh-hans",
        )
    ]


async def test_an_update_is_not_acknowledged_before_its_play_returned(
    api: BotApi, desk: Desk, telegram: Telegram
) -> None:
    committed = asyncio.Event()

    async def wait(_: Incoming) -> None:
        await committed.wait()

    desk.behaviour = wait
    async with serving(telegram):
        await api.chat(1).says("no signal")
        await desk.until(lambda: desk.begun == ["no signal"])

        assert [update["message"]["text"] for update in api.pending] == ["no signal"]

        committed.set()
        await api.acknowledged()


async def test_what_was_being_played_when_the_program_died_comes_again(api: BotApi, desk: Desk) -> None:
    async def hang(_: Incoming) -> None:
        await asyncio.Event().wait()

    desk.behaviour = hang
    await api.chat(1).says("no signal")
    async with connected(api, desk) as telegram, serving(telegram):
        await desk.until(lambda: desk.begun == ["no signal"])

    reborn = Desk()
    async with connected(api, reborn) as telegram, serving(telegram):
        await api.acknowledged()

    assert reborn.played == ["no signal"]


async def test_the_updates_of_a_chat_keep_their_order_and_do_not_wait_for_other_chats(
    api: BotApi, desk: Desk, telegram: Telegram
) -> None:
    slow = asyncio.Event()

    async def wait(incoming: Incoming) -> None:
        if incoming.text == "slow 1":
            await slow.wait()

    desk.behaviour = wait
    for text in ("slow 1", "slow 2"):
        await api.chat(1).says(text)
    for text in ("quick 1", "quick 2"):
        await api.chat(2).says(text)
    async with serving(telegram):
        await desk.until(lambda: desk.played == ["quick 1", "quick 2"])

        assert "slow 2" not in desk.begun

        slow.set()
        await api.acknowledged()

    assert desk.played == ["quick 1", "quick 2", "slow 1", "slow 2"]


async def test_while_the_store_cannot_write_updates_wait_however_long_it_takes(
    api: BotApi, desk: Desk, telegram: Telegram, caplog: pytest.LogCaptureFixture
) -> None:
    async def full_disk(_: Incoming) -> None:
        if len(desk.begun) <= 8:
            raise Unavailable("the disk is full")

    desk.behaviour = full_disk
    await api.chat(1).says("no signal")
    async with serving(telegram):
        await api.acknowledged()

    assert desk.played == ["no signal"]
    assert desk.pauses == [1, 2, 4, 8, 16, 30, 30, 30]
    assert sum("updates wait: Unavailable" in record.message for record in caplog.records) == 1


async def test_an_update_that_always_fails_is_refused_so_that_what_is_behind_it_gets_through(
    api: BotApi, desk: Desk, telegram: Telegram, caplog: pytest.LogCaptureFixture
) -> None:
    async def stumble(incoming: Incoming) -> None:
        if incoming.text == "poison":
            raise ValueError(incoming.text)

    desk.behaviour = stumble
    chat = api.chat(1)
    number = await chat.says("poison")
    await chat.says("no signal")
    async with serving(telegram):
        await api.acknowledged()

    assert desk.begun == ["poison"] * TRIES + ["no signal"]
    assert f"update {number} is refused after {TRIES} tries: ValueError" in caplog.text
    assert "poison" not in caplog.text


async def test_groups_are_not_served(api: BotApi, desk: Desk, telegram: Telegram) -> None:
    group = {"id": -7, "type": "group", "title": "Neighbours"}
    await api.push({"message": {"message_id": 1, "date": 1, "chat": group, "text": "hello all"}})
    async with serving(telegram):
        await api.acknowledged()

    assert desk.begun == []


@settings(max_examples=10, deadline=None)
@given(st.lists(mangled(), min_size=1, max_size=10))
async def test_odd_updates_never_stop_the_loop(odd: list[dict[str, object]]) -> None:
    desk = Desk()
    async with BotApi(longest_poll=0.05) as api, connected(api, desk) as telegram, serving(telegram):
        for update in odd:
            await api.push(update)
        await api.chat(1).says("still there?")
        await api.acknowledged()

    assert "still there?" in desk.played


async def test_the_buttons_vanish_once_one_is_tapped_and_taken(api: BotApi, desk: Desk, telegram: Telegram) -> None:
    chat = api.chat(1)
    await telegram.send(bubble("Is it fixed?", ("fixed:yes", "Yes"), ("fixed:no", "No")))
    asked = await chat.next_message()

    assert asked.buttons == [("Yes", "fixed:yes"), ("No", "fixed:no")]

    await chat.presses("No")
    async with serving(telegram):
        await api.acknowledged()

    assert desk.played == ["fixed:no"]
    assert asked.buttons == []
    assert len(api.calls_of("answerCallbackQuery")) == 1


async def test_a_tap_counts_even_if_telegram_does_not_want_to_hear_that_it_was_taken(
    api: BotApi, desk: Desk, telegram: Telegram
) -> None:
    api.fail_next("answerCallbackQuery", 400, "Bad Request: query is too old")
    chat = api.chat(1)
    await telegram.send(bubble("Is it fixed?", ("fixed:yes", "Yes")))
    await chat.presses("Yes")
    async with serving(telegram):
        await api.acknowledged()

    assert desk.begun == ["fixed:yes"]
    assert chat.messages[0].buttons == []
