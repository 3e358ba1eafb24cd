"""Who of the staff is who on a channel, and the secrets that show it."""

import asyncio
from datetime import timedelta

import pytest

from bot.desk.staff.accounts import INVITED_FOR, connect, disconnect, invite
from bot.desk.staff.credentials import grant, hashed
from storage.ports import Conflict
from storage.records.access_records import Access, Agent
from tests.bot.desk.desk_harness import ADA, LI, DeskHarness

PHONE = "telegram:815"


@pytest.fixture
async def staffed(desk: DeskHarness) -> DeskHarness:
    unit = desk.store.unit()
    unit.add(LI)
    unit.add(ADA)
    await unit.commit()
    return desk


async def brings(desk: DeskHarness, secret: str, identity: str = PHONE) -> str:
    """Bring a secret from an account; returns the name of who is connected by it."""
    unit = desk.store.unit()
    agent = await connect(unit, desk.context.environment, secret, identity)
    await unit.commit()
    return agent.name if agent else ""


async def who_is(desk: DeskHarness, identity: str = PHONE) -> list[str]:
    return [agent.name for agent in await desk.store.unit().find(Agent, identities=identity)]


async def test_a_secret_connects_an_account_once(staffed: DeskHarness) -> None:
    secret = await invite(staffed.store, staffed.context.environment, LI)
    names = [await brings(staffed, secret), await brings(staffed, secret, "telegram:816")]

    assert names == ["Li Wei", ""]
    assert await who_is(staffed) == ["Li Wei"]
    assert await who_is(staffed, "telegram:816") == []


async def test_of_two_accounts_that_bring_it_at_the_same_moment_one_is_connected(staffed: DeskHarness) -> None:
    secret = await invite(staffed.store, staffed.context.environment, LI)
    accounts = [f"telegram:{number}" for number in range(5)]
    outcomes = await asyncio.gather(*(brings(staffed, secret, one) for one in accounts), return_exceptions=True)

    assert outcomes.count("Li Wei") == 1
    assert sum(isinstance(outcome, Conflict) or outcome == "" for outcome in outcomes) == 4


async def test_a_secret_is_good_for_an_hour(staffed: DeskHarness) -> None:
    secret = await invite(staffed.store, staffed.context.environment, LI)
    staffed.clock.forward(seconds=INVITED_FOR.total_seconds())

    assert await brings(staffed, secret) == ""


@pytest.mark.parametrize("kind", ["link", "browser"])
async def test_what_opens_the_desk_connects_no_account(staffed: DeskHarness, kind: str) -> None:
    unit = staffed.store.unit()
    secret = grant(unit, staffed.context.environment, LI.id, kind, timedelta(hours=1))
    await unit.commit()

    assert await brings(staffed, secret) == ""


async def test_an_account_belongs_to_who_connected_it_last(staffed: DeskHarness) -> None:
    for agent in (LI, ADA):
        await brings(staffed, await invite(staffed.store, staffed.context.environment, agent))

    assert await who_is(staffed) == ["Ada"]


async def test_connecting_the_same_account_again_changes_nothing(staffed: DeskHarness) -> None:
    for _ in range(2):
        await brings(staffed, await invite(staffed.store, staffed.context.environment, LI))
    agent = await staffed.store.unit().get(Agent, LI.id)

    assert agent
    assert agent.identities == (PHONE,)


async def test_a_member_may_let_go_of_an_account(staffed: DeskHarness) -> None:
    await brings(staffed, await invite(staffed.store, staffed.context.environment, LI))
    await disconnect(staffed.store, LI.id, "telegram", "")

    assert await who_is(staffed) == []


async def test_no_secret_is_kept(staffed: DeskHarness) -> None:
    secret = await invite(staffed.store, staffed.context.environment, LI)

    assert secret not in str(await staffed.store.unit().find(Access))


async def test_who_lets_go_of_an_account_is_signed_out_everywhere_else(staffed: DeskHarness) -> None:
    unit = staffed.store.unit()
    here, there = (grant(unit, staffed.context.environment, LI.id, "browser", timedelta(hours=1)) for _ in range(2))
    other = grant(unit, staffed.context.environment, ADA.id, "browser", timedelta(hours=1))
    await unit.commit()
    await disconnect(staffed.store, LI.id, "telegram", here)
    left = {access.id for access in await staffed.store.unit().find(Access)}

    assert left == {hashed(here), hashed(other)} != {hashed(there)}
