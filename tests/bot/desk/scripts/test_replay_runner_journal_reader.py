from bot.desk.scripts.replay_runner import read_journal
from dialogs.model.events import Said, Started
from storage.records.complaint_records import JournalEntry
from tests.bot.desk.desk_harness import NOON, DeskHarness
from tests.bot.desk.texts import AFTER, TELECOM

BEGUN = {"event": "Started", "language": "en"}
SAID = {"event": "Said", "text": "It is broken"}


def entry(number: int, event: dict[str, str], version: str = TELECOM.id) -> JournalEntry:
    return JournalEntry(id=str(number), conversation="one", at=NOON, event=event, version=version)


async def read(desk: DeskHarness, *entries: JournalEntry) -> tuple[str, dict[int, str]] | None:
    """Return the keys of the versions that a journal names."""
    await desk.says("hello")
    journal = read_journal(desk.context.scripts, await desk.conversation(), entries)
    return (journal.script.key, {at: script.key for at, script in journal.moved.items()}) if journal else None


async def test_a_journal_is_read_with_the_version_that_played_it(desk: DeskHarness) -> None:
    assert await read(desk, entry(0, BEGUN), entry(1, SAID)) == ("telecom", {})


async def test_a_move_stands_at_the_first_event_that_the_new_version_played(desk: DeskHarness) -> None:
    found = await read(desk, entry(0, BEGUN), entry(1, SAID), entry(2, SAID, AFTER.id), entry(3, SAID, AFTER.id))

    assert found == ("telecom", {2: "after-answer"})


async def test_a_conversation_may_move_back(desk: DeskHarness) -> None:
    found = await read(desk, entry(0, BEGUN), entry(1, SAID, AFTER.id), entry(2, SAID))

    assert found == ("telecom", {1: "after-answer", 2: "telecom"})


async def test_an_entry_without_a_version_was_played_on_that_of_its_conversation(desk: DeskHarness) -> None:
    assert await read(desk, entry(0, BEGUN, version="")) == ("telecom", {})


async def test_an_empty_journal_cannot_be_read(desk: DeskHarness) -> None:
    assert await read(desk) is None


async def test_a_version_that_cannot_be_read_any_more_makes_the_journal_unreadable(desk: DeskHarness) -> None:
    assert await read(desk, entry(0, BEGUN), entry(1, SAID, "gone")) is None
    assert await read(desk, entry(0, BEGUN, "gone"), entry(1, SAID)) is None


async def test_the_events_are_those_of_the_entries(desk: DeskHarness) -> None:
    await desk.says("hello")
    journal = read_journal(desk.context.scripts, await desk.conversation(), [entry(0, BEGUN), entry(1, SAID)])

    assert journal is not None
    assert journal.events == (Started("en"), Said("It is broken"))
