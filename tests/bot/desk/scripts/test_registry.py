from dataclasses import replace

import pytest

from bot.desk.scripts.publisher import Publisher
from bot.desk.scripts.registry import AFTER_ANSWER, ScriptRegistry
from bot.desk.scripts.validation import KNOWN_ISSUES
from dialogs.language.known_issue import KnownIssue
from storage.records.script_records import Publication, ScriptVersion
from tests.bot.desk.desk_harness import ALL_ANSWERS, BILL, NOON, DeskHarness
from tests.bot.desk.texts import CHANGED, OWN_ISSUES, SMALL, TELECOM, source


async def reopened(desk: DeskHarness) -> ScriptRegistry:
    """Return what is in force after a restart."""
    scripts = ScriptRegistry("telecom")
    await scripts.open(desk.store.unit())
    return scripts


async def publish(desk: DeskHarness, text: str) -> None:
    """Publish a text of the script of the house."""
    outcome = await Publisher(desk.store, desk.context.scripts, desk.context.environment).publish(
        source(text), "command"
    )
    assert outcome.mistakes == ()


async def test_what_is_shipped_is_in_force(desk: DeskHarness) -> None:
    scripts = desk.context.scripts
    found = [scripts.version(scripts.current(key)) for key in ("telecom", AFTER_ANSWER)]

    assert [script and script.key for script in found] == ["telecom", AFTER_ANSWER]
    assert scripts.script("nothing") is None


async def test_there_is_no_version_of_a_script_that_is_not_there(desk: DeskHarness) -> None:
    with pytest.raises(KeyError):
        desk.context.scripts.current("nothing")


async def test_the_newest_publication_is_in_force_after_a_restart(desk: DeskHarness) -> None:
    await publish(desk, CHANGED)
    again = await reopened(desk)

    assert again.current("telecom") == source(CHANGED).id
    assert [one.version for one in again.published("telecom")] == [TELECOM.id, source(CHANGED).id]


async def test_a_new_conversation_begins_on_what_is_in_force(desk: DeskHarness) -> None:
    await publish(desk, CHANGED)
    told = await desk.says(BILL)

    assert told == ["Good evening", "Kind"]


async def test_a_whole_complaint_can_be_told_after_another_version_was_published(desk: DeskHarness) -> None:
    await desk.says(BILL)
    await publish(desk, CHANGED)
    await desk.says(*ALL_ANSWERS)

    assert (await desk.ticket()).status == "open"


async def test_a_version_that_is_not_in_the_store_is_none(desk: DeskHarness, caplog: pytest.LogCaptureFixture) -> None:
    found = [desk.context.scripts.version("3f2a91c0") for _ in range(2)]

    assert found == [None, None]
    assert caplog.messages == ["the version 3f2a91c is not in the store"]


async def test_a_pinned_version_that_this_program_refuses_is_told_once_and_breaks_nothing(
    desk: DeskHarness, caplog: pytest.LogCaptureFixture
) -> None:
    await desk.says(BILL)
    pinned = (await desk.conversation()).version
    version = await desk.store.unit().get(ScriptVersion, pinned)
    assert version
    unit = desk.store.unit()
    unit.delete(version)
    unit.add(replace(version, text="format: 0\n"))
    await unit.commit()
    scripts = await reopened(desk)

    assert scripts.version(pinned) is None
    assert scripts.script("telecom") is None
    assert scripts.script(AFTER_ANSWER) is not None
    assert caplog.messages == [f"the version {pinned:.7} of telecom cannot be read by this program any more"]


async def test_what_the_first_program_kept_was_published_in_the_order_in_which_it_came(desk: DeskHarness) -> None:
    """It kept no publications; its versions do not say who brought them."""
    old = [
        ScriptVersion(id=key, script="airline", text=SMALL, imported=NOON.replace(hour=hour))
        for key, hour in (("b", 9), ("a", 10))
    ]
    unit = desk.store.unit()
    for version in old:
        unit.add(version)
    await unit.commit()
    scripts = await reopened(desk)

    assert [one.version for one in scripts.published("airline")] == ["b", "a"]
    assert scripts.current("airline") == "a"


async def test_a_draft_is_a_version_but_not_in_force(desk: DeskHarness) -> None:
    draft = ScriptVersion(id="d", script="airline", text=SMALL, imported=NOON, by="folder")
    desk.context.scripts.keep(draft)

    assert desk.context.scripts.records("airline") == [draft]
    assert desk.context.scripts.published("airline") == ()
    assert desk.context.scripts.script("airline") is None


def issue_keys(issues: tuple[KnownIssue, ...]) -> set[str]:
    return {issue.key for issue in issues}


async def test_the_known_issues_of_a_script_are_those_in_its_own_file_and_those_beside_it(desk: DeskHarness) -> None:
    scripts = desk.context.scripts
    beside = issue_keys(scripts.issues_in(KNOWN_ISSUES + "telecom"))
    version = ScriptVersion(id="with-issues", script="telecom", text=SMALL + OWN_ISSUES, imported=NOON, by="command")
    scripts.keep(version)
    scripts.enforce(Publication(id="9", script="telecom", version=version.id, at=NOON, by="command"))

    assert "roaming-off" in beside
    assert issue_keys(scripts.known_issues("telecom")) == beside | {"sea-cable"}
    assert scripts.known_issues(AFTER_ANSWER) == ()
