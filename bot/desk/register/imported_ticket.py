"""What one line of another system's file says of a ticket: read into values, or why it cannot be. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from string import ascii_letters, whitespace
from typing import Any, get_args
from zoneinfo import ZoneInfo

import orjson

from bot.desk.core.sanitize import LONGEST, clean_message, clean_name
from bot.desk.outcomes.remedy_limits import read_amount
from bot.desk.redaction.redaction import redacted
from bot.desk.register.import_lines import FileLine
from dialogs.model.script import Script
from dialogs.reading.contacts import phones
from dialogs.reading.folding import folded
from storage.records.statuses import Author, RemedyKind, TicketStatus

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
MOST_SAID = 1000
"""Messages of one ticket."""
_STATUS: Mapping[str, TicketStatus] = {
    **dict.fromkeys(("open", "new", "pending", "waiting", "待处理", "未处理", "新建", "待受理"), "open"),
    **dict.fromkeys(("investigating", "in progress", "processing", "处理中", "办理中", "调查中"), "investigating"),
    **dict.fromkeys(("resolved", "answered", "replied", "done", "已处理", "已答复", "已回复"), "resolved"),
    **dict.fromkeys(("closed", "completed", "solved", "已办结", "办结", "已关闭", "已完成", "已结案"), "closed"),
    **dict.fromkeys(("withdrawn", "cancelled", "canceled", "已撤销", "撤诉", "已撤回", "已取消"), "withdrawn"),
}
_AUTHORS: Mapping[str, Author] = {
    **dict.fromkeys(("customer", "client", "user", "in", "客户", "用户", "投诉人"), "customer"),
    **dict.fromkeys(("agent", "staff", "us", "out", "客服", "坐席", "员工"), "agent"),
    **dict.fromkeys(("bot", "system", "机器人", "系统"), "bot"),
}
_AROUND_AMOUNTS = f"{whitespace}{ascii_letters}¥￥$€£元"
"""What stands before or after an amount; the currency has a column of its own."""
_REFERENCE = re.compile(r"[^\w.-]+", re.ASCII)
_TIMES = (
    *("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d"),
    *("%d.%m.%Y %H:%M", "%d.%m.%Y", "%Y年%m月%d日 %H:%M", "%Y年%m月%d日", "%Y%m%d"),
)


class LineProblem(Exception):
    """A line holds no ticket; ``reason`` says why, as a word."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Saying:
    """One thing that was said."""

    at: datetime
    author: Author
    text: str
    name: str = ""


@dataclass(frozen=True)
class ImportedTicket:
    """What a line says."""

    reference: str
    received: datetime
    text: str
    status: TicketStatus
    person: str
    """By which two lines are of one customer; a hash where nothing names one."""
    name: str = ""
    phone: str = ""
    address: str = ""
    """Where the customer is on one of our channels."""
    language: str = ""
    resolved: datetime | None = None
    explanation: str = ""
    outcome_code: str = ""
    cause: str = ""
    remedy: RemedyKind | str = ""
    amount: int = 0
    currency: str = ""
    owner: str = ""
    """The name of who had it."""
    slots: Mapping[str, str] = field(default_factory=dict)
    tellings: Sequence[Saying] = ()
    """The first one, and each repeat."""
    messages: Sequence[Saying] = ()


def imported_ticket(line: FileLine, zone: ZoneInfo, now: datetime, script: Script | None) -> ImportedTicket:
    """Return what a line says; times without a zone are those of the desk's clocks.

    Raises:
        LineProblem: if it has no text, no time that has passed, or an amount that cannot be read.
    """
    text = _text(line.get("text"))
    if not text:
        raise LineProblem("no-text")
    received = _moment(line.get("received"), zone, now)
    resolved = _moment(line["resolved"], zone, now) if "resolved" in line else None
    if resolved and resolved < received:
        raise LineProblem("backwards")
    explanation = _text(line.get("explanation"))
    status = _status(line.get("status"), resolved, explanation)
    ours = ("resolved", "closed", "withdrawn")
    digest = sha256(orjson.dumps(dict(line), option=orjson.OPT_SORT_KEYS, default=str)).hexdigest()
    name, phone = clean_name(str(line.get("name", ""))), _phone(str(line.get("phone", "")))
    told, remedy = _sayings(line.get("tellings"), zone, now, "customer"), str(line.get("remedy", "")).casefold()
    return ImportedTicket(
        reference=_REFERENCE.sub("-", str(line.get("reference", ""))).strip("-")[:40].upper()
        or f"I-{digest[:16]}".upper(),
        received=received,
        text=text,
        status=status,
        person=_person(line, name, phone) or digest,
        name=name,
        phone=phone,
        address=_address(str(line.get("address", ""))),
        language=str(line.get("language", "")).casefold()[:2],
        resolved=(resolved or received) if status in ours else None,
        explanation=explanation,
        outcome_code=clean_name(str(line.get("outcome_code", "")))[:40],
        cause=clean_name(str(line.get("cause", "")))[:80],
        remedy=remedy if remedy in get_args(RemedyKind) else "other" if remedy else "",
        amount=_amount(line.get("amount")),
        currency=clean_name(str(line.get("currency", "")))[:3].upper(),
        owner=clean_name(str(line.get("owner", ""))),
        slots=_slots(line, script),
        tellings=(Saying(received, "customer", text), *(one for one in told if one.at > received)),
        messages=_messages(line, received, resolved, text, explanation, zone, now),
    )


