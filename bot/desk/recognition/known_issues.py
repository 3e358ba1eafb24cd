"""Is it answered already? Compares a telling with the wordings of the published known issues.

Three outcomes: one is sure enough for its answer to be given at once; up to three are offered to choose from; or
nothing is said, since a wrong answer is worse than none.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from bot.desk.scripts.issue_hints import ENOUGH_WORDINGS
from bot.desk.turn.context import DeskContext
from bot.desk.turn.turn import Turn
from bot.matching.assurance import NEVER, AnswerPromise, Assurance
from bot.matching.classify import MEANT, Ranking
from bot.matching.confidence import Thresholds
from bot.matching.normalise import plain, tokens
from bot.matching.parts import parts, two_matters
from dialogs.language.known_issue import KnownIssue
from dialogs.language.known_issue_unless import contradicts
from dialogs.model.events import GRAVE, Candidate, Found, LookUp
from dialogs.model.script import Slot
from dialogs.reading.places import point
from dialogs.reading.small_talk import is_unsolved
from storage.records.finding_records import Calibration

ENOUGH_WORDS = 2
"""A telling of fewer words that mean anything is not answered by a guess."""
_OF_LIFE = frozenset({"danger", "self-harm"})
"""What is met by no known issue although it is only perhaps heard."""
LIKELY = 0.12
"""What is less likely by itself is not offered."""
AT_MOST = 3
"""Known issues to choose from."""


@dataclass(frozen=True)
class AnswerDecision:
    """What is answered or offered, or nothing, to be silent."""

    likely: Mapping[str, float]
    """By key, the likeliest first with the confidence that it is right, the others with their likelihoods."""
    sure: bool = False


def thresholds(assurance: Assurance, promise: AnswerPromise, fitted: Calibration | None = None) -> Thresholds:
    """Return the confidence from which to answer and to offer: as fitted to the desk's own labels, where it was.

    Without the meanings of texts nothing is sure enough to be answered at once, whatever was fitted while they were
    read.
    """
    if assurance.views != MEANT:
        return Thresholds(NEVER, fitted.offer if fitted else assurance.limits(promise).offer)
    if fitted is None:
        return assurance.limits(promise)
    return Thresholds(fitted.answer, fitted.offer, frozenset(fitted.offered_only))


def decide_answer(text: str, ranking: Ranking, wordings: Mapping[str, int], thresholds: Thresholds) -> AnswerDecision:
    """Return what to make of a telling.

    ``wordings`` says how many wordings each issue has that may be answered at once.
    """
    says_little = len(set(tokens(text))) < ENOUGH_WORDS or is_unsolved(text)
    if says_little or not ranking.keys or ranking.confidence < thresholds.offer:
        return AnswerDecision({})
    pairs = dict(zip(ranking.keys, ranking.likelihoods, strict=True))
    first = ranking.keys[0]
    may_answer = wordings.get(first, 0) >= ENOUGH_WORDINGS and first not in thresholds.offered_only
    if ranking.confidence >= thresholds.answer and may_answer:
        return AnswerDecision({first: ranking.confidence}, sure=True)
    offered = [key for key, likelihood in pairs.items() if likelihood >= LIKELY or key == first][:AT_MOST]
    # The labels of what is offered first are what the thresholds are fitted to: they must go with its confidence.
    return AnswerDecision({key: ranking.confidence if key == first else pairs[key] for key in offered})


async def find_known_issues(turn: Turn, asked: LookUp) -> Found:
    """Return the known issues that answer this telling, the likeliest first."""
    if _is_grave(turn, asked.text):
        return Found()
    issues = in_force(turn.desk, turn.here.script)
    circumstance = circumstances(asked.text, asked.slots, turn.script.slots)
    near = {issue.key: concerns(issue, circumstance) for issue in issues}
    possible = {
        issue.key: issue for issue in issues if near[issue.key] is not False and not _contradicted(turn, issue, asked)
    }
    told = parts(asked.text)
    texts = [asked.text, *(told if len(told) > 1 else [])]
    ranking, *of_parts = await turn.desk.recognition.rank(issues, texts, possible)
    sure_of_place = {key: len(issue.wordings) for key, issue in possible.items() if near[key]}
    fitted = await turn.unit.last(Calibration)
    limits = thresholds(ranking.assurance, turn.desk.policy.promise, fitted)
    verdict = decide_answer(asked.text, ranking, sure_of_place, limits)
    two = two_matters(_of_parts(ranking, told, of_parts))
    if two:
        pair = tuple(replace(_candidate(possible[key], turn.language, sure), part=part) for key, part, sure in two)
        return Found(pair)
    found = tuple(_candidate(possible[key], turn.language, sure) for key, sure in verdict.likely.items())
    return Found(found, verdict.sure)


def _of_parts(whole: Ranking, told: Sequence[str], of_parts: Sequence[Ranking]) -> Iterator[tuple[str, str, float]]:
    """Yield the issue that each part is about.

    It must be likely for the whole as well: a sentence by itself can be about anything.
    """
    likely = {key for key, value in zip(whole.keys, whole.likelihoods, strict=True) if value >= LIKELY}
    for part, ranking in zip(told, of_parts, strict=False):  # a telling of one part is not ranked twice
        if ranking.keys and ranking.keys[0] in likely:
            yield ranking.keys[0], part, ranking.confidence


def _is_grave(turn: Turn, text: str) -> bool:
    """Return whether something grave is heard, or life perhaps at stake: then no topic of self-service is an answer."""
    state = turn.state()
    return bool(GRAVE.intersection((*state.heard, *turn.desk.lists.read(text))) or _OF_LIFE.intersection(state.perhaps))


def _contradicted(turn: Turn, issue: KnownIssue, asked: LookUp) -> bool:
    return contradicts(issue.unless, asked.text, turn.desk.wall_clock(), turn.language, asked.slots)


def in_force(desk: DeskContext, script: str) -> list[KnownIssue]:
    """Return the known issues of a script that may be told to customers today."""
    return told_today(desk, desk.scripts.known_issues(script))


def told_today(desk: DeskContext, issues: Iterable[KnownIssue]) -> list[KnownIssue]:
    """Return those that may be told to customers today."""
    today = desk.environment.now().astimezone(desk.policy.zone).date()
    return [issue for issue in issues if issue.status != "suspected" and issue.holds_on(today)]


def _candidate(issue: KnownIssue, language: str, confidence: float) -> Candidate:
    title = issue.title.get(language) or next(iter(issue.title.values()))
    answer = issue.answer.get(language) or next(iter(issue.answer.values()))
    return Candidate(issue.key, title, {"title": title, "answer": answer}, round(confidence, 3))


_NAMED = 85
"""From this rapidfuzz ratio on, a text holds the name of a place, typed with a mistake or not."""


@dataclass(frozen=True)
class Circumstances:
    """Where and what it is, as far as a customer has told; read once for all issues."""

    text: str
    places: tuple[str, ...]
    chosen: tuple[tuple[frozenset[str], frozenset[str]], ...]
    """Of each answer by choices: those there were, and those that were chosen."""


def circumstances(text: str, given: Mapping[str, str], slots: Mapping[str, Slot]) -> Circumstances:
    """Return what a telling and the answers ``given`` to the ``slots`` of its script say."""
    answered = [(slots[key], value) for key, value in given.items() if value and key in slots]
    return Circumstances(
        plain(text),
        # A point on the map names nothing.
        tuple(plain(value) for slot, value in answered if slot.type == "place" and not point(value)),
        tuple(
            (frozenset(choice.key for choice in slot.choices), frozenset(value.split(",")))
            for slot, value in answered
            if slot.choices
        ),
    )


def concerns(issue: KnownIssue, told: Circumstances) -> bool | None:
    """Return whether the issue is about where and what the customer tells of; None while that is not known.

    An issue without an area and a product concerns everybody. One of another place, or of another product, nobody who
    has named theirs.
    """
    judged = [_of_product(issue, told), _of_area(issue, told)]
    if False in judged:
        return False
    return None if None in judged else True


def _of_product(issue: KnownIssue, told: Circumstances) -> bool | None:
    products = frozenset(issue.products)
    chosen = [chosen for offered, chosen in told.chosen if offered & products]  # what else is chosen is no product
    if not products or not chosen:
        return None if products else True
    return any(one & products for one in chosen)


def _of_area(issue: KnownIssue, told: Circumstances) -> bool | None:
    if not issue.area:
        return True
    names = [plain(name) for name in issue.area]
    if any(_holds(words, name) for name in names for words in (told.text, *told.places)):
        return True
    return False if told.places else None


def _holds(words: str, name: str) -> bool:
    return bool(words) and fuzz.partial_ratio(name, words, score_cutoff=_NAMED) > 0
