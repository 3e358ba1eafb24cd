import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot import folder_watcher
from bot.desk.scripts.import_folder import ImportFolder
from bot.desk.scripts.validation import Mistake


class NotingFolder(ImportFolder):
    """Notes what stands in its file whenever it is looked at; fails as often as it is told to."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.fails = 0
        self.seen: list[str] = []
        self.looked = asyncio.Event()

    async def look(self) -> list[Mistake]:
        if self.fails:
            self.fails -= 1
            raise OSError("a disk is gone")
        self.seen.append((self.path / "a.yaml").read_text())
        self.looked.set()
        return []

    async def sees(self, text: str) -> None:
        """Wait until this was seen last."""
        async with asyncio.timeout(60):
            while self.seen[-1:] != [text]:
                self.looked.clear()
                await self.looked.wait()


@asynccontextmanager
async def watched(*folders: ImportFolder) -> AsyncIterator[list[float]]:
    """Watch within the block; gives the pauses that were made."""
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        await asyncio.sleep(0)

    task = asyncio.create_task(folder_watcher.watch_folders(folders, sleep))
    try:
        yield pauses
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> NotingFolder:
    monkeypatch.setattr(folder_watcher, "_ANYWAY", 100)
    monkeypatch.setattr(folder_watcher, "_SETTLED", 10)
    (tmp_path / "a.yaml").write_text("one")
    return NotingFolder(tmp_path)


async def test_a_change_is_seen(folder: NotingFolder) -> None:
    async with watched(folder):
        await folder.sees("one")
        (folder.path / "a.yaml").write_text("two")
        await folder.sees("two")


async def test_a_failure_is_logged_and_watching_goes_on(folder: NotingFolder, caplog: pytest.LogCaptureFixture) -> None:
    folder.fails = 1
    async with watched(folder) as pauses:
        await folder.sees("one")

    assert pauses == [5.0]
    assert "cannot watch the folders now" in caplog.text


async def test_a_folder_that_goes_away_and_comes_back_is_seen_again(folder: NotingFolder) -> None:
    away = folder.path.with_name("away")
    async with watched(folder):
        await folder.sees("one")
        folder.path.rename(away)
        (away / "a.yaml").write_text("two")
        away.rename(folder.path)
        await folder.sees("two")


async def test_without_a_folder_nothing_is_watched_until_the_end() -> None:
    async with watched() as pauses:
        await asyncio.sleep(0)

    assert pauses == []
