import asyncio
import contextlib
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.desk.hotspots import hotspot_monitor
from bot.desk.hotspots.backtest import backtest
from bot.desk.hotspots.hotspot_detector import HotspotDetector
from bot.desk.hotspots.hotspot_monitor import PAUSE, SUSPECTED, HotspotMonitor
from bot.desk.hotspots.telling_reader import TellingReader
from storage.ports import Unavailable
from storage.records.finding_records import Suspicion
from tests.bot.desk.desk_harness import NOON, DeskHarness
from tests.bot.desk.tellers import STREET, keep, street, told

EVERYDAY = ("my bill is too high", "roaming is not working", "SIM card locked", "installer did not come", "slow data")


def lookout_over(desk: DeskHarness) -> HotspotMonitor:
    return HotspotMonitor(desk.store, desk.context.environment, tellings_of(desk), lambda: desk.context.policy.zone)


def tellings_of(desk: DeskHarness) -> TellingReader:
    return TellingReader(desk.store, desk.context.scripts.script)


async def suspicions(desk: DeskHarness) -> list[Suspicion]:
    return await desk.store.unit().find(Suspicion)


async def begun(desk: DeskHarness) -> HotspotMonitor:
    lookout = lookout_over(desk)
    await lookout.begin()
    return lookout


async def served(desk: DeskHarness, looks: int, between: Callable[[int], None] = lambda _: None) -> list[float]:
    """Let the loop look so often; returns for how long it would have slept."""
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == looks:
            raise asyncio.CancelledError
        between(len(pauses))

    with contextlib.suppress(asyncio.CancelledError):
        await lookout_over(desk).serve(sleep)
    return pauses


async def test_five_customers_of_one_street_raise_a_suspicion_while_the_desk_serves(desk: DeskHarness) -> None:
    lookout = await begun(desk)
    for number, text in enumerate(STREET[:5]):
        await desk.says(text, "/human", to=f"web:c{number}")
        desk.clock.forward(minutes=5)
        await lookout.look()
    tickets = [(await desk.ticket(f"web:c{number}")).id for number in range(5)]
    [found] = await suspicions(desk)

    assert (found.status, found.kind, found.people, found.script) == ("suspected", "burst", 5, "telecom")
    assert found.tickets == tuple(tickets)
    assert "oak street" in found.words
    assert found.usual < 1


async def test_a_minute_is_looked_at_when_it_is_over(desk: DeskHarness) -> None:
    lookout = await begun(desk)
    await keep(desk.store, street(NOON))
    desk.clock.forward(minutes=21)
    await lookout.look()
    early = await suspicions(desk)
    desk.clock.forward(minutes=1)
    await lookout.look()

    assert early == []
    assert [one.people for one in await suspicions(desk)] == [5]


async def test_the_staff_is_told_once(desk: DeskHarness) -> None:
    lookout = await begun(desk)
    await keep(desk.store, street(NOON, people=30))
    hints: list[str] = []
    with desk.store.changes.watch() as changes:
        for _ in range(40):
            desk.clock.forward(minutes=5)
            await lookout.look()
        desk.store.changes.tell("end")
        async for hint in changes:
            if hint == "end":
                break
            hints.append(hint)

    assert len(await suspicions(desk)) == 1
    assert hints.count(SUSPECTED) == 1


async def test_after_a_restart_nothing_is_raised_twice(desk: DeskHarness) -> None:
    await keep(desk.store, street(NOON))
    desk.clock.forward(hours=1)
    await (await begun(desk)).look()
    desk.clock.forward(hours=1)
    await (await begun(desk)).look()

    assert len(await suspicions(desk)) == 1


async def test_what_was_told_while_the_program_was_down_is_raised_at_the_next_start(desk: DeskHarness) -> None:
    await keep(desk.store, street(NOON))
    desk.clock.forward(hours=8)
    await (await begun(desk)).look()

    assert [one.at for one in await suspicions(desk)] == [NOON + timedelta(minutes=20)]


async def test_what_is_long_past_is_only_learnt(desk: DeskHarness) -> None:
    await keep(desk.store, street(NOON))
    desk.clock.forward(days=3)
    await (await begun(desk)).look()

    assert await suspicions(desk) == []


