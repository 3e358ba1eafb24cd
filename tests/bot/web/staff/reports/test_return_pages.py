from dataclasses import replace
from pathlib import Path

from storage.records.access_records import Agent
from tests.bot.web.place import NOON, TICKET, open_place

BOSS = Agent(id="agent-boss", name="Boss", role="supervisor")


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
