"""A replay behind the desk: it tells how far it got, what came of it, and keeps nothing that a customer wrote."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.desk.scripts import replay_jobs
from bot.desk.scripts.rehearsals import RehearsalTask, Rehearse, rehearse_here
from bot.desk.scripts.replay_jobs import DEAD_AFTER, NotReplayable, ReplayJobs
from dialogs.versions.journal_replay import Rehearsal
from storage.codec import encode
from tests.bot.desk.desk_harness import DeskHarness
from tests.bot.desk.texts import BROKEN, TELECOM, source

SHORTER = (
    "otherwise: ask-account\n    goto: ask-account\n\n  ask-account",
    "otherwise: ask-phone\n    goto: ask-phone\n\n  ask-account",
)


async def rest(_seconds: float) -> None:
    await asyncio.sleep(0)


@pytest.fixture
def jobs(desk: DeskHarness) -> ReplayJobs:
    return ReplayJobs(desk.store, desk.context.scripts, desk.context.environment, rest)


async def test_a_replay_tells_in_the_end_how_many_differ_and_which(desk: DeskHarness, jobs: ReplayJobs) -> None:
    await desk.files()
    await jobs.begin("telecom", source(TELECOM.text.replace(*SHORTER), TELECOM.cases), 7, "Ada")
    await jobs.finished()
    run = await jobs.find("telecom")

    assert run
    assert (run.status, run.done, run.total, run.name) == ("done", 1, 1, "Ada")
    assert (run.report["same"], run.report["differ"]) == (0, 1)
    assert (run.report["listed"][0]["old"], run.report["listed"][0]["draft"]) == ("ask-account", "ask-phone")
    assert "Garden Street" not in encode(run).decode()


@pytest.mark.parametrize(("took", "rests"), [(0, 0.02), (0.3, 0.3), (30, 1.0)])
async def test_it_rests_as_long_as_a_conversation_took(desk: DeskHarness, took: float, rests: float) -> None:
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    @asynccontextmanager
    async def slow() -> AsyncIterator[Rehearse]:
        async def play(task: RehearsalTask) -> Rehearsal | None:
            desk.clock.forward(seconds=took)
            return await rehearse_here(task)

        yield play

    await desk.files()
    jobs = ReplayJobs(desk.store, desk.context.scripts, desk.context.environment, sleep, slow)
    await jobs.begin("telecom", TELECOM, 7, "Ada")
    await jobs.finished()

    assert pauses == [rests]


async def test_on_the_same_text_all_is_the_same(desk: DeskHarness, jobs: ReplayJobs) -> None:
    await desk.files()
    await jobs.begin("telecom", TELECOM, 7, "Ada")
    await jobs.finished()
    run = await jobs.find("telecom")

    assert run
    assert (run.report["same"], run.report["differ"], run.report["listed"]) == (1, 0, [])


async def test_a_text_with_a_mistake_is_not_played(jobs: ReplayJobs) -> None:
    with pytest.raises(NotReplayable) as refused:
        await jobs.begin("telecom", source(BROKEN), 7, "Ada")

    assert refused.value.reason == "mistakes"


async def test_one_replay_of_a_script_goes_on_at_a_time_until_it_is_done_or_dead(
    desk: DeskHarness, jobs: ReplayJobs
) -> None:
    run = await jobs.begin("telecom", TELECOM, 7, "Ada")
    with pytest.raises(NotReplayable) as refused:
        await jobs.begin("telecom", TELECOM, 7, "Bo")
    running = jobs.is_running(run)
    await jobs.close()
    desk.clock.now += DEAD_AFTER
    died = not jobs.is_running(await jobs.find("telecom"))
    await jobs.begin("telecom", TELECOM, 1, "Bo")
    await jobs.finished()
    last = await jobs.find("telecom")

    assert (refused.value.reason, running, died) == ("running", True, True)
    assert last
    assert (last.status, last.days, last.name) == ("done", 1, "Bo")


async def test_a_replay_that_stumbles_is_logged_once_and_can_be_begun_anew(
    desk: DeskHarness, jobs: ReplayJobs, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def stumbles(*_: object) -> None:
        raise KeyError("what nobody has thought of")

    with monkeypatch.context() as patch:
        patch.setattr(replay_jobs, "replay_all", stumbles)
        await jobs.begin("telecom", TELECOM, 7, "Ada")
        await jobs.finished()
    desk.clock.now += DEAD_AFTER
    await jobs.begin("telecom", TELECOM, 7, "Bo")
    await jobs.finished()
    last = await jobs.find("telecom")

    assert last
    assert last.status == "done"
    assert [one.message for one in caplog.records if one.levelname == "ERROR"] == ["the replay of telecom failed"]
