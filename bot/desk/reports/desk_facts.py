"""The desk as reports know it at one moment: its tickets, and the conversations that were begun and given up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from bot.desk.reports.ticket_facts import TicketFact
from bot.desk.reports.ticket_table import TicketTable


class Dialog(NamedTuple):
    """What is known of a conversation before it has a ticket."""

    script: str
    channel: str
    language: str


class Stop(NamedTuple):
    """A conversation that was given up."""

    dialog: Dialog
    began: datetime
    step: str


@dataclass(frozen=True)
class DeskFacts:
    """The desk as it was at one moment."""

    read: datetime
    tickets: Sequence[TicketFact] = ()
    """All problems, in the order in which they were opened; what was withdrawn or merged, and praise, is none."""
    begun: Mapping[Dialog, Sequence[datetime]] = field(default_factory=dict)
    """When conversations began, in order: a few long lists, since there are more of them than of anything else."""
    stops: Sequence[Stop] = ()
    """Conversations that were given up, in the order in which they were begun."""

    @cached_property
    def table(self) -> TicketTable:
        """The tickets in columns. Making it takes a second for some hundred thousand: not on the loop."""
        return TicketTable(self.tickets)
