"""A customer comes back after the machine's clock was put back, and the program was started anew."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from random import Random

import pytest

from bot import app
from bot.channels.port import Incoming
from bot.container import Container
from bot.settings import Settings
from storage.records.complaint_records import Conversation, Message, Occurrence, Ticket
from tests.bot.desk.desk_harness import ALL_ANSWERS, BILL
from tests.campaign import size, tell

HOUR = timedelta(hours=1)
SAID = (BILL, *ALL_ANSWERS)


class MovedClock:
    """The machine's clock, which somebody sets between two starts."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.by = timedelta(0)
        read, moved = time.time_ns, self

        class Moved(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]  # no subclass
                return datetime.now(tz) + moved.by

        monkeypatch.setattr(app, "datetime", Moved)
        monkeypatch.setattr(time, "time_ns", lambda: read() + int(self.by.total_seconds() * 1e9))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> MovedClock:
    return MovedClock(monkeypatch)


@pytest.fixture(params=["embedded", "postgres"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    url = "" if request.param == "embedded" else request.getfixturevalue("postgres_url")
    return Settings(data_dir=tmp_path / "data", store_url=url, settle=0)


class Visit:
    """What a customer says, and what is kept of it by now."""

    def __init__(self, container: Container) -> None:
        self._turns = container.turns
        self._store = container.store

    async def say(self, number: int, text: str) -> None:
        await self._turns.play(Incoming(address="web:1", update=f"web:1:{number}", text=text))

    async def said(self) -> list[str]:
        return [one.text for one in await self._store.unit().find(Message, address="web:1") if one.author == "customer"]

    async def counted(self) -> list[int]:
        unit = self._store.unit()
        return [len(await unit.find(kind)) for kind in (Conversation, Ticket, Occurrence)]


@asynccontextmanager
async def visit(settings: Settings) -> AsyncIterator[Visit]:
    async with app.open_container(settings) as container:
        yield Visit(container)


async def test_a_complaint_goes_on_where_it_was_and_stays_in_order(
    settings: Settings, clock: MovedClock, caplog: pytest.LogCaptureFixture
) -> None:
    half = len(SAID) // 2
    async with visit(settings) as before:
        for number, text in enumerate(SAID[:half]):
            await before.say(number, text)
        begun = await before.counted()
    clock.by = -HOUR
    caplog.clear()
    async with visit(settings) as after:
        for number, text in enumerate(SAID[half:], half):
            await after.say(number, text)
        said, counted = await after.said(), await after.counted()

    assert said == list(SAID)
    assert (begun, counted) == ([1, 0, 0], [1, 1, 1])
    assert [record.getMessage().partition(" of")[0] for record in caplog.records if "behind" in record.msg] == [
        "the clock"
    ]


@pytest.mark.campaign
async def test_any_way_in_which_the_clock_is_set_keeps_the_order(
    tmp_path: Path, clock: MovedClock, capsys: pytest.CaptureFixture[str]
) -> None:
    """The clock is put anywhere within two days before each start, and now and then back in between."""
    chance, starts = Random(18), size(short=4, full=60)
    settings, said, kept = Settings(data_dir=tmp_path / "data", settle=0), list[str](), list[str]()
    for _ in range(starts):
        clock.by = timedelta(seconds=chance.randint(-172_800, 172_800))
        async with visit(settings) as here:
            for _ in range(chance.randint(1, 4)):
                if chance.random() < 0.2:
                    clock.by -= timedelta(seconds=chance.randint(0, 7_200))
                said.append(f"message {len(said)}")
                await here.say(len(said), said[-1])
            kept = await here.said()
    tell(capsys, f"moved clock: {starts} starts, {len(said)} messages, all in order: {kept == said}")

    assert kept == said
