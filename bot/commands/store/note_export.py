"""Puts on record that everything was printed: ``store export``, which reads files without a desk, asks for it."""

from bot.commands.command import Command, OnDesk
from bot.commands.remote.request import Answer, Request
from bot.container import Container
from bot.desk.staff.audit import COMMAND_LINE, Actor, note_once

NOTE = Request("store note-export")


async def _run(container: Container, _: Request) -> Answer:
    await note_once(container.store, container.environment, "exported", Actor(None, COMMAND_LINE), about="stdout")
    return Answer()


COMMAND = Command(name=NOTE.verb, help="", run=OnDesk(lambda _: NOTE, _run))
