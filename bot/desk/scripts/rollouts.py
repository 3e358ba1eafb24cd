"""Versions on their way into force: tried with a share of new conversations, or planned for a time.

What is tried is compared with what is in force and taken back by itself if it is worse (`canary_rule`); it comes into
force for all when an admin says so. `Publisher` stays the one place that puts anything in force.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from bot.desk.core.environment import Environment
from bot.desk.scripts.canary_rule import MEASURES, GroupFigures, worse
from bot.desk.scripts.drafts import DRAFTS, Drafts, DraftTaken, source_of
from bot.desk.scripts.publisher import Publisher, PublishResult
from bot.desk.scripts.registry import PUBLISHED, ScriptRegistry
from bot.desk.staff.audit import PROGRAM, Actor, put_on_record
from storage.ports import StorageError, Store, UnitOfWork
from storage.records.access_records import Agent
from storage.records.complaint_records import Conversation, Handoff, JournalEntry, Ticket
from storage.records.record import Json
from storage.records.script_records import Rollout
from storage.records.statuses import AuditAct, RolloutStatus

log = logging.getLogger(__name__)

CANARY = 5
"""Of a hundred new conversations those that begin on what is tried."""
ALL = 100
_LOOK = 60.0
"""Seconds between two looks."""
_MOST = 4000
"""Conversations that are looked through, the newest since it is tried."""
_MOST_COUNTED = 500
"""Of either side those that are counted."""
_AT_A_TIME = 10
_ACTS: dict[RolloutStatus, AuditAct] = {
    "planned": "script-planned",
    "trying": "script-tried",
    "rolled-back": "script-withdrawn",
    "given-up": "script-withdrawn",
}
"""What is put on record; a publication puts itself there."""
_PROGRAM = Actor(None, PROGRAM)
"""Who takes back what is worse."""
GOING_ON = ("planned", "trying")


@dataclass(frozen=True)
class RolloutWish:
    """How an admin wants a draft to come into force."""

    share: int
    begins: datetime
    """A time that has passed means at once."""
    note: str
    seen: int
    """The revision of the draft that they saw."""


class Rollouts:
    """What is tried or planned, of all scripts, in whichever process."""

    def __init__(
        self, store: Store, scripts: ScriptRegistry, drafts: Drafts, publisher: Publisher, environment: Environment
    ) -> None:
        self._store = store
        self._scripts = scripts
        self.drafts = drafts
        self._publisher = publisher
        self._environment = environment

    async def find(self, key: str) -> Rollout | None:
        """Return the last rollout of a script, or None."""
        return await self._store.unit().get(Rollout, key)

    async def begin(self, key: str, by: Actor, wish: RolloutWish) -> PublishResult:
        """Try a draft, or plan it, if nothing is wrong with it; one that goes on already gives way.

        Raises:
            DraftTaken: if somebody else saved since it was seen, or there is none.

        """
        draft = await self.drafts.find(key)
        if draft is None or draft.revision != wish.seen:
            raise DraftTaken(draft)
        kept = await self._publisher.keep(source_of(key, draft))
        if kept.mistakes:
            return kept
        now = self._environment.now()
        fresh = Rollout(
            id=key,
            version=kept.version,
            base=kept.before,
            share=wish.share,
            status="planned" if wish.begins > now else "trying",
            begins=max(wish.begins, now),
            since=self._environment.new_id(),
            agent=by.agent.id if by.agent else "",
            name=by.agent.name if by.agent else "",
            note=wish.note,
            at=now,
        )
        async with self._store.unit() as unit:
            await unit.hold(DRAFTS)
            there = await unit.get(Rollout, key)
            await self._write(unit, replace(fresh, revision=there.revision) if there else fresh, by, is_new=not there)
        return kept

    async def end(self, key: str, by: Actor, status: RolloutStatus = "given-up", worse_in: str = "") -> None:
        """Take back what is tried or planned: open conversations move to what is in force where that is safe."""
        async with self._store.unit() as unit:
            await unit.hold(DRAFTS)
            there = await unit.get(Rollout, key)
            if there is not None and there.status in GOING_ON:
                now = self._environment.now()
                await self._write(unit, replace(there, status=status, worse=worse_in, at=now), by)

    async def to_all(self, key: str, by: Actor, *, instead_of: str | None = None) -> PublishResult | None:
        """Put what is tried or planned in force for all; None if there is nothing of that.

        If ``instead_of`` is given and not what is in force any more, nothing changes: the result says what is.
        """
        there = await self.find(key)
        record = self._scripts.record(there.version) if there else None
        if there is None or record is None or there.status not in GOING_ON:
            return None
        source = source_of(key, record)
        outcome = await self._publisher.publish(source, "studio", by, there.note, instead_of=instead_of)
        if outcome.mistakes or outcome.version != there.version:
            return outcome
        async with self._store.unit() as unit:
            await unit.hold(DRAFTS)
            last = await unit.get(Rollout, key)
            if last is not None and last.version == there.version:
                await self._write(unit, replace(last, status="published", at=self._environment.now()), by)
        draft = await self.drafts.find(key)
        if draft is not None and source_of(key, draft).id == there.version:
            with suppress(DraftTaken):  # somebody has just saved another one, which stays
                await self.drafts.drop(key, by, draft.revision)
        return outcome

    async def figures(self, rollout: Rollout) -> tuple[GroupFigures, GroupFigures]:
        """Return what came of the conversations on what is tried, and of those begun meanwhile on what is not."""
        unit = self._store.unit()
        found = await unit.find(Conversation, after=rollout.since, newest=_MOST)
        mine = [one for one in found if one.script == rollout.id]
        tried = [one for one in mine if one.version == rollout.version]
        others = [one for one in mine if one.version != rollout.version]
        return await _counted(unit, tried[-_MOST_COUNTED:]), await _counted(unit, others[-_MOST_COUNTED:])

    async def look(self) -> None:
        """Begin what is planned for now, and take back what is worse."""
        for rollout in await self._store.unit().find(Rollout):
            try:
                await self._look_at(rollout)
            except StorageError:
                raise
            except Exception:  # this loop's: a bug with one script keeps no other from being looked at
                log.exception("what is tried of %s could not be looked at", rollout.id)

    async def _look_at(self, rollout: Rollout) -> None:
        if rollout.status == "planned" and rollout.begins <= self._environment.now():
            await self._begin_planned(rollout)
        elif rollout.status == "trying":
            await self._judge(rollout)

    async def serve(self, sleep: Callable[[float], Awaitable[None]]) -> None:
        """Look now and then, for ever."""
        while True:
            try:
                await self.look()
            except StorageError as fault:
                log.warning("what is tried cannot be looked at; the next look tries again: %s", fault)
            await sleep(_LOOK)

    async def _begin_planned(self, rollout: Rollout) -> None:
        by = await self._actor(rollout)
        if rollout.share == ALL:
            # What came into force since it was planned, such as a mended wording, is not undone unseen.
            outcome = await self.to_all(rollout.id, by, instead_of=rollout.base)
            if outcome is None or outcome.version != rollout.version:
                await self.end(rollout.id, by)
            return
        now = self._environment.now()
        async with self._store.unit() as unit:
            await unit.hold(DRAFTS)
            there = await unit.get(Rollout, rollout.id)
            if there == rollout:
                base, since = self._scripts.current(rollout.id), self._environment.new_id()
                await self._write(unit, replace(rollout, status="trying", base=base, since=since, at=now), by)

    async def _judge(self, rollout: Rollout) -> None:
        tried, base = await self.figures(rollout)
        measure = worse(tried, base)
        async with self._store.unit() as unit:
            await unit.hold(DRAFTS)
            await unit.hold(PUBLISHED)  # nobody puts anything in force meanwhile
            await self._scripts.refresh(unit)
            there = await unit.get(Rollout, rollout.id)
            if there != rollout:
                return  # somebody decided meanwhile
            told = replace(rollout, figures={"tried": _json(tried), "base": _json(base)}, at=self._environment.now())
            if self._scripts.current(rollout.id) != rollout.base:
                await self._write(unit, replace(told, status="given-up"), _PROGRAM)
            elif measure:
                log.info("%s: %.7s is taken back: worse in %s", rollout.id, rollout.version, measure)
                await self._write(unit, replace(told, status="rolled-back", worse=measure), _PROGRAM)
            else:
                unit.put(told)
                await unit.commit()

    async def _actor(self, rollout: Rollout) -> Actor:
        return Actor(await self._store.unit().get(Agent, rollout.agent) if rollout.agent else None, PROGRAM)

    async def _write(self, unit: UnitOfWork, rollout: Rollout, by: Actor, *, is_new: bool = False) -> None:
        if is_new:
            unit.add(rollout)
        else:
            unit.put(rollout)
        if rollout.status in _ACTS:
            detail = rollout.worse or rollout.note
            await put_on_record(
                unit, self._environment, _ACTS[rollout.status], by, subject=rollout.id, about=rollout.id, detail=detail
            )
        await unit.commit()
        self._store.changes.tell(PUBLISHED)
        await self._scripts.refresh(self._store.unit())


async def _counted(unit: UnitOfWork, conversations: Sequence[Conversation]) -> GroupFigures:
    hits = dict.fromkeys(MEASURES, 0)
    for number, one in enumerate(conversations):
        hits["handoff"] += bool(await unit.find(Handoff, conversation=one.id, limit=1))
        hits["abandoned"] += one.status == "abandoned"
        hits["corrected"] += any(map(_corrects, await unit.find(JournalEntry, conversation=one.id)))
        ticket = await unit.get(Ticket, one.ticket) if one.ticket else None
        hits["repeats"] += ticket is not None and ticket.conversation == one.id and ticket.told > 1
        if number % _AT_A_TIME == 0:
            await asyncio.sleep(0)
    return GroupFigures(len(conversations), hits)


def _corrects(entry: JournalEntry) -> bool:
    """Tell whether a customer changed an answer, or what was written before."""
    return entry.event.get("event") == "Edited" or entry.event.get("choice") == "change"


def _json(figures: GroupFigures) -> Json:
    return {"conversations": figures.conversations, **figures.hits}
