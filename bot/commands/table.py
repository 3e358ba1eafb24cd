"""The commands that need the desk, by name, and how each is carried out in whichever process holds the store."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from pathlib import Path

from bot.commands.evaluate.calibrate import calibrate
from bot.commands.evaluate.hotspots import hotspots
from bot.commands.remote.request import Answer, Request, read_request, write_answer
from bot.commands.scripts.compare import compare
from bot.commands.scripts.draw import draw, draw_without_store
from bot.commands.scripts.publish import publish
from bot.commands.scripts.replay import replay
from bot.commands.scripts.rollback import rollback
from bot.commands.scripts.versions import versions
from bot.commands.store import kept, store_files
from bot.commands.store.retain import retain
from bot.container import Container
from bot.settings import Settings
from storage.ports import StorageError

log = logging.getLogger(__name__)

COMMANDS: Mapping[str, Callable[[Container, Request], Awaitable[Answer]]] = {
    "publish": publish,
    "versions": versions,
    "compare": compare,
    "rollback": rollback,
    "replay": replay,
    "draw": draw,
    "hotspots": hotspots,
    "calibrate": calibrate,
    "backup": kept.backup,
    "stats": kept.stats,
    "retain": retain,
}
BY_ITSELF: Mapping[str, Callable[[Settings, Request, kept.Ask], Awaitable[Answer]]] = {
    "copy": kept.copy,
    "export": kept.export,
    "restore": kept.restore,
}
"""What the command line does itself, without a desk; it may ask the one that serves for something."""
ON_FILES: Mapping[str, Callable[[Path], Answer]] = {"stats": store_files.stats}
"""What is better told of the files of an embedded store, as long as nobody has them open: they may be damaged."""
NEED_A_STORE = ("backup", "stats", "retain", "versions", "rollback", "replay", "hotspots", "calibrate")
"""What would only make an empty store where the folder is misspelt."""
WITHOUT_STORE: Mapping[str, Callable[[Request], Answer]] = {"draw": draw_without_store}
"""What the commands can do that the store makes better but is not needed for."""


async def carry_out(container: Container, request: Request) -> Answer:
    """Return the answer to a request; what the store refuses is said, not raised."""
    try:
        return await COMMANDS[request.verb](container, request)
    except StorageError as refusal:
        return Answer(errors=str(refusal), status=1)


def carry_out_without_store(request: Request, why: StorageError) -> Answer:
    """Return the answer to a request as far as it needs no store.

    Raises:
        StorageError: why there is none, if the command is nothing without it.

    """
    if request.verb not in WITHOUT_STORE:
        raise why
    answer = WITHOUT_STORE[request.verb](request)
    return replace(answer, errors=answer.errors or f"without numbers: {why}")


async def carry_out_here(container: Container, data: bytes) -> bytes:
    """Do what a command line in another process asked for."""
    request = read_request(data)
    log.info("command: %s", request.verb)
    return write_answer(await carry_out(container, request))
