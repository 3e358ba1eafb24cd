"""Which records share the most with what is asked, by the weight of the values: by a GIN index over arrays.

How common a value is comes from the statistics that PostgreSQL keeps itself, read now and then: a common value would
lead to half of the table. Measured against pg_trgm in `bench/likeness.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.postgres.connections import Connections
from storage.postgres.read_statements import Table, plain
from storage.unit_of_work import weight

if TYPE_CHECKING:
    import asyncpg

RARE = 64
"""Values that lead to records at most, the rarest of those asked for: many may be held by nobody else."""
ENOUGH = 4_000
"""Records that are looked at for what they share: rarer values may lead to so many together, further ones to none."""
PART = 200
"""A value held by more than `ENOUGH` records, and by more than this part of them all, leads to none."""
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


class SimilarityQuery:
    """Finds what is alike, and knows which values are common."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._statistics: dict[tuple[str, str], Statistics] = {}
        self._asked = 0

    async def find(self, there: Table, field: str, values: list[str], limit: int) -> "list[asyncpg.Record]":
        """Return the rows that share the most of these values by weight, of those that share any of the rarest."""
        statistics = await self._known(there.name, field)
        held = statistics.of([plain(value) for value in values])
        rare = _rarest(held, statistics.records)
        weights = [weight(count, statistics.records) for count in held.values()]
        return await self._connections.fetch(_alike(there, field), rare, list(held), weights, limit) if rare else []

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


def _rarest(held: Mapping[str, float], records: float) -> list[str]:
    """Return the values by which to look for what is alike: the rarest, as long as they lead to few enough records.

    ``held`` says how many of the records hold each value.
    """
    chosen, together = list[str](), 0.0
    for count, value in sorted((count, value) for value, count in held.items()):
        together += count
        if count > max(ENOUGH, records / PART) or (chosen and together > ENOUGH) or len(chosen) == RARE:
            break
        chosen.append(value)
    return chosen


def _alike(there: Table, field: str) -> str:
    weighed = "unnest($2::text[], $3::float8[]) as asked (value, weight)"
    shared = f'(select sum(weight) from {weighed} where value = any ("{field}")) as shared'
    found = f'select id, cardinality("{field}") as held, {shared} from "{there.name}" where "{field}" && $1'
    best = "select id from found order by shared desc, held, id desc limit $4"
    # A barrier, as in `tables.search`: the index gives no order.
    return f'with found as materialized ({found}) select document from "{there.name}" where id in ({best})'
