"""How far one reads to follow what the desk does: the functions, files and moves of five journeys, and their CPU time.

The journeys: a customer's first telling, a word that answers a question, the tap that confirms the summary, an agent's
reply, and a timer (nobody has claimed a handoff for five minutes). Each is followed from the way in, the web chat's
socket or the desk's form, until nothing more comes of it: what is said has reached the customer's open page, and its
row has left the outbox.

The program is traced from outside, and no name within it is relied on but ``bot.app.serve``, its clock and the
settings: it serves from a thread of its own, on an empty store, and is used as a browser uses it. What counts is the
Python code of the packages ``bot``, ``dialogs`` and ``storage``, in all threads:

- functions: those that are called, each once; a coroutine or a generator that goes on is not called anew, and what
  began before the journey is no part of it. What has no name, such as a lambda, belongs to the function around it.
  Methods that a dataclass makes have no file, and do not count.
- files: those that these functions are in.
- moves: calls from one file into another, as often as they happen; returns are none. Where a library stands between,
  the caller is the nearest function of the project above it; what a library calls by itself is no move.

Loops look at the store all the time: what runs from one wait to the next is left out if it calls just what it calls
when nothing happens. Of several plays that with the fewest calls is told, for the others met something else; two runs
may still differ by one in a hundred: fresh ids fall into different places of the store. The CPU time is that of the
program's threads alone, not traced, as the median; of a timer it is a share of some that are due at once, and so it
holds a share of what the loops do meanwhile. It is the machine's: compare two versions by runs that take turns.

``python -m bench.journey`` prints a table, with ``--json`` as JSON; ``--files JOURNEY`` lists the files of a journey in
the order in which it enters them, each with its functions and with how often it was entered from which other file.
"""

import argparse
import asyncio
import json
import re
import statistics
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta, tzinfo
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import CodeType, FrameType
from typing import NamedTuple
from unittest.mock import patch

import bot.app
from bot.settings import load_settings
from tests.journeys.program import Program, reference_in
from tests.journeys.webclient import Customer, Staff, at_the_desk, visiting

TELLING, WORD, CONFIRMATION, REPLY, TIMER = JOURNEYS = (
    "first telling",
    "one-word answer",
    "confirmation",
    "agent's reply",
    "timer",
)
PLAYS = 9
"""Of each journey, traced."""
REPEATS = 30
"""Complaints of which the CPU time is taken."""
DUE = 20
"""Timers that are due at once when their CPU time is taken."""
LADDER = timedelta(minutes=5)
"""After which a handoff that nobody claims goes to a supervisor."""
HANDOFFS_AT_MOST = 5
"""Minutes in which handoffs begin: before any goes to a manager, all have gone to a supervisor."""
REST = 0.2
"""Seconds after which nothing more comes of what was done."""
LOOKS = 2.2
"""Seconds in which every loop has looked at what is due."""

_ROOT = Path(bot.app.__file__).parents[1]
_PACKAGES = ("bot", "dialogs", "storage")
_RESUME_AT_START = 0b11
"""These bits of the argument of RESUME are 0 where a function begins, and not where it goes on."""

Around = Callable[[str, int], AbstractAsyncContextManager[None]]
"""What measures a journey: given its name and how many of them are made at once."""

LIMITS = ("MESSAGES", "ADDRESS_MESSAGES", "CONVERSATIONS", "VISITS", "REQUESTS", "SIGN_INS")
"""What one address may do, which is not measured here."""


class Function(NamedTuple):
    """A function of the project."""

    file: str
    name: str


class Call(NamedTuple):
    """A function that was called, and the file that called it: none if no function of the project did."""

    function: Function
    caller: str

    @property
    def moves(self) -> bool:
        return self.caller not in ("", self.function.file)


@dataclass(frozen=True)
class Way:
    """What one play of a journey called, in order."""

    calls: tuple[Call, ...]

    @property
    def functions(self) -> list[Function]:
        return list(dict.fromkeys(call.function for call in self.calls))

    @property
    def files(self) -> list[str]:
        return list(dict.fromkeys(function.file for function in self.functions))

    @property
    def moves(self) -> int:
        return sum(call.moves for call in self.calls)

    def lines(self) -> Iterator[str]:
        """Give each file, where it was entered from and its functions."""
        times = Counter(call.function for call in self.calls)
        for file in self.files:
            callers = Counter(call.caller for call in self.calls if call.function.file == file and call.moves)
            yield f"{file}  <- {', '.join(f'{caller} {n}' for caller, n in callers.most_common()) or 'a library'}"
            yield from (f"    {one.name}  {times[one]}" for one in self.functions if one.file == file)


@dataclass(frozen=True)
class JourneyFigures:
    """A row of the table."""

    functions: int
    files: int
    moves: int
    cpu_ms: float