def _messages(
    line: FileLine,
    received: datetime,
    resolved: datetime | None,
    text: str,
    explanation: str,
    zone: ZoneInfo,
    now: datetime,
) -> Sequence[Saying]:
    """Return what both sides said; where the file has no conversation, the telling and the answer."""
    if said := _sayings(line.get("messages"), zone, now, "agent"):
        return said
    answer = [Saying(resolved or received, "agent", explanation, clean_name(str(line.get("owner", ""))))]
    return (Saying(received, "customer", text), *(answer if explanation else ()))


def _sayings(held: Any, zone: ZoneInfo, now: datetime, usual: Author) -> Sequence[Saying]:
    if isinstance(held, str):
        try:
            held = orjson.loads(held)
        except orjson.JSONDecodeError:
            return ()
    if not isinstance(held, list):
        return ()
    said = []
    for one in held[:MOST_SAID]:
        if isinstance(one, dict) and (text := _text(one.get("text"))):
            author = _AUTHORS.get(str(one.get("author", "")).casefold(), usual)
            said.append(Saying(_moment(one.get("at"), zone, now), author, text, clean_name(str(one.get("name", "")))))
    return tuple(sorted(said, key=lambda one: one.at))


def _text(held: Any) -> str:
    return redacted(clean_message(str(held or ""))[:LONGEST])


def _moment(held: Any, zone: ZoneInfo, now: datetime) -> datetime:
    written = " ".join(str(held or "").replace("T", " ").split())
    moment = _read(written)
    if moment is None:
        raise LineProblem("no-time")
    try:
        at = (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except OverflowError:  # at either end of the calendar another zone has no such time
        raise LineProblem("time-impossible") from None
    if not EARLIEST <= at <= now:
        raise LineProblem("time-impossible")
    return at


def _read(written: str) -> datetime | None:
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        pass
    for form in _TIMES:
        try:
            return datetime.strptime(written, form)
        except ValueError:
            continue
    return None


def _status(held: Any, resolved: datetime | None, explanation: str) -> TicketStatus:
    word = " ".join(str(held or "").casefold().replace("_", " ").replace("-", " ").split())
    if word and word not in _STATUS:
        raise LineProblem("status-unknown")
    return _STATUS.get(word, "resolved" if resolved or explanation else "open")


def _person(line: FileLine, name: str, phone: str) -> str:
    """Return what names the customer: a number of the other system, an address, a phone, else the name."""
    given = (str(line.get("customer", "")).strip(), _address(str(line.get("address", ""))), phone)
    found = next(filter(None, given), "")
    return found or (f"{name} {line.get('place', '')}" if name else "")


def _phone(written: str) -> str:
    return next((number for number, _, _ in phones(folded(written))), "") if written else ""


def _address(written: str) -> str:
    return written.strip() if re.fullmatch(r"(web|telegram|terminal):[\w.-]{1,64}", written.strip()) else ""


def _amount(held: Any) -> int:
    written = str(held or "").strip(_AROUND_AMOUNTS)
    if not any(map(str.isdigit, written)):
        return 0
    amount = read_amount(written)
    if amount is None:
        raise LineProblem("bad-amount")
    return amount


def _slots(line: FileLine, script: Script | None) -> dict[str, str]:
    found = {"place": str(line.get("place", "")), "since": str(line.get("incident", ""))[:10]}
    kind, slot = str(line.get("kind", "")).strip().casefold(), script.slots.get("kind") if script else None
    for choice in slot.choices if slot else ():
        if kind and kind in _called((choice.key, *choice.label.values(), *choice.words)):
            found["kind"] = choice.key
    return {key: clean_name(value) for key, value in found.items() if value}


def _called(names: Iterable[str]) -> set[str]:
    return {name.casefold() for name in names}
