"""A draft played by the real rules on a store of its own, which is gone afterwards: no customer and no queue sees it.

The scripts beside it are those in force. A tryout belongs to one admin and to the process that holds it.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.channels.port import Incoming
from bot.desk.calendar.due_dates import OpeningHours, read_hours
from bot.desk.incoming.turns import Turns
from bot.desk.scripts.registry import ScriptRegistry
from bot.desk.scripts.replay_runner import read_journal
from bot.desk.scripts.validation import KNOWN_ISSUES, Source
from bot.desk.turn.context import DeskContext, PolicyInForce
from bot.matching.recognizer import Recognizer
from bot.matching.sentences import installed
from dialogs.cases.case_player import way_to
from dialogs.language.case_file import load_cases
from dialogs.language.script_loader import load
from dialogs.model.script import Script, Slot
from dialogs.strict_yaml.yaml_values import Value
from dialogs.versions.journal_replay import retell
from dialogs.versions.told_case import case_of
from dialogs.versions.turn_views import turn_views
from storage.opening import open_any
from storage.ports import Store, UnitOfWork
from storage.records.complaint_records import Conversation, Customer, JournalEntry, Message, Ticket
from storage.records.record import Record
from storage.records.script_records import Publication, ScriptVersion

ADDRESS = "tryout:you"
"""Where whoever tries a draft is a customer."""
MOST_OPEN = 8
"""Tryouts of one process; the oldest gives way."""
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_LONG_AGO = timedelta(days=40)
_EXAMPLES: Mapping[str, str] = {"phone": "13800138000", "email": "ada@example.com", "place": "Garden Street 3"}
"""What a customer who comes again has given before, by the type of the slot."""


class NotPlayable(Exception):
    """The draft has mistakes, so that it cannot be played."""


@dataclass(frozen=True)
class TryoutWish:
    """How a draft is to be tried."""

    closed: bool = False
    """As if the desk were closed."""
    returning: bool = False
    """As a customer who has complained before."""
    language: str = ""
    """In which the customer is spoken to from the start; empty for whatever the first words are in."""
    step: str = ""
    """Where it is to begin: what a case says up to there is said first; empty for the start."""


class Tryout:
    """One conversation on a draft."""

    def __init__(
        self, source: Source, wish: TryoutWish, folder: "TemporaryDirectory[str]", store: Store, desk: DeskContext
    ) -> None:
        self.source = source
        self.wish = wish
        self.store = store
        self.turns = Turns(desk, store)
        self._desk = desk
        self._folder = folder

    async def says(self, text: str = "", button: str = "") -> None:
        """Play what whoever tries it writes or taps."""
        update = f"{ADDRESS}:{self._desk.environment.new_id()}"
        await self.turns.play(Incoming(address=ADDRESS, update=update, text=text, button=button, at_once=True))

    async def go_to(self, step: str) -> bool:
        """Say what the shortest case says that comes by a step, up to there; tells whether there is one."""
        script = load(self.source.text)
        beside, _ = load_cases(self.source.cases) if self.source.cases else ((), ())
        turns = way_to(script.script, (*script.cases, *beside), step) if script.script else None
        for turn in turns or ():
            if turn.taps:
                last = [message for message in await self.transcript() if message.choices][-1:]
                shown = [
                    data for message in last for data, _ in message.choices if data.rpartition(":")[2] == turn.taps
                ]
                await self.says("" if shown else turn.taps, "".join(shown[:1]))
            else:
                await self.says(turn.says)
        return turns is not None

    async def as_case(self) -> Mapping[str, Value] | None:
        """Return what was said so far as the entries of a case; None if nothing was."""
        conversation = await self.store.unit().last(Conversation, address=ADDRESS)
        if conversation is None:
            return None
        entries = await self.store.unit().find(JournalEntry, conversation=conversation.id)
        journal = read_journal(self._desk.scripts, conversation, entries)
        return case_of(turn_views(retell(journal.script, journal.events, journal.moved))) if journal else None

    async def transcript(self) -> list[Message]:
        """Return all that was said."""
        return await self.store.unit().find(Message, address=ADDRESS)

    async def stands_at(self) -> tuple[str, bool]:
        """Return the step at which it waits, and whether it goes on with the bot."""
        conversation = await self.store.unit().last(Conversation, address=ADDRESS)
        if conversation is None:
            return "", True
        return str(conversation.state.get("step", "")), conversation.status == "with-bot"

    async def close(self) -> None:
        """Forget it."""
        await self.store.close()
        await asyncio.to_thread(self._folder.cleanup)


async def open_tryout(
    desk: DeskContext,
    draft: Source,
    wish: TryoutWish = TryoutWish(),
    issues: Source | None = None,
) -> Tryout:
    """Return a conversation on a draft that nobody has begun; ``issues`` is a draft of its known issues.

    Raises:
        NotPlayable: if the draft has mistakes; cases that fail do not matter.

    """
    script = load(draft.text).script
    if script is None:
        raise NotPlayable
    folder = await asyncio.to_thread(TemporaryDirectory, prefix="tellonce-tryout-")
    store = await open_any("", Path(folder.name))
    unit = store.unit()
    drafts = {script.key: draft} | ({KNOWN_ISSUES + script.key: issues} if issues else {})
    for key in desk.scripts.keys():  # noqa: SIM118  # no mapping
        published = desk.scripts.published(key)
        record = desk.scripts.record(published[-1].version) if published and key not in drafts else None
        if record is not None:
            _force(desk, unit, record)
    for key, source in drafts.items():
        text = ScriptVersion(id=source.id, script=key, text=source.text, imported=desk.environment.now(), by="studio")
        _force(desk, unit, text)
    if wish.returning:
        _has_complained(desk, script, unit.add, wish.language)
    elif wish.language:
        unit.add(_customer(desk, wish.language))
    await unit.commit()
    scripts = ScriptRegistry(script.key)
    await scripts.open(store.unit())
    hours = _closed_now(desk) if wish.closed else desk.policy.hours
    policy = replace(desk.policy, hours=hours, settle=timedelta(0))
    own = replace(desk, scripts=scripts, rules=PolicyInForce(policy), recognition=Recognizer(installed()))
    tryout = Tryout(draft, wish, folder, store, own)
    if wish.step:
        await tryout.go_to(wish.step)
    return tryout


def _force(desk: DeskContext, unit: UnitOfWork, version: ScriptVersion) -> None:
    environment = desk.environment
    unit.add(version)
    unit.add(
        Publication(
            id=environment.new_id(), script=version.script, version=version.id, at=environment.now(), by="studio"
        )
    )


class Tryouts:
    """The tryouts of this process, one for each admin."""

    def __init__(self, desk: DeskContext) -> None:
        self._desk = desk
        self._open: dict[str, Tryout] = {}

    def of(self, agent: str) -> Tryout | None:
        """Return what an admin tries, or None."""
        return self._open.get(agent)

    async def begin(self, agent: str, draft: Source, wish: TryoutWish, issues: Source | None) -> Tryout:
        """Begin a tryout in place of the one before.

        Raises:
            NotPlayable: if the draft has mistakes.

        """
        fresh = await open_tryout(self._desk, draft, wish, issues)
        ended = [self._open.pop(agent)] if agent in self._open else []
        while len(self._open) >= MOST_OPEN:
            ended.append(self._open.pop(next(iter(self._open))))
        self._open[agent] = fresh
        for one in ended:
            await one.close()
        return fresh

    async def close(self) -> None:
        """Forget all of them."""
        while self._open:
            _, one = self._open.popitem()
            await one.close()


def _closed_now(desk: DeskContext) -> OpeningHours:
    zone = desk.policy.zone
    today = desk.environment.now().astimezone(zone).weekday()
    return read_hours(f"{_DAYS[(today + 2) % 7]} 09:00-18:00", zone)


def _customer(desk: DeskContext, language: str) -> Customer:
    then = desk.environment.now() - _LONG_AGO
    return Customer(id=desk.environment.new_id(), identities=(ADDRESS,), since=then, language=language)


def _has_complained(desk: DeskContext, script: Script, add: Callable[[Record], None], language: str) -> None:
    """Have whoever tries it be a customer whose earlier ticket is closed, and who gave what the script remembers."""
    then, environment = desk.environment.now() - _LONG_AGO, desk.environment
    customer = _customer(desk, language)
    slots = {slot.key: value for slot in script.slots.values() if slot.remember and (value := _example(slot))}
    ticket = Ticket(
        id=environment.new_id(),
        reference="T-2025-000001",
        customer=customer.id,
        address=ADDRESS,
        conversation="",
        language=language or desk.policy.language,
        script=script.key,
        status="closed",
        description="–",
        slots=slots,
        opened=then,
        due=then,
        promise="kept",
        resolved=then,
    )
    add(customer)
    add(ticket)


def _example(slot: Slot) -> str:
    if slot.choices:
        return slot.choices[0].key
    if slot.type == "digits":
        return ("1234567890" * slot.shortest)[: slot.shortest]
    return _EXAMPLES.get(slot.type, "")
