"""One person in two chats, for tests: an old one with a complaint, and a new one in which the same number is given."""

import re

from bot.channels.port import Incoming
from storage.finding_records import Proof
from storage.records import Customer
from tests.bot.desk.house import BILL, WANG, House

PHONE = "13800138000"
NEW = "web:new"
"""The address of the chat that the desk does not know yet."""
OTHER = "web:other"
OTHER_BILL = "Nobody warned me before July got so expensive"


async def gives_the_number(house: House, to: str = NEW, number: str = PHONE) -> list[str]:
    """Let a customer begin to complain, up to the number; returns what is answered to that."""
    return await house.says(OTHER_BILL, "2", "128", "skip", number, to=to)


async def is_offered_a_code(house: House, to: str = NEW) -> str:
    """Let a customer complain in the old chat, and give the number in a new one; returns the code."""
    await house.files(BILL)
    await gives_the_number(house, to)
    return await code(house)


async def is_joined(house: House) -> None:
    """Let one person type the code in the new chat."""
    await house.says(await is_offered_a_code(house), to=NEW)


async def shares_contact(house: House, to: str = NEW, number: str = f"+86{PHONE}") -> list[str]:
    """Let a customer share a number that the channel vouches for; returns what is answered."""
    update = house.new_update()
    await house.plays(Incoming(address=to, update=update, text=number, attachment="contact", contact=number))
    return house.replies


async def codes(house: House, to: str = WANG) -> list[str]:
    """Return the codes that were sent to an address; those of these tests begin with 700."""
    return [found for _, text in await house.transcript(to) for found in re.findall(r"(?<!\d)700\d{3}(?!\d)", text)]


async def code(house: House, to: str = WANG) -> str:
    """Return the newest of them."""
    return (await codes(house, to))[-1]


async def proofs(house: House) -> list[Proof]:
    """Return the codes that are awaited, or still counted."""
    return await house.store.unit().find(Proof)


async def customer(house: House, at: str) -> Customer:
    """Return whose address this is."""
    found = await house.store.unit().last(Customer, identities=at)
    assert found is not None
    return found


async def said(house: House, to: str) -> list[str]:
    """Return all that the desk said on an address."""
    return [text for author, text in await house.transcript(to) if author == "bot"]
