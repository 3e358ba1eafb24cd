"""The journal of a conversation as the engine can play it again. Changes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.desk.scripts.registry import ScriptRegistry
from dialogs.model.events import Event, event_from_json
from dialogs.model.script import Script
from storage.records import Conversation, JournalEntry


@dataclass(frozen=True)
class ConversationJournal:
    """What happened in a conversation, in order, and by which versions it was played."""

    entries: tuple[JournalEntry, ...]
    script: Script
    """The version that it began on."""
    moved: Mapping[int, Script]
    """The versions to which it moved, by the number of the first event there, as `journal_replay.retell` takes them."""

    @property
    def events(self) -> tuple[Event, ...]:
        """What happened."""
        return tuple(event_from_json(entry.event) for entry in self.entries)


def read_journal(
    scripts: ScriptRegistry, conversation: Conversation, entries: Sequence[JournalEntry]
) -> ConversationJournal | None:
    """Return the journal, or None where it has no event or was played by a version that cannot be read any more."""
    versions = [entry.version or conversation.version for entry in entries]
    changes = [at for at, version in enumerate(versions) if at == 0 or version != versions[at - 1]]
    played = {at: script for at in changes if (script := scripts.version(versions[at]))}
    if not changes or len(played) < len(changes):
        return None
    return ConversationJournal(tuple(entries), played[0], {at: script for at, script in played.items() if at})
