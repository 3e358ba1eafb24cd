from dataclasses import replace
from pathlib import Path

import pytest

from bot.desk.turn.context import PolicyInForce
from storage.records.privacy_records import DataRequest
from tests.bot.desk.desk_harness import BILL, DeskHarness, open_desk


async def asked(desk: DeskHarness) -> list[tuple[str, str]]:
    return [(one.wish, one.status) for one in await desk.store.unit().find(DataRequest)]


async def test_privacy_tells_what_is_kept_and_offers_a_copy_and_erasure(desk: DeskHarness) -> None:
    replies = await desk.says("/privacy")

    assert replies == [desk.common("privacy", kept=desk.common("privacy-kept"))]
    assert desk.labels == ["Send me a copy", "Erase my data"]
    assert await asked(desk) == []


async def test_it_tells_for_how_long_where_the_company_says_so(desk: DeskHarness) -> None:
    desk.turns._desk = replace(desk.context, rules=PolicyInForce(replace(desk.context.policy, keep_days=90)))
    replies = await desk.says("/privacy")

    assert "It is removed 90 days after a complaint is settled." in replies[0]


@pytest.mark.parametrize("words", ["2", "erase my data", "Erase my data"])
async def test_a_wish_is_told_in_words_or_by_its_number(desk: DeskHarness, words: str) -> None:
    replies = await desk.says("/privacy", words)

    assert replies == [desk.common("privacy-asked-erase")]
    assert await asked(desk) == [("erase", "asked")]


async def test_a_wish_is_tapped_and_noted_once(desk: DeskHarness) -> None:
    await desk.says("/privacy")
    first = await desk.presses("Send me a copy")
    second = await desk.presses("Send me a copy")

    assert first == [desk.common("privacy-asked-export")]
    assert second == [desk.common("privacy-asked-already")]
    assert await asked(desk) == [("export", "asked")]


async def test_a_wish_may_stand_behind_the_command(desk: DeskHarness) -> None:
    replies = await desk.says("/privacy erase my data")

    assert replies == [desk.common("privacy-asked-erase")]


async def test_in_the_middle_of_a_complaint_the_dialog_goes_on_afterwards(desk: DeskHarness) -> None:
    await desk.says(BILL)
    before = await desk.step()
    await desk.says("/privacy")
    await desk.presses("Send me a copy")

    assert await desk.step() == before


async def test_with_a_person_there_it_is_noted_as_well(desk: DeskHarness) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.says("/privacy")
    await desk.presses("Erase my data")

    assert await asked(desk) == [("erase", "asked")]
    assert (await desk.ticket()).status == ticket.status


async def test_what_follows_other_words_is_no_wish(desk: DeskHarness) -> None:
    await desk.says("/privacy", BILL)

    assert await asked(desk) == []


async def test_in_chinese_it_speaks_chinese(tmp_path: Path) -> None:
    async with open_desk(tmp_path, language="zh") as desk:
        replies = await desk.says("/privacy", "删除我的信息")
        wishes = await asked(desk)

    assert replies == [desk.common("privacy-asked-erase", "zh")]
    assert wishes == [("erase", "asked")]