class CallWatch:
    """The profile function of all threads of the program: notes what they call while somebody looks."""

    def __init__(self) -> None:
        self._looking = False
        self._stretches: list[list[Call]] = []
        """What ran from one wait to the next, each without interruption on its thread."""
        self._latest: dict[int, list[Call]] = {}
        self._usual: set[frozenset[Function]] = set()

    def __call__(self, frame: FrameType, event: str, _result: object) -> None:
        if not self._looking or event != "call" or not (function := _function(frame.f_code)):
            return
        above = frame.f_back
        while above and not _function(above.f_code):
            above = above.f_back
        caller = _function(above.f_code) if above else None
        thread = threading.get_ident()
        if caller is None or thread not in self._latest:
            self._latest[thread] = []
            self._stretches.append(self._latest[thread])
        if _begins(frame):
            self._latest[thread].append(Call(function, caller.file if caller else ""))

    async def learn(self) -> None:
        """Learn what runs when nothing happens."""
        self._begin()
        await asyncio.sleep(LOOKS)
        self._looking = False
        self._usual = set(map(_called, self._stretches))

    @asynccontextmanager
    async def follow(self, ways: list[Way]) -> AsyncIterator[None]:
        """Add the way that is taken within the block."""
        self._begin()
        yield
        self._looking = False
        unusual = (stretch for stretch in self._stretches if _called(stretch) not in self._usual)
        ways.append(Way(tuple(call for stretch in unusual for call in stretch)))

    def _begin(self) -> None:
        self._stretches, self._latest = [], {}
        self._looking = True


def _called(stretch: list[Call]) -> frozenset[Function]:
    return frozenset(call.function for call in stretch)


@cache
def _function(code: CodeType) -> Function | None:
    """Return the function that code belongs to, if it is the project's own."""
    path = Path(code.co_filename)
    if not path.is_relative_to(_ROOT) or path.relative_to(_ROOT).parts[0] not in _PACKAGES:
        return None
    return Function(str(path.relative_to(_ROOT)), named(code.co_qualname))


def named(name: str) -> str:
    """Return the name of a function, or of the one around it if it has none."""
    return re.sub(r"(\.<locals>)?\.<(?!locals>).*", "", name)


def _begins(frame: FrameType) -> bool:
    """Tell whether a function is called, not a coroutine or a generator that goes on."""
    return not frame.f_code.co_code[frame.f_lasti + 1] & _RESUME_AT_START


class Clock(datetime):
    """The clock of the program, which can be put forward."""

    ahead = timedelta()

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]  # a plain one, as elsewhere
        return datetime.now(tz) + cls.ahead


@asynccontextmanager
async def serving(watch: CallWatch | None) -> AsyncIterator[Program]:
    """Serve on an empty store, in a thread of its own; a watch sees it and all threads that it begins."""
    here = asyncio.get_running_loop()
    banner: asyncio.Future[str] = here.create_future()
    with TemporaryDirectory() as folder, patch("bot.app.datetime", Clock):
        (Path(folder) / ".env").touch()  # a store begins in no folder where there is nothing at all
        # Customers of one address write faster here than people do.
        limits = {f"LIMIT_{name}": "10000" for name in LIMITS}
        settings = load_settings(
            {"DATA_DIR": f"{folder}/data", "HTTP_PORT": "0", "SETTLE": "0", **limits}, Path(folder) / ".env"
        )
        Clock.ahead = timedelta()
        loop, stop = asyncio.new_event_loop(), asyncio.Event()

        def say(text: str) -> None:
            here.call_soon_threadsafe(banner.set_result, text)

        def serve() -> None:
            threading.setprofile(watch)
            sys.setprofile(watch)
            try:
                with asyncio.Runner(loop_factory=lambda: loop) as runner:
                    runner.run(bot.app.serve(settings, say, stop))
            finally:
                sys.setprofile(None)
                threading.setprofile(None)

        ended = asyncio.create_task(asyncio.to_thread(serve))
        await asyncio.wait((banner, ended), return_when=asyncio.FIRST_COMPLETED)
        try:
            link = re.search(r"(http://\S+)/sign-in\?token=(\S+)", banner.result())
            if link is None:
                raise AssertionError(f"no sign-in link in the banner: {banner.result()!r}")
            program = Program(Path(folder))
            program.base_url, program.sign_in_token = link.groups()
            yield program
        finally:
            if not ended.done():
                loop.call_soon_threadsafe(stop.set)
            await ended


