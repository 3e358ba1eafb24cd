"""What a form of a ticket holds, be it plain or with files."""

from collections import defaultdict
from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from dataclasses import field as dataclass_field

from aiohttp import BodyPartReader, web

from bot.channels.port import LARGEST_FILE
from bot.desk.agents.outgoing_files import MOST_FILES, AgentFile
from bot.desk.core.errors import Refusal, Refused
from bot.web.deps import DEPS
from bot.web.pages import field
from bot.web.staff.desk.ending import NOTHING_GIVEN, Given

_MOST_FIELDS = 50
_MOST_PARTS = 200
"""Fields and files: what comes in more is no form of ours, and may come from somebody who is not signed in."""
_LONGEST_FIELD = 64 * 1024
"""In bytes."""


@dataclass
class WrittenForm:
    """What was put into a form."""

    text: str = ""
    to: str = ""
    """The id of a colleague or a message, or the key of a question; empty for the queue."""
    due: str = ""
    """A moment, as the agent wrote it."""
    sure: str = ""
    """Of which warning they have read."""
    given: Given = dataclass_field(default_factory=lambda: NOTHING_GIVEN)
    """All of its fields."""
    uploads: tuple[AgentFile, ...] = ()
    refusal: Refusal | None = None
    """Why its files are not taken."""


async def read_form(request: web.Request, block: AsyncExitStack | None = None) -> WrittenForm:
    """Return what a form holds; its files are there until the block ends, and without one are passed over.

    Raises:
        HTTPBadRequest: if no page of ours sends that.
    """
    if request.content_type != "multipart/form-data":
        await field(request, "text")  # refuses what no page of ours sends
        return _filled({key: _plain(str(value)) for key, value in (await request.post()).items()})
    given, files, refusal, parts = dict[str, str](), list[AgentFile](), None, 0
    try:
        async for part in await request.multipart():
            parts += 1
            if not isinstance(part, BodyPartReader) or parts > _MOST_PARTS:
                raise web.HTTPBadRequest
            if block and part.name == "files" and part.filename:
                files.append(await _file(request, block, part, len(files)))
            elif part.name and not part.filename and len(given) < _MOST_FIELDS:
                given[part.name] = await _field(part)
            else:
                await part.release()
    except Refused as refused:
        refusal = refused.reason
        async for _ in request.content.iter_any():
            pass  # a browser listens to an answer only when it has sent everything
    except ValueError:
        raise web.HTTPBadRequest from None
    form = _filled(given)
    form.uploads, form.refusal = tuple(one for one in files if one.received.size), refusal
    return form


def _filled(given: Mapping[str, str]) -> WrittenForm:
    held = defaultdict(str, given)
    return WrittenForm(held["text"], held["to"], held["due"], held["sure"], held)


async def _field(part: BodyPartReader) -> str:
    held = b""
    while not part.at_eof():
        held += await part.read_chunk()
        if len(held) > _LONGEST_FIELD:
            raise web.HTTPBadRequest
    return _plain(held.decode())


def _plain(text: str) -> str:
    """Return a field without white space around it, its lines ended as everywhere but in forms."""
    return text.replace("\r\n", "\n").strip()


async def _file(request: web.Request, block: AsyncExitStack, part: BodyPartReader, number: int) -> AgentFile:
    if number >= MOST_FILES:
        raise Refused(Refusal.TOO_MANY_FILES)
    files = request.app[DEPS].files
    received = await block.enter_async_context(files.receive(_content(part)))
    return AgentFile(files, received, part.filename or "")


async def _content(part: BodyPartReader) -> AsyncGenerator[bytes, None]:
    size = 0
    while not part.at_eof():
        chunk = await part.read_chunk(64 * 1024)
        size += len(chunk)
        if size > LARGEST_FILE:
            raise Refused(Refusal.FILE_TOO_LARGE)
        yield chunk
