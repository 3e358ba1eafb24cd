"""Reads the parameters of a call in every way that the Bot API takes them: JSON, a form, multipart, a query.

https://core.telegram.org/bots/api#making-requests
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote

import aiohttp
from aiohttp import web

from .names import names
from .refusals import Json, bad

WORDS = names(
    "address callback_query_id caption currency custom_title description emoji explanation first_name"
    " icon_custom_emoji_id inline_query_id language_code last_name name parse_mode payload performer phone_number"
    " question secret_token short_description text title url username vcard"
)
"""Parameters that are text even where they look like a number."""

BOUNDARY = re.compile(r"boundary=\"?([^\";,]+)")
DISPOSITION = re.compile(r"(?i)\b(name|filename\*?)=(?:\"([^\"]*)\"|([^;\r\n]+))")


@dataclass(frozen=True)
class Upload:
    """A file that came with a call."""

    name: str
    content: bytes
    mime: str = ""


async def of_request(request: web.Request) -> Json:
    """Return the parameters of a call; an uploaded file is an `Upload` under the name of its part."""
    return _values(request.query) | read(request.headers.get("Content-Type", ""), await request.read())


async def of_answer(answer: aiohttp.ClientResponse) -> Json:
    """Return what a bot answered to a webhook: a method and its parameters, or nothing."""
    return read(answer.headers.get("Content-Type", ""), await answer.read())


def read(content_type: str, body: bytes) -> Json:
    """Return the parameters in a body."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/json":
        return _object(body)
    if kind == "application/x-www-form-urlencoded":
        return _values(dict(parse_qsl(body.decode(), keep_blank_values=True)))
    if kind == "multipart/form-data" and (boundary := BOUNDARY.search(content_type)):
        return _values(dict(_part(part) for part in body.split(b"--" + boundary[1].encode())[1:-1]))
    return {}


def _part(part: bytes) -> tuple[str, str | Upload]:
    # Read by hand: libraries write names of files in ways that aiohttp refuses and Telegram takes.
    head, _, content = part.removeprefix(b"\r\n").removesuffix(b"\r\n").partition(b"\r\n\r\n")
    lines = head.decode()
    found = {key.lower(): quoted or plain for key, quoted, plain in DISPOSITION.findall(lines)}
    name = found.get("filename", "")
    if "filename*" in found:
        name = unquote(found["filename*"].rpartition("'")[2])
    if not name:
        return found.get("name", ""), content.decode()
    mime = re.search(r"(?im)^content-type: *([^;\s]+)", lines)
    return found.get("name", ""), Upload(name, content, mime[1] if mime else "")


def _object(body: bytes) -> Json:
    try:
        found = json.loads(body or b"{}")
    except ValueError:
        raise bad("can't parse request JSON object") from None
    if not isinstance(found, dict):
        raise bad("can't parse request JSON object")
    return found


def _values(fields: Mapping[str, object]) -> Json:
    return {key: _value(key, value) for key, value in fields.items()}


def _value(key: str, value: object) -> object:
    # In a form everything is text: numbers and objects are JSON in it, what people read is not.
    if not isinstance(value, str) or key in WORDS:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value
