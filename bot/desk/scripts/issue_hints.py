"""What would make known issues be recognised better: hints that hinder nobody from publishing them."""

import re
from collections.abc import Iterator, Sequence

from bot.matching.assurance import NEVER, USUAL
from bot.matching.classify import MEANT, MOST, Classifier
from dialogs.language.known_issue import KnownIssue
from dialogs.reading.small_talk import language_of
from dialogs.strict_yaml.problems import Finding, quoted

ENOUGH_WORDINGS = 8
"""An issue of fewer wordings is offered only: nobody knows how well it is told apart."""
_FEW_ISSUES, _MANY_ISSUES = 3, 1000
_FEW_IN_A_LANGUAGE = 3
_HAN = re.compile("[\u3400-\u9fff]")
_LATIN_WORDS = re.compile("[A-Za-z]{2,20}(?: {1,3}[A-Za-z']{1,20}){2,}")
_MANY_SIGNS = 4
_ALIKE = 1 / 3
"""So many of the wordings of one issue must be taken for another one to be worth a word."""


def counted(issues: Sequence[KnownIssue]) -> Iterator[Finding]:
    """Yield what can be seen by counting."""
    if 0 < len(issues) < _FEW_ISSUES:
        message = f"so few known issues ({len(issues)}) cannot show how well they are told from anything else"
        yield Finding(("known-issues",), "few-issues", message, "they are offered until customers' answers back them")
    total = sum(len(issue.wordings) for issue in issues)
    if total > MOST:
        message = f"of {total} wordings the first of each issue are learnt, {MOST} in all"
        yield Finding(("known-issues",), "many-wordings", message, "keep those that differ most")
    if len(issues) > _MANY_ISSUES:
        message = f"{len(issues)} known issues are told apart by nobody, and take minutes to learn"
        yield Finding(("known-issues",), "many-issues", message, "leave out what hardly anybody asks")
    shown: dict[str, str] = {}
    for issue in issues:
        yield from _equal(issue, shown)
        yield from _wordings(issue)


def _equal(issue: KnownIssue, shown: dict[str, str]) -> Iterator[Finding]:
    for name, text in (("title", issue.title), ("answer", issue.answer)):
        for language, wording in text.items():
            first = shown.setdefault(f"{name} {language} {wording.casefold()}", issue.key)
            if first != issue.key:
                message = f"{quoted(issue.key)} has the {name} of {quoted(first)}"
                path = ("known-issues", issue.key, name, language)
                yield Finding(path, "equal-issue", message, "make one of the two")


def _wordings(issue: KnownIssue) -> Iterator[Finding]:
    path = ("known-issues", issue.key, "wordings")
    count = len(issue.wordings)
    if count < ENOUGH_WORDINGS:
        message = f"{quoted(issue.key)} has {count} of the {ENOUGH_WORDINGS} wordings that an answer at once takes"
        yield Finding(path, "few-wordings", message, "it is only offered; add what customers wrote")
    told = [language_of(wording, "en") for wording in issue.wordings if not _is_mixed(wording)]
    for language in sorted(set(told)):
        if count >= ENOUGH_WORDINGS and told.count(language) < _FEW_IN_A_LANGUAGE:
            message = f"{quoted(issue.key)} has {told.count(language)} of its {count} wordings in {quoted(language)}"
            yield Finding(path, "uneven-languages", message, "add more of them, or leave that language out")
    for number, wording in enumerate(issue.wordings):
        if _is_mixed(wording):
            message = f"{quoted(wording)} mixes two languages"
            yield Finding((*path, str(number)), "mixed-languages", message, "write one wording in each")


def _is_mixed(wording: str) -> bool:
    return len(_HAN.findall(wording)) >= _MANY_SIGNS and _LATIN_WORDS.search(wording) is not None


def learnt(classifier: Classifier) -> Iterator[Finding]:
    """Yield what only shows when they are learnt: which are told alike, and whether any may be answered at once."""
    for (key, other), (taken, of) in sorted(classifier.taken_for().items()):
        if taken >= _ALIKE * of:
            message = f"{taken} of {of} wordings of {quoted(key)} read as {quoted(other)}"
            remedy = "make one of the two, or add wordings that only one of them has"
            yield Finding(("known-issues", key), "told-alike", message, remedy)
    assurance = classifier.assurance
    if assurance.views == MEANT and assurance.limits(USUAL).answer >= NEVER:
        message = "their own wordings do not yet show that 95 of 100 answers at once would be right"
        yield Finding(
            ("known-issues",), "unproven", message, "they are offered; add wordings, or let `calibrate` decide"
        )
