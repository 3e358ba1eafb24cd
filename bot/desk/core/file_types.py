"""What files are: by their first bytes, never by what their senders say; and how each may be shown and called."""

import re

from puremagic import PureError, magic_string

from bot.desk.core.sanitize import clean_message
from storage.records.traffic_records import Attachment

UNKNOWN = "application/octet-stream"
SHOWN = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "video/mp4": ".mp4",
    "audio/ogg": ".ogg",
    "audio/mpeg": ".mp3",
}
"""What a page shows or plays, and how such files are called."""
ENDINGS = SHOWN | {"application/pdf": ".pdf"}
"""The same with what is only saved."""

_OTHER_ENDINGS = {".jpg": (".jpeg",), ".ogg": (".oga", ".opus")}
_NO_NAME = re.compile(r"[\\/:*?\"<>|\r\n\t]+")
_PLAIN = {
    "application/ogg": "audio/ogg",
    "audio/x-wav": "audio/wav",
    "audio/wave": "audio/wav",
    "video/x-msvideo": "video/avi",
}
"""Names of one thing: the one that browsers know."""
_ZIP = b"PK\x03\x04"
_KINDS = {"video": "video", "audio": "voice"}
_PHOTOS = ("image/heic", "image/heif")
"""Photos that no page shows."""


def media_type(head: bytes) -> str:
    """Return the media type that the first bytes of a file show, such as ``image/jpeg``; else `UNKNOWN`."""
    if head.startswith(_ZIP):
        return "application/zip"  # so begin documents of many kinds, and which one it is stands further behind
    try:
        guesses = magic_string(head)
    except (PureError, ValueError):
        return UNKNOWN
    found = next((guess.mime_type for guess in guesses if guess.mime_type), UNKNOWN)
    return _PLAIN.get(found, found)


def kind_of(media: str) -> str:
    """Return which kind of attachment a file of this media type is: ``photo``, ``voice``, ``video``, ``document``."""
    family = media.partition("/")[0]
    if family == "image":
        return "photo" if media in SHOWN or media in _PHOTOS else "document"
    return _KINDS.get(family, "document")


def shown_as(attachment: Attachment) -> str:
    """Return how a page shows a file that is kept: ``image``, ``audio``, ``video`` or ``link``."""
    return attachment.type.partition("/")[0] if attachment.type in SHOWN else "link"


def file_name(attachment: Attachment) -> str:
    """Return a name under which a file can be saved anywhere, ending as its type wants it."""
    name = _NO_NAME.sub("_", clean_message(attachment.name)).strip(" .") or f"{attachment.kind}-{attachment.id[-6:]}"
    ending = ENDINGS.get(attachment.type, "")
    return name if name.lower().endswith((ending, *_OTHER_ENDINGS.get(ending, ()))) else name + ending
