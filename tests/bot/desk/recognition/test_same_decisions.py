"""Repeats and known issues are recognised alike whatever the store."""

from pathlib import Path

import pytest

from tests.bot.desk import desk_harness
from tests.bot.desk.desk_harness import ALL_ANSWERS, SENTENCES, DeskHarness
from tests.bot.desk.on_postgres import opener

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
        embedded = await answers(desk)
    monkeypatch.setattr(desk_harness, "open_store", opener(postgres, postgres_template))
    async with desk_harness.open_desk(tmp_path / "postgres") as desk:
        kept = await answers(desk)

    assert kept == embedded
    said = {line: "\n".join(replies) for line, replies in embedded}
    assert "roaming" in said["I have no signal abroad"]
    assert "漫游" in said["在国外手机没有信号"]
    assert "switched off" not in said["You charge me for international roaming that I never switched on"]
    assert any("T-2026-" in reply for _, replies in embedded[len(TOLD["web:stated"]) :] for reply in replies)
