"""Teams: some of the staff to whom a ticket can be passed on together. Each change is on record."""

from collections.abc import Sequence
from dataclasses import replace

from bot.desk.core.environment import Environment
from bot.desk.core.errors import Refusal, Refused
from bot.desk.core.sanitize import clean_name
from bot.desk.staff.audit import Actor, put_on_record
from bot.desk.staff.credentials import STAFF
from storage.ports import Store, UnitOfWork
from storage.records.access_records import Agent
from storage.records.desk_records import Team


async def save_team(
    store: Store, environment: Environment, by: Actor, name: str, members: Sequence[str], key: str = ""
) -> None:
    """Keep a team with these members, by their ids; ``key`` is that of the team it was, if it was there.

    Raises:
        Refused: if it has no name, another team has it, or it is gone.
    """
    async with store.unit() as unit:
        await unit.hold(STAFF)
        called = clean_name(name)
        if not called:
            raise Refused(Refusal.EMPTY)
        if any(one.id != key and one.name.casefold() == called.casefold() for one in await unit.find(Team)):
            raise Refused(Refusal.NAME_TAKEN)
        active = {one.id for one in await unit.find(Agent) if one.status == "active"}
        chosen = tuple(one for one in dict.fromkeys(members) if one in active)
        if key:
            unit.put(replace(await _team(unit, key), name=called, members=chosen))
        else:
            unit.add(Team(id=environment.new_id(), name=called, members=chosen))
        await put_on_record(unit, environment, "team-saved", by, about=called)
        await unit.commit()
    store.changes.tell(STAFF)


async def remove_team(store: Store, environment: Environment, by: Actor, key: str) -> None:
    """Remove a team; what waits for it waits for everybody.

    Raises:
        Refused: if it is gone.
    """
    async with store.unit() as unit:
        await unit.hold(STAFF)
        team = await _team(unit, key)
        unit.delete(team)
        await put_on_record(unit, environment, "team-removed", by, about=team.name)
        await unit.commit()
    store.changes.tell(STAFF)


async def _team(unit: UnitOfWork, key: str) -> Team:
    team = await unit.get(Team, key)
    if team is None:
        raise Refused(Refusal.NO_SUCH_TEAM)
    return team
