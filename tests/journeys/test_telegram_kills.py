"""The program is killed while customers write on Telegram: what was acknowledged is played once, what is told arrives.

Of what was on its way to a customer at a kill nobody knows whether it arrived: at most one message a chat, and flagged.
"""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from storage.embedded.embedded_store import EmbeddedStore, open_store
from storage.ports import UnitOfWork
from storage.records.complaint_records import Message
from storage.records.traffic_records import InboxMark, InboxRow, MessageRef, OutboxRow
from tests.campaign import FULL, size, tell
from tests.journeys.chats import Chats
from tests.journeys.on_telegram import WAYS, on_telegram
from tests.journeys.program import HUNG, WORDS_ONLY, Program
from tests.journeys.test_kills_under_load import not_replayed
from tests.standins.bot_api.server import BotApi, Bubble

KILLS = size(5, 100)
CUSTOMERS = 8
AGAIN = 0.1
"""The share of the updates that are delivered a second time."""
SHORT_LIVED = 0.5
"""The share of the starts that are killed before they serve."""
QUIET = 1.0
"""Seconds without a word after which it is looked whether all is said; sooner is no harm, only another start."""
FAST = {"TELEGRAM_PER_SECOND": "10000", "TELEGRAM_PER_CHAT": "10000"} | (WORDS_ONLY if FULL else {})


@dataclass
class Killing:
    """A program that is killed again and again, and how long it took to serve again."""

    program: Program
    api: BotApi
    chats: Chats
    chance: Random
    kills: list[datetime] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    """Seconds from the start to the first update that is acknowledged."""

    async def go_on(self) -> None:
        """Kill and start, until there were enough kills and the program serves again."""
        while len(self.kills) < KILLS:
            await self._work_a_while()
            await self._kill()
            while len(self.kills) < KILLS and self.chance.random() < SHORT_LIVED:
                await self.program.launch()
                await asyncio.sleep(self.chance.random())
                await self._kill()
            await self.start()

    async def start(self) -> None:
        """Start, and wait until an update is acknowledged."""
        began, before = time.monotonic(), self.chats.acknowledged
        await self.program.start()
        await self.chats.until(lambda: self.chats.acknowledged > before)
        self.waits.append(time.monotonic() - began)

    async def _work_a_while(self) -> None:
        if self.chance.random() < 0.3:
            goal = self.chats.acknowledged + self.chance.randrange(1, 12)
            await self.chats.until(lambda: self.chats.acknowledged >= goal)
        else:  # what waited is acknowledged at once, what is said of it comes later
            said = self._said + self.chance.randrange(1, 25)
            await self.chats.until(lambda: self._said >= said)

    @property
    def _said(self) -> int:
        """How often the bot came to say something."""
        return sum(arrival.method == "sendMessage" for arrival in self.api.arrivals)

    async def _kill(self) -> None:
        await self.program.kill()
        self.kills.append(datetime.now(UTC))


async def comes_to_rest(killing: Killing, folder: Path) -> EmbeddedStore:
    """Let everything be played and said; returns the store of the program that has stopped."""
    async with asyncio.timeout(2 * HUNG):
        while True:
            await killing.api.acknowledged()
            await quiet(killing.api)
            await killing.program.stop()
            store = await open_store(folder / "data")
            if not await store.unit().find(InboxRow) and not await store.unit().find(OutboxRow, problem=""):
                return store
            await store.close()
            await killing.program.start()


async def quiet(api: BotApi) -> None:
    """Return when the bot has said nothing for a while."""
    said = -1
    while said != len(api.calls):
        said = len(api.calls)
        await asyncio.sleep(QUIET)


async def heard(unit: UnitOfWork, address: str) -> list[str]:
    messages = await unit.find(Message, address=address)
    return [message.text for message in messages if message.author == "customer"]


def mark(number: int) -> str:
    return f"telegram:4711:{number:020}"


@dataclass
class Told:
    """What one customer sees of what the bot told, against what the store knows of it."""

    lost: list[str]
    """Words that are nowhere in the chat."""
    unflagged: list[str]
    """Words that are there more often than once, and the store does not know."""
    disordered: bool
    flags: list[datetime]
    """When what may be there twice was sent again."""
    doubles: int


