"""``store copy``: everything from one store into another, such as from the embedded one into PostgreSQL and back."""

import asyncio
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from tqdm import tqdm

from bot.commands.command import Ask, ByItself, Command
from bot.commands.remote.request import Answer, Request
from bot.settings import Settings
from storage.copying import Copied, NotEmpty, copy
from storage.opening import folder_of, holds_a_store, open_any, shown
from storage.ports import StorageError, Store

_SHOWN = 12
"""Digits of a hash that are printed: enough to see that two are the same."""
_PART = """\
{url} may hold a part of the copy, on which nothing starts. Empty it before the next try:
remove the folder, or drop the database and create it again."""


async def copy_store(old: str, new: str) -> Answer:
    """Copy the store of one URL into that of another, which must hold nothing; status 1 if not all of it arrived.

    Raises:
        FileNotFoundError: if there is no store to copy.
        StorageError: if one of the two cannot be used.
        UnknownStore: if a URL means no store.

    """
    folder = folder_of(old, Path())
    if folder is not None and not holds_a_store(folder):
        raise FileNotFoundError(f"there is no store in {folder}")
    async with _opened(old) as source, _opened(new) as target:
        return await _copied(source, target, old, new)


async def _copied(source: Store, target: Store, old: str, new: str) -> Answer:
    try:
        copied = await copy(source, target, progress)
    except NotEmpty:
        raise
    except asyncio.CancelledError:  # Ctrl-C, after which nothing else is printed
        sys.stderr.write(f"\n{_PART.format(url=shown(new))}\n")
        raise
    except StorageError as fault:
        return Answer(errors=f"{fault}\n{_PART.format(url=shown(new))}", status=1)
    different = [one.kind for one in copied if not one.same]
    table = "\n".join(_lines(copied))
    if different:
        errors = f"not all of it arrived: {', '.join(different)}\n{_PART.format(url=shown(new))}"
        return Answer(table, errors, status=1)
    return Answer(f"{table}\ncopied {shown(old)} to {shown(new)}")


@contextmanager
def progress(what: str, count: int) -> Iterator[Callable[[int], object]]:
    """Show a bar on standard error, if that is a terminal and there is something to do."""
    with tqdm(total=count, desc=f"{what:<24}", unit=" documents", disable=None if count else True) as bar:
        yield bar.update


@asynccontextmanager
async def _opened(url: str) -> AsyncIterator[Store]:
    store = await open_any(url, Path())
    try:
        yield store
    finally:
        await store.close()


def _lines(copied: list[Copied]) -> Iterator[str]:
    for one in copied:
        if one.sent.count or one.found.count:
            verdict = "same" if one.same else f"DIFFERENT: {one.found.count:,} {one.found.digest[:_SHOWN]}"
            yield f"  {one.kind:<16}{one.sent.count:>12,}  {one.sent.digest[:_SHOWN]}  {verdict}"


async def _run(_settings: Settings, request: Request, _ask: Ask) -> Answer:
    return await copy_store(request.word("old"), request.word("new"))


def _arguments(parser: ArgumentParser) -> None:
    for name, which in (("old", "FROM"), ("new", "TO")):
        parser.add_argument(name, metavar=which, help="postgresql://…, or the folder of an embedded store")


def _read(given: Namespace) -> Request:
    return Request("store copy", words={"old": given.old, "new": given.new})


COMMAND = Command(
    name="store copy",
    help="copy one store into another that holds nothing, and compare the two",
    arguments=_arguments,
    run=ByItself(_read, _run),
)
