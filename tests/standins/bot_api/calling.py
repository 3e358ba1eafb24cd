"""Calls the stand-in as a bot would, for its own tests."""

from typing import Any

import aiohttp

from .server import BotApi


async def call(api: BotApi, method: str, token: str = "", **parameters: Any) -> Any:
    """Call a method with JSON; returns the whole answer."""
    async with aiohttp.ClientSession() as session:
        answer = await session.post(f"{api.base_url}{token or api.token}/{method}", json=parameters)
        return await answer.json()


async def done(api: BotApi, method: str, **parameters: Any) -> Any:
    """Call a method that is to succeed; returns the result."""
    answer = await call(api, method, **parameters)
    assert answer["ok"], answer
    return answer["result"]


async def refused(api: BotApi, method: str, **parameters: Any) -> str:
    """Call a method that is to be refused; returns in which words."""
    answer = await call(api, method, **parameters)
    assert not answer["ok"], answer
    return str(answer["description"])


async def upload(api: BotApi, method: str, files: dict[str, bytes], **parameters: str) -> Any:
    """Call a method with files as parts of their own; returns the result."""
    form = aiohttp.FormData(parameters)
    for name, content in files.items():
        form.add_field(name, content, filename=f"{name}.bin")
    async with aiohttp.ClientSession() as session:
        answer = await (await session.post(f"{api.base_url}{api.token}/{method}", data=form)).json()
    assert answer["ok"], answer
    return answer["result"]


async def download(api: BotApi, file_id: str) -> bytes:
    """Return the content of a file, as a bot gets it."""
    path = (await done(api, "getFile", file_id=file_id))["file_path"]
    async with aiohttp.ClientSession() as session:
        return await (await session.get(f"{api.file_url}{api.token}/{path}")).read()
