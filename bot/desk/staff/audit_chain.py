"""How the lines on record hang together: each is sealed with the one before, so that none can be changed unseen. Pure.

What was removed since it was too old is told by a line of the chain itself. A whole chain can be made anew by whoever
may write to the store; against that helps the last seal, noted elsewhere.
"""

import hashlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, fields, replace

import orjson

from storage.records.access_records import Audit
from storage.records.statuses import AuditAct

SHORTENED: AuditAct = "record-shortened"
"""The act of the line that tells which lines were removed."""


@dataclass(frozen=True)
class ChainReport:
    """What came of reading all lines."""

    lines: int
    """That are sealed and whole."""
    unsealed: int
    """From before there was a chain."""
    last: str
    """The number and seal of the last whole line, as `mark` writes them; to be noted elsewhere."""
    broken: str = ""
    """The id of the first line that is not as it was written; empty if all are."""
    reason: str = ""
    """Why: ``changed``, ``gap``, ``unsealed``, ``beginning``, ``end`` or ``another``."""


def sealed(line: Audit, before: Audit | None) -> Audit:
    """Return a line as it follows the newest one."""
    number = before.number + 1 if before else 1
    placed = replace(line, number=number)
    return replace(placed, seal=seal_of(placed, before.seal if before else ""))


def seal_of(line: Audit, before: str) -> str:
    """Return the seal of a line behind one with this seal."""
    values = {one.name: getattr(line, one.name) for one in fields(line) if one.name != "seal"}
    return hashlib.sha256(before.encode() + orjson.dumps(values, option=orjson.OPT_SORT_KEYS)).hexdigest()


def mark(line: Audit | None) -> str:
    """Return what tells a line and all before it from any others, such as ``1204:9f2c…``."""
    return f"{line.number}:{line.seal}" if line else ""


async def check_chain(pages: AsyncIterator[Sequence[Audit]], newest: int, expected: str = "") -> ChainReport:
    """Return what is wrong with the lines, in their order, if anything is.

    ``newest`` is the number that was given out last, and ``expected`` a mark that was noted earlier.
    """
    unsealed, whole = 0, 0
    before: Audit | None = None
    beginnings, first = set[str](), ""
    met = not expected
    async for page in pages:
        for line in page:
            if not line.number and before is None:
                unsealed += 1
                continue
            problem = _problem(line, before)
            if problem:
                return ChainReport(whole, unsealed, mark(before), line.id, problem)
            if before is None and line.number > 1:
                first = line.id
                beginning = line.number - 1
            if line.act == SHORTENED:
                beginnings.add(line.detail)
            before, whole = line, whole + 1
            met = met or mark(line) == expected
    if first and str(beginning) not in beginnings:
        return ChainReport(whole, unsealed, mark(before), first, "beginning")
    if (before.number if before else 0) != newest:
        return ChainReport(whole, unsealed, mark(before), before.id if before else "", "end")
    return ChainReport(whole, unsealed, mark(before), "" if met else expected, "" if met else "another")


def _problem(line: Audit, before: Audit | None) -> str:
    if not line.number:
        return "unsealed"
    if before is None:
        return "" if line.number > 1 or line.seal == seal_of(line, "") else "changed"
    if line.number != before.number + 1:
        return "gap"
    return "" if line.seal == seal_of(line, before.seal) else "changed"
