"""How well the desk recognises, measured on a company's own data: repeats, known issues and signals.

The very rules of the desk decide, as they would while it serves; only the texts come from files and not from a store.
A customer who is asked is taken to answer truly, so that a repeat that was told stays on its ticket.
"""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.desk import known_issues, repeats, signals
from bot.matching.calibrate import Thresholds
from bot.matching.classify import Classifier
from bot.matching.retelling import Listener, Telling
from bot.matching.sentences import Sentences


@dataclass(frozen=True)
class Told:
    """One telling of a history, and which earlier one it repeats."""

    id: str
    customer: str
    text: str
    repeat_of: str | None = None
    also: tuple[str, ...] = ()
    """Other tellings that would be as right."""
    skip: bool = False
    """It belongs to the history, and is not counted."""


@dataclass
class RepeatFigures:
    """What came of the repeats."""

    tellings: int = 0
    repeats: int = 0
    offered: int = 0
    stated: int = 0
    stated_rightly: int = 0
    false_offers: int = 0
    times: list[float] = field(default_factory=list)
    """Of each decision, in milliseconds."""
    outcomes: list[tuple[Told, str]] = field(default_factory=list)
    """Each telling that was counted, and what was made of it: ``stated``, ``asked``, ``wrong`` or ``new``."""

    def figures(self) -> dict[str, float]:
        """Return them as they are published; a share of nothing is 0."""
        return {
            "tellings": self.tellings,
            "repeats": self.repeats,
            "offered_recall": share(self.offered, self.repeats),
            "stated_recall": share(self.stated_rightly, self.repeats),
            "stated_precision": share(self.stated_rightly, self.stated),
            "false_offer_rate": share(self.false_offers, self.tellings - self.repeats),
            "ms_p50": percentile(self.times, 50),
            "ms_p99": percentile(self.times, 99),
        }


def measure_repeats(told: Iterable[Told], sentences: Sentences | None) -> RepeatFigures:
    """Return how well repeats are recognised in histories that come in the order of time."""
    listener, figures = Listener(sentences), RepeatFigures()
    histories: dict[str, dict[str, list[Telling]]] = {}
    tickets: dict[str, str] = {}  # on which ticket each telling came to stand
    for one in told:
        began = time.perf_counter()
        matters = histories.setdefault(one.customer, {})
        (telling,) = listener.read([one.text])
        likely = listener.likelihoods(telling, list(matters.values()))
        earlier = [repeats.Earlier(key, value, waiting=True) for key, value in zip(matters, likely, strict=True)]
        verdict = repeats.judge(one.text, telling, earlier)
        listener.learn(telling)
        if not one.skip:
            figures.times.append(1e3 * (time.perf_counter() - began))
            _count_repeat(figures, one, verdict, tickets)
        ticket = tickets.get(one.repeat_of or "", one.id)
        tickets[one.id] = ticket
        # What was told last comes last, as the newest tickets do.
        matters[ticket] = [*matters.pop(ticket, []), telling]
    return figures


def _count_repeat(figures: RepeatFigures, one: Told, verdict: repeats.Verdict, tickets: Mapping[str, str]) -> None:
    right = {tickets[key] for key in (one.repeat_of or "", *one.also) if key in tickets}
    found = bool(right & {earlier.key for earlier in verdict.likely})
    figures.tellings += 1
    figures.repeats += one.repeat_of is not None
    figures.offered += found
    figures.stated += verdict.sure
    figures.stated_rightly += verdict.sure and found
    figures.false_offers += one.repeat_of is None and bool(verdict.likely)
    outcome = "new" if not verdict.likely else "wrong" if not found else "stated" if verdict.sure else "asked"
    figures.outcomes.append((one, outcome))


@dataclass(frozen=True)
class Question:
    """A text, and the key of the known issue that it is about, if any is."""

    text: str
    known_issue: str | None


@dataclass
class AnswerFigures:
    """What came of the questions."""

    questions: int = 0
    in_scope: int = 0
    first: int = 0
    answered: int = 0
    answered_rightly: int = 0
    offered_rightly: int = 0
    falsely_answered: int = 0
    falsely_offered: int = 0
    judged: list[tuple[float, bool]] = field(default_factory=list)
    """The confidence of each, and whether the first was right."""

    def figures(self) -> dict[str, float]:
        """Return them as they are published; a share of nothing is 0."""
        outside = self.questions - self.in_scope
        return {
            "questions": self.questions,
            "in_scope": self.in_scope,
            "top1": share(self.first, self.in_scope),
            "answered": share(self.answered_rightly, self.in_scope),
            "answer_precision": share(self.answered_rightly, self.answered),
            "answered_or_offered": share(self.answered_rightly + self.offered_rightly, self.in_scope),
            "false_answer_rate": share(self.falsely_answered, outside),
            "false_offer_rate": share(self.falsely_offered, outside),
        }


def measure_answers(
    questions: Iterable[Question],
    issues: Mapping[str, Sequence[str]],
    sentences: Sentences | None,
    precision: float = 0.95,
    limits: Thresholds | None = None,
) -> AnswerFigures:
    """Return how well questions are answered from known issues, each given by its wordings."""
    classifier, figures = Classifier(issues, sentences), AnswerFigures()
    wordings = {key: len(texts) for key, texts in issues.items()}
    for one in questions:
        ranking = classifier.rank(one.text)
        verdict = known_issues.judge(
            one.text, ranking, wordings, limits or known_issues.thresholds(ranking.views, precision)
        )
        right = ranking.keys[:1] == (one.known_issue,)
        figures.judged.append((ranking.confidence, right))
        _count_answer(figures, one, verdict, first=right)
    return figures


def _count_answer(figures: AnswerFigures, one: Question, verdict: known_issues.Verdict, *, first: bool) -> None:
    inside, found = one.known_issue is not None, one.known_issue in verdict.likely
    figures.questions += 1
    figures.in_scope += inside
    figures.first += first
    figures.answered += verdict.sure
    figures.answered_rightly += verdict.sure and found
    figures.offered_rightly += found and not verdict.sure
    figures.falsely_answered += verdict.sure and not inside
    figures.falsely_offered += bool(verdict.likely) and not verdict.sure and not inside


@dataclass(frozen=True)
class Signalled:
    """A text, and the signals that a person hears in it."""

    text: str
    signals: frozenset[str]


def measure_signals(lines: Iterable[Signalled]) -> dict[str, object]:
    """Return how many signals are heard, and how many texts raise one that is not there: of all, and of each."""
    judged = [(one.signals, frozenset(signals.read(one.text))) for one in lines]
    of_each = {name: _signal(judged, name) for name in signals.NAMES}
    told = sum(len(said) for said, _ in judged)
    heard = sum(len(said & found) for said, found in judged)
    false = sum(bool(found - said) for said, found in judged)
    return {
        "recall": share(heard, told),
        "false_alarm_rate": share(false, len(judged)),
        "signals": of_each,
    }


def _signal(judged: Sequence[tuple[frozenset[str], frozenset[str]]], name: str) -> dict[str, float]:
    told = sum(name in said for said, _ in judged)
    return {
        "texts": told,
        "recall": share(sum(name in said and name in found for said, found in judged), told),
        "false_alarm_rate": share(sum(name in found - said for said, found in judged), len(judged) - told),
    }


def share(part: int, whole: int) -> float:
    """Return a share, rounded; 0 of nothing."""
    return round(part / whole, 4) if whole else 0.0


def percentile(values: Sequence[float], percent: int) -> float:
    """Return the value that so many percent do not exceed, rounded; 0 of nothing."""
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, len(ordered) * percent // 100)], 3) if ordered else 0.0
