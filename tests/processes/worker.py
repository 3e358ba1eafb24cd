"""One of several equal processes on a PostgreSQL: the desk as it serves, with pipes in place of the web.

Run as ``python -m tests.processes.worker URL``. A line of JSON on standard input is something that a customer did; what
is taken and what is sent is told on standard output, a line each, before anything else may happen.
"""

import asyncio
import json
import os
import sys
import time

from bot.app import open_container
from bot.channels.port import Incoming, Outgoing
from bot.container import Container
from bot.desk.jobs.scheduler import Scheduler
from bot.settings import Settings
from storage.ports import StorageError


def tell(*words: object) -> None:
    """Write a line in one piece, so that a kill leaves it whole or not at all."""
    os.write(1, (json.dumps(words) + "\n").encode())


class Pipe:
    """A channel that shows messages on standard output."""

    name = "web"

    def cut(self, outgoing: Outgoing) -> tuple[Outgoing]:
        return (outgoing,)

    async def ready(self, address: str) -> None:
        pass

    async def send(self, outgoing: Outgoing) -> tuple[str, ...]:
        tell("sent", time.monotonic_ns(), outgoing.address, outgoing.message)
        return ()


async def play(container: Container, line: str) -> None:
    incoming = Incoming(**json.loads(line))
    try:
        await container.turns.play(incoming)
    except StorageError as fault:
        tell("retry", incoming.update, str(fault))
    else:
        tell("taken", incoming.update)


async def main(url: str) -> None:
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    async with open_container(Settings(store_url=url, settle=0), begin=True) as container:
        outbox = container.outbox({"web": Pipe()})
        scheduler = Scheduler(container.store, container.environment, container.turns, asyncio.sleep)
        loops = [asyncio.create_task(loop()) for loop in (outbox.serve, outbox.patrol, scheduler.serve)]
        tell("ready")
        playing: set[asyncio.Task[None]] = set()
        while line := await reader.readline():
            task = asyncio.create_task(play(container, line.decode()))
            playing.add(task)
            task.add_done_callback(playing.discard)
        await asyncio.gather(*playing)
        for task in loops:
            task.cancel()
        await asyncio.gather(*loops, return_exceptions=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
