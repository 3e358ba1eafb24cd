"""One person in two chats, for tests: an old one with a complaint, and a new one in which the same number is given."""

import re

from bot.channels.port import Incoming
from storage.records.complaint_records import Customer
from storage.records.finding_records import Proof
from tests.bot.desk.desk_harness import BILL, WANG, DeskHarness

PHONE = "13800138000"
NEW = "web:new"
"""The address of the chat that the desk does not know yet."""
OTHER = "web:other"
OTHER_BILL = "Nobody warned me before July got so expensive"


async def gives_the_number(desk: DeskHarness, to: str = NEW, number: str = PHONE) -> list[str]:
    """Let a customer begin to complain, up to the number; returns what is answered to that."""
    return await desk.says(OTHER_BILL, "2", "128", "skip", number, to=to)


async def is_offered_a_code(desk: DeskHarness, to: str = NEW) -> str:
    """Let a customer complain in the old chat, and give the number in a new one; returns the code."""
    await desk.files(BILL)
    await gives_the_number(desk, to)
    return await code(desk)


async def is_joined(desk: DeskHarness) -> None:
    """Let one person type the code in the new chat."""
    await desk.says(await is_offered_a_code(desk), to=NEW)


async def shares_contact(desk: DeskHarness, to: str = NEW, number: str = f"+86{PHONE}") -> list[str]:
    """Let a customer share a number that the channel vouches for; returns what is answered."""
    update = desk.new_update()
    await desk.plays(Incoming(address=to, update=update, text=number, attachment="contact", contact=number))
    return desk.replies


async def codes(desk: DeskHarness, to: str = WANG) -> list[str]:
    """Return the codes that were sent to an address; those of these tests begin with 700."""
    return [found for _, text in await desk.transcript(to) for found in re.findall(r"(?<!\d)700\d{3}(?!\d)", text)]


async def code(desk: DeskHarness, to: str = WANG) -> str:
    """Return the newest of them."""
    return (await codes(desk, to))[-1]


async def proofs(desk: DeskHarness) -> list[Proof]:
    """Return the codes that are awaited, or still counted."""
    return await desk.store.unit().find(Proof)


async def customer(desk: DeskHarness, at: str) -> Customer:
    """Return whose address this is."""
    found = await desk.store.unit().last(Customer, identities=at)
    assert found is not None
    return found


async def said(desk: DeskHarness, to: str) -> list[str]:
    """Return all that the desk said on an address."""
    return [text for author, text in await desk.transcript(to) if author == "bot"]
