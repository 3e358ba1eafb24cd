"""The same units of work on every store, with odd ids and values: all of them answer alike."""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.embedded import embedded_store as embedded_store
from storage.ports import Conflict, Store, UnitOfWork
from storage.postgres import postgres_store as postgres_store
from storage.records.complaint_records import Customer, Occurrence, Ticket
from storage.records.record import Record
from tests.storage.postgres_server import database
from tests.storage.test_store_contract import customer, telling, ticket

Stores = tuple[asyncio.Runner, list[Store]]


def _long(seed: int) -> str:
    """Return a long text that does not compress."""
    return "".join(chr(0x4E00 + pow(3, seed * 5_000 + place, 20_011)) for place in range(2_000))


ODD = [*"\0\x01\x1fab'\"\\\n\ud7ff\ue000\ufffd\uffff😀\U0010ffff", "\x01\x01", "a\0", "a\0b", "a\x01", "aa"]
ODD += ["%_", "退款", "{}", "null", "x" * 2_000, _long(1), _long(2)]
IDS = st.sampled_from(ODD)
TEXTS = st.sampled_from(["", *ODD])
STATES = st.sampled_from(["open", "", "\0"])
BOUNDS = st.none() | TEXTS
LIMITS = st.none() | st.integers(0, 4)

CUSTOMERS = st.builds(lambda key, held: customer(key, *held), IDS, st.lists(TEXTS, max_size=3))
TICKETS = st.builds(lambda key, status, owner: ticket(key, status=status, owner=owner), IDS, STATES, TEXTS)
DEEDS = st.tuples(st.sampled_from(["add", "add", "add", "put", "delete"]), CUSTOMERS | TICKETS, st.integers(0, 2))
UNITS = st.lists(st.tuples(st.lists(DEEDS, max_size=6), st.booleans()), max_size=4)

WHERE = st.one_of(
    st.tuples(st.just(Customer), st.fixed_dictionaries({}, optional={"identities": TEXTS})),
    st.tuples(st.just(Ticket), st.fixed_dictionaries({}, optional={"status": STATES, "owner": TEXTS})),
)
ENDS = st.one_of(st.fixed_dictionaries({"limit": LIMITS}), st.fixed_dictionaries({"newest": LIMITS}))
QUESTIONS = st.lists(st.tuples(WHERE, BOUNDS, BOUNDS, ENDS), min_size=1, max_size=6)

WORDS = st.lists(st.sampled_from([*ODD[:24], "宽带", "断了", "bill"]), max_size=6, unique=True).map(tuple)
TOLD = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.none() | WORDS), max_size=16)
"""Tellings by their ids, one after the other; None takes the one away again."""


@pytest.fixture(scope="module")
def stores(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stores]:
    async def opened(folder: Path) -> list[Store]:
        url = await stack.enter_async_context(database(postgres))
        return [await embedded_store.open_store(folder), await postgres_store.open_store(url)]

    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        made = runner.run(opened(tmp_path_factory.mktemp("stores") / "store"))
        yield runner, made
        for store in made:
            runner.run(store.close())
        runner.run(stack.aclose())


def do(unit: UnitOfWork, verb: str, record: Record, revision: int) -> None:
    if verb == "put":
        unit.put(replace(record, revision=revision))  # type: ignore[call-arg]
    else:
        getattr(unit, verb)(record)


async def asked(unit: UnitOfWork, questions: list[Any]) -> list[Any]:
    answers: list[Any] = []
    for (kind, where), after, before, end in questions:
        answers.append(await unit.find(kind, after=after, before=before, **end, **where))
        answers.append(await unit.last(kind, **where))
        answers.append(await unit.get(kind, after or ""))
    return answers


async def played(store: Store, units: list[Any], questions: list[Any]) -> list[Any]:
    """Return all that a store answers to these units, within each and after it."""
    answers: list[Any] = []
    for deeds, holds in units:
        async with store.unit() as unit:
            if holds:
                await unit.hold("\0web:1")
            for deed in deeds:
                do(unit, *deed)
            answers += await asked(unit, questions)
            try:
                await unit.commit()
                answers.append("committed")
            except Conflict:
                answers.append("conflict")
            answers += await asked(unit, questions)
    answers.append(await asked(store.unit(), questions))
    await emptied(store)
    return answers


async def emptied(store: Store) -> None:
    unit = store.unit()
    for kind in (Customer, Ticket, Occurrence):
        for record in await unit.find(kind):
            unit.delete(record)
    await unit.commit()


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(units=UNITS, questions=QUESTIONS)
def test_all_stores_answer_alike(stores: Stores, units: list[Any], questions: list[Any]) -> None:
    runner, made = stores

    answers = [runner.run(played(store, units, questions)) for store in made]

    assert answers[0] == answers[1]


def test_ids_of_every_oddity_are_in_one_order(stores: Stores) -> None:
    runner, made = stores
    records: list[Any] = [("add", ticket(key, owner=key), 0) for key in ODD]
    pages: list[Any] = [((Ticket, {}), key, None, {"limit": 3}) for key in ODD]

    answers = [runner.run(played(store, [(records, False)], pages)) for store in made]

    assert answers[0] == answers[1]


async def alike(store: Store, told: list[tuple[str, tuple[str, ...] | None]], asked: list[Any]) -> list[Any]:
    """Return what is alike to what is asked, each time after a telling has come or gone."""
    answers = list[Any]()
    for key, words in told:
        unit = store.unit()
        unit.delete(telling(key))
        if words is not None:
            unit.add(telling(key, *words))
        await unit.commit()
        found = [await store.unit().alike(Occurrence, words, 8, "words") for words in asked]
        answers.append([[record.id for record in some] for some in found])
    await emptied(store)
    return answers


def likely(told: list[tuple[str, tuple[str, ...] | None]], asked: list[Any]) -> list[Any]:
    """Return what `alike` should: who shares the most first, of these who has the least else, then the newest."""
    kept, answers = dict[str, set[str]](), list[Any]()
    for key, words in told:
        kept[key] = set(words or ())
        answers.append([_likely(kept, set(some)) for some in asked])
    return answers


def _likely(kept: dict[str, set[str]], asked: set[str]) -> list[str]:
    some = [key for key in sorted(kept, reverse=True) if kept[key] & asked]
    return sorted(some, key=lambda key: (-len(kept[key] & asked), len(kept[key])))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=TOLD, asked=st.lists(WORDS, min_size=1, max_size=3))
def test_all_stores_find_the_same_alike(stores: Stores, told: list[Any], asked: list[Any]) -> None:
    runner, made = stores

    answers = [runner.run(alike(store, told, asked)) for store in made]

    assert answers == [likely(told, asked)] * 2
