"""``store export``: prints every document as a line of JSON; of damaged files what can be read."""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import orjson

from bot.commands.command import Ask, ByItself, Command
from bot.commands.remote.request import Answer, Request
from bot.commands.store.back_up import backup_request
from bot.commands.store.folder_argument import add_folder, folder_words
from bot.settings import Settings
from storage.embedded.inspection import readable
from storage.kinds import KINDS
from storage.opening import open_any
from storage.ports import InUse, Store


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
        return _export_files(settings.data_dir)
    except InUse:
        # A backup that the serving process makes is read: so it is busy with its customers, not with us.
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder) / "moment"
            answer = await ask(settings, backup_request(place))
            return answer if answer.status else _export_files(place)


async def export_store(store: Store, write: Callable[[str], object]) -> None:
    """Write every document of one moment as a line of JSON with its kind, page by page."""
    async with store.snapshot() as snapshot:
        for kind in KINDS:
            async for page in snapshot.documents(kind):
                write("".join(f"{_line(kind.__name__, document)}\n" for document in page))


def _export_files(folder: Path) -> Answer:
    return Answer("\n".join(_line(kind, document) for kind, document in readable(folder)))


def _line(kind: str, document: bytes) -> str:
    return orjson.dumps({kind: orjson.Fragment(document)}).decode()


COMMAND = Command(
    name="store export",
    help="print everything as JSON lines, at any time; of damaged files what can be read",
    arguments=add_folder,
    run=ByItself(lambda given: Request("store export", words=folder_words(given)), export),
)
