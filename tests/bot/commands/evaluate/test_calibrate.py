from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import app
from bot.commands.remote.request import Request
from bot.container import Container
from bot.desk.recognition.calibration import NEEDED
from bot.settings import Settings
from storage.records.finding_records import Calibration, Label, RepeatCalibration
from storage.records.statuses import LabelAnswer, LabelLook
from tests.bot.commands.place import asked, typed


@pytest.fixture
async def container(tmp_path: Path) -> AsyncIterator[Container]:
    """The desk as a command opens it: without a script in force."""
    async with app.open_container(Settings(data_dir=tmp_path / "data"), begin=False) as container:
        yield container


async def hear(
    container: Container, answer: LabelAnswer, confidence: float, times: int, look: LabelLook = "known-issue"
) -> None:
    """Keep what so many customers answered."""
    unit = container.store.unit()
    for _ in range(times):
        key = container.environment.new_id()
        label = Label(
            id=key,
            look=look,
            text="no signal",
            about="no-signal",
            answer=answer,
            confidence=confidence,
            conversation=key,
            stated=look == "repeat" and answer != "undone",
            at=container.environment.now(),
        )
        unit.add(label)
    await unit.commit()


async def fitted(container: Container) -> tuple[float, float, int] | None:
    found = await container.store.unit().last(Calibration)
    return (found.answer, found.offer, found.labels) if found else None


async def test_what_customers_said_is_put_in_force(container: Container) -> None:
    await hear(container, "accepted", 0.9, 80)
    await hear(container, "refused", 0.4, 20)
    answer = await asked(container, "calibrate")

    assert await fitted(container) == (0.9, 0.9, 100)
    assert answer.text.startswith("fitted to 100 tellings; 95% of the answers are to be right\nwas  answered from ")
    assert "now  answered from 0.900: 80 of these, 80 of them right" in answer.text


async def test_what_customers_said_is_learnt_with_it(container: Container) -> None:
    await hear(container, "accepted", 0.9, NEEDED)
    tried = await asked(container, "calibrate", dry="yes")
    answer = await asked(container, "calibrate")

    assert "learnt" not in tried.text
    assert "learnt beside the wordings: 1 tellings, and 0 that are about none" in answer.text


async def test_a_dry_run_changes_nothing(container: Container) -> None:
    await hear(container, "accepted", 0.9, 80)
    answer = await asked(container, "calibrate", dry="yes")

    assert await fitted(container) is None
    assert "now  answered from 0.900" in answer.text
    assert "nothing was changed" in answer.text


async def test_too_few_answers_change_nothing(container: Container) -> None:
    await hear(container, "accepted", 0.9, NEEDED - 1)
    answer = await asked(container, "calibrate")

    assert await fitted(container) is None
    assert answer.text.startswith("49 tellings were answered yes or no; 1 more are needed: nothing was changed")


async def test_where_no_confidence_is_enough_nothing_is_answered_any_more(container: Container) -> None:
    await hear(container, "accepted", 0.9, 50)
    await hear(container, "refused", 0.9, 30)
    answer = await asked(container, "calibrate")

    assert await fitted(container) == (2.0, 0.9, 80)
    assert "too many answers were wrong: known issues are then only offered" in answer.text


async def test_a_dry_run_does_not_tell_of_what_is_in_force_from_now_on(container: Container) -> None:
    await hear(container, "refused", 0.9, NEEDED)
    answer = await asked(container, "calibrate", dry="yes")

    assert "now on" not in answer.text
    assert "nothing was changed" in answer.text


async def test_it_tells_how_many_repeats_were_taken_back(container: Container) -> None:
    await hear(container, "accepted", 0.95, 10, look="repeat")
    await hear(container, "undone", 0, 1, look="repeat")
    answer = await asked(container, "calibrate")

    assert answer.text.splitlines()[-1] == "repeats: 10 stated, 1 of them taken back (90.0% right)"


async def test_the_second_time_it_tells_what_the_first_has_put_in_force(container: Container) -> None:
    await hear(container, "accepted", 0.9, 80)
    await asked(container, "calibrate")
    await hear(container, "accepted", 0.7, 80)
    answer = await asked(container, "calibrate")

    assert "was  answered from 0.900" in answer.text
    assert await fitted(container) == (0.7, 0.7, 160)


def test_the_line_asks_whoever_holds_the_store() -> None:
    asked_for = typed("calibrate", "--dry-run")

    assert asked_for == Request("calibrate", words={"dry": "yes"})


async def test_where_there_is_no_store_none_is_made_to_be_fitted(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "misspelt")
    with pytest.raises(FileNotFoundError, match="there is no store in"):
        await app.obey(settings, Request("calibrate"))

    assert not settings.data_dir.exists()


async def test_what_was_said_of_repeats_is_put_in_force(container: Container) -> None:
    await hear(container, "accepted", 0.5, 100, look="repeat")
    answer = await asked(container, "calibrate")
    found = await container.store.unit().last(RepeatCalibration)

    assert found is not None
    assert (found.labels, found.shift > 1) == (100, True)
    assert "repeats: fitted to 100 answers" in answer.text


async def test_a_dry_run_does_not_change_how_repeats_are_judged(container: Container) -> None:
    await hear(container, "refused", 0.5, 60, look="repeat")
    answer = await asked(container, "calibrate", dry="yes")

    assert await container.store.unit().last(RepeatCalibration) is None
    assert "nothing was changed" in answer.text


async def test_too_few_answers_leave_repeats_as_they_were(container: Container) -> None:
    await hear(container, "refused", 0.5, 11, look="repeat")
    answer = await asked(container, "calibrate")

    assert "repeats are judged as before: 11 were answered, 39 more are needed" in answer.text
