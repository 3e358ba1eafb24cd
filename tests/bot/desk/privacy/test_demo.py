"""The demo goes whole, and takes nothing of others with it."""

from pathlib import Path

import pytest

from bot.desk.privacy.demo import DEMO, TELLING, begin_demo, demo_of, remove_demo
from storage.file_store import FileStore
from storage.records.complaint_records import Message, Ticket
from storage.records.finding_records import Label, Suspicion
from tests.bot.desk.desk_harness import BILL, NOON, DeskHarness


async def suspected(desk: DeskHarness, *tickets: Ticket) -> None:
    unit = desk.store.unit()
    unit.add(
        Suspicion(
            id="down",
            kind="burst",
            script="telecom",
            words=("broadband",),
            samples=tuple(one.description for one in tickets),
            tickets=tuple(one.id for one in tickets),
            people=len(tickets),
            usual=0.5,
            at=NOON,
        )
    )
    await unit.commit()


@pytest.fixture
async def demo(desk: DeskHarness) -> Ticket:
    await begin_demo(desk.turns, desk.context.environment, "en")
    return await desk.ticket(DEMO)


async def test_a_suspicion_that_others_told_stays_without_the_demo(
    desk: DeskHarness, demo: Ticket, tmp_path: Path
) -> None:
    other = await desk.waits_for_a_person()
    await suspected(desk, demo, other)
    await remove_demo(desk.store, FileStore(tmp_path / "files"))
    (left,) = await desk.store.unit().find(Suspicion)

    assert await demo_of(desk.store) is None
    assert (left.tickets, left.samples, left.people) == ((other.id,), (BILL,), 1)


async def test_a_suspicion_of_the_demo_alone_goes_with_it(desk: DeskHarness, demo: Ticket, tmp_path: Path) -> None:
    await suspected(desk, demo)
    await remove_demo(desk.store, FileStore(tmp_path / "files"))

    assert await desk.store.unit().find(Suspicion) == []


async def test_what_others_said_in_the_same_words_stays(desk: DeskHarness, demo: Ticket, tmp_path: Path) -> None:
    unit = desk.store.unit()
    for key, conversation in (("theirs", "elsewhere"), ("own", demo.conversation)):
        unit.add(
            Label(
                id=key,
                look="known-issue",
                text=TELLING["en"],
                about="down",
                answer="accepted",
                conversation=conversation,
                at=NOON,
            )
        )
    await unit.commit()
    await remove_demo(desk.store, FileStore(tmp_path / "files"))

    assert [one.id for one in await desk.store.unit().find(Label)] == ["theirs"]
    assert await desk.store.unit().find(Message, address=DEMO) == []
