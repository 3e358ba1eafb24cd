"""The disk fills up and is emptied, again and again, while customers write: what they are told is true."""

from pathlib import Path
from random import Random

import pytest

from bot import app
from bot.channels.port import Incoming
from bot.settings import Settings
from storage.ports import Store, Unavailable
from storage.records.complaint_records import Message
from tests.campaign import size, tell
from tests.storage.embedded.test_embedded_store import full_disk


async def is_writable(store: Store) -> bool:
    try:
        await store.check_writable()
    except Unavailable:
        return False
    return True


@pytest.mark.campaign
async def test_while_the_disk_is_full_nothing_acknowledged_is_lost_and_it_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chance, times, refusals = Random(18), size(short=3, full=60), 0
    taken, told = list[str](), list[tuple[bool, bool]]()
    async with app.open_container(Settings(data_dir=tmp_path / "data", settle=0)) as container:

        async def say(text: str) -> bool:
            try:
                await container.turns.play(Incoming(address="web:1", update=f"web:1:{text}", text=text))
            except Unavailable:
                return False
            taken.append(text)
            return True

        for number in range(times):
            waiting = ""
            with full_disk(tmp_path / "data", room=chance.randrange(8_000)):
                for more in range(12):
                    waiting = waiting or f"message {number}.{more}"
                    if await say(waiting):
                        waiting = ""
                    else:
                        refusals += 1
                full = await is_writable(container.store)
            told.append((full, await is_writable(container.store)))
            if waiting:
                await say(waiting)
        kept = [one.text for one in await container.store.unit().find(Message) if one.author == "customer"]
    tell(
        capsys, f"full disk: {times} times, {len(taken)} messages taken, {refusals} refused, all kept: {kept == taken}"
    )

    assert kept == taken
    assert set(told) == {(False, True)}
    assert refusals > times
