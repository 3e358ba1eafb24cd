"""Who is told when somebody must be told: the duty roster of supervisors and managers, by day and by night.

Without a roster those of a role are on duty while the desk is open. Who is asked for and not there is stood in for by
the next level.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.desk.calendar.due_dates import OpeningHours, opens_next, read_hours
from bot.desk.core.sanitize import clean_name
from bot.desk.staff.attendance import is_here
from dialogs.strict_yaml.fields import Fields, read_file
from dialogs.strict_yaml.problems import Problem
from storage.ports import UnitOfWork
from storage.records.access_records import Agent
from storage.records.statuses import Level, Role

_UPWARD: Mapping[Level, tuple[Role, ...]] = {
    "agent": ("supervisor", "manager", "admin"),
    "supervisor": ("supervisor", "manager", "admin"),
    "manager": ("manager", "admin", "supervisor"),
}
"""Who is told what concerns a level: the first of these roles of which somebody is there."""
_NAME = "duty.yaml"


@dataclass(frozen=True)
class DutyRoster:
    """When who is supervisor or manager on duty."""

    shifts: Mapping[Role, Sequence[tuple[str, OpeningHours]]] = field(default_factory=dict)
    """By role the names, as they are on the staff, with their hours."""

    @property
    def everybody(self) -> set[str]:
        """Who is named at all."""
        return {name for shifts in self.shifts.values() for name, _ in shifts}

    def names(self, role: Role, now: datetime) -> set[str]:
        """Return who is on duty now."""
        return {name for name, hours in self.shifts.get(role, ()) if opens_next(now, hours) is None}


def read_roster(text: str, zone: ZoneInfo) -> tuple[DutyRoster | None, tuple[Problem, ...]]:
    """Return the roster of a file such as ``supervisor: {Ada: Mon-Fri 08:00-20:00}``, or what is wrong with it."""
    return read_file(text, _NAME, partial(_roster, zone=zone))


def _roster(fields: Fields, zone: ZoneInfo) -> DutyRoster:
    roles: tuple[Role, ...] = ("supervisor", "manager")
    shifts = {role: tuple(_shifts(inner, zone)) for role in roles if (inner := fields.mapping(role))}
    fields.done()
    return DutyRoster(shifts)


def _shifts(fields: Fields, zone: ZoneInfo) -> Iterator[tuple[str, OpeningHours]]:
    for name in fields.names():
        text = fields.word(name.text)
        try:
            hours = read_hours(text, zone)
        except ValueError as error:
            fields.report_at(name.text, "bad-value", str(error), "write hours such as Mon-Fri 08:00-20:00")
        else:
            yield clean_name(name.text), hours
    fields.done()


async def on_duty(
    unit: UnitOfWork, roster: DutyRoster, level: Level, now: datetime, *, is_open: bool, in_danger: bool = False
) -> tuple[Agent, ...]:
    """Return who is to be told what concerns a level now; nobody where the desk is closed and nobody has duty.

    Where people are in danger, all who could be told are, if nobody has duty.
    """
    known = [one for one in await unit.find(Agent) if one.status == "active"]
    # Where all have gone away, somebody is told all the same: nobody is worse than one who has gone home.
    staff = [one for one in known if is_here(one, now)] or known
    for role in _UPWARD[level]:
        names = roster.names(role, now)
        here = [one for one in staff if one.name in names]
        if not here and is_open and not roster.shifts.get(role):
            here = [one for one in staff if one.role == role]
        if here:
            return tuple(here)
    could = [one for role in _UPWARD[level] for one in staff if one.role == role]
    return tuple(could) if in_danger else tuple(one for one in could if is_open and one.role == could[0].role)
