"""Journeys from a customer's chat to the desk's door, through failures and kills."""

import asyncio
from pathlib import Path
from unittest.mock import AsyncMock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.port import Incoming, IncomingFile
from bot.channels.telegram.customers.rendering import DONE
from bot.channels.telegram.transport.polling import REST
from bot.desk.delivery import worker_pool
from storage.ports import Unavailable
from tests.bot.channels.telegram.customers.test_updates import mangled
from tests.bot.channels.telegram.service import Desk, Line, bubble, connected, serving
from tests.standins.bot_api.server import BotApi


async def test_a_telling_is_played_with_all_that_the_desk_may_know(api: BotApi, desk: Desk, line: Line) -> None:
    seen: list[Incoming] = []

    async def look(incoming: Incoming) -> None:
        seen.append(incoming)

    desk.behaviour = look
    async with serving(line):
        number = await api.chat(4711, name="Ada", language="zh-hans").photo("the router")
        await desk.until(lambda: desk.played == ["the router"])
    (told,) = seen

    assert told.update == f"telegram:4711:{number:020}"
    assert (told.address, told.name, told.language, told.kept) == ("telegram:4711", "Ada", "zh-hans", True)
    assert isinstance(told.file, IncomingFile)
    assert told.file.kind == "photo"


async def test_an_update_is_acknowledged_when_it_is_kept_and_not_before(api: BotApi, desk: Desk, line: Line) -> None:
    line.polling._intake.take = AsyncMock(  # type: ignore[method-assign]
        side_effect=[Unavailable("the disk is full")] * 7 + [None]
    )
    await api.chat(1).says("no signal")
    task = asyncio.create_task(line.polling.run())
    await desk.until(lambda: len(desk.pauses) == 7)
    waiting = len(api.pending)
    await api.acknowledged()
    task.cancel()

    assert waiting == 1
    assert desk.pauses == [1, 2, 4, 8, 16, 30, 30]


async def test_what_was_kept_when_the_program_died_is_played_by_the_next_one(
    tmp_path: Path, api: BotApi, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_pool, "GRACE", 0)

    async def hang(_: Incoming) -> None:
        await asyncio.Event().wait()

    desk.behaviour = hang
    await api.chat(1).says("no signal")
    async with connected(api, desk, folder=tmp_path) as line, serving(line):
        await api.acknowledged()
        await desk.until(lambda: desk.begun == ["no signal"])

    reborn = Desk()
    async with connected(api, reborn, folder=tmp_path) as line, serving(line):
        await reborn.until(lambda: reborn.played == ["no signal"])


async def test_groups_are_not_served(api: BotApi, desk: Desk, line: Line) -> None:
    group = {"id": -7, "type": "group", "title": "Neighbours"}
    await api.push({"message": {"message_id": 1, "date": 1, "chat": group, "text": "hello all"}})
    await api.chat(1).says("no signal")
    async with serving(line):
        await desk.until(lambda: desk.played == ["no signal"])

    assert desk.begun == ["no signal"]


async def test_a_server_that_has_nothing_and_says_so_at_once_is_given_a_rest(desk: Desk) -> None:
    async with BotApi(longest_poll=0) as api, connected(api, desk) as line, serving(line):
        await desk.until(lambda: len(desk.pauses) == 3)

    assert desk.pauses[:3] == [REST] * 3


@settings(max_examples=10)
@given(st.lists(mangled(), min_size=1, max_size=10))
async def test_odd_updates_never_stop_the_loop(odd: list[dict[str, object]]) -> None:
    desk = Desk()
    async with BotApi(longest_poll=0.05) as api, connected(api, desk) as line, serving(line):
        for update in odd:
            await api.push(update)
        await api.chat(1).says("still there?")
        await desk.until(lambda: "still there?" in desk.played)
        await api.acknowledged()


async def test_of_the_buttons_the_tapped_one_stays_with_a_mark(api: BotApi, desk: Desk, line: Line) -> None:
    chat = api.chat(1)
    await line.telegram.send(bubble("Is it fixed?", ("fixed:yes", "Yes"), ("fixed:no", "No")))
    asked = await chat.next_message()

    assert asked.buttons == [("Yes", "fixed:yes"), ("No", "fixed:no")]

    await chat.presses("No")
    async with serving(line):
        await api.wait_for(lambda: asked.buttons == [("✓ No", DONE)])
        await desk.until(lambda: desk.played == ["fixed:no"])

    assert len(api.calls_of("answerCallbackQuery")) == 1


async def test_a_tap_on_what_was_tapped_already_is_answered_and_does_nothing(
    api: BotApi, desk: Desk, line: Line
) -> None:
    chat = api.chat(1)
    await line.telegram.send(bubble("Is it fixed?", (DONE, "✓ No")))
    await chat.presses("✓ No")
    async with serving(line):
        await api.wait_for(lambda: bool(chat.answers))
        await line.inbox.workers.exhaust("telegram:1")

    assert desk.begun == []
    assert api.calls_of("editMessageReplyMarkup") == []
    assert await line.kept() == []


async def test_a_button_of_a_message_too_old_to_be_told_of_only_vanishes(api: BotApi, desk: Desk, line: Line) -> None:
    chat = api.chat(1)
    await line.telegram.send(bubble("Is it fixed?", ("fixed:no", "No")))
    old = {"chat": chat.wire, "message_id": chat.messages[0].id, "date": 0}
    await api.push(
        {"callback_query": {"id": "1", "from": chat.user, "chat_instance": "1", "data": "fixed:no", "message": old}}
    )
    async with serving(line):
        await api.wait_for(lambda: chat.messages[0].buttons == [])
        await desk.until(lambda: desk.played == ["fixed:no"])


async def test_a_tap_counts_even_if_telegram_does_not_want_to_hear_that_it_was_taken(
    api: BotApi, desk: Desk, line: Line
) -> None:
    api.fail_next("answerCallbackQuery", 400, "Bad Request: query is too old")
    chat = api.chat(1)
    await line.telegram.send(bubble("Is it fixed?", ("fixed:yes", "Yes")))
    await chat.presses("Yes")
    async with serving(line):
        await api.wait_for(lambda: chat.messages[0].buttons == [("✓ Yes", DONE)])
        await desk.until(lambda: desk.played == ["fixed:yes"])
