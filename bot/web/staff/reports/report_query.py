"""What is asked of the reports, as it stands in the address of a page: period, choice, and by what it is grouped."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from bot.desk.reports.breakdown import GROUPS
from bot.desk.reports.report import TicketChoice
from bot.desk.reports.report_period import Period, period_of

LONGEST_CHOICE = 100
"""Characters."""
FIRST_GROUP = "category"


@dataclass(frozen=True)
class ReportQuery:
    """One report."""

    period: Period
    choice: TicketChoice
    group: str

    def link(self, page: str = "", /, **more: str) -> str:
        """Return the address of a page of this report; ``more`` says what is different there."""
        return f"/desk/reports{page}?{self.asked(**more)}"

    def asked(self, **more: str) -> str:
        """Return the report as it stands in an address."""
        given = {
            "from": self.period.first.isoformat(),
            "to": self.period.last.isoformat(),
            "by": self.group,
            **self.choice.groups,
            **more,
        }
        return urlencode({name: value for name, value in given.items() if value})

    def over(self, period: Period) -> str:
        """Return the address of the same report on another period."""
        return self.link(**{"from": period.first.isoformat(), "to": period.last.isoformat()})


def report_query(asked: Mapping[str, str], today: date, zone: ZoneInfo) -> ReportQuery:
    """Return what is asked for.

    Raises:
        ImpossiblePeriod: if the days are no period.
    """
    period = period_of(asked.get("from", "").strip(), asked.get("to", "").strip(), today, zone)
    choice = TicketChoice({name: value for name in GROUPS if (value := asked.get(name, "").strip()[:LONGEST_CHOICE])})
    group = asked.get("by", "")
    return ReportQuery(period, choice, group if group in GROUPS else FIRST_GROUP)
