"""What every store must do, whatever is behind it. A new store is one line in the fixture ``store``."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.codec import decode, encode
from storage.embedded import embedded_store as embedded_store
from storage.kinds import KINDS
from storage.ports import Conflict, Store
from storage.postgres import postgres_store as postgres_store
from storage.records.complaint_records import Customer, Message, Note, Occurrence, SearchEntry, Sequence, Ticket, Timer
from storage.records.record import Record
from storage.records.statuses import TicketStatus
from storage.records.traffic_records import OutboxRow
from tests.storage.kept_samples import read

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(params=["embedded", "postgres"])
def url(request: pytest.FixtureRequest) -> str:
    return "" if request.param == "embedded" else str(request.getfixturevalue("postgres_url"))


@pytest.fixture
async def store(url: str, tmp_path: Path) -> AsyncIterator[Store]:
    opened: Store = await (postgres_store.open_store(url) if url else embedded_store.open_store(tmp_path / "store"))
    yield opened
    await opened.close()


def customer(key: str, *identities: str, name: str = "") -> Customer:
    return Customer(id=key, identities=identities, name=name, since=NOON)


def note(key: str, ticket: str = "t1") -> Note:
    return Note(id=key, ticket=ticket, author="a1", at=NOON, text="called back")


def timer(due: str, subject: str = "t1") -> Timer:
    return Timer(id=f"{due}-{subject}", kind="warn", subject=subject, due=datetime.fromisoformat(due))


def outbox_row(key: str, address: str = "web:1", problem: str = "") -> OutboxRow:
    return OutboxRow(id=key, address=address, conversation="v1", message="m1", epoch=0, problem=problem)


def ticket(key: str, *, status: TicketStatus = "open", owner: str = "", who: str = "c1") -> Ticket:
    return Ticket(
        id=key,
        reference=f"T-2026-{key}",
        customer=who,
        address="web:5f2c",
        conversation="v1",
        language="en",
        script="telecom",
        status=status,
        description="No signal",
        slots={"since": "Monday"},
        owner=owner,
        opened=NOON,
        due=NOON,
    )


async def added(store: Store, *records: Record) -> None:
    unit = store.unit()
    for record in records:
        unit.add(record)
    await unit.commit()


async def changed(store: Store, record: Record) -> None:
    unit = store.unit()
    unit.put(record)
    await unit.commit()


async def deleted(store: Store, record: Record) -> None:
    unit = store.unit()
    unit.delete(record)
    await unit.commit()


def ids(records: list[Note] | list[Ticket] | list[Timer] | list[Customer]) -> list[str]:
    return [record.id for record in records]


async def test_the_records_of_several_others_are_found_by_one_look(store: Store) -> None:
    await added(store, note("n3", "t1"), note("n1", "t2"), note("n2", "t3"), ticket("1"), ticket("2"))
    unit = store.unit()
    unit.add(note("n0", "t1"))
    unit.delete(note("n1", "t2"))

    assert ids(await unit.find_each(Note, "ticket", ["t1", "t2", "t9"])) == ["n0", "n3"]
    assert ids(await unit.find_each(Ticket, "id", ["2", "7"])) == ["2"]
    with pytest.raises(KeyError):
        await unit.find_each(Note, "author", ["a1"])


async def test_a_record_comes_back_as_it_was_added(store: Store) -> None:
    message = Message(
        id="m1",
        address="web:1",
        conversation="v1",
        at=NOON,
        author="bot",
        text="您好",
        choices=(("a", "A"), ("b", "B")),
    )
    await added(store, message, ticket("1"))

    assert await store.unit().get(Message, "m1") == message
    assert await store.unit().get(Ticket, "1") == ticket("1")


async def test_a_record_that_is_not_there_is_none(store: Store) -> None:
    assert await store.unit().get(Customer, "c1") is None
    assert await store.unit().last(Customer, identities="web:1") is None


@pytest.mark.parametrize("kind", KINDS)
async def test_every_kind_is_looked_up_by_its_indexes(kind: type[Record], store: Store) -> None:
    found = [
        await store.unit().find(kind, after=None, before=None, limit=None, newest=None, **{field: ""})
        for field in kind.INDEXES
    ]

    assert found == [[] for _ in kind.INDEXES]


async def test_found_records_are_in_the_order_of_their_ids(store: Store) -> None:
    await added(store, note("n3"), note("n1"))
    await added(store, note("n2"), note("n4", ticket="t2"))

    assert ids(await store.unit().find(Note, ticket="t1")) == ["n1", "n2", "n3"]
    assert ids(await store.unit().find(Note)) == ["n1", "n2", "n3", "n4"]


async def test_the_last_is_the_one_with_the_highest_id(store: Store) -> None:
    await added(store, note("n2"), note("n1"), note("n3", ticket="t2"))

    last = await store.unit().last(Note, ticket="t1")

    assert last == note("n2")


async def test_several_fields_narrow_each_other(store: Store) -> None:
    await added(
        store,
        ticket("1", owner="a1"),
        ticket("2", owner="a2"),
        ticket("3", owner="a1", status="closed"),
        ticket("4", owner="a1"),
    )

    unit = store.unit()

    assert ids(await unit.find(Ticket, status="open", owner="a1")) == ["1", "4"]
    assert await unit.last(Ticket, status="closed", owner="a1") == ticket("3", owner="a1", status="closed")


async def test_the_timers_due_are_those_below_now_and_the_first_so_many(store: Store) -> None:
    days = [timer(f"2026-03-0{day}T00:00:00+00:00") for day in range(1, 6)]
    await added(store, *reversed(days))

    unit = store.unit()

    assert await unit.find(Timer, before="2026-03-04T00:00:00+00:00") == days[:3]
    assert await unit.find(Timer, before="2026-03-04T00:00:00+00:00", limit=2) == days[:2]
    assert await unit.find(Timer, subject="t1", before=days[1].id) == days[:1]
    assert await unit.find(Timer, limit=0) == []


async def test_a_tuple_is_found_by_each_of_its_values(store: Store) -> None:
    await added(store, customer("c1", "web:1", "telegram:2"), customer("c2", "web:3"))

    unit = store.unit()

    assert ids(await unit.find(Customer, identities="telegram:2")) == ["c1"]
    assert ids(await unit.find(Customer, identities="web:1")) == ["c1"]


async def test_a_changed_record_is_found_by_its_new_values_only(store: Store) -> None:
    await added(store, customer("c1", "web:1", "web:2"))

    await changed(store, customer("c1", "web:2", "web:3"))

    unit = store.unit()
    found = {address: ids(await unit.find(Customer, identities=address)) for address in ("web:1", "web:2", "web:3")}
    assert found == {"web:1": [], "web:2": ["c1"], "web:3": ["c1"]}


async def test_a_field_that_is_no_index_is_refused(store: Store) -> None:
    with pytest.raises(KeyError, match="language"):
        await store.unit().find(Customer, language="en")
    with pytest.raises(KeyError, match="language"):
        await store.unit().last(Customer, language="en")


async def test_a_unit_sees_its_own_changes_and_others_do_not(store: Store) -> None:
    await added(store, ticket("1"), ticket("2"), ticket("4"))

    unit = store.unit()
    unit.add(ticket("3"))
    unit.put(ticket("1", status="closed"))
    unit.delete(ticket("4"))

    assert ids(await unit.find(Ticket, status="open")) == ["2", "3"]
    assert ids(await unit.find(Ticket, status="open", before="3", limit=5)) == ["2"]
    assert ids(await unit.find(Ticket, status="closed")) == ["1"]
    assert await unit.last(Ticket) == ticket("3")
    assert await unit.get(Ticket, "4") is None
    assert ids(await store.unit().find(Ticket, status="open")) == ["1", "2", "4"]


async def test_a_unit_that_is_dropped_has_changed_nothing(store: Store) -> None:
    store.unit().add(note("n1"))

    assert await store.unit().find(Note) == []


async def test_an_empty_unit_commits(store: Store) -> None:
    await store.unit().commit()


async def test_an_id_that_is_taken_is_a_conflict(store: Store) -> None:
    await added(store, note("n1"))

    with pytest.raises(Conflict, match="Note n1"):
        await added(store, note("n1", ticket="t2"))

    assert await store.unit().get(Note, "n1") == note("n1")


async def test_an_id_added_twice_in_one_unit_is_a_conflict(store: Store) -> None:
    with pytest.raises(Conflict):
        await added(store, note("n1"), note("n1"))


async def test_kinds_do_not_share_their_ids(store: Store) -> None:
    await added(store, note("x"), customer("x"))

    assert await store.unit().get(Note, "x") == note("x")


async def test_a_put_raises_the_revision_by_one(store: Store) -> None:
    await added(store, customer("c1"))

    await changed(store, customer("c1", name="Han"))

    assert await store.unit().get(Customer, "c1") == replace(customer("c1", name="Han"), revision=1)


async def test_a_change_made_since_the_record_was_read_is_a_conflict(store: Store) -> None:
    await added(store, customer("c1"))
    await changed(store, customer("c1", name="Han"))

    with pytest.raises(Conflict, match="Customer c1"):
        await changed(store, customer("c1", name="Li"))

    assert await store.unit().get(Customer, "c1") == replace(customer("c1", name="Han"), revision=1)


async def test_a_put_of_what_is_not_there_is_a_conflict(store: Store) -> None:
    with pytest.raises(Conflict):
        await changed(store, customer("c1"))


async def test_a_conflict_changes_nothing_of_the_unit(store: Store) -> None:
    await added(store, note("n1"))

    with pytest.raises(Conflict):
        await added(store, note("n0"), note("n1"), note("n2"))

    assert ids(await store.unit().find(Note)) == ["n1"]


async def test_two_puts_of_a_record_are_one_change(store: Store) -> None:
    await added(store, customer("c1"))

    unit = store.unit()
    unit.put(customer("c1", name="Han"))
    read = await unit.get(Customer, "c1")
    assert read is not None
    unit.put(replace(read, language="zh"))
    await unit.commit()

    assert await store.unit().get(Customer, "c1") == replace(customer("c1", name="Han"), language="zh", revision=1)


async def test_a_put_of_what_the_unit_added_is_still_an_add(store: Store) -> None:
    unit = store.unit()
    unit.add(customer("c1"))
    unit.put(customer("c1", name="Han"))
    await unit.commit()

    assert await store.unit().get(Customer, "c1") == customer("c1", name="Han")


async def test_a_put_of_what_the_unit_deleted_is_a_conflict(store: Store) -> None:
    await added(store, customer("c1"))

    unit = store.unit()
    unit.delete(customer("c1"))
    unit.put(customer("c1"))
    with pytest.raises(Conflict):
        await unit.commit()


async def test_an_add_after_a_delete_takes_the_place_of_the_old_record(store: Store) -> None:
    await added(store, note("n1"))

    unit = store.unit()
    unit.delete(note("n1"))
    unit.add(note("n1", ticket="t2"))
    await unit.commit()

    assert await store.unit().find(Note) == [note("n1", ticket="t2")]


async def test_an_add_after_a_put_and_a_delete_takes_the_next_revision(store: Store) -> None:
    await added(store, customer("c1"))

    unit = store.unit()
    unit.put(customer("c1", name="Han"))
    unit.delete(customer("c1"))
    unit.add(customer("c1", name="Li"))
    await unit.commit()

    assert await store.unit().get(Customer, "c1") == replace(customer("c1", name="Li"), revision=1)


async def test_what_a_unit_adds_and_deletes_was_never_there(store: Store) -> None:
    unit = store.unit()
    unit.add(note("n1"))
    unit.delete(note("n1"))
    await unit.commit()

    assert await store.unit().find(Note) == []


async def test_a_kind_without_a_revision_cannot_be_put(store: Store) -> None:
    with pytest.raises(TypeError, match="Note has no revision"):
        store.unit().put(note("n1"))


async def test_what_is_gone_stays_gone(store: Store) -> None:
    await added(store, note("n1"))

    await deleted(store, note("n1"))
    await deleted(store, note("n1"))

    assert await store.unit().find(Note, ticket="t1") == []


async def test_a_time_without_a_zone_is_refused_where_it_is_written(store: Store) -> None:
    with pytest.raises(ValueError, match="no time zone"):
        store.unit().add(replace(note("n1"), at=NOON.replace(tzinfo=None)))


async def test_a_unit_commits_once(store: Store) -> None:
    unit = store.unit()
    unit.add(note("n1"))
    await unit.commit()

    with pytest.raises(RuntimeError, match="take a fresh one"):
        await unit.commit()
    with pytest.raises(RuntimeError, match="take a fresh one"):
        unit.add(note("n2"))

    assert await unit.get(Note, "n1") == note("n1")


async def test_of_many_who_count_up_at_once_nobody_is_lost(store: Store) -> None:
    await added(store, Sequence(id="2026"))

    async def count_up() -> None:
        while True:
            unit = store.unit()
            sequence = await unit.get(Sequence, "2026")
            assert sequence is not None
            unit.put(replace(sequence, last=sequence.last + 1))
            await asyncio.sleep(0)
            try:
                return await unit.commit()
            except Conflict:
                continue

    await asyncio.gather(*(count_up() for _ in range(20)))

    assert await store.unit().get(Sequence, "2026") == Sequence(id="2026", last=20, revision=20)


async def test_who_holds_a_name_is_alone_with_it_until_the_commit(store: Store) -> None:
    heard: list[str] = []

    async def turn(name: str) -> None:
        async with store.unit() as unit:
            await unit.hold("web:1")
            heard.append(f"{name} begins")
            unit.add(note(name))
            await asyncio.sleep(0)
            heard.append(f"{name} ends")
            await unit.commit()

    await asyncio.gather(turn("n1"), turn("n2"), turn("n3"))

    assert heard == [f"n{number} {verb}" for number in (1, 2, 3) for verb in ("begins", "ends")]


async def test_who_waited_for_a_name_reads_what_the_one_before_has_committed(store: Store) -> None:
    await added(store, Sequence(id="2026"))

    async def count_up() -> None:
        async with store.unit() as unit:
            await unit.hold("2026")
            sequence = await unit.get(Sequence, "2026")
            assert sequence is not None
            unit.put(replace(sequence, last=sequence.last + 1))
            await unit.commit()

    await asyncio.gather(*(count_up() for _ in range(20)))

    assert await store.unit().get(Sequence, "2026") == Sequence(id="2026", last=20, revision=20)


async def test_different_names_do_not_wait_for_each_other(store: Store) -> None:
    async with store.unit() as one, store.unit() as other, asyncio.timeout(60):
        await one.hold("web:1")
        await other.hold("web:2")
        both = True

    assert both


async def test_a_name_is_free_again_after_a_block_that_failed(store: Store) -> None:
    async def fail() -> None:
        async with store.unit() as unit:
            await unit.hold("web:1")
            unit.add(note("n1"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with asyncio.timeout(60), store.unit() as unit:
        await unit.hold("web:1")
        found = await unit.find(Note)

    assert found == []


async def test_to_hold_a_name_that_one_has_waits_for_nobody(store: Store) -> None:
    async with asyncio.timeout(60), store.unit() as unit:
        await unit.hold("T-2026")
        await unit.hold("T-2026")
        twice = True

    assert twice


async def test_names_are_held_in_a_block_only(store: Store) -> None:
    with pytest.raises(RuntimeError, match="async with"):
        await store.unit().hold("web:1")


async def test_a_unit_knows_which_names_it_holds(store: Store) -> None:
    async with store.unit() as unit:
        await unit.hold("web:1")

        assert [unit.holds(name) for name in ("web:1", "web:2")] == [True, False]
    assert not unit.holds("web:1")


async def test_a_unit_that_holds_a_name_sees_its_own_changes_and_its_conflicts(store: Store) -> None:
    await added(store, customer("c1"))

    async with store.unit() as unit:
        await unit.hold("web:1")
        unit.put(customer("c1", name="Han"))
        seen = await unit.get(Customer, "c1")
        await changed(store, customer("c1", name="Li"))
        with pytest.raises(Conflict, match="Customer c1"):
            await unit.commit()

    assert seen == replace(customer("c1", name="Han"), revision=1)
    assert await store.unit().get(Customer, "c1") == replace(customer("c1", name="Li"), revision=1)


async def test_pages_follow_each_other(store: Store) -> None:
    await added(store, *(note(f"n{number}") for number in range(5)))

    unit = store.unit()

    assert ids(await unit.find(Note, after="n1", limit=2)) == ["n2", "n3"]
    assert ids(await unit.find(Note, ticket="t1", after="n3", limit=2)) == ["n4"]
    assert ids(await unit.find(Note, after="n0", before="n3")) == ["n1", "n2"]


async def test_the_newest_come_in_the_order_of_their_ids(store: Store) -> None:
    await added(store, *(note(f"n{number}") for number in range(5)))

    unit = store.unit()
    unit.add(note("n5"))
    unit.delete(note("n4"))

    assert ids(await unit.find(Note, newest=2)) == ["n3", "n5"]
    assert ids(await unit.find(Note, ticket="t1", before="n3", newest=2)) == ["n1", "n2"]


async def test_what_has_a_text_in_a_field_is_found_whatever_it_says(store: Store) -> None:
    rows = [outbox_row(f"r{number}", problem="blocked" if number % 2 else "") for number in range(7)]
    await added(store, *rows, outbox_row("r9", "web:2", problem="too long"))

    unit = store.unit()
    unit.put(replace(rows[1], problem=""))
    unit.put(replace(rows[6], problem="refused"))

    assert [row.id for row in await store.unit().find(OutboxRow, filled="problem")] == ["r1", "r3", "r5", "r9"]
    assert [row.id for row in await unit.find(OutboxRow, filled="problem")] == ["r3", "r5", "r6", "r9"]
    assert [row.id for row in await unit.find(OutboxRow, filled="problem", newest=2)] == ["r6", "r9"]
    assert [row.id for row in await unit.find(OutboxRow, filled="problem", after="r3", before="r9")] == ["r5", "r6"]
    assert [row.id for row in await unit.find(OutboxRow, filled="problem", address="web:1", limit=2)] == ["r3", "r5"]
    assert await store.count_filled(OutboxRow, "problem") == 4


@pytest.mark.parametrize("odd", ["web:1", "", "\0", "\x01", "x" * 2_000, "退款😀", "\x01\x05"])
async def test_the_values_of_a_field_are_each_told_once(store: Store, odd: str) -> None:
    rows = [outbox_row(f"r{number:04}", f"web:{number % 3}") for number in range(1_003)]
    await added(store, *rows, outbox_row("s1", odd, problem=odd), outbox_row("s2", "web:8", problem="blocked"))

    assert await store.values(OutboxRow, "address") == {"web:0", "web:1", "web:2", odd, "web:8"}
    assert await store.values(OutboxRow, "address", problem="blocked") == {"web:8"}
    assert await store.values(OutboxRow, "address", problem=odd) >= {odd}
    assert await store.values(OutboxRow, "problem", address="nobody") == set()


async def test_values_and_what_is_filled_are_those_of_indexed_fields(store: Store) -> None:
    with pytest.raises(KeyError, match="OutboxRow is not looked up by message"):
        await store.values(OutboxRow, "message")
    with pytest.raises(KeyError, match="OutboxRow is not looked up by message"):
        await store.values(OutboxRow, "address", message="m1")
    with pytest.raises(KeyError, match="OutboxRow is not looked up by edit"):
        await store.count_filled(OutboxRow, "edit")
    with pytest.raises(KeyError, match="OutboxRow is not looked up by edit"):
        await store.unit().find(OutboxRow, filled="edit")


async def test_a_record_from_before_its_kind_had_a_revision_is_changed_as_any_other(store: Store) -> None:
    await store.load(Timer, [read(5)["Timer"]])
    (old,) = await store.unit().find(Timer)
    await changed(store, replace(old, attempts=1))

    assert await store.unit().find(Timer) == [replace(old, attempts=1, revision=1)]


async def test_a_record_that_was_changed_since_it_was_read_is_not_moved_to_another_id(store: Store) -> None:
    first = timer("2026-03-01T00:00:00+00:00")
    await added(store, first)
    moves = [store.unit(), store.unit()]
    for number, unit in enumerate(moves):
        unit.put(first)
        unit.delete(first)
        unit.add(replace(first, id=f"later-{number}"))
    await moves[0].commit()

    with pytest.raises(Conflict):
        await moves[1].commit()
    assert [one.id for one in await store.unit().find(Timer)] == ["later-0"]


async def test_what_is_due_is_taken_in_order(store: Store) -> None:
    days = [timer(f"2026-03-0{day}T00:00:00+00:00") for day in range(1, 6)]
    await added(store, *reversed(days))

    taken = await store.take(Timer, before="2026-03-04T00:00:00+00:00", limit=2)

    assert taken == days[:2]


async def test_a_name_that_this_process_has_reserved_stays_its_own_until_it_is_released(store: Store) -> None:
    answers = [await store.reserve("outbox web:1") for _ in range(2)]
    await store.release("outbox web:1")
    await store.release("outbox web:1")

    assert [*answers, await store.reserve("outbox web:1")] == [True, True, True]


async def test_who_watches_is_told_of_changes(store: Store) -> None:
    with store.changes.watch() as watcher:
        store.changes.tell("web:1")

        assert await anext(watcher) == "web:1"


@pytest.mark.parametrize("strange", ["", "'", "\0", "\x1f", "50%_\\", "退款", "😀", "a" * 2000])
async def test_strange_values_are_found_as_they_are_and_no_others(store: Store, strange: str) -> None:
    await added(store, ticket("1", owner=strange), ticket("2", owner="a1"), customer("c1", strange, "web:1"))

    unit = store.unit()

    assert ids(await unit.find(Ticket, owner=strange)) == ["1"]
    assert ids(await unit.find(Customer, identities=strange)) == ["c1"]
    assert await unit.get(Ticket, "1") == ticket("1", owner=strange)


def telling(key: str, *words: str) -> Occurrence:
    return Occurrence(id=key, ticket="t1", conversation="v1", at=NOON, text=" ".join(words), words=words)


async def test_what_shares_most_of_the_words_comes_first_and_of_equals_the_newest(store: Store) -> None:
    await added(
        store,
        telling("o1", "宽带", "断了", "建国"),
        telling("o2", "bill", "twice"),
        telling("o3", "宽带", "很慢"),
        telling("o4", "宽带", "断了"),
    )

    unit = store.unit()
    found = await unit.alike(Occurrence, ["宽带", "断了", "建国", "宽带"], 9, "words")

    assert [record.id for record in found] == ["o1", "o4", "o3"]
    assert await unit.alike(Occurrence, ["宽带", "断了"], 1, "words") == [telling("o4", "宽带", "断了")]
    assert await unit.alike(Occurrence, [], 9, "words") == []
    assert await unit.alike(Occurrence, ["nobody said this"], 9, "words") == []


async def test_what_is_gone_is_not_alike_and_what_was_replaced_goes_by_its_new_words(store: Store) -> None:
    await added(store, telling("o1", "宽带"), telling("o2", "宽带"))
    await deleted(store, telling("o1"))
    unit = store.unit()
    unit.delete(telling("o2"))
    unit.add(telling("o2", "bill"))
    await unit.commit()

    assert await store.unit().alike(Occurrence, ["宽带"], 9, "words") == []
    assert await store.unit().alike(Occurrence, ["bill"], 9, "words") == [telling("o2", "bill")]


async def test_words_that_only_one_telling_has_hide_no_other(store: Store) -> None:
    own = [f"only-here-{number}" for number in range(20)]
    await added(store, telling("o1", *own, "宽带"), telling("o2", "宽带"))

    found = await store.unit().alike(
        Occurrence, [*own, *(f"nowhere-{number}" for number in range(20)), "宽带"], 9, "words"
    )

    assert [record.id for record in found] == ["o1", "o2"]


async def test_alike_is_asked_by_an_indexed_field_only(store: Store) -> None:
    with pytest.raises(KeyError, match="text"):
        await store.unit().alike(Occurrence, ["x"], 1, "text")


async def test_a_moment_holds_what_was_committed_by_then(store: Store) -> None:
    await added(store, note("n2"), note("n1"), customer("c1"))

    async with store.snapshot() as snapshot:
        await added(store, note("n3"))
        pages = [page async for page in snapshot.documents(Note)]
        counts = [await snapshot.count(kind) for kind in (Note, Customer, Ticket)]

    assert [decode(Note, document) for page in pages for document in page] == [note("n1"), note("n2")]
    assert counts == [2, 1, 0]


async def test_loaded_documents_are_records_like_others(store: Store) -> None:
    await store.load(Customer, [encode(customer("c2", "web:2")), encode(replace(customer("c1", "web:1"), revision=7))])

    assert ids(await store.unit().find(Customer, identities="web:2")) == ["c2"]
    assert await store.unit().get(Customer, "c1") == replace(customer("c1", "web:1"), revision=7)
    with pytest.raises(Conflict, match="Customer c2"):
        await store.load(Customer, [encode(customer("c3")), encode(customer("c2"))])
    with pytest.raises(Conflict, match="Customer c4"):
        await store.load(Customer, [encode(customer("c4")), encode(customer("c4"))])
    assert ids(await store.unit().find(Customer)) == ["c1", "c2"]


async def test_the_newest_id_is_the_highest_that_the_clock_made_of_whatever_kind(store: Store) -> None:
    empty = await store.newest_id()
    unit = store.unit()
    unit.add(note("0006448f2b8e61a91f3c"))
    unit.add(customer("0006448f2b8e62a91f3c"))
    unit.add(outbox_row("telegram:7:00000000000000000001"))
    unit.add(timer("2026-03-01T12:00:00+00:00"))
    await unit.commit()

    assert (empty, await store.newest_id()) == ("", "0006448f2b8e62a91f3c")


async def test_a_store_that_can_be_written_to_says_nothing(store: Store) -> None:
    await store.check_writable()


async def test_several_values_of_a_field_find_what_holds_them_all(store: Store) -> None:
    unit = store.unit()
    for key, words in (("1", ("red", "bike")), ("2", ("red", "bike", "bell")), ("3", ("red",)), ("4", ("bike", "red"))):
        unit.add(SearchEntry(id=key, words=words))
    await unit.commit()
    unit = store.unit()
    unit.add(SearchEntry(id="5", words=("bell", "bike", "red")))
    both = await unit.find(SearchEntry, words=("red", "bike"))
    newest = await unit.find(SearchEntry, words=("red", "bike"), newest=2)
    stored = await store.unit().find(SearchEntry, words=("bike", "red"), newest=2)

    assert [entry.id for entry in both] == ["1", "2", "4", "5"]
    assert [entry.id for entry in newest] == ["4", "5"]
    assert [entry.id for entry in stored] == ["2", "4"]


async def test_a_store_that_forgets_holds_what_it_held_and_goes_on(store: Store) -> None:
    await added(store, customer("c1", "web:1", name="Quokka"), customer("c2", "web:2"))
    await deleted(store, customer("c1", "web:1"))
    await store.forget()
    await added(store, customer("c3", "web:3"))

    assert ids(await store.unit().find(Customer)) == ["c2", "c3"]
