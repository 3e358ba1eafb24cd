"""Where a message is shown, and which message is shown somewhere."""

from bot.desk.core.message_refs import message_at, note_ref, ref_at
from storage.records.complaint_records import Message
from tests.bot.desk.desk_harness import WANG, DeskHarness


def message(desk: DeskHarness, key: str) -> Message:
    return Message(id=key, address=WANG, conversation="v1", at=desk.clock.now, author="bot", text="Hello")


async def shown(desk: DeskHarness, ref: str, key: str) -> None:
    unit = desk.store.unit()
    note_ref(unit, ref, message(desk, key), desk.clock.now)
    await unit.commit()


async def test_a_place_leads_to_its_message_and_a_message_to_its_place(desk: DeskHarness) -> None:
    await shown(desk, f"{WANG}:55", "m1")
    unit = desk.store.unit()

    assert await message_at(unit, f"{WANG}:55") == "m1"
    assert await ref_at(unit, "m1", WANG) == f"{WANG}:55"


async def test_a_message_may_be_shown_at_several_addresses(desk: DeskHarness) -> None:
    await shown(desk, f"{WANG}:55", "m1")
    await shown(desk, "telegram:-100:7", "m1")
    unit = desk.store.unit()

    assert await ref_at(unit, "m1", "telegram:-100") == "telegram:-100:7"
    assert await ref_at(unit, "m1", "telegram:-1007") == ""


async def test_what_is_shown_nowhere_has_no_place(desk: DeskHarness) -> None:
    unit = desk.store.unit()

    assert (await ref_at(unit, "m1", WANG), await message_at(unit, f"{WANG}:55")) == ("", "")


async def test_a_number_that_comes_again_belongs_to_the_newer_message(desk: DeskHarness) -> None:
    await shown(desk, f"{WANG}:55", "m1")
    await shown(desk, f"{WANG}:55", "m2")

    assert await message_at(desk.store.unit(), f"{WANG}:55") == "m2"
