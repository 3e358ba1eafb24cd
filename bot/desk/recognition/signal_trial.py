"""What phrases of signals would have done to last month's conversations: in how many a person would have been called.

By phrases alone: what the reader has learnt hears the same either way. Changes nothing.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from bot.desk.signals.signal_file import NAMES, SignalPhrases
from bot.desk.signals.signal_reader import SignalReader
from bot.desk.turn.context import DeskContext
from dialogs.model.events import Signal
from storage.ports import Store
from storage.records.complaint_records import Message
from storage.records.finding_records import Label

DAYS_BACK = 30
MOST_READ = 20_000
"""Messages, the newest."""
_AT_A_TIME = 500
SHOWN = 5


@dataclass
class SignalEffect:
    """What one signal would have been heard in."""

    now: int = 0
    """Conversations in which it is heard by the phrases in force."""
    then: int = 0
    gained: list[str] = field(default_factory=list)
    """Some messages in which it would be heard, and is not now."""
    lost: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class SignalTrialReport:
    """What came of a trial."""

    conversations: int
    called: int
    """Conversations in which a person would have been called."""
    called_now: int
    by_signal: Mapping[Signal, SignalEffect]
    """Those that change."""


class SignalTrial:
    """Tries phrases on what customers wrote."""

    def __init__(self, store: Store, desk: DeskContext) -> None:
        self._store, self._desk = store, desk

    @property
    def in_force(self) -> SignalPhrases:
        """Return the company's phrases as they are now."""
        return self._desk.lists.company

    async def proposals(self) -> list[Label]:
        """Return what customers and agents said last month of signals that were heard."""
        since = self._desk.environment.now() - timedelta(days=DAYS_BACK)
        labels = await self._store.unit().find(Label, look="signal", newest=_AT_A_TIME)
        return [one for one in reversed(labels) if one.at >= since and one.answer != "accepted"][: 4 * SHOWN]

    async def of(self, phrases: SignalPhrases) -> SignalTrialReport:
        """Return what these phrases in place of those in force would have made of last month's messages."""
        now, then, calling = SignalReader(self.in_force), SignalReader(phrases), self._calling()
        heard: dict[str, tuple[set[Signal], set[Signal]]] = {}
        effects = {name: SignalEffect() for name in NAMES}
        for page in await self._messages():
            for message, before, after in await asyncio.to_thread(_read, page, now, then):
                held = heard.setdefault(message.conversation, (set(), set()))
                held[0].update(before)
                held[1].update(after)
                for name in set(before) ^ set(after):
                    (effects[name].gained if name in after else effects[name].lost).append(message.text)
        for was, would in heard.values():
            for name in NAMES:
                effects[name].now += name in was
                effects[name].then += name in would
        changed = {name: one for name, one in effects.items() if one.gained or one.lost}
        called_now, called = (sum(bool(calling & each[side]) for each in heard.values()) for side in (0, 1))
        return SignalTrialReport(len(heard), called, called_now, changed)

    def _calling(self) -> set[Signal]:
        script = self._desk.scripts.script(self._desk.scripts.main)
        return set(NAMES).intersection(script.interrupts if script else ())

    async def _messages(self) -> list[list[Message]]:
        unit, since = self._store.unit(), self._desk.environment.now() - timedelta(days=DAYS_BACK)
        pages, before, count = list[list[Message]](), None, 0
        while count < MOST_READ and (page := await unit.find(Message, before=before, newest=_AT_A_TIME)):
            pages.append([one for one in page if one.author == "customer" and one.at >= since])
            before, count = page[0].id, count + len(page)
            if page[0].at < since:
                break
            await asyncio.sleep(0)  # customers come first
        return pages[::-1]


def _read(
    page: list[Message], now: SignalReader, then: SignalReader
) -> list[tuple[Message, tuple[Signal, ...], tuple[Signal, ...]]]:
    return [(one, now.read(one.text), then.read(one.text)) for one in page]
