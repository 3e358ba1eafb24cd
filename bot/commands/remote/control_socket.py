"""Takes commands to the process that serves, through a Unix socket in the folder of the data.

Only its owner may open it. One request a connection, each direction read to its end. What a request means is for
`bot.commands`.
"""

import asyncio
import logging
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path

log = logging.getLogger(__name__)

Execute = Callable[[bytes], Awaitable[bytes]]
"""Carries out a request and returns the answer."""

_NAME = "control.sock"
_LONGEST_PATH = 100
"""Bytes; no system takes a shorter address of a socket."""
_FOR_OTHERS = 0o177
"""All rights but the owner's to read and write."""


class NobodyThere(Exception):
    """No process answers at the socket."""


@asynccontextmanager
async def serve_control(folder: Path, execute: Execute) -> AsyncIterator[None]:
    """Answer requests at the socket of this folder within the block; without one the program serves all the same."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            answered = await execute(await reader.read())
            with suppress(ConnectionError):  # whoever asked has gone; what they asked for is done
                writer.write(answered)
                await writer.drain()
        except Exception:  # a bug in one command must not keep out the next
            log.exception("a command failed")
        finally:
            writer.close()

    try:
        server = await asyncio.start_unix_server(answer, sock=_socket(folder))
    except OSError as error:
        log.warning("commands cannot reach this process while it serves: %s", error)
        yield
        return
    try:
        yield
    finally:
        server.close()
        (folder / _NAME).unlink(missing_ok=True)


async def ask(folder: Path, request: bytes) -> bytes:
    """Return the answer to a request of the process that serves on the data in this folder.

    Raises:
        NobodyThere: if there is none, or it ends before it answers.

    """
    try:
        with _address(folder) as address:
            reader, writer = await asyncio.open_unix_connection(address)
        writer.write(request)
        writer.write_eof()
        answer = await reader.read()
        writer.close()
    except OSError as error:
        raise NobodyThere(str(error)) from error
    if not answer:
        raise NobodyThere("it went away without an answer")
    return answer


def _socket(folder: Path) -> socket.socket:
    """Return a socket bound in the folder, which the holder of the store's lock may do: what is there is left over."""
    (folder / _NAME).unlink(missing_ok=True)
    made = socket.socket(socket.AF_UNIX)
    before = os.umask(_FOR_OTHERS)
    try:
        with _address(folder) as address:
            made.bind(address)
    except OSError:
        made.close()
        raise
    finally:
        os.umask(before)
    return made


@contextmanager
def _address(folder: Path) -> Iterator[str]:
    """Give a path to the socket that is short enough, on Linux for a folder however deep."""
    path = folder / _NAME
    if len(os.fsencode(path)) <= _LONGEST_PATH:
        yield str(path)
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{descriptor}/{_NAME}"
    finally:
        os.close(descriptor)
