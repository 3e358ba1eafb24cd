import asyncio
import contextlib
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.hotspots.backtest import hindsight
from bot.desk.hotspots.hotspot_monitor import PAUSE, SUSPECTED, Lookout
from bot.desk.hotspots.telling_reader import Tellings
from storage.finding_records import Suspicion
from storage.ports import Unavailable
from tests.bot.desk.house import NOON, House
from tests.bot.desk.tellers import STREET, keep, street, told

EVERYDAY = ("my bill is too high", "roaming is not working", "SIM card locked", "installer did not come", "slow data")


def lookout_over(house: House) -> Lookout:
    return Lookout(house.store, house.desk.world, tellings_of(house), house.desk.policy.zone)


def tellings_of(house: House) -> Tellings:
    return Tellings(house.store, house.desk.scripts.script)


async def suspicions(house: House) -> list[Suspicion]:
    return await house.store.unit().find(Suspicion)


async def begun(house: House) -> Lookout:
    lookout = lookout_over(house)
    await lookout.begin()
    return lookout


async def served(house: House, looks: int, between: Callable[[int], None] = lambda _: None) -> list[float]:
    """Let the loop look so often; returns for how long it would have slept."""
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == looks:
            raise asyncio.CancelledError
        between(len(pauses))

    with contextlib.suppress(asyncio.CancelledError):
        await lookout_over(house).serve(sleep)
    return pauses


async def test_five_customers_of_one_street_raise_a_suspicion_while_the_desk_serves(house: House) -> None:
    lookout = await begun(house)
    for number, text in enumerate(STREET[:5]):
        await house.says(text, "/human", to=f"web:c{number}")
        house.clock.forward(minutes=5)
        await lookout.look()
    tickets = [(await house.ticket(f"web:c{number}")).id for number in range(5)]
    [found] = await suspicions(house)

    assert (found.status, found.kind, found.people, found.script) == ("suspected", "burst", 5, "telecom")
    assert found.tickets == tuple(tickets)
    assert "oak street" in found.words
    assert found.usual < 1


async def test_a_minute_is_looked_at_when_it_is_over(house: House) -> None:
    lookout = await begun(house)
    await keep(house.store, street(NOON))
    house.clock.forward(minutes=21)
    await lookout.look()
    early = await suspicions(house)
    house.clock.forward(minutes=1)
    await lookout.look()

    assert early == []
    assert [one.people for one in await suspicions(house)] == [5]


async def test_the_staff_is_told_once(house: House) -> None:
    lookout = await begun(house)
    await keep(house.store, street(NOON, people=30))
    hints: list[str] = []
    with house.store.changes.watch() as changes:
        for _ in range(40):
            house.clock.forward(minutes=5)
            await lookout.look()
        house.store.changes.tell("end")
        async for hint in changes:
            if hint == "end":
                break
            hints.append(hint)

    assert len(await suspicions(house)) == 1
    assert hints.count(SUSPECTED) == 1


async def test_after_a_restart_nothing_is_raised_twice(house: House) -> None:
    await keep(house.store, street(NOON))
    house.clock.forward(hours=1)
    await (await begun(house)).look()
    house.clock.forward(hours=1)
    await (await begun(house)).look()

    assert len(await suspicions(house)) == 1


async def test_what_was_told_while_the_program_was_down_is_raised_at_the_next_start(house: House) -> None:
    await keep(house.store, street(NOON))
    house.clock.forward(hours=8)
    await (await begun(house)).look()

    assert [one.at for one in await suspicions(house)] == [NOON + timedelta(minutes=20)]


async def test_what_is_long_past_is_only_learnt(house: House) -> None:
    await keep(house.store, street(NOON))
    house.clock.forward(days=3)
    await (await begun(house)).look()

    assert await suspicions(house) == []


async def test_what_nobody_has_judged_is_not_raised_again_however_long_ago_it_was(house: House) -> None:
    await keep(house.store, street(NOON))
    house.clock.forward(hours=1)
    await (await begun(house)).look()
    house.clock.forward(days=30)
    again = [replace(record, id=f"{record.id}x") for record in street(house.clock.now, people=12)]
    await keep(house.store, again)
    house.clock.forward(hours=2)
    await (await begun(house)).look()

    assert len(await suspicions(house)) == 1


async def test_what_was_dismissed_long_ago_is_raised_again(house: House) -> None:
    await keep(house.store, street(NOON))
    house.clock.forward(hours=1)
    await (await begun(house)).look()
    [first] = await suspicions(house)
    unit = house.store.unit()
    unit.put(replace(first, status="dismissed"))
    await unit.commit()
    house.clock.forward(days=30)
    await keep(house.store, street(house.clock.now, people=12))
    house.clock.forward(hours=2)
    await (await begun(house)).look()

    assert [one.status for one in await suspicions(house)] == ["dismissed", "suspected"]


async def test_a_replay_raises_what_was_raised_live(house: House) -> None:
    lookout = await begun(house)
    start = house.clock.now
    for hour in range(30):
        await keep(house.store, told(EVERYDAY[hour % 5], house.clock.now, f"everyday-{hour}"))
        if hour in (5, 20):
            wave = (
                STREET if hour == 5 else ("app crashes at login", "the app crashes when I log in", "login: app crashes")
            )
            texts = [told(wave[one % 3], house.clock.now + timedelta(minutes=one), f"{hour}-{one}") for one in range(9)]
            await keep(house.store, [record for records in texts for record in records])
        house.clock.forward(hours=1)
        await lookout.look()
    house.clock.forward(hours=1)
    await lookout.look()
    live = [(one.at, one.kind, one.people, one.words, one.tickets) for one in await suspicions(house)]
    found = await hindsight(tellings_of(house), house.desk.policy.zone, start, house.clock.now)

    assert live == [(one.at, one.kind, one.people, one.words, one.tickets) for one in found.hotspots]
    assert len(live) == 2
    assert (found.tellings, found.hours, found.hours_with_any) == (48, 31, 2)


async def test_hindsight_over_nothing_is_nothing(house: House) -> None:
    found = await hindsight(tellings_of(house), house.desk.policy.zone, NOON - timedelta(days=90), NOON)

    assert (found.hotspots, found.tellings, found.hours) == ((), 0, 0)


async def test_the_loop_looks_again_and_again(house: House) -> None:
    await keep(house.store, street(NOON))
    pauses = await served(house, 3, lambda _: house.clock.forward(hours=1))

    assert pauses == [PAUSE] * 3
    assert len(await suspicions(house)) == 1


async def test_what_cannot_be_written_now_is_written_at_the_next_look(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    lookout = await begun(house)
    await keep(house.store, street(NOON))
    house.clock.forward(hours=1)

    async def refuse(_: object) -> None:
        raise Unavailable("full")

    with monkeypatch.context() as patch:
        patch.setattr(type(house.store.unit()), "commit", refuse)
        with pytest.raises(Unavailable):
            await lookout.look()
    await lookout.look()

    assert len(await suspicions(house)) == 1


async def test_a_bug_is_logged_without_what_was_told_and_the_loop_goes_on(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await keep(house.store, street(NOON))
    house.clock.forward(hours=1)
    monkeypatch.setattr("bot.desk.hotspots.hotspot_detector.Hotspots.step", lambda *_: 1 // 0)
    with caplog.at_level(logging.ERROR):
        pauses = await served(house, 2)

    assert len(pauses) == 2
    assert "hotspots are looked for later" in caplog.text
    assert "Oak Street" not in caplog.text
