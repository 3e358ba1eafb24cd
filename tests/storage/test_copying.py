import hashlib
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import orjson
import pytest

from storage.codec import encode
from storage.copying import Copied, NotEmpty, Tally, copy
from storage.embedded.embedded_store import EmbeddedStore, open_store
from storage.kinds import KINDS
from storage.ports import Damaged, Store, Unavailable
from storage.postgres import postgres_store as postgres
from storage.records.complaint_records import Customer, Ticket
from storage.records.complaint_records import Sequence as Count
from storage.records.record import Record
from storage.records.script_records import ScriptVersion
from tests.storage.kept_samples import SAMPLES


@pytest.fixture
async def full(tmp_path: Path) -> AsyncIterator[EmbeddedStore]:
    """A store with something of every kind, and more of one than fits on a page."""
    store = await open_store(tmp_path / "full")
    for kind in KINDS:
        await store.load(kind, [SAMPLES[kind.__name__]])
    await store.load(Count, [encode(Count(id=f"T-{number:04}", last=number)) for number in range(1200)])
    yield store
    await store.close()


@pytest.fixture
async def empty(tmp_path: Path) -> AsyncIterator[EmbeddedStore]:
    store = await open_store(tmp_path / "empty")
    yield store
    await store.close()


async def held(store: Store) -> dict[str, list[bytes]]:
    async with store.snapshot() as snapshot:
        return {kind.__name__: [one async for page in snapshot.documents(kind) for one in page] for kind in KINDS}


async def test_everything_is_copied_as_it_is(full: EmbeddedStore, empty: EmbeddedStore) -> None:
    copied = await copy(full, empty)

    assert await held(full) == await held(empty)
    assert [(one.kind, one.same) for one in copied] == [(kind.__name__, True) for kind in KINDS]


async def test_a_tally_is_a_hash_over_the_documents_in_the_order_of_their_ids(
    full: EmbeddedStore, empty: EmbeddedStore
) -> None:
    copied = {one.kind: one for one in await copy(full, empty)}
    documents = (await held(full))["Sequence"]
    digest = hashlib.sha256(b"".join(document + b"\n" for document in documents)).hexdigest()

    assert copied["Sequence"].sent == Tally(1201, digest)
    assert copied["Sequence"].found == Tally(1201, digest)


async def test_the_way_to_a_database_and_back_changes_nothing(
    full: EmbeddedStore, empty: EmbeddedStore, postgres_url: str
) -> None:
    database = await postgres.open_store(postgres_url)
    there = await copy(full, database)
    back = await copy(database, empty)
    await database.close()

    assert all(one.same for one in (*there, *back))
    assert await held(full) == await held(empty)


async def test_into_a_store_that_holds_something_nothing_is_copied(full: EmbeddedStore, empty: EmbeddedStore) -> None:
    await empty.load(Customer, [SAMPLES["Customer"]])
    before = await held(empty)

    with pytest.raises(NotEmpty, match="it holds 1 of Customer"):
        await copy(full, empty)
    assert await held(empty) == before


async def test_documents_of_an_old_schema_are_upgraded_on_the_way(tmp_path: Path, empty: EmbeddedStore) -> None:
    document = {**orjson.loads(SAMPLES["ScriptVersion"]), "v": 1}
    document["published"] = document.pop("imported")
    old = await open_store(tmp_path / "old")
    await old.load(ScriptVersion, [orjson.dumps(document)])
    await copy(old, empty)
    await old.close()

    assert (await held(empty))["ScriptVersion"] == [SAMPLES["ScriptVersion"]]


async def test_what_cannot_be_read_stops_the_copy(tmp_path: Path, empty: EmbeddedStore) -> None:
    newer = await open_store(tmp_path / "newer")
    await newer.load(Count, [b'{"v": 99, "id": "T-2026"}'])

    with pytest.raises(Damaged, match="schema 99"):
        await copy(newer, empty)
    await newer.close()


async def test_what_did_not_arrive_is_told(
    full: EmbeddedStore, empty: EmbeddedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = EmbeddedStore.load

    async def forgetful(store: EmbeddedStore, kind: type[Record], documents: Sequence[bytes]) -> None:
        await real(store, kind, documents[1:] if kind is Ticket else documents)

    monkeypatch.setattr(EmbeddedStore, "load", forgetful)
    copied = await copy(full, empty)
    nothing = Tally(0, hashlib.sha256().hexdigest())

    assert [(one.kind, one.found) for one in copied if not one.same] == [("Ticket", nothing)]


async def test_a_target_that_fails_ends_the_copy_with_its_error(
    full: EmbeddedStore, empty: EmbeddedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full_disk(store: EmbeddedStore, kind: type[Record], documents: Sequence[bytes]) -> None:
        raise Unavailable("the disk is full")

    monkeypatch.setattr(EmbeddedStore, "load", full_disk)

    with pytest.raises(Unavailable):
        await copy(full, empty)


async def test_progress_is_told_page_by_page_there_and_back(full: EmbeddedStore, empty: EmbeddedStore) -> None:
    told: list[tuple[str, int, list[int]]] = []

    @contextmanager
    def progress(what: str, count: int) -> Iterator[Callable[[int], object]]:
        pages: list[int] = []
        yield pages.append
        told.append((what, count, pages))

    await copy(full, empty, progress)

    assert [one for one in told if one[0].startswith("Sequence")] == [
        ("Sequence", 1201, [500, 500, 201]),
        ("Sequence read back", 1201, [500, 500, 201]),
    ]


def test_what_is_missing_is_not_the_same() -> None:
    assert not Copied("Ticket", Tally(1, "a"), Tally(0, "b")).same
