"""``hotspots``: which hot topics would have been raised in the past, and how often."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from dataclasses import asdict
from zoneinfo import ZoneInfo

from bot.commands.command import Command, OnDesk
from bot.commands.remote.request import Answer, Request
from bot.commands.time_spans import NoSpan, read_span
from bot.container import Container
from bot.desk.hotspots.backtest import Backtest, backtest
from bot.desk.hotspots.topic_summary import named

_DEFAULT_SPAN = "90d"


async def hotspots(container: Container, request: Request) -> Answer:
    """Replay what was told, and tell what would have been raised."""
    now, zone = container.environment.now(), container.desk.policy.zone
    try:
        since = now - read_span(request.word("since") or _DEFAULT_SPAN)
    except NoSpan as refusal:
        return Answer(errors=str(refusal), status=1)
    found = await backtest(container.tellings(), zone, since, now)
    return Answer(_as_json(found) if request.word("json") else "\n".join(_lines(found, zone)))


def _lines(found: Backtest, zone: ZoneInfo) -> Iterator[str]:
    for one in found.hotspots:
        what = f"{one.kind}: {one.people} people ({one.usual:g} usual): {named(one.words, one.area)}"
        yield f"{one.at.astimezone(zone):%Y-%m-%d %H:%M}  {what}"
        yield f"  “{next(iter(one.samples), '')}”"
    since = f"since {found.since.astimezone(zone):%Y-%m-%d %H:%M}"
    if not found.tellings:
        yield f"nothing was told {since}"
        return
    yield f"{len(found.hotspots)} would have been raised among {found.tellings} tellings {since}"
    share = found.hours_with_any / found.hours
    yield f"in {found.hours_with_any} of {found.hours} hours ({share:.2%})"


def _as_json(found: Backtest) -> str:
    raised = [{**asdict(one), "at": one.at.isoformat()} for one in found.hotspots]
    whole = {
        "since": found.since.isoformat(),
        "tellings": found.tellings,
        "hours": found.hours,
        "hours_with_any": found.hours_with_any,
        "hotspots": raised,
    }
    return json.dumps(whole, ensure_ascii=False)


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--since", default=_DEFAULT_SPAN, metavar=_DEFAULT_SPAN, help="look at what was told in this time"
    )
    parser.add_argument("--json", action="store_true", help="print one object instead of lines")


def _read(given: Namespace) -> Request:
    return Request("hotspots", words={"since": given.since, "json": "yes" if given.json else ""})


COMMAND = Command(
    name="hotspots",
    help="tell which hot topics would have been raised in the past",
    arguments=_arguments,
    run=OnDesk(_read, hotspots),
)
