"""A mail server of our own: it takes what is sent, and refuses, hangs and asks for a password as it is told."""

import asyncio
import ssl
from asyncio import Event, Server, get_running_loop
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from types import TracebackType
from typing import Any, Self

from aiosmtpd.smtp import SMTP, AuthResult


class MailBox:
    """Serves in a block, and keeps all that it took."""

    def __init__(self, port: int = 0, password: str = "", tls: ssl.SSLContext | None = None) -> None:
        """With a ``password`` only ``desk`` with it may send, and only by the STARTTLS of ``tls``."""
        self.port = port
        self.taken: list[tuple[str, EmailMessage]] = []
        """Whom each was for, and what it says."""
        self.refusals: dict[str, str] = {}
        """What it answers to ``MAIL``, ``RCPT`` and ``DATA`` instead of taking it."""
        self.hangs = False
        """It answers nothing to the next ``DATA`` until the end."""
        self.came = Event()
        """Something was handed over, be it taken or not."""
        self._password = password
        self._tls = tls
        self._end = Event()
        self._server: Server | None = None

    async def __aenter__(self) -> Self:
        self._server = await get_running_loop().create_server(self._protocol, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end.set()
        if self._server is not None:
            self._server.close()

    @property
    def texts(self) -> list[str]:
        """What each says, in plain text."""
        return [str(mail.get_content()).replace("\r\n", "\n").strip() for _, mail in self.taken]

    def _protocol(self) -> SMTP:
        if not self._password:
            return SMTP(self, hostname="mail.example", tls_context=self._tls)
        return SMTP(
            self,
            hostname="mail.example",
            tls_context=self._tls,
            require_starttls=True,
            auth_required=True,
            authenticator=self._authenticate,
        )

    def _authenticate(self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
        is_right = (given.login, given.password) == (b"desk", self._password.encode())
        return AuthResult(success=is_right, handled=False)

    async def handle_MAIL(self, _server: Any, _session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802  # aiosmtpd's name
        envelope.mail_from = address
        return self.refusals.get("MAIL", "250 OK")

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802  # aiosmtpd's name
        if "RCPT" in self.refusals:
            return self.refusals["RCPT"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name
        self.came.set()
        if "DATA" in self.refusals:
            return self.refusals["DATA"]
        mail = message_from_bytes(envelope.content, policy=default)
        assert isinstance(mail, EmailMessage)
        self.taken += [(address, mail) for address in envelope.rcpt_tos]
        if self.hangs:
            self.hangs = False
            await self._end.wait()
        return "250 OK"

    async def until(self, number: int) -> None:
        """Wait until it took so many."""
        while len(self.taken) < number:
            self.came.clear()
            await self.came.wait()
            await asyncio.sleep(0)
