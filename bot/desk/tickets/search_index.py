"""By which words the staff finds a ticket: written with every change of it, in the same commit.

The words are those of its reference, its tellings, what was answered, the outcome, the customer's name and numbers, and
of what people, not the bot, have written about it since.
How they are searched is in `bot.desk.overview.ticket_search`.
"""

import logging
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.matching.normalise import plain, tokens
from storage.ports import Conflict, Store, UnitOfWork
from storage.records.complaint_records import Customer, Message, Occurrence, SearchEntry, Ticket

log = logging.getLogger(__name__)

MOST = 1_500
"""Words by which one ticket is found."""
_BEGINNING = 3
"""Letters of a name by which it is found."""
_TAIL = 4
"""Last digits of a number by which it is found."""
_NUMBER = re.compile(r"\d[\d ./()-]*\d|\d")
_PAGE = 200


def search_entry(
    ticket: Ticket, customer: Customer | None, tellings: Iterable[Occurrence], written: Iterable[str]
) -> SearchEntry:
    """Return the words by which a ticket is found, each once; ``written`` are those of what was written later."""
    name, phones = (customer.name, customer.phones) if customer else ("", ())
    answers = [str(value) for value in ticket.slots.values() if value]
    found = [*_of_reference(ticket.reference), *_of_name(name)]
    for text in (*phones, *answers):
        found += [*tokens(text), *_of_numbers(text)]
    for text in (ticket.description, ticket.outcome, *(telling.text for telling in tellings)):
        found += tokens(text)
    later = tuple(dict.fromkeys(written))[:MOST]
    return SearchEntry(id=ticket.id, words=tuple(dict.fromkeys([*found, *later]))[:MOST], written=later)


def written_words(messages: Iterable[Message]) -> list[str]:
    """Return the words of what people, not the bot, have written about a ticket."""
    return [word for message in messages if message.author != "bot" for word in tokens(message.text)]


async def keep_findable(unit: UnitOfWork, *, anew: bool = False) -> None:
    """Have found by what they say now the tickets that a unit changed, or of whom it changed or kept something.

    ``anew`` where words of messages may have gone: it reads all of them, which a turn must not wait for.
    """
    changed = {one.id: one for one in unit.written(Ticket)}
    for customer in unit.written(Customer):
        changed |= {one.id: one for one in await unit.find(Ticket, customer=customer.id)}
    said = defaultdict[str, list[Message]](list)
    for message in unit.written(Message):
        if message.author != "bot" and message.ticket:
            said[message.ticket].append(message)
    for about in said.keys() - changed.keys():
        ticket = await unit.get(Ticket, about)
        changed |= {about: ticket} if ticket else {}
    for ticket in changed.values():
        await _keep(unit, ticket, None if anew else said[ticket.id])


async def index_tickets(store: Store) -> None:
    """Have all tickets found that were written by a program which kept no words of them, the newest first.

    The oldest one is reached last: as long as it is not found, this is not done.
    """
    unit = store.unit()
    oldest = await unit.find(Ticket, limit=1)
    if not oldest or await unit.get(SearchEntry, oldest[0].id):
        return
    log.info("noting by which words the tickets are found; this is done once")
    page = await unit.find(Ticket, newest=_PAGE)
    while page:
        for ticket in reversed(page):
            unit = store.unit()
            await _keep(unit, ticket, None)
            try:
                await unit.commit()
            except Conflict:
                continue  # a turn or another process has written it just now
        page = await store.unit().find(Ticket, before=page[0].id, newest=_PAGE)


async def _keep(unit: UnitOfWork, ticket: Ticket, said: Sequence[Message] | None) -> None:
    """Write the words of a ticket, with those of new messages; None stands for all that there are."""
    kept = await unit.get(SearchEntry, ticket.id)
    before = kept.written if kept and said is not None else ()
    if said is None or kept is None:
        said = await unit.find(Message, ticket=ticket.id)
    customer, tellings = await unit.get(Customer, ticket.customer), await unit.find(Occurrence, ticket=ticket.id)
    entry = search_entry(ticket, customer, tellings, [*before, *written_words(said)])
    if kept is None:
        unit.add(entry)
    elif (kept.words, kept.written) != (entry.words, entry.written):
        unit.put(replace(entry, revision=kept.revision))


def _of_reference(reference: str) -> Iterator[str]:
    yield plain(reference)
    number = reference.rpartition("-")[2]
    yield number
    yield number.lstrip("0") or number


def _of_name(name: str) -> Iterator[str]:
    """Yield a name, its words and how they begin."""
    for word in plain(name).split():
        yield word
        if word.isascii():
            yield from (word[:length] for length in range(_BEGINNING, len(word)))
        else:
            yield word[0]
    yield from tokens(name)


def _of_numbers(text: str) -> Iterator[str]:
    """Yield numbers as their digits, however they are grouped, their last digits, and amounts without their cents."""
    for found in _NUMBER.findall(plain(text)):
        digits = re.sub(r"\D", "", found)
        yield digits
        if len(digits) > _TAIL:
            yield digits[-_TAIL:]
        yield found.partition(".")[0]
