"""Is it answered already? Compares a telling with the wordings of the published known issues."""

from collections.abc import Sequence

from bot.matching.normalise import tokens
from bot.matching.score import best
from dialogs.events import Candidate
from dialogs.known_issue import KnownIssue

OFFER = 0.4
"""From here on an answer is offered."""
MARGIN = 0.12
"""By so much the first must lead for its answer to be shown at once; else the customer chooses."""
ENOUGH_WORDS = 2
"""A telling of fewer words that mean anything is not answered by a guess."""
AT_MOST = 3
"""Known issues to choose from."""


def find(issues: Sequence[KnownIssue], text: str, language: str) -> tuple[Candidate, ...]:
    """Return the known issues that answer this telling, the likeliest first: one if it is sure, else up to three."""
    if len(set(tokens(text))) < ENOUGH_WORDS:
        return ()
    scored = [(best(text, issue.wordings), issue) for issue in issues if issue.status != "suspected"]
    likely = sorted((pair for pair in scored if pair[0] >= OFFER), key=lambda pair: -pair[0])[:AT_MOST]
    if len(likely) > 1 and likely[0][0] - likely[1][0] >= MARGIN:
        likely = likely[:1]
    return tuple(_candidate(issue, language) for _, issue in likely)


def _candidate(issue: KnownIssue, language: str) -> Candidate:
    title = issue.title.get(language) or next(iter(issue.title.values()))
    answer = issue.answer.get(language) or next(iter(issue.answer.values()))
    return Candidate(issue.key, title, {"title": title, "answer": answer})
