import asyncio
from pathlib import Path

import pytest

from bot.desk.scripts.history import NoSuchVersion
from bot.desk.scripts.publisher import Publisher
from bot.desk.scripts.registry import ScriptRegistry
from bot.desk.scripts.validation import KNOWN_ISSUES, Source
from storage.ports import Unavailable
from storage.records.script_records import Publication, ScriptVersion
from storage.unit_of_work import Unit
from tests.bot.desk.desk_harness import DeskHarness
from tests.bot.desk.texts import (
    BROKEN,
    CASES,
    CHANGED,
    ISSUES,
    OWN_ISSUES,
    RED,
    SMALL,
    TELECOM,
    THIRD,
    UNREACHING,
    source,
)

OLD, NEW, NEWEST = TELECOM.id, source(CHANGED).id, source(THIRD).id
DRAFT = source(SMALL, UNREACHING)


@pytest.fixture
def publisher(desk: DeskHarness) -> Publisher:
    return Publisher(desk.store, desk.context.scripts, desk.context.environment)


async def history(desk: DeskHarness) -> list[tuple[str, str, str]]:
    """Return what the store holds of the publications of the script: version, by, kind."""
    found = await desk.store.unit().find(Publication, script="telecom")
    return [(one.version, one.by, one.kind) for one in found]


async def test_a_good_text_is_put_in_force_and_written_down(desk: DeskHarness, publisher: Publisher) -> None:
    outcome = await publisher.publish(source(CHANGED), "command")

    assert (outcome.key, outcome.before, outcome.version, outcome.mistakes) == ("telecom", OLD, NEW, ())
    assert desk.context.scripts.current("telecom") == NEW
    assert await history(desk) == [(OLD, "start", "publish"), (NEW, "command", "publish")]


async def test_a_version_is_kept_with_its_cases(desk: DeskHarness, publisher: Publisher) -> None:
    await publisher.publish(source(CHANGED), "folder")
    kept = await desk.store.unit().get(ScriptVersion, NEW)

    assert kept
    assert (kept.script, kept.text, kept.cases, kept.by) == ("telecom", CHANGED, CASES, "folder")


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (source(BROKEN), "unknown-step"),
        (source("a: ["), "syntax"),
        (source(CHANGED, cases=""), "no-cases"),
        (source(CHANGED, RED), "case-filed"),
        (DRAFT, "step-not-reached"),
    ],
)
async def test_a_bad_text_changes_nothing_that_is_in_force(
    desk: DeskHarness, publisher: Publisher, bad: Source, code: str
) -> None:
    outcome = await publisher.publish(bad, "folder")

    assert code in [mistake.problem.code for mistake in outcome.mistakes]
    assert (outcome.before, outcome.version) in ((OLD, OLD), ("", ""))
    assert desk.context.scripts.current("telecom") == OLD
    assert await history(desk) == [(OLD, "start", "publish")]


async def test_what_can_be_read_but_not_published_is_kept_as_a_draft(desk: DeskHarness, publisher: Publisher) -> None:
    await publisher.publish(DRAFT, "folder")
    await publisher.publish(source(BROKEN), "folder")
    found = await desk.store.unit().find(ScriptVersion, script="telecom")

    assert {version.id for version in found} == {OLD, DRAFT.id}
    assert [version.id for version in desk.context.scripts.records("telecom")] == [OLD, DRAFT.id]


async def test_what_is_in_force_is_not_published_again(desk: DeskHarness, publisher: Publisher) -> None:
    outcome = await publisher.publish(TELECOM, "command")

    assert outcome.before == outcome.version == OLD
    assert await history(desk) == [(OLD, "start", "publish")]


async def test_an_older_text_can_be_published_again(desk: DeskHarness, publisher: Publisher) -> None:
    await publisher.publish(source(CHANGED), "command")
    await publisher.publish(TELECOM, "command")

    assert desk.context.scripts.current("telecom") == OLD
    assert [version for version, _, _ in await history(desk)] == [OLD, NEW, OLD]


async def test_two_publications_at_once_both_happen(desk: DeskHarness, publisher: Publisher) -> None:
    await asyncio.gather(*(publisher.publish(source(text), "command") for text in (CHANGED, THIRD, CHANGED)))

    assert {version for version, _, _ in await history(desk)} == {OLD, NEW, NEWEST}
    assert desk.context.scripts.current("telecom") == (await history(desk))[-1][0]


async def test_what_another_process_has_published_meanwhile_is_known_before_anything_is_decided(
    desk: DeskHarness, publisher: Publisher
) -> None:
    elsewhere = ScriptRegistry("telecom")
    await elsewhere.open(desk.store.unit())
    await Publisher(desk.store, elsewhere, desk.context.environment).publish(source(CHANGED), "folder")
    outcome = await publisher.publish(source(CHANGED), "folder")

    assert outcome.before == outcome.version == NEW
    assert await history(desk) == [(OLD, "start", "publish"), (NEW, "folder", "publish")]


