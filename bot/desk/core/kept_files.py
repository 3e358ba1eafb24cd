"""The files that records name by their digest: under which lock they come and go."""

from collections.abc import Iterable, Sequence

from storage.file_store import FileStore
from storage.ports import UnitOfWork
from storage.records.traffic_records import Attachment


def digest_lock(digest: str) -> str:
    """Return the name that is held by whoever writes down, or looks, that somebody has the file with this digest."""
    return f"file {digest}"


async def let_go(unit: UnitOfWork, files: FileStore, going: Sequence[Attachment]) -> list[str]:
    """Remove the files that nobody else has, before the records; return their digests.

    What is cut off here is found again by whoever comes for the records the next time.
    """
    return await remove_unheld(unit, files, {one.digest for one in going if one.digest}, {one.id for one in going})


async def remove_unheld(
    unit: UnitOfWork, files: FileStore, digests: Iterable[str], going: Iterable[str] = ()
) -> list[str]:
    """Remove those files that no record has but those that are going, by their ids; return the digests of these."""
    gone, leaving = list[str](), set(going)
    for digest in sorted(set(digests)):
        await unit.hold(digest_lock(digest))  # nobody writes down meanwhile that the file is here
        if {one.id for one in await unit.find(Attachment, digest=digest)} <= leaving:
            await files.remove(digest)
            gone.append(digest)
    return gone