async def complain(program: Program, agent: Staff, around: Around) -> None:
    """Play a whole complaint of a new customer, up to the reply of an agent."""
    async with visiting(program) as customer:
        async with around(TELLING, 1):
            await customer.says("My calls are full of clicking since Monday")
            await customer.hears("What is it mainly about?")
        async with around(WORD, 1):
            await customer.says("network")
            await customer.hears("Where does it happen?")
        await customer.says("Riverside Gardens, building 3")
        await customer.hears("Which phone number")
        await customer.says("138 0013 8000")
        await customer.hears("what would put this right for you?")
        await customer.presses("Fix the problem")
        await customer.hears("Is everything right?")
        async with around(CONFIRMATION, 1):
            await customer.presses("Send it")
            filed = await customer.hears("You'll have an answer by ")
        reference = reference_in(str(filed["text"]))
        await agent.does("claim", reference)
        async with around(REPLY, 1):
            await agent.does("reply", reference, "Which floor is it?")
            await customer.hears("Which floor is it?")


async def wait_in_vain(program: Program, agent: Staff, around: Around, rounds: int, together: int) -> None:
    """Have customers ask for a person, some together each minute, until the first timer of each has gone off."""
    async with AsyncExitStack() as pages:
        references = []
        for minute in range(rounds):
            Clock.ahead = timedelta(minutes=minute)
            customers = [await pages.enter_async_context(visiting(program)) for _ in range(together)]
            references.append([await _asks_for_a_person(customer) for customer in customers])
        for minute, waiting in enumerate(references):
            async with around(TIMER, together):
                Clock.ahead = timedelta(minutes=minute) + LADDER
                await asyncio.sleep(LOOKS)
            for reference in waiting:
                if "Supervisor" not in await agent.reads_ticket(reference, "status"):
                    raise AssertionError(f"nobody was told that {reference} waits")


async def _asks_for_a_person(customer: Customer) -> str:
    await customer.says("/human")
    return reference_in(str((await customer.hears("T-"))["text"]))


async def ways(plays: int) -> dict[str, Way]:
    """Return the way of each journey."""
    watch, found = CallWatch(), defaultdict[str, list[Way]](list)

    @asynccontextmanager
    async def around(journey: str, _times: int) -> AsyncIterator[None]:
        await asyncio.sleep(REST)
        async with watch.follow(found[journey]):
            yield
            await asyncio.sleep(REST)

    async with serving(watch) as program, at_the_desk(program) as agent:
        await watch.learn()
        await wait_in_vain(program, agent, around, min(plays, HANDOFFS_AT_MOST), 1)
        for _ in range(plays):
            await complain(program, agent, around)
    return {journey: min(found[journey], key=lambda way: len(way.calls)) for journey in JOURNEYS}


async def cpu(repeats: int, due: int) -> dict[str, float]:
    """Return the milliseconds that the program computes for each journey."""
    took = defaultdict[str, list[float]](list)

    @asynccontextmanager
    async def around(journey: str, times: int) -> AsyncIterator[None]:
        await asyncio.sleep(REST)
        begin = _computed()
        yield
        await asyncio.sleep(REST)
        took[journey].append((_computed() - begin) / times * 1e3)

    async with serving(None) as program, at_the_desk(program) as agent:
        await wait_in_vain(program, agent, around, min(repeats, HANDOFFS_AT_MOST), due)
        for _ in range(repeats):
            await complain(program, agent, around)
    return {journey: statistics.median(took[journey]) for journey in JOURNEYS}


def _computed() -> float:
    """Return the CPU seconds of all threads but this one, in which browsers are played."""
    return time.process_time() - time.thread_time()


async def measure(plays: int = PLAYS, repeats: int = REPEATS, due: int = DUE) -> dict[str, JourneyFigures]:
    """Return the figures of each journey."""
    taken, computed = await ways(plays), await cpu(repeats, due)
    return {
        journey: JourneyFigures(len(way.functions), len(way.files), way.moves, round(computed[journey], 2))
        for journey, way in taken.items()
    }


def main(arguments: Sequence[str] = ()) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.journey")
    parser.add_argument("--json", action="store_true", help="print the table as JSON")
    parser.add_argument("--files", choices=JOURNEYS, metavar="JOURNEY", help=f"list its files: {', '.join(JOURNEYS)}")
    given = parser.parse_args(arguments)
    if given.files:
        print("\n".join(asyncio.run(ways(PLAYS))[given.files].lines()))
        return
    table = asyncio.run(measure())
    if given.json:
        print(json.dumps({journey: asdict(figures) for journey, figures in table.items()}, indent=2))
        return
    print(f"{'journey':<16} functions  files  moves  CPU ms")
    for journey, row in table.items():
        print(f"{journey:<16} {row.functions:9}  {row.files:5}  {row.moves:5}  {row.cpu_ms:6.2f}")


if __name__ == "__main__":
    main(sys.argv[1:])
