"""What is on record about the staff: who came in, who may, and who saw what is private. Lines are only ever added."""

import logging
from dataclasses import dataclass
from datetime import timedelta

from bot.desk.core.environment import Environment
from bot.desk.redaction.redaction import redacted
from storage.access_records import Audit
from storage.ports import StorageError, Store, UnitOfWork
from storage.records import Agent
from storage.statuses import AuditAct

log = logging.getLogger(__name__)

ONCE_IN = timedelta(minutes=10)
"""Within which the same look by the same member is one line, and so is the same refusal."""
_RECENT = 30
"""Lines among which the same one is looked for."""
COMMAND_LINE = "command line"


@dataclass(frozen=True)
class Actor:
    """Who does something, and from where."""

    agent: Agent | None
    """None for who is not signed in, and for the command line."""
    origin: str


def put_on_record(
    unit: UnitOfWork,
    environment: Environment,
    act: AuditAct,
    by: Actor,
    *,
    subject: str = "",
    about: str = "",
    detail: str = "",
) -> None:
    """Write a line that is kept once the unit is committed, with what it tells of; secrets in it are crossed out."""
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
    )
    unit.add(line)


async def note_once(
    store: Store, environment: Environment, act: AuditAct, by: Actor, subject: str = "", about: str = ""
) -> None:
    """Write a line for something that changes nothing, unless there is the same from a moment ago.

    What is seen is shown also while nothing can be kept, such as on a full disk: then the log has the line.
    """
    try:
        unit = store.unit()
        about = redacted(about)
        recent = await unit.find(Audit, agent=by.agent.id if by.agent else "", newest=_RECENT)
        young = [one for one in recent if one.at > environment.now() - ONCE_IN]
        if any((one.act, one.subject, one.about, one.origin) == (act, subject, about, by.origin) for one in young):
            return
        put_on_record(unit, environment, act, by, subject=subject, about=about)
        await unit.commit()
    except StorageError as fault:
        who = by.agent.id if by.agent else "nobody"
        log.warning("not on record, since nothing can be kept now (%s): %s by %s, %s", fault, act, who, subject)
