"""What did not get through: messages and e-mails that never arrived, updates and timers that always fail.

They are kept until somebody has judged them. Nothing here is sent, played or carried out; that is done by the outbox,
the inbox and the scheduler.
"""

from dataclasses import dataclass, replace

from bot.desk.agents.permissions import SUPERVISORS
from bot.desk.core.errors import Refusal, Refused
from bot.desk.core.message_ticket import ticket_of
from bot.desk.turn.timers import reschedule
from storage.ports import Store, UnitOfWork
from storage.records.access_records import Agent
from storage.records.complaint_records import Conversation, Customer, Handoff, Message, Ticket, Timer
from storage.records.traffic_records import InboxRow, Mail, OutboxRow

LONGEST_LIST = 100
"""Entries that the page shows; the others come up when these are judged."""


@dataclass(frozen=True)
class DeadLetter:
    """A message that never arrived."""

    row: OutboxRow
    message: Message
    customer: str
    """The customer's name; empty until known."""
    reference: str
    """Of the ticket it is about; empty if there is none."""
    unreachable: bool
    """Nothing else arrives there either: the customer blocked us."""


@dataclass(frozen=True)
class LostTimer:
    """A timer that could not be carried out."""

    timer: Timer
    reference: str
    """Of the ticket it is about; empty if there is none."""


@dataclass(frozen=True)
class LostMail:
    """An e-mail to one of the staff that was given up."""

    mail: Mail
    name: str
    """Whom it was for."""


class DeadLetters:
    """Reads what did not get through, and has it tried again."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def letters(self) -> list[DeadLetter]:
        """Return the messages that never arrived, the newest first."""
        rows = await self._store.unit().find(OutboxRow, filled="problem", newest=LONGEST_LIST)
        found = [await self._letter(row) for row in reversed(rows)]
        return [letter for letter in found if letter]

    async def count(self) -> int:
        """Return how many messages and e-mails never arrived."""
        return await self._store.count_filled(OutboxRow, "problem") + await self._store.count_filled(Mail, "problem")

    async def set_aside(self) -> list[InboxRow]:
        """Return the updates that could not be played, the newest first."""
        rows = await self._store.unit().find(InboxRow, filled="problem")
        return sorted(rows, key=lambda row: row.at, reverse=True)[:LONGEST_LIST]

    async def timers(self) -> list[LostTimer]:
        """Return the timers that could not be carried out, the newest first."""
        timers = await self._store.unit().find(Timer, filled="problem")
        newest = sorted(timers, key=lambda timer: timer.due, reverse=True)[:LONGEST_LIST]
        return [LostTimer(timer, await self._reference(timer)) for timer in newest]

    async def mails(self, by: Agent) -> list[LostMail]:
        """Return the e-mails to the staff that were given up, the newest first: of an agent only their own."""
        unit = self._store.unit()
        mails = await unit.find(Mail, filled="problem", newest=LONGEST_LIST)
        members = {one.id: one.name for one in await unit.find(Agent)} if mails else {}
        return [LostMail(one, members.get(one.member, "")) for one in reversed(mails) if _may_judge(one, by)]

    async def send_again(self, key: str, by: Agent) -> None:
        """Have a message tried again, by the customer's present conversation with whoever speaks there now.

        Raises:
            Refused: if it is gone meanwhile, or an e-mail to somebody else.
        """
        unit = self._store.unit()
        row = await _dead(unit, key, by)
        # By hand it is meant: also where a person has taken the conversation since, and where it may be there twice.
        if isinstance(row, Mail):
            unit.put(replace(row, problem="", begun=False, not_before=None))
        else:
            talk = await unit.get(Conversation, row.conversation)
            unit.put(replace(row, problem="", once=False, epoch=talk.owner_epoch if talk else row.epoch))
        await unit.commit()
        self._tell(row)

    async def drop(self, key: str, by: Agent) -> None:
        """Let a message be: it stays in the transcript, if it was one for a customer, and is not tried again.

        Raises:
            Refused: if it is gone meanwhile, or an e-mail to somebody else.
        """
        unit = self._store.unit()
        row = await _dead(unit, key, by)
        unit.delete(row)
        await unit.commit()
        self._tell(row)

    async def play_again(self) -> int:
        """Have all that was set aside played again, such as after a fault was mended; return how many there were."""
        unit = self._store.unit()
        rows, timers = await unit.find(InboxRow, filled="problem"), await unit.find(Timer, filled="problem")
        for row in rows:
            unit.put(replace(row, problem="", attempts=0))
        for timer in timers:
            reschedule(unit, replace(timer, problem="", attempts=0), timer.due)
        await unit.commit()
        return len(rows) + len(timers)

    async def _reference(self, timer: Timer) -> str:
        """Return the code of the ticket that a timer is about, be it by a handoff or a conversation; empty if none."""
        unit = self._store.unit()
        about = await unit.get(Handoff, timer.subject) or await unit.get(Conversation, timer.subject)
        ticket = await unit.get(Ticket, about.ticket if about else timer.subject)
        return ticket.reference if ticket else ""

    def _tell(self, row: OutboxRow | Mail) -> None:
        """Tell whoever looks at the customer's place; mail is looked for without a hint."""
        if isinstance(row, OutboxRow):
            self._store.changes.tell(row.address)

    async def _letter(self, row: OutboxRow) -> DeadLetter | None:
        unit = self._store.unit()
        message = await unit.get(Message, row.message)
        if message is None:
            return None
        talk = await unit.get(Conversation, row.conversation)
        customer = await unit.get(Customer, talk.customer) if talk else None
        about = await ticket_of(unit, message)
        ticket = await unit.get(Ticket, about) if about else None
        return DeadLetter(
            row=row,
            message=message,
            customer=customer.name if customer else "",
            reference=ticket.reference if ticket else "",
            unreachable=customer is not None and row.address in customer.unreachable,
        )


async def _dead(unit: UnitOfWork, key: str, by: Agent) -> OutboxRow | Mail:
    row = await unit.get(OutboxRow, key) or await unit.get(Mail, key)
    if row is None or not row.problem:
        raise Refused(Refusal.NO_SUCH_LETTER)
    if isinstance(row, Mail) and not _may_judge(row, by):
        raise Refused(Refusal.SUPERVISORS_ONLY)
    return row


def _may_judge(mail: Mail, by: Agent) -> bool:
    """Tell whether a mail is one's own, or one sees to what others were to be told."""
    return mail.member == by.id or by.role in SUPERVISORS
