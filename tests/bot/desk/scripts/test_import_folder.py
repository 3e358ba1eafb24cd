from pathlib import Path

import pytest

from bot.desk.scripts.import_folder import ImportFolder
from bot.desk.scripts.publisher import Publisher
from bot.desk.scripts.registry import ScriptRegistry
from storage.ports import Unavailable
from tests.bot.desk.desk_harness import DeskHarness
from tests.bot.desk.texts import BROKEN, CASES, CHANGED, ISSUES, SMALL, TELECOM, THIRD, source

OLD, NEW = TELECOM.id, source(CHANGED).id


class Place:
    """A company's folder of scripts, over the store of the house."""

    def __init__(self, desk: DeskHarness, path: Path) -> None:
        self.desk = desk
        self.path = path
        path.mkdir()
        self.start(desk.context.scripts)

    def start(self, scripts: ScriptRegistry, *, known_issues: bool = False, shipped: bool = False) -> None:
        """Begin to look at the folder as a start of the program does."""
        self.scripts = scripts
        self.publisher = Publisher(self.desk.store, scripts, self.desk.context.environment)
        self.folder = ImportFolder(self.path, scripts, self.publisher, known_issues=known_issues, shipped=shipped)

    async def restarts(self, *, known_issues: bool = False, shipped: bool = False) -> list[str]:
        """Start again; return the codes of what is wrong."""
        scripts = ScriptRegistry("telecom")
        await scripts.open(self.desk.store.unit())
        self.start(scripts, known_issues=known_issues, shipped=shipped)
        return [mistake.problem.code for mistake in await self.folder.begin()]

    async def looks(self) -> list[str]:
        """Look at the folder; return the codes of what is wrong."""
        return [mistake.problem.code for mistake in await self.folder.look()]

    def write(self, text: str, cases: str = CASES, name: str = "telecom") -> None:
        (self.path / f"{name}.yaml").write_text(text, "utf-8")
        (self.path / f"{name}.cases.yaml").write_text(cases, "utf-8")

    @property
    def current(self) -> str:
        return self.scripts.current("telecom")


@pytest.fixture
def place(desk: DeskHarness, tmp_path: Path) -> Place:
    return Place(desk, tmp_path / "scripts")


async def test_a_new_text_is_published_at_the_start(place: Place) -> None:
    place.write(CHANGED)

    assert await place.restarts() == []
    assert place.current == NEW
    assert place.scripts.published("telecom")[-1].by == "start"


async def test_a_start_undoes_no_rollback(place: Place) -> None:
    place.write(CHANGED)
    await place.restarts()
    await place.publisher.roll_back("telecom")

    assert await place.restarts() == []
    assert place.current == OLD


async def test_a_start_undoes_no_publication_by_command(place: Place) -> None:
    place.write(TELECOM.text, TELECOM.cases)
    await place.publisher.publish(source(CHANGED), "command")

    assert await place.restarts() == []
    assert place.current == NEW


async def test_a_newer_program_replaces_what_came_with_the_older_one(place: Place) -> None:
    place.write(CHANGED)
    await place.restarts(shipped=True)

    assert place.current == NEW


async def test_a_newer_program_replaces_nothing_that_the_company_put_in_force(place: Place) -> None:
    await place.publisher.publish(source(CHANGED), "command")
    place.write(THIRD)
    await place.restarts(shipped=True)

    assert place.current == NEW


async def test_a_newer_program_undoes_no_rollback(place: Place) -> None:
    await place.publisher.publish(source(CHANGED), "start")
    await place.publisher.roll_back("telecom")
    place.write(THIRD)
    await place.restarts(shipped=True)

    assert place.current == OLD


