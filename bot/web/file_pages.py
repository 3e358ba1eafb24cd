"""The files that customers sent, for the staff only: who may come in is decided by the door of ``/desk``.

A browser is told the type of what it can show without running anything; all else it only saves. What a customer's file
holds runs nowhere on our pages: the response shuts it into a sandbox of its own.
"""

import asyncio
import logging
import re
from urllib.parse import quote

from aiohttp import web

from bot.desk.core.sanitize import clean_message
from bot.desk.jobs.downloads import UNKNOWN
from bot.desk.staff.audit import note_once
from bot.web.auth import actor
from bot.web.deps import DEPS
from storage.traffic_records import Attachment

log = logging.getLogger(__name__)

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
_SAVED = {"application/pdf": ".pdf"}
_ENDINGS = SHOWN | _SAVED
_OTHER_ENDINGS = {".jpg": (".jpeg",), ".ogg": (".oga", ".opus")}
_HEADERS = {
    # Styles are the browser's own: Chromium centres a picture that is opened alone by one.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    # A browser may keep it, and asks each time whether it may show it.
    "Cache-Control": "private, no-cache",
}
_NO_NAME = re.compile(r"[\\/:*?\"<>|\r\n\t]+")


async def send(request: web.Request) -> web.StreamResponse:
    """Send a file, or the part of it that a player asks for."""
    deps = request.app[DEPS]
    attachment = await deps.store.unit().get(Attachment, request.match_info["key"])
    if attachment is None or attachment.status != "kept":
        raise web.HTTPNotFound
    path = deps.files.path(attachment.digest)
    if not await asyncio.to_thread(path.is_file):
        log.error("the file of attachment %s is missing", attachment.id)
        raise web.HTTPNotFound
    by = actor(request)
    await note_once(deps.store, deps.environment, "file-viewed", by, attachment.id, file_name(attachment))
    kind = attachment.type if attachment.type in _ENDINGS else UNKNOWN
    headers = {**_HEADERS, "Content-Type": kind, "Content-Disposition": _disposition(attachment)}
    return web.FileResponse(path, headers=headers)


def shown_as(attachment: Attachment) -> str:
    """Return how a page shows a file that is kept: ``image``, ``audio``, ``video`` or ``link``."""
    return attachment.type.partition("/")[0] if attachment.type in SHOWN else "link"


def file_name(attachment: Attachment) -> str:
    """Return a name under which a file can be saved anywhere, ending as its type wants it."""
    name = _NO_NAME.sub("_", clean_message(attachment.name)).strip(" .") or f"{attachment.kind}-{attachment.id[-6:]}"
    ending = _ENDINGS.get(attachment.type, "")
    return name if name.lower().endswith((ending, *_OTHER_ENDINGS.get(ending, ()))) else name + ending


def _disposition(attachment: Attachment) -> str:
    """Return the header of RFC 6266: a plain name for old programs, and the real one."""
    name = file_name(attachment)
    plain = re.sub(r"[^A-Za-z0-9._-]", "_", name)
    how = "inline" if attachment.type in SHOWN else "attachment"
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


ROUTES = [web.get("/desk/files/{key}", send)]
