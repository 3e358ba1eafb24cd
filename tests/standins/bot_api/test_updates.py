"""What a bot gets by polling: everything until it acknowledges it, and disturbances only on request."""

import asyncio
from typing import Any

from tests.standins.bot_api.calling import call, done, refused
from tests.standins.bot_api.server import BotApi
from tests.standins.bot_api.updates import LIFE


async def numbers(api: BotApi, **parameters: Any) -> list[int]:
    return [update["update_id"] for update in await done(api, "getUpdates", **parameters)]


async def test_updates_come_again_until_a_higher_offset_acknowledges_them(api: BotApi) -> None:
    chat = api.chat(1)
    first, second = await chat.says("one"), await chat.says("two")

    assert await numbers(api) == [first, second]
    assert await numbers(api, limit=1) == [first]
    assert await numbers(api, offset=second) == [second]
    assert await numbers(api) == [second]
    assert await numbers(api, offset=second + 1, timeout=30) == []


async def test_a_negative_offset_forgets_all_but_the_newest(api: BotApi) -> None:
    chat = api.chat(1)
    for text in ("one", "two"):
        await chat.says(text)
    third = await chat.says("three")

    assert await numbers(api, offset=-1) == [third]
    assert await numbers(api) == [third]


async def test_a_poll_waits_until_something_comes() -> None:
    async with BotApi(longest_poll=30) as api:
        polled = asyncio.create_task(numbers(api, timeout=30))
        await api.wait_for(lambda: bool(api.arrivals_of("getUpdates")))

        assert await api.chat(1).says("hello") in await polled


async def test_a_second_poll_ends_the_first() -> None:
    async with BotApi(longest_poll=30) as api:
        first = asyncio.create_task(call(api, "getUpdates", timeout=30))
        await api.wait_for(lambda: bool(api.arrivals_of("getUpdates")))
        await call(api, "getUpdates")

        assert (await first)["error_code"] == 409
        assert (await first)["description"].startswith("Conflict: terminated by other getUpdates request")


async def test_only_the_kinds_that_the_bot_wants_are_kept_and_it_is_remembered_which(api: BotApi) -> None:
    chat = api.chat(1)
    await chat.says("hello")
    await done(api, "getUpdates", offset=2, allowed_updates=["callback_query"])
    await done(api, "getUpdates")

    assert await chat.says("unheard") == 0
    assert api.pending == []

    await done(api, "getUpdates", allowed_updates=[])

    assert await chat.says("heard") == 2


async def test_reactions_come_only_to_who_names_them(api: BotApi) -> None:
    chat = api.chat(1)

    assert await chat.reacts(1) == 0

    await done(api, "getUpdates", allowed_updates=["message_reaction"])

    assert await chat.reacts(1) == 1


async def test_what_nobody_fetched_for_a_day_is_dropped(api: BotApi) -> None:
    chat = api.chat(1)
    await chat.says("old")
    api.updates.time_passes(LIFE - 60)
    young = await chat.says("young")
    api.updates.time_passes(120)

    assert await numbers(api) == [young]


async def test_an_update_can_come_again_though_it_was_acknowledged(api: BotApi) -> None:
    chat = api.chat(1)
    first, second = await chat.says("one"), await chat.says("two")
    await numbers(api, offset=second)
    api.updates.deliver_again(first)

    assert await numbers(api, offset=second) == [first, second]
    assert await numbers(api, offset=second) == [second]


async def test_a_share_of_the_updates_comes_twice_and_in_another_order(api: BotApi) -> None:
    api.updates.disturb(again=1.0, disorder=True, seed=3)
    chat = api.chat(1)
    sent = [await chat.says(str(number)) for number in range(20)]

    shuffled = await numbers(api)
    again = await numbers(api, offset=sent[-1] + 1)

    assert sorted(shuffled) == sorted(again) == sent
    assert shuffled != sent
    assert api.updates.open

    await numbers(api)

    assert not api.updates.open


async def test_polling_is_refused_while_there_is_a_webhook(api: BotApi) -> None:
    await done(api, "setWebhook", url="http://127.0.0.1:9/hook")

    assert (await refused(api, "getUpdates")).startswith("Conflict: can't use getUpdates method while webhook is")

    await done(api, "deleteWebhook")

    assert await done(api, "getUpdates") == []
