"""``customer erase``: removes what is kept of one customer everywhere, and tells what was done and what was found."""

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping

from bot.commands.command import Command, OnDesk
from bot.commands.customers.copy_customer import NOBODY
from bot.commands.remote.request import Answer, Request
from bot.container import Container
from bot.desk.core.errors import Refused
from bot.desk.core.words import DESK_WORDS
from bot.desk.privacy.data_copy import find_customer
from bot.desk.privacy.erasure import ErasureProof
from bot.desk.privacy.holdings import count, of_customer
from bot.desk.staff.audit import COMMAND_LINE, Actor

_SURE = "Nothing was erased yet, and it cannot be undone. To go on: the same command with --yes"


async def erase_customer(container: Container, request: Request) -> Answer:
    """Erase a customer; without a ``yes`` only tell what there is."""
    unit = container.store.unit()
    customer = await find_customer(unit, request.word("who"))
    if customer is None:
        return Answer(errors=NOBODY, status=1)
    if not request.word("yes"):
        there = count((await of_customer(unit, customer)).records)
        return Answer("\n".join(_lines(there)), _SURE, status=1)
    try:
        return _told(await container.eraser.erase(customer.id, Actor(None, COMMAND_LINE)))
    except Refused as refused:
        return Answer(errors=DESK_WORDS.word("en", f"refused.{refused.reason}"), status=1)


def _told(proof: ErasureProof) -> Answer:
    erasure = proof.erasure
    lines = [
        f"erased on {erasure.at:%F %T} UTC, as {erasure.id}:",
        *_lines(erasure.counts),
        *_lines({"files": len(erasure.files)}),
        f"searched {proof.searched:,} records for the name, numbers, addresses and words:",
        *(_lines(proof.found) or ["  nothing was found"]),
    ]
    others = "Where words were found, others said the same or spoke of this customer: look at these."
    return Answer("\n".join(lines), others if proof.found else "")


def _lines(counts: Mapping[str, int]) -> list[str]:
    return [f"  {kind:<16}{number:>8,}" for kind, number in sorted(counts.items())]


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("who", metavar="REF|ADDRESS", help="of a ticket, or where the customer writes from")
    parser.add_argument("--yes", action="store_true", help="do it; without this only what there is is told")


def _read(given: Namespace) -> Request:
    return Request("customer erase", words={"who": given.who, "yes": "yes" if given.yes else ""})


COMMAND = Command(
    name="customer erase",
    help="remove what is kept of one customer everywhere, and tell what was done",
    arguments=_arguments,
    run=OnDesk(_read, erase_customer),
)