async def told(unit: UnitOfWork, api: BotApi, number: int) -> Told:
    messages = [one for one in await unit.find(Message, address=f"telegram:{number}") if one.author == "bot"]
    shown = [one for message in messages for one in await unit.find(MessageRef, message=message.id)]
    known = {int(one.id.rpartition(":")[2]): one for one in shown}
    bubbles = api.chat(number).messages
    return Told(
        lost=[message.text for message in messages if message.id not in {one.message for one in shown}]
        + [one.id for place, one in known.items() if place not in {bubble.id for bubble in bubbles}],
        unflagged=unflagged(bubbles, known),
        disordered=list(known) != sorted(known),
        flags=[one.at for one in shown if one.uncertain],
        doubles=sum(bubble.id not in known for bubble in bubbles),
    )


def unflagged(bubbles: list[Bubble], known: dict[int, MessageRef]) -> list[str]:
    """Return the words that are there once more than known, and not flagged where they come next."""
    found, behind = list[str](), ("", False)
    for bubble in reversed(bubbles):
        if bubble.id in known:
            behind = bubble.text, known[bubble.id].uncertain
        elif behind != (bubble.text, True):
            found.append(bubble.text)
    return found


def most_at_a_kill(flags: list[datetime], kills: list[datetime]) -> int:
    """Return how many messages of one chat became uncertain by one kill, at most."""
    return max(Counter(sum(kill < at for kill in kills) for at in flags).values(), default=0)


@dataclass
class Found:
    """What the store holds of the customers when all is over."""

    marks: set[str]
    heard: dict[int, list[str]]
    told: dict[int, Told]
    unlike: list[str]
    dead_letters: list[OutboxRow]


async def found(store: EmbeddedStore, api: BotApi, chats: Chats) -> Found:
    unit = store.unit()
    return Found(
        marks={mark.id for mark in await unit.find(InboxMark)},
        heard={number: await heard(unit, f"telegram:{number}") for number in chats.did},
        told={number: await told(unit, api, number) for number in chats.did},
        unlike=await not_replayed(store),
        dead_letters=await unit.find(OutboxRow),
    )


def figures(killing: Killing, found: Found) -> str:
    chats, waits = killing.chats, sorted(killing.waits)
    middle, late = waits[len(waits) // 2], waits[int(len(waits) * 0.95)]
    return (
        f"{len(killing.kills)} kills, {len(chats)} updates acknowledged from {len(chats.did)} chats,"
        f" {sum(len(chat.tapped) for chat in chats.did.values())} of them taps;"
        f" {sum(map(len, found.heard.values()))} played, {len(chats) - len(found.marks)} lost;"
        f" {sum(len(one.flags) for one in found.told.values())} messages flagged as uncertain,"
        f" {sum(one.doubles for one in found.told.values())} of them there twice;"
        f" serving again after {middle:.2f} s (p50), {late:.2f} s (p95), {waits[-1]:.2f} s at most"
    )


@pytest.mark.campaign
@pytest.mark.parametrize("way", WAYS)
async def test_nothing_that_telegram_was_told_is_taken_is_lost_or_played_twice(
    way: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with BotApi(longest_poll=2.0) as api:
        # A webhook gets the updates of a chat one after the other, a poll may get them in any order.
        api.updates.disturb(again=AGAIN, disorder=way == "polling", seed=20260301)
        chats = Chats(api, CUSTOMERS, seed=20260302)
        async with on_telegram(tmp_path, api, way, **FAST) as program, asyncio.TaskGroup() as customers:
            customers.create_task(chats.go_on())
            killing = Killing(program, api, chats, Random(20260303))
            await killing.go_on()
            chats.end()
            store = await comes_to_rest(killing, tmp_path)
        kept = await found(store, api, chats)
        await store.close()
    tell(capsys, f"{way}: {figures(killing, kept)}")

    assert kept.marks == {mark(number) for chat in chats.did.values() for number in (*chat.written, *chat.tapped)}
    # Of two taps in one go the second leaves its mark only.
    assert [number for number, words in kept.heard.items() if len(words) > len(chats.did[number])] == []
    assert {number: chats.did[number].of_these(words) for number, words in kept.heard.items()} == {
        number: list(did.written.values()) for number, did in chats.did.items()
    }
    assert [one for one in kept.told.values() if one.lost or one.unflagged or one.disordered] == []
    assert max(most_at_a_kill(one.flags, killing.kills) for one in kept.told.values()) <= 1
    assert (kept.unlike, kept.dead_letters) == ([], [])
