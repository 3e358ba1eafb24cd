"""Mails an alert to those who are told: which ticket, why, until when, and where it is. No word of its customer."""

from collections.abc import Iterable

from bot.desk.core.words import DESK_WORDS, Words
from bot.desk.delivery.mail_outbox import write_mail
from bot.desk.staff.mail_address import gets_mail
from bot.desk.turn.turn import Turn
from storage.records.access_records import Agent
from storage.records.complaint_records import Alert, Promise, Ticket


async def mail_alert(turn: Turn, ticket: Ticket, told: Alert, people: Iterable[Agent]) -> None:
    """Have an alert mailed to those of these people who get mail, where the desk sends any."""
    policy = turn.desk.policy
    if not policy.mail_links:
        return
    promise = await turn.unit.get(Promise, told.about)
    due = promise.due if promise else ticket.due if ticket.promise == "pending" else None
    for one in filter(gets_mail, people):
        t = Words(DESK_WORDS, one.mail_language or policy.language, policy.zone)
        lines = [t(f"alert.{told.kind}", name=one.name)]
        lines += [t("mail.due", time=t.when(due))] if due else []
        lines.append(f"{policy.mail_links}/desk/tickets/{ticket.reference}")
        subject = t("mail.subject", reference=ticket.reference, why=t(f"mail.why.{told.kind}"))
        write_mail(turn.unit, turn.desk.environment, one, subject, "\n".join(lines))
