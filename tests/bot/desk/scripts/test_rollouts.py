"""A draft for a share of new conversations first: always the same ones, compared, taken back by itself, or for all."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.scripts.canary_rule import FEWEST
from bot.desk.scripts.drafts import Desired, Drafts
from bot.desk.scripts.publisher import Publisher
from bot.desk.scripts.registry import chosen
from bot.desk.scripts.rollouts import ALL, Rollouts, RolloutWish
from bot.desk.staff.audit import Actor
from storage.records.complaint_records import Conversation, Handoff
from tests.bot.desk.desk_harness import DeskHarness
from tests.bot.desk.texts import BROKEN, CHANGED, TELECOM, source

BY = Actor(None, "test")
NEW = source(CHANGED).id


@pytest.fixture
def rollouts(desk: DeskHarness) -> Rollouts:
    scripts, environment = desk.context.scripts, desk.context.environment
    publisher = Publisher(desk.store, scripts, environment)
    return Rollouts(desk.store, scripts, Drafts(desk.store, scripts, publisher, environment), publisher, environment)


async def begin(rollouts: Rollouts, desk: DeskHarness, share: int = 50, text: str = CHANGED, **later: int) -> None:
    draft = await rollouts.drafts.save("telecom", BY, Desired(text, source(text).cases))
    wish = RolloutWish(share, desk.clock.now + timedelta(**later), "try it", draft.revision)
    await rollouts.begin("telecom", BY, wish)


async def told(desk: DeskHarness, version: str, handed: int, of: int) -> None:
    """Write conversations on a version, of which some went to a person."""
    unit, environment = desk.store.unit(), desk.context.environment
    for number in range(of):
        key = environment.new_id()
        unit.add(
            Conversation(
                id=key, address=f"web:{key}", customer="c", script="telecom", version=version, state={},
                status="closed", started=desk.clock.now,
            )
        )  # fmt: skip
        if number < handed:
            unit.add(
                Handoff(id=environment.new_id(), conversation=key, ticket="t", reason="x", requested=desk.clock.now)
            )
    await unit.commit()


def test_the_same_conversations_are_chosen_always_and_about_as_many_as_wanted() -> None:
    drawn = [chosen(NEW, f"{number:020x}", 5) for number in range(4000)]

    assert drawn == [chosen(NEW, f"{number:020x}", 5) for number in range(4000)]
    assert 150 < sum(drawn) < 250
    assert not any(chosen(NEW, f"{number}", 0) for number in range(100))


async def test_a_share_of_new_conversations_begins_on_what_is_tried_and_stays_there(
    desk: DeskHarness, rollouts: Rollouts
) -> None:
    await begin(rollouts, desk)
    scripts = desk.context.scripts
    begun = {scripts.version_for("telecom", f"c{number}") for number in range(40)}

    assert begun == {NEW, TELECOM.id}
    assert scripts.current("telecom") == TELECOM.id
    assert scripts.is_in_force("telecom", NEW)
    assert scripts.is_in_force("telecom", TELECOM.id)


async def test_a_draft_with_mistakes_is_not_tried(desk: DeskHarness, rollouts: Rollouts) -> None:
    await begin(rollouts, desk, text=BROKEN)

    assert await rollouts.find("telecom") is None


async def test_what_is_worse_is_taken_back_by_itself_with_its_figures(desk: DeskHarness, rollouts: Rollouts) -> None:
    await begin(rollouts, desk)
    await told(desk, NEW, FEWEST, FEWEST)
    await told(desk, TELECOM.id, 2, FEWEST)
    await rollouts.look()
    rollout = await rollouts.find("telecom")

    assert rollout
    assert (rollout.status, rollout.worse) == ("rolled-back", "handoff")
    assert (rollout.figures["tried"]["handoff"], rollout.figures["base"]["handoff"]) == (FEWEST, 2)
    assert desk.context.scripts.version_for("telecom", "any") == TELECOM.id
    assert not desk.context.scripts.is_in_force("telecom", NEW)


async def test_what_is_as_good_goes_on_until_an_admin_gives_it_to_all(desk: DeskHarness, rollouts: Rollouts) -> None:
    await begin(rollouts, desk)
    await told(desk, NEW, 2, FEWEST)
    await told(desk, TELECOM.id, 2, FEWEST)
    await rollouts.look()
    before = await rollouts.find("telecom")
    await rollouts.to_all("telecom", BY)
    after = await rollouts.find("telecom")

    assert before
    assert after
    assert (before.status, after.status) == ("trying", "published")
    assert desk.context.scripts.current("telecom") == NEW
    assert await rollouts.drafts.find("telecom") is None


async def test_what_is_planned_comes_into_force_at_its_time(desk: DeskHarness, rollouts: Rollouts) -> None:
    await begin(rollouts, desk, ALL, hours=2)
    await rollouts.look()
    early = desk.context.scripts.current("telecom")
    desk.clock.now += timedelta(hours=2)
    await rollouts.look()

    assert (early, desk.context.scripts.current("telecom")) == (TELECOM.id, NEW)


async def test_a_trial_ends_when_something_else_comes_into_force(desk: DeskHarness, rollouts: Rollouts) -> None:
    await begin(rollouts, desk)
    rollout = await rollouts.find("telecom")
    assert rollout
    other = replace(source(CHANGED), text=CHANGED.replace("Good evening", "Good night"))
    await Publisher(desk.store, desk.context.scripts, desk.context.environment).publish(other, "command")
    await rollouts.look()
    ended = await rollouts.find("telecom")

    assert ended
    assert ended.status == "given-up"
