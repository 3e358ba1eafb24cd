"""What the staff correct of what a customer answered: read as the bot would read it, and each change kept as a note."""

from dataclasses import replace

from bot.desk.agents.handoffs import TicketActs
from bot.desk.agents.permissions import AgentAct
from bot.desk.core.errors import Refusal, Refused
from bot.desk.core.sanitize import clean_message
from bot.desk.core.words import DESK_WORDS
from bot.desk.redaction.redaction import redacted
from bot.desk.turn.turn import Turn
from dialogs.model.script import Slot
from dialogs.reading.slots import Heard, read, shown
from storage.records.access_records import Agent
from storage.records.complaint_records import Handoff, Note, Ticket


class Corrections(TicketActs):
    """What agents change of the answers on a ticket; `Refused` where the table does not permit it."""

    async def correct(self, reference: str, agent: Agent, key: str, text: str) -> None:
        """Write another answer in place of the one to a slot; an empty one takes it away.

        Raises:
            Refused: if the script has no such slot, or the answer cannot be one to it.
        """
        words = redacted(clean_message(text))

        async def carry_out(turn: Turn, ticket: Ticket, _: Handoff | None) -> None:
            script = turn.desk.scripts.script(ticket.script)
            slot = script.slots.get(key) if script else None
            if slot is None:
                raise Refused(Refusal.NO_SUCH_ANSWER)
            before, after = str(ticket.slots.get(key, "")), _read(turn, slot, words) if words else ""
            if after == before:
                return
            turn.unit.put(replace(ticket, slots={**ticket.slots, key: after}))
            _keep_change(turn, ticket, agent, slot, before, after)

        await self._do(AgentAct.CORRECT, reference, agent, carry_out, words)


def _read(turn: Turn, slot: Slot, words: str) -> str:
    if words in {choice.key for choice in slot.choices}:
        return words
    value = read(slot, Heard(words, turn.desk.policy.language, turn.desk.wall_clock()))
    if value is None:
        raise Refused(Refusal.NOT_SUCH_AN_ANSWER)
    return value


def _keep_change(turn: Turn, ticket: Ticket, agent: Agent, slot: Slot, before: str, after: str) -> None:
    language, environment = turn.desk.policy.language, turn.desk.environment
    spoken = language if language in slot.label else next(iter(slot.label))
    told = [shown(replace(slot, private=False), value, spoken) for value in (before, after)]
    text = DESK_WORDS.word(language, "note.corrected", label=slot.label[spoken], before=told[0], after=told[1])
    turn.unit.add(Note(id=environment.new_id(), ticket=ticket.id, author=agent.name, at=environment.now(), text=text))
