import csv
import io
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.desk.register.register import id_of
from storage.records.access_records import Agent, Audit
from tests.bot.web.place import CUSTOMER, LI, NOON, TELLING, TICKET, Place, open_place

BOSS = Agent(id="agent-boss", name="Boss", role="supervisor")


async def keep_one(place: Place) -> None:
    key = id_of(NOON, "abcdef")
    ticket = replace(TICKET, id=key, description="=cmd() charged twice", amount=2550, currency="CNY", remedy="refund")
    await place.keep(replace(ticket, status="closed", outcome="Paid back."), CUSTOMER, replace(TELLING, ticket=key))


async def test_the_register_is_searched_and_filtered(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(BOSS)
        await keep_one(place)
        _, page = await place.get("/desk/register?status=closed&from=2026-11-01")
        _, none = await place.get("/desk/register?status=open")
        status, impossible = await place.get("/desk/register?from=nonsense")

    assert 'href="/desk/register/T-2026-000042"' in page
    assert "Wang Fang" in page
    assert "No ticket is like that." in none
    assert (status, "This is no date." in impossible) == (400, True)


async def test_the_file_holds_all_columns_and_is_on_record(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(BOSS)
        await keep_one(place)
        _, text = await place.get("/desk/register.csv?words=T-2026-000042")
        async with place.client.get("/desk/register.xlsx") as workbook:
            first = (await workbook.read())[:2]
        lines = await place.store.unit().find(Audit)

    (row,) = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    assert row["In their words"] == "'=cmd() charged twice"
    assert (row["Amount"], row["Currency"], row["Explanation given"]) == ("25.5", "CNY", "Paid back.")
    assert (row["Customer"], row["Confirmed by the customer"]) == ("Wang Fang", "yes")
    assert first == b"PK"
    assert [one.about for one in lines if one.act == "list-saved"] == ["Register (words)", "Register"]


async def test_a_ticket_is_one_page_with_its_history(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(BOSS)
        await keep_one(place)
        place.clock.now = NOON + timedelta(hours=1)
        _, page = await place.get("/desk/register/T-2026-000042")
        missing, _ = await place.get("/desk/register/T-2026-999999")

    assert "Explanation given" in page
    assert "Paid back." in page
    assert missing == 404


async def test_an_agent_has_no_register(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        status, _ = await place.get("/desk/register")

    assert status == 403
