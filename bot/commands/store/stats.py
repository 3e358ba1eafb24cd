"""``store stats``: counts what is kept, at any time; of an embedded store its files too."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from bot.commands.command import Command, OnDesk
from bot.commands.remote.request import Answer, Request
from bot.commands.store.file_report import documents, kind_line, trouble
from bot.commands.store.folder_argument import add_folder, folder_words
from bot.container import Container
from storage.embedded.inspection import inspect, paths
from storage.kinds import KINDS


async def stats(container: Container, _: Request) -> Answer:
    """Tell how many documents of each kind there are and how long they are, while the desk serves."""
    lines = []
    async with container.store.snapshot() as snapshot:
        for kind in sorted(KINDS, key=lambda kind: kind.__name__):
            count = size = 0
            async for page in snapshot.documents(kind):
                count, size = count + len(page), size + sum(map(len, page))
            if count:
                lines.append(kind_line(kind.__name__, count, size))
    if not container.settings.store_url:
        lines.append(_files_line(paths(container.settings.data_dir)))
    return Answer("\n".join(lines))


def stats_of_files(folder: Path) -> Answer:
    """Tell the same of files that nobody has open, and that may be damaged."""
    found = inspect(folder)
    lines = [*documents(found), _files_line(file.path for file in found.files)]
    wrong = trouble(found)
    return Answer("\n".join(lines), f"This is not all:\n{wrong}" if wrong else "", status=1 if wrong else 0)


def _files_line(paths: Iterable[Path]) -> str:
    """Return how many files there are, and how many bytes they have together."""
    sizes = list[int]()
    for path in paths:
        with suppress(FileNotFoundError):  # a process that serves has just replaced it
            sizes.append(path.stat().st_size)
    return kind_line("in files", len(sizes), sum(sizes))


COMMAND = Command(
    name="store stats",
    help="count what is kept, at any time",
    arguments=add_folder,
    run=OnDesk(lambda given: Request("store stats", words=folder_words(given)), stats, on_files=stats_of_files),
)
