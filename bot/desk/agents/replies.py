"""The one path of what agents write: an answer, with a file too, a note, a later version, from wherever they write it.

Who answers where nobody has claimed the ticket has claimed it thereby.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.channels.port import PHONE, IncomingFile
from bot.desk.agents.handoffs import TicketActs, checked, contact, take
from bot.desk.agents.outgoing_files import AgentFile
from bot.desk.agents.permissions import UNCLAIMED, AgentAct, relation
from bot.desk.core.errors import Refusal, Refused
from bot.desk.core.file_words import transcript_text, words_beside
from bot.desk.core.message_refs import keep_ref
from bot.desk.turn.turn import Turn
from storage.records.access_records import Agent
from storage.records.complaint_records import Handoff, Message, Note, Ticket
from storage.records.traffic_records import Attachment, Edit, MessageRef, OutboxRow


@dataclass(frozen=True, kw_only=True)
class AgentMessage:
    """What an agent wrote, and where."""

    text: str = ""
    ref: str = ""
    """Empty for what has no ref of its own on a channel, such as what was written on a page."""
    answers: str = ""
    """The id of the message that it answers."""
    file: IncomingFile | None = None
    uploads: tuple[AgentFile, ...] = ()
    """What came with it from a page; it goes to whichever channel the customer is on."""
    held: timedelta = timedelta(0)
    """How long it waits, so that it can be taken back."""


UNDO = timedelta(seconds=5)
"""How long a reply from a page can be taken back."""
TWICE = timedelta(seconds=10)
"""Within which the same words of the same agent are one form that was sent twice, such as by a line that broke."""
LATELY = 10
"""Messages or notes among which the first of two is looked for."""


class Replies(TicketActs):
    """What agents do by writing; `Refused` where the table does not permit it."""

    async def reply(self, reference: str, agent: Agent, written: AgentMessage) -> None:
        """Send a text or a file to the customer, to whom the bot is silent from now on.

        What belongs to an album that is still here goes along with it.

        Raises:
            Refused: if there is nothing to send, too much, or the customer's channel cannot show it.
        """
        file = written.file
        kind = file.kind if file else written.uploads[0].kind if written.uploads else ""
        words = checked(written.text) if written.text.strip() or not kind else ""
        words = transcript_text(kind, words)

        async def carry_out(turn: Turn, ticket: Ticket, handoff: Handoff | None) -> None:
            if file and not _same_channel(turn.address, written.ref):
                raise Refused(Refusal.NO_FILES)
            if relation(agent, ticket, handoff) in UNCLAIMED:
                await take(turn, ticket, handoff, agent)
            said = await turn.unit.find(Message, ticket=ticket.id, newest=LATELY)
            if _is_sent_twice(turn, written, [one for one in said if (one.name, one.text) == (agent.name, words)]):
                return
            await contact(turn, ticket, agent)
            message = await _album_of(turn, file) if file else None
            if message is None:
                held = turn.desk.environment.now() + written.held if written.held else None
                message = turn.tell(
                    words, author="agent", name=agent.name, answers=written.answers, ticket=ticket.id, not_before=held
                )
            for upload in written.uploads:
                await upload.keep(turn, message)
            _keep_ref(turn, written, message.id, message.conversation)
            turn.attach(file, message)

        await self._do(AgentAct.REPLY, reference, agent, carry_out, words)

    async def take_back(self, reference: str, agent: Agent, message: str) -> str:
        """Take back a reply that waits, so that the customer never sees it; returns its words.

        Raises:
            Refused: if it is on its way or arrived, or is no reply of this agent's.
        """
        taken: list[str] = []

        async def carry_out(turn: Turn, _: Ticket, __: Handoff | None) -> None:
            said = await turn.unit.get(Message, message)
            rows = await turn.unit.find(OutboxRow, address=said.address) if said else []
            row = next((one for one in rows if one.message == message and not (one.begun or one.shown)), None)
            if said is None or row is None or (said.author, said.name) != ("agent", agent.name):
                raise Refused(Refusal.ON_ITS_WAY)
            turn.unit.put(row)  # changed, so that whoever begins to send it now finds that it is gone
            for one in (row, said, *await turn.unit.find(Attachment, message=message)):
                turn.unit.delete(one)
            taken[:] = [words_beside(said.text)]

        await self._do(AgentAct.REVISE, reference, agent, carry_out)
        return taken[0]

    async def note(self, reference: str, agent: Agent, written: AgentMessage) -> None:
        """Write an internal note; the customer never sees it.

        Raises:
            Refused: if it is empty or too long, or has a file, which a note cannot keep.
        """
        words = checked(written.text)
        if written.file:
            raise Refused(Refusal.NO_FILE_HERE)

        async def carry_out(turn: Turn, ticket: Ticket, _: Handoff | None) -> None:
            environment = turn.desk.environment
            kept = await turn.unit.find(Note, ticket=ticket.id, newest=LATELY)
            if _is_sent_twice(turn, written, [one for one in kept if (one.author, one.text) == (agent.name, words)]):
                return
            note = Note(id=environment.new_id(), ticket=ticket.id, author=agent.name, at=environment.now(), text=words)
            turn.unit.add(note)
            _keep_ref(turn, written, note.id, ticket.conversation)

        await self._do(AgentAct.NOTE, reference, agent, carry_out, words)

    async def revise(self, reference: str, agent: Agent, written: AgentMessage, message: str) -> None:
        """Show the customer a later version of what an agent said; what was said first stays in the transcript.

        Where a bubble cannot be changed, the later version comes as one of its own.

        Raises:
            Refused: if it is empty or too long.
        """
        words = checked(written.text)

        async def carry_out(turn: Turn, _: Ticket, __: Handoff | None) -> None:
            said = await turn.unit.get(Message, message)
            if said is None:
                return
            newest = await turn.unit.last(Edit, message=said.id)
            if words != (newest or said).text:
                _show_anew(turn, said, words, changes=_same_channel(said.address, written.ref))

        await self._do(AgentAct.REVISE, reference, agent, carry_out, words)


def _is_sent_twice(turn: Turn, written: AgentMessage, same: Sequence[Message | Note]) -> bool:
    """Tell whether a page sends what it has just sent; what comes from a channel is known there by its ref.

    Files are not compared: who sends one after the other means both.
    """
    since = turn.desk.environment.now() - TWICE
    return not (written.ref or written.uploads) and any(one.at > since for one in same)


async def _album_of(turn: Turn, file: IncomingFile) -> Message | None:
    """Return the message that holds the album which a file belongs to, as long as that is not on its way."""
    first = await turn.unit.last(Attachment, album=file.album) if file.album else None
    if first is None:
        return None
    rows = await turn.unit.find(OutboxRow, address=turn.address)
    row = next((one for one in rows if one.message == first.message and not one.begun), None)
    if row is None:
        return None
    turn.unit.put(row)  # changed, as whoever begins to send it now does not know of this file
    return await turn.unit.get(Message, first.message)


def _keep_ref(turn: Turn, written: AgentMessage, message: str, conversation: str) -> None:
    """Write down where it stands on the agents' channel, if it has a ref of its own there."""
    if written.ref:
        at = turn.desk.environment.now()
        keep_ref(turn.unit, MessageRef(id=written.ref, message=message, conversation=conversation, at=at))


def _show_anew(turn: Turn, said: Message, words: str, *, changes: bool) -> None:
    environment = turn.desk.environment
    edit = Edit(
        id=environment.new_id(), message=said.id, conversation=said.conversation, at=environment.now(), text=words
    )
    turn.unit.add(edit)
    if said.address.startswith(f"{PHONE}:"):
        return  # it was told on the phone
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
    turn.written_to.add(said.address)


def _same_channel(address: str, ref: str) -> bool:
    """Tell whether what stands at a ref can be shown and changed at an address as it is."""
    return address.partition(":")[0] == ref.partition(":")[0]
