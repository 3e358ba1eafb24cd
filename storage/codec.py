"""Turns a record into JSON and back, and says with a number after which schema it was written.

Knows the field types of the records, each read once from the class: times become ISO 8601 in UTC, tuples become lists
and come back as tuples. Knows no file and no store, and does not look inside a ``Json`` field: its owner encoded that.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import orjson

from storage.ports import Damaged
from storage.records.record import Json, Record

R = TypeVar("R", bound=Record)
Convert = Callable[[Any], Any]

SCHEMA = 9
"""The number written as ``v`` into every document."""


def _to_2(kind: str, document: Json) -> Json:
    """Have a version say when it was imported; that it was published became a record of its own."""
    if kind == "ScriptVersion" and "published" in document:
        document["imported"] = document.pop("published")
    return document


def _to_3(_kind: str, document: Json) -> Json:
    """Leave it as it is: tellings got words to be found by, and those of old are found by their ticket only."""
    return document


def _to_4(_kind: str, document: Json) -> Json:
    """Leave it as it is: customers got phone numbers, of which those of old told none that was kept."""
    return document


def _to_5(_kind: str, document: Json) -> Json:
    """Leave it as it is: what is exchanged with channels is kept from now on, in kinds and fields of its own."""
    return document


def _to_6(_kind: str, document: Json) -> Json:
    """Leave it as it is.

    A message says since then which ticket it is about, and those of old go by their conversation; timers got a count of
    failures and a problem, of which those of old have none; members of the staff got a status, and those of old are
    active; sign-ins got what is shown of them, which those of old do not tell. Two kinds have other names since, see
    `storage.kinds.RENAMED`; what they hold is the same.
    """
    return document


def _to_7(_kind: str, document: Json) -> Json:
    """Leave it as it is: what becomes of promises, and whom of the staff was told, are kinds of their own since then.

    Tickets of old have no promise on record but their last, which they hold themselves; handoffs of old do not tell
    when their customer was last told to wait.
    """
    return document


def _to_8(_kind: str, document: Json) -> Json:
    """Leave it as it is: what came with the work of agents, the studio and the register is new and has defaults."""
    return document


def _to_9(_kind: str, document: Json) -> Json:
    """Leave it as it is: members got an e-mail address, of which those of old have none; mail is a kind of its own.

    Tickets are found by what was written about them later, too, but for what was written before.
    """
    return document


UPGRADES: dict[int, Callable[[str, Json], Json]] = {
    1: _to_2,
    2: _to_3,
    3: _to_4,
    4: _to_5,
    5: _to_6,
    6: _to_7,
    7: _to_8,
    8: _to_9,
}
"""One step per old number: (name of the kind, document) to the document of the next number."""

# A time inside a Json field would come back as text: better a TypeError while it is written.
_OPTIONS = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS


@dataclass(frozen=True, slots=True)
class _Shape:
    """What of a kind needs more than JSON knows."""

    names: tuple[str, ...]
    """All its fields."""
    times: tuple[str, ...]
    """Those that are written as text."""
    readers: tuple[tuple[str, Convert, bool], ...]
    """Those of which JSON makes something else: how they are read, and whether they may be None."""


def encode(record: Record) -> bytes:
    """Return the record as the bytes of a JSON object.

    Raises:
        ValueError: if a time has no time zone: ``datetime.now(UTC)`` has one, ``datetime.now()`` has none.
        TypeError: if a Json field holds what JSON cannot.
    """
    # The result of dumps sits in a buffer of kilobytes for as long as it lives; a copy is as long as its text.
    return bytes(memoryview(orjson.dumps(to_json(record), option=_OPTIONS)))


def decode(kind: type[R], data: bytes) -> R:
    """Return the record that ``encode`` wrote.

    Raises:
        Damaged: if it is not a document of this kind, or of a newer schema.
    """
    try:
        return from_json(kind, orjson.loads(data))
    except orjson.JSONDecodeError as error:
        raise Damaged(f"a {kind.__name__} is not JSON: {error}") from error


def to_json(record: Record) -> Json:
    """Return the record as a dict that JSON can hold. Raises ValueError as ``encode`` does."""
    shape = _SHAPES[type(record)]
    document: Json = {"v": SCHEMA}
    for name in shape.names:
        document[name] = getattr(record, name)
    for name in shape.times:
        moment = document[name]
        if moment is not None:
            if moment.tzinfo is None:
                raise ValueError(f"the time {moment.isoformat()} has no time zone; records hold UTC")
            document[name] = moment.astimezone(UTC).isoformat()
    return document


def from_json(kind: type[R], document: Json) -> R:
    """Return the record of a dict made by ``to_json``. Raises Damaged as ``decode`` does."""
    values = dict(document)
    number = values.pop("v", None)
    while number in UPGRADES:
        values = UPGRADES[number](kind.__name__, values)
        number += 1
    if number != SCHEMA:
        raise Damaged(f"{kind.__name__} {values.get('id')!r} has the schema {number!r}; this program knows {SCHEMA}")
    try:
        for name, read, optional in _SHAPES[kind].readers:
            if name in values and not (optional and values[name] is None):
                values[name] = read(values[name])
        return kind(**values)
    except (TypeError, ValueError) as error:
        raise Damaged(f"{kind.__name__} {values.get('id')!r} cannot be read: {error}") from error


class _Shapes(dict[type[Record], _Shape]):
    """The shapes by kind, each read from the class when it is asked for first."""

    def __missing__(self, kind: type[Record]) -> _Shape:
        hints = get_type_hints(kind)
        names = tuple(field.name for field in fields(kind))
        inner = {name: _inner(hints[name]) for name in names}
        shape = _Shape(
            names,
            tuple(name for name in names if inner[name] is datetime),
            tuple((name, read, hints[name] != inner[name]) for name in names if (read := _reader(inner[name]))),
        )
        self[kind] = shape
        return shape


_SHAPES = _Shapes()


def _inner(hint: Any) -> Any:
    """Return the X of ``X | None``, or what is none of these."""
    if get_origin(hint) in (Union, UnionType):
        return next(argument for argument in get_args(hint) if argument is not type(None))
    return hint


def _reader(hint: Any) -> Convert | None:
    """Return what makes such a value of JSON, or None where JSON has it already."""
    if hint is datetime:
        return datetime.fromisoformat
    if get_origin(hint) is not tuple:
        return None
    # The members are all alike, such as in ``tuple[tuple[str, str], ...]``.
    member = _reader(get_args(hint)[0])
    return (lambda values: tuple(map(member, values))) if member else tuple
