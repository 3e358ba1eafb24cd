"""Open pages of the desk as browsers have them, in a process of their own: ``python -m bench.page_readers``.

What it is to open comes as one line of JSON on standard input; once all pages are up to date it says ``ready``. At the
end of its input it tells of each page when it was brought which number of those who wait, by the clock of the machine
that all processes share. So what is measured is the program, and not the queue of whoever measures.
"""

import asyncio
import json
import re
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType

from tests.journeys.program import ROOT

_WAITING = re.compile(r'data-waiting="(\d+)"')
Seen = list[list[tuple[float, int]]]
"""Of each page when it was brought which number."""


class Readers:
    """Pages that are open in another process."""

    def __init__(self, process: Process) -> None:
        self._process = process

    async def close(self) -> Seen:
        """Close them; returns what each was brought."""
        output, _ = await self._process.communicate(b"")  # which closes its input
        return [[(at, number) for at, number in page] for page in json.loads(output)]


@asynccontextmanager
async def reading(url: str, headers: dict[str, str], count: int) -> AsyncIterator[Readers]:
    """Have so many pages open at an address of sockets, each of which has been brought up to date."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.page_readers", cwd=ROOT, stdin=PIPE, stdout=PIPE
    )
    assert process.stdin
    assert process.stdout
    process.stdin.write(json.dumps({"url": url, "headers": headers, "count": count}).encode() + b"\n")
    assert (await process.stdout.readline()).strip() == b"ready"
    try:
        yield Readers(process)
    finally:
        if process.returncode is None and not process.stdin.is_closing():
            await process.communicate(b"")


async def _read(socket: ClientWebSocketResponse, seen: list[tuple[float, int]]) -> None:
    async for frame in socket:
        if frame.type is WSMsgType.TEXT and (found := _WAITING.search(frame.data)):
            seen += [(time.perf_counter(), int(found[1]))]


async def _serve(asked: dict[str, Any], told: asyncio.StreamReader) -> Seen:
    async with ClientSession(headers=asked["headers"]) as session, AsyncExitStack() as stack:
        sockets = [await stack.enter_async_context(session.ws_connect(asked["url"])) for _ in range(asked["count"])]
        seen: Seen = []
        for socket in sockets:
            first = _WAITING.search((await socket.receive(timeout=60)).data)
            seen.append([(time.perf_counter(), int(first[1]))] if first else [])
        readers = [asyncio.create_task(_read(socket, page)) for socket, page in zip(sockets, seen, strict=True)]
        print("ready", flush=True)
        await told.read()
        for reader in readers:
            reader.cancel()
        return seen


async def main() -> None:
    """Read until the input ends, and tell what was brought."""
    told = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(told), sys.stdin)
    print(json.dumps(await _serve(json.loads(await told.readline()), told)))


if __name__ == "__main__":
    asyncio.run(main())
