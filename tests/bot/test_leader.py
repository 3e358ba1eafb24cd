import asyncio
import logging

import pytest

from bot import leader as module
from bot.leader import while_leader
from storage.ports import Unavailable


class Names:
    """A store of which only the names matter."""

    def __init__(self, *answers: bool | Exception) -> None:
        self.answers = list(answers)
        """What the next tries to reserve come to; the last one stays."""
        self.released = 0

    async def reserve(self, name: str) -> bool:
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def release(self, name: str) -> None:
        self.released += 1


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOOK", 0)


async def begun(names: Names, begins: int) -> list[str]:
    """Stand by until the work has begun so often; returns what happened to it."""
    happened: list[str] = []
    enough = asyncio.Event()

    async def work() -> None:
        happened.append("begun")
        if happened.count("begun") == begins:
            enough.set()
        try:
            await asyncio.Event().wait()
        finally:
            happened.append("ended")

    standing_by = asyncio.create_task(while_leader(names, "telegram", work))  # type: ignore[arg-type]  # all that it needs
    await asyncio.wait_for(enough.wait(), 60)
    standing_by.cancel()
    await asyncio.gather(standing_by, return_exceptions=True)
    return happened


async def test_the_work_begins_when_the_name_is_free() -> None:
    assert await begun(Names(False, False, True), begins=1) == ["begun", "ended"]


async def test_the_work_is_ended_where_the_name_is_lost_and_begins_again_later() -> None:
    assert await begun(Names(True, True, False, False, True), begins=2) == ["begun", "ended", "begun", "ended"]


async def test_a_store_out_of_reach_is_a_name_that_is_lost(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        await begun(Names(Unavailable("no database"), True), begins=1)

    assert caplog.messages == ["who does telegram cannot be found out: no database"]


async def test_the_name_is_released_at_the_end() -> None:
    names = Names(True)
    await begun(names, begins=1)

    assert names.released == 1


async def test_work_that_fails_ends_with_its_error() -> None:
    async def fail() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await asyncio.wait_for(while_leader(Names(True), "telegram", fail), 60)  # type: ignore[arg-type]  # all that it needs
