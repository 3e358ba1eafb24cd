"""What the stand-in answers to every method that aiogram knows is what aiogram's models say that Telegram answers."""

from collections.abc import AsyncIterator
from typing import Any

import aiogram.methods
import pytest
from aiogram import Bot, types
from aiogram.methods import TelegramMethod

from tests.standins.bot_api.aiogram_bot import connected, unknown
from tests.standins.bot_api.server import BotApi

GROUP = -1001234567890
CLASSES: list[type[TelegramMethod[Any]]] = [
    found
    for found in (getattr(aiogram.methods, name) for name in sorted(aiogram.methods.__all__))
    if isinstance(found, type) and issubclass(found, TelegramMethod) and found is not TelegramMethod
]
FILE = types.BufferedInputFile(b"\xff\xd8\xff", "file.jpg")
STICKER = types.InputSticker(sticker=FILE, format="static", emoji_list=["👍"])
STORY = types.InputStoryContentPhoto(photo="attach://photo")
PHOTO = types.InputMediaPhoto(media=FILE)
RIGHTS = types.ChatPermissions(can_send_messages=True)
RICH = types.InputRichMessage(markdown="Hello")
ARTICLE = types.InlineQueryResultArticle(
    id="1", title="Hello", input_message_content=types.InputTextMessageContent(message_text="Hello")
)
ARGUMENTS: dict[str, Any] = {
    "accepted_gift_types": types.AcceptedGiftTypes(
        unlimited_gifts=True,
        limited_gifts=True,
        unique_gifts=True,
        premium_subscription=True,
        gifts_from_channels=True,
    ),
    "action": "typing",
    "active_period": 86400,
    "button": types.KeyboardButton(text="Yes"),
    "chat_id": GROUP,
    "checklist": types.InputChecklist(title="To do", tasks=[types.InputChecklistTask(id=1, text="One")]),
    "commands": [types.BotCommand(command="start", description="Begin")],
    "content": STORY,
    "errors": [types.PassportElementErrorFile(type="passport", file_hash="aGFzaA==", message="Blurred")],
    "from_chat_id": GROUP,
    "latitude": 52.5,
    "limit": 1,
    "longitude": 13.4,
    "options": ["Yes", "No"],
    "permissions": RIGHTS,
    "prices": [types.LabeledPrice(label="One", amount=100)],
    "result": ARTICLE,
    "results": [ARTICLE],
    "rich_message": RICH,
    "user_id": 7,
}
"""Values by the name of the parameter; what is not named here gets a value by its type."""
FILES = ("animation", "audio", "document", "live_photo", "photo", "sticker", "video", "video_note", "voice")
SPECIAL: dict[str, dict[str, Any]] = {
    "addStickerToSet": {"sticker": STICKER},
    "answerChatJoinRequestQuery": {"result": "approve"},
    "createNewStickerSet": {"stickers": [STICKER]},
    "deleteStickerFromSet": {"sticker": "id"},
    "editMessageMedia": {"media": PHOTO},
    "editEphemeralMessageMedia": {"media": PHOTO},
    "replaceStickerInSet": {"sticker": STICKER},
    "sendMediaGroup": {"media": [PHOTO, PHOTO]},
    "sendPaidMedia": {"media": [types.InputPaidMediaPhoto(media=FILE)]},
    "setBusinessAccountProfilePhoto": {"photo": types.InputProfilePhotoStatic(photo=FILE)},
    "setMyProfilePhoto": {"photo": types.InputProfilePhotoStatic(photo=FILE)},
    "setStickerEmojiList": {"sticker": "id"},
    "setStickerKeywords": {"sticker": "id"},
    "setStickerMaskPosition": {"sticker": "id"},
    "setStickerPositionInSet": {"sticker": "id"},
    "setWebhook": {"url": "https://127.0.0.1:8443/hook"},
    "editForumTopic": {"name": "T-2"},
    "editMessageText": {"text": "Hello again"},
}
MESSAGES = {
    "editMessageCaption": "photo",
    "editMessageMedia": "photo",
    "editMessageLiveLocation": "location",
    "stopMessageLiveLocation": "location",
    "stopPoll": "poll",
}
"""Which kind of message a method is about, where it is not about a text."""


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[Bot]:
    async with connected(api) as bot:
        yield bot


@pytest.fixture
async def scene(api: BotApi) -> dict[str, Any]:
    """A forum with a message of each kind that a method is about, and a customer who has tapped a button."""
    group, chat = api.group(GROUP, forum=True), api.chat(7)
    group.member(7)
    topic = (await api.carry_out("createForumTopic", {"chat_id": GROUP, "name": "T-1"}))["message_thread_id"]
    await chat.photo()
    photo = chat.written[0]["photo"][-1]["file_id"]
    buttons = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
    calls: dict[str, tuple[str, dict[str, Any]]] = {
        "text": ("sendMessage", {"text": "Hello", "reply_markup": buttons}),
        "photo": ("sendPhoto", {"photo": photo, "caption": "Hello"}),
        "location": ("sendLocation", {"latitude": 1, "longitude": 2, "live_period": 60}),
        "poll": ("sendPoll", {"question": "Well?", "options": ["Yes", "No"]}),
    }
    messages = {}
    for kind, (method, parameters) in calls.items():
        messages[kind] = (await api.carry_out(method, {"chat_id": GROUP, **parameters}))["message_id"]
    await group.member(7).presses("Yes")
    query = api.pending[-1]["callback_query"]["id"]
    file = {"file_id": photo, "callback_query_id": query, "message_thread_id": topic}
    return {**file, "messages": messages}


def arguments(method: type[TelegramMethod[Any]], scene: dict[str, Any]) -> dict[str, Any]:
    """Return as little as the method can be called with."""
    name = method.__api_method__
    values = ARGUMENTS | dict.fromkeys(FILES, FILE) | scene | SPECIAL.get(name, {})
    message = scene["messages"][MESSAGES.get(name, "text")]
    values |= {"message_id": message, "message_ids": [message]}
    required = {key for key, field in method.model_fields.items() if field.is_required()} | SPECIAL.get(name, {}).keys()
    if name.startswith(("editMessage", "stopMessage")):
        required |= {"chat_id", "message_id"}
    return {key: values[key] if key in values else simple(method, key) for key in required}


def simple(method: type[TelegramMethod[Any]], key: str) -> Any:
    kind = method.model_fields[key].annotation
    if kind == list[str]:
        return ["one"]
    return {int: 1, bool: True}.get(kind, "one") if isinstance(kind, type) else 1


@pytest.mark.parametrize("method", CLASSES, ids=lambda method: str(method.__api_method__))
async def test_the_answer_is_of_the_documented_shape(
    api: BotApi, bot: Bot, scene: dict[str, Any], method: type[TelegramMethod[Any]]
) -> None:
    if method.__api_method__ == "reopenForumTopic":
        await api.carry_out("closeForumTopic", {"chat_id": GROUP, "message_thread_id": scene["message_thread_id"]})

    answer = await bot(method(**arguments(method, scene)))

    assert list(unknown(answer)) == []
    assert api.arrivals[-1].method == method.__api_method__


def test_no_method_is_forgotten() -> None:
    assert len(CLASSES) >= 185
