"""Lets another process drive this server as a test in the same process would: over HTTP, by the names of its methods.

``POST /stand-in`` takes ``{"at": ["chat", 1], "do": "says", "with": ["hello"], "by": {}}``: ``at`` leads from the
server to whom the call is for, through methods with a number; ``do`` may lead on through attributes, by dots.
`Remote` in ``remote`` writes such requests.
"""

from collections.abc import Awaitable
from dataclasses import asdict, is_dataclass
from typing import Any

import orjson
from aiohttp import web

PATH = "/stand-in"


class Control:
    """Does what a request says, and answers with what came of it."""

    def __init__(self, target: object) -> None:
        self._target = target

    async def answer(self, request: web.Request) -> web.Response:
        """Answer with the result, or with 400 and the words of the error that there was."""
        order = await request.json()
        try:
            result = await self._do(order)
        except Exception as error:  # whatever it is, whoever asked is to know
            return web.Response(text=f"{type(error).__name__}: {error}", status=400)
        return web.Response(body=orjson.dumps(result, default=_plain), content_type="application/json")

    async def _do(self, order: dict[str, Any]) -> object:
        found: Any = self._target
        for name, number in order.get("at", []):
            found = _part(found, name)(number)
        for name in order["do"].split("."):
            found = _part(found, name)
        if callable(found):
            found = found(*order.get("with", []), **order.get("by", {}))
        return await found if isinstance(found, Awaitable) else found


def _part(whole: object, name: str) -> Any:
    if name.startswith("_"):
        raise AttributeError(f"{name} is nobody's business")
    return getattr(whole, name)


def _plain(value: object) -> object:
    if hasattr(value, "message"):
        return {"message": value.message, "keyboard": getattr(value, "keyboard", None)}
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    return str(value)
