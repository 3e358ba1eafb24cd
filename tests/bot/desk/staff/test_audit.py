"""Lines on record written by several processes at the same moment are one chain, and settings reach all of them."""

import asyncio

from bot.desk.staff.audit import COMMAND_LINE, Actor, note_once, verify_record
from bot.ids import Ids
from storage.postgres import postgres_store
from storage.records.access_records import Audit
from tests.bot.web.place import standing_world

BY = Actor(None, COMMAND_LINE)


async def test_two_processes_on_one_database_write_one_chain(postgres_url: str) -> None:
    stores = [await postgres_store.open_store(postgres_url) for _ in range(2)]
    worlds = []
    for number, store in enumerate(stores):
        ids = Ids(lambda: 1_700_000_000_000_000, lambda number=number: f"{number:06x}")  # type: ignore[misc]
        store.on_clock(ids.hear)
        world = standing_world()
        object.__setattr__(world, "new_id", ids)
        worlds.append(world)
    await asyncio.gather(
        *(
            note_once(store, world, "exported", BY, about=f"{place} {n}")
            for n in range(15)
            for place, (store, world) in enumerate(zip(stores, worlds, strict=True))
        )
    )
    report = await verify_record(stores[0])
    numbers = [line.number for line in await stores[1].unit().find(Audit)]
    for store in stores:
        await store.close()

    assert (report.lines, report.reason) == (30, "")
    assert numbers == list(range(1, 31))
