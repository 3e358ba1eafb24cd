"""``store``: what can be told of any store, also while the desk serves on it: how much, everything, or a backup."""

import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from bot.commands.remote.request import Answer, Request
from bot.commands.store import store_files as files
from bot.commands.store.copy import copy_store
from bot.container import Container
from bot.settings import Settings
from storage.backup import back_up, whole
from storage.backup import restore as restore_files
from storage.embedded.inspection import inspect, paths
from storage.kinds import KINDS
from storage.opening import EMBEDDED, open_any
from storage.ports import InUse, Store

Ask = Callable[[Settings, Request], Awaitable[Answer]]
"""Has a request carried out on the store of these settings, by the process that serves on it if there is one."""


async def backup(container: Container, request: Request) -> Answer:
    """Write a backup, while the desk serves."""
    place = request.word("to")
    await back_up(container.store, Path(place))
    return Answer(f"backed up to {place}")


async def stats(container: Container, _: Request) -> Answer:
    """Tell how many documents of each kind there are and how long they are; of an embedded store its files too."""
    lines = [files.kind_line(kind, count, size) for kind, count, size in await _sizes(container.store) if count]
    if not container.settings.store_url:
        lines.append(files.files_line(paths(container.settings.data_dir)))
    return Answer("\n".join(lines))


async def _sizes(store: Store) -> list[tuple[str, int, int]]:
    found = []
    async with store.snapshot() as snapshot:
        for kind in sorted(KINDS, key=lambda kind: kind.__name__):
            count = size = 0
            async for page in snapshot.documents(kind):
                count, size = count + len(page), size + sum(map(len, page))
            found.append((kind.__name__, count, size))
    return found


async def export(settings: Settings, _: Request, ask: Ask) -> Answer:
    """Print every document as a line of JSON with its kind; of an embedded store that is damaged, what can be read."""
    if settings.store_url:
        store = await open_any(settings.store_url, settings.data_dir)
        try:
            await export_store(store, sys.stdout.write)
        finally:
            await store.close()
        return Answer()
    try:
        return files.export(settings.data_dir)
    except InUse:
        return await _export_while_serving(settings, ask)


async def export_store(store: Store, write: Callable[[str], object]) -> None:
    """Write every document of one moment as a line of JSON with its kind, page by page."""
    async with store.snapshot() as snapshot:
        for kind in KINDS:
            async for page in snapshot.documents(kind):
                write("".join(f"{files.exported(kind.__name__, document)}\n" for document in page))


async def _export_while_serving(settings: Settings, ask: Ask) -> Answer:
    """Read a backup that the serving process makes: so it is busy with its customers, not with ours."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "moment"
        answer = await ask(settings, Request("backup", words={"to": str(place)}))
        return answer if answer.status else files.export(place)


async def restore(settings: Settings, request: Request, _: Ask) -> Answer:
    """Bring a backup back to where nothing is kept yet: to the folder of the embedded store, or into PostgreSQL."""
    saved = Path(request.word("from"))
    if settings.store_url:
        whole(saved)
        return await copy_store(f"{EMBEDDED}{saved}", settings.store_url)
    restore_files(saved, settings.data_dir)
    return Answer("\n".join([*files.documents(inspect(settings.data_dir)), f"restored to {settings.data_dir}"]))


async def copy(_settings: Settings, request: Request, _ask: Ask) -> Answer:
    """Copy one store into another; see `bot.commands.store.copy`."""
    return await copy_store(request.word("old"), request.word("new"))
