"""The methods that show something new in a chat: one message, an album, that the bot is typing.

What a message holds is told in ``contents``. https://core.telegram.org/bots/api#sendmessage
"""

from collections.abc import Callable
from typing import TypedDict

from . import keyboards
from .cloud import Cloud
from .contents import CONTENTS, caption
from .names import names
from .refusals import Json, bad
from .rooms import Room

Method = Callable[[Cloud, Json], object]


class Place(TypedDict):
    """Where in a chat a message goes."""

    topic: int
    reply_to: int


MIXED = ("photo", "video")
"""Kinds that can be together in an album; others only with their own."""
ACTIONS = names(
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker"
    " find_location record_video_note upload_video_note"
)


def show(cloud: Cloud, parameters: Json, content: Callable[[], Json]) -> Json:
    """Show a message in the chat that a call names; returns it as the Bot API writes it."""
    room = cloud.room(parameters)
    room.check()
    markup = parameters.get("reply_markup")
    buttons = keyboards.inline(markup, private=room.private)
    keyboard = None if buttons else keyboards.other(markup, private=room.private)
    told = content()
    if buttons:
        told = {**told, "reply_markup": buttons}
    return room.show(told, keyboard=keyboard, **place(room, parameters))


def place(room: Room, parameters: Json) -> Place:
    """Return where in a chat a message goes: in which topic, and under which message."""
    topic = int(parameters.get("message_thread_id") or 0)
    reply = parameters.get("reply_parameters") or {}
    number = int(reply.get("message_id") or parameters.get("reply_to_message_id") or 0)
    if number and number not in room.history:
        if not reply.get("allow_sending_without_reply", parameters.get("allow_sending_without_reply")):
            raise bad("message to be replied not found")
        number = 0
    if number and not topic:
        topic = int(room.history[number].get("message_thread_id", 0))
    return {"topic": topic, "reply_to": number}


def send(method: str) -> Method:
    """Return the method that sends one message of a kind."""

    def sends(cloud: Cloud, parameters: Json) -> Json:
        return show(cloud, parameters, lambda: CONTENTS[method](cloud, parameters))

    return sends


def send_media_group(cloud: Cloud, parameters: Json) -> list[Json]:
    """Answer sendMediaGroup."""
    room = cloud.room(parameters)
    room.check("media messages")
    media = parameters.get("media")
    if not isinstance(media, list) or not media:
        raise bad("there are no messages to send")
    if len(media) > 10:
        raise bad("too many messages to send as an album")
    contents = [input_media(cloud, one, parameters) for one in media]
    _check_mixture([str(one["type"]) for one in media])
    group = {"media_group_id": str(next(cloud.albums))} if len(media) > 1 else {}
    return [room.show({**content, **group}, **place(room, parameters)) for content in contents]


def input_media(cloud: Cloud, media: object, parameters: Json) -> Json:
    """Return what a message holds that shows an InputMedia."""
    if not isinstance(media, dict) or f"send{str(media.get('type')).capitalize()}" not in CONTENTS:
        raise bad("can't parse InputMedia: type must be one of the known ones")
    kind = str(media["type"])
    stored = cloud.files.sent(kind, media.get("media"), parameters)
    return {**cloud.files.told_with(stored), **caption(media)}


def send_chat_action(cloud: Cloud, parameters: Json) -> bool:
    """Answer sendChatAction."""
    room = cloud.room(parameters)
    room.check()
    if parameters.get("action") not in ACTIONS:
        raise bad("wrong parameter action in request")
    room.placed(int(parameters.get("message_thread_id") or 0))
    room.actions.append(parameters)
    return True


def answer_callback_query(cloud: Cloud, parameters: Json) -> bool:
    """Answer answerCallbackQuery."""
    answers = cloud.ground.asked.get(str(parameters.get("callback_query_id", "")))
    if answers is None:
        raise bad("query is too old and response timeout expired or query ID is invalid")
    if len(str(parameters.get("text", ""))) > 200:
        raise bad("MESSAGE_TOO_LONG")
    answers.append(parameters)
    return True


def _check_mixture(kinds: list[str]) -> None:
    if len(set(kinds)) > 1:
        for kind in kinds:
            if kind not in MIXED:
                raise bad(f"{kind}s can't be mixed with other media types")


METHODS: dict[str, Method] = {
    **{method: send(method) for method in CONTENTS},
    "sendMediaGroup": send_media_group,
    "sendChatAction": send_chat_action,
    "answerCallbackQuery": answer_callback_query,
}
