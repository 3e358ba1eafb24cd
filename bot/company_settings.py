"""The company's settings in force: what pages set lies in the store, and every process hears of it.

A port like the registry of scripts: whoever goes by it asks for `now` each time, or has itself told.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from bot.company import FIRST, NAMES, OF_THE_ENVIRONMENT, Company, differing, read_company
from bot.desk.core.environment import Environment
from bot.desk.staff.audit import Actor, put_on_record
from bot.settings import Settings
from storage.ports import EVERYWHERE, StorageError, Store, UnitOfWork
from storage.records.company_records import SettingChange

log = logging.getLogger(__name__)

SET = "settings"
"""The hint that something was set, and what whoever sets something holds; no address looks like it."""
_MOST_ON_RECORD = 300
"""Characters of a value in a line on record; the change itself has all of it."""
Origin = Literal["page", "environment", "default"]
"""Where a value comes from."""


class BadValues(Exception):
    """Nothing was set; ``wrong`` names each setting that cannot be used, and why."""

    def __init__(self, wrong: Mapping[str, str]) -> None:
        super().__init__(", ".join(wrong))
        self.wrong = wrong


@dataclass(frozen=True)
class Change:
    """One change of a setting, with what was so before."""

    record: SettingChange
    before: str
    """What of it differed before; empty where the page had set none."""
    after: str
    """What of it differs since."""
    can_undo: bool
    """Whether it is the newest of its setting."""


class CompanySettings:
    """What the company decides now."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._set: dict[str, str] = {}
        self._listeners: list[Callable[[Company], None]] = []
        self.now, _ = read_company(settings, {})

    def tell(self, listener: Callable[[Company], None]) -> None:
        """Have a function told what is so now, and each time that it changes."""
        self._listeners.append(listener)
        listener(self.now)

    def text(self, name: str) -> str | None:
        """Return what a page has set, or None."""
        return self._set.get(name)

    def origin(self, name: str) -> Origin:
        """Return where the value of a setting comes from."""
        if name in self._set:
            return "page"
        has_field = name in OF_THE_ENVIRONMENT or name in ("due_times", "duty_roster")
        is_given = has_field and getattr(self._settings, name) != getattr(Settings(), name)
        return "environment" if is_given else "default"

    async def refresh(self, unit: UnitOfWork) -> None:
        """Have in force what the store says is set by now, whichever process wrote it there."""
        found = {name: await unit.last(SettingChange, name=name) for name in NAMES}
        self._set = {name: one.value for name, one in found.items() if one is not None and not one.withdrawn}
        self.now, wrong = read_company(self._settings, self._set)
        for name, why in wrong.items():
            log.warning("what is set on pages as %s cannot be used any more: %s", name, why)
        for listener in self._listeners:
            listener(self.now)

    async def follow(self, store: Store) -> None:
        """Refresh whenever a process says that something was set, for ever; it may have been just now."""
        with store.changes.watch() as changes:
            store.changes.tell(SET)
            async for hint in changes:
                if hint in (SET, EVERYWHERE):
                    try:
                        await self.refresh(store.unit())
                    except StorageError as fault:
                        log.warning("the settings cannot be read; the next look tries again: %s", fault)

    def as_if(self, wanted: Mapping[str, str | None]) -> Company:
        """Return what would be so with these settings set; None goes back to the environment.

        Raises:
            BadValues: if one of them cannot be used.
        """
        coming = {name: value for name, value in {**self._set, **wanted}.items() if value is not None}
        company, wrong = read_company(self._settings, coming)
        if self.now.outcomes.own - company.outcomes.own:
            wrong |= {name: "what was added stays" for name in wanted if name in ("outcomes", "causes")}
        if wrong:
            raise BadValues(wrong)
        return company

    async def save(
        self, store: Store, environment: Environment, by: Actor, wanted: Mapping[str, str | None]
    ) -> tuple[str, ...]:
        """Set what differs from what is so now, all of it or nothing; None goes back to the environment.

        Returns the names of what changed.

        Raises:
            BadValues: if one of them cannot be used; nothing was set.
        """
        async with store.unit() as unit:
            await unit.hold(SET)
            await self.refresh(unit)
            self.as_if(wanted)
            changed = {name: value for name, value in wanted.items() if value != self._set.get(name)}
            for name, value in changed.items():
                await self._write(unit, environment, by, name, value)
            await unit.commit()
        if changed:
            store.changes.tell(SET)
            await self.refresh(store.unit())
        return tuple(changed)

    async def undo(self, store: Store, environment: Environment, by: Actor, key: str) -> None:
        """Take the newest change of a setting back, if it is the one with this id.

        Raises:
            BadValues: if what was so before cannot be used with what is set besides.
        """
        change = await store.unit().get(SettingChange, key)
        trail = await store.unit().find(SettingChange, name=change.name, newest=2) if change else []
        if change is None or trail[-1].id != key:
            return
        earlier = trail[0] if len(trail) > 1 else None
        value = None if earlier is None or earlier.withdrawn else earlier.value
        await self.save(store, environment, by, {change.name: value})

    async def history(self, unit: UnitOfWork, names: tuple[str, ...], most: int = 20) -> list[Change]:
        """Return the last changes of some settings, the newest first."""
        found = list[Change]()
        for name in names:
            trail = await unit.find(SettingChange, name=name, newest=most)
            values = ["", *(one.value for one in trail)]
            for place, one in enumerate(trail):
                before, after = differing(values[place], one.value)
                found.append(Change(one, before, after, one is trail[-1]))
        return sorted(found, key=lambda one: one.record.id, reverse=True)[:most]

    def _first(self, name: str) -> str:
        """Return the value that was so before any page set it, in short."""
        if name not in OF_THE_ENVIRONMENT:
            return FIRST.get(name, "")
        value = getattr(self._settings, name)
        return f"{value / timedelta(hours=1):g}" if isinstance(value, timedelta) else str(value or "")

    async def _write(self, unit: UnitOfWork, environment: Environment, by: Actor, name: str, value: str | None) -> None:
        change = SettingChange(
            id=environment.new_id(),
            name=name,
            value=value or "",
            withdrawn=value is None,
            at=environment.now(),
            agent=by.agent.id if by.agent else "",
            by=by.agent.name if by.agent else by.origin,
        )
        unit.add(change)
        old, new = differing(self._set.get(name) or self._first(name), value or "")
        short = {"old": old[:_MOST_ON_RECORD], "new": new[:_MOST_ON_RECORD]}
        await put_on_record(unit, environment, "setting-changed", by, subject=change.id, about=name, **short)
