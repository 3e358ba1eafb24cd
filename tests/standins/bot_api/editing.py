"""The methods that change or take away what stands in a chat.

https://core.telegram.org/bots/api#updating-messages
"""

from . import keyboards
from .cloud import Cloud
from .contents import caption, text
from .groups import Group
from .refusals import Json, bad
from .rooms import Bubble, Room
from .sending import Method, input_media

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)
TEXT = frozenset({"text", "entities", "link_preview_options"})
CAPTION = frozenset({"caption", "caption_entities"})
MEDIA = frozenset({"photo", "document", "video", "audio", "animation"}) | CAPTION
DELETABLE = 48 * 60 * 60
"""Seconds for which a message can be deleted."""


def edit_text(cloud: Cloud, parameters: Json) -> Json | bool:
    """Answer editMessageText."""
    if "inline_message_id" in parameters:
        return True
    room, bubble = _found(cloud, parameters)
    if "text" not in bubble.message:
        raise bad("there is no text in the message to edit")
    return _change(room, bubble, parameters, TEXT, text(cloud, parameters))


def edit_caption(cloud: Cloud, parameters: Json) -> Json | bool:
    """Answer editMessageCaption."""
    if "inline_message_id" in parameters:
        return True
    room, bubble = _found(cloud, parameters)
    if not MEDIA.union({"voice"}) & bubble.message.keys():
        raise bad("there is no caption in the message to edit")
    return _change(room, bubble, parameters, CAPTION, caption(parameters))


def edit_media(cloud: Cloud, parameters: Json) -> Json | bool:
    """Answer editMessageMedia."""
    if "inline_message_id" in parameters:
        return True
    room, bubble = _found(cloud, parameters)
    if "text" not in bubble.message and not MEDIA & bubble.message.keys():
        raise bad("there is no media in the message to edit")
    return _change(room, bubble, parameters, MEDIA | TEXT, input_media(cloud, parameters.get("media"), parameters))


def edit_reply_markup(cloud: Cloud, parameters: Json) -> Json | bool:
    """Answer editMessageReplyMarkup."""
    if "inline_message_id" in parameters:
        return True
    room, bubble = _found(cloud, parameters)
    return _change(room, bubble, parameters, frozenset(), {})


def edit_live_location(cloud: Cloud, parameters: Json) -> Json | bool:
    """Answer editMessageLiveLocation and stopMessageLiveLocation."""
    if "inline_message_id" in parameters:
        return True
    _, bubble = _found(cloud, parameters)
    if "live_period" not in bubble.message.get("location", {}):
        raise bad("message can't be edited")
    moved = {key: parameters[key] for key in ("latitude", "longitude") if key in parameters}
    bubble.message["location"] = {**bubble.message["location"], **moved}
    return bubble.message


def stop_poll(cloud: Cloud, parameters: Json) -> Json:
    """Answer stopPoll."""
    _, bubble = _found(cloud, parameters)
    if "poll" not in bubble.message:
        raise bad("message with poll to stop not found")
    if bubble.message["poll"]["is_closed"]:
        raise bad("poll has already been closed")
    closed: Json = {**bubble.message["poll"], "is_closed": True}
    bubble.message["poll"] = closed
    return closed


def delete_message(cloud: Cloud, parameters: Json) -> bool:
    """Answer deleteMessage."""
    room = cloud.room(parameters)
    message = room.history.get(int(parameters.get("message_id") or 0))
    if message is None:
        raise bad("message to delete not found")
    if not _deletable(cloud, room, message):
        raise bad("message can't be deleted")
    return room.delete(message["message_id"])


def delete_messages(cloud: Cloud, parameters: Json) -> bool:
    """Answer deleteMessages; what cannot be deleted is passed over."""
    room = cloud.room(parameters)
    numbers = parameters.get("message_ids")
    if not isinstance(numbers, list) or not 1 <= len(numbers) <= 100:
        raise bad("message identifiers are not specified" if not numbers else "too many message identifiers specified")
    for message in [room.history[number] for number in numbers if number in room.history]:
        if _deletable(cloud, room, message):
            room.delete(message["message_id"])
    return True


def set_reaction(cloud: Cloud, parameters: Json) -> bool:
    """Answer setMessageReaction."""
    room = cloud.room(parameters)
    room.check()
    number = int(parameters.get("message_id") or 0)
    if number not in room.history:
        raise bad("message to react not found")
    room.reactions[number] = [str(one.get("emoji", "")) for one in parameters.get("reaction") or []]
    return True


def _found(cloud: Cloud, parameters: Json) -> tuple[Room, Bubble]:
    room = cloud.room(parameters)
    room.check()
    number = int(parameters.get("message_id") or 0)
    if not number:
        raise bad("message identifier is not specified")
    bubble = room.bubble(number)
    if bubble is None:
        raise bad("message can't be edited" if number in room.history else "message to edit not found")
    return room, bubble


def _change(room: Room, bubble: Bubble, parameters: Json, replaced: frozenset[str], content: Json) -> Json:
    changed = {key: value for key, value in bubble.message.items() if key not in replaced | {"reply_markup"}} | content
    if buttons := keyboards.inline(parameters.get("reply_markup"), private=room.private):
        changed["reply_markup"] = buttons
    if {**changed, "edit_date": 0} == {**bubble.message, "edit_date": 0}:
        raise bad(NOT_MODIFIED)
    bubble.message = {**changed, "edit_date": int(room.ground.updates.clock())}
    room.history[bubble.id] = bubble.message
    return bubble.message


def _deletable(cloud: Cloud, room: Room, message: Json) -> bool:
    if room.private and message["date"] < cloud.updates.clock() - DELETABLE:
        return False
    own = bool(message["from"]["id"] == cloud.ground.bot["id"])
    return own or room.private or (isinstance(room, Group) and "can_delete_messages" in room.rights)


METHODS: dict[str, Method] = {
    "editMessageText": edit_text,
    "editMessageCaption": edit_caption,
    "editMessageMedia": edit_media,
    "editMessageReplyMarkup": edit_reply_markup,
    "editMessageLiveLocation": edit_live_location,
    "stopMessageLiveLocation": edit_live_location,
    "stopPoll": stop_poll,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "setMessageReaction": set_reaction,
}
