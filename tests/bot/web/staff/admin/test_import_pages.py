from json import dumps
from pathlib import Path

from aiohttp import FormData

from bot.desk.register.import_lines import MOST_COLUMNS
from storage.records.access_records import Audit
from storage.records.complaint_records import Ticket
from storage.records.script_records import Publication, ScriptVersion
from tests.bot.web.place import ADA, NOON, OWN_PAGE, Place, open_place

MANY = [f"column {number}" for number in range(MOST_COLUMNS + 1)]
FILE = "No,When received,Description,Closed at\n1,2026-01-05 10:00,No signal at all,2026-01-06\n2,nonsense,x,\n"


async def send(place: Place, content: str) -> tuple[int, str]:
    form = FormData()
    form.add_field("file", content.encode(), filename="old.csv")
    sent = place.client.post("/admin/import", data=form, headers=OWN_PAGE, allow_redirects=False)
    async with sent as response:
        return response.status, response.headers.get("Location") or await response.text()


async def with_script(place: Place) -> None:
    version = ScriptVersion(id="v1", script="telecom", text="", imported=NOON, by="start")
    await place.keep(version, Publication(id="p1", script="telecom", version="v1", at=NOON, by="start"))
    await place.studio.scripts.open(place.store.unit())


async def test_a_file_is_taken_in_after_a_look_at_its_columns(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(ADA)
        await with_script(place)
        _, here = await send(place, FILE)
        _, page = await place.get(here)
        kept = await place.store.unit().find(Ticket)
        columns = {"column-0": "reference", "column-1": "received", "column-2": "text", "column-3": "resolved"}
        _, shown = await place.post(here, **columns, do="look")
        status, _ = await place.post(here, **columns, do="take")
        await place.imports.finished()
        _, done = await place.get("/admin/import")
        _, piece = await place.get("/admin/import", **{"X-Requested-With": "studio"})
        gone, _ = await place.get(here)
        (ticket,) = await place.store.unit().find(Ticket)
        acts = [line.act for line in await place.store.unit().find(Audit)]

    assert kept == []
    assert "No column is “Received”" in page
    assert "No signal at all" in shown
    assert status == 303
    assert "New tickets: 1. There already: 0. Left out: 1." in done
    assert "Line 2: a time that cannot be read" in done
    assert (ticket.reference, ticket.status) == ("1", "resolved")
    assert "New tickets: 1." in piece
    assert ("<html" in piece, 'data-poll="/admin/import"' in done) == (False, True)
    assert gone == 404
    assert "tickets-imported" in acts


async def test_what_is_no_table_is_answered_by_what_to_do(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(ADA)
        empty = await send(place, "")
        bare = await send(place, "a,b\n")
        wide = [await send(place, many) for many in (",".join(MANY) + "\n1\n", dumps(dict.fromkeys(MANY)))]

    assert (empty[0], "There is nothing in the file." in empty[1]) == (400, True)
    assert (bare[0], "no lines below them" in bare[1]) == (400, True)
    assert [(status, "more than 200 columns" in page) for status, page in wide] == [(400, True)] * 2
