"""The program as a company runs it: a process of its own in an empty folder of its own.

Nothing of the test's process reaches it but settings. It is only ever ended by its own process id.
"""

import asyncio
import os
import re
import signal
import sys
from asyncio import StreamReader
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

ROOT = Path(__file__).parents[2]
HUNG = 300.0
"""Seconds after which a test that waits in vain is ended; no test depends on how long it is."""
REFERENCE = re.compile(r"T-\d{4}-\d{6}")
GENEROUS = {
    f"LIMIT_{what}": "10000"
    for what in ("MESSAGES", "ADDRESS_MESSAGES", "TEXT", "CONVERSATIONS", "VISITS", "REQUESTS", "CONNECTIONS")
}
"""All customers of a test come from one address, and are quicker than people."""
WORDS_ONLY = {"PYTHONPATH": os.pathsep.join([str(ROOT / "tests/standins/without_sentences"), str(ROOT)])}
"""The program as it is without the extra ``recognition``: it starts in half the time."""

_KEPT = ("PATH", "HOME", "SYSTEMROOT", "TMPDIR")


def reference_in(text: str) -> str:
    """Return the reference of a ticket that a text names."""
    found = REFERENCE.search(text)
    assert found, f"no reference in {text!r}"
    return found.group()


class Started(Protocol):
    """A process, as ``asyncio.subprocess.Process`` is one."""

    @property
    def stdout(self) -> StreamReader | None: ...
    @property
    def pid(self) -> int: ...
    @property
    def returncode(self) -> int | None: ...
    async def communicate(self) -> tuple[bytes, Any]: ...
    async def wait(self) -> int: ...
    def send_signal(self, number: int, /) -> None: ...
    def kill(self) -> None: ...


class Start(Protocol):
    """Starts a command of the program in a folder, with these settings and nothing else."""

    async def __call__(
        self, folder: Path, *arguments: str, settings: dict[str, str], log: Path, stdin: int = DEVNULL
    ) -> Started: ...


def surroundings(folder: Path) -> dict[str, str]:
    """Return the environment of the program in this folder, where a test sets nothing else."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    place = {"PYTHONPATH": str(ROOT), "DATA_DIR": str(folder / "data"), "HTTP_PORT": "0", "TIMEZONE": "Asia/Shanghai"}
    place |= {"SETTLE": "0"}  # who does not wait for people is faster than they are
    return kept | place | GENEROUS


async def spawn(folder: Path, *arguments: str, settings: dict[str, str], log: Path, stdin: int = DEVNULL) -> Process:
    """Start a command of the program as a company does, from nothing."""
    with log.open("ab") as stderr:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            *arguments,
            cwd=folder,
            env=surroundings(folder) | settings,
            stdin=stdin,
            stdout=PIPE,
            stderr=stderr,
        )


start: Start = spawn
"""How journeys have it started; `conftest.py` has it forked."""


class Program:
    """``python -m bot serve``, started, stopped and killed as often as a test likes, always on the same data."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.base_url = ""
        self.sign_in_token = ""
        self._folder = folder
        self._settings = settings
        self._log = folder / "program.log"
        self._process: Started | None = None

    @property
    def log(self) -> str:
        """All that was logged, over all starts."""
        return self._log.read_text("utf-8", "replace") if self._log.exists() else ""

    async def start(self) -> None:
        """Start, and read from the banner where it is, and how the first admin signs in if there is none yet."""
        await self.launch()
        assert self._process
        banner = await self._banner(self._process)
        place = re.search(r"customers +(http://\S+)/", banner)
        if place is None:
            await self._ended()
            raise AssertionError(f"no address in the banner: {banner!r}")
        link = re.search(r"/sign-in\?token=(\S+)", banner)
        self.base_url, self.sign_in_token = place[1], link[1] if link else ""

    async def token(self, name: str = "Admin") -> str:
        """Return what signs a member in once: for the first admin that of the banner, as long as it is unused."""
        token, self.sign_in_token = self.sign_in_token if name == "Admin" else "", ""
        if token:
            return token
        process = await start(self._folder, "sign-in-link", name, settings=self._settings, log=self._log)
        async with asyncio.timeout(HUNG):
            output, _ = await process.communicate()
        return output.decode().strip().rpartition("token=")[2]

    async def launch(self) -> None:
        """Start, and do not wait until it serves; it may be killed before."""
        self._process = await start(self._folder, "serve", settings=self._settings, log=self._log)

    async def kill(self) -> None:
        """End it as the machine does when its power fails."""
        assert self._process
        self._process.kill()
        await self._ended()

    async def stop(self) -> None:
        """Ask it to end; it must do so without complaint."""
        assert self._process
        self._process.send_signal(signal.SIGTERM)
        assert await self._ended() == 0, self.log
        assert "Traceback" not in self.log, self.log

    @property
    def running(self) -> bool:
        """Whether there is a process now."""
        return self._process is not None

    @property
    def pid(self) -> int:
        """The number of its process, which must be running."""
        assert self._process
        return self._process.pid

    async def _banner(self, process: Started) -> str:
        assert process.stdout
        lines = []
        async with asyncio.timeout(HUNG):
            while line := (await process.stdout.readline()).decode():
                lines.append(line)
                if "works once" in line or "sign-in-link" in line:
                    break
        return "".join(lines)

    async def _ended(self) -> int:
        assert self._process
        async with asyncio.timeout(HUNG):
            await self._process.communicate()
        status = self._process.returncode
        self._process = None
        assert status is not None
        return status


