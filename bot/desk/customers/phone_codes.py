"""The numbers that customers give, and the codes by which one shows to be the customer who gave a number elsewhere.

A number that was given proves nothing. Whoever can read a code where the other customer is, and type it here, is both;
what follows from that is done in `merge`. Until then nothing of the other customer is shown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest

from bot.desk.turn.turn import Turn
from dialogs.model.state import State
from storage.records.complaint_records import Conversation, Customer, Ticket
from storage.records.finding_records import Proof

CODE_FOR = timedelta(minutes=10)
"""How long a code is good, and until the next one may be sent to the same customer."""
TRIES = 5
"""Wrong codes that end a proof."""
CODES = 3
"""Codes that are sent to one customer, or asked for at one address, within `COUNTED_FOR` at most."""
COUNTED_FOR = timedelta(days=1)

_NUMBERS, _PROVEN = 5, 3
"""Numbers of a customer that are kept, the newest; those that were proven go last."""
_NAMESAKES = 10
"""Customers with one number who are looked at, the oldest: nobody can hide them by giving their number."""
_CHANNELS = ("web", "telegram")
"""Channels that customers have a name for."""


async def note_phones(turn: Turn, state: State) -> None:
    """Note the phone numbers that the dialog has; one that is known from elsewhere leads to the offer of a code."""
    slots = turn.script.slots
    given = [value for key, value in state.slots.items() if value and key in slots and slots[key].type == "phone"]
    for number in given:
        if number not in turn.customer.phones:
            note_phone(turn, number)
            await offer(turn, number)


def note_phone(turn: Turn, number: str, *, proven: bool = False) -> None:
    """Write down that the customer gave a number, and whether a channel vouches for it."""
    known = turn.customer
    vouched = (*known.proven, number) if proven else known.proven
    turn.customer = with_numbers(known, (*known.phones, number), vouched)
    turn.unit.put(turn.customer)


def with_numbers(customer: Customer, given: Iterable[str], proven: Iterable[str]) -> Customer:
    """Return the customer with the newest of these numbers; those that were proven stay longest."""
    vouched = _newest(proven)[-_PROVEN:]
    others = [number for number in _newest(given) if number not in vouched]
    return replace(customer, phones=(*others, *vouched)[-_NUMBERS:], proven=vouched)


async def offer(turn: Turn, number: str) -> bool:
    """Tell the customer of a code that has been sent for this number, and whether one has; else say nothing."""
    sent = await send_code(turn, number)
    if sent:
        turn.tell(turn.common("link-offer"))
    return sent


async def send_code(turn: Turn, number: str) -> bool:
    """Send a code to the other customer who gave this number, and tell whether there is one who may get it now."""
    others = await others_with(turn, number)
    if not others or await _enough(turn, others):
        return False
    places = [there for one in others if (there := await _reached(turn, one))]
    if not places:
        return False
    there = max(places, key=lambda place: (number in place.customer.proven, heard(place.here)))
    environment = turn.desk.environment
    key, code = environment.new_id(), environment.new_code()
    expires = environment.now() + CODE_FOR
    turn.unit.add(
        Proof(id=key, address=turn.address, customer=there.customer.id, code=_digest(key, code), expires=expires)
    )
    turn.unit.put(there.customer)  # so that of two who send at once one is played again, and sees this proof
    there.tell(there.common("link-code", {"code": code, "channel": there.common(_channel(turn.address))}))
    return True


async def others_with(turn: Turn, number: str) -> list[Customer]:
    """Return other customers who gave this number."""
    found = await turn.unit.find(Customer, phones=number, limit=_NAMESAKES)
    return [one for one in found if one.id != turn.customer.id]


def heard(conversation: Conversation) -> datetime:
    """Return when the customer was last heard in a conversation."""
    return conversation.heard or conversation.started


async def newest(turn: Turn, customer: Customer, *, reached: bool = True) -> Conversation | None:
    """Return the conversation in which a customer was heard last; where ``reached``, of those that still can be."""
    places = [one for one in customer.identities if not reached or one not in customer.unreachable]
    found = [await turn.unit.last(Conversation, address=address) for address in places]
    return max((one for one in found if one), key=heard, default=None)


def is_right(proof: Proof, code: str) -> bool:
    """Tell whether this is the code that was sent."""
    return compare_digest(proof.code, _digest(proof.id, code))


def is_open(proof: Proof, now: datetime) -> bool:
    """Tell whether the code may still be typed."""
    return now < proof.expires and proof.tries < TRIES


async def _reached(turn: Turn, customer: Customer) -> Turn | None:
    """Return where to speak to a customer who has anything to be shown."""
    if not await turn.unit.find(Ticket, customer=customer.id, limit=1):
        return None
    conversation = await newest(turn, customer)
    return turn.at(customer, conversation) if conversation else None


async def _enough(turn: Turn, others: Sequence[Customer]) -> bool:
    """Tell whether these customers have got, or this address has asked for, as many codes as is good."""
    now = turn.desk.environment.now()
    got = [proof for one in others for proof in await turn.unit.find(Proof, customer=one.id)]
    asked = await turn.unit.find(Proof, address=turn.address)
    lately = [[proof for proof in proofs if now < proof.expires - CODE_FOR + COUNTED_FOR] for proofs in (got, asked)]
    return any(now < proof.expires for proof in got) or max(map(len, lately)) >= CODES


def _digest(key: str, code: str) -> str:
    return sha256(f"{key}{code}".encode()).hexdigest()


def _channel(address: str) -> str:
    """Return the key of the words for the channel of an address."""
    name = address.partition(":")[0]
    return f"channel-{name if name in _CHANNELS else 'other'}"


def _newest(numbers: Iterable[str]) -> tuple[str, ...]:
    """Return each number once, where it was given last."""
    return tuple(reversed(dict.fromkeys(reversed([*numbers]))))
