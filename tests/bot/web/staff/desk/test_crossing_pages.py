"""The page on which words of a ticket are crossed out for good, as it is used by forms."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from storage.records.access_records import Audit
from storage.records.complaint_records import Message
from tests.bot.web.place import CUSTOMER, LI, TELLING, TICKET, Place, message, open_place

HERE = f"/desk/cross-out/{TICKET.reference}"


@asynccontextmanager
async def told(folder: Path) -> AsyncIterator[Place]:
    """Serve the pages with a ticket on which a number stands over two lines."""
    async with open_place(folder) as place:
        await place.sign_in(LI)
        await place.keep(CUSTOMER, TICKET, TELLING, message("m1", "her number\nis 4711", ticket=TICKET.id))
        yield place


async def test_words_over_several_lines_are_found_as_a_browser_sends_them(tmp_path: Path) -> None:
    async with told(tmp_path) as place:
        done = await place.post(HERE, words="number\r\nis 4711", sure="yes")
        _, page = await place.get(done[1])
        left = await place.store.unit().get(Message, "m1")

    assert done == (303, f"{HERE}?places=1")
    assert "Places where it stood: 1" in page
    assert left
    assert left.text == "her ••••"


async def test_what_was_typed_stays_when_it_is_refused(tmp_path: Path) -> None:
    async with told(tmp_path) as place:
        unsure, first = await place.post(HERE, words="4711 <b>")
        none, then = await place.post(HERE, words="4711 <b>", sure="yes")

    assert (unsure, none) == (409, 409)
    assert ["4711 &lt;b&gt;</textarea>" in page for page in (first, then)] == [True, True]


async def test_who_looks_at_the_page_is_on_record(tmp_path: Path) -> None:
    async with told(tmp_path) as place:
        await place.get(HERE)
        lines = await place.store.unit().find(Audit)

    assert [(one.about, one.name) for one in lines if one.act == "ticket-viewed"] == [(TICKET.reference, "Li Wei")]


async def test_a_whole_message_goes_by_its_id_and_what_others_said_alike_stays(tmp_path: Path) -> None:
    async with told(tmp_path) as place:
        await place.keep(message("m2", "no", ticket=TICKET.id), message("m3", "no way", ticket=TICKET.id))
        _, page = await place.get(HERE)
        done, _ = await place.post(HERE, message="m2", sure="yes")
        gone, _ = await place.post(HERE, message="m2", sure="yes")
        texts = [one.text for one in await place.store.unit().find(Message)]
        _, after = await place.get(HERE)

    assert 'name="message" value="m2"' in page
    assert (done, gone) == (303, 409)
    assert texts == ["her number\nis 4711", "••••", "no way"]
    assert 'name="message" value="m2"' not in after
