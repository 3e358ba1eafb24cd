"""Published problems with their answers, as values, and how a file of them is read.

Whether a telling is about one of them is for the desk; nothing here compares texts.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from dialogs.language.known_issue_unless import NO_EXCEPTION, Unless, contradicts, read_unless
from dialogs.model.script import Text
from dialogs.reading.small_talk import language_of
from dialogs.strict_yaml.common_texts import languages
from dialogs.strict_yaml.fields import Fields, read_file
from dialogs.strict_yaml.problems import Finding, Problem, quoted
from dialogs.strict_yaml.yaml_text import Node

_ANY_DAY = "2026-11-24T10:15"
"""What the days of a wording are counted from, where only their distance counts."""
Status = Literal["suspected", "confirmed", "fixed", "standing"]


@dataclass(frozen=True)
class KnownIssue:
    """A problem that many have, with the one answer that everyone is given."""

    key: str
    title: Text
    wordings: tuple[str, ...]
    """How customers tell it, in any language; the more, the surer it is recognised."""
    answer: Text
    status: Status
    """``standing`` for a matter that has no end, such as a rule of the contract."""
    area: tuple[str, ...] = ()
    """Places that a fault concerns, by the names customers use; none for everywhere."""
    products: tuple[str, ...] = ()
    """Keys of choices, such as ``network``, one of which a customer who has chosen must have chosen."""
    since: str = ""
    """The first day on which it is told to customers, as ``2026-11-24``; empty for always."""
    until: str = ""
    """The last day, such as that of the expected repair; empty for no end."""
    unlike: tuple[str, ...] = ()
    """Tellings that are taken for this one and are not, or that no known issue answers; they are learnt as well."""
    unless: Unless = NO_EXCEPTION
    """When the answer would contradict what the customer tells."""

    def holds_on(self, day: date) -> bool:
        """Return whether it is told to customers on this day."""
        return (self.since or "0") <= day.isoformat() <= (self.until or "9")


def load_known_issues(text: str) -> tuple[tuple[KnownIssue, ...], tuple[Problem, ...]]:
    """Return the known issues of a file, or none and all that is wrong with it. Never raises."""
    issues, problems = read_file(text, "a file of known issues", _file)
    return issues or (), problems


def _file(fields: Fields) -> tuple[KnownIssue, ...]:
    fields.one_of("format", ("1",))
    issues = read_known_issues(fields, needed=True)
    fields.done()
    fields.judge(check_known_issues(issues))
    return issues


def read_known_issues(fields: Fields, *, needed: bool = False) -> tuple[KnownIssue, ...]:
    """Return what stands under ``known-issues:`` of a file, which may be a script's own."""
    entries = fields.entries("known-issues", needed=needed)
    return tuple(issue for key, node in entries if (issue := _issue(key, node, fields)))


def _issue(key: str, node: Node, within: Fields) -> KnownIssue | None:
    fields = within.inner(node, "a known issue")
    if fields is None:
        return None
    statuses: tuple[Status, ...] = get_args(Status)
    issue = KnownIssue(
        key,
        title=fields.text("title"),
        wordings=fields.words("wordings"),
        answer=fields.text("answer"),
        status=fields.one_of("status", statuses),
        area=fields.words("area", needed=False),
        products=fields.words("products", needed=False),
        since=_day(fields, "since"),
        until=_day(fields, "until"),
        unlike=fields.words("unlike", needed=False),
        unless=read_unless(fields),
    )
    fields.done()
    return issue


def _day(fields: Fields, key: str) -> str:
    """Return an optional day as it is written."""
    word = fields.word(key, "")
    if word and not _is_day(word):
        fields.report_at(key, "no-day", f"{quoted(word)} is not a day", "write a day as 2026-11-24")
        return ""
    return word


def _is_day(word: str) -> bool:
    try:
        return date.fromisoformat(word).isoformat() == word  # Python reads 20261124 and 2026-W48-2 as well
    except ValueError:
        return False


def check_known_issues(issues: Iterable[KnownIssue]) -> Iterator[Finding]:
    """Yield what is wrong with known issues of one file: languages, wordings that stand under two of them.

    And wordings that their own ``unless`` leaves out.
    """
    told: dict[str, tuple[str, ...]] = {}
    for issue in issues:
        path = ("known-issues", issue.key)
        yield from _languages((*path, "title"), issue.title)
        yield from _languages((*path, "answer"), issue.answer)
        for name, wordings in (("wordings", issue.wordings), ("unlike", issue.unlike)):
            for number, wording in enumerate(wordings):
                here = (*path, name, str(number))
                first = told.setdefault(wording.casefold(), here)
                if wording and first != here:
                    message = f"{quoted(wording)} already stands under {quoted(first[1])}"
                    yield Finding(here, "repeated-wording", message, "keep one of them")
        yield from _contradicted(issue, path)


def _contradicted(issue: KnownIssue, path: tuple[str, ...]) -> Iterator[Finding]:
    for number, wording in enumerate(issue.wordings):
        if contradicts(issue.unless, wording, _ANY_DAY, language_of(wording, "en")):
            message = f"{quoted(wording)} is left out by its own `unless`"
            remedy = "make `unless` narrower, or take the wording away"
            yield Finding((*path, "wordings", str(number)), "contradicted-wording", message, remedy)


def _languages(path: tuple[str, ...], text: Text) -> Iterator[Finding]:
    for language in languages() if text else ():
        if language not in text:
            message = f"{quoted(path[-1])} is not worded in {quoted(language)}"
            yield Finding(path, "missing-language", message, f"add {quoted(language + ':')}")
    for language in text:
        if language not in languages():
            message = f"no dialog speaks {quoted(language)}"
            yield Finding((*path, language), "extra-language", message, "remove it")
