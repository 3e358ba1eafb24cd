"""Customers who play their conversations over several processes, some of which are killed while they do.

A customer goes on when a message was taken, and says it again, to another process, when the one that had it died.
"""

import asyncio
import json
import os
import random
import sys
from asyncio.subprocess import PIPE, Process
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from tests.campaign import FULL
from tests.journeys.program import WORDS_ONLY

ROOT = Path(__file__).parents[2]
PLAY = ("The shop in Garden Street took far too much in October", "2", "128", "skip", "13800138000", "2", "1")
"""What every customer says, to the end of the dialog."""
HUNG = 300.0
"""Seconds after which a wait in vain is ended; nothing depends on how long it is."""


@dataclass
class Told:
    """What the processes told."""

    sent: dict[str, list[tuple[int, str, int]]] = field(default_factory=lambda: defaultdict(list))
    """By address: when, which message, and by which process (a number of its own for each start)."""
    kills: int = 0
    again: int = 0
    """Times that a customer had to say something again."""


class Worker:
    """One process, and those who wait for its answers."""

    def __init__(self, number: int, process: Process, told: Told) -> None:
        self.number = number
        self._process = process
        self._told = told
        self._waiting: dict[str, asyncio.Future[bool]] = {}
        self._ready = asyncio.Event()
        self._hearing = asyncio.create_task(self._hear())

    async def ready(self) -> None:
        async with asyncio.timeout(HUNG):
            await self._ready.wait()

    async def take(self, line: bytes, update: str) -> bool:
        """Tell whether it took what a customer did; False also where it died."""
        assert self._process.stdin
        answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting[update] = answer
        if self._hearing.done():
            answer.set_result(False)
        else:
            self._process.stdin.write(line)
        async with asyncio.timeout(HUNG):
            return await answer

    async def kill(self) -> None:
        self._process.kill()
        await self.finish()

    async def finish(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        async with asyncio.timeout(HUNG):
            await self._hearing
            await self._process.wait()

    async def _hear(self) -> None:
        assert self._process.stdout
        while line := await self._process.stdout.readline():
            if line.endswith(b"\n"):  # what a kill has torn was not told
                self._heed(*json.loads(line))
        self._ready.set()
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_result(False)

    def _heed(self, verb: str, *words: object) -> None:
        if verb == "ready":
            self._ready.set()
        elif verb == "sent":
            at, address, message = words
            assert isinstance(at, int)
            self._told.sent[str(address)].append((at, str(message), self.number))
        else:
            self._waiting[str(words[0])].set_result(verb == "taken")


class Crowd:
    """Customers in front of so many processes."""

    def __init__(self, url: str, processes: int, log: Path, chance: random.Random) -> None:
        self.told = Told()
        self._url, self._log, self._chance = url, log, chance
        self._workers: list[Worker] = []
        self._number = 0
        self._processes = processes
        self._killing = asyncio.Lock()

    async def __aenter__(self) -> "Crowd":
        self._workers = list(await asyncio.gather(*(self._start() for _ in range(self._processes))))
        return self

    async def __aexit__(self, kind: object, *_: object) -> None:
        ends = (worker.finish() if kind is None else worker.kill() for worker in self._workers)
        await asyncio.gather(*ends)

    async def play(self, customers: int, at_once: int, kills: int = 0) -> None:
        """Let so many customers play to the end, some at once, while processes are killed now and then."""
        rest = iter(range(customers))
        done = 0
        due = sorted(self._chance.randrange(customers) for _ in range(kills))

        async def play_some() -> None:
            nonlocal done
            for number in rest:
                await self._play_one(f"web:{number:05}")
                done += 1
                while due and done >= due[0]:
                    due.pop(0)
                    await self.kill_one()

        await asyncio.gather(*(play_some() for _ in range(at_once)))

    async def kill_one(self) -> None:
        """Kill a process at random, and start another in its place."""
        async with self._killing:
            self.told.kills += 1
            worker = self._workers.pop(self._chance.randrange(len(self._workers)))
            await worker.kill()
            self._workers.append(await self._start())

    async def _play_one(self, address: str) -> None:
        for number, text in enumerate(PLAY):
            update = f"{address}:{number}"
            line = json.dumps({"address": address, "update": update, "text": text}).encode() + b"\n"
            while not await self._chance.choice(self._workers).take(line, update):
                self.told.again += 1

    async def _start(self) -> Worker:
        number = self._number = self._number + 1
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
        with self._log.open("ab") as stderr:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "tests.processes.worker",
                self._url,
                cwd=ROOT,
                env=kept | (WORDS_ONLY if FULL else {}),
                stdin=PIPE,
                stdout=PIPE,
                stderr=stderr,
            )
        worker = Worker(number, process, self.told)
        await worker.ready()
        return worker
