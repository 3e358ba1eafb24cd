"""Which records share the most values of a field with what is asked: by a GIN index over arrays.

How common a value is comes from the statistics that PostgreSQL keeps itself, read now and then: a common value would
lead to half of the table. A value that is in no statistics is rare. Measured against pg_trgm in `bench/likeness.py`.
"""

from typing import TYPE_CHECKING

from storage.postgres.connections import Connections
from storage.postgres.tables import Table, plain
from storage.unit import COMMON, PART, RARE

if TYPE_CHECKING:
    import asyncpg

READ_AGAIN = 500
"""Questions after which the statistics are read again."""

_STATISTICS = """\
select e.value, f.share * greatest(c.reltuples, 0) as held, c.reltuples as all
from pg_stats s
join pg_class c on c.oid = format('%I.%I', s.schemaname, s.tablename)::regclass,
unnest(s.most_common_elems::text::text[]) with ordinality as e (value, place)
join unnest(s.most_common_elem_freqs) with ordinality as f (share, place) using (place)
where s.schemaname = current_schema() and s.tablename = $1 and s.attname = $2"""


class Likeness:
    """Finds what is alike, and knows which values are common."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._common: dict[tuple[str, str], dict[str, float]] = {}
        self._asked = 0

    async def find(self, there: Table, field: str, values: list[str], limit: int) -> "list[asyncpg.Record]":
        """Return the rows that share the most of the rarest of these values, the newest first among equals."""
        rare = await self._rarest(there, field, [plain(value) for value in values])
        if not rare:
            return []
        return await self._connections.fetch(_alike(there, field), rare, limit)

    async def _rarest(self, there: Table, field: str, values: list[str]) -> list[str]:
        if self._asked % READ_AGAIN == 0:
            self._common.clear()
        self._asked += 1
        if (there.name, field) not in self._common:
            rows = await self._connections.fetch(_STATISTICS, there.name, field)
            self._common[there.name, field] = {row["value"]: _held(row["held"], row["all"]) for row in rows}
        held = self._common[there.name, field]
        counted = sorted((held.get(value, 0.0), value) for value in values)
        return [value for count, value in counted if count < float("inf")][:RARE]


def _held(count: float, of: float) -> float:
    """Return how many records hold a value; without bound if so many that it tells nothing."""
    return float("inf") if count > max(COMMON, of / PART) else count


def _alike(there: Table, field: str) -> str:
    shared = f'(select count(*) from unnest("{field}") as v where v = any ($1)) as shared'
    found = f'select id, document, {shared} from "{there.name}" where "{field}" && $1'
    # A barrier, as in `tables.search`: the index gives no order.
    return f"with found as materialized ({found}) select document from found order by shared desc, id desc limit $2"
