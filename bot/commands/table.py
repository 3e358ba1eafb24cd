"""The commands that need the desk, by name, and how each is carried out in whichever process holds the store."""

import logging
from collections.abc import Awaitable, Callable, Mapping

from bot.commands.compare import compare
from bot.commands.publish import publish
from bot.commands.request import Answer, Request, read_request, write_answer
from bot.commands.rollback import rollback
from bot.commands.versions import versions
from bot.house import House
from storage.ports import StorageError

log = logging.getLogger(__name__)

COMMANDS: Mapping[str, Callable[[House, Request], Awaitable[Answer]]] = {
    "publish": publish,
    "versions": versions,
    "compare": compare,
    "rollback": rollback,
}


async def carry_out(house: House, request: Request) -> Answer:
    """Return the answer to a request; what the store refuses is said, not raised."""
    try:
        return await COMMANDS[request.verb](house, request)
    except StorageError as refusal:
        return Answer(errors=str(refusal), status=1)


async def carry_out_here(house: House, data: bytes) -> bytes:
    """Do what a command line in another process asked for."""
    request = read_request(data)
    log.info("command: %s", request.verb)
    return write_answer(await carry_out(house, request))
