"""E-mail to the staff by SMTP: reaches the company's mail server, by TLS where there is a password, and hands it mails.

What it tells of a fault holds no address and no word of the server, which likes to repeat addresses.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime, parseaddr
from functools import partial
from urllib.parse import unquote, urlsplit

from aiosmtplib import SMTP, SMTPException, SMTPResponseException, SMTPSenderRefused

from bot.channels.port import TryLater, Undeliverable
from bot.desk.delivery.mail_outbox import MailServer, SendMail
from storage.records.traffic_records import Mail

TIMEOUT = 20.0
"""Seconds that an answer of the server is waited for."""
PARTING = 2.0
"""Seconds that it has to say good-bye, when it has the mail."""

_REFUSALS = 400, 600
"""The codes by which a server says that it did not take something (RFC 5321, 4.2.1)."""
_POLICY = SMTP_POLICY.clone(cte_type="7bit")  # not every server takes eight bits
_PORTS = {"smtp": 587, "smtps": 465}


class SmtpServer(MailServer):
    """The mail server of a company."""

    def __init__(self, url: str, sender: str) -> None:
        """``url`` and ``sender`` are the settings ``MAIL_URL`` and ``MAIL_FROM``."""
        place = urlsplit(url)
        self._host, self._port = place.hostname, place.port or _PORTS[place.scheme]
        self._user = unquote(place.username) if place.username else None
        self._password = unquote(place.password) if place.password else None
        self._by_tls = place.scheme == "smtps"
        name, address = parseaddr(sender)
        self._sender = Address(name, addr_spec=address)

    @asynccontextmanager
    async def reached(self) -> AsyncIterator[SendMail]:
        """Reach it, by TLS: always where it asks for a password, else if it can."""
        smtp = SMTP(
            hostname=self._host,
            port=self._port,
            username=self._user,
            password=self._password,
            local_hostname=self._sender.domain,  # what the machine is called is asked of a name server, which may hang
            timeout=TIMEOUT,
            use_tls=self._by_tls,
            start_tls=False if self._by_tls else True if self._user else None,
            # Without a password TLS is only offered, as between mail servers: who can forge it can leave it out.
            validate_certs=self._by_tls or self._user is not None,
        )
        try:
            await smtp.connect()
        except (SMTPException, OSError) as fault:
            raise TryLater(f"the mail server cannot be used: {_kind(fault)}") from None
        try:
            yield partial(self._send, smtp)
            with suppress(SMTPException, OSError):
                await smtp.quit(timeout=PARTING)
        finally:
            smtp.close()

    async def _send(self, smtp: SMTP, mail: Mail, address: str) -> None:
        written = self._written(mail, address).as_bytes()
        try:
            await smtp.mail(self._sender.addr_spec)
            await smtp.rcpt(address)
        except SMTPResponseException as answer:
            raise _refusal(answer) from None
        except (SMTPException, OSError) as fault:
            raise TryLater(f"the mail server cannot be used: {_kind(fault)}") from None
        try:
            await smtp.data(written)
        except SMTPResponseException as answer:
            if not _REFUSALS[0] <= answer.code < _REFUSALS[1]:  # such as 251: it may well have taken it
                raise TryLater(f"an odd answer of the mail server ({answer.code})", uncertain=True) from None
            raise _refusal(answer) from None
        except (SMTPException, OSError):
            raise TryLater("the answer of the mail server got lost", uncertain=True) from None

    def _written(self, mail: Mail, address: str) -> EmailMessage:
        message = EmailMessage(policy=_POLICY)
        message["From"], message["To"], message["Subject"] = self._sender, address, mail.subject
        message["Date"] = format_datetime(mail.at)
        message["Message-ID"] = f"<{mail.id}@{self._sender.domain}>"
        message["Auto-Submitted"] = "auto-generated"  # so that nobody's "I am on holiday" answers (RFC 3834)
        message.set_content(mail.text)
        return message


def _refusal(answer: SMTPResponseException) -> TryLater | Undeliverable:
    """Return what a refusal means: one of our sender is a mistake in the settings, which may be mended."""
    if answer.code >= 500 and not isinstance(answer, SMTPSenderRefused):
        return Undeliverable(f"the mail server refused it ({answer.code})")
    return TryLater(f"the mail server does not take it now ({answer.code})")


def _kind(fault: Exception) -> str:
    return f"{type(fault).__name__} {fault.code}" if isinstance(fault, SMTPResponseException) else type(fault).__name__
