"""The desk asks a model which choices a telling names, and keeps what it said with the event."""

from pathlib import Path

from dialogs.model.events import ReadChoice
from dialogs.model.script import Script
from storage.records.complaint_records import JournalEntry
from tests.bot.desk.desk_harness import open_desk

TOLD = "Somebody of yours keeps taking me for my sister"


class OneKind:
    """Reads the kind in every text, where the script has one."""

    def read(self, text: str, script: Script) -> tuple[ReadChoice, ...] | None:
        return (ReadChoice("kind", "network", text[:12]),) if "kind" in script.slots else ()

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
