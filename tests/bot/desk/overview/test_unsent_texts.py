"""What is being written waits for its writer, and no window takes what another one keeps."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.desk.overview.unsent_texts import keep_unsent, unsent_texts
from storage.embedded.embedded_store import open_store
from storage.ports import Store
from storage.records.access_records import Agent
from tests.bot.web.place import ADA, LI, TICKET, standing_world


@dataclass
class Boxes:
    store: Store

    async def keep(self, text: str, before: str | None = None, by: Agent = LI, box: str = "reply") -> bool:
        return await keep_unsent(self.store, standing_world(), by, TICKET, box, text, before)

    async def hold(self, by: Agent = LI) -> dict[str, str]:
        return dict(await unsent_texts(self.store, by, TICKET))


@pytest.fixture
async def boxes(tmp_path: Path) -> AsyncIterator[Boxes]:
    store = await open_store(tmp_path)
    yield Boxes(store)
    await store.close()


async def test_each_box_of_each_agent_keeps_its_own(boxes: Boxes) -> None:
    await boxes.keep("We look")
    await boxes.keep("Tower 7", box="note")
    await boxes.keep("Hello", by=ADA)

    assert (await boxes.hold(), await boxes.hold(ADA)) == ({"reply": "We look", "note": "Tower 7"}, {"reply": "Hello"})


async def test_what_goes_on_is_kept_and_what_is_emptied_is_not(boxes: Boxes) -> None:
    await boxes.keep("We look", "")
    await boxes.keep("We look into it", "We look")
    there = await boxes.hold()
    await boxes.keep("", "We look into it")

    assert (there, await boxes.hold()) == ({"reply": "We look into it"}, {})


async def test_a_window_that_does_not_know_what_another_keeps_changes_nothing(boxes: Boxes) -> None:
    await boxes.keep("From the first window", "")
    kept = await boxes.keep("From the second", "")

    assert (kept, await boxes.hold()) == (False, {"reply": "From the first window"})


async def test_no_secret_is_kept_while_it_is_being_written(boxes: Boxes) -> None:
    await boxes.keep("Your card 4111 1111 1111 1111")

    assert "1111 1111" not in (await boxes.hold())["reply"]
