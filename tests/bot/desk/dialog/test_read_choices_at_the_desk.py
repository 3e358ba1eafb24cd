"""The desk asks a model which choices a telling names, and keeps what it said with the event."""

from pathlib import Path

import pytest

from bot.understanding.acts import Act, Stage
from dialogs.model.events import ReadChoice
from dialogs.model.script import Script
from storage.records.complaint_records import JournalEntry
from tests.bot.desk.desk_harness import open_desk
from tests.bot.desk.moves.at_stages import play

TOLD = "Somebody of yours keeps taking me for my sister"


class OneKind:
    """Reads one kind in every text, where the script has one."""

    def __init__(self, kind: str = "network") -> None:
        self.kind = kind

    def read(self, text: str, script: Script, asked: str = "") -> tuple[ReadChoice, ...] | None:
        return (ReadChoice("kind", self.kind, text[:12]),) if self.kind and "kind" in script.slots else ()

    def prepare(self, script: Script) -> None:
        """Nothing to read."""


async def test_what_a_model_reads_fills_the_slot_and_is_kept_in_the_journal(tmp_path: Path) -> None:
    async with open_desk(tmp_path, choices=OneKind()) as desk:
        await desk.says(TOLD)
        journal = await desk.store.unit().find(JournalEntry)
        step = await desk.step()

    kept = [entry.event["choices"] for entry in journal if entry.event.get("choices")]
    assert kept == [[{"slot": "kind", "key": "network", "words": "Somebody of ", "sure": True}]]
    assert step == "ask-place"


async def test_without_a_model_words_decide(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await desk.says(TOLD)
        step = await desk.step()

    assert step == "ask-kind"


@pytest.mark.parametrize(("kind", "asked"), [("network", True), ("billing", False)])
async def test_what_is_of_another_kind_just_after_filing_is_asked_about(tmp_path: Path, kind: str, asked: bool) -> None:
    more = "and nobody has repaired the mast on Cook Street"
    reads = OneKind("")
    async with open_desk(tmp_path, choices=reads) as desk:
        await play(desk, Stage.FILED, "thanks")
        desk.reader.will_say(more, Act.ADDS)
        reads.kind = kind
        (reply,) = await desk.says(more)
        reference = (await desk.ticket()).reference

        assert reply == desk.common("ask-new" if asked else "added-to", reference=reference)
