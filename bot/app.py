"""The composition root: from the settings to a running desk.

Nothing else wires anything, and nowhere else do the clock, fresh ids and randomness come in.
"""

import asyncio
import gc
import logging
import random
import secrets
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext, suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from aiohttp import web

import dialogs
from bot.alone import alone
from bot.channels import terminal
from bot.channels.port import Channel
from bot.channels.telegram.service import TelegramService
from bot.channels.webchat import WebChat
from bot.commands.request import Answer, Request, read_answer, write_request
from bot.commands.table import (
    BY_ITSELF,
    NEED_A_STORE,
    ON_FILES,
    WITHOUT_STORE,
    carry_out,
    carry_out_here,
    carry_out_without_store,
)
from bot.control import NobodyThere, ask, door
from bot.desk.board import Board
from bot.desk.clockwork import Clockwork
from bot.desk.desk import Desk, Policy
from bot.desk.folders import Folder
from bot.desk.handoffs import Handoffs
from bot.desk.known_issues import in_force
from bot.desk.lookout import Lookout
from bot.desk.publishing import Publisher
from bot.desk.recognition import Recognition
from bot.desk.retention import Retention
from bot.desk.scripts import AFTER_ANSWER, BadScripts, Scripts
from bot.desk.turns import Turns
from bot.desk.undelivered import Undelivered
from bot.desk.world import World
from bot.house import House
from bot.ids import Ids
from bot.matching.sentences import installed
from bot.settings import Settings
from bot.watching import watch
from bot.web import telegram_pages
from bot.web.auth import first_link
from bot.web.deps import Deps
from bot.web.server import build
from storage.files import Files
from storage.opening import holds_a_store, open_any, shown
from storage.ports import InUse, StorageError, Store

log = logging.getLogger(__name__)

_WORDS_ONLY = "  recognises by words alone: known issues are only offered (pip install '.[recognition]' reads meanings)"

_SHIPPED = Path(dialogs.__path__[0])


