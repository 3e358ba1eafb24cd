"""The methods that show in one chat what stands in another: as the bot's own, or forwarded. Albums stay whole.

https://core.telegram.org/bots/api#copymessage
"""

from .cloud import Cloud
from .contents import caption
from .refusals import Json, bad
from .rooms import CONTENT, KINDS, Room
from .sending import Method, place, show

MOST = 100
"""Messages that one call can copy or forward."""


def copy_message(cloud: Cloud, parameters: Json) -> Json:
    """Answer copyMessage."""
    original = _original(cloud, parameters, "copy")
    content = _copied(original)
    if "caption" in parameters and not ("text" in original or "sticker" in original):
        content = {key: value for key, value in content.items() if key not in ("caption", "caption_entities")}
        content |= caption(parameters)
    return {"message_id": show(cloud, parameters, lambda: content)["message_id"]}


def forward_message(cloud: Cloud, parameters: Json) -> Json:
    """Answer forwardMessage."""
    original = _original(cloud, parameters, "forward")
    return show(cloud, parameters, lambda: {**_copied(original), **_origin(original)})


def copy_messages(cloud: Cloud, parameters: Json) -> list[Json]:
    """Answer copyMessages."""
    return _several(cloud, parameters, "copy")


def forward_messages(cloud: Cloud, parameters: Json) -> list[Json]:
    """Answer forwardMessages."""
    return _several(cloud, parameters, "forward")


def _several(cloud: Cloud, parameters: Json, what: str) -> list[Json]:
    room, source = cloud.room(parameters), cloud.room(parameters, "from_chat_id")
    room.check()
    numbers = parameters.get("message_ids")
    if not isinstance(numbers, list) or not numbers:
        raise bad("message identifiers are not specified")
    if len(numbers) > MOST:
        raise bad("too many message identifiers specified")
    if numbers != sorted(set(numbers)):
        raise bad("message identifiers must be in a strictly increasing order")
    originals = [source.history[one] for one in numbers if one in source.history and _can_go(source.history[one])]
    if not originals:
        raise bad(f"there are no messages to {what}")
    return [{"message_id": shown["message_id"]} for shown in _shown(cloud, room, originals, parameters, what)]


def _shown(cloud: Cloud, room: Room, originals: list[Json], parameters: Json, what: str) -> list[Json]:
    albums: dict[str, str] = {}
    shown = []
    for original in originals:
        content = _copied(original)
        if group := original.get("media_group_id"):
            content["media_group_id"] = albums.setdefault(group, str(next(cloud.albums)))
        if what == "forward":
            content |= _origin(original)
        if parameters.get("remove_caption"):
            content = {key: value for key, value in content.items() if not key.startswith("caption")}
        shown.append(room.show(content, **place(room, parameters)))
    return shown


def _original(cloud: Cloud, parameters: Json, what: str) -> Json:
    cloud.room(parameters).check()
    original = cloud.room(parameters, "from_chat_id").history.get(int(parameters.get("message_id") or 0))
    if original is None:
        raise bad(f"message to {what} not found")
    if not _can_go(original):
        raise bad("message can't be copied" if what == "copy" else "message can't be forwarded")
    return original


def _can_go(message: Json) -> bool:
    return any(kind in message for kind in KINDS)


def _copied(message: Json) -> Json:
    return {key: message[key] for key in message if key in CONTENT and key != "media_group_id"}


def _origin(message: Json) -> Json:
    return {"forward_origin": {"type": "user", "sender_user": message["from"], "date": message["date"]}}


METHODS: dict[str, Method] = {
    "copyMessage": copy_message,
    "copyMessages": copy_messages,
    "forwardMessage": forward_message,
    "forwardMessages": forward_messages,
}
