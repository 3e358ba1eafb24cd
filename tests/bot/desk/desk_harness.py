"""A desk for tests over a real store: a clock that is set by hand, counted ids, a channel that takes notes.

The store is the embedded one; with DESK_STORE=postgres all the same tests run on PostgreSQL. Nothing sleeps.
What the bot says is delivered right after each turn, as a channel would see it.
"""

import itertools
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import dialogs
from bot.channels.port import Incoming, IncomingFile, Outgoing
from bot.desk.agents.handoffs import Handoffs
from bot.desk.agents.replies import AgentMessage, Replies
from bot.desk.agents.resolving import Decided, Resolving
from bot.desk.calendar.due_dates import OpeningHours, read_hours
from bot.desk.core.environment import Environment
from bot.desk.delivery.outbox import Outbox
from bot.desk.incoming.turns import Turns
from bot.desk.jobs.downloads import Downloads
from bot.desk.jobs.scheduler import Scheduler
from bot.desk.scripts.import_folder import folder_sources
from bot.desk.scripts.registry import ScriptRegistry
from bot.desk.signals.signal_reader import SignalReader
from bot.desk.turn.context import DeskContext, Policy, PolicyInForce
from bot.matching.recognizer import Recognizer
from bot.matching.sentences import installed
from bot.understanding.choices_port import ChoiceReader
from storage.embedded.embedded_store import open_store
from storage.file_store import FileStore
from storage.ports import Store
from storage.records.access_records import Agent
from storage.records.complaint_records import (
    Alert,
    Conversation,
    Customer,
    Handoff,
    Message,
    Occurrence,
    Promise,
    Ticket,
)
from storage.records.script_records import Publication, ScriptVersion
from tests.bot.desk.list_reader import ListReader
from tests.bot.desk.sent_files import ChannelFiles, SentFiles

NOON = datetime(2026, 11, 4, 12, 0, tzinfo=UTC)
"""A Wednesday."""
WANG = "web:wang"
"""The address of the customer who speaks unless another is named."""
LI = Agent(id="agent-li", name="Li Wei", role="agent")
ADA = Agent(id="agent-ada", name="Ada", role="supervisor")

BILL = "The shop in Garden Street took far too much in October"
"""A problem for which no known issue is offered."""
ROAMING = "I have no signal abroad"
"""A problem that a known issue answers."""
ALL_ANSWERS = ("2", "128", "skip", "13800138000", "2", "1")
"""The answers to all questions after `BILL`."""

SENTENCES = installed()
"""Shared by all tests: to read its weights takes a second."""

SHIPPED = Path(dialogs.__path__[0])
_SOURCES = (*folder_sources(SHIPPED / "scripts"), *folder_sources(SHIPPED / "known_issues", known_issues=True))


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **amount: float) -> None:
        """Let time pass, such as ``minutes=5``."""
        self.now += timedelta(**amount)


class NotingChannel:
    """Shows nothing, writes down everything, and fails as often as it is told to."""

    name = "web"

    def __init__(self) -> None:
        self.sent: list[Outgoing] = []
        self.faults: list[Exception] = []
        """What the next sendings raise."""

    def cut(self, outgoing: Outgoing) -> tuple[Outgoing]:
        return (outgoing,)

    async def ready(self, address: str) -> None:
        pass

    async def send(self, outgoing: Outgoing) -> tuple[str, ...]:
        if self.faults:
            raise self.faults.pop(0)
        self.sent.append(outgoing)
        return ()


