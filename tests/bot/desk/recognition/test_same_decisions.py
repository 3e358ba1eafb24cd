"""Repeats, known issues and hot topics are recognised alike whatever the store."""

from pathlib import Path

import pytest

from storage.records.finding_records import Suspicion
from tests.bot.desk import desk_harness
from tests.bot.desk.desk_harness import ALL_ANSWERS, SENTENCES, DeskHarness
from tests.bot.desk.hotspots.test_hotspot_monitor import lookout_over
from tests.bot.desk.on_postgres import opener
from tests.bot.desk.tellers import keep, street

TOLD = {
    "web:stated": ("The shop in Garden Street took far too much in October", *ALL_ANSWERS),
    "web:again": ("The shop in Garden Street took far too much in October",),
    "web:asked": ("Garden Street: too much was taken",),
    "web:known": ("I have no signal abroad",),
    "web:known-zh": ("在国外手机没有信号",),
    "web:contradicted": ("You charge me for international roaming that I never switched on",),
    "web:none": ("Your van blocks my drive",),
}
"""What customers write; the first of them has a ticket by then, and is one person with the next two."""

pytestmark = pytest.mark.skipif(SENTENCES is None, reason="meanings are read by an extra")


async def raised(desk: DeskHarness) -> list[tuple[str, int, float, tuple[str, ...], str, tuple[str, ...]]]:
    """Return the topics that are raised when a street tells the same."""
    monitor = lookout_over(desk)
    await monitor.begin()
    await keep(desk.store, street(desk.clock.now))
    desk.clock.forward(minutes=30)
    await monitor.look()
    found = await desk.store.unit().find(Suspicion)
    return [(one.kind, one.people, one.usual, one.words, one.area, one.tickets) for one in found]


async def answers(desk: DeskHarness) -> list[tuple[str, list[str]]]:
    """Return what the desk said to each line, and whom."""
    said = list[tuple[str, list[str]]]()
    for address, lines in TOLD.items():
        one = "web:stated" if address in ("web:again", "web:asked") else address
        said += [(line, await desk.says(line, to=one)) for line in lines]
    return said


async def test_postgresql_and_the_embedded_store_lead_to_the_same_decisions(
    tmp_path: Path, postgres: str, postgres_template: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk_harness.open_desk(tmp_path / "embedded") as desk:
        embedded, topics = await answers(desk), await raised(desk)
    monkeypatch.setattr(desk_harness, "open_store", opener(postgres, postgres_template))
    async with desk_harness.open_desk(tmp_path / "postgres") as desk:
        kept, topics_kept = await answers(desk), await raised(desk)

    assert kept == embedded
    assert topics_kept == topics
    assert [people for _, people, *_ in topics] == [5]
    said = {line: "\n".join(replies) for line, replies in embedded}
    assert "roaming" in said["I have no signal abroad"]
    assert "漫游" in said["在国外手机没有信号"]
    assert "switched off" not in said["You charge me for international roaming that I never switched on"]
    assert any("T-2026-" in reply for _, replies in embedded[len(TOLD["web:stated"]) :] for reply in replies)