async def test_what_nobody_has_judged_is_not_raised_again_however_long_ago_it_was(desk: DeskHarness) -> None:
    await keep(desk.store, street(NOON))
    desk.clock.forward(hours=1)
    await (await begun(desk)).look()
    desk.clock.forward(days=30)
    again = [replace(record, id=f"{record.id}x") for record in street(desk.clock.now, people=12)]
    await keep(desk.store, again)
    desk.clock.forward(hours=2)
    await (await begun(desk)).look()

    assert len(await suspicions(desk)) == 1


async def test_what_was_dismissed_long_ago_is_raised_again(desk: DeskHarness) -> None:
    await keep(desk.store, street(NOON))
    desk.clock.forward(hours=1)
    await (await begun(desk)).look()
    [first] = await suspicions(desk)
    unit = desk.store.unit()
    unit.put(replace(first, status="dismissed"))
    await unit.commit()
    desk.clock.forward(days=30)
    await keep(desk.store, street(desk.clock.now, people=12))
    desk.clock.forward(hours=2)
    await (await begun(desk)).look()

    assert [one.status for one in await suspicions(desk)] == ["dismissed", "suspected"]


async def test_a_replay_raises_what_was_raised_live(desk: DeskHarness) -> None:
    lookout = await begun(desk)
    start = desk.clock.now
    for hour in range(30):
        await keep(desk.store, told(EVERYDAY[hour % 5], desk.clock.now, f"everyday-{hour}"))
        if hour in (5, 20):
            wave = (
                STREET if hour == 5 else ("app crashes at login", "the app crashes when I log in", "login: app crashes")
            )
            texts = [told(wave[one % 3], desk.clock.now + timedelta(minutes=one), f"{hour}-{one}") for one in range(9)]
            await keep(desk.store, [record for records in texts for record in records])
        desk.clock.forward(hours=1)
        await lookout.look()
    desk.clock.forward(hours=1)
    await lookout.look()
    live = [(one.at, one.kind, one.people, one.words, one.tickets) for one in await suspicions(desk)]
    found = await backtest(tellings_of(desk), desk.context.policy.zone, start, desk.clock.now)

    assert live == [(one.at, one.kind, one.people, one.words, one.tickets) for one in found.hotspots]
    assert len(live) == 2
    assert (found.tellings, found.hours, found.hours_with_any) == (48, 31, 2)


async def test_hindsight_over_nothing_is_nothing(desk: DeskHarness) -> None:
    found = await backtest(tellings_of(desk), desk.context.policy.zone, NOON - timedelta(days=90), NOON)

    assert (found.hotspots, found.tellings, found.hours) == ((), 0, 0)


async def test_the_loop_looks_again_and_again(desk: DeskHarness) -> None:
    await keep(desk.store, street(NOON))
    pauses = await served(desk, 3, lambda _: desk.clock.forward(hours=1))

    assert pauses == [PAUSE] * 3
    assert len(await suspicions(desk)) == 1


async def test_what_cannot_be_written_now_is_written_at_the_next_look(
    desk: DeskHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    lookout = await begun(desk)
    await keep(desk.store, street(NOON))
    desk.clock.forward(hours=1)

    async def refuse(_: object) -> None:
        raise Unavailable("full")

    with monkeypatch.context() as patch:
        patch.setattr(type(desk.store.unit()), "commit", refuse)
        with pytest.raises(Unavailable):
            await lookout.look()
    await lookout.look()

    assert len(await suspicions(desk)) == 1


async def test_a_bug_is_logged_without_what_was_told_and_the_loop_goes_on(
    desk: DeskHarness, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await keep(desk.store, street(NOON))
    desk.clock.forward(hours=1)
    monkeypatch.setattr("bot.desk.hotspots.hotspot_detector.HotspotDetector.step", lambda *_: 1 // 0)
    with caplog.at_level(logging.ERROR):
        pauses = await served(desk, 2)

    assert len(pauses) == 2
    assert "hotspots are looked for later" in caplog.text
    assert "Oak Street" not in caplog.text


async def test_it_counts_by_the_clocks_that_are_set_while_it_looks_out(
    desk: DeskHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun_by, rules = list[str](), desk.context.rules

    def noting(zone: ZoneInfo) -> HotspotDetector:
        begun_by.append(zone.key)
        return HotspotDetector(zone)

    lookout = await begun(desk)
    monkeypatch.setattr(hotspot_monitor, "HotspotDetector", noting)
    await lookout.look()
    rules.now = replace(rules.now, hours=replace(rules.now.hours, zone=ZoneInfo("Asia/Shanghai")))
    await lookout.look()
    await lookout.look()

    assert begun_by == ["Asia/Shanghai"]
