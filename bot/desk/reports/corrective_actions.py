"""Who does what by when against a cause: asked for, done, and judged by a supervisor when its effect is measured."""

from dataclasses import replace
from datetime import datetime

from bot.desk.core.environment import Environment
from bot.desk.core.errors import Refusal, Refused
from bot.desk.core.sanitize import clean_message
from bot.desk.staff.audit import Actor, put_on_record
from storage.ports import Store
from storage.records.access_records import Agent
from storage.records.register_records import CorrectiveAction
from storage.records.statuses import ActionStatus

LONGEST = 500
"""Characters of what is to be done."""
NEXT: dict[ActionStatus, tuple[ActionStatus, ...]] = {
    "open": ("done",),
    "done": ("verified", "not-yet", "open"),
    "not-yet": ("open", "verified"),
    "verified": ("not-yet",),
}
"""What may become of an action; what had no effect is opened again."""
DOING = ("open", "not-yet")
"""Statuses in which somebody still has to do something."""


def is_overdue(action: CorrectiveAction, now: datetime) -> bool:
    """Tell whether it should have been done by now."""
    return action.status in DOING and action.due <= now


class CorrectiveActions:
    """The corrective actions of a store."""

    def __init__(self, store: Store, environment: Environment) -> None:
        self._store = store
        self._environment = environment

    async def all(self) -> list[CorrectiveAction]:
        """Return all actions: those to be done first, by their days, then the newest."""
        found = await self._store.unit().find(CorrectiveAction)
        doing = sorted((one for one in found if one.status in DOING), key=lambda one: one.due)
        return [*doing, *sorted((one for one in found if one.status not in DOING), key=lambda one: one.id)[::-1]]

    async def overdue(self, agent: Agent, *, of_all: bool) -> list[CorrectiveAction]:
        """Return what a member should have done by now; of supervisors also what others should have."""
        found = [one for status in DOING for one in await self._store.unit().find(CorrectiveAction, status=status)]
        now = self._environment.now()
        late = [one for one in found if is_overdue(one, now) and (of_all or one.agent == agent.id)]
        return sorted(late, key=lambda one: one.due)

    async def ask(self, what: str, about: tuple[str, str], whom: str, due: datetime, by: Actor) -> None:
        """Ask a member for an action; ``about`` is a cause and a category, of which one is given.

        Raises:
            Refused: if nothing is said, nobody of the staff is meant, or the day has passed.
        """
        words, unit = clean_message(what), self._store.unit()
        agent = await unit.get(Agent, whom)
        if not words or not any(about):
            raise Refused(Refusal.EMPTY)
        if len(words) > LONGEST:
            raise Refused(Refusal.TOO_LONG)
        if agent is None or agent.status != "active":
            raise Refused(Refusal.NO_SUCH_MEMBER)
        if due <= self._environment.now():
            raise Refused(Refusal.BAD_TIME)
        cause, category = about
        action = CorrectiveAction(
            id=self._environment.new_id(),
            what=words,
            cause=cause,
            category=category,
            agent=agent.id,
            name=agent.name,
            due=due,
            made=self._environment.now(),
            by=by.agent.name if by.agent else by.origin,
        )
        async with self._store.unit() as unit:
            unit.add(action)
            await put_on_record(unit, self._environment, "action-made", by, subject=action.id, about=words[:80])
            await unit.commit()

    async def move(self, key: str, status: ActionStatus, by: Actor) -> None:
        """Have an action be done, verified, without effect, or to be done again.

        Raises:
            Refused: if there is none, or that does not follow on what it is.
            Conflict: if somebody else has just changed it.
        """
        now = self._environment.now()
        async with self._store.unit() as unit:
            action = await unit.get(CorrectiveAction, key)
            if action is None or status not in NEXT[action.status]:
                raise Refused(Refusal.JUDGED_ALREADY)
            changed = replace(action, status=status)
            if status == "done":
                changed = replace(changed, done=now)
            elif status == "open":
                changed = replace(changed, done=None)
            else:
                changed = replace(changed, judge=by.agent.name if by.agent else by.origin, judged=now)
            unit.put(changed)
            about = f"{action.what[:80]}: {status}"
            await put_on_record(unit, self._environment, "action-changed", by, subject=key, about=about)
            await unit.commit()
