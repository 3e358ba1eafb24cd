"""The command that reads what is on record, and names the first line that is not as it was written."""

import asyncio
from dataclasses import replace

from bot.commands.remote.request import Request
from bot.container import Container
from bot.desk.staff.audit import COMMAND_LINE, Actor, note_once
from storage.records.access_records import Audit
from tests.bot.commands.place import asked, typed


def test_it_may_be_given_the_mark_of_an_earlier_look() -> None:
    assert typed("audit", "verify", "--expect", "9:5e1f") == Request("audit verify", words={"expect": "9:5e1f"})


async def test_lines_written_at_once_are_one_chain_and_a_changed_one_is_named(container: Container) -> None:
    store, by = container.store, Actor(None, COMMAND_LINE)
    await asyncio.gather(
        *(note_once(store, container.environment, "exported", by, about=f"file {n}") for n in range(9))
    )
    whole = await asked(container, "audit verify")
    unit = store.unit()
    line = (await unit.find(Audit))[4]
    unit.delete(line)
    unit.add(replace(line, about="nothing"))
    await unit.commit()
    broken = await asked(container, "audit verify")

    assert (whole.status, whole.text.splitlines()[0]) == (0, "9 lines on record, as they were written")
    assert (broken.status, f"broken: the line {line.id} is not as it was written" in broken.errors) == (1, True)
