"""Reads from the store which ways customers took through a script, over all its versions. Changes nothing.

`dialogs.versions.funnel` counts; here is only which conversations there are, and how their journals read.
"""

import asyncio
import json
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.desk.scripts.registry import ScriptRegistry
from bot.desk.scripts.replay_runner import read_journal
from dialogs.versions.funnel import ConversationPath, Funnel, count, way
from dialogs.versions.journal_replay import retell
from storage.ports import Store
from storage.records.complaint_records import Conversation, JournalEntry
from storage.records.privacy_records import Erasure
from storage.records.record import Json

WAY = "way"
"""Under what a conversation whose words are gone keeps the way that it took, among the facts of its state."""
_AT_A_TIME = 10
"""Conversations that are told again before others may go on."""
_RECENT = timedelta(days=30)
_MOST_RECENT = 400
"""Conversations that are told again for a page: half a second of work."""
_FRESH = timedelta(minutes=10)
"""As long as a count is shown before it is counted anew."""
_STILL_THERE = timedelta(hours=1)
"""Whoever wrote within this time is taken to be answering, and not to have left."""


async def read_funnel(
    store: Store,
    scripts: ScriptRegistry,
    key: str,
    *,
    now: datetime,
    zone: ZoneInfo,
    since: datetime | None = None,
    most: int | None = None,
) -> Funnel | None:
    """Return the passages of all conversations of a script, or of those begun since; None if there are none.

    ``most`` leaves out all but so many, the newest.

    A conversation on a version that this program cannot play any more is left out. Days are those of the time zone.
    """
    unit = store.unit()
    found = [one for one in await unit.find(Conversation) if one.script == key]
    found = sorted((one for one in found if since is None or one.started >= since), key=lambda one: one.started)
    ways: list[ConversationPath] = []
    erased = {key: path for erasure in await unit.find(Erasure) for key, path in erasure.paths.items()}
    for number, conversation in enumerate(found if most is None else found[-most:]):
        journal = await unit.find(JournalEntry, conversation=conversation.id)
        kept = conversation.state.get("facts", {}).get(WAY)
        if conversation.id in erased:
            ways.append(path_from_json(erased[conversation.id]))
        elif kept is not None:
            ways += [path_from_json(json.loads(kept))] if kept else []
        else:
            goes_on = now - (conversation.heard or conversation.started) < _STILL_THERE
            ways.extend(paths(scripts, conversation, journal, zone, goes_on=goes_on))
        if number % _AT_A_TIME == 0:
            await asyncio.sleep(0)
    return count(ways)


class RecentFunnels:
    """The funnels of the last weeks for pages that are looked at again and again; each is counted now and then."""

    def __init__(
        self, store: Store, scripts: ScriptRegistry, now: Callable[[], datetime], zone: Callable[[], ZoneInfo]
    ) -> None:
        self._store = store
        self._scripts = scripts
        self._now = now
        self._zone = zone
        self._counted: dict[tuple[str, ZoneInfo], tuple[datetime, Funnel | None]] = {}

    async def of(self, key: str) -> Funnel | None:
        """Return the passages of the newest conversations of a script, or None if there are none."""
        now, zone = self._now(), self._zone()
        at, funnel = self._counted.get((key, zone), (None, None))
        if at is None or now - at > _FRESH:
            since = now - _RECENT
            funnel = await read_funnel(
                self._store, self._scripts, key, now=now, zone=zone, since=since, most=_MOST_RECENT
            )
            self._counted[key, zone] = now, funnel
        return funnel


def paths(
    scripts: ScriptRegistry,
    conversation: Conversation,
    entries: Sequence[JournalEntry],
    zone: ZoneInfo,
    *,
    goes_on: bool = False,
) -> list[ConversationPath]:
    """Return the way of a conversation, or nothing if it came to no step."""
    journal = read_journal(scripts, conversation, entries)
    if journal is None:
        return []
    moments = retell(journal.script, journal.events, journal.moved)
    told = way(conversation.started.astimezone(zone).date(), moments, goes_on=goes_on)
    return [told] if told.steps else []


def way_kept(
    scripts: ScriptRegistry, conversation: Conversation, entries: Sequence[JournalEntry], zone: ZoneInfo
) -> str:
    """Return the way of a conversation as its state keeps it once the journal is gone; empty if it came to no step."""
    told = paths(scripts, conversation, entries, zone)
    return json.dumps(path_to_json(told[0])) if told else ""


def path_to_json(path: ConversationPath) -> Json:
    """Return a way as it is kept of a conversation whose journal is gone."""
    return {
        "began": path.began.isoformat(),
        "steps": sorted(path.steps),
        "pairs": sorted(map(list, path.pairs)),
        "signals": sorted(path.signals),
        "left": path.left,
    }


def path_from_json(data: Json) -> ConversationPath:
    """Return the way that `path_to_json` wrote."""
    return ConversationPath(
        date.fromisoformat(data["began"]),
        steps=frozenset(data["steps"]),
        pairs=frozenset((one, other) for one, other in data["pairs"]),
        signals=frozenset(data["signals"]),
        left=data["left"],
    )
