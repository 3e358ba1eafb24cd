"""What was told before, or is told by many: stated, taken back in words, and raised at the desk."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage.embedded.embedded_store import open_store
from tests.bot.desk.tellers import keep, street
from tests.journeys.program import reference_in, running, talk
from tests.journeys.webclient import Staff, at_the_desk

BILL = "The shop in Garden Street took far too much in October"
BILL_REST = ("2", "128", "skip", "13800138000", "2", "1")
BILL_ZH = "花园街营业厅十月份多扣了我128元"
BILL_ZH_REST = ("跳过", "13800138000", "2", "1")


@pytest.mark.parametrize(
    ("told", "again", "stated", "denied", "taken_back"),
    [
        (
            (BILL, *BILL_REST),
            "Garden Street: too much was taken",
            "I recognise this one",
            "no, that is something else",
            "I've taken it off that complaint",
        ),
        (
            (BILL_ZH, *BILL_ZH_REST),
            "花园街营业厅十月份多扣了我128元",
            "这件事我认得",
            "不对，我说的是别的事",
            "已经从那条投诉里撤下来",
        ),
    ],
    ids=["en", "zh"],
)
async def test_a_repeat_that_is_stated_is_taken_back_by_a_no_in_words(
    tmp_path: Path, told: tuple[str, ...], again: str, stated: str, denied: str, taken_back: str
) -> None:
    reference = reference_in((await talk(tmp_path, *told)).answers[-1])
    heard = (await talk(tmp_path, again, denied, "/status")).answers

    assert stated in heard[0]
    assert reference in heard[0]
    assert taken_back in heard[1]
    assert heard[2].count(reference) == 1


async def until_read(agent: Staff, words: str) -> str:
    """Return what the desk shows once these words are among it: a topic is looked for beside the turns."""
    while True:
        shown = await agent.reads("/desk")
        if words in shown:
            return shown
        await asyncio.sleep(0.05)


async def test_what_a_street_tells_is_raised_at_the_desk_with_its_name(tmp_path: Path) -> None:
    store = await open_store(tmp_path / "data")
    await keep(store, street(datetime.now(UTC) - timedelta(hours=2)))
    await store.close()
    async with running(tmp_path) as program, at_the_desk(program) as agent:
        shown = await until_read(agent, "5 people within a short time: ")

    assert "oak street" in shown.casefold()
