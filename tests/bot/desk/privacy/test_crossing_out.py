from pathlib import Path

import orjson
import pytest

from bot.desk.core.errors import Refused
from bot.desk.privacy.crossing_out import CrossingOut
from bot.desk.staff.audit import Actor
from storage.file_store import FileStore
from storage.kinds import KINDS
from storage.records.access_records import Audit
from storage.records.privacy_records import LegalHold
from tests.bot.desk.desk_harness import BILL, LI, NOON, DeskHarness, open_desk

SECRET = "Zanzibar"


def crossing(desk: DeskHarness, folder: Path) -> CrossingOut:
    return CrossingOut(desk.store, desk.context.environment, FileStore(folder / "files"))


def on_the_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


async def everything(desk: DeskHarness) -> str:
    found = []
    async with desk.store.snapshot() as snapshot:
        for kind in KINDS:
            found += [document async for page in snapshot.documents(kind) for document in page]
    return orjson.dumps([document.decode() for document in found]).decode()


async def test_words_go_from_wherever_they_are_kept_of_a_ticket(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        ticket = await desk.files(f"{BILL}, ask my neighbour {SECRET}")
        before = await everything(desk)
        count = await crossing(desk, tmp_path).words(ticket.reference, SECRET.lower(), Actor(LI, "web"))
        after, kept = await everything(desk), await desk.ticket()
        acts = [line.act for line in await desk.store.unit().find(Audit)]

    assert SECRET in before
    assert count > 3
    assert SECRET.lower() not in after.lower()
    assert SECRET.encode() not in on_the_disk(tmp_path)
    assert kept.description.endswith("neighbour ••••")
    assert "redacted" in acts


async def test_a_ticket_on_hold_stays_as_it_is(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        ticket = await desk.files()
        unit = desk.store.unit()
        unit.add(LegalHold(id=ticket.id, at=NOON, by="Ada", reason="Court"))
        await unit.commit()
        with pytest.raises(Refused):
            await crossing(desk, tmp_path).words(ticket.reference, "Garden", Actor(LI, "web"))
        with pytest.raises(Refused):
            await crossing(desk, tmp_path).words("T-2026-999999", "Garden", Actor(LI, "web"))
