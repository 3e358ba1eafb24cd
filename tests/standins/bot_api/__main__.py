"""Serves the stand-in alone: ``python -m tests.standins.bot_api``. It ends with whoever started it."""

import argparse
import asyncio
import os

from .server import BotApi


async def serve(token: str, port: int, longest_poll: float) -> None:
    """Serve, and tell the address on the first line of the output."""
    starter = os.getppid()
    async with BotApi(token, longest_poll, port) as api:
        print(api.base_url, flush=True)  # noqa: T201
        while os.getppid() == starter:  # noqa: ASYNC110 - nothing tells of a parent's end
            await asyncio.sleep(1)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--token", default="4711:stand-in")
    parser.add_argument("--port", type=int, default=0, help="0: any that is free")
    parser.add_argument("--longest-poll", type=float, default=10.0, help="seconds")
    told = parser.parse_args()
    asyncio.run(serve(told.token, told.port, told.longest_poll))
