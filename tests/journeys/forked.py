"""The program, forked from a process that has imported everything and read the models that come with it.

That takes three of the four CPU seconds of a start, and each journey has a start or two. What is forked is a process of
its own in all else: it has its own folder, settings, arguments, files and end.
"""

import gc
import json
import os
import signal
import socket
import subprocess
import sys
from asyncio import StreamReader, StreamReaderProtocol, get_running_loop
from asyncio.subprocess import DEVNULL
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import dialogs
from bot.__main__ import main
from bot.desk.signals.signal_reader import SignalReader
from bot.matching.recognizer import taught
from bot.matching.sentences import installed
from bot.understanding.choice_matcher import shipped_choices
from bot.understanding.learned_reader import LearnedReader
from dialogs.language.known_issue import load_known_issues
from tests.journeys.program import Start, surroundings

_MOST = 2**16
"""Bytes of a request."""


class Forked:
    """What ``asyncio.subprocess.Process`` is, as far as journeys need it."""

    def __init__(self, pid: int, stdout: StreamReader, told: StreamReader) -> None:
        self.pid = pid
        self.stdout = stdout
        self.returncode: int | None = None
        self._told = told

    async def communicate(self) -> tuple[bytes, None]:
        """Return what it writes until it ends."""
        output = await self.stdout.read()
        self.returncode = int(await self._told.read())
        return output, None

    async def wait(self) -> int:
        """Return how it ends."""
        await self.communicate()
        assert self.returncode is not None
        return self.returncode

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


@contextmanager
def forking(folder: Path) -> Iterator[Start]:
    """Give what starts the program as ``spawn`` does, to the end of the block."""
    mine, its = socket.socketpair()
    command = [sys.executable, "-m", "tests.journeys.forked", str(its.fileno())]
    with (
        mine,
        subprocess.Popen(
            command, cwd=folder, env=surroundings(folder), pass_fds=[its.fileno()], stdin=subprocess.DEVNULL
        ),
    ):
        its.close()

        async def fork(
            folder: Path, *arguments: str, settings: dict[str, str], log: Path, stdin: int = DEVNULL
        ) -> Forked:
            asked = {"folder": str(folder), "arguments": arguments, "settings": surroundings(folder) | settings}
            (output, stdout), (answers, told) = os.pipe(), os.pipe()
            keyboard = os.open(os.devnull, os.O_RDONLY) if stdin == DEVNULL else os.dup(stdin)
            stderr = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
            given = [keyboard, stdout, stderr, told]
            socket.send_fds(mine, [json.dumps(asked).encode()], given)
            for one in given:
                os.close(one)
            heard = await _reader(answers)
            return Forked(int(await heard.readline()), await _reader(output), heard)

        yield fork
        mine.close()


async def _reader(pipe: int) -> StreamReader:
    reader = StreamReader()
    await get_running_loop().connect_read_pipe(lambda: StreamReaderProtocol(reader), os.fdopen(pipe, "rb", 0))
    return reader


def _serve(requests: socket.socket) -> None:
    """Fork the program whenever that is asked for, until nobody can ask any more."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        asked, given, *_ = socket.recv_fds(requests, _MOST, 4)
        if not asked:
            return
        if not os.fork():
            requests.close()
            _keep(asked, *given)
        for one in given:
            os.close(one)


def _keep(asked: bytes, stdin: int, stdout: int, stderr: int, told: int) -> None:
    """Have the program run, and tell its number and how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    pid = os.fork()
    if not pid:
        os.close(told)
        _be_the_program(json.loads(asked), stdin, stdout, stderr)
    for one in (stdin, stdout, stderr):
        os.close(one)
    os.write(told, f"{pid}\n".encode())
    _, status = os.waitpid(pid, 0)
    os.write(told, f"{os.waitstatus_to_exitcode(status)}".encode())
    os._exit(0)


def _be_the_program(asked: dict[str, Any], *streams: int) -> NoReturn:
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    sys.stdin, sys.stdout = os.fdopen(0, "r"), os.fdopen(1, "w")
    sys.stderr = os.fdopen(2, "w", 1, errors="backslashreplace")
    os.chdir(asked["folder"])
    os.environ.clear()
    os.environ.update(asked["settings"])
    sys.argv = ["bot", *asked["arguments"]]
    sys.exit(main())


def _read_in() -> None:
    """Read what every start reads, whatever is in the folder."""
    sentences = installed()
    LearnedReader(SignalReader().read, sentences)
    shipped_choices()
    issues, _ = load_known_issues((Path(dialogs.__path__[0]) / "known_issues" / "telecom.yaml").read_text("utf-8"))
    taught(issues, sentences)


if __name__ == "__main__":
    _read_in()
    gc.freeze()
    _serve(socket.socket(fileno=int(sys.argv[1])))
