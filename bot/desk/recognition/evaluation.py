"""How well the desk recognises, measured on a company's own data: repeats, known issues and signals.

The very rules of the desk decide, as they would while it serves; only the texts come from files and not from a store.
A customer who is asked is taken to answer truly, so that a repeat that was told stays on its ticket.
"""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import ceil
from typing import Literal

from bot.desk.recognition import known_issues, repeats
from bot.desk.recognition.calibration import LabelledAnswer, fit
from bot.desk.recognition.repeat_scale import SHIPPED, RepeatScale, fit_scale
from bot.desk.signals.signal_file import NAMES
from bot.desk.signals.signal_reader import SignalReader
from bot.matching.assurance import NEVER, USUAL, AnswerPromise
from bot.matching.classify import Classifier
from bot.matching.confidence import Thresholds
from bot.matching.outside import outside
from bot.matching.retelling import Listener
from bot.matching.said_of_matters import NOTHING_SAID, SaidOfMatters, said_of_matters
from bot.matching.sentences import Sentences
from bot.matching.telling import Telling


@dataclass(frozen=True)
class LabelledTelling:
    """One telling of a history, and which earlier one it repeats."""

    id: str
    customer: str
    text: str
    repeat_of: str | None = None
    also: tuple[str, ...] = ()
    """Other tellings that would be as right."""
    skip: bool = False
    """It belongs to the history, and is not counted."""


@dataclass(frozen=True)
class TellingOutcome:
    """What was made of one telling."""

    told: LabelledTelling
    made: Literal["stated", "asked", "wrong", "new"]
    """``wrong`` is a repeat that was stated, or asked about, as one of something else."""
    about: str = ""
    """The first telling of the ticket that was named first."""
    likelihood: float = 0.0
    """Of that ticket."""
    right: float = 0.0
    """The likelihood of the ticket that it was in truth."""

    @property
    def is_missed(self) -> bool:
        """Whether it is a repeat that was not recognised."""
        return self.told.repeat_of is not None and self.made in ("new", "wrong")

    @property
    def is_false(self) -> bool:
        """Whether it is new and was taken for a repeat, or asked about."""
        return self.told.repeat_of is None and self.made != "new"


@dataclass
class RepeatFigures:
    """What came of the repeats."""

    tellings: int = 0
    repeats: int = 0
    offered: int = 0
    """Repeats that were stated or asked about rightly."""
    stated: int = 0
    stated_rightly: int = 0
    repeats_stated: int = 0
    """Repeats among those that were stated rightly."""
    false_offers: int = 0
    follow_ups: int = 0
    """Tellings of customers who had told something before."""
    asked: int = 0
    """Of them, those that led to a question."""
    times: list[float] = field(default_factory=list)
    """Of each decision, in milliseconds."""
    outcomes: list[TellingOutcome] = field(default_factory=list)
    """Of each telling that was counted."""
    judged: list[tuple[float, bool]] = field(default_factory=list)
    """The likelihood of each ticket that was named, and whether it was that one."""

    def figures(self) -> dict[str, float]:
        """Return them as they are published; a share of nothing is 0."""
        return {
            "tellings": self.tellings,
            "repeats": self.repeats,
            "offered_recall": share(self.offered, self.repeats),
            "stated_recall": share(self.repeats_stated, self.repeats),
            "stated_precision": share(self.stated_rightly, self.stated),
            "missed": share(self.repeats - self.offered, self.repeats),
            "asked": share(self.asked, self.follow_ups),
            "false_offer_rate": share(self.false_offers, self.tellings - self.repeats),
            "ms_p50": percentile(self.times, 50),
            "ms_p99": percentile(self.times, 99),
        }


def measure_repeats(
    told: Iterable[LabelledTelling],
    sentences: Sentences | None,
    clock: Callable[[], float],
    scale: RepeatScale = SHIPPED,
) -> RepeatFigures:
    """Return how well repeats are recognised in histories that come in the order of time.

    ``clock`` tells seconds; a decision takes from the text as it came to what is made of it.
    """
    listener, figures = Listener(sentences), RepeatFigures()
    listener.read(["ready"])  # so that no decision is told to take as long as the loading of what reads meanings
    histories: dict[str, dict[str, list[Telling]]] = {}
    tickets: dict[str, str] = {}  # on which ticket each telling came to stand
    for one in told:
        began = clock()
        matters = histories.setdefault(one.customer, {})
        telling = listener.read_again(one.text, [other for told in matters.values() for other in told])
        judged = listener.judge(telling, list(matters.values()))
        earlier = [
            repeats.EarlierTicket(key, one.likelihood, waiting=True, at_length=one.at_length)
            for key, one in zip(matters, judged, strict=True)
        ]
        verdict = repeats.decide_repeat(one.text, telling, earlier, scale)
        listener.learn(telling)
        if not one.skip:
            figures.times.append(1e3 * (clock() - began))
            right = frozenset(tickets[key] for key in (one.repeat_of or "", *one.also) if key in tickets)
            count_repeat(figures, one, earlier, verdict, right)
        ticket = tickets.get(one.repeat_of or "", one.id)
        tickets[one.id] = ticket
        # What was told last comes last, as the newest tickets do.
        matters[ticket] = [*matters.pop(ticket, []), telling]
    return figures


