from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.desk.reports.desk_facts import DeskFacts
from bot.desk.reports.figures import Share
from bot.desk.reports.findings import distance, findings, latest_promises
from bot.desk.reports.report_period import Period
from bot.desk.reports.ticket_facts import TicketFact

NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30), ZoneInfo("UTC"))
READ = datetime(2026, 12, 1, tzinfo=UTC)


def ticket(number: int, opened: datetime, place: str, *, again: bool) -> TicketFact:
    return TicketFact(
        reference=f"T-{number}",
        opened=opened,
        due=opened + timedelta(hours=1 + number),
        resolved=None,
        promises=((opened + timedelta(hours=1 + number), "missed"),),
        status="open",
        tellings=(opened, opened + timedelta(hours=1)) if again else (opened,),
        answered=None,
        reasons=(),
        asked=None,
        solved="",
        known_issue="",
        script="telecom",
        version="v",
        category="installation",
        place=place,
        channel="web",
        language="en",
        owner=f"agent-{number % 3}",
    )


def months(again_before: int, again_now: int) -> DeskFacts:
    """Return two months of forty tickets each, so many of which were told again."""
    begun = [(datetime(2026, 10, 5, tzinfo=UTC), again_before), (datetime(2026, 11, 5, tzinfo=UTC), again_now)]
    tickets = [
        ticket(number, at + timedelta(minutes=number), "Chaoyang" if number < 8 else "Haidian", again=number < again)
        for at, again in begun
        for number in range(40)
    ]
    return DeskFacts(READ, tickets)


def test_what_rose_by_more_than_chance_is_told_with_where_and_whose_it_is() -> None:
    (found,) = findings(months(1, 12), NOVEMBER)

    assert (found.rule, found.category, found.tickets) == ("repeats", "installation", 12)
    assert (found.place, found.there, found.owners) == ("Chaoyang", 8, 3)
    assert found.distance > 0


def test_what_fell_is_told_and_what_may_be_chance_is_not() -> None:
    (fell,) = findings(months(16, 2), NOVEMBER)

    assert fell.distance < 0
    assert findings(months(4, 6), NOVEMBER) == []


def test_of_few_nothing_is_told() -> None:
    assert distance(Share(5, 9), Share(0, 100)) == 0
    assert distance(Share(20, 20), Share(20, 20)) == 0


def test_promises_missed_by_most_come_first() -> None:
    late = latest_promises(months(0, 0), NOVEMBER)

    assert [one.ticket.reference for one in late[:2]] == ["T-0", "T-1"]
    assert len(late) == 10
