"""Where a message is shown, and which message is shown somewhere."""

from bot.desk.core.message_refs import message_at, note, place_at
from storage.records import Message
from tests.bot.desk.house import WANG, House


def message(house: House, key: str) -> Message:
    return Message(id=key, address=WANG, conversation="v1", at=house.clock.now, author="bot", text="Hello")


async def shown(house: House, place: str, key: str) -> None:
    unit = house.store.unit()
    note(unit, place, message(house, key), house.clock.now)
    await unit.commit()


async def test_a_place_leads_to_its_message_and_a_message_to_its_place(house: House) -> None:
    await shown(house, f"{WANG}:55", "m1")
    unit = house.store.unit()

    assert await message_at(unit, f"{WANG}:55") == "m1"
    assert await place_at(unit, "m1", WANG) == f"{WANG}:55"


async def test_a_message_may_be_shown_at_several_addresses(house: House) -> None:
    await shown(house, f"{WANG}:55", "m1")
    await shown(house, "telegram:-100:7", "m1")
    unit = house.store.unit()

    assert await place_at(unit, "m1", "telegram:-100") == "telegram:-100:7"
    assert await place_at(unit, "m1", "telegram:-1007") == ""


async def test_what_is_shown_nowhere_has_no_place(house: House) -> None:
    unit = house.store.unit()

    assert (await place_at(unit, "m1", WANG), await message_at(unit, f"{WANG}:55")) == ("", "")


async def test_a_number_that_comes_again_belongs_to_the_newer_message(house: House) -> None:
    await shown(house, f"{WANG}:55", "m1")
    await shown(house, f"{WANG}:55", "m2")

    assert await message_at(house.store.unit(), f"{WANG}:55") == "m2"
