"""Who is on the staff: names, roles, leaving and coming back, and the links that sign them in."""

from dataclasses import replace

import pytest

from bot.desk.core.errors import Refusal, Refused
from bot.desk.staff.accounts import connect, invite
from bot.desk.staff.audit import Actor
from bot.desk.staff.credentials import grant, opened
from bot.desk.staff.membership import (
    LINK_FOR,
    add_member,
    change_role,
    change_status,
    first_link,
    named,
    new_link,
)
from storage.records.access_records import Access, Agent, Audit
from storage.records.statuses import MemberStatus
from tests.bot.desk.desk_harness import LI, DeskHarness

BOSS = Agent(id="agent-boss", name="Chen Jing", role="admin")
BY = Actor(BOSS, "203.0.113.7")


@pytest.fixture
async def staffed(desk: DeskHarness) -> DeskHarness:
    unit = desk.store.unit()
    unit.add(LI)
    unit.add(BOSS)
    await unit.commit()
    return desk


async def record(desk: DeskHarness) -> list[tuple[str, str, str, str, str]]:
    lines = await desk.store.unit().find(Audit)
    return [(line.name, line.origin, line.act, line.about, line.detail) for line in lines]


async def member(desk: DeskHarness, key: str = LI.id) -> Agent:
    found = await desk.store.unit().get(Agent, key)
    assert found is not None
    return found


@pytest.mark.parametrize("name", ["Li Wei", "li wei", " LI  WEI ", "Ｌｉ Ｗｅｉ"])
async def test_a_name_is_given_once_however_it_is_written(staffed: DeskHarness, name: str) -> None:
    with pytest.raises(Refused) as refused:
        await add_member(staffed.store, staffed.context.environment, BY, name, "agent")

    assert refused.value.reason == Refusal.NAME_TAKEN


async def test_the_name_of_who_was_removed_is_free_again(staffed: DeskHarness) -> None:
    await change_status(staffed.store, staffed.context.environment, BY, LI.id, "removed")
    added = await add_member(staffed.store, staffed.context.environment, BY, "Li Wei", "agent")

    assert [one.id for one in await named(staffed.store.unit(), "li wei")] == [added.id]


@pytest.mark.parametrize("status", ["suspended", "removed"])
async def test_who_leaves_has_nothing_left_that_opens_anything(staffed: DeskHarness, status: MemberStatus) -> None:
    environment, unit = staffed.context.environment, staffed.store.unit()
    for kind in ("browser", "link", "telegram"):
        grant(unit, environment, LI.id, kind, LINK_FOR)
    await unit.commit()
    await change_status(staffed.store, environment, BY, LI.id, status)

    assert await staffed.store.unit().find(Access, agent=LI.id) == []
    assert (await member(staffed)).status == status


async def test_another_role_ends_what_was_begun_under_the_old_one(staffed: DeskHarness) -> None:
    environment, unit = staffed.context.environment, staffed.store.unit()
    secret = grant(unit, environment, LI.id, "browser", LINK_FOR)
    await unit.commit()
    await change_role(staffed.store, environment, BY, LI.id, "supervisor")

    assert (await member(staffed)).role == "supervisor"
    assert await opened(staffed.store.unit(), environment, secret, "browser") is None


@pytest.mark.parametrize("status", ["suspended", "removed"])
async def test_the_last_admin_stays(staffed: DeskHarness, status: MemberStatus) -> None:
    with pytest.raises(Refused) as leaving:
        await change_status(staffed.store, staffed.context.environment, BY, BOSS.id, status)
    with pytest.raises(Refused) as demoted:
        await change_role(staffed.store, staffed.context.environment, BY, BOSS.id, "agent")

    assert [one.value.reason for one in (leaving, demoted)] == [Refusal.LAST_ADMIN] * 2


async def test_an_admin_who_is_suspended_does_not_count(staffed: DeskHarness) -> None:
    environment = staffed.context.environment
    await change_role(staffed.store, environment, BY, LI.id, "admin")
    await change_status(staffed.store, environment, BY, LI.id, "suspended")
    with pytest.raises(Refused) as refused:
        await change_status(staffed.store, environment, BY, BOSS.id, "removed")

    assert refused.value.reason == Refusal.LAST_ADMIN


async def test_who_is_suspended_comes_in_again_once_readmitted(staffed: DeskHarness) -> None:
    environment = staffed.context.environment
    await change_status(staffed.store, environment, BY, LI.id, "suspended")
    with pytest.raises(Refused) as refused:
        await new_link(staffed.store, environment, BY, await member(staffed))
    await change_status(staffed.store, environment, BY, LI.id, "active")
    token = await new_link(staffed.store, environment, BY, await member(staffed))

    assert refused.value.reason == Refusal.NO_SUCH_MEMBER
    assert await opened(staffed.store.unit(), environment, token, "link") is not None


async def test_who_was_removed_connects_no_account_and_has_none(staffed: DeskHarness) -> None:
    environment, unit = staffed.context.environment, staffed.store.unit()
    unit.put(replace(await member(staffed), identities=("telegram:815",)))
    await unit.commit()
    secret = await invite(staffed.store, environment, LI)
    await change_status(staffed.store, environment, BY, LI.id, "removed")
    late = await connect(staffed.store.unit(), environment, secret, "telegram:815")

    assert late is None
    assert (await member(staffed)).identities == ()


async def test_there_is_no_first_link_where_there_is_an_admin(staffed: DeskHarness) -> None:
    assert await first_link(staffed.store, staffed.context.environment, BY) == ""


async def test_all_of_it_is_on_record_without_a_secret(staffed: DeskHarness) -> None:
    store, environment = staffed.store, staffed.context.environment
    added = await add_member(store, environment, BY, "Bo", "agent")
    token = await new_link(store, environment, BY, added)
    await change_role(store, environment, BY, added.id, "supervisor")
    await change_status(store, environment, BY, added.id, "suspended")
    await change_status(store, environment, BY, added.id, "removed")
    lines = await record(staffed)

    assert lines == [
        ("Chen Jing", "203.0.113.7", "member-added", "Bo", "agent"),
        ("Chen Jing", "203.0.113.7", "link-made", "Bo", ""),
        ("Chen Jing", "203.0.113.7", "role-changed", "Bo", "supervisor"),
        ("Chen Jing", "203.0.113.7", "member-suspended", "Bo", ""),
        ("Chen Jing", "203.0.113.7", "member-removed", "Bo", ""),
    ]
    assert token not in str(lines)
