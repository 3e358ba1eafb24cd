"""Erases again, on a store that is older than an erasure, what the list of erasures says: a restore asks for it."""

from bot.commands.command import Command, OnDesk
from bot.commands.remote.request import Answer, Request
from bot.container import Container

AGAIN = Request("store erase-again")


async def _run(container: Container, _: Request) -> Answer:
    done = await container.eraser.catch_up()
    return Answer(f"erased again, as the list of erasures says: {done} customers" if done else "")


COMMAND = Command(name=AGAIN.verb, help="", run=OnDesk(lambda _: AGAIN, _run))
"""Nobody types it."""
