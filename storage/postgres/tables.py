"""The tables of the records, and the statements that read them. Pure: text and arguments, no connection."""

import re
from dataclasses import dataclass
from typing import Any, get_origin, get_type_hints

from storage.records import KINDS, Record
from storage.unit import Query

_SEPARATOR = "\x1f"
"""Between the values of a field that holds several, as they are sent."""


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
    """Return a value as a column can hold it: PostgreSQL knows no NUL, and halves of surrogates are no UTF-8.

    Who reads by such a value compares the records themselves as well, so nothing else is found by it.
    """
    return value.encode("utf-8", "replace").decode().replace("\0", "\N{REPLACEMENT CHARACTER}")


def joined(values: tuple[str, ...]) -> str:
    """Return several values as one text, which `split` takes apart."""
    held = (plain(value).replace(_SEPARATOR, "\N{REPLACEMENT CHARACTER}") for value in values)
    return _SEPARATOR.join(("", *held))


def split(expression: str) -> str:
    """Return the SQL that makes an array of a text that `joined` made."""
    return f"(string_to_array({expression}, chr({ord(_SEPARATOR)})))[2:]"


def search(query: Query[Any]) -> tuple[str, list[Any]]:
    """Return the statement that reads what is wanted, and its arguments."""
    there, arguments, wanted = table(query.kind), list[Any](), list[str]()

    def given(value: Any) -> str:
        arguments.append(value)
        return f"${len(arguments)}"

    for field, value in query.where.items():
        if field in there.several:
            wanted.append(f'"{field}" @> {split(given(joined((value,))) + "::text")} collate "C"')
        else:
            wanted.append(f'"{field}" = {given(plain(value))}')
    if query.after is not None:
        wanted.append(f"id > {given(plain(query.after))}")
    if query.before is not None:
        wanted.append(f"id < {given(plain(query.before))}")
    if query.without:
        wanted.append(f"id <> all ({given([plain(key) for key in query.without])}::text[])")
    condition = f" where {' and '.join(wanted)}" if wanted else ""
    order = " order by id desc" if query.backwards else " order by id"
    limit = "" if query.limit is None else f" limit {given(query.limit)}"
    return f'select document from "{there.name}"{condition}{order}{limit}', arguments
