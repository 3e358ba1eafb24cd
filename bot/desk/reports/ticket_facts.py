"""What reports know of a ticket: plain facts, joined once from all records about it."""

from datetime import datetime
from typing import NamedTuple


class TicketFact(NamedTuple):
    """All that figures are made of, for one ticket."""

    reference: str
    opened: datetime
    due: datetime
    resolved: datetime | None
    promises: tuple[tuple[datetime, str], ...]
    """When each promise was due and what became of it, see `promise_outcomes`."""
    status: str
    tellings: tuple[datetime, ...]
    """When it was told: first and again, in order."""
    answered: datetime | None
    """When a person, or the answer to a known issue, spoke first."""
    reasons: tuple[str, ...]
    """Why a person was called, each time."""
    asked: datetime | None
    """When its customer was asked first whether it is solved."""
    solved: str
    """What the customer said last to that: ``yes``, ``no`` or nothing."""
    known_issue: str
    """Whose answer its customer was given; empty for none."""
    script: str
    version: str
    """The id of the version of the script in which it was told first."""
    category: str
    place: str
    channel: str
    language: str
    owner: str
    cause: str = ""
    """Why it happened, in two levels; empty where nobody said."""
    outcome_code: str = ""
    remedy: str = ""
    """What its customer was given; empty where nobody said."""
    amount: int = 0
    """What that was worth, in hundredths of the currency."""
    currency: str = ""
    team: str = ""
    """The name of the first of its owner's teams; empty for none."""
    escalated: bool = False
    """Whether a call for a person went to a higher level."""
    called: datetime | None = None
    """When a person was called first, if that was not called off before anybody came."""
    taken: datetime | None = None
    """When somebody took that call; None while it waits."""

    @property
    def promise(self) -> str:
        """What became of the newest promise; empty if nothing was promised."""
        return self.promises[-1][1] if self.promises else ""