def real_world(store: Store | None = None) -> World:
    """Return the world as it is; with a store, ids are made by the clock that all processes on it share."""
    # From the start on by a clock that nobody sets.
    began = time.time_ns() - time.monotonic_ns()
    # Seeded once: to ask the system anew for each of a turn's ten ids took a twentieth of the turn.
    tail = random.Random(secrets.randbits(256))  # noqa: S311  # ids must differ; nobody trusts that they are not guessed
    ids = Ids(lambda: (began + time.monotonic_ns()) // 1000, lambda: f"{tail.getrandbits(24):06x}")
    if store is not None:
        store.on_clock(ids.hear)
    return World(
        now=lambda: datetime.now(UTC),
        new_id=ids,
        new_secret=lambda: secrets.token_urlsafe(32),
        new_code=lambda: f"{secrets.randbelow(1_000_000):06}",
    )


@asynccontextmanager
async def open_house(settings: Settings, world: World | None = None, *, begin: bool = True) -> AsyncIterator[House]:
    """Open the store and put in force what is new in the folders; on leaving, everything written is finished.

    Without ``begin`` nothing is put in force, and there may be no script at all.

    Raises:
        BadScripts: if there is no script to begin with.
        StorageError: if the store cannot be opened.

    """
    store = await open_any(settings.store_url, settings.data_dir)
    try:
        house = await _house(settings, world or real_world(store), store)
        if begin:
            await _begin(house)
        yield house
    finally:
        await store.close()


async def _house(settings: Settings, world: World, store: Store) -> House:
    scripts = Scripts(settings.script)
    await scripts.open(store.unit())
    publisher = Publisher(store, scripts, world)
    policy = Policy(
        settings.hours,
        settings.promise_hours,
        language=settings.language,
        memory=settings.repeat_days,
        precision=settings.answer_precision,
    )
    desk = Desk(world, scripts, policy, Recognition(installed()))
    folders = (
        _folder(settings.scripts_dir, "scripts", scripts, publisher),
        _folder(settings.known_issues_dir, "known_issues", scripts, publisher),
    )
    return House(settings, world, store, desk, Turns(desk, store), publisher, folders, Files(settings.files))


def _folder(own: Path | None, name: str, scripts: Scripts, publisher: Publisher) -> Folder:
    path = own or _SHIPPED / name
    return Folder(path, scripts, publisher, known_issues=name == "known_issues", shipped=own is None)


async def _begin(house: House) -> None:
    await house.desk.recognition.learn(house.store.unit())
    mistakes = [mistake for folder in house.folders for mistake in await folder.begin()]
    scripts = house.desk.scripts
    missing = sorted(key for key in {scripts.main, AFTER_ANSWER} if scripts.script(key) is None)
    if missing:
        none = f"there is no script named {' or '.join(missing)} in {house.folders[0].path}"
        raise BadScripts("\n".join([*map(str, mistakes), none]))
    house.desk.recognition.prepare(in_force(house.desk, scripts.main))


async def obey(settings: Settings, request: Request) -> Answer:
    """Carry out a command: on the store, in the process that serves on it, or without, as far as that makes sense.

    Raises:
        StorageError: if there is no store that could be used, such as when another process holds it and takes no
            commands.

    """
    if folder := request.word("folder"):
        settings = replace(settings, data_dir=Path(folder), store_url="")
    if request.verb in BY_ITSELF:
        return await BY_ITSELF[request.verb](settings, request, obey)
    if request.verb in WITHOUT_STORE and not settings.store_url and not settings.data_dir.exists():
        return WITHOUT_STORE[request.verb](request)
    try:
        return await _obey(settings, request)
    except StorageError as refusal:
        return carry_out_without_store(request, refusal)


async def _obey(settings: Settings, request: Request) -> Answer:
    if request.verb in NEED_A_STORE and not settings.store_url and not holds_a_store(settings.data_dir):
        raise FileNotFoundError(f"there is no store in {settings.data_dir}")
    if request.verb in ON_FILES and not settings.store_url:
        with suppress(InUse):
            return ON_FILES[request.verb](settings.data_dir)
    try:
        async with open_house(settings, begin=False) as house:
            return await carry_out(house, request)
    except InUse as refusal:
        try:
            return read_answer(await ask(settings.data_dir, write_request(request)))
        except NobodyThere:
            raise refusal from None


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
        await house.files.clean()
        webchat = WebChat(house.store, house.turns.play)
        channels: dict[str, Channel] = {"web": webchat}
        loops: list[Callable[[], Awaitable[None]]] = []
        telegram = TelegramService(house, telegram_pages.APP) if settings.telegram_token else None
        if telegram is not None:
            channels["telegram"] = telegram.channel
            loops += telegram.loops
        outbox, clockwork = house.outbox(channels), Clockwork(house.store, house.world, house.turns, asyncio.sleep)
        loops += [webchat.serve, outbox.serve, outbox.patrol, clockwork.serve]
        retention = partial(Retention(house.store, house.world, house.files).serve, settings.keep_days, asyncio.sleep)
        loops.append(partial(alone, house.store, "retention", retention))
        lookout = Lookout(house.store, house.world, house.tellings(), house.desk.policy.zone)
        loops.append(partial(alone, house.store, "hotspots", partial(lookout.serve, asyncio.sleep)))
        loops += [partial(house.desk.scripts.follow, house.store), partial(watch, _own(house), asyncio.sleep)]
        commands = _door(house)
        async with _pages(house, webchat, telegram) as address, commands:
            say(await _welcome(house, address, with_telegram=telegram is not None))
            # What is there by now stays: looking through it again for garbage took a tenth of every turn.
            gc.freeze()
            await _run(loops, stop)
            await webchat.close()
        if telegram is not None:
            await telegram.close()


def _door(house: House) -> AbstractAsyncContextManager[None]:
    """Take commands from other processes, where no other may open the store itself."""
    if house.settings.store_url:
        return nullcontext()
    return door(house.settings.data_dir, partial(carry_out_here, house))


def _own(house: House) -> list[Folder]:
    """Return the folders that the company itself writes into."""
    own = (house.settings.scripts_dir, house.settings.known_issues_dir)
    return [folder for folder in house.folders if folder.path in own]


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
async def _pages(house: House, webchat: WebChat, telegram: TelegramService | None) -> AsyncIterator[str]:
    """Serve HTTP; gives the address that a browser on this machine opens."""
    deps = Deps(
        store=house.store,
        world=house.world,
        handoffs=Handoffs(house.turns.on_ticket),
        board=Board(house.store, house.desk.scripts.script, house.desk.recognition.weights),
        undelivered=Undelivered(house.store),
        webchat=webchat,
        files=house.files,
        zone=house.desk.policy.zone,
        telegram=telegram.members if telegram else None,
        trouble=telegram.trouble if telegram else str,
        hooks=telegram.hooks if telegram else {},
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
            f"  kept in    {shown(house.settings.store_url) or house.settings.data_dir}",
            f"  telegram   {'on' if with_telegram else 'off (set TELEGRAM_TOKEN)'}",
            *([] if house.desk.recognition.reads_meanings else [_WORDS_ONLY]),
            f"  sign in    {address}/sign-in?token={link}",
            "             (for the first admin; works once, within an hour)",
        ]
    )
