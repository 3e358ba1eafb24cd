"""Several equal processes on one PostgreSQL: order per conversation, nothing lost, nothing twice, whoever is killed."""

import random
from pathlib import Path

import pytest

from storage.postgres.postgres_store import open_store
from tests.campaign import size, tell
from tests.processes.checking import delivered, faults
from tests.processes.crowd import Crowd

CUSTOMERS, KILLS = size(60, 2_000), size(6, 200)


@pytest.mark.campaign
async def test_four_processes_of_which_some_are_killed_lose_nothing_and_do_nothing_twice(
    postgres_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = await open_store(postgres_url)
    async with Crowd(postgres_url, 4, tmp_path / "log", random.Random(20261125)) as crowd:
        await crowd.play(CUSTOMERS, at_once=64, kills=KILLS)
        await delivered(store)
    wrong = await faults(store, CUSTOMERS, crowd.told)
    await store.close()
    twice = sum(len(sent) - len({message for _, message, _ in sent}) for sent in crowd.told.sent.values())
    tell(
        capsys,
        f"{KILLS} kills of processes, {CUSTOMERS} conversations, {crowd.told.again} messages written again, "
        f"{twice} in flight at a kill and sent again",
    )

    assert wrong == []
    assert crowd.told.kills == KILLS
