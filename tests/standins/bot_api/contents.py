"""What a call that sends something puts into the message: its text, its file, its place, and so on.

https://core.telegram.org/bots/api#available-methods
"""

from collections.abc import Callable

from .cloud import Cloud
from .refusals import Json, bad
from .texts import LONGEST_CAPTION, LONGEST_TEXT, formatted, units

WITH_CAPTION = ("photo", "document", "voice", "video", "audio", "animation")

Content = Callable[[Cloud, Json], Json]


def text(_: Cloud, parameters: Json) -> Json:
    """Return a text with its entities."""
    if not str(parameters.get("text", "")):
        raise bad("message text is empty")
    content = formatted(parameters, "text", "entities", LONGEST_TEXT)
    if not content["text"]:
        raise bad("message text is empty")
    if options := parameters.get("link_preview_options"):
        content["link_preview_options"] = options
    return content


def file(kind: str) -> Content:
    """Return what tells a file of this kind, and what is written under it."""

    def content(cloud: Cloud, parameters: Json) -> Json:
        stored = cloud.files.sent(kind, parameters.get(kind), parameters)
        told = cloud.files.told_with(stored)
        if parameters.get("has_spoiler"):
            told["has_media_spoiler"] = True
        return {**told, **caption(parameters)} if kind in WITH_CAPTION else told

    return content


def caption(parameters: Json) -> Json:
    """Return what is written under a file; nothing if nothing is."""
    if not parameters.get("caption"):
        return {}
    return formatted(parameters, "caption", "caption_entities", LONGEST_CAPTION)


def location(_: Cloud, parameters: Json) -> Json:
    """Return a place."""
    return {"location": _place(parameters)}


def venue(_: Cloud, parameters: Json) -> Json:
    """Return a place with its name; the plain place comes with it."""
    place = _place(parameters)
    return {"location": place, "venue": {"location": place, **_named(parameters, "title", "address")}}


def contact(_: Cloud, parameters: Json) -> Json:
    """Return a phone number and whose it is."""
    optional = {key: parameters[key] for key in ("last_name", "vcard") if parameters.get(key)}
    return {"contact": {**_named(parameters, "phone_number", "first_name"), **optional}}


def poll(cloud: Cloud, parameters: Json) -> Json:
    """Return a question with two to ten answers."""
    options = parameters.get("options") or []
    if not 2 <= len(options) <= 12:
        raise bad("poll must have at least 2 option" if len(options) < 2 else "poll can't have more than 12 options")
    texts = [option if isinstance(option, str) else option.get("text", "") for option in options]
    number = str(next(cloud.albums))
    return {"poll": {**poll_fields(number, str(parameters.get("question", "")), texts), **_poll_kind(parameters)}}


def poll_fields(number: str, question: str, texts: list[str]) -> Json:
    """Return an open poll that nobody voted in."""
    options = [{"persistent_id": str(i), "text": one, "voter_count": 0} for i, one in enumerate(texts)]
    flags = {"is_closed": False, "is_anonymous": True, "allows_multiple_answers": False}
    flags |= {"allows_revoting": False, "members_only": False}
    return {"id": number, "question": question, "options": options, "total_voter_count": 0, "type": "regular", **flags}


def dice(_: Cloud, parameters: Json) -> Json:
    """Return a dice that fell on one."""
    return {"dice": {"emoji": parameters.get("emoji") or "🎲", "value": 1}}


def _poll_kind(parameters: Json) -> Json:
    named = ("type", "is_anonymous", "allows_multiple_answers", "members_only")
    return {key: parameters[key] for key in named if key in parameters}


def _place(parameters: Json) -> Json:
    if "latitude" not in parameters or "longitude" not in parameters:
        raise bad("latitude is empty" if "latitude" not in parameters else "longitude is empty")
    optional: Json = {
        key: parameters[key] for key in ("horizontal_accuracy", "live_period", "heading") if key in parameters
    }
    return {"latitude": float(parameters["latitude"]), "longitude": float(parameters["longitude"]), **optional}


def _named(parameters: Json, *names: str) -> Json:
    for name in names:
        if not units(str(parameters.get(name, ""))):
            raise bad(f"{name.replace('_', ' ')} is empty")
    return {name: str(parameters[name]) for name in names}


CONTENTS: dict[str, Content] = {
    "sendMessage": text,
    **{
        f"send{name}": file(kind)
        for name, kind in (
            ("Photo", "photo"),
            ("Document", "document"),
            ("Voice", "voice"),
            ("Video", "video"),
            ("Audio", "audio"),
            ("Animation", "animation"),
            ("VideoNote", "video_note"),
            ("Sticker", "sticker"),
        )
    },
    "sendLocation": location,
    "sendVenue": venue,
    "sendContact": contact,
    "sendPoll": poll,
    "sendDice": dice,
}
"""By the method that sends it."""
