"""The files that agents send from a page: kept with their message in one commit, and taken back with it."""

from dataclasses import dataclass

from bot.desk.core.file_types import kind_of, media_type
from bot.desk.core.kept_files import digest_lock
from bot.desk.core.sanitize import clean_name
from bot.desk.redaction.redaction import redacted
from bot.desk.turn.turn import Turn
from storage.file_store import FileStore, Received
from storage.records.complaint_records import Message
from storage.records.traffic_records import Attachment

MOST_FILES = 10
"""Files that go with one reply."""


@dataclass(frozen=True)
class AgentFile:
    """A file that has come whole from an agent's browser, and waits for its message."""

    files: FileStore
    received: Received
    name: str

    @property
    def kind(self) -> str:
        """What it is, by its first bytes: ``photo``, ``voice``, ``video`` or ``document``."""
        return kind_of(media_type(self.received.head))

    async def keep(self, turn: Turn, message: Message) -> None:
        """Keep it with its message; a turn that is played again keeps it once."""
        await turn.unit.hold(digest_lock(self.received.digest))
        await self.files.keep(self.received)
        turn.unit.add(
            Attachment(
                id=turn.desk.environment.new_id(),
                message=message.id,
                conversation=message.conversation,
                address=message.address,
                at=turn.desk.environment.now(),
                kind=self.kind,
                source="",
                name=redacted(clean_name(self.name)),
                size=self.received.size,
                type=media_type(self.received.head),
                digest=self.received.digest,
                status="kept",
            )
        )
