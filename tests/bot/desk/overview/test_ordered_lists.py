"""Lists that are kept in order say the same as lists that are sorted anew, whatever happens in between."""

import random
from dataclasses import replace
from datetime import timedelta

from bot.desk.overview.ordered_lists import OrderedLists, choice_of
from bot.desk.overview.worklist import DeskView, WorkFilter, WorkItem
from storage.records.access_records import Agent
from storage.records.statuses import Level
from tests.bot.web.place import ADA, HANDOFF, LI, NOON, TICKET

VIEWS = (DeskView.OPEN, DeskView.WAITING, DeskView.ESCALATED, DeskView.AT_RISK, DeskView.REPEATS, DeskView.MINE)
LEVELS: tuple[Level, ...] = ("agent", "supervisor", "manager")


def made_item(chance: random.Random, key: str) -> WorkItem:
    ticket = replace(
        TICKET,
        id=key,
        due=NOON + timedelta(minutes=chance.randint(-500, 500)),
        opened=NOON - timedelta(minutes=chance.randint(1, 500)),
        owner=chance.choice(["", LI.id, ADA.id]),
        told=chance.randint(1, 2),
        language=chance.choice(["en", "zh"]),
    )
    reason = chance.choice(["danger", "anger", "fraud-now"])
    handoff = replace(HANDOFF, reason=reason, level=chance.choice(LEVELS), ticket=key)
    return WorkItem(ticket, chance.choice([None, handoff, replace(handoff, status="claimed", claimed_by=LI.id)]))


def sorted_anew(items: dict[str, WorkItem], view: DeskView, wanted: WorkFilter, agent: Agent) -> tuple[str, ...]:
    held = [one for one in items.values() if view.holds(one, agent.id, NOON) and wanted.keeps(one, NOON)]
    return tuple(one.ticket.id for one in sorted(held, key=lambda one: one.urgency))


def test_a_thousand_changes_leave_each_list_as_if_it_were_sorted_anew() -> None:
    chance, lists, items = random.Random(1), OrderedLists(), dict[str, WorkItem]()
    for _ in range(1000):
        key = f"t{chance.randint(1, 40)}"
        if chance.random() < 0.3:
            items.pop(key, None)
            lists.drop(key)
        else:
            items[key] = made_item(chance, key)
            lists.put(items[key])
        view = chance.choice(VIEWS)
        wanted = chance.choice([WorkFilter(), WorkFilter(language="zh"), WorkFilter(owner=LI.id)])
        listing = lists.listing(choice_of(view, wanted, LI.id), NOON)

        assert listing.tickets == sorted_anew(items, view, wanted, LI)
        assert listing.total == len(listing.tickets)


def test_who_is_told_the_same_again_learns_that_it_is_no_news() -> None:
    lists, item = OrderedLists(), WorkItem(TICKET, HANDOFF)

    assert [lists.put(item), lists.put(item), lists.drop(TICKET.id), lists.drop(TICKET.id)] == [
        True,
        False,
        True,
        False,
    ]
