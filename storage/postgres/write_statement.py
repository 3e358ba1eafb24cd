"""One commit as one statement: every write of a unit of work, and the check that each found what it expected. Pure.

The text of the statement depends only on which kinds are written and how, not on how many records: values come as
arrays. So the database prepares a statement a shape of turn, not one a turn.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from storage.kinds import KINDS
from storage.postgres.read_statements import Table, joined, plain, split, table
from storage.records.record import Record
from storage.unit_of_work import ANY, NEVER, NEW, Place, Write, conflict

Keyed = list[tuple[str, Write]]
"""Ids with what is done to them."""


@dataclass
class Statement:
    """A statement in the making."""

    arguments: list[Any] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    """Named sub-statements, each of which returns the ids that it wrote."""
    checks: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The whole statement."""
        return f"with {', '.join(self.parts)} select {', '.join(self.checks)}"

    def given(self, values: list[Any], kind: str) -> str:
        """Return the parameter for these values of one column."""
        self.arguments.append(values)
        return f"${len(self.arguments)}::{kind}[]"

    def part(self, text: str) -> str:
        """Add a sub-statement, and return its name."""
        self.parts.append(f"w{len(self.parts)} as ({text})")
        return f"w{len(self.parts) - 1}"

    def do_all(self, part: str) -> None:
        """Have the commit do this part where it stands among the others: by itself it would come last."""
        self.checks.append(f"(select count(*) from {part})")

    def expect_all(self, kind: type[Record], wanted: str, part: str) -> None:
        """Have the commit fail unless the part wrote all of the ids."""
        self.checks.append(f"expect_all('{kind.__name__}', {wanted}, array(select id from {part}))")


def statement(writes: Mapping[Place, Write]) -> Statement:
    """Return the statement of a commit.

    Raises:
        Conflict: if one of the writes can find nothing that it expects.
    """
    made = Statement()
    for kind, verb, keyed in _sorted(writes):
        _VERBS[verb](made, kind, keyed)
    return made


def _sorted(writes: Mapping[Place, Write]) -> Iterator[tuple[type[Record], str, Keyed]]:
    """Yield what is to be done, always in the same order: kinds, verbs, and ids, so that rows are locked in order."""
    found: dict[tuple[type[Record], str], Keyed] = defaultdict(list)
    for (kind, key), write in sorted(writes.items(), key=lambda item: item[0][1]):
        if write.expected == NEVER:
            raise conflict(kind, key)
        found[kind, _verb(write)].append((key, write))
    for kind in KINDS:
        for verb in _VERBS:
            if (kind, verb) in found:
                yield kind, verb, found[kind, verb]


def _verb(write: Write) -> str:
    if write.expected == ANY:
        return "remove" if write.record is None else "replace"
    if write.expected == NEW:
        return "expect-none" if write.record is None else "insert"
    return "remove-revision" if write.record is None else "update"


def _insert(made: Statement, kind: type[Record], keyed: Keyed) -> None:
    there = table(kind)
    part = made.part(f"{_into(there)} {_rows(made, there, keyed)} on conflict (id) do nothing returning id")
    made.expect_all(kind, _ids(made, keyed), part)


def _replace(made: Statement, kind: type[Record], keyed: Keyed) -> None:
    there = table(kind)
    new = ", ".join(f'"{column}" = excluded."{column}"' for column in there.columns[1:])
    made.do_all(
        made.part(f"{_into(there)} {_rows(made, there, keyed)} on conflict (id) do update set {new} returning id")
    )


def _update(made: Statement, kind: type[Record], keyed: Keyed) -> None:
    there = table(kind)
    new = ", ".join(f'"{column}" = n."{column}"' for column in there.columns[1:])
    rows = _rows(made, there, keyed)
    # A put raises the revision by one: what it expected is the one before.
    part = made.part(
        f'update "{there.name}" as t set {new} from ({rows}) as n '
        "where t.id = n.id and t.revision = n.revision - 1 returning t.id"
    )
    made.expect_all(kind, _ids(made, keyed), part)


def _remove(made: Statement, kind: type[Record], keyed: Keyed) -> None:
    made.do_all(made.part(f'delete from "{table(kind).name}" where id = any ({_ids(made, keyed)}) returning id'))


def _remove_revision(made: Statement, kind: type[Record], keyed: Keyed) -> None:
    ids, revisions = _ids(made, keyed), made.given([write.expected for _, write in keyed], "int")
    part = made.part(
        f'delete from "{table(kind).name}" as t using unnest({ids}, {revisions}) as n (id, revision) '
        "where t.id = n.id and t.revision = n.revision returning t.id"
    )
    made.expect_all(kind, ids, part)


def _expect_none(made: Statement, kind: type[Record], keyed: Keyed) -> None:
    """Have it fail if one of these is there: the unit added and removed it, which it could only if it was not."""
    ids = _ids(made, keyed)
    part = made.part(
        f"select n.id from unnest({ids}) as n (id) "
        f'where not exists (select from "{table(kind).name}" as t where t.id = n.id)'
    )
    made.expect_all(kind, ids, part)


_VERBS = {
    "insert": _insert,
    "replace": _replace,
    "update": _update,
    "remove": _remove,
    "remove-revision": _remove_revision,
    "expect-none": _expect_none,
}


def _into(there: Table) -> str:
    return f'insert into "{there.name}" ({", ".join(f"{column}" for column in _quoted(there))})'


def _quoted(there: Table) -> list[str]:
    return [f'"{column}"' for column in there.columns]


def _ids(made: Statement, keyed: Keyed) -> str:
    return made.given([plain(key) for key, _ in keyed], "text")


def _rows(made: Statement, there: Table, keyed: Keyed) -> str:
    """Return the query that gives the records as rows of their table."""
    records = [write.record for _, write in keyed]
    arrays = [
        _ids(made, keyed),
        made.given([getattr(record, "revision", None) for record in records], "int"),
        made.given([write.document for _, write in keyed], "json"),
        *(made.given([value(there, record, name) for record in records], "text") for name in there.fields),
    ]
    wanted = (split(f'r."{name}"') if name in there.several else f'r."{name}"' for name in there.columns)
    names = ", ".join(_quoted(there))
    chosen = ", ".join(f'{one} as "{name}"' for one, name in zip(wanted, there.columns, strict=True))
    return f"select {chosen} from unnest({', '.join(arrays)}) as r ({names})"


def value(there: Table, record: Record | None, name: str) -> str:
    """Return what a record has to say to a column of an indexed field, as text."""
    held = getattr(record, name)
    return joined(held) if name in there.several else plain(held)
