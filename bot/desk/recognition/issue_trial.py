"""What known issues would have done to last month's tellings: answered, offered, nothing; as in force, and as drafted.

Reads one telling after the other in the thread in which customers' words are read, so that none of them waits for more
than one. Changes nothing.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.desk.recognition.known_issues import circumstances, concerns, decide_answer, thresholds
from bot.desk.turn.context import DeskContext
from dialogs.language.known_issue import KnownIssue
from dialogs.language.known_issue_unless import contradicts
from dialogs.reading.small_talk import language_of
from storage.ports import Store
from storage.records.complaint_records import Occurrence, Ticket
from storage.records.finding_records import Calibration

DAYS_BACK = 30
MOST_TRIED = 200
"""Tellings, the newest: each takes two readings of some milliseconds."""
_WORDINGS = 20
"""Wordings of an issue that are compared with other issues."""
_LOOKED_AT = 2000
"""Tellings among which those of the script are looked for."""


@dataclass(frozen=True)
class TriedTelling:
    """One telling, and what the known issues make of it."""

    text: str
    reference: str
    """Of its ticket."""
    before: tuple[str, ...]
    """The keys that are answered or offered as it is in force."""
    after: tuple[str, ...]
    """The same with the draft."""
    answered_before: bool
    answered: bool
    """The one is answered at once, and not only offered."""

    @property
    def differs(self) -> bool:
        """Whether the draft makes a difference to it."""
        return (self.before, self.answered_before) != (self.after, self.answered)


@dataclass(frozen=True)
class IssueTrialReport:
    """What came of a trial."""

    told: tuple[TriedTelling, ...]

    def answered(self) -> Counter[str]:
        """Return how many tellings each issue of the draft would have answered at once."""
        return Counter(one.after[0] for one in self.told if one.answered)

    def offered(self) -> Counter[str]:
        """Return how many tellings each issue of the draft would have been offered to."""
        return Counter(key for one in self.told if not one.answered for key in one.after)

    def about(self, key: str) -> tuple[TriedTelling, ...]:
        """Return the tellings that an issue would have answered or been offered to, those answered first."""
        return tuple(sorted((one for one in self.told if key in one.after), key=lambda one: not one.answered))


@dataclass(frozen=True)
class IssueCheck:
    """What one issue would have made of the last tellings."""

    tried: int
    """Tellings in all."""
    answered: tuple[str, ...]
    offered: tuple[str, ...]
    missed: tuple[str, ...]
    """Those that come nearest to it, and not near enough."""
    near: tuple[str, ...]
    """The keys of other issues that its own wordings come near to."""


class IssueTrial:
    """Tries known issues on what customers told."""

    def __init__(self, store: Store, desk: DeskContext) -> None:
        self._store, self._desk = store, desk

    async def of(self, script: str, draft: Sequence[KnownIssue]) -> IssueTrialReport:
        """Return what the issues of a draft would have made of the last month's tellings of a script."""
        own = self._desk.scripts.issues_in(script)
        now = _told(self._desk.scripts.known_issues(script))
        then = _told((*draft, *own))
        tellings = []
        for occurrence, reference in await self._tellings(script):
            before, answered_before = await self._decide(script, now, occurrence)
            after, answered = await self._decide(script, then, occurrence)
            tellings.append(TriedTelling(occurrence.text, reference, before, after, answered_before, answered))
        return IssueTrialReport(tuple(tellings))

    async def check(self, script: str, draft: Sequence[KnownIssue], key: str, most: int) -> IssueCheck:
        """Return what one issue of a draft would have made of the last tellings, and which others it comes near."""
        issues = _told((*draft, *self._desk.scripts.issues_in(script)))
        answered, offered, missed = list[str](), list[str](), list[str]()
        told = (await self._tellings(script))[:most]
        for occurrence, _ in told:
            keys, sure, first = await self._first(script, issues, occurrence)
            if key in keys:
                (answered if sure else offered).append(occurrence.text)
            elif first == key:
                missed.append(occurrence.text)
        return IssueCheck(len(told), tuple(answered), tuple(offered), tuple(missed), await self._near(issues, key))

    async def _near(self, issues: Sequence[KnownIssue], key: str) -> tuple[str, ...]:
        """Return the other issues that would be offered to who words it as this one does."""
        own = next((one for one in issues if one.key == key), None)
        others = {one.key: one for one in issues if one.key != key}
        if own is None or not others:
            return ()
        rankings = await self._desk.recognition.rank(tuple(others.values()), own.wordings[:_WORDINGS], others)
        fitted = await self._store.unit().last(Calibration)
        promise = self._desk.policy.promise
        near = Counter(
            ranking.keys[0]
            for ranking in rankings
            if ranking.keys and ranking.confidence >= thresholds(ranking.assurance, promise, fitted).offer
        )
        return tuple(near)

    async def _tellings(self, script: str) -> list[tuple[Occurrence, str]]:
        unit, since = self._store.unit(), self._desk.environment.now() - timedelta(days=DAYS_BACK)
        found: list[tuple[Occurrence, str]] = []
        for occurrence in reversed(await unit.find(Occurrence, newest=_LOOKED_AT)):
            if occurrence.at < since or len(found) == MOST_TRIED:
                break
            ticket = await unit.get(Ticket, occurrence.ticket)
            if ticket is not None and ticket.script == script and occurrence.text.strip():
                found.append((occurrence, ticket.reference))
        return found

    async def _decide(
        self, script: str, issues: Sequence[KnownIssue], told: Occurrence
    ) -> tuple[tuple[str, ...], bool]:
        keys, sure, _ = await self._first(script, issues, told)
        return keys, sure

    async def _first(
        self, script: str, issues: Sequence[KnownIssue], told: Occurrence
    ) -> tuple[tuple[str, ...], bool, str]:
        """Return what is answered or offered, whether at once, and which issue it comes nearest to."""
        playing, policy = self._desk.scripts.script(script), self._desk.policy
        circumstance = circumstances(told.text, {}, playing.slots if playing else {})
        near = {issue.key: concerns(issue, circumstance) for issue in issues}
        possible = {one.key: one for one in issues if near[one.key] is not False and not self._contradicted(one, told)}
        (ranking,) = await self._desk.recognition.rank(issues, [told.text], possible)
        sure_of_place = {key: len(issue.wordings) for key, issue in possible.items() if near[key]}
        fitted = await self._store.unit().last(Calibration)
        limits = thresholds(ranking.assurance, policy.promise, fitted)
        verdict = decide_answer(told.text, ranking, sure_of_place, limits)
        return tuple(verdict.likely), verdict.sure, ranking.keys[0] if ranking.keys else ""

    def _contradicted(self, issue: KnownIssue, told: Occurrence) -> bool:
        policy = self._desk.policy
        moment = f"{told.at.astimezone(policy.zone):%Y-%m-%dT%H:%M}"
        return contradicts(issue.unless, told.text, moment, language_of(told.text, policy.language))


def _told(issues: Sequence[KnownIssue]) -> list[KnownIssue]:
    """Return those that customers are told of; whether today is their day does not matter to last month's tellings."""
    return [issue for issue in issues if issue.status != "suspected"]
