"""The files that customers sent, for the staff: who may come in is decided by the door of ``/desk``.

A browser is told the type of what it can show without running anything; all else it only saves. What a customer's file
holds runs nowhere on our pages: the response shuts it into a sandbox of its own.
"""

import asyncio
import logging
import re
from urllib.parse import quote

from aiohttp import web

from bot.desk.core.file_types import ENDINGS, SHOWN, UNKNOWN, file_name
from bot.desk.staff.audit import note_once
from bot.web.auth import actor
from bot.web.deps import DEPS, Deps
from storage.records.traffic_records import Attachment

log = logging.getLogger(__name__)

_HEADERS = {
    # Styles are the browser's own: Chromium centres a picture that is opened alone by one.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    # A browser may keep it, and asks each time whether it may show it.
    "Cache-Control": "private, no-cache",
}


async def send(request: web.Request) -> web.StreamResponse:
    """Send a file, or the part of it that a player asks for."""
    deps = request.app[DEPS]
    attachment = await kept_file(deps, request.match_info["key"])
    response = await file_response(deps, attachment)
    by = actor(request)
    await note_once(deps.store, deps.environment, "file-viewed", by, attachment.id, attachment.kind)
    return response


async def kept_file(deps: Deps, key: str) -> Attachment:
    """Return the file with this id.

    Raises:
        HTTPNotFound: if it is not here.
    """
    attachment = await deps.store.unit().get(Attachment, key)
    if attachment is None or attachment.status != "kept":
        raise web.HTTPNotFound
    return attachment


async def file_response(deps: Deps, attachment: Attachment) -> web.FileResponse:
    """Return the answer that holds a file; nothing in it can run.

    Raises:
        HTTPNotFound: if it is missing on the disk.
    """
    path = deps.files.path(attachment.digest)
    if not await asyncio.to_thread(path.is_file):
        log.error("the file of attachment %s is missing", attachment.id)
        raise web.HTTPNotFound
    kind = attachment.type if attachment.type in ENDINGS else UNKNOWN
    headers = {**_HEADERS, "Content-Type": kind, "Content-Disposition": _disposition(attachment)}
    return web.FileResponse(path, headers=headers)


def _disposition(attachment: Attachment) -> str:
    """Return the header of RFC 6266: a plain name for old programs, and the real one."""
    name = file_name(attachment)
    plain = re.sub(r"[^A-Za-z0-9._-]", "_", name)
    how = "inline" if attachment.type in SHOWN else "attachment"
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


ROUTES = [web.get("/desk/files/{key}", send)]
