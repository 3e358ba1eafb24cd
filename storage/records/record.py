"""What every record has, and what a field of one may hold.

A record says which of its fields are looked up (``INDEXES``); a field that holds a tuple is found by each of its
values. Records with a ``revision`` are changed by ``UnitOfWork.put``, which refuses to overwrite a change it has not
seen; the others are only added and deleted. Times are UTC. No behaviour here, and no store.
"""

from dataclasses import dataclass
from typing import Any, ClassVar

Json = dict[str, Any]
"""A value that JSON can hold, as its owner encoded it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """What every record has: an id that sorts by the time it was made."""

    INDEXES: ClassVar[tuple[str, ...]] = ()

    id: str
