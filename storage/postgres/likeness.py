"""Which records share the most values of a field with what is asked: by a GIN index over arrays.

How common a value is comes from the statistics that PostgreSQL keeps itself, read now and then: a common value would
lead to half of the table. Measured against pg_trgm in `bench/likeness.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.postgres.connections import Connections
from storage.postgres.tables import Table, plain
from storage.unit import rarest

if TYPE_CHECKING:
    import asyncpg

_RARER = 4
"""By so much a value that is in no statistics is taken to be rarer than those that are."""
READ_AGAIN = 500
"""Questions after which the statistics are read again."""

_STATISTICS = """\
select e.value, f.share, c.reltuples as records
from pg_stats s
join pg_class c on c.oid = format('%I.%I', s.schemaname, s.tablename)::regclass,
unnest(s.most_common_elems::text::text[]) with ordinality as e (value, place)
join unnest(s.most_common_elem_freqs) with ordinality as f (share, place) using (place)
where s.schemaname = current_schema() and s.tablename = $1 and s.attname = $2"""


@dataclass(frozen=True)
class Statistics:
    """How many records hold the common values of a field."""

    held: Mapping[str, float]
    records: float

    def of(self, values: list[str]) -> dict[str, float]:
        """Return how many hold each of these values; of those that are not common, a guess."""
        guess = min(self.held.values(), default=0.0) / _RARER
        return {value: self.held.get(value, guess) for value in values}


class Likeness:
    """Finds what is alike, and knows which values are common."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._statistics: dict[tuple[str, str], Statistics] = {}
        self._asked = 0

    async def find(self, there: Table, field: str, values: list[str], limit: int) -> "list[asyncpg.Record]":
        """Return the rows that share the most of the rarest of these values, the newest first among equals."""
        statistics = await self._known(there.name, field)
        rare = rarest(statistics.of([plain(value) for value in values]), statistics.records)
        return await self._connections.fetch(_alike(there, field), rare, limit) if rare else []

    async def _known(self, name: str, field: str) -> Statistics:
        if self._asked % READ_AGAIN == 0:
            self._statistics.clear()
        self._asked += 1
        if (name, field) not in self._statistics:
            rows = await self._connections.fetch(_STATISTICS, name, field)
            records = max((row["records"] for row in rows), default=0.0)
            held = {row["value"]: row["share"] * records for row in rows}
            if not rows:  # the table is new: they will be there soon
                return Statistics(held, records)
            self._statistics[name, field] = Statistics(held, records)
        return self._statistics[name, field]


def _alike(there: Table, field: str) -> str:
    shared = f'(select count(*) from unnest("{field}") as v where v = any ($1)) as shared'
    found = f'select id, document, {shared} from "{there.name}" where "{field}" && $1'
    # A barrier, as in `tables.search`: the index gives no order.
    return f"with found as materialized ({found}) select document from found order by shared desc, id desc limit $2"
