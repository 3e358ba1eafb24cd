"""Who may be counted on, and which of them belong together."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.desk.core.errors import Refused
from bot.desk.staff.attendance import choose_notices, come_back, go_away, is_here
from bot.desk.staff.teams import remove_team, save_team
from storage.embedded.embedded_store import open_store
from storage.ports import Store
from storage.records.access_records import Agent
from storage.records.desk_records import Team
from tests.bot.web.place import ADA, LI, NOBODY, NOON, standing_world

WORLD = standing_world()
SOON = NOON + timedelta(hours=1)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = await open_store(tmp_path)
    unit = store.unit()
    for one in (LI, ADA, replace(LI, id="gone", name="Gone", status="removed")):
        unit.add(one)
    await unit.commit()
    yield store
    await store.close()


async def known(store: Store) -> Agent:
    found = await store.unit().get(Agent, LI.id)
    assert found
    return found


async def test_who_is_away_is_back_by_themselves_at_the_time_they_said(store: Store) -> None:
    await go_away(store, LI.id, SOON, NOON)
    away = await known(store)
    await come_back(store, LI.id)

    assert [is_here(away, NOON), is_here(away, SOON), is_here(await known(store), NOON)] == [False, True, True]


async def test_nobody_is_away_until_a_time_that_is_over(store: Store) -> None:
    with pytest.raises(Refused):
        await go_away(store, LI.id, NOON, NOON)

    assert is_here(await known(store), NOON)


async def test_only_notices_that_there_are_can_be_chosen(store: Store) -> None:
    await choose_notices(store, LI.id, ["sound", "fireworks"])

    assert (await known(store)).notices == ("sound",)


async def test_a_team_is_made_changed_and_removed_and_holds_who_is_there(store: Store) -> None:
    await save_team(store, WORLD, NOBODY, " Field ", [LI.id, "gone", LI.id])
    [made] = await store.unit().find(Team)
    await save_team(store, WORLD, NOBODY, "Field", [ADA.id], made.id)
    [changed] = await store.unit().find(Team, members=ADA.id)
    with pytest.raises(Refused):
        await save_team(store, WORLD, NOBODY, "field", [])
    await remove_team(store, WORLD, NOBODY, made.id)

    assert (made.name, made.members, changed.members) == ("Field", (LI.id,), (ADA.id,))
    assert await store.unit().find(Team) == []
