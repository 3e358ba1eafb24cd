"""The composition root: from the settings to a running desk.

Nothing else wires anything, and nowhere else do the clock, fresh ids and randomness come in.
"""

import asyncio
import logging
import secrets
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import web

import dialogs
from bot.channels import terminal
from bot.channels.port import Channel
from bot.channels.telegram import Telegram, telegram_bot
from bot.channels.webchat import WebChat
from bot.desk.board import Board
from bot.desk.changes import Changes
from bot.desk.clockwork import Clockwork
from bot.desk.desk import Desk, Policy
from bot.desk.handoffs import Handoffs
from bot.desk.outbox import Outbox
from bot.desk.scripts import Scripts, folder_texts, read_known_issues
from bot.desk.turns import Turns
from bot.desk.world import World
from bot.settings import Settings
from bot.web.auth import first_link
from bot.web.deps import Deps
from bot.web.server import build
from storage.ports import Store
from storage.tinydb_store import open_store

log = logging.getLogger(__name__)

_SHIPPED = Path(dialogs.__path__[0])


def real_world() -> World:
    """Return the world as it is."""
    return World(now=lambda: datetime.now(UTC), new_id=_ids(), new_secret=lambda: secrets.token_urlsafe(32))


def _ids() -> Callable[[], str]:
    """Return a maker of ids of 20 characters that sort in the order in which they are made.

    So do those of the next start, unless the clock was put back meanwhile.
    """
    last = 0

    def new_id() -> str:
        nonlocal last
        # Microseconds, but never the same or an earlier one twice, whatever the clock does while this runs.
        last = max(last + 1, time.time_ns() // 1000)
        return f"{last:014x}{secrets.token_hex(3)}"

    return new_id


@dataclass(frozen=True)
class House:
    """The desk and its store, ready for channels."""

    settings: Settings
    world: World
    store: Store
    desk: Desk
    changes: Changes
    turns: Turns

    def outbox(self, channels: Mapping[str, Channel]) -> Outbox:
        """Return the outbox that delivers through these channels."""
        return Outbox(self.store, channels, self.changes, asyncio.sleep)


@asynccontextmanager
async def open_house(settings: Settings, world: World | None = None) -> AsyncIterator[House]:
    """Open the store and put the scripts in force; on leaving, everything written is finished.

    Raises:
        BadScripts: if a script or a known issue has a mistake.
        StorageError: if the store cannot be opened.

    """
    world = world or real_world()
    scripts = Scripts(settings.script)
    texts = folder_texts(settings.scripts_dir or _SHIPPED / "scripts")
    known = read_known_issues(folder_texts(settings.known_issues_dir or _SHIPPED / "known_issues"))
    policy = Policy(settings.hours, settings.promise_hours, language=settings.language)
    store = await open_store(settings.data_dir)
    try:
        await scripts.publish(texts, store, world.now())
        desk = Desk(world, scripts, known, policy)
        changes = Changes()
        yield House(settings, world, store, desk, changes, Turns(desk, store, changes))
    finally:
        await store.close()


async def talk(settings: Settings, customer: str) -> None:
    """Play a conversation on standard input and output, until the input ends."""
    async with open_house(settings) as house:
        outbox = house.outbox({"terminal": terminal.Terminal(lambda line: print(line, flush=True))})
        await terminal.converse(customer, _input_lines(), house.turns.play, outbox.deliver, house.world.new_id)


async def _input_lines() -> AsyncIterator[str]:
    """Read lines, with a prompt where somebody sits at a terminal; piped lines are answered by replies alone."""
    prompt = "you> " if sys.stdin.isatty() else ""
    while True:
        print(prompt, end="", flush=True)
        line = await asyncio.to_thread(sys.stdin.buffer.readline)
        if not line:
            return
        yield line.decode("utf-8", "replace").rstrip("\r\n")


async def serve(settings: Settings, say: Callable[[str], None], stop: asyncio.Event) -> None:
    """Serve the web chat, the desk and, with a token, Telegram, until ``stop`` is set."""
    async with open_house(settings) as house:
        webchat = WebChat(house.store, house.turns.play)
        channels: dict[str, Channel] = {"web": webchat}
        loops: list[Callable[[], Awaitable[None]]] = []
        telegram = _telegram(settings, house)
        if telegram is not None:
            channels["telegram"] = telegram
            loops.append(telegram.serve)
        clockwork = Clockwork(house.store, house.world, house.turns, asyncio.sleep)
        loops += [house.outbox(channels).serve, clockwork.serve]
        async with _pages(house, webchat) as address:
            say(await _welcome(house, address, with_telegram=telegram is not None))
            await _run(loops, stop)
            await webchat.close()
        if telegram is not None:
            await telegram.close()


def _telegram(settings: Settings, house: House) -> Telegram | None:
    if not settings.telegram_token:
        return None
    return Telegram(telegram_bot(settings.telegram_token, settings.telegram_api_url), house.turns.play)


async def _run(loops: list[Callable[[], Awaitable[None]]], stop: asyncio.Event) -> None:
    """Run the loops until asked to stop; one that ends by itself is a bug, and ends the program with its error."""
    tasks = [asyncio.ensure_future(loop()) for loop in loops]
    stopped = asyncio.ensure_future(stop.wait())
    done, _ = await asyncio.wait([*tasks, stopped], return_when=asyncio.FIRST_COMPLETED)
    for task in (*tasks, stopped):
        task.cancel()
    await asyncio.gather(*tasks, stopped, return_exceptions=True)
    for task in done - {stopped}:
        task.result()


@asynccontextmanager
async def _pages(house: House, webchat: WebChat) -> AsyncIterator[str]:
    """Serve HTTP; gives the address that a browser on this machine opens."""
    deps = Deps(
        store=house.store,
        world=house.world,
        changes=house.changes,
        handoffs=Handoffs(house.turns.on_ticket),
        board=Board(house.store, house.desk.scripts.script),
        webchat=webchat,
        zone=house.desk.policy.zone,
    )
    # No access log: the addresses of requests hold sign-in tokens.
    runner = web.AppRunner(build(deps), access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, house.settings.http_host, house.settings.http_port)
        await site.start()
        host, port = runner.addresses[0][:2]
        yield f"http://{f'[{host}]' if ':' in host else host}:{port}"
    finally:
        await runner.cleanup()


async def _welcome(house: House, address: str, *, with_telegram: bool) -> str:
    link = await first_link(house.store, house.world)
    return "\n".join(
        [
            "Tellonce is running.",
            f"  customers  {address}/",
            f"  agents     {address}/desk",
            f"  telegram   {'on' if with_telegram else 'off (set TELEGRAM_TOKEN)'}",
            f"  sign in    {address}/sign-in?token={link}",
            "             (for the first admin; works once, within an hour)",
        ]
    )
