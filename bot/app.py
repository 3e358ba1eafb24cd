"""The composition root: from the settings to a running desk.

Nowhere else do the clock, fresh ids and randomness come in.
"""

import asyncio
import gc
import logging
import random
import secrets
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.channels import terminal
from bot.channels.limit_sharing import LimitSharing
from bot.channels.port import Channel
from bot.channels.smtp import SmtpServer
from bot.channels.telegram.service import TelegramService
from bot.channels.visitor_limits import Limit, Rate, VisitorLimits
from bot.channels.web_files import UnfinishedUploads
from bot.channels.webchat import WebChat
from bot.commands.executor import execute_remote, executor
from bot.commands.remote.control_socket import serve_control
from bot.commands.remote.request import Answer, Request
from bot.container import Container, learning, put_in_force, put_together
from bot.desk.agents.broadcasts import Broadcasts
from bot.desk.agents.corrections import Corrections
from bot.desk.agents.dead_letters import DeadLetters
from bot.desk.agents.departures import Departures
from bot.desk.agents.handoffs import Handoffs
from bot.desk.agents.joining import Joining
from bot.desk.agents.phoned import PhoneCalls
from bot.desk.agents.reassignment import Reassignment
from bot.desk.agents.renewal import Renewal
from bot.desk.agents.reopening import Reopening
from bot.desk.agents.replies import Replies
from bot.desk.agents.resolving import Resolving
from bot.desk.agents.signal_judgement import SignalJudgement
from bot.desk.briefing.queries import DeskQueries
from bot.desk.core.environment import Environment
from bot.desk.delivery.mail_outbox import MailOutbox
from bot.desk.delivery.outbox import Outbox
from bot.desk.hotspots.hotspot_monitor import HotspotMonitor
from bot.desk.jobs.downloads import Downloads
from bot.desk.jobs.scheduler import Scheduler
from bot.desk.overview.ticket_search import TicketSearch
from bot.desk.overview.worklists import Worklists
from bot.desk.recognition import label_learning
from bot.desk.recognition.issue_trial import IssueTrial
from bot.desk.recognition.signal_trial import SignalTrial
from bot.desk.scripts import rehearsals
from bot.desk.scripts.drafts import Drafts
from bot.desk.scripts.funnel_report import RecentFunnels
from bot.desk.scripts.registry import BadScripts
from bot.desk.scripts.replay_jobs import ReplayJobs
from bot.desk.scripts.rollouts import Rollouts
from bot.desk.scripts.validation import Source, validate
from bot.desk.staff.audit import COMMAND_LINE, Actor
from bot.desk.staff.membership import first_link
from bot.folder_watcher import Watched, watch_folders
from bot.ids import Ids, microseconds_of
from bot.leader import while_leader
from bot.settings import Settings
from bot.tryout import NotPlayable, Tryouts, open_tryout
from bot.wall_clock import NOTICED, WallClock, warn_of_clock
from bot.web.deps import Deps, EndingActs, Studio
from bot.web.server import build
from bot.web.staff import telegram_pages
from bot.web.visitors.customer_cookie import CustomerCookies, server_key
from bot.web.visitors.visitor_connections import AT_ONCE, Door, keep_waiting, raise_descriptors
from bot.web.visitors.visitors import Visitors
from storage.opening import check_begun, open_any, shown
from storage.ports import Store

log = logging.getLogger(__name__)

_WORDS_ONLY = "  recognises by words alone: known issues are only offered (pip install '.[recognition]' reads meanings)"

SHARES = 0.0005
"""Seconds after which a thread that counts lets others go on, a tenth of the usual: customers wait less."""
PARTING = 5.0
"""Seconds that a stop waits for requests that are being answered: who never ends one keeps no restart waiting."""


