from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.desk.register import register
from bot.desk.register.register import Register, RegisterQuery, id_of
from bot.desk.reports.report_period import Period
from storage.embedded.embedded_store import open_store
from storage.ports import Store
from storage.records.access_records import Agent
from storage.records.complaint_records import Customer, Note, Occurrence, SearchEntry, Ticket
from storage.records.resolution_records import Resolution

NOON = datetime(2026, 11, 4, 12, tzinfo=UTC)
UTC_ZONE = ZoneInfo("UTC")


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_store(tmp_path)
    yield opened
    await opened.close()


def ticket(number: int, **more: object) -> Ticket:
    opened = NOON - timedelta(days=number)
    kept = Ticket(
        id=id_of(opened, f"{number:06x}"),
        reference=f"T-{opened.year}-{number:06}",
        customer="c1",
        address="web:1",
        conversation="v1",
        language="en",
        script="telecom",
        status="open",
        description="No signal",
        slots={"kind": "network"},
        opened=opened,
        due=opened + timedelta(days=1),
    )
    return replace(kept, **more)  # type: ignore[arg-type]


async def keep(store: Store, *records: object) -> None:
    unit = store.unit()
    for record in records:
        unit.add(record)  # type: ignore[arg-type]
    await unit.commit()


async def found(store: Store, query: RegisterQuery) -> list[str]:
    return [row.ticket.reference for row in (await Register(store).page(query))[0]]


async def test_the_newest_stand_first_and_a_year_is_found_by_its_days(store: Store) -> None:
    await keep(store, ticket(0), ticket(400), ticket(800))

    assert await found(store, RegisterQuery()) == ["T-2026-000000", "T-2025-000400", "T-2024-000800"]
    year = Period(date(2025, 1, 1), date(2025, 12, 31), UTC_ZONE)
    assert await found(store, RegisterQuery(period=year)) == ["T-2025-000400"]


async def test_tickets_are_found_by_words_by_reference_and_by_what_is_chosen(store: Store) -> None:
    one, other = ticket(1, cause="network/outage"), ticket(2, address="telegram:7", status="closed")
    await keep(store, one, other, SearchEntry(id=one.id, words=("signal", "gone")))

    assert await found(store, RegisterQuery("signal")) == [one.reference]
    assert await found(store, RegisterQuery(other.reference.lower())) == [other.reference]
    assert await found(store, RegisterQuery(choice={"cause": "network"})) == [one.reference]
    assert await found(store, RegisterQuery(choice={"channel": "telegram", "kind": "network"})) == [other.reference]
    assert await found(store, RegisterQuery(choice={"status": "closed", "kind": "billing"})) == []


async def test_a_row_holds_what_is_written_on_a_ticket(store: Store) -> None:
    kept = ticket(1, owner="a1", status="closed", outcome="Mended.")
    told = Resolution(
        id="r1", ticket=kept.id, agent="a1", name="Li", at=NOON, outcome_code="upheld", explanation="Mended."
    )
    judged = replace(told, id="r2", status="granted", judge_name="Ada")
    telling = Occurrence(id="o1", ticket=kept.id, conversation="v1", at=NOON, text="No signal")
    await keep(
        store,
        *(kept, told, judged, replace(judged, id="r3", status="refused", judge_name="Bo"), telling),
        Customer(id="c1", identities=("web:1",), name="Wang Fang", since=NOON),
        Agent(id="a1", name="Li", role="agent"),
        Note(id="n1", ticket=kept.id, author="Li", at=NOON, text="A cable."),
    )

    row = await Register(store).row(kept.reference)

    assert row is not None
    assert (row.owner, row.decided_by, row.confirmed) == ("Li", "Ada", "yes")
    assert row.customer is not None
    assert (row.customer.name, len(row.tellings), row.notes[0].text) == ("Wang Fang", 1, "A cable.")


async def test_a_rare_choice_is_found_by_going_on(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register, "LOOKED_AT", 2)
    await keep(store, ticket(1), ticket(2), ticket(3, status="closed"))
    query = RegisterQuery(choice={"status": "closed"})

    rows, further = await Register(store).page(query)
    later, end = await Register(store).page(query, further)

    assert rows == []
    assert further == ticket(2).id
    assert [row.ticket.id for row in later] == [ticket(3).id]
    assert end == ""


async def test_all_rows_come_in_parts(store: Store) -> None:
    await keep(store, *(ticket(number) for number in range(450)))

    parts = [len(rows) async for rows in Register(store).rows(RegisterQuery())]

    assert parts == [200, 200, 50]


@pytest.mark.parametrize("address", ["import:1f", "web:1"])
async def test_of_what_was_taken_in_nobody_is_said_to_have_confirmed_it(store: Store, address: str) -> None:
    old = ticket(1)
    await keep(store, replace(old, address=address, status="closed", outcome="Mended.", due=old.opened))

    row = await Register(store).row(old.reference)

    assert row is not None
    assert row.confirmed == ""
