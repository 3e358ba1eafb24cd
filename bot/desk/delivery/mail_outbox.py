"""Sends e-mail to the staff: in order per member, again after a fault, never twice.

A mail is written in the unit of what gives the reason, and deleted once the mail server has it. Nobody can ask a server
whether it has one: so it is written down before that one is being sent, and of one of which nobody knows whether it
arrived no second is sent. It is given up then, as is one that the server does not want, or did not take for a day.
Whoever looks at what did not get through may have it sent again.
"""

import logging
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Protocol

from bot.channels.port import TryLater, Undeliverable
from bot.desk.core.environment import Environment
from bot.desk.core.errors import error_kind
from bot.desk.delivery.sender import UNCERTAIN
from bot.desk.delivery.worker_pool import LOOK, WorkerPool
from bot.desk.staff.mail_address import gets_mail
from storage.ports import StorageError, Store, UnitOfWork
from storage.records.access_records import Agent
from storage.records.traffic_records import Mail

log = logging.getLogger(__name__)

AT_ONCE = 4
"""Members to whom something is sent at a time: mail servers want no more of one client."""
LONGEST_PAUSE = 600.0
"""Seconds to wait after a fault: two, doubled up to the longest."""
PATIENCE = timedelta(days=1)
"""After which a mail is given up that its server does not take."""

SendMail = Callable[[Mail, str], Awaitable[None]]
"""Hands a mail for this address to the server that was reached.

Raises:
    TryLater: if it does not take it now; ``uncertain`` if nobody can tell whether it did.
    Undeliverable: if it never will.
"""


class MailServer(Protocol):
    """What carries e-mail."""

    def reached(self) -> AbstractAsyncContextManager[SendMail]:
        """Reach it for a block, in which one mail is sent.

        Raises:
            TryLater: if it cannot be reached; nothing was sent then.
        """


def write_mail(unit: UnitOfWork, environment: Environment, member: Agent, subject: str, text: str) -> None:
    """Have a member mailed this once the unit is committed; it may hold no word of a customer, since mail is open."""
    mail = Mail(id=environment.new_id(), member=member.id, at=environment.now(), subject=subject, text=text)
    unit.add(mail)


class MailOutbox:
    """A worker per member to whom something is to be mailed; of several processes one at a time has it."""

    def __init__(
        self,
        store: Store,
        server: MailServer,
        environment: Environment,
        sleep: Callable[[float], Awaitable[object]],
    ) -> None:
        self._store = store
        self._server = server
        self._environment = environment
        self._sleep = sleep
        self._sent: set[str] = set()
        """The ids of mails that the server took while that could not be written down."""
        self.workers = WorkerPool(store, "mail", self.next, sleep, AT_ONCE)

    async def serve(self) -> None:
        """Send what waits, now and whenever something is written, for ever."""
        try:
            while True:
                await self.workers.look("what is to be mailed", self._waiting)
                await self._sleep(LOOK)
        finally:
            await self.workers.stop()

    async def next(self, place: str) -> bool:
        """Send the next mail to the member of a place such as ``mail:ID``; tell whether there was one.

        Raises:
            TryLater: if it is to be tried again.
            StorageError: if what came of it cannot be written; it is tried again, too.
        """
        unit = self._store.unit()
        waiting = await unit.find(Mail, member=place.partition(":")[2], problem="", limit=1)
        if not waiting:
            return False
        mail, now = waiting[0], self._environment.now()
        if mail.not_before is not None and mail.not_before > now:
            raise TryLater("the server is left alone", (mail.not_before - now).total_seconds(), planned=True)
        member = await unit.get(Agent, mail.member)
        if mail.id in self._sent or member is None or not gets_mail(member):
            await self._done(mail)
        elif mail.begun:
            await self._give_up(mail, UNCERTAIN)
        else:
            await self._send(mail, member.mail)
        return True

    async def _waiting(self) -> set[str]:
        return {f"mail:{member}" for member in await self._store.values(Mail, "member", problem="")}

    async def _send(self, mail: Mail, address: str) -> None:
        try:
            async with self._server.reached() as send:
                mail = await self._put(replace(mail, begun=True))
                await send(mail, address)
        except TryLater as fault:
            await self._wait(mail, fault)
        except Undeliverable as fault:
            await self._give_up(mail, str(fault))
        except StorageError:
            raise
        except Exception as error:  # a bug, perhaps behind the sending: once more would be once more each time
            await self._give_up(mail, f"it failed: {error_kind(error)}")
        else:
            self._sent.add(mail.id)
            await self._done(mail)

    async def _done(self, mail: Mail) -> None:
        unit = self._store.unit()
        unit.delete(mail)
        await unit.commit()
        self._sent.discard(mail.id)

    async def _put(self, mail: Mail) -> Mail:
        unit = self._store.unit()
        unit.put(mail)
        await unit.commit()
        return replace(mail, revision=mail.revision + 1)

    async def _wait(self, mail: Mail, fault: TryLater) -> None:
        """Write down when it is tried again; after a day it is not."""
        now = self._environment.now()
        if fault.uncertain or now - mail.at >= PATIENCE:
            await self._give_up(mail, UNCERTAIN if fault.uncertain else str(fault))
            return
        pause = min(2.0 ** min(mail.attempts + 1, 10), LONGEST_PAUSE)
        later = now + timedelta(seconds=pause)
        await self._put(replace(mail, begun=False, attempts=mail.attempts + 1, not_before=later))
        raise TryLater(str(fault), pause)

    async def _give_up(self, mail: Mail, problem: str) -> None:
        log.warning("a mail to one of the staff is given up: %s", problem)
        await self._put(replace(mail, problem=problem, attempts=mail.attempts + 1))
