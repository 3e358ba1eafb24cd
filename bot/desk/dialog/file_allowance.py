"""How much a customer may send in files: so much in a day, counted by what is on record, whichever process took it."""

from datetime import datetime, timedelta

from bot.channels.port import IncomingFile
from bot.desk.turn.turn import Turn
from storage.records.complaint_records import Conversation
from storage.records.traffic_records import Attachment

DAY = timedelta(days=1)
CONVERSATIONS = 20
"""The newest of a customer, in which files are looked for."""
FILES = 1000
"""The newest of a conversation."""


async def within_allowance(turn: Turn, file: IncomingFile) -> bool:
    """Tell whether the customer's file may be taken; if not, the customer is told when it may. One file always may."""
    files = await _files_of_a_day(turn)
    over = sum(one.size for one in files) + file.size - turn.desk.policy.file_bytes
    free = None
    for one in files:
        if over > 0:
            free, over = one.at, over - one.size
    if free is not None:
        turn.tell(turn.common("file-enough", {"time": _in_words(turn, free + DAY)}))
    return free is None


async def _files_of_a_day(turn: Turn) -> list[Attachment]:
    """Return what came from this address since yesterday, the oldest first."""
    since, found = turn.desk.environment.now() - DAY, list[Attachment]()
    for conversation in await turn.unit.find(Conversation, address=turn.address, newest=CONVERSATIONS):
        found += await turn.unit.find(Attachment, conversation=conversation.id, newest=FILES)
    recent = (one for one in found if one.at > since and one.status in ("coming", "kept"))
    return sorted(recent, key=lambda one: one.at)


def _in_words(turn: Turn, at: datetime) -> str:
    return turn.moment(at)