def split_repeats(
    told: Sequence[LabelledTelling], sentences: Sentences | None, clock: Callable[[], float]
) -> RepeatFigures:
    """Return how well repeats are recognised for half of the customers, as fitted to what the others were asked.

    Every second customer is of one half; what the other half tells is heard all the same, but not counted.
    """
    fitted_to = set(sorted({one.customer for one in told})[::2])
    halves = [
        [replace(one, skip=one.skip or (one.customer in fitted_to) != fitting) for one in told]
        for fitting in (True, False)
    ]
    scale = fit_scale(measure_repeats(halves[0], sentences, clock).judged)
    return measure_repeats(halves[1], sentences, clock, scale)


def count_repeat(
    figures: RepeatFigures,
    one: LabelledTelling,
    earlier: Sequence[repeats.EarlierTicket],
    verdict: repeats.RepeatDecision,
    right: Container[str],
) -> None:
    """Count what was made of one telling, which is about one of the tickets in ``right`` if it is a repeat."""
    found, again = any(named.key in right for named in verdict.likely), one.repeat_of is not None
    figures.tellings += 1
    figures.repeats += again
    figures.offered += again and found
    figures.stated += verdict.sure
    figures.stated_rightly += verdict.sure and found
    figures.repeats_stated += again and verdict.sure and found
    figures.false_offers += bool(verdict.likely) and not found and not again
    figures.follow_ups += bool(earlier)
    figures.asked += bool(verdict.likely) and not verdict.sure
    figures.judged += [(named.likelihood, named.key in right) for named in verdict.likely]
    figures.outcomes.append(_outcome(one, earlier, verdict, right, wrong=again and not found))


def _outcome(
    one: LabelledTelling,
    earlier: Sequence[repeats.EarlierTicket],
    verdict: repeats.RepeatDecision,
    right: Container[str],
    *,
    wrong: bool,
) -> TellingOutcome:
    likelihood = max((other.likelihood for other in earlier if other.key in right), default=0.0)
    if not verdict.likely:
        return TellingOutcome(one, "new", right=likelihood)
    first = verdict.likely[0]
    return TellingOutcome(
        one, "wrong" if wrong else "stated" if verdict.sure else "asked", first.key, first.likelihood, likelihood
    )


@dataclass(frozen=True)
class Question:
    """A text, and the key of the known issue that it is about, if any is."""

    text: str
    known_issue: str | None
    near: bool = False
    """It is about none, but about something like them."""


@dataclass
class OutsideFigures:
    """What came of questions about no known issue."""

    asked: int = 0
    answered: int = 0
    offered: int = 0


_NOTHING = Thresholds(NEVER, NEVER)
"""At which nothing is shown."""


@dataclass
class AnswerFigures:
    """What came of the questions."""

    questions: int = 0
    in_scope: int = 0
    first: int = 0
    answered: int = 0
    answered_rightly: int = 0
    offered_rightly: int = 0
    offered: int = 0
    near: OutsideFigures = field(default_factory=OutsideFigures)
    far: OutsideFigures = field(default_factory=OutsideFigures)
    said: list[LabelledAnswer] = field(default_factory=list)
    """What customers would say of the likeliest, and of what is offered with it."""
    told: list[tuple[str, str]] = field(default_factory=list)
    """What was answered or offered something, each with the one that customers would say it is, or an empty key."""
    judged: list[tuple[float, bool]] = field(default_factory=list)
    """The confidence of each that may be answered at once, and whether the answer is right."""
    limits: Thresholds = _NOTHING
    """From which confidence on they were answered."""

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
            "offer_precision": share(self.offered_rightly, self.offered),
            "false_answer_rate": share(self.near.answered + self.far.answered, outside),
            "false_offer_rate": share(self.near.offered + self.far.offered, outside),
            "near_answered": share(self.near.answered, self.near.asked),
            "near_offered": share(self.near.offered, self.near.asked),
            "far_answered": share(self.far.answered, self.far.asked),
            "far_offered": share(self.far.offered, self.far.asked),
        }


_ALL = Thresholds(0.0, 0.0)
"""At which everything is answered that may be."""


