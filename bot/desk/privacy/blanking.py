"""What is left of each record when its customer's data are erased: times, kinds and links, and no word. Pure.

What was said, who it was and how to reach them goes; that something was said, when, of which kind and about which
ticket stays, so that no figure of the past changes. A kind that holds nothing but what goes is removed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from bot.desk.hotspots.topic_summary import samples
from dialogs.model.script import Script
from dialogs.model.state import State, state_from_json, state_to_json
from storage.records.access_records import Audit
from storage.records.complaint_records import (
    Alert,
    Conversation,
    Customer,
    Handoff,
    Message,
    Note,
    Occurrence,
    Promise,
    ReadMark,
    SearchEntry,
    Ticket,
)
from storage.records.desk_records import WatchedTicket
from storage.records.finding_records import Label, Suspicion
from storage.records.record import Json, Record
from storage.records.resolution_records import Resolution, TicketLink
from storage.records.statuses import PromiseStatus, ResolutionStatus
from storage.records.traffic_records import Topic

BLANK = "[…]"
"""What stands where words were."""
_KINDS = ("choice", "yes-no", "date", "money")
"""Types of slots that say of which kind a matter is, when it was and how much it is about, and not whose."""
_SIGNAL = re.compile("[a-z-]*")
_REFERENCE = re.compile(r"t-[0-9]{4}-[0-9]{1,12}")
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

    def place(self, address: str) -> str:
        """Return what stands where an address was: its channel stays, and leads to nobody."""
        return f"{address.partition(':')[0]}:erased-{self.customer.id}"

    def left_of(self, record: Record) -> Record | None:
        """Return what is left of a record; None if nothing is."""
        match record:
            case Customer():
                return self._customer(record)
            case Conversation():
                return self._conversation(record)
            case Ticket():
                return self._ticket(record)
            case Message():
                return replace(record, address=self.place(record.address), text=BLANK, choices=())
            case Suspicion():
                own = {quote for text in self.told for quote in samples([text])}
                return replace(record, samples=tuple(one for one in record.samples if one not in own))
            case Promise():
                return self._promise(record)
            case Handoff():
                return record if record.status == "done" else replace(record, status="done")
        return _worded(record)

    def _customer(self, one: Customer) -> Customer:
        places = tuple(dict.fromkeys(map(self.place, one.identities)))
        return replace(one, identities=places, name="", phones=(), proven=(), unreachable=())

    def _conversation(self, one: Conversation) -> Conversation:
        state, slots = state_from_json(one.state), one.state.get("slots", {})
        # Where customers stop is counted by what they abandoned.
        status: Literal["abandoned", "closed"] = "abandoned" if one.status == "abandoned" else "closed"
        left = State(status=status, step=state.step, language=state.language, slots=self._slots(one.script, slots))
        return replace(
            one,
            address=self.place(one.address),
            state=state_to_json(left),
            status=status,
            asked="",
            offers=False,
            unread=(),
        )

    def _ticket(self, one: Ticket) -> Ticket:
        return replace(
            one,
            address=self.place(one.address),
            description=BLANK,
            slots=self._slots(one.script, one.slots),
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

    def _slots(self, key: str, slots: Mapping[str, str]) -> Json:
        script = self.scripts.get(key)
        known = script.slots if script else {}
        return {name: value for name, value in slots.items() if name in known and known[name].type in _KINDS}


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
            return replace(record, words=(*named, *(word for word in record.words if word in numbers)))
        case Resolution():
            status: ResolutionStatus = "overtaken" if record.status == "waiting" else record.status
            reason = record.reason and BLANK
            return replace(record, explanation=BLANK, answers={}, reason=reason, status=status)
        case Topic() | Alert() | ReadMark() | WatchedTicket() | TicketLink():
            return record
    return None
