import asyncio
import errno
import os
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage import file_store as module
from storage.file_store import HEAD, FileStore
from storage.ports import Unavailable

TEXT = b"the bill of October"


async def pieces(content: bytes, size: int = 7, fault: Exception | None = None) -> AsyncGenerator[bytes, None]:
    for start in range(0, len(content), size):
        yield content[start : start + size]
    if fault:
        raise fault


async def keep(files: FileStore, content: bytes, size: int = 7) -> str:
    async with files.receive(pieces(content, size)) as received:
        await files.keep(received)
    return received.digest


def there(folder: Path) -> dict[str, bytes]:
    """Return the content of all files by their paths within the folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def named(content: bytes) -> str:
    digest = sha256(content).hexdigest()
    return f"{digest[:2]}/{digest}"


async def test_a_file_is_as_old_as_when_it_was_brought_last(tmp_path: Path) -> None:
    files, noon = FileStore(tmp_path), datetime(2026, 11, 30, 12, tzinfo=UTC)
    old, again, young = [await keep(files, content) for content in (TEXT, b"brought again", b"young")]
    for digest, hours in ((old, 2), (again, 2), (young, 0)):
        moment = (noon - timedelta(hours=hours)).timestamp()
        os.utime(files.path(digest), (moment, moment))
    before = await files.older_than(noon - timedelta(hours=1))
    await keep(files, b"brought again")
    after = await files.older_than(noon - timedelta(hours=1))

    assert before == sorted([old, again])
    assert after == [old]


async def test_a_file_is_named_by_what_it_holds(tmp_path: Path) -> None:
    digest = await keep(FileStore(tmp_path), TEXT)

    assert {named(TEXT): TEXT} == there(tmp_path)
    assert FileStore(tmp_path).path(digest).read_bytes() == TEXT


async def test_its_size_and_beginning_are_told(tmp_path: Path) -> None:
    content = bytes(range(256)) * 40
    async with FileStore(tmp_path).receive(pieces(content, 1000)) as received:
        assert received.size == len(content)
        assert received.head == content[:HEAD]


async def test_what_is_not_kept_is_gone(tmp_path: Path) -> None:
    async with FileStore(tmp_path).receive(pieces(TEXT)):
        assert len(there(tmp_path)) == 1

    assert there(tmp_path) == {}


async def test_what_comes_only_in_part_is_gone(tmp_path: Path) -> None:
    with pytest.raises(ConnectionError):
        async with FileStore(tmp_path).receive(pieces(TEXT, fault=ConnectionError())):
            pass

    assert there(tmp_path) == {}


async def test_what_was_removed_stays_away(tmp_path: Path) -> None:
    files = FileStore(tmp_path)
    digest = await keep(files, TEXT)
    await files.remove(digest)
    await files.remove(digest)

    assert there(tmp_path) == {}


async def test_a_file_and_its_folders_are_for_their_owner_only(tmp_path: Path) -> None:
    files = FileStore(tmp_path / "data" / "files")
    place = files.path(await keep(files, TEXT))
    made = (place, place.parent, tmp_path / "data" / "files", tmp_path / "data")

    assert [one.stat().st_mode & 0o777 for one in made] == [0o600, 0o700, 0o700, 0o700]


@pytest.mark.parametrize("digest", ["", "..", "a" * 63, "A" * 64, f"{'a' * 64}/..", "../" * 21 + "a"])
def test_a_path_is_never_made_of_anything_but_a_digest(tmp_path: Path, digest: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        FileStore(tmp_path).path(digest)


@pytest.mark.parametrize("step", ["mkstemp", "_add", "_finish", "make_folder", "sync_folder"])
async def test_a_full_disk_is_something_to_try_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(module, step, full)
        with pytest.raises(Unavailable, match="No space left"):
            await keep(FileStore(tmp_path), TEXT)
    await keep(FileStore(tmp_path), TEXT)

    assert {named(TEXT): TEXT} == there(tmp_path)


class Killed(BaseException):
    """The process is no more."""


STEPS = ("mkstemp", "make_folder", "sync_folder", "_add", "_finish", "replace")


@contextmanager
def killed_at(step: str, countdown: int, *, after: bool) -> Iterator[None]:
    """Let the process die at the so-manieth time of a step, before or after it is done; nothing is tidied up then."""
    left, dead = countdown, False

    def dying(call: Callable[..., Any]) -> Callable[..., Any]:
        def instead(*args: Any, **kwargs: Any) -> Any:
            nonlocal left, dead
            left -= 1
            result = call(*args, **kwargs) if left or after else None
            dead = dead or not left
            if dead:
                raise Killed
            return result

        return instead

    def forget(file: Any) -> None:
        file.close() if dead else tidy(file)

    tidy = module._forget
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_forget", forget)
        place: Any = Path if step == "replace" else module
        patch.setattr(place, step, dying(getattr(place, step)))
        yield


@settings(max_examples=60)
@given(
    contents=st.lists(st.binary(max_size=60), min_size=1, max_size=6),
    size=st.integers(1, 30),
    step=st.sampled_from(STEPS),
    countdown=st.integers(1, 12),
    after=st.booleans(),
)
def test_whatever_is_written_until_the_process_dies_is_there_whole_and_once(
    contents: list[bytes], size: int, step: str, countdown: int, after: bool
) -> None:
    with TemporaryDirectory() as place:
        folder, kept = Path(place), set()
        try:
            with killed_at(step, countdown, after=after):
                for content in contents:
                    asyncio.run(keep(FileStore(folder), content, size))
                    kept.add(content)
        except Killed:
            pass
        asyncio.run(FileStore(folder).clean())
        found = there(folder)

        assert {named(content): content for content in kept}.items() <= found.items()
        assert {named(content): content for content in contents}.items() >= found.items()


async def test_two_who_write_the_same_at_once_leave_it_there_once(tmp_path: Path) -> None:
    await asyncio.gather(*(keep(FileStore(tmp_path), TEXT) for _ in range(10)))

    assert {named(TEXT): TEXT} == there(tmp_path)
