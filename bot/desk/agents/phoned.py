"""A ticket is filed on behalf of somebody who phoned: with a promise, as all are, and known again as a repeat.

Nothing can be sent to who phoned: what they are to hear stands in the conversation, for whoever calls them.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Protocol

from bot.channels.port import PHONE
from bot.desk.agents.handoffs import checked, contact, take
from bot.desk.core.errors import Refusal, Refused
from bot.desk.core.sanitize import clean_name
from bot.desk.customers.phone_codes import note_phone
from bot.desk.recognition.repeats import find_repeats
from bot.desk.staff.audit import DESK_PAGES, Actor, put_on_record
from bot.desk.tickets.lifecycle import file
from bot.desk.turn.turn import Turn
from dialogs.model.events import Candidate, FileTicket, LookUp
from dialogs.model.script import Slot
from dialogs.reading.slots import Heard, read
from storage.records.access_records import Agent
from storage.records.complaint_records import Ticket

NEW = "new"
"""What is said where a call tells nothing that was told before."""


@dataclass(frozen=True, kw_only=True)
class PhoneCall:
    """What an agent wrote down of a call."""

    name: str
    number: str
    language: str
    text: str
    """What the caller told."""
    about: str = ""
    """The id of the ticket that they told again, or `NEW`; empty where the agent was not asked yet."""


class ToldBefore(Exception):
    """The caller has perhaps told this before; nothing was filed."""

    def __init__(self, candidates: tuple[Candidate, ...]) -> None:
        super().__init__(f"{len(candidates)} tickets may be meant")
        self.candidates = candidates


class CallerTurns(Protocol):
    """Plays a turn at the address of somebody who phoned: `bot.desk.incoming.turns.Turns`."""

    async def with_caller(self, address: str, name: str, language: str, act: Callable[[Turn], Awaitable[None]]) -> None:
        """Do something at an address that no message comes from; the customer is made where there is none."""


class PhoneCalls:
    """Files what was told on the phone."""

    def __init__(self, turns: CallerTurns) -> None:
        self._turns = turns

    async def file(self, agent: Agent, call: PhoneCall) -> str:
        """File a call, owned by the agent, or as one more telling of an earlier ticket; return the reference.

        Raises:
            Refused: if there is no number, or nothing was told.
            ToldBefore: if it may be about an earlier ticket, and the agent has not said which.
        """
        text, number = checked(call.text), read_number(call.number)
        filed = ""

        async def act(turn: Turn) -> None:
            nonlocal filed
            if number not in turn.customer.phones:
                note_phone(turn, number)
            _speak(turn, call.language)
            turn.begin(turn.desk.scripts.main)
            if not call.about:
                found = await find_repeats(turn, LookUp("repeat", text, {}))
                if found.candidates:
                    raise ToldBefore(found.candidates)
            filed = await _file(turn, agent, call, text, number)

        await self._turns.with_caller(f"{PHONE}:{number}", clean_name(call.name), call.language, act)
        return filed


def read_number(text: str) -> str:
    """Return a phone number as it is kept.

    Raises:
        Refused: if it is none.
    """
    number = read(Slot("phone", "phone", {}), Heard(text))
    if number is None:
        raise Refused(Refusal.NO_NUMBER)
    return number


def _speak(turn: Turn, language: str) -> None:
    if turn.customer.language != language:
        turn.customer = replace(turn.customer, language=language)
        turn.unit.put(turn.customer)


async def _file(turn: Turn, agent: Agent, call: PhoneCall, text: str, number: str) -> str:
    turn.heard(text)
    phone = next((key for key, slot in turn.script.slots.items() if slot.type == "phone"), "")
    slots = {turn.script.opening: text} | ({phone: number} if phone else {})
    is_repeat = call.about not in ("", NEW)
    effect = FileTicket("repeat" if is_repeat else "open", text, slots, about=call.about if is_repeat else "")
    reference = (await file(turn, effect)).reference
    ticket = await turn.unit.last(Ticket, reference=reference)
    if ticket is not None and ticket.owner in ("", agent.id):
        await take(turn, ticket, None, agent)
        await contact(turn, await turn.unit.get(Ticket, ticket.id) or ticket, agent)
    environment, subject = turn.desk.environment, ticket.id if ticket else ""
    by = Actor(agent, DESK_PAGES)
    await put_on_record(turn.unit, environment, "ticket-phoned", by, subject=subject, about=reference)
    return reference
