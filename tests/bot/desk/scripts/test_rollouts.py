"""A draft for a share of new conversations first: always the same ones, compared, taken back by itself, or for all."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.scripts.canary_rule import FEWEST, GroupFigures
from bot.desk.scripts.drafts import Desired, Drafts, DraftTaken
from bot.desk.scripts.publisher import Publisher
from bot.desk.scripts.registry import chosen
from bot.desk.scripts.rollouts import ALL, Rollouts, RolloutWish
from bot.desk.staff.audit import PROGRAM, Actor
from storage.records.access_records import Audit
from storage.records.complaint_records import Conversation, Handoff
from storage.records.script_records import Rollout
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


async def test_what_came_into_force_since_is_not_taken_for_what_was_worse(
    desk: DeskHarness, rollouts: Rollouts, monkeypatch: pytest.MonkeyPatch
) -> None:
    await begin(rollouts, desk)
    await told(desk, NEW, FEWEST, FEWEST)
    await told(desk, TELECOM.id, 2, FEWEST)
    counted, other = rollouts.figures, replace(source(CHANGED), text=CHANGED.replace("Good evening", "Good night"))

    async def published_meanwhile(rollout: Rollout) -> tuple[GroupFigures, GroupFigures]:
        figures = await counted(rollout)
        await Publisher(desk.store, desk.context.scripts, desk.context.environment).publish(other, "command")
        return figures

    monkeypatch.setattr(rollouts, "figures", published_meanwhile)
    await rollouts.look()
    ended = await rollouts.find("telecom")

    assert ended
    assert (ended.status, ended.worse) == ("given-up", "")


async def test_a_plan_undoes_nothing_that_came_into_force_since(desk: DeskHarness, rollouts: Rollouts) -> None:
    await begin(rollouts, desk, ALL, hours=2)
    mended = replace(source(CHANGED), text=CHANGED.replace("Good evening", "Good night"))
    await Publisher(desk.store, desk.context.scripts, desk.context.environment).publish(mended, "command")
    desk.clock.forward(hours=2)
    await rollouts.look()
    ended = await rollouts.find("telecom")

    assert ended
    assert (ended.status, desk.context.scripts.current("telecom")) == ("given-up", mended.id)


async def test_what_the_program_does_by_itself_is_on_record_as_its_own(desk: DeskHarness, rollouts: Rollouts) -> None:
    await begin(rollouts, desk)
    await told(desk, NEW, FEWEST, FEWEST)
    await told(desk, TELECOM.id, 2, FEWEST)
    await rollouts.look()
    draft = await rollouts.drafts.find("telecom")
    assert draft
    await rollouts.begin("telecom", BY, RolloutWish(ALL, desk.clock.now + timedelta(hours=2), "", draft.revision))
    desk.clock.forward(hours=2)
    await rollouts.look()
    lines = await desk.store.unit().find(Audit)

    assert [(line.act, line.origin) for line in lines if line.act in ("script-withdrawn", "script-published")] == [
        ("script-withdrawn", PROGRAM),
        ("script-published", PROGRAM),
    ]


async def test_a_draft_that_somebody_saves_meanwhile_stays(
    desk: DeskHarness, rollouts: Rollouts, monkeypatch: pytest.MonkeyPatch
) -> None:
    await begin(rollouts, desk, ALL, hours=2)

    async def taken(*_: object) -> None:
        raise DraftTaken(None)

    monkeypatch.setattr(rollouts.drafts, "drop", taken)
    desk.clock.forward(hours=2)
    await rollouts.look()
    draft, ended = await rollouts.drafts.find("telecom"), await rollouts.find("telecom")

    assert draft
    assert ended
    assert (ended.status, desk.context.scripts.current("telecom")) == ("published", NEW)


async def test_a_script_at_which_the_look_stumbles_keeps_no_other_from_being_looked_at(
    desk: DeskHarness, rollouts: Rollouts, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await begin(rollouts, desk, ALL, hours=2)
    unit, planned = desk.store.unit(), await rollouts.find("telecom")
    assert planned
    unit.add(replace(planned, id="a-first", share=50, status="trying", revision=0))
    await unit.commit()

    async def stumbles(_: Rollout) -> None:
        raise KeyError("what nobody has thought of")

    monkeypatch.setattr(rollouts, "figures", stumbles)
    desk.clock.forward(hours=2)
    await rollouts.look()

    assert desk.context.scripts.current("telecom") == NEW
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == [
        "what is tried of a-first could not be looked at"
    ]
