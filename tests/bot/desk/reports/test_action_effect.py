from datetime import timedelta
from typing import Any

import pytest

from bot.desk.reports.action_effect import effect_of
from bot.desk.reports.figures import Share
from bot.desk.reports.ticket_facts import TicketFact
from bot.desk.reports.ticket_table import TicketTable
from storage.records.register_records import CorrectiveAction
from tests.bot.desk.reports.made_year import NOW
from tests.bot.desk.reports.test_findings import ticket

DONE = NOW - timedelta(days=40)
ACTION = CorrectiveAction(
    id="a1", what="Check the poles", cause="network", agent="li", name="Li", due=DONE, made=DONE, by="Ada", done=DONE
)


def fact(**more: Any) -> TicketFact:
    return ticket(0, DONE, "", again=False)._replace(**{"category": "network", **more})


def tickets(before: int, since: int, of: int = 100) -> list[Any]:
    found = []
    for days, hits in ((10, before), (-10, since)):
        at = DONE - timedelta(days=days)
        found += [fact(opened=at, cause="network/outage" if n < hits else "billing/price") for n in range(of)]
    return [*found, fact(opened=DONE, cause=""), fact(opened=DONE - timedelta(days=91), cause="network/outage")]


@pytest.mark.parametrize(
    ("before", "since", "verdict"), [(30, 10, "fell"), (10, 30, "rose"), (20, 15, "unknown"), (2, 0, "unknown")]
)
def test_the_rate_of_a_cause_is_compared_before_and_since(before: int, since: int, verdict: str) -> None:
    effect = effect_of(ACTION, TicketTable(tickets(before, since)), NOW)

    assert (effect.before, effect.since) == (Share(before, 100), Share(since, 100))
    assert effect.verdict == verdict


def test_of_what_is_not_done_only_the_time_before_is_known() -> None:
    action = CorrectiveAction(
        id="a1", what="Check", category="network", agent="li", name="Li", due=NOW, made=DONE, by="Ada"
    )

    effect = effect_of(action, TicketTable(tickets(30, 10)), NOW)

    assert effect.before.of == 100
    assert (effect.since, effect.verdict) == (Share(), "unknown")
