"""``store restore``: brings a backup back to where nothing is kept yet."""

from argparse import ArgumentParser, Namespace
from dataclasses import replace
from pathlib import Path

from bot.commands.command import Ask, ByItself, Command
from bot.commands.remote.request import Answer, Request
from bot.commands.store.copy import copy_store
from bot.commands.store.erase_again import AGAIN
from bot.commands.store.file_report import documents
from bot.commands.store.folder_argument import add_folder, folder_words
from bot.settings import Settings
from storage.backup import restore as restore_files
from storage.backup import whole
from storage.embedded.inspection import inspect
from storage.opening import EMBEDDED


async def restore(settings: Settings, request: Request, ask: Ask) -> Answer:
    """Bring a backup back to the folder of the embedded store, or into PostgreSQL, and erase who was erased since."""
    saved = Path(request.word("from"))
    if settings.store_url:
        whole(saved)
        restored = await copy_store(f"{EMBEDDED}{saved}", settings.store_url)
    else:
        restore_files(saved, settings.data_dir)
        restored = Answer("\n".join([*documents(inspect(settings.data_dir)), f"restored to {settings.data_dir}"]))
    if restored.status:
        return restored
    erased = await ask(settings, AGAIN)
    text = "\n".join(filter(None, (restored.text, erased.text)))
    return replace(restored, text=text, errors=erased.errors, status=erased.status)


def _arguments(parser: ArgumentParser) -> None:
    add_folder(parser)
    parser.add_argument("place", type=Path, metavar="DIR", help="the folder of the backup")


def _read(given: Namespace) -> Request:
    return Request("store restore", words={"from": str(given.place), **folder_words(given)})


COMMAND = Command(
    name="store restore",
    help="bring a backup back to where nothing is kept yet",
    arguments=_arguments,
    run=ByItself(_read, restore),
)
