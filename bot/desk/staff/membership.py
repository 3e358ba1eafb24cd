"""Who is on the staff: adding, changing and ending memberships, and their sign-in links.

Each change is one commit with its line on record; what ends somebody's way in ends their sessions with it, and a hint
tells the open pages of every process.
"""

import unicodedata
from dataclasses import replace
from datetime import timedelta

from bot.desk.core.environment import Environment
from bot.desk.core.errors import Refusal, Refused
from bot.desk.core.sanitize import clean_name
from bot.desk.staff.audit import Actor, put_on_record
from bot.desk.staff.credentials import STAFF, end_all, grant
from bot.desk.staff.mail_address import forget_mail
from storage.ports import Store, UnitOfWork
from storage.records.access_records import Agent
from storage.records.statuses import AuditAct, MemberStatus, Role

LINK_FOR = timedelta(days=1)
FIRST_LINK_FOR = timedelta(hours=1)

_ACTS: dict[MemberStatus, AuditAct] = {
    "active": "member-readmitted",
    "suspended": "member-suspended",
    "removed": "member-removed",
}


async def add_member(store: Store, environment: Environment, by: Actor, name: str, role: Role) -> Agent:
    """Add somebody to the staff.

    Raises:
        Refused: if somebody who is not removed has this name, however it is written.
    """
    async with store.unit() as unit:
        await unit.hold(STAFF)
        if await named(unit, name):
            raise Refused(Refusal.NAME_TAKEN)
        member = Agent(id=environment.new_id(), name=clean_name(name), role=role)
        unit.add(member)
        await put_on_record(unit, environment, "member-added", by, subject=member.id, about=member.name, detail=role)
        await unit.commit()
    store.changes.tell(STAFF)
    return member


async def change_role(store: Store, environment: Environment, by: Actor, key: str, role: Role) -> None:
    """Give a member another role, and end what was begun under the old one.

    Raises:
        Refused: if this is the last admin, or there is no such member.
    """
    async with store.unit() as unit:
        await unit.hold(STAFF)
        member = await _present(unit, key)
        if role == member.role:
            return
        await demand_replaceable(unit, member)
        unit.put(replace(member, role=role))
        await end_all(unit, key)
        about = {"subject": key, "about": member.name, "detail": role}
        await put_on_record(unit, environment, "role-changed", by, **about, old=member.role, new=role)
        await unit.commit()
    store.changes.tell(STAFF)


async def change_status(store: Store, environment: Environment, by: Actor, key: str, status: MemberStatus) -> Agent:
    """Suspend, readmit or remove a member, who comes in nowhere from then on; returns the member as before.

    Raises:
        Refused: if this is the last admin, or there is no such member.
    """
    async with store.unit() as unit:
        await unit.hold(STAFF)
        member = await _present(unit, key)
        if status != "active":
            await demand_replaceable(unit, member)
        left = replace(member, status=status)
        if status == "removed":
            left = replace(left, identities=(), mail="")
            await forget_mail(unit, key)
        unit.put(left)
        await end_all(unit, key)
        about = {"subject": key, "about": member.name}
        await put_on_record(unit, environment, _ACTS[status], by, **about, old=member.status, new=status)
        await unit.commit()
    store.changes.tell(STAFF)
    return member


async def new_link(
    store: Store, environment: Environment, by: Actor, member: Agent, lasting: timedelta = LINK_FOR
) -> str:
    """Return the token of a fresh link that signs a member in, once; the older links open nothing any more.

    Raises:
        Refused: if the member may not come in.
    """
    if member.status != "active":
        raise Refused(Refusal.NO_SUCH_MEMBER)
    async with store.unit() as unit:
        await end_all(unit, member.id, "link")
        token = grant(unit, environment, member.id, "link", lasting)
        await put_on_record(unit, environment, "link-made", by, subject=member.id, about=member.name)
        await unit.commit()
    return token


async def first_link(store: Store, environment: Environment, by: Actor) -> str:
    """Return the token of a link for the first admin, who is made; empty if there is an admin."""
    async with store.unit() as unit:
        await unit.hold(STAFF)  # two processes that begin at once make one
        if await _admins(unit):
            return ""
        first = Agent(id=environment.new_id(), name=await _free_name(unit, "Admin"), role="admin")
        unit.add(first)
        await put_on_record(
            unit, environment, "member-added", by, subject=first.id, about=first.name, detail=first.role
        )
        await unit.commit()
    store.changes.tell(STAFF)
    return await new_link(store, environment, by, first, FIRST_LINK_FOR)


async def named(unit: UnitOfWork, name: str) -> list[Agent]:
    """Return who has this name, however it is written, and is not removed; more than one only by older programs."""
    wanted = _folded(clean_name(name))
    return [one for one in await unit.find(Agent) if one.status != "removed" and _folded(one.name) == wanted]


async def demand_replaceable(unit: UnitOfWork, member: Agent) -> None:
    """Return if the desk still has an admin without this member.

    Raises:
        Refused: if not.
    """
    if [one.id for one in await _admins(unit)] == [member.id]:
        raise Refused(Refusal.LAST_ADMIN)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


async def _admins(unit: UnitOfWork) -> list[Agent]:
    return [one for one in await unit.find(Agent, role="admin") if one.status == "active"]


async def _present(unit: UnitOfWork, key: str) -> Agent:
    member = await unit.get(Agent, key)
    if member is None or member.status == "removed":
        raise Refused(Refusal.NO_SUCH_MEMBER)
    return member


async def _free_name(unit: UnitOfWork, name: str) -> str:
    return f"{name} {len(await unit.find(Agent)) + 1}" if await named(unit, name) else name
