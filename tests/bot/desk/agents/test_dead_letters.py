"""What did not get through is kept until somebody has judged it."""

from dataclasses import replace

import pytest

from bot.channels.port import Undeliverable
from bot.desk.agents.dead_letters import LONGEST_LIST, Undelivered
from bot.desk.agents.handoffs import Refused
from bot.desk.delivery.sender import UNCERTAIN
from storage.records import OutboxRow
from storage.traffic_records import InboxRow
from tests.bot.desk.house import BILL, LI, WANG, House


async def lost(house: House, text: str = "We have paid it back.") -> str:
    """Let an agent's reply be refused; returns the reference of its ticket."""
    ticket = await house.is_owned()
    await house.delivered()
    await house.handoffs.reply(ticket.reference, LI, text)
    house.channel.faults = [Undeliverable("the channel refuses it")]
    await house.delivered()
    return ticket.reference


async def letters(house: House) -> list[tuple[str, str, str]]:
    found = await Undelivered(house.store).letters()
    return [(letter.message.text, letter.row.problem, letter.reference) for letter in found]


async def key_of(house: House) -> str:
    (letter,) = await Undelivered(house.store).letters()
    return letter.row.id


async def test_a_message_that_never_arrived_is_listed_with_its_ticket(house: House) -> None:
    reference = await lost(house)

    assert await letters(house) == [("We have paid it back.", "the channel refuses it", reference)]


async def test_what_is_on_its_way_is_not_listed(house: House) -> None:
    await house.files()

    assert await letters(house) == []
    assert await Undelivered(house.store).count() == 0


async def test_all_are_counted_be_it_more_than_a_page_shows(house: House) -> None:
    await lost(house)
    unit = house.store.unit()
    (row,) = [row for row in await unit.find(OutboxRow) if row.problem]
    for number in range(LONGEST_LIST):
        unit.add(replace(row, id=f"r{number}"))
    await unit.commit()

    assert await Undelivered(house.store).count() == LONGEST_LIST + 1


async def test_a_message_that_is_sent_again_arrives(house: House) -> None:
    await lost(house)
    await Undelivered(house.store).send_again(await key_of(house))
    replies = await house.delivered()

    assert replies == ["We have paid it back."]
    assert await letters(house) == []


async def test_a_notice_that_may_have_arrived_is_sent_again_only_by_hand(house: House) -> None:
    await lost(house)
    unit = house.store.unit()
    (row,) = [row for row in await unit.find(OutboxRow) if row.problem]
    unit.delete(row)
    unit.add(
        OutboxRow(
            id="r9",
            address=WANG,
            conversation=row.conversation,
            message=row.message,
            epoch=0,
            once=True,
            begun=True,
            problem=UNCERTAIN,
        )
    )
    await unit.commit()
    await Undelivered(house.store).send_again("r9")
    replies = await house.delivered()

    assert replies == ["We have paid it back."]


async def test_a_message_that_is_let_be_stays_in_the_transcript(house: House) -> None:
    await lost(house)
    await Undelivered(house.store).drop(await key_of(house))

    assert await letters(house) == []
    assert ("agent", "We have paid it back.") in await house.transcript()


async def test_what_somebody_judged_already_cannot_be_judged_again(house: House) -> None:
    await lost(house)
    key = await key_of(house)
    await Undelivered(house.store).drop(key)
    for judge in (Undelivered(house.store).drop, Undelivered(house.store).send_again):
        with pytest.raises(Refused, match="no-such-letter"):
            await judge(key)


async def test_what_was_set_aside_waits_again_once_the_fault_is_mended(house: House) -> None:
    unit = house.store.unit()
    unit.add(InboxRow(id="web:1", address=WANG, at=house.clock.now, raw=BILL, attempts=3, problem="it failed"))
    unit.add(InboxRow(id="web:2", address=WANG, at=house.clock.now, raw=BILL))
    await unit.commit()
    undelivered = Undelivered(house.store)
    before = [row.id for row in await undelivered.set_aside()]
    count = await undelivered.play_again()
    waiting = [(row.id, row.attempts) for row in await house.store.unit().find(InboxRow, problem="")]

    assert (before, count) == (["web:1"], 1)
    assert waiting == [("web:1", 0), ("web:2", 0)]


async def test_all_that_was_set_aside_waits_again_be_it_more_than_a_page_shows(house: House) -> None:
    unit = house.store.unit()
    for number in range(LONGEST_LIST + 1):
        unit.add(InboxRow(id=f"web:{number:03}", address=WANG, at=house.clock.now, raw=BILL, problem="it failed"))
    await unit.commit()
    count = await Undelivered(house.store).play_again()

    assert count == LONGEST_LIST + 1
    assert await Undelivered(house.store).set_aside() == []