async def test_a_bad_file_at_the_start_leaves_in_force_what_is(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    place.write(BROKEN)

    assert await place.restarts() == ["unknown-step"]
    assert place.current == OLD
    assert "telecom.yaml changes nothing:\ntelecom.yaml:" in caplog.text


async def test_a_change_is_published_when_it_is_seen(place: Place) -> None:
    place.write(TELECOM.text, TELECOM.cases)
    await place.restarts()
    place.write(CHANGED)

    assert await place.looks() == []
    assert place.current == NEW
    assert place.scripts.published("telecom")[-1].by == "folder"


async def test_a_change_that_is_taken_back_is_taken_back_in_force(place: Place) -> None:
    place.write(TELECOM.text, TELECOM.cases)
    await place.restarts()
    for text in (SMALL, CHANGED, SMALL):
        place.write(text)
        await place.looks()

    assert place.current == source(SMALL).id


async def test_a_file_that_did_not_change_undoes_no_rollback(place: Place) -> None:
    place.write(CHANGED)
    await place.restarts()
    await place.publisher.roll_back("telecom")
    place.write(CHANGED)

    assert await place.looks() == []
    assert place.current == OLD


async def test_a_bad_save_leaves_in_force_what_is_and_the_next_good_one_counts(place: Place) -> None:
    place.write(TELECOM.text, TELECOM.cases)
    await place.restarts()
    place.write(CHANGED[: len(CHANGED) // 2])

    assert await place.looks() != []
    assert place.current == OLD
    place.write(CHANGED)
    assert await place.looks() == []
    assert place.current == NEW


async def test_a_bad_file_is_logged_once(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    place.write(BROKEN)
    for _ in range(3):
        await place.looks()

    assert len([message for message in caplog.messages if "changes nothing" in message]) == 1


async def test_what_was_refused_is_told_until_it_is_mended_or_gone(place: Place) -> None:
    place.write(BROKEN)
    place.write(CHANGED[: len(CHANGED) // 2], name="other")
    await place.looks()
    first = {one.file for one in place.folder.refused()}
    place.write(CHANGED)
    (place.path / "other.yaml").unlink()
    await place.looks()

    assert first == {"telecom.yaml", "other.yaml"}
    assert place.folder.refused() == []


async def test_a_change_of_the_cases_alone_counts(place: Place) -> None:
    place.write(CHANGED, cases="")
    refused = await place.looks()
    place.write(CHANGED)

    assert refused == ["no-cases"]
    assert await place.looks() == []
    assert place.current == NEW


async def test_a_file_that_goes_away_takes_nothing_out_of_force(place: Place) -> None:
    place.write(CHANGED)
    await place.looks()
    (place.path / "telecom.yaml").unlink()
    await place.looks()

    assert place.current == NEW


async def test_two_files_with_one_script_change_nothing_until_one_goes(place: Place) -> None:
    place.write(TELECOM.text, TELECOM.cases)
    await place.restarts()
    place.write(CHANGED, name="telecom-new")

    assert await place.looks() == ["two-files"]
    assert place.current == OLD
    (place.path / "telecom.yaml").unlink()
    assert await place.looks() == []
    assert place.current == NEW


async def test_what_the_store_could_not_write_is_tried_again(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    async def full(*_: object) -> None:
        raise Unavailable("no space left")

    place.write(CHANGED)
    monkeypatch.setattr(Publisher, "publish", full)
    with pytest.raises(Unavailable):
        await place.looks()
    monkeypatch.undo()

    assert await place.looks() == []
    assert place.current == NEW


async def test_known_issues_come_into_force_likewise(place: Place) -> None:
    (place.path / "telecom.yaml").write_text(ISSUES, "utf-8")
    await place.restarts(known_issues=True)
    (place.path / "telecom.yaml").write_text("known-issues: 3", "utf-8")
    await place.looks()

    assert [issue.key for issue in place.scripts.known_issues("telecom")] == ["sea-cable"]


async def test_known_issues_wait_for_their_script(place: Place) -> None:
    (place.path / "airline.yaml").write_text(ISSUES, "utf-8")
    refused = await place.restarts(known_issues=True)
    airline = source(SMALL.replace("script: telecom", "script: airline"))
    await place.publisher.publish(airline, "command")

    assert refused == ["no-script"]
    assert await place.looks() == []
    assert place.scripts.known_issues("airline") != ()


async def test_shipped_known_issues_of_scripts_that_a_company_does_not_use_are_passed_over(place: Place) -> None:
    (place.path / "airline.yaml").write_text(ISSUES, "utf-8")

    assert await place.restarts(known_issues=True, shipped=True) == []
    assert "known-issues/airline" not in place.scripts.keys()  # noqa: SIM118  # no mapping
