"""``store export``: prints every document as a line of JSON; of damaged files what can be read."""

import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import orjson

from bot.commands.command import Ask, ByItself, Command
from bot.commands.remote.request import Answer, Request
from bot.commands.store.back_up import backup_request
from bot.commands.store.folder_argument import add_folder, folder_words
from bot.commands.store.note_export import NOTE
from bot.settings import Settings
from storage.embedded.inspection import readable
from storage.kinds import KINDS
from storage.opening import open_any
from storage.ports import InUse, StorageError, Store

_OTHER_FILES = "they are not the files of the settings, and nothing is written to others"


async def export(settings: Settings, request: Request, ask: Ask) -> Answer:
    """Print every document as a line of JSON with its kind; of an embedded store that is damaged, what can be read.

    It is put on record in the store itself, or said why it cannot be.
    """
    if settings.store_url:
        noted = await _noted(settings, ask)
        store = await open_any(settings.store_url, settings.data_dir)
        try:
            await export_store(store, sys.stdout.write)
        finally:
            await store.close()
        return noted
    try:
        printed = _export_files(settings.data_dir)
        # Not before: to open damaged files would change them.
        noted = _unnoted(_OTHER_FILES) if request.word("folder") else await _noted(settings, ask)
        return replace(noted, text=printed.text)
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


async def _noted(settings: Settings, ask: Ask) -> Answer:
    try:
        answer = await ask(settings, NOTE)
    except (StorageError, OSError) as why:
        return _unnoted(why)
    return _unnoted(answer.errors) if answer.status else answer


def _unnoted(why: object) -> Answer:
    return Answer(errors=f"This export is not on record: {' '.join(str(why).split())}")


def _line(kind: str, document: bytes) -> str:
    return orjson.dumps({kind: orjson.Fragment(document)}).decode()


COMMAND = Command(
    name="store export",
    help="print everything as JSON lines, at any time; of damaged files what can be read",
    arguments=add_folder,
    run=ByItself(lambda given: Request("store export", words=folder_words(given)), export),
)
