"""The lists that members of the staff made and named for themselves."""

from dataclasses import asdict

from bot.desk.core.environment import Environment
from bot.desk.core.errors import Refusal, Refused
from bot.desk.core.sanitize import clean_name
from bot.desk.overview.worklist import DeskView, WorkFilter
from storage.ports import Store
from storage.records.access_records import Agent
from storage.records.desk_records import SavedFilter

MOST = 20
"""Lists of one member."""


async def saved_filters(store: Store, agent: Agent) -> list[SavedFilter]:
    """Return a member's lists, the oldest first."""
    return await store.unit().find(SavedFilter, agent=agent.id)


async def save_filter(
    store: Store, environment: Environment, agent: Agent, name: str, view: DeskView, wanted: WorkFilter
) -> None:
    """Keep a list under a name, in place of the one that had it.

    Raises:
        Refused: if it has no name, or there are too many.
    """
    unit, called = store.unit(), clean_name(name)
    known = await unit.find(SavedFilter, agent=agent.id)
    if not called:
        raise Refused(Refusal.EMPTY)
    for one in known:
        if one.name == called:
            unit.delete(one)
            break
    else:
        if len(known) >= MOST:
            raise Refused(Refusal.TOO_MANY_LISTS)
    kept = {field: value for field, value in asdict(wanted).items() if value}
    unit.add(SavedFilter(id=environment.new_id(), agent=agent.id, name=called, view=view, wanted=kept))
    await unit.commit()


async def drop_filter(store: Store, agent: Agent, key: str) -> None:
    """Forget a list of this member's; one that is gone stays gone."""
    unit = store.unit()
    known = await unit.get(SavedFilter, key)
    if known is not None and known.agent == agent.id:
        unit.delete(known)
        await unit.commit()


def choice_in(saved: SavedFilter) -> tuple[DeskView, WorkFilter]:
    """Return which list it is, as far as this program still knows its fields."""
    known = {name: str(value) for name, value in saved.wanted.items() if name in WorkFilter.__dataclass_fields__}
    return DeskView(saved.view) if saved.view in [*DeskView] else DeskView.OPEN, WorkFilter(**known)
