"""The files that people and the bot sent: what the Bot API tells of them, getFile, and their content.

Contents are a few bytes that begin as such files do. Nothing is ever decoded or shown.
https://core.telegram.org/bots/api#getfile
"""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count

from .parameters import Upload
from .refusals import Json, bad

LARGEST = 20 * 1024 * 1024
"""Bytes of the largest file that a bot can download."""

JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////"
    "////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA="
)
CONTENTS: dict[str, bytes] = {
    "photo": JPEG,
    "document": b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
    "voice": b"OggS\x00\x02" + bytes(20) + b"\x01\x13OpusHead\x01\x01" + bytes(8),
    "video": b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00isommp42" + bytes(8),
    "audio": b"ID3\x03\x00\x00\x00\x00\x00\x0a" + bytes(10) + b"\xff\xfb\x90\x64" + bytes(8),
    "sticker": b"RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f" + bytes(12),
}
CONTENTS["animation"] = CONTENTS["video_note"] = CONTENTS["video"]
"""What a file of each kind holds if nobody says what."""
NAMES: Mapping[str, tuple[str, str]] = {
    "photo": ("photo.jpg", "image/jpeg"),
    "document": ("document.pdf", "application/pdf"),
    "voice": ("voice.oga", "audio/ogg"),
    "video": ("video.mp4", "video/mp4"),
    "audio": ("audio.mp3", "audio/mpeg"),
    "sticker": ("sticker.webp", "image/webp"),
    "animation": ("animation.mp4", "video/mp4"),
    "video_note": ("note.mp4", "video/mp4"),
}
DETAILS: Mapping[str, Json] = {
    "voice": {"duration": 3},
    "video": {"width": 640, "height": 360, "duration": 5},
    "audio": {"duration": 30},
    "sticker": {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False, "emoji": "👍"},
    "animation": {"width": 320, "height": 240, "duration": 2},
    "video_note": {"length": 240, "duration": 4},
}
"""What is told of a file of each kind beside what is told of any file."""


@dataclass
class Stored:
    """A file in Telegram's keeping."""

    id: str
    kind: str
    content: bytes
    size: int
    """Bytes; more than the content has, where a test only says that a file is large."""
    path: str
    name: str
    mime: str

    @property
    def told(self) -> Json:
        """Return what the Bot API tells of any file."""
        return {"file_id": self.id, "file_unique_id": f"u{self.id}", "file_size": self.size}


class Files:
    """All files, by their ids and by their paths."""

    def __init__(self) -> None:
        self._by_id: dict[str, Stored] = {}
        self._by_path: dict[str, Stored] = {}
        self._numbers = count(1)

    def keep(self, kind: str, content: bytes | None = None, name: str = "", mime: str = "", size: int = 0) -> Stored:
        """Keep a file; returns it with its new id."""
        content = CONTENTS[kind] if content is None else content
        usual_name, usual_mime = NAMES[kind]
        name = name or usual_name
        number = next(self._numbers)
        mark = hashlib.sha256(f"{kind}{number}".encode()).hexdigest()[:16]
        path = f"{kind}s/file_{number}{name[name.rfind('.') :] if '.' in name else ''}"
        stored = Stored(f"{kind}-{mark}", kind, content, size or len(content), path, name, mime or usual_mime)
        self._by_id[stored.id] = self._by_path[path] = stored
        return stored

    def told(self, stored: Stored, **details: object) -> object:
        """Return what a message tells of a file: an object, for a photo a list of its sizes."""
        if stored.kind == "photo":
            small = self.keep("photo", b"\xff\xd8\xff\xe0small" + stored.content[-2:])
            sizes = ((small, 90, 67), (stored, 1280, 960))
            return [{**size.told, "width": width, "height": height} for size, width, height in sizes]
        named = {} if stored.kind in ("voice", "sticker", "video_note") else {"file_name": stored.name}
        typed = {} if stored.kind in ("sticker", "video_note") else {"mime_type": stored.mime}
        return {**stored.told, **named, **typed, **DETAILS.get(stored.kind, {}), **details}

    def told_with(self, stored: Stored, **details: object) -> Json:
        """Return a file under its kind, as a message holds it; an animation comes as a document too."""
        told = {stored.kind: self.told(stored, **details)}
        if stored.kind == "animation":
            told["document"] = {**stored.told, "file_name": stored.name, "mime_type": stored.mime}
        return told

    def sent(self, kind: str, value: object, parameters: Json) -> Stored:
        """Return the file that a bot sends: one that came along, or one that is known by its id."""
        if isinstance(value, str) and value.startswith("attach://"):
            value = parameters.get(value.removeprefix("attach://"))
        if isinstance(value, Upload):
            if not value.content:
                raise bad("file must be non-empty")
            return self.keep(kind, value.content, value.name, value.mime)
        if not isinstance(value, str) or not value:
            raise bad(f"there is no {kind.replace('_', ' ')} in the request")
        if value.startswith(("http://", "https://")):
            raise bad("failed to get HTTP URL content")
        stored = self._by_id.get(value)
        if stored is None:
            raise bad("wrong file identifier/HTTP URL specified")
        if stored.kind != kind:
            raise bad(f"can't use file of type {_type(stored.kind)} as {_type(kind)}")
        return stored

    def get(self, parameters: Json) -> Json:
        """Answer getFile."""
        stored = self._by_id.get(str(parameters.get("file_id", "")))
        if stored is None:
            raise bad("invalid file_id" if parameters.get("file_id") else "file_id not specified")
        if stored.size > LARGEST:
            raise bad("file is too big")
        return {**stored.told, "file_path": stored.path}

    def at(self, path: str) -> Stored | None:
        """Return the file at a path that getFile told."""
        return self._by_path.get(path)


def _type(kind: str) -> str:
    return "".join(word.capitalize() for word in kind.split("_"))