@asynccontextmanager
async def running(folder: Path, **settings: str) -> AsyncIterator[Program]:
    """Serve until the end of the block; what the program logged is told with a failure."""
    program = Program(folder, **settings)
    try:
        await program.start()
        yield program
    except BaseException as failure:
        if program.running:
            await program.kill()
        failure.add_note(f"The program logged:\n{program.log}")
        raise
    else:
        if program.running:
            await program.stop()


_PROMPT = b"you> "
_CTRL_D = b"\x04"


@dataclass(frozen=True)
class Talk:
    """A finished talk on the terminal."""

    output: str

    @property
    def answers(self) -> list[str]:
        """What the bot said after each thing the customer said; before the first one stands the greeting, if any."""
        turns = re.split(r"(?m)^you> .*\n", self.output)[1:]
        return [re.sub(r"(?m)^bot> ?", "", turn).rstrip("\n") for turn in turns]


async def talk(folder: Path, *said: str, customer: str = "alice", **settings: str) -> Talk:
    """Play ``python -m bot talk`` as somebody at a terminal does: each line is typed at a prompt, then Ctrl-D."""
    log = folder / "talk.log"
    keyboard, stdin = os.openpty()
    process = await start(folder, "talk", "--customer", customer, settings=settings, log=log, stdin=stdin)
    os.close(stdin)
    output = ""
    async with asyncio.timeout(HUNG):
        for line in said:
            output += await _up_to_prompt(process) + line + "\n"
            os.write(keyboard, line.encode() + b"\n")
        output += await _up_to_prompt(process)
        os.write(keyboard, _CTRL_D)
        await process.wait()
    os.close(keyboard)
    assert process.returncode == 0, log.read_text("utf-8", "replace")
    return Talk(output.removesuffix(_PROMPT.decode()))


async def piped_talk(folder: Path, *said: str, customer: str = "alice") -> str:
    """Return what ``talk`` prints when these lines are piped in."""
    log = folder / "talk.log"
    process = await spawn(folder, "talk", "--customer", customer, settings={}, log=log, stdin=PIPE)
    async with asyncio.timeout(HUNG):
        output, _ = await process.communicate("".join(f"{line}\n" for line in said).encode())
    assert process.returncode == 0, log.read_text("utf-8", "replace")
    return output.decode()


async def _up_to_prompt(process: Started) -> str:
    assert process.stdout is not None
    return (await process.stdout.readuntil(_PROMPT)).decode()
