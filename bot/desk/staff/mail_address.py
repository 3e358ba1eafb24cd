"""Where members of the staff get e-mail, in which language, and whether they want any.

An address is personal: it is in no log and not on record, where only stands that it was changed.
"""

import re
from dataclasses import dataclass, replace

from bot.desk.core.environment import Environment
from bot.desk.core.errors import Refusal, Refused
from bot.desk.staff.audit import Actor, put_on_record
from bot.desk.staff.credentials import STAFF
from storage.ports import Store, UnitOfWork
from storage.records.access_records import Agent
from storage.records.traffic_records import Mail

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,188}[A-Za-z0-9])?")
"""What browsers take for one (https://html.spec.whatwg.org/#valid-e-mail-address), and at most 254 characters."""


@dataclass(frozen=True)
class MailWish:
    """What a member decides about e-mail."""

    address: str
    """Empty for none."""
    language: str = ""
    """Empty for that of the company."""
    off: bool = False
    """None is wanted, whatever the address."""


def is_address(text: str) -> bool:
    """Tell whether a text is the address of one mailbox, and nothing else: ``ada@desk.example``."""
    return _ADDRESS.fullmatch(text) is not None


def gets_mail(member: Agent) -> bool:
    """Tell whether a member is to be mailed what they are told."""
    return member.status == "active" and member.mail != "" and not member.mail_off


async def set_mail(store: Store, environment: Environment, by: Actor, key: str, wish: MailWish) -> None:
    """Note where a member gets e-mail; what waits for them goes there as well.

    Raises:
        Refused: if it is no address, or there is no such member.
    """
    if wish.address and not is_address(wish.address):
        raise Refused(Refusal.NO_MAIL_ADDRESS)
    async with store.unit() as unit:
        await unit.hold(STAFF)
        member = await unit.get(Agent, key)
        if member is None or member.status == "removed":
            raise Refused(Refusal.NO_SUCH_MEMBER)
        changed = replace(member, mail=wish.address, mail_language=wish.language, mail_off=wish.off)
        if changed == member:
            return
        unit.put(changed)
        await put_on_record(unit, environment, "mail-set", by, subject=key, about=member.name)
        await unit.commit()
    store.changes.tell(STAFF)


async def forget_mail(unit: UnitOfWork, key: str) -> None:
    """Drop what was to be mailed to a member who leaves."""
    for mail in await unit.find(Mail, member=key):
        unit.delete(mail)
