"""``evaluate hotspots``: which hot topics would have been raised by what a file holds, when, and by whose tellings."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.commands.command import Command
from bot.commands.evaluate.json_lines import BadLine, LineFields, Lines, raise_for
from bot.commands.evaluate.measuring import measured
from bot.commands.input_files import read_whole
from bot.commands.remote.request import Answer
from bot.desk.hotspots.hotspot_detector import Hotspot, HotspotDetector
from bot.desk.hotspots.topic_summary import named
from bot.desk.hotspots.window import WindowTelling, window_telling


def read_stream(path: Path) -> list[WindowTelling]:
    """Return the tellings of a file by the time at which they were told; times without a zone are in UTC.

    Raises:
        NoSuchFile: if it cannot be read.
        BadLines: if lines of it cannot be used.

    """
    (data,) = read_whole([path])
    lines = Lines(path, data, _told)
    seen: set[str] = set()
    for number, one in lines.made.items():
        if one.ticket in seen:
            lines.refuse(number, f"there is a telling {one.ticket} already")
        seen.add(one.ticket)
    raise_for(lines)
    return sorted(lines.made.values(), key=lambda one: one.at)


def raised_in(tellings: Sequence[WindowTelling]) -> list[Hotspot]:
    """Return what would have been raised, minute by minute, on the clocks of UTC."""
    detector = HotspotDetector(ZoneInfo("UTC"))
    minutes = groupby(tellings, key=lambda one: one.at.replace(second=0, microsecond=0))
    return [found for _, step in minutes for found in detector.step(list(step))]


def _told(line: LineFields) -> WindowTelling:
    place = line.text("place") if line.has("place") else ""
    return window_telling(
        at=_moment(line.text("at")), customer=line.name("customer"), ticket=line.name("id"), text=line.text("text"),
        place=place,
    )  # fmt: skip


def _moment(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise BadLine("“at” must be a time such as 2026-11-30T14:05:00") from None
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def _measure(given: Namespace) -> Answer:
    tellings = read_stream(given.file)
    found = raised_in(tellings)
    if given.split:
        learnt, tellings = tellings[: len(tellings) // 2], tellings[len(tellings) // 2 :]
        found = [one for one in found if not learnt or one.at > learnt[-1].at]
    if given.json:
        raised = [{**asdict(one), "at": one.at.isoformat(), "name": named(one.words, one.area)} for one in found]
        return Answer(json.dumps({"tellings": len(tellings), "hotspots": raised}, ensure_ascii=False))
    return Answer("\n".join([*_lines(found), f"{len(found)} raised among {len(tellings)} tellings"]))


def _lines(found: Sequence[Hotspot]) -> Iterator[str]:
    for one in found:
        people = f"{one.people} people ({one.usual:g} usual)"
        yield f"{one.at:%Y-%m-%d %H:%M}  {one.kind}: {people}: {named(one.words, one.area)}"
        yield f"  {' '.join(one.tickets)}"


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="JSON lines; docs/admin-guide.md tells which")
    parser.add_argument("--json", action="store_true", help="print one object instead of lines")
    parser.add_argument("--split", action="store_true", help="learn by the earlier half, and report on the later one")


COMMAND = Command(
    name="evaluate hotspots",
    help="which hot topics would have been raised by the tellings of a file",
    arguments=_arguments,
    run=measured(_measure),
)
