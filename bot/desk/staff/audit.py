"""What is on record about the staff: who came in, who may, and who saw what is private. Lines are only ever added."""

import logging
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.desk.core.environment import Environment
from bot.desk.redaction.redaction import redacted
from bot.desk.staff.audit_chain import ChainReport, check_chain, sealed
from storage.codec import decode
from storage.ports import StorageError, Store, UnitOfWork
from storage.records.access_records import Agent, Audit
from storage.records.complaint_records import Sequence
from storage.records.statuses import AuditAct

log = logging.getLogger(__name__)

ONCE_IN = timedelta(minutes=10)
"""Within which the same look by the same member is one line, and so is the same refusal."""
_RECENT = 30
"""Lines among which the same one is looked for."""
RECORD = "audit"
"""What whoever writes a line holds up to the commit, and under what its number is counted; no address is like it."""
COMMAND_LINE = "command line"
STAFF_GROUP = "staff group"
DESK_PAGES = "desk pages"
PROGRAM = "program"
"""Where it came from, if that is no network address."""


@dataclass(frozen=True)
class Actor:
    """Who does something, and from where."""

    agent: Agent | None
    """None for who is not signed in, and for the command line."""
    origin: str


async def put_on_record(
    unit: UnitOfWork,
    environment: Environment,
    act: AuditAct,
    by: Actor,
    *,
    subject: str = "",
    about: str = "",
    detail: str = "",
    old: str = "",
    new: str = "",
) -> None:
    """Write a line that is kept once the unit is committed, with what it tells of.

    Up to then nobody else writes one, in whichever process: it comes last in a unit, as what it waits for is the last
    that anybody holds. Nothing that a customer wrote may be in it;
    secrets are crossed out.
    """
    await unit.hold(RECORD)
    line = Audit(
        id=environment.new_id(),
        at=environment.now(),
        act=act,
        agent=by.agent.id if by.agent else "",
        name=by.agent.name if by.agent else "",
        origin=by.origin,
        subject=subject,
        about=redacted(about),
        detail=redacted(detail),
        old=redacted(old),
        new=redacted(new),
    )
    newest = await unit.last(Audit)
    follows = sealed(line, newest if newest and newest.number else None)
    unit.add(follows)
    counted = await unit.get(Sequence, RECORD)
    if counted is None:
        unit.add(Sequence(id=RECORD, last=follows.number))
    else:
        unit.put(replace(counted, last=follows.number))


async def verify_record(store: Store, expected: str = "") -> ChainReport:
    """Return whether what is on record is as it was written; ``expected`` is the mark of an earlier look, or empty."""
    async with store.snapshot() as snapshot:
        newest = 0
        async for counts in snapshot.documents(Sequence):
            newest = next((one.last for one in map(_count, counts) if one.id == RECORD), newest)
        pages = ([decode(Audit, one) for one in page] async for page in snapshot.documents(Audit))
        return await check_chain(pages, newest, expected)


def _count(document: bytes) -> Sequence:
    return decode(Sequence, document)


async def note_once(
    store: Store, environment: Environment, act: AuditAct, by: Actor, subject: str = "", about: str = ""
) -> None:
    """Write a line for something that changes nothing, unless there is the same from a moment ago.

    What is seen is shown also while nothing can be kept, such as on a full disk: then the log has the line.
    """
    try:
        about = redacted(about)
        async with store.unit() as unit:
            recent = await unit.find(Audit, agent=by.agent.id if by.agent else "", newest=_RECENT)
            young = [one for one in recent if one.at > environment.now() - ONCE_IN]
            if any((one.act, one.subject, one.about, one.origin) == (act, subject, about, by.origin) for one in young):
                return
            await put_on_record(unit, environment, act, by, subject=subject, about=about)
            await unit.commit()
    except StorageError as fault:
        who = by.agent.id if by.agent else "nobody"
        log.warning("not on record, since nothing can be kept now (%s): %s by %s, %s", fault, act, who, subject)
