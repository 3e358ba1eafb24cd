from pathlib import Path

from bot.commands.executor import execute_on
from bot.commands.remote.request import Request
from storage.records.complaint_records import Ticket
from tests.bot.commands.place import open_desk, typed


async def test_a_file_is_taken_in_after_its_columns_were_shown(tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    path.write_text("Nr,受理时间,Subject\nK-7,2026-01-05 10:00,No signal at all\n")
    looked = typed("import", str(path), "--map", "Nr=reference")
    sure = typed("import", str(path), "--map", "Nr=reference", "--yes")
    assert isinstance(looked, Request)
    assert isinstance(sure, Request)
    async with open_desk(tmp_path) as container:
        shown = await execute_on(container, looked)
        before = await container.store.unit().find(Ticket)
        done, again = await execute_on(container, sure), await execute_on(container, sure)
        wrong = await execute_on(container, Request("import", words={"file": str(path), "map": "Nr=nonsense"}))

    assert "Nr -> reference" in shown.text
    assert "K-7, 2026-01-05" in shown.text
    assert (shown.status, before) == (1, [])
    assert done.text == "1 new tickets, 0 there already, 0 left out"
    assert again.text == "0 new tickets, 1 there already, 0 left out"
    assert wrong.errors == "no such column or field: nonsense"
