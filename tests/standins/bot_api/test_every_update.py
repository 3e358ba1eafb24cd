"""Every update that the stand-in makes is what aiogram's models say that Telegram sends."""

from aiogram.types import Update

from tests.standins.bot_api.aiogram_bot import unknown
from tests.standins.bot_api.server import BotApi
from tests.standins.bot_api.updates import KINDS

BUTTONS = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}


async def in_private(api: BotApi) -> None:
    chat = api.chat(1)
    await chat.deep_link("campaign")
    for send in (chat.photo, chat.document, chat.voice, chat.video, chat.audio, chat.animation):
        await send("see https://a.example")
    await chat.video_note()
    await chat.sticker()
    await chat.location()
    await chat.contact()
    await chat.album("photo", "video", caption="both")
    await chat.edits(caption="all")
    shown = await api.carry_out("sendMessage", {"chat_id": 1, "text": "Well?", "reply_markup": BUTTONS})
    await chat.presses("Yes")
    await chat.reacts(shown["message_id"])
    await chat.blocks()
    await chat.unblocks()


async def in_groups(api: BotApi) -> None:
    group = api.group(-1001234567890, forum=True)
    agent = group.member(7)
    await group.takes_the_bot()
    topic = await agent.opens_topic("T-1")
    shown = await api.carry_out(
        "sendMessage", {"chat_id": group.number, "text": "Well?", "message_thread_id": topic.id}
    )
    await agent.says("Yes", topic=topic.id, reply_to=shown["message_id"])
    await agent.edits(text="No")
    await agent.closes_topic(topic.id)
    await agent.closes_topic(topic.id, again_open=True)
    await group.kicks_the_bot()
    await api.migrate(api.group(-55))


async def test_every_update_is_of_the_documented_shape(api: BotApi) -> None:
    api.updates.allowed = KINDS
    await in_private(api)
    await in_groups(api)
    updates = [Update.model_validate(update) for update in api.pending]

    assert len(updates) == 27
    assert list(unknown(updates)) == []