@dataclass
class DeskHarness:
    """The desk and everything around it."""

    store: Store
    context: DeskContext
    clock: Clock
    turns: Turns
    handoffs: Handoffs
    channel: NotingChannel
    outbox: Outbox
    scheduler: Scheduler
    sent: SentFiles
    reader: ListReader
    pauses: list[float]
    """What the outbox would have slept, in seconds."""
    seen: int = 0

    async def says(self, *texts: str, to: str = WANG, attachment: str = "", **more: Any) -> list[str]:
        """Let a customer write these messages; returns what the desk answered to the last."""
        for text in texts:
            await self.plays(Incoming(address=to, update=self.new_update(), text=text, attachment=attachment, **more))
        return self.replies

    async def sends(self, file: IncomingFile, text: str = "", to: str = WANG, **more: Any) -> list[str]:
        """Let a customer send a file; returns what the desk answered."""
        return await self.says(text, to=to, attachment=file.kind, file=file, **more)

    async def presses(self, label: str, to: str = WANG) -> list[str]:
        """Let a customer tap the newest button with this label; returns what the desk answered."""
        return await self.taps(self.button(label, to), to)

    async def taps(self, data: str, to: str = WANG) -> list[str]:
        """Let a customer tap a button that carries this; returns what the desk answered."""
        await self.plays(Incoming(address=to, update=self.new_update(), button=data))
        return self.replies

    async def plays(self, incoming: Incoming) -> None:
        """Play one thing a customer did, and deliver what it caused."""
        self.seen = len(self.channel.sent)
        await self.turns.play(incoming)
        await self.outbox.deliver(incoming.address)

    async def delivered(self, to: str = WANG) -> list[str]:
        """Deliver what waits; returns what arrived."""
        self.seen = len(self.channel.sent)
        await self.outbox.deliver(to)
        return self.replies

    @property
    def replies(self) -> list[str]:
        """The texts that arrived last."""
        return [outgoing.text for outgoing in self.channel.sent[self.seen :]]

    @property
    def labels(self) -> list[str]:
        """The labels of the buttons that were shown last."""
        return [label for _, label in next(out.choices for out in reversed(self.channel.sent) if out.choices)]

    def button(self, label: str, to: str = WANG) -> str:
        """Return what the newest button with this label carries."""
        shown = (one for out in reversed(self.channel.sent) if out.address == to for one in out.choices)
        return next(data for data, known in shown if known == label)

    def new_update(self) -> str:
        """Return the id of an update that nobody has seen."""
        return f"update-{self.context.environment.new_id()}"

    def common(self, key: str, language: str = "en", **values: str) -> str:
        """Return one of the common wordings."""
        text = self.context.scripts.texts()[key][language]
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", value)
        return text

    async def files(self, telling: str = BILL, answers: Sequence[str] = ALL_ANSWERS, to: str = WANG) -> Ticket:
        """Let a customer complain to the end; returns the ticket."""
        await self.says(telling, *answers, to=to)
        return await self.ticket(to)

    async def waits_for_a_person(self, to: str = WANG) -> Ticket:
        """Let a customer tell the problem and ask for a person; returns the ticket."""
        await self.says(BILL, "/human", to=to)
        return await self.ticket(to)

    async def has_a_person(self, by: Agent = LI) -> Ticket:
        """Let a customer ask for a person, and an agent come."""
        ticket = await self.waits_for_a_person()
        await self.handoffs.claim(ticket.reference, by)
        await self.delivered()
        return ticket

    async def resolves(self, reference: str, agent: Agent, explanation: str, **decided: Any) -> None:
        """Have an agent resolve a ticket with these words."""
        await Resolving(self.turns).resolve(reference, agent, Decided(explanation=explanation, **decided))

    async def is_owned(self, by: Agent = LI) -> Ticket:
        """Let a customer complain, and an agent claim the ticket."""
        ticket = await self.files()
        await self.handoffs.claim(ticket.reference, by)
        return await self.ticket()

    async def agent_writes(self, reference: str, by: Agent, text: str) -> None:
        """Let an agent answer on the page of a ticket."""
        await Replies(self.turns).reply(reference, by, AgentMessage(text=text))

    async def agent_notes(self, reference: str, by: Agent, text: str) -> None:
        """Let an agent write an internal note on the page of a ticket."""
        await Replies(self.turns).note(reference, by, AgentMessage(text=text))

    async def passes(self, **amount: float) -> list[str]:
        """Let time pass and its timers fire; returns what the customer was told."""
        self.clock.forward(**amount)
        await self.scheduler.tick()
        return await self.delivered()

    async def employs(self, *agents: Agent) -> None:
        """Have these members on the staff."""
        unit = self.store.unit()
        for agent in agents:
            unit.add(agent)
        await unit.commit()

    async def told(self, ticket: Ticket) -> list[tuple[str, str, tuple[str, ...]]]:
        """Return of what the staff was told about a ticket: (kind, level, ids)."""
        return [(one.kind, one.level, one.to) for one in await self.store.unit().find(Alert, ticket=ticket.id)]

    async def promises(self, ticket: Ticket) -> list[str]:
        """Return what became of each promise on a ticket, oldest first."""
        return [one.status for one in await self.store.unit().find(Promise, ticket=ticket.id) if not one.clock]

    async def tickets(self, to: str = WANG) -> list[Ticket]:
        unit = self.store.unit()
        customer = await unit.last(Customer, identities=to)
        return await unit.find(Ticket, customer=customer.id) if customer else []

    async def ticket(self, to: str = WANG) -> Ticket:
        """Return a customer's newest ticket."""
        return (await self.tickets(to))[-1]

    async def conversation(self, to: str = WANG) -> Conversation:
        """Return the newest conversation on an address."""
        found = await self.store.unit().last(Conversation, address=to)
        assert found is not None
        return found

    async def step(self, to: str = WANG) -> str:
        """Return the step at which the newest conversation stands."""
        return str((await self.conversation(to)).state["step"])

    async def handoff(self, ticket: Ticket) -> Handoff:
        """Return the newest handoff of a ticket."""
        found = await self.store.unit().last(Handoff, ticket=ticket.id)
        assert found is not None
        return found

    async def tellings(self, ticket: Ticket) -> list[str]:
        return [telling.text for telling in await self.store.unit().find(Occurrence, ticket=ticket.id)]

    async def transcript(self, to: str = WANG) -> list[tuple[str, str]]:
        """Return everything said on an address as (author, text)."""
        return [(one.author, one.text) for one in await self.store.unit().find(Message, address=to)]


