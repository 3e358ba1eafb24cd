"""What stands in a chat is changed and taken away as Telegram allows."""

import pytest

from tests.standins.bot_api.calling import done, refused
from tests.standins.bot_api.editing import DELETABLE
from tests.standins.bot_api.server import BotApi

YES = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}


async def said(api: BotApi, text: str = "Well?", **more: object) -> int:
    api.chat(1)
    return int((await done(api, "sendMessage", chat_id=1, text=text, **more))["message_id"])


async def test_a_text_is_changed_and_loses_its_buttons_unless_they_are_given_again(api: BotApi) -> None:
    number = await said(api, reply_markup=YES)
    changed = await done(api, "editMessageText", chat_id=1, message_id=number, text="Well!")
    bubble = api.chat(1).messages[0]

    assert (bubble.text, bubble.buttons) == ("Well!", [])
    assert changed["edit_date"]


async def test_nothing_is_changed_into_itself(api: BotApi) -> None:
    number = await said(api, reply_markup=YES)
    same = {"chat_id": 1, "message_id": number, "reply_markup": YES}

    assert (await refused(api, "editMessageText", text="Well? ", **same)).startswith(
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same"
    )
    assert "message is not modified" in await refused(api, "editMessageReplyMarkup", **same)


async def test_what_is_not_there_or_not_the_bots_cannot_be_changed(api: BotApi) -> None:
    await api.chat(1).says("mine")
    own = api.chat(1).written[0]["message_id"]

    assert await refused(api, "editMessageText", chat_id=1, message_id=99, text="x") == (
        "Bad Request: message to edit not found"
    )
    assert await refused(api, "editMessageText", chat_id=1, message_id=own, text="x") == (
        "Bad Request: message can't be edited"
    )


async def test_a_caption_and_a_picture_are_changed(api: BotApi) -> None:
    chat = api.chat(1)
    await chat.photo()
    await chat.video()
    photo, video = api.pending[0]["message"]["photo"][-1]["file_id"], api.pending[1]["message"]["video"]["file_id"]
    sent = await done(api, "sendPhoto", chat_id=1, photo=photo, caption="one")
    where = {"chat_id": 1, "message_id": sent["message_id"]}

    await done(api, "editMessageCaption", caption="two", **where)
    assert chat.messages[0].text == "two"

    await done(api, "editMessageMedia", media={"type": "video", "media": video}, **where)
    assert (chat.messages[0].kind, chat.messages[0].text) == ("video", "")

    assert await refused(api, "editMessageText", text="x", **where) == (
        "Bad Request: there is no text in the message to edit"
    )


async def test_messages_are_deleted_for_two_days(api: BotApi) -> None:
    first, second = await said(api), await said(api, "Again?")

    assert await done(api, "deleteMessage", chat_id=1, message_id=first)
    assert await refused(api, "deleteMessage", chat_id=1, message_id=first) == (
        "Bad Request: message to delete not found"
    )
    assert [bubble.deleted for bubble in api.chat(1).messages] == [True, False]

    api.updates.time_passes(DELETABLE + 1)

    assert await refused(api, "deleteMessage", chat_id=1, message_id=second) == (
        "Bad Request: message can't be deleted"
    )
    assert await done(api, "deleteMessages", chat_id=1, message_ids=[first, second, 99])


@pytest.mark.parametrize("method", ["copyMessage", "forwardMessage"])
async def test_what_a_customer_sent_is_shown_in_a_topic(api: BotApi, method: str) -> None:
    group = api.group(-1001234567890, forum=True)
    topic = (await done(api, "createForumTopic", chat_id=group.number, name="T-1"))["message_thread_id"]
    await api.chat(1).voice("listen")
    where = {"chat_id": group.number, "message_thread_id": topic, "from_chat_id": 1}
    await done(api, method, message_id=api.chat(1).written[0]["message_id"], **where)
    (shown,) = group.in_topic(topic)

    assert (shown.kind, shown.text) == ("voice", "listen")
    assert ("forward_origin" in shown.message) == (method == "forwardMessage")
    assert await refused(api, method, message_id=99, **where) == (
        f"Bad Request: message to {method.removesuffix('Message')} not found"
    )


async def test_a_copy_can_say_something_else_and_answer_something(api: BotApi) -> None:
    await api.chat(1).photo("theirs")
    number = await said(api)
    where = {"chat_id": 1, "from_chat_id": 1, "message_id": api.chat(1).written[0]["message_id"]}
    await done(api, "copyMessage", caption="ours", reply_parameters={"message_id": number}, **where)
    copy = api.chat(1).messages[-1]

    assert (copy.text, copy.message["reply_to_message"]["text"]) == ("ours", "Well?")
    assert await refused(api, "copyMessage", reply_parameters={"message_id": 99}, **where) == (
        "Bad Request: message to be replied not found"
    )


async def test_an_album_is_copied_whole_and_what_is_gone_passed_over(api: BotApi) -> None:
    chat = api.chat(1)
    await chat.album("photo", "video", caption="both")
    numbers = [message["message_id"] for message in chat.written]
    where = {"chat_id": 1, "from_chat_id": 1}
    copies = await done(api, "copyMessages", message_ids=[*numbers, 99], **where)

    assert [bubble.kind for bubble in chat.messages] == ["photo", "video"]
    assert [bubble.id for bubble in chat.messages] == [copy["message_id"] for copy in copies]
    assert len({bubble.message["media_group_id"] for bubble in chat.messages}) == 1
    assert chat.messages[0].message["media_group_id"] != chat.written[0]["media_group_id"]
    assert await refused(api, "copyMessages", message_ids=numbers[::-1], **where) == (
        "Bad Request: message identifiers must be in a strictly increasing order"
    )
    assert await refused(api, "copyMessages", message_ids=[99], **where) == (
        "Bad Request: there are no messages to copy"
    )


async def test_a_reaction_is_put_to_a_message(api: BotApi) -> None:
    await api.chat(1).says("thanks")
    await done(api, "setMessageReaction", chat_id=1, message_id=1, reaction=[{"type": "emoji", "emoji": "👍"}])

    assert api.chat(1).reactions == {1: ["👍"]}
