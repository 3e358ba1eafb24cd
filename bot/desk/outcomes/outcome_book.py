"""The lists of outcomes and causes in force, and which causes a telling proposes. Reads no store."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from bot.desk.outcomes.outcome_file import BETWEEN, OutcomeLists, shipped_outcomes
from dialogs.model.script import Choice
from dialogs.reading.choices import named
from dialogs.reading.folding import folded

PROPOSED = 3
"""Causes that are proposed at most."""
_OF_WORDS = 0.5
"""What it counts that a telling holds a cause's own words, beside an earlier ticket that is the very same (1)."""


class OutcomeBook:
    """How complaints may end here, and why they happen."""

    def __init__(self, company: OutcomeLists | None = None) -> None:
        self._pages = OutcomeLists()
        self.take(company)

    def take(self, company: OutcomeLists | None) -> None:
        """Have in force what a company's file holds, and of the program's what it does not name."""
        self.base = (company or OutcomeLists()).over(shipped_outcomes())
        """What pages change single codes of."""
        self.amend(self._pages)

    def amend(self, pages: OutcomeLists) -> None:
        """Have in force what pages say of single codes."""
        self._pages = pages
        self.lists = self.base.amended(pages)

    def has_outcome(self, code: str) -> bool:
        """Tell whether complaints may end like that from now on."""
        return any(one.key == code for one in self.lists.offered)

    def cause_meant(self, script: str, written: str, languages: Iterable[str]) -> str:
        """Return the code of the cause that is written, by its code or as it is called; nothing if there is none."""
        asked = folded(written).strip()
        for code in self.causes(script):
            names = {folded(self.lists.cause_name(code, script, language)) for language in languages}
            if asked in {code, *names}:
                return code
        return ""

    def causes(self, script: str) -> list[str]:
        """Return the codes of the causes that are chosen from for complaints of a script, in the order of the list."""
        return [code for code, _ in self._offered(script)]

    def proposed(self, script: str, text: str, earlier: Iterable[tuple[str, float]]) -> list[str]:
        """Return the likeliest causes of what is told, by its words and by what alike tickets turned out to be.

        ``earlier`` are the causes of tickets that told the like, each with how alike it is, from 0 to 1.
        """
        known, votes = self.causes(script), defaultdict[str, float](float)
        sayable = [Choice(code, {}, one.words) for code, one in self._offered(script)]
        for code in named(sayable, folded(text)):
            votes[code] += _OF_WORDS
        for code, likeness in earlier:
            votes[code] += likeness
        ordered = sorted((code for code in known if code in votes), key=lambda code: -votes[code])
        return ordered[:PROPOSED]

    def _offered(self, script: str) -> Sequence[tuple[str, Choice]]:
        causes = [cause for cause in self.lists.causes_of(script) if not cause.retired]
        return [(f"{cause.key}{BETWEEN}{one.key}", one) for cause in causes for one in cause.of if not one.retired]
