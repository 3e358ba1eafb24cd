"""``customer export``: all that is kept of one customer, as a file to hand over."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from bot.commands.command import Command, OnDesk
from bot.commands.remote.request import Answer, Request
from bot.container import Container
from bot.desk.core.words import DESK_WORDS, Words
from bot.desk.privacy.data_copy import copy_out, find_customer
from bot.desk.privacy.data_requests import settle
from bot.desk.staff.audit import COMMAND_LINE, Actor, note_once

NOBODY = "there is no such customer: name the reference of a ticket, or an address such as telegram:4711"


async def export_customer(container: Container, request: Request) -> Answer:
    """Write a customer's data to a new zip file, and tell what is in it."""
    store, unit, place = container.store, container.store.unit(), Path(request.word("to"))
    customer = await find_customer(unit, request.word("who"))
    if customer is None:
        return Answer(errors=NOBODY, status=1)
    words = Words(DESK_WORDS, customer.language or container.desk.policy.language, container.desk.policy.zone)
    try:
        copied = await copy_out(unit, container.files, customer, words, place)
    except OSError as mistake:
        return Answer(errors=str(mistake), status=1)
    by = Actor(None, COMMAND_LINE)
    await note_once(store, container.environment, "customer-exported", by, customer.id, customer.id)
    await settle(store, container.environment, customer.id, "export", by)
    lines = [
        f"exported to {place}: {copied.tickets} tickets, {copied.messages} messages, {copied.files} files",
        "internal.json holds what the staff wrote: look through it before it is handed on",
    ]
    return Answer("\n".join(lines), "\n".join(f"not on the disk: {name}" for name in copied.missing))


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("who", metavar="REF|ADDRESS", help="of a ticket, or where the customer writes from")
    parser.add_argument("place", type=Path, metavar="FILE.zip", help="a new file")


def _read(given: Namespace) -> Request:
    return Request("customer export", words={"who": given.who, "to": str(given.place.resolve())})


COMMAND = Command(
    name="customer export",
    help="write all that is kept of one customer to a zip file, to be handed over",
    arguments=_arguments,
    run=OnDesk(_read, export_customer),
)