def measure_answers(
    questions: Iterable[Question],
    issues: Mapping[str, Sequence[str]],
    sentences: Sentences | None,
    promise: AnswerPromise = USUAL,
    limits: Thresholds | None = None,
    said: SaidOfMatters = NOTHING_SAID,
) -> AnswerFigures:
    """Return how well questions are answered from known issues, each given by its wordings.

    ``said`` is learnt beside them.
    """
    learnt, unlike = said.beside(issues, ())
    classifier, figures = Classifier(learnt, sentences, outside(), unlike), AnswerFigures()
    wordings = {key: len(texts) for key, texts in issues.items()}
    used = limits or known_issues.thresholds(classifier.assurance, promise)
    figures.limits = used
    for one in questions:
        ranking = classifier.rank(one.text)
        right = ranking.keys[:1] == (one.known_issue,)
        if known_issues.decide_answer(one.text, ranking, wordings, _ALL).sure:
            figures.judged.append((ranking.confidence, right))
        shown = known_issues.decide_answer(one.text, ranking, {}, _ALL).likely
        if shown:
            figures.said.append(LabelledAnswer(ranking.confidence, right, one.known_issue in shown, ranking.keys[0]))
        verdict = known_issues.decide_answer(one.text, ranking, wordings, used)
        if verdict.likely:
            figures.told.append((one.text, (one.known_issue or "") if one.known_issue in verdict.likely else ""))
        _count_answer(figures, one, verdict, first=right)
    return figures


def split_answers(
    questions: Sequence[Question], issues: Mapping[str, Sequence[str]], sentences: Sentences | None
) -> AnswerFigures:
    """Return how well half of the questions are answered, every second one, as fitted to what was said of the others.

    As `calibrate` does: the thresholds are fitted to them, and they are learnt beside the wordings.
    """
    seen = measure_answers(questions[::2], issues, sentences)
    limits = fit(seen.said, USUAL, seen.limits)
    return measure_answers(questions[1::2], issues, sentences, limits=limits, said=said_of_matters(seen.told))


def _count_answer(figures: AnswerFigures, one: Question, verdict: known_issues.AnswerDecision, *, first: bool) -> None:
    inside, found = one.known_issue is not None, one.known_issue in verdict.likely
    figures.questions += 1
    figures.in_scope += inside
    figures.first += first
    figures.answered += verdict.sure
    figures.answered_rightly += verdict.sure and found
    offered = bool(verdict.likely) and not verdict.sure
    figures.offered += offered
    figures.offered_rightly += offered and found
    if not inside:
        strangers = figures.near if one.near else figures.far
        strangers.asked += 1
        strangers.answered += verdict.sure
        strangers.offered += offered


@dataclass(frozen=True)
class LabelledText:
    """A text, and the signals that a person hears in it."""

    text: str
    signals: frozenset[str]


@dataclass(frozen=True)
class SignalFigures:
    """What came of the signals: those that are in each text, and those that were heard."""

    judged: Sequence[tuple[frozenset[str], frozenset[str]]]

    def figures(self) -> dict[str, object]:
        """Return them as they are published; a share of nothing is 0.

        A text raises a false alarm if any signal is heard that is not in it, whatever else is: of all texts this is
        the share that would be treated as what they are not.
        """
        told = sum(len(said) for said, _ in self.judged)
        heard = sum(len(said & found) for said, found in self.judged)
        false = sum(bool(found - said) for said, found in self.judged)
        return {
            "recall": share(heard, told),
            "false_alarm_rate": share(false, len(self.judged)),
            "signals": self.each(),
        }

    def each(self) -> dict[str, dict[str, float]]:
        """Return the figures of each signal, the gravest first."""
        return {name: self.of(name) for name in NAMES}

    def of(self, name: str) -> dict[str, float]:
        """Return the figures of one signal: false alarms are a share of the texts in which it is not."""
        told = sum(name in said for said, _ in self.judged)
        heard = sum(name in said & found for said, found in self.judged)
        false = sum(name in found - said for said, found in self.judged)
        return {
            "texts": told,
            "heard": heard,
            "false_alarms": false,
            "recall": share(heard, told),
            "false_alarm_rate": share(false, len(self.judged) - told),
        }

    @property
    def of_quiet(self) -> float:
        """Of the texts without any signal, the share in which one is heard."""
        quiet = [found for said, found in self.judged if not said]
        return share(sum(map(bool, quiet)), len(quiet))


def measure_signals(lines: Iterable[LabelledText], lists: SignalReader) -> SignalFigures:
    """Return how many signals are heard, and how many texts raise one that is not there: of all, and of each."""
    return SignalFigures([(one.signals, frozenset(lists.read(one.text))) for one in lines])


def share(part: int, whole: int) -> float:
    """Return a share, rounded; 0 of nothing."""
    return round(part / whole, 4) if whole else 0.0


def percentile(values: Sequence[float], percent: int) -> float:
    """Return the value that so many percent do not exceed, rounded; 0 of nothing."""
    ordered = sorted(values)
    return round(ordered[max(0, ceil(len(ordered) * percent / 100) - 1)], 3) if ordered else 0.0
