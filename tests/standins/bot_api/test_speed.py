"""Who sends too fast is told how long to wait."""

from tests.standins.bot_api.calling import call, done
from tests.standins.bot_api.server import BotApi
from tests.standins.bot_api.speed import Speed

GROUP = -1001234567890


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


async def send(api: BotApi, chat: int) -> int | None:
    """Send; returns for how long to wait."""
    answer = await call(api, "sendMessage", chat_id=chat, text="hi")
    retry_after: int | None = answer.get("parameters", {}).get("retry_after")
    return retry_after


async def test_a_chat_takes_one_message_a_second_and_a_group_twenty_a_minute(api: BotApi) -> None:
    clock = Clock()
    api.speed = Speed(clock=clock)
    for number in (1, 2):
        api.chat(number)
    api.group(GROUP)

    assert [await send(api, chat) for chat in (1, 2, 1)] == [None, None, 1]

    clock.now += 1

    assert await send(api, 1) is None
    assert [await send(api, GROUP) for _ in range(21)] == [None] * 20 + [57]
    assert api.arrivals[-1].retry_after == 57


async def test_all_chats_together_take_thirty_a_second(api: BotApi) -> None:
    api.speed = Speed(clock=Clock())
    for number in range(1, 32):
        api.chat(number)

    assert [await send(api, number) for number in range(1, 32)] == [None] * 30 + [1]


async def test_only_what_shows_something_counts(api: BotApi) -> None:
    api.speed = Speed(clock=Clock())
    api.chat(1)
    await send(api, 1)

    assert await done(api, "sendChatAction", chat_id=1, action="typing")
    assert await done(api, "getChat", chat_id=1)