def real_environment(store: Store | None = None, newest: str = "") -> Environment:
    """Return the world as it is; with a store, ids are made by the clock that all processes on it share.

    They all come behind ``newest``, the highest that the store holds.
    """
    # From the start on by a clock that nobody sets.
    began = time.time_ns() - time.monotonic_ns()
    # Seeded once: to ask the system anew for each of a turn's ten ids took a twentieth of the turn.
    tail = random.Random(secrets.randbits(256))  # noqa: S311  # ids must differ; nobody trusts that they are not guessed
    ids = Ids(lambda: (began + time.monotonic_ns()) // 1000, lambda: f"{tail.getrandbits(24):06x}", newest)
    behind = timedelta(microseconds=microseconds_of(newest) - time.time_ns() // 1000)
    if behind > NOTICED:
        warn_of_clock(behind, "what was kept last")
    if store is not None:
        store.on_clock(ids.hear)
    return Environment(
        now=WallClock(lambda: datetime.now(UTC), time.monotonic),
        new_id=ids,
        new_secret=lambda: secrets.token_urlsafe(32),
        new_code=lambda: f"{secrets.randbelow(1_000_000):06}",
    )


@asynccontextmanager
async def open_container(
    settings: Settings, environment: Environment | None = None, *, begin: bool = True
) -> AsyncIterator[Container]:
    """Open the store and put in force what is new in the folders; on leaving, everything written is finished.

    Without ``begin`` nothing is put in force, and there may be no script at all.

    Raises:
        BadScripts: if there is no script to begin with.
        StorageError: if the store cannot be opened.

    """
    store = await open_any(settings.store_url, settings.data_dir)
    try:
        environment = environment or real_environment(store, await store.newest_id())
        container = await put_together(settings, environment, store)
        if begin:
            await put_in_force(container)
        yield container
    finally:
        await store.close()


async def obey(settings: Settings, request: Request) -> Answer:
    """Carry out a command: on the store, in the process that serves on it, or without, as far as that makes sense."""
    return await executor(partial(_open_begun, begin=False))(settings, request)


@asynccontextmanager
async def _open_begun(settings: Settings, *, begin: bool = True) -> AsyncIterator[Container]:
    """Open the store as ``open_container`` does, but make none where one may be out of sight."""
    check_begun(settings.store_url, settings.data_dir)
    async with open_container(settings, begin=begin) as container:
        yield container


async def talk(settings: Settings, customer: str) -> None:
    """Play a conversation on standard input and output, until the input ends."""
    async with _open_begun(settings) as container:
        outbox = container.outbox({"terminal": terminal.Terminal(lambda line: print(line, flush=True))})
        await terminal.converse(customer, _input_lines(), container.turns, outbox.deliver, container.environment.new_id)


async def try_draft(settings: Settings, source: Source) -> None:
    """Play a draft on standard input and output, on a store that is gone afterwards, whoever serves meanwhile.

    Raises:
        BadScripts: if the draft has mistakes.

    """
    with TemporaryDirectory() as folder:
        apart = replace(settings, data_dir=Path(folder), store_url="", files_dir=None)
        async with open_container(apart) as container:
            try:
                tryout = await open_tryout(container.desk, source)
            except NotPlayable:
                raise BadScripts("\n".join(map(str, validate(source).mistakes))) from None
            screen = terminal.Terminal(lambda line: print(line, flush=True))
            outbox = Outbox(tryout.store, {"terminal": screen}, container.environment, asyncio.sleep)
            try:
                lines, new_id = _input_lines(), container.environment.new_id
                await terminal.converse("you", lines, tryout.turns, outbox.deliver, new_id)
            finally:
                await tryout.close()


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
    async with _open_begun(settings) as container:
        await container.files.clean()
        await container.eraser.catch_up()  # before anything of a restored backup is shown
        key, limits = await server_key(container.store, container.environment), _limits(container)
        webchat = WebChat(container.store, container.queue, limits)
        channels: dict[str, Channel] = {"web": webchat}
        loops: list[Callable[[], Awaitable[None]]] = []
        telegram = TelegramService(container, telegram_pages.APP) if settings.telegram_token else None
        if telegram is not None:
            channels["telegram"] = telegram.channel
            loops += telegram.loops
        if settings.mail_url:
            server = SmtpServer(settings.mail_url, settings.mail_from)
            loops.append(MailOutbox(container.store, server, container.environment, asyncio.sleep).serve)
        outbox = container.outbox(channels)
        waits = settings.settle > 0
        scheduler = Scheduler(container.store, container.environment, container.turns, asyncio.sleep, pauses=waits)
        if settings.store_url:  # else this process is the only one
            name, now = container.environment.new_id(), container.environment.now
            sharing = LimitSharing(container.store, limits, key.key.encode(), name, now)
            loops.append(partial(sharing.serve, asyncio.sleep))
        loops += [webchat.serve, _unfinished_files(container).serve, outbox.serve, outbox.patrol, scheduler.serve]
        retention = partial(
            container.retention.serve,
            lambda: container.company.now.retention,
            asyncio.sleep,
        )
        loops.append(partial(while_leader, container.store, "retention", retention))
        loops.append(container.retention.count_all)
        lookout = HotspotMonitor(container.store, container.environment, container.tellings(), _zone(container))
        broadcasts = Broadcasts(container.store, container.environment, container.turns)
        loops.append(partial(while_leader, container.store, "broadcasts", partial(broadcasts.serve, asyncio.sleep)))
        rollouts = partial(_rollouts(container).serve, asyncio.sleep)
        loops.append(partial(while_leader, container.store, "rollouts", rollouts))
        loops.append(partial(while_leader, container.store, "hotspots", partial(lookout.serve, asyncio.sleep)))
        loops += [
            partial(container.desk.scripts.follow, container.store, learning(container.desk)),
            partial(container.company.follow, container.store),
            partial(label_learning.follow, container.store, container.desk),
            partial(watch_folders, _own(container), asyncio.sleep),
            partial(container.reports.keep_ready, asyncio.sleep),
        ]
        commands = _control(container)
        async with _pages(container, webchat, telegram, CustomerCookies(key), limits) as address, commands:
            say(await _welcome(container, address, with_telegram=telegram is not None))
            # What is there by now stays: looking through it again for garbage took a tenth of every turn.
            gc.freeze()
            sys.setswitchinterval(SHARES)
            await _run(loops, stop)
            await webchat.close()
        if telegram is not None:
            await telegram.close()


def _unfinished_files(container: Container) -> Downloads:
    """Return what gives up files that browsers began to send and never brought whole."""
    sources = {WebChat.name: UnfinishedUploads()}
    return Downloads(container.store, container.files, sources, container.turns, container.environment, asyncio.sleep)


def _control(container: Container) -> AbstractAsyncContextManager[None]:
    """Take commands from other processes, where no other may open the store itself."""
    if container.settings.store_url:
        return nullcontext()
    return serve_control(container.settings.data_dir, partial(execute_remote, container))


def _own(container: Container) -> list[Watched]:
    """Return the folders that the company itself writes into."""
    own = (container.settings.scripts_dir, container.settings.known_issues_dir)
    folders = [folder for folder in container.folders if folder.path in own]
    return [*folders, *container.own]


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
async def _pages(
    container: Container,
    webchat: WebChat,
    telegram: TelegramService | None,
    cookies: CustomerCookies,
    limits: VisitorLimits,
) -> AsyncIterator[str]:
    """Serve HTTP; gives the address that a browser on this machine opens."""
    settings = container.settings
    visitors = Visitors(settings.trusted_proxies)
    reassignment, scripts = Reassignment(container.turns), container.desk.scripts
    served: list[str] = []
    deps = Deps(
        store=container.store,
        environment=container.environment,
        handoffs=Handoffs(container.turns),
        reassignment=reassignment,
        renewal=Renewal(container.turns),
        departures=Departures(container.store, container.environment, reassignment, _language(container)),
        turns=container.turns,
        broadcasts=Broadcasts(container.store, container.environment, container.turns),
        eraser=container.eraser,
        retention=container.retention,
        replies=Replies(container.turns),
        queries=_queries(container),
        worklists=Worklists(container.store, scripts.script, container.desk.policy.owner_first),
        search=TicketSearch(container.store),
        corrections=Corrections(container.turns),
        ending=_ending(container),
        reply_book=container.replies,
        reports=container.reports,
        imports=container.imports,
        dead_letters=DeadLetters(container.store),
        webchat=webchat,
        cookies=cookies,
        visitors=visitors,
        limits=limits,
        files=container.files,
        company=container.company,
        telegram=telegram.members if telegram else None,
        trouble=telegram.trouble if telegram else str,
        starting=lambda: container.desk.recognition.starting,
        hooks=telegram.hooks if telegram else {},
        studio=_studio(container),
        address=lambda: container.settings.public_url or "".join(served),
        idle=container.settings.session_hours,
    )
    # No access log: the addresses of requests hold sign-in tokens.
    runner = web.AppRunner(build(deps), access_log=None, shutdown_timeout=PARTING)
    await runner.setup()
    most = raise_descriptors(settings.limit_connections)
    try:
        async with _listening(runner, Door(visitors, most, settings.limit_address_connections), settings) as address:
            served.append(address)
            yield address
    finally:
        await runner.cleanup()


def _language(container: Container) -> Callable[[], str]:
    return lambda: container.desk.policy.language


def _zone(container: Container) -> Callable[[], ZoneInfo]:
    return lambda: container.desk.policy.zone


def _queries(container: Container) -> DeskQueries:
    desk, scripts = container.desk, container.desk.scripts
    return DeskQueries(
        container.store, scripts.script, desk.recognition.weights, lambda: desk.policy.clocks, scripts.known_issues
    )


def _ending(container: Container) -> EndingActs:
    turns = container.turns
    return EndingActs(
        resolving=Resolving(turns),
        reopening=Reopening(turns),
        joining=Joining(turns),
        signals=SignalJudgement(turns),
        calls=PhoneCalls(turns),
        outcomes=container.desk.outcomes,
    )


def _rollouts(container: Container) -> Rollouts:
    store, scripts, environment = container.store, container.desk.scripts, container.environment
    drafts = Drafts(store, scripts, container.publisher, environment)
    return Rollouts(store, scripts, drafts, container.publisher, environment)


def _studio(container: Container) -> Studio:
    store, scripts, environment = container.store, container.desk.scripts, container.environment
    rollouts = _rollouts(container)
    return Studio(
        scripts=scripts,
        publisher=container.publisher,
        drafts=rollouts.drafts,
        rollouts=rollouts,
        replays=ReplayJobs(store, scripts, environment, asyncio.sleep, rehearsals.apart),
        tryouts=Tryouts(container.desk),
        trial=IssueTrial(store, container.desk),
        signals=SignalTrial(store, container.desk),
        funnels=RecentFunnels(store, scripts, environment.now, _zone(container)),
        refused=lambda: [one for folder in container.folders for one in folder.refused()],
    )


@asynccontextmanager
async def _listening(runner: web.AppRunner, door: Door, settings: Settings) -> AsyncIterator[str]:
    """Take connections through the door, in place of a site of aiohttp, which knows no door."""
    connection = partial(door.connection, runner, access_log=None)
    server = await asyncio.get_running_loop().create_server(
        connection, settings.http_host, settings.http_port, backlog=AT_ONCE
    )
    keep_waiting(server)
    host, port = server.sockets[0].getsockname()[:2]
    try:
        yield f"http://{f'[{host}]' if ':' in host else host}:{port}"
    finally:
        server.close()


def _limits(container: Container) -> VisitorLimits:
    settings, now = container.settings, container.environment.now
    rates = {
        Limit.MESSAGES: Rate(settings.limit_messages, 10),
        Limit.ADDRESS_MESSAGES: Rate(settings.limit_address_messages, 10),
        Limit.TEXT: Rate(settings.limit_text * 1000, 600),
        Limit.UPLOADS: Rate(settings.limit_upload_mb * 1000, 600),
        Limit.CONVERSATIONS: Rate(settings.limit_conversations, 600),
        Limit.VISITS: Rate(settings.limit_visits, 60),
        Limit.REQUESTS: Rate(settings.limit_requests, 60),
        Limit.SIGN_INS: Rate(settings.limit_sign_ins, 600),
    }
    return VisitorLimits(rates, lambda: now().timestamp())


async def _welcome(container: Container, address: str, *, with_telegram: bool) -> str:
    # Whoever reads the log later must not become an admin by that.
    link = await first_link(container.store, container.environment, Actor(None, COMMAND_LINE))
    first = [
        f"  sign in    {container.settings.public_url or address}/sign-in?token={link}",
        "             (for the first admin; works once, within an hour)",
    ]
    return "\n".join(
        [
            "Tellonce is running.",
            f"  customers  {address}/",
            f"  agents     {address}/desk",
            f"  kept in    {shown(container.settings.store_url) or container.settings.data_dir}",
            f"  telegram   {'on' if with_telegram else 'off (set TELEGRAM_TOKEN)'}",
            *([] if container.desk.recognition.reads_meanings else [_WORDS_ONLY]),
            *(first if link else ["  sign in    python -m bot sign-in-link NAME"]),
        ]
    )