async def test_a_process_that_is_told_puts_in_force_what_another_has_published(
    desk: DeskHarness, publisher: Publisher
) -> None:
    elsewhere = ScriptRegistry("telecom")
    await elsewhere.open(desk.store.unit())
    following = asyncio.create_task(elsewhere.follow(desk.store, desk.context.recognition.learnt))
    await asyncio.sleep(0)
    await publisher.publish(source(CHANGED), "command")
    async with asyncio.timeout(60):
        while elsewhere.current("telecom") != NEW:  # noqa: ASYNC110  # it tells nobody
            await asyncio.sleep(0)
    following.cancel()
    await asyncio.gather(following, return_exceptions=True)

    assert elsewhere.version(NEW) is not None


async def test_what_the_store_cannot_write_is_not_in_force(
    desk: DeskHarness, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(_: Unit) -> None:
        raise Unavailable("no space left")

    monkeypatch.setattr(Unit, "commit", full)
    with pytest.raises(Unavailable):
        await publisher.publish(source(CHANGED), "folder")
    monkeypatch.undo()

    assert desk.context.scripts.current("telecom") == OLD
    assert (await publisher.publish(source(CHANGED), "folder")).version == NEW


async def test_rolling_back_goes_to_the_version_before(desk: DeskHarness, publisher: Publisher) -> None:
    await publisher.publish(source(CHANGED), "command")
    outcome = await publisher.roll_back("telecom")

    assert (outcome.before, outcome.version) == (NEW, OLD)
    assert desk.context.scripts.current("telecom") == OLD
    assert (await history(desk))[-1] == (OLD, "command", "rollback")


async def test_rolling_back_twice_goes_back_two_versions(desk: DeskHarness, publisher: Publisher) -> None:
    await publisher.publish(source(CHANGED), "command")
    await publisher.publish(source(THIRD), "command")
    found = [(await publisher.roll_back("telecom")).version for _ in range(2)]

    assert found == [NEW, OLD]


async def test_what_was_rolled_back_is_not_gone_back_to(desk: DeskHarness, publisher: Publisher) -> None:
    await publisher.publish(source(CHANGED), "command")
    await publisher.roll_back("telecom")
    await publisher.publish(source(THIRD), "command")

    assert (await publisher.roll_back("telecom")).version == OLD


async def test_a_version_to_go_back_to_can_be_named_by_how_it_begins(desk: DeskHarness, publisher: Publisher) -> None:
    await publisher.publish(source(CHANGED), "command")
    await publisher.publish(source(THIRD), "command")

    assert (await publisher.roll_back("telecom", OLD[:7])).version == OLD
    assert (await publisher.roll_back("telecom", NEWEST[:7])).version == NEWEST


@pytest.mark.parametrize(("script", "version"), [("telecom", ""), ("telecom", "zzz"), ("hotel", ""), ("hotel", "x")])
async def test_what_was_never_in_force_cannot_be_gone_back_to(publisher: Publisher, script: str, version: str) -> None:
    with pytest.raises(NoSuchVersion, match=script):
        await publisher.roll_back(script, version)


async def test_a_draft_cannot_be_gone_back_to(publisher: Publisher) -> None:
    await publisher.publish(DRAFT, "folder")

    with pytest.raises(NoSuchVersion, match=f"0 published versions of telecom; there are: {OLD:.7}"):
        await publisher.roll_back("telecom", DRAFT.id)


async def test_a_known_issue_in_the_script_and_beside_it_is_refused(desk: DeskHarness, publisher: Publisher) -> None:
    await publisher.publish(Source("telecom.yaml", ISSUES, known_issues=True), "command")
    outcome = await publisher.publish(source(SMALL + OWN_ISSUES), "command")

    assert [mistake.problem.code for mistake in outcome.mistakes] == ["repeated-key"]
    assert desk.context.scripts.current("telecom") == OLD


async def test_known_issues_are_published_like_scripts(desk: DeskHarness, publisher: Publisher) -> None:
    before = desk.context.scripts.known_issues("telecom")
    outcome = await publisher.publish(Source("telecom.yaml", ISSUES, known_issues=True), "command")

    assert outcome.key == KNOWN_ISSUES + "telecom"
    assert [issue.key for issue in desk.context.scripts.known_issues("telecom")] == ["sea-cable"]
    await publisher.roll_back(KNOWN_ISSUES + "telecom")
    assert desk.context.scripts.known_issues("telecom") == before


async def test_known_issues_of_a_script_that_is_not_there_are_refused(publisher: Publisher, tmp_path: Path) -> None:
    outcome = await publisher.publish(Source(str(tmp_path / "telcom.yaml"), ISSUES, known_issues=True), "command")

    assert [mistake.problem.code for mistake in outcome.mistakes] == ["no-script"]
