"""What an agent writes on a channel: an answer, with files too, a note, a later version; each known by its place there.

Beside `handoffs`, whose rules hold here as well. One thing is easier: who answers where nobody has claimed the
ticket has claimed it thereby.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from bot.channels.port import IncomingFile
from bot.desk.agents.handoffs import Act, checked, contact, current, demand, take
from bot.desk.core.errors import Refusal, Refused
from bot.desk.core.message_refs import keep_ref
from bot.desk.dialog.attachments import written as in_transcript
from bot.desk.turn.turn import Turn
from storage.records import Agent, Message, Note, OutboxRow, Ticket
from storage.traffic_records import Attachment, Edit, Shown

NOTE = "//"
"""What an internal note begins with."""


@dataclass(frozen=True, kw_only=True)
class Written:
    """What an agent wrote, and where."""

    place: str
    """Empty for what has no place of its own, such as a later version of a note."""
    text: str = ""
    answers: str = ""
    """The id of the message that it answers."""
    file: IncomingFile | None = None


class Replies:
    """What agents do by writing."""

    def __init__(self, on_ticket: Callable[[str, Act], Awaitable[bool]]) -> None:
        self._on_ticket = on_ticket

    async def reply(self, reference: str, agent: Agent, written: Written) -> None:
        """Send a text or a file to the customer; what belongs to an album that is still here goes along with it.

        Raises:
            Refused: if there is nothing to send, the customer's channel cannot show it, or it is for a colleague to do.
        """
        if not written.file:
            checked(written.text)

        async def act(turn: Turn, ticket: Ticket) -> None:
            if written.file and not _same_channel(turn.address, written.place):
                raise Refused(Refusal.NO_FILES)
            await contact(turn, await _in_hand(turn, ticket, agent), agent)
            message = await _joined(turn, written) or _told(turn, agent, written)
            _keep(turn, written, message.id, message.conversation)
            turn.attach(written.file, message)

        await self._do(reference, act)

    async def note(self, reference: str, agent: Agent, written: Written) -> None:
        """Write an internal note; the customer never sees it.

        Raises:
            Refused: if it is empty or too long, or has a file, which a note cannot keep.
        """
        words = checked(written.text)
        if written.file:
            raise Refused(Refusal.NO_FILE_HERE)

        async def act(turn: Turn, ticket: Ticket) -> None:
            environment = turn.desk.environment
            note = Note(id=environment.new_id(), ticket=ticket.id, author=agent.name, at=environment.now(), text=words)
            turn.unit.add(note)
            _keep(turn, written, note.id, ticket.conversation)

        await self._do(reference, act)

    async def revise(self, reference: str, written: Written, message: str) -> None:
        """Show the customer a later version of what an agent said; what was said first stays in the transcript.

        Where a bubble cannot be changed, the later version comes as one of its own.

        Raises:
            Refused: if it is empty or too long, or is to become internal, for which it is too late.
        """
        words = checked(written.text)
        if words.startswith(NOTE):
            raise Refused(Refusal.SENT_ALREADY)

        async def act(turn: Turn, _: Ticket) -> None:
            said = await turn.unit.get(Message, message)
            if said is None or words == await _newest_words(turn, said):
                return
            _show_anew(turn, said, words, changes=_same_channel(said.address, written.place))

        await self._do(reference, act)

    async def _do(self, reference: str, act: Act) -> None:
        if not await self._on_ticket(reference, act):
            raise Refused(Refusal.NO_SUCH_TICKET)


async def _in_hand(turn: Turn, ticket: Ticket, agent: Agent) -> Ticket:
    """Return the ticket as this agent's, who claims it if nobody has it."""
    handoff = await current(turn, ticket)
    if handoff.status == "waiting" if handoff else not ticket.owner:
        return await take(turn, ticket, agent)
    if handoff and agent.id not in (ticket.owner, handoff.claimed_by):
        raise Refused(Refusal.CLAIMED_BY_COLLEAGUE)
    await demand(turn, ticket, agent)
    return ticket


def _told(turn: Turn, agent: Agent, written: Written) -> Message:
    text = written.text.strip()
    words = in_transcript(written.file.kind, text) if written.file else checked(text)
    return turn.tell(words, author="agent", name=agent.name, answers=written.answers)


async def _joined(turn: Turn, written: Written) -> Message | None:
    """Return the message that holds the album which this belongs to, as long as that is not on its way."""
    album = written.file.album if written.file else ""
    first = await turn.unit.last(Attachment, album=album) if album else None
    if first is None:
        return None
    rows = await turn.unit.find(OutboxRow, address=turn.address)
    row = next((one for one in rows if one.message == first.message and not one.begun), None)
    if row is None:
        return None
    turn.unit.put(row)  # changed, as whoever begins to send it now does not know of this file
    return await turn.unit.get(Message, first.message)


def _keep(turn: Turn, written: Written, message: str, conversation: str) -> None:
    """Write down where it stands on the agents' channel, if it has a place of its own there."""
    if written.place:
        at = turn.desk.environment.now()
        keep_ref(turn.unit, Shown(id=written.place, message=message, conversation=conversation, at=at))


async def _newest_words(turn: Turn, said: Message) -> str:
    edit = await turn.unit.last(Edit, message=said.id)
    return edit.text if edit else said.text


def _show_anew(turn: Turn, said: Message, words: str, *, changes: bool) -> None:
    environment = turn.desk.environment
    edit = Edit(
        id=environment.new_id(), message=said.id, conversation=said.conversation, at=environment.now(), text=words
    )
    turn.unit.add(edit)
    row = OutboxRow(
        id=environment.new_id(),
        address=said.address,
        conversation=said.conversation,
        message=said.id,
        epoch=turn.here.owner_epoch,
        edit=edit.id,
    )
    if not changes:
        again = replace(said, id=environment.new_id(), at=environment.now(), text=words, answers=said.id)
        turn.unit.add(again)
        row = replace(row, message=again.id, edit="")
    turn.unit.add(row)
    turn.spoken.add(said.address)


def _same_channel(address: str, place: str) -> bool:
    """Tell whether what stands at a place can be shown and changed at an address as it is."""
    return address.partition(":")[0] == place.partition(":")[0]
