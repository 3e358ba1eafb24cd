from dataclasses import replace
from pathlib import Path

import pytest

from storage.records.access_records import Agent
from tests.bot.web.place import NOON, TICKET, open_place

BOSS = Agent(id="agent-boss", name="Boss", role="supervisor")


async def test_of_a_long_list_the_page_shows_the_first_and_the_file_has_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.web.staff.reports.return_pages.MOST_LINES", 1)
    async with open_place(tmp_path) as place:
        await place.sign_in(BOSS)
        ticket = replace(TICKET, opened=NOON, due=NOON)
        await place.keep(ticket, replace(ticket, id="t2", reference="T-2026-000777"))
        _, page = await place.get("/desk/reports/returns?of=us-cfpb-rows")
        _, rows = await place.get("/desk/reports/returns.csv?of=us-cfpb-rows")

    assert "The first 1 of 2 complaints" in page
    assert page.count("<td>2026-") < rows.count("T-2026-")
    assert "T-2026-000777" in rows


async def test_a_return_is_filled_and_what_is_missing_is_listed(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(BOSS)
        ticket = replace(TICKET, opened=NOON, due=NOON, slots={"kind": "network"})
        await place.keep(ticket, replace(ticket, id="t2", reference="T-2", slots={}))
        _, page = await place.get("/desk/reports/returns?of=cn-miit-appeals&users=1000000")
        _, rows = await place.get("/desk/reports/returns.csv?of=us-cfpb-rows")
        early, told = await place.get("/desk/reports/returns?of=uk-fca-single-return")
        impossible, _ = await place.get("/desk/reports/returns?from=x")

    assert "Network quality" in page
    assert "Without a category: 1" in page
    assert "Complaint ID,Date received,Product" in rows
    assert (early, "begins on 2027-01-01" in told) == (400, True)
    assert impossible == 400
