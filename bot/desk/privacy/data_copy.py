"""A customer's own data as one file to hand over: what was told and answered, to be read and to be read by machines.

What the staff wrote for themselves lies beside it in a file of its own: it is looked through before it is handed on.
"""

import asyncio
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import orjson

from bot.desk.core.file_types import file_name
from bot.desk.core.words import Words
from bot.desk.privacy.holdings import Holdings, of_customer
from storage.codec import to_json
from storage.file_store import FileStore
from storage.ports import UnitOfWork
from storage.records.complaint_records import Conversation, Customer, Handoff, Message, Note, Occurrence, Ticket
from storage.records.privacy_records import DataRequest
from storage.records.record import Record
from storage.records.traffic_records import Attachment, Edit

PART = ".part"
"""Behind the name of a file that is being written."""
_THEIRS: Mapping[str, type[Record]] = {
    "conversations": Conversation,
    "messages": Message,
    "changed": Edit,
    "tickets": Ticket,
    "tellings": Occurrence,
    "files": Attachment,
    "requests": DataRequest,
}
"""What the customer gets, by what it is called there."""
_INTERNAL: Mapping[str, type[Record]] = {"notes": Note, "handoffs": Handoff}
_OURS = frozenset({"v", "revision", "state", "asked", "offers", "unread", "owner_epoch", "reminded", "words", "source"})
"""Fields that say how the program does its work, and nothing of the customer."""


@dataclass(frozen=True)
class DataCopy:
    """What a copy holds."""

    tickets: int
    messages: int
    files: int
    missing: tuple[str, ...]
    """The names of files that are on record and not on the disk."""


async def find_customer(unit: UnitOfWork, who: str) -> Customer | None:
    """Return the customer of a ticket's reference, of an address such as ``telegram:4711``, or of an id."""
    if ticket := await unit.last(Ticket, reference=who.upper()):
        return await unit.get(Customer, ticket.customer)
    return await unit.last(Customer, identities=who) or await unit.get(Customer, who)


async def copy_out(unit: UnitOfWork, files: FileStore, customer: Customer, words: Words, place: Path) -> DataCopy:
    """Write all there is of a customer to a new zip file, which only its owner may read.

    Raises:
        FileExistsError: if something is there already.
        OSError: if it cannot be written.
    """
    return await asyncio.to_thread(_write, await of_customer(unit, customer), files, words, place)


def _write(holdings: Holdings, files: FileStore, words: Words, place: Path) -> DataCopy:
    if place.exists():
        raise FileExistsError(f"{place} is there already; name a new file")
    part, missing = place.with_name(place.name + PART), list[str]()
    names = _names(holdings.of(Attachment))
    descriptor = os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "w+b") as file, ZipFile(file, "w", ZIP_DEFLATED) as archive:
            archive.writestr("customer.json", _json(holdings, {"customer": Customer, **_THEIRS}))
            archive.writestr("customer.html", _page(holdings, names, words))
            archive.writestr("internal.json", _json(holdings, _INTERNAL))
            for one in holdings.of(Attachment):
                path = files.path(one.digest) if one.digest else None
                if path is not None and path.exists():
                    archive.write(path, names[one.id])
                else:
                    missing.append(names[one.id])
        part.rename(place)
    except BaseException:  # also one that is called off leaves no half of a file
        part.unlink(missing_ok=True)
        raise
    return DataCopy(len(holdings.of(Ticket)), len(holdings.of(Message)), len(names) - len(missing), tuple(missing))


def _names(attachments: Iterable[Attachment]) -> dict[str, str]:
    return {one.id: f"files/{number:03}-{file_name(one)}" for number, one in enumerate(attachments, 1)}


def _json(holdings: Holdings, kinds: Mapping[str, type[Record]]) -> bytes:
    said = {
        name: [{key: value for key, value in to_json(one).items() if key not in _OURS} for one in holdings.of(kind)]
        for name, kind in kinds.items()
    }
    return orjson.dumps(said, option=orjson.OPT_INDENT_2)


def _page(holdings: Holdings, names: Mapping[str, str], words: Words) -> str:
    """Return the page to be read by people, which needs nothing but itself and the files beside it."""
    title = escape(words("data.title"))
    lines = [
        f'<!doctype html><html lang="{words.language}"><meta charset="utf-8">',
        f'<meta name="viewport" content="width=device-width"><title>{title}</title>',
        "<style>body{font:1rem/1.5 sans-serif;max-width:45rem;margin:2rem auto;padding:0 1rem}"
        "dt{font-weight:bold}li{margin:.5rem 0;white-space:pre-wrap}small{color:#555}</style>",
        f"<h1>{title}</h1><p>{escape(words('data.intro'))}</p>",
        *_person(holdings.customer, words),
        f"<h2>{escape(words('data.tickets'))}</h2>",
        *(line for ticket in holdings.of(Ticket) for line in _ticket(ticket, words)),
        f"<h2>{escape(words('data.messages'))}</h2><ol>",
        *(_message(message, holdings, names, words) for message in holdings.of(Message)),
        "</ol></html>",
    ]
    return "\n".join(lines)


def _person(customer: Customer, words: Words) -> Iterable[str]:
    yield "<dl>"
    facts = {
        "data.name": customer.name,
        "data.phones": ", ".join(customer.phones),
        "data.addresses": ", ".join(customer.identities),
        "data.since": words.when(customer.since),
    }
    labels = {
        "data.name": words("data.name"),
        "data.phones": words("data.phones"),
        "data.addresses": words("data.addresses"),
        "data.since": words("data.since"),
    }
    yield from (f"<dt>{escape(labels[key])}</dt><dd>{escape(value)}</dd>" for key, value in facts.items() if value)
    yield "</dl>"


def _ticket(ticket: Ticket, words: Words) -> Iterable[str]:
    status = words.name("status", ticket.status)
    yield f"<h3>{escape(ticket.reference)}</h3>"
    yield f"<p><small>{escape(words.when(ticket.opened))} · {escape(status)}</small></p>"
    yield f"<p>{escape(ticket.description)}</p><dl>"
    told = {key: str(value) for key, value in ticket.slots.items() if value and value != ticket.description}
    yield from (f"<dt>{escape(key)}</dt><dd>{escape(value)}</dd>" for key, value in told.items())
    if ticket.outcome:
        yield f"<dt>{escape(words('ticket.outcome'))}</dt><dd>{escape(ticket.outcome)}</dd>"
    yield "</dl>"


def _message(message: Message, holdings: Holdings, names: Mapping[str, str], words: Words) -> str:
    who = message.name or words("data.you" if message.author == "customer" else "data.us")
    texts = [message.text, *(edit.text for edit in holdings.of(Edit) if edit.message == message.id)]
    links = [
        f'<a href="{escape(names[one.id])}">{escape(names[one.id])}</a>'
        for one in holdings.of(Attachment)
        if one.message == message.id
    ]
    said = "<br>".join([*map(escape, texts), *links])
    return f"<li><small>{escape(words.when(message.at))} · {escape(who)}</small><br>{said}</li>"