def counting_environment(clock: Clock) -> Environment:
    """Return a world that counts ids, secrets and codes; ids go on where an earlier world at this clock stopped."""
    ids, secrets, codes = itertools.count(1), itertools.count(1), itertools.count(700_001)
    begun = f"{int(clock.now.timestamp() * 1000):014}"
    return Environment(
        now=clock,
        new_id=lambda: f"{begun}{next(ids):06}",
        new_secret=lambda: f"secret-{next(secrets):04}",
        new_code=lambda: f"{next(codes):06}",
    )


async def shipped(store: Store, now: datetime) -> ScriptRegistry:
    """Return the shipped scripts and known issues in force, without the gate: their cases are played elsewhere."""
    unit = store.unit()
    for source in _SOURCES:
        if await unit.get(ScriptVersion, source.id) is None:
            key = source.issues_key if source.known_issues else source.name.removesuffix(".yaml")
            unit.add(
                ScriptVersion(id=source.id, script=key, text=source.text, cases=source.cases, imported=now, by="start")
            )
            unit.add(Publication(id=f"0-{key}", script=key, version=source.id, at=now, by="start"))
    await unit.commit()
    scripts = ScriptRegistry("telecom")
    await scripts.open(store.unit())
    return scripts


@asynccontextmanager
async def open_desk(
    folder: Path,
    hours: str | OpeningHours = "Mon-Sun 00:00-24:00",
    zone: str = "UTC",
    language: str = "en",
    clock: Clock | None = None,
    settle: float = 0,
    choices: ChoiceReader | None = None,
    **policy: Any,
) -> AsyncIterator[DeskHarness]:
    """Open a desk over the store in this folder, with the shipped scripts and known issues.

    ``settle`` is the pause after which words are read; without any each message is by itself. ``policy`` is what else a
    company decides.
    """
    clock = clock or Clock()
    environment, store, channel = counting_environment(clock), await open_store(folder), NotingChannel()
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        clock.forward(seconds=seconds)

    try:
        scripts = await shipped(store, clock.now)
        rules = Policy(
            hours if isinstance(hours, OpeningHours) else read_hours(hours, ZoneInfo(zone)),
            timedelta(hours=24),
            language=language,
            settle=timedelta(seconds=settle),
        )
        reader = ListReader()
        context = DeskContext(
            environment,
            scripts,
            PolicyInForce(replace(rules, **policy)),
            Recognizer(SENTENCES),
            reader,
            SignalReader(),
            choices,
        )
        turns = Turns(context, store)
        outbox = Outbox(store, {"web": channel}, environment, sleep)
        scheduler = Scheduler(store, environment, turns, sleep)
        files, source = FileStore(folder / "files"), ChannelFiles()
        sent = SentFiles(store, files, source, Downloads(store, files, {"web": source}, turns, environment, sleep))
        yield DeskHarness(
            store, context, clock, turns, Handoffs(turns), channel, outbox, scheduler, sent, reader, pauses
        )
    finally:
        await store.close()
