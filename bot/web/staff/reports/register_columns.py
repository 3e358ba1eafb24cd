"""The columns of the register, the same for its files and for the page of one ticket: what an auditor asks for."""

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.desk.outcomes.outcome_file import OutcomeLists
from bot.desk.register.register import CATEGORY, INCIDENT, WISH, RegisterRow
from bot.web.page_words import PageWords
from bot.web.staff.reports.report_names import cause_words
from bot.web.staff.table_files import Line
from dialogs.model.script import Script
from dialogs.reading import slots

ScriptOf = Callable[[str], Script | None]


class RegisterColumns:
    """Writes rows of the register in the words of whoever reads them."""

    def __init__(self, t: PageWords, script_of: ScriptOf, lists: OutcomeLists) -> None:
        self._t = t
        self._lists = lists
        self._script_of = script_of

    @property
    def head(self) -> Line:
        """What the columns are called."""
        return [self._t.name("register.column", name) for name in COLUMNS]

    def line(self, row: RegisterRow) -> Line:
        """Return a row, a value for each column."""
        return [write(self, row) for write in COLUMNS.values()]

    def named(self, row: RegisterRow) -> list[tuple[str, object]]:
        """Return what a row holds, each with what it is called."""
        return [(str(name), value) for name, value in zip(self.head, self.line(row), strict=True) if value != ""]

    def answer(self, row: RegisterRow, key: str) -> str:
        """Return what was answered to a question of the ticket's script, as its customer saw it."""
        value = row.ticket.slots.get(key)
        if not value:
            return ""
        script = self._script_of(row.ticket.script)
        slot = script.slots.get(key) if script else None
        return slots.shown(slot, str(value), self._t.language) if slot and not slot.private else str(value)

    def moment(self, at: datetime | None) -> str:
        """Return a moment on the desk's clocks, as a spreadsheet reads it."""
        return f"{at.astimezone(self._t.zone):%Y-%m-%d %H:%M}" if at else ""

    def name(self, kind: str, value: str) -> str:
        """Return the words for a value; of none nothing."""
        return self._t.name(kind, value) if value else ""

    def told(self, row: RegisterRow) -> str:
        """Return when it was told, and in which other words than at first."""
        first = row.ticket.description
        lines = [self.moment(one.at) + (f" {one.text}" if one.text not in ("", first) else "") for one in row.tellings]
        return "\n".join(lines)

    def notes(self, row: RegisterRow) -> str:
        """Return what the staff found out."""
        return "\n".join(f"{self.moment(one.at)} {one.author}: {one.text}" for one in row.notes)

    def promises(self, row: RegisterRow) -> str:
        """Return what was promised, what became of it and why; regulators' clocks by their names."""
        lines = []
        for one in row.promises:
            words = (one.clock, self.moment(one.due), self.name("promise", one.status), one.by, one.reason)
            lines.append(" ".join(filter(None, words)))
        return "\n".join(lines)

    def cause(self, row: RegisterRow) -> str:
        """Return both levels of the cause."""
        code = row.ticket.cause
        return cause_words(self._lists, (row.ticket.script,), code, self._t.language) if code else ""

    def outcome(self, row: RegisterRow) -> str:
        """Return how it ended."""
        code = row.ticket.outcome_code
        return self._lists.outcome_name(code, self._t.language) if code else ""


COLUMNS: Mapping[str, Callable[[RegisterColumns, RegisterRow], object]] = {
    "reference": lambda _, row: row.ticket.reference,
    "received": lambda self, row: self.moment(row.ticket.opened),
    "incident": lambda self, row: self.answer(row, INCIDENT),
    "person": lambda _, row: row.customer.name if row.customer else "",
    "contact": lambda _, row: ", ".join((*row.customer.phones, *row.customer.identities)) if row.customer else "",
    "channel": lambda self, row: self.name("channel", row.ticket.address.partition(":")[0]),
    "kind": lambda self, row: self.answer(row, CATEGORY),
    "text": lambda _, row: row.ticket.description,
    "wish": lambda self, row: self.answer(row, WISH),
    "tellings": lambda _, row: len(row.tellings) or row.ticket.told,
    "told": lambda self, row: self.told(row),
    "investigation": lambda self, row: self.notes(row),
    "due": lambda self, row: self.moment(row.ticket.due),
    "promise": lambda self, row: self.name("promise", row.ticket.promise),
    "promises": lambda self, row: self.promises(row),
    "status": lambda self, row: self.name("status", row.ticket.status),
    "outcome": lambda self, row: self.outcome(row),
    "explanation": lambda _, row: row.ticket.outcome,
    "resolved": lambda self, row: self.moment(row.ticket.resolved),
    "remedy": lambda self, row: self.name("remedy", row.ticket.remedy),
    "amount": lambda _, row: row.ticket.amount / 100 if row.ticket.amount else "",
    "currency": lambda _, row: row.ticket.currency if row.ticket.amount else "",
    "cause": lambda self, row: self.cause(row),
    "owner": lambda _, row: row.owner,
    "decided-by": lambda _, row: row.decided_by,
    "confirmed": lambda self, row: self.name("register.confirmed", row.confirmed),
}
"""By name, in the order in which they stand."""
