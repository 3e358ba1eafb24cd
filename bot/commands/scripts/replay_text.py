"""What conversations on a draft tell an admin, in plain text. The values of private slots are hidden."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.desk.scripts.replay_runner import ReplayedOnDraft, ReplayReport
from dialogs.versions.journal_replay import Course, Untaken

_HIDDEN = "•••"
_ENDS = {"with-person": "to a person", "closed": "to their end", "abandoned": "left by the customer"}
_LONGEST = 120
"""Characters of a customer's words in a report."""


def report_as_text(key: str, since: datetime, report: ReplayReport) -> str:
    """Return the report on a draft: each conversation that would have gone differently, then the totals."""
    if not report.replayed and not report.unreadable:
        return f"no conversation of {key} began since {since:%Y-%m-%d %H:%M}"
    lines = [line for one in report.differing for line in _differing(one, since)]
    return "\n".join([*lines, *_totals(key, since, report)])


def _differing(one: ReplayedOnDraft, since: datetime) -> Iterator[str]:
    rehearsal = one.rehearsal
    yield f"{one.reference or one.conversation} · {one.began.astimezone(since.tzinfo):%Y-%m-%d %H:%M}"
    if rehearsal.parting:
        parting = rehearsal.parting
        yield f"  turn {parting.turn}: comes to {parting.draft or 'no step'} instead of {parting.old or 'no step'}"
    for answer in rehearsal.untaken:
        yield f"  turn {answer.turn}: {_untaken(answer)}"
    if rehearsal.beyond:
        yield f"  {_some(rehearsal.beyond, 'further turn')} would have been for nobody"
    if rehearsal.ended_otherwise:
        yield f"  at last: {_course(rehearsal.draft)} instead of {_course(rehearsal.old)}"
    yield ""


def _untaken(answer: Untaken) -> str:
    words = _HIDDEN if answer.private else _cut(answer.words)
    return f"“{words}” could not be taken at {answer.draft}" + (
        f"; {answer.old} took it" if answer.old != answer.draft else ""
    )


def _totals(key: str, since: datetime, report: ReplayReport) -> Iterator[str]:
    total, differing = len(report.replayed), len(report.differing)
    yield f"{_some(total, 'conversation')} of {key} since {since:%Y-%m-%d %H:%M}"
    yield f"  as before:            {total - differing}"
    yield f"  differently:          {differing}, of which {report.ended_otherwise} end elsewhere"
    by_step = ", ".join(f"{step} {number}" for step, number in report.untaken.most_common())
    yield f"  answers not taken:    {report.untaken.total()}" + (f" ({by_step})" if by_step else "")
    for name, old, draft in _compared(report.old(), report.draft()):
        yield f"  {name + ':':<22}{draft}" + (f" instead of {old}" if old != draft else "")
    if report.unreadable:
        yield f"  cannot be played:     {len(report.unreadable)}, on versions that cannot be read any more"


def _compared(old: Sequence[Course], draft: Sequence[Course]) -> Iterator[tuple[str, int, int]]:
    yield "questions asked", sum(one.questions for one in old), sum(one.questions for one in draft)
    for status, name in _ENDS.items():
        yield name, sum(one.status == status for one in old), sum(one.status == status for one in draft)


def _course(course: Course) -> str:
    waits = f"waiting at {course.step}"
    named = {"closed": f"closed at {course.step}", "with-person": "with a person", "abandoned": "left by the customer"}
    return named.get(course.status, waits)


def _cut(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1] + "…"


def _some(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"
