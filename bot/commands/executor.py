"""Carries out what a command line asks for: on the files, on the desk, or in the process that serves."""

import logging
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from bot.commands.command import Ask, ByItself, OnDesk
from bot.commands.command_registry import COMMANDS
from bot.commands.remote.control_socket import NobodyThere, ask
from bot.commands.remote.request import Answer, Request, read_answer, read_request, write_answer, write_request
from bot.container import Container
from bot.settings import Settings
from storage.opening import holds_a_store
from storage.ports import InUse, StorageError

log = logging.getLogger(__name__)

OpenDesk = Callable[[Settings], AbstractAsyncContextManager[Container]]
"""Opens the desk for a block, without putting anything in force."""


def executor(open_desk: OpenDesk) -> Ask:
    """Return what carries out requests, on desks that are opened this way."""
    return partial(_execute, open_desk)


async def execute_on(container: Container, request: Request) -> Answer:
    """Return the answer to a request for the desk; what the store refuses is said, not raised.

    Raises:
        KeyError: if no command of the desk has this name.

    """
    command = COMMANDS[request.verb].run
    if not isinstance(command, OnDesk):
        raise KeyError(request.verb)
    try:
        return await command.run(container, request)
    except StorageError as refusal:
        return Answer(errors=str(refusal), status=1)


async def execute_remote(container: Container, data: bytes) -> bytes:
    """Do what a command line in another process asked for."""
    request = read_request(data)
    log.info("command: %s", request.verb)
    return write_answer(await execute_on(container, request))


async def _execute(open_desk: OpenDesk, settings: Settings, request: Request) -> Answer:
    """Carry out a request, as far as that makes sense without a store.

    Raises:
        StorageError: if there is no store that could be used, such as when another process holds it and takes no
            commands.

    """
    if folder := request.word("folder"):
        settings = replace(settings, data_dir=Path(folder), store_url="", erasures_file=settings.erasures)
    command = COMMANDS[request.verb].run
    if isinstance(command, ByItself):
        return await command.run(settings, request, partial(_execute, open_desk))
    if not isinstance(command, OnDesk):
        raise KeyError(request.verb)
    if command.without_store and not settings.store_url and not settings.data_dir.exists():
        return command.without_store(request)
    try:
        return await _on_store(open_desk, settings, command, request)
    except StorageError as why:
        if command.without_store is None:
            raise
        answer = command.without_store(request)
        return replace(answer, errors=answer.errors or f"without numbers: {why}")


async def _on_store(open_desk: OpenDesk, settings: Settings, command: OnDesk, request: Request) -> Answer:
    """Open the store; where another process serves on it, let that one answer."""
    if command.needs_store and not settings.store_url and not holds_a_store(settings.data_dir):
        raise FileNotFoundError(f"there is no store in {settings.data_dir}")
    if command.on_files and not settings.store_url:
        with suppress(InUse):
            return command.on_files(settings.data_dir)
    try:
        async with open_desk(settings) as container:
            return await execute_on(container, request)
    except InUse as refusal:
        try:
            return read_answer(await ask(settings.data_dir, write_request(request)))
        except NobodyThere:
            raise refusal from None
