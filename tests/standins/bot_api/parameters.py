"""Reads the parameters of a call in every way that the Bot API takes them: JSON, a form, multipart, a query.

https://core.telegram.org/bots/api#making-requests
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

import aiohttp
from aiohttp import web

from tests.standins.bot_api.names import names
from tests.standins.bot_api.refusals import Json, bad

WORDS = names(
    "address callback_query_id caption currency custom_title description emoji explanation first_name"
    " icon_custom_emoji_id inline_query_id language_code last_name name parse_mode payload performer phone_number"
    " question secret_token short_description text title url username vcard"
)
"""Parameters that are text even where they look like a number."""


@dataclass(frozen=True)
class Upload:
    """A file that came with a call."""

    name: str
    content: bytes
    mime: str = ""


async def of_request(request: web.Request) -> Json:
    """Return the parameters of a call; an uploaded file is an `Upload` under the name of its part."""
    if request.content_type == "application/json":
        return {**request.query, **_object(await request.read())}
    fields: Json = dict(request.query)
    for key, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            fields[key] = Upload(value.filename, value.file.read(), value.content_type)
        else:
            fields[key] = value
    return _values(fields)


async def of_answer(answer: aiohttp.ClientResponse) -> Json:
    """Return what a bot answered to a webhook: a method and its parameters, or nothing."""
    if answer.content_type == "application/json":
        body = await answer.read()
        return _object(body) if body else {}
    if answer.content_type == "multipart/form-data":
        return _values(await _parts(answer))
    return {}


async def _parts(answer: aiohttp.ClientResponse) -> Json:
    fields: Json = {}
    reader = aiohttp.MultipartReader.from_response(answer)
    while isinstance(part := await reader.next(), aiohttp.BodyPartReader):
        content = bytes(await part.read(decode=True))
        name = part.name or ""
        fields[name] = Upload(part.filename, content) if part.filename else content.decode()
    return fields


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
