"""What was said about a ticket: with files, later versions, what was pointed at, and what did not arrive.

The read side only, as in `board`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.desk.dialog.attachments import FILES, written
from storage.ports import UnitOfWork
from storage.records import Message, OutboxRow
from storage.traffic_records import Attachment, Edit, Shown

About = TypeVar("About", Attachment, Edit)


@dataclass(frozen=True)
class Transcript:
    """Messages, oldest first, and all that belongs to them by the id of the message."""

    messages: tuple[Message, ...]
    files: Mapping[str, Sequence[Attachment]]
    versions: Mapping[str, Sequence[Edit]]
    """What the customer changed it into, oldest first."""
    lost: frozenset[str] = frozenset()
    """The ids of messages that never arrived."""
    uncertain: frozenset[str] = frozenset()
    """The ids of messages that may have arrived twice."""

    def words(self, message: Message, text: str | None = None) -> str:
        """Return the words of a message, or of a version of it: a file that is shown is not named as well."""
        text = message.text if text is None else text
        kinds = FILES if message.id in self.files else ()
        mark = next((mark for kind in kinds if text.startswith(mark := written(kind, ""))), "")
        return text.removeprefix(mark).strip()

    def pointed_at(self, message: Message) -> Message | None:
        """Return the message that this one answers, where its author pointed at one that is still there."""
        return next((one for one in self.messages if one.id == message.answers), None) if message.answers else None

    def changed_into(self, text: str) -> Sequence[str]:
        """Return the later versions of what was said in these words, oldest first."""
        said = [one for one in self.messages if one.id in self.versions and self.words(one) == text]
        return [self.words(one, version.text) for one in said for version in self.versions[one.id]]


async def transcript(unit: UnitOfWork, conversations: Iterable[str]) -> Transcript:
    """Return all that was said in these conversations."""
    messages: list[Message] = []
    files: list[Attachment] = []
    versions: list[Edit] = []
    lost: list[str] = []
    uncertain: list[str] = []
    for key in conversations:
        messages += await unit.find(Message, conversation=key)
        files += await unit.find(Attachment, conversation=key)
        versions += await unit.find(Edit, conversation=key)
        uncertain += [shown.message for shown in await unit.find(Shown, conversation=key) if shown.uncertain]
    for address in {message.address for message in messages}:
        lost += [row.message for row in await unit.find(OutboxRow, address=address) if row.problem]
    in_order = tuple(sorted(messages, key=lambda message: message.id))
    return Transcript(in_order, _by_message(files), _by_message(versions), frozenset(lost), frozenset(uncertain))


def _by_message(records: Iterable[About]) -> Mapping[str, Sequence[About]]:
    found: defaultdict[str, list[About]] = defaultdict(list)
    for record in records:
        found[record.message].append(record)
    return dict(found)
