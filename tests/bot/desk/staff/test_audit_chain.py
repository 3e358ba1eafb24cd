"""Lines on record hang together: what is changed, removed or put in between is found; what is too old may go."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.desk.staff.audit_chain import SHORTENED, ChainReport, check_chain, mark, sealed
from storage.records.access_records import Audit

NOON = datetime(2026, 11, 4, 12, 0, tzinfo=UTC)
OLDER = Audit(id="00", at=NOON, act="signed-in")


def chain(length: int) -> list[Audit]:
    lines = list[Audit]()
    for number in range(1, length + 1):
        line = Audit(id=f"{number:02}", at=NOON, act="role-changed", about="Li", old="agent", new="admin")
        lines.append(sealed(line, lines[-1] if lines else None))
    return lines


async def check(lines: list[Audit], newest: int, expected: str = "") -> ChainReport:
    async def pages() -> AsyncIterator[list[Audit]]:
        yield lines[:2]
        yield lines[2:]

    return await check_chain(pages(), newest, expected)


async def test_lines_as_they_were_written_are_whole_and_tell_their_mark() -> None:
    lines = chain(4)

    assert await check([OLDER, *lines], 4) == ChainReport(4, 1, mark(lines[-1]))
    assert await check([], 0) == ChainReport(0, 0, "")


@pytest.mark.parametrize(
    ("damage", "broken", "reason"),
    [
        (lambda lines: [lines[0], replace(lines[1], new="agent"), *lines[2:]], "02", "changed"),
        (lambda lines: [replace(lines[0], name="Eve"), *lines[1:]], "01", "changed"),
        (lambda lines: [lines[0], *lines[2:]], "03", "gap"),
        (lambda lines: [lines[0], replace(OLDER, id="011"), *lines[1:]], "011", "unsealed"),
        (lambda lines: lines[1:], "02", "beginning"),
        (lambda lines: lines[:-1], "03", "end"),
    ],
)
async def test_the_first_line_that_is_not_as_it_was_written_is_named(damage, broken: str, reason: str) -> None:  # type: ignore[no-untyped-def]
    report = await check(damage(chain(4)), 4)

    assert (report.broken, report.reason) == (broken, reason)


async def test_a_record_that_was_made_anew_is_another_than_the_one_whose_mark_was_noted() -> None:
    noted = mark(chain(3)[-1])
    other = [sealed(replace(chain(1)[0], name="Eve", number=0, seal=""), None)]
    other += [sealed(line, other[0]) for line in chain(1)]

    assert (await check(chain(4), 4, noted)).reason == ""
    assert (await check(other, 2, noted)).reason == "another"


async def test_lines_that_were_too_old_may_be_gone_where_a_line_tells_it() -> None:
    lines = chain(4)
    told = sealed(Audit(id="05", at=NOON, act=SHORTENED, detail="2"), lines[-1])

    assert (await check([*lines[2:], told], 5)).reason == ""
    assert (await check([*lines[1:], told], 5)).reason == "beginning"
