"""The tables of the records, and the statements that read them. Pure: text and arguments, no connection."""

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, get_origin, get_type_hints

from storage.kinds import KINDS
from storage.records.record import Record
from storage.unit_of_work import Query

_LONGEST = 1_000
"""Bytes of a text in a column. A row of an index takes 2,700, and some hold a value and an id."""

_NEAR = 2_000
"""Records among which what very many hold is looked for first."""

_ODD = re.compile("[\0\x01\ud800-\udfff]")
_SEPARATOR = "\x01\x04"
"""Between the values of a field that holds several, as they are sent; `plain` makes no such text."""
_CUT = "\x01\x05"
"""Before the digest of what was too long."""


@dataclass(frozen=True, slots=True)
class Table:
    """Where the records of a kind are kept."""

    name: str
    fields: tuple[str, ...]
    """The columns that repeat indexed fields."""
    several: frozenset[str]
    """Those of them that hold an array."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that a record fills."""
        return ("id", "revision", "document", *self.fields)


def table(kind: type[Record]) -> Table:
    """Return the table of a kind; its name is the kind's, such as ``journal_entry``."""
    return _TABLES[kind]


def _table(kind: type[Record]) -> Table:
    hints = get_type_hints(kind)
    several = frozenset(field for field in kind.INDEXES if get_origin(hints[field]) is tuple)
    return Table(re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower(), kind.INDEXES, several)


_TABLES = {kind: _table(kind) for kind in KINDS}


def plain(value: str) -> str:
    """Return a value as a column holds it: PostgreSQL knows no NUL, halves of surrogates are no UTF-8.

    Different values stay different. They sort as before, except those that are too long for an index, which are cut:
    they do so by their first nine hundred bytes.
    """
    if _ODD.search(value):
        value = _ODD.sub(lambda odd: _escaped(odd.group()), value)
    if 4 * len(value) > _LONGEST:
        whole = value.encode()
        if len(whole) > _LONGEST:
            digest = _CUT + sha256(whole).hexdigest()
            value = whole[: _LONGEST - len(digest)].decode("utf-8", "ignore") + digest
    return value


def is_plain(held: str) -> bool:
    """Tell whether what a column holds is the very value, as nearly always."""
    return "\x01" not in held


def _escaped(odd: str) -> str:
    """Return two characters, or three, that sort where the odd one does."""
    return f"\x01{chr(ord(odd) + 2)}" if odd < "\x02" else f"\ue000\x01{chr(ord(odd) - 0xD7F0)}"


def joined(values: tuple[str, ...]) -> str:
    """Return several values as one text, which `split` takes apart."""
    return _SEPARATOR.join(("", *map(plain, values)))


def split(expression: str) -> str:
    """Return the SQL that makes an array of a text that `joined` made."""
    return f"(string_to_array({expression}, chr(1) || chr(4)))[2:]"


def search(query: Query[Any]) -> tuple[str, list[Any]]:
    """Return the statement that reads what is wanted, and its arguments."""
    there, arguments, wanted = table(query.kind), list[Any](), list[str]()

    def given(value: Any) -> str:
        arguments.append(value)
        return f"${len(arguments)}"

    for field, value in query.where.items():
        values = value if isinstance(value, tuple) else (value,)
        if field in there.several:
            wanted.append(f'"{field}" @> {given([*map(plain, values)])}::text[] collate "C"')
        else:
            wanted += [f'"{field}" = {given(plain(one))}' for one in values]
    if query.filled:
        wanted.append(f"\"{query.filled}\" > ''")
    if query.after is not None:
        wanted.append(f"id > {given(plain(query.after))}")
    if query.before is not None:
        wanted.append(f"id < {given(plain(query.before))}")
    if query.without:
        wanted.append(f"id <> all ({given([plain(key) for key in query.without])}::text[])")
    condition = f" where {' and '.join(wanted)}" if wanted else ""
    order = " order by id desc" if query.backwards else " order by id"
    limit = "" if query.limit is None else f" limit {given(query.limit)}"
    if there.several & query.where.keys():
        # Its index gives no order. Without the barrier the first so many would be sought along the ids, through all.
        if query.limit is not None and any(isinstance(value, tuple) for value in query.where.values()):
            return _few_of_many(there.name, condition, order, limit), arguments
        found = f'with found as materialized (select id, document from "{there.name}"{condition})'
        return f"{found} select document from found{order}{limit}", arguments
    return f'select document from "{there.name}"{condition}{order}{limit}', arguments


def _few_of_many(name: str, condition: str, order: str, limit: str) -> str:
    """Return the SQL that reads some of what may be very many: those documents alone, and no more ids than it must.

    It is for words, which many records hold; what a single value finds, such as an address, is few.
    What very many hold is among the next ones by their ids, where it is looked for first; the index is asked only where
    that does not give enough.
    """
    near = f'(select * from "{name}"{order} limit {_NEAR}) as near{condition}'
    first = f"near as materialized (select id from {near}{order}{limit})"
    enough = f"(select count(*) from near) >= {limit.removeprefix(' limit ')}"
    rest = f'found as materialized (select id from "{name}"{condition} and not {enough})'
    best = f"best as materialized (select id from (select id from near where {enough} union all select id from found)"
    read = f'(select document from "{name}" where id = best.id) as document'
    return f"with {first}, {rest}, {best} as either{order}{limit}) select {read} from best{order}"
