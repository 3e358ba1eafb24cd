"""What is left of each record when its customer's data are erased or too old: times, kinds and links. Pure.

What was said, who it was and how to reach them goes; that something was said, when, of which kind and about which
ticket stays, so that no figure of the past changes. A kind that holds nothing but what goes is removed.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal, get_args

from bot.desk.hotspots.topic_summary import samples
from bot.desk.privacy.crossing_out import without
from bot.desk.privacy.spelling import Spelling
from bot.desk.scripts.funnel_report import WAY
from dialogs.model.script import Script, Slot
from dialogs.model.state import State, state_from_json, state_to_json
from storage.codec import encode
from storage.ports import UnitOfWork
from storage.records.access_records import Audit
from storage.records.complaint_records import (
    Alert,
    Conversation,
    Customer,
    Handoff,
    JournalEntry,
    Message,
    Note,
    Occurrence,
    Promise,
    ReadMark,
    SearchEntry,
    Ticket,
)
from storage.records.desk_records import WatchedTicket
from storage.records.finding_records import Label, Proof, Suspicion
from storage.records.privacy_records import DataRequest
from storage.records.record import Json, Record
from storage.records.resolution_records import Resolution, TicketLink
from storage.records.statuses import PromiseStatus, ResolutionStatus
from storage.records.traffic_records import Attachment, InboxMark, InboxRow, MessageRef, OutboxRow, Pause, Topic

BLANK = "[…]"
"""What stands where words were."""
BlankedPart = Literal["words", "files", "contacts"]
ALL_PARTS: frozenset[BlankedPart] = frozenset(get_args(BlankedPart))
_KINDS = ("choice", "yes-no", "date", "money")
"""Types of slots that say of which kind a matter is, when it was and how much it is about, and not whose."""
WORDLESS = "wordless"
"""Among the facts of a conversation whose words are gone, and whose address may still be there."""
_LEADING = (Proof, DataRequest, InboxRow, InboxMark, OutboxRow, Pause, MessageRef, JournalEntry)
"""What leads to somebody and to nothing else; the journal holds what was typed."""
_CONTACTS = ("phone", "email")
"""Types of slots that lead to somebody."""
_NAMING = 5
"""Bytes from which on somebody is named: two Chinese characters, five letters; what is shorter stands everywhere."""
_SIGNAL = re.compile("[a-z-]*")
_REFERENCE = re.compile(r"t-[0-9]{4}-[0-9]{1,12}")
_ERASED = ":erased-"
_UNSOLVED = ("open", "investigating")


@dataclass(frozen=True)
class Blanking:
    """How the records of one customer are blanked."""

    customer: Customer
    now: datetime
    scripts: Mapping[str, Script | None]
    """By key: they say of which type a slot is."""
    told: frozenset[str] = frozenset()
    """The customer's tellings, which suspicions quote."""
    what: frozenset[BlankedPart] = ALL_PARTS
    """What goes of them."""
    named: Spelling | None = None
    """By what the texts that stay name the customer, where words stay and contacts go."""
    ways: Mapping[str, str] = field(default_factory=dict)
    """The way each conversation took whose journal goes, by its id; that of an erased one lies elsewhere."""

    def place(self, address: str) -> str:
        """Return what stands where an address was: its channel stays, and leads to nobody."""
        return f"{address.partition(':')[0]}{_ERASED}{self.customer.id}"

    def left_of(self, record: Record) -> Record | None:
        """Return what is left of a record; None if nothing is."""
        left = self._wordless(record) if "words" in self.what else record
        if left is None or "contacts" not in self.what:
            return left
        nobodys = self._nobodys(left)
        return without(nobodys, self.named) if nobodys is not None and self.named else nobodys

    def _wordless(self, record: Record) -> Record | None:
        match record:
            case Customer():
                return record
            case Attachment() if "files" not in self.what:
                return replace(record, name="")
            case Conversation():
                return self._conversation(record, _is_a_kind, is_wordless=True)
            case Ticket():
                return self._ticket(record)
            case Message():
                return replace(record, text=BLANK, choices=())
            case Suspicion():
                own = {quote for text in self.told for quote in samples([text])}
                return replace(record, samples=tuple(one for one in record.samples if one not in own))
            case Promise():
                return self._promise(record)
            case Handoff():
                return record if record.status == "done" else replace(record, status="done")
        return _worded(record)

    def _nobodys(self, record: Record) -> Record | None:
        """Return a record by which nobody is known: no name, no number, no address, no answer that only one gives."""
        match record:
            case Customer():
                return self._customer(record)
            case Ticket():
                slots = self._slots(record.script, record.slots, _is_anybodys)
                return replace(record, address=self.place(record.address), slots=slots)
            case Conversation():
                there = replace(record, address=self.place(record.address))
                return self._conversation(there, _is_anybodys, is_wordless=WORDLESS in record.state.get("facts", {}))
            case Message():
                return replace(record, address=self.place(record.address))
            case Attachment():
                return replace(record, address=self.place(record.address), source="", unique="")
        return None if isinstance(record, _LEADING) else record

    def _customer(self, one: Customer) -> Customer:
        places = tuple(dict.fromkeys(map(self.place, one.identities)))
        return replace(one, identities=places, name="", phones=(), proven=(), unreachable=())

    def _conversation(self, one: Conversation, stays: Callable[[Slot], bool], *, is_wordless: bool) -> Conversation:
        state, slots = state_from_json(one.state), one.state.get("slots", {})
        # Where customers stop is counted by what they abandoned.
        status: Literal["abandoned", "closed"] = "abandoned" if one.status == "abandoned" else "closed"
        way = self.ways.get(one.id, state.facts.get(WAY))
        left = State(
            status=status,
            step=state.step,
            language=state.language,
            slots=self._slots(one.script, slots, stays),
            facts={} if way is None else {WAY: way, **({WORDLESS: "yes"} if is_wordless else {})},
        )
        return replace(
            one,
            state=state_to_json(left),
            status=status,
            asked="",
            offers=False,
            unread=(),
        )

    def _ticket(self, one: Ticket) -> Ticket:
        return replace(
            one,
            description=BLANK,
            slots=self._slots(one.script, one.slots, _is_a_kind),
            outcome=one.outcome and BLANK,
            status="closed" if one.status in _UNSOLVED else one.status,  # withdrawn ones are in no figure
            promise=self._become(one.due) if one.promise == "pending" else one.promise,
        )

    def _promise(self, one: Promise) -> Promise:
        """Return a promise that waits for nothing; of its reason stays a signal, and no words."""
        words: dict[str, Any] = {} if _SIGNAL.fullmatch(one.reason) else {"reason": BLANK}
        words |= {"why_missed": BLANK} if one.why_missed else {}
        ended: dict[str, Any] = {"status": self._become(one.due), "ended": self.now} if one.status == "pending" else {}
        return replace(one, **words, **ended)

    def _become(self, due: datetime) -> PromiseStatus:
        return "kept" if self.now <= due else "missed"

    def _slots(self, key: str, slots: Mapping[str, str], stays: Callable[[Slot], bool]) -> Json:
        script = self.scripts.get(key)
        known = script.slots if script else {}
        return {name: value for name, value in slots.items() if name in known and stays(known[name])}


def _is_a_kind(slot: Slot) -> bool:
    return slot.type in _KINDS


def _is_anybodys(slot: Slot) -> bool:
    return not slot.private and slot.type not in _CONTACTS


def naming(customer: Customer, tickets: Iterable[Ticket], scripts: Mapping[str, Script | None]) -> Spelling | None:
    """Return by what texts name a customer: the name, the numbers, and the answers that lead to nobody else."""
    named = {*customer.phones, customer.name, *(address.partition(":")[2] for address in customer.identities)}
    for ticket in tickets:
        script = scripts.get(ticket.script)
        slots = {name: script.slots.get(name) for name in ticket.slots} if script else {}
        named |= {ticket.slots[name] for name, slot in slots.items() if slot is not None and not _is_anybodys(slot)}
    long = sorted((one for one in named if len(one.encode()) >= _NAMING), key=len, reverse=True)
    return Spelling(long) if long else None


def is_erased(customer: Customer) -> bool:
    """Tell whether nobody knows any more who a customer was."""
    return all(_ERASED in address for address in customer.identities)


def is_wordless(conversation: Conversation) -> bool:
    """Tell whether the words of a conversation have gone already."""
    return WORDLESS in conversation.state.get("facts", {})


def write_left(unit: UnitOfWork, record: Record, left: Record | None) -> bool:
    """Write what is left of a record; return whether anything of it goes."""
    if left is not None and encode(left) == encode(record):
        return False
    if left is None:
        unit.delete(record)
    elif hasattr(record, "revision"):
        unit.put(left)
    else:
        unit.delete(record)
        unit.add(left)
    return True


def _worded(record: Record) -> Record | None:
    """Return what is left of a record that holds words and nothing else that leads to the customer."""
    match record:
        case Occurrence():
            return replace(record, text=BLANK, words=())
        case Note() | Label():
            return replace(record, text=BLANK)
        case Audit():
            return replace(record, about=BLANK)
        case SearchEntry():
            named = [word for word in record.words if _REFERENCE.fullmatch(word)]
            numbers = {word.rpartition("-")[2].lstrip("0") for word in named}
            return replace(record, words=(*named, *(one for one in record.words if one in numbers)), written=())
        case Resolution():
            status: ResolutionStatus = "overtaken" if record.status == "waiting" else record.status
            reason = record.reason and BLANK
            return replace(record, explanation=BLANK, answers={}, reason=reason, status=status)
        case Topic() | Alert() | ReadMark() | WatchedTicket() | TicketLink():
            return record
    return None
