"""What recognition is compared with: one measure of likeness each, without anything learnt.

Each baseline is given the thresholds that do best on the very texts on which it is measured: for repeats the pair of a
grid with the highest recall that makes no more false offers, and states no more wrongly, than the desk; for answers the
lowest confidence from which 95 % are right. It is an upper bound in favour of the baselines: the desk's own thresholds
were fitted to other texts.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from rapidfuzz import fuzz

from bot.desk.recognition.evaluation import AnswerFigures, LabelledTelling, OutsideFigures, Question, RepeatFigures
from bot.matching.classify import Classifier
from bot.matching.confidence import running
from bot.matching.grams import Weights, alike, grams
from bot.matching.normalise import plain
from bot.matching.outside import outside
from bot.matching.sentences import Sentences

NEVER = 2.0
GRID = (*(n / 40 for n in range(1, 40)), NEVER)
"""Thresholds that are tried."""
PRECISION = 0.95
NAMES = 2
"""Earlier matters that are asked about at most."""

Likeness = Callable[[str, str], float]
"""Of two texts, from 0 to 1."""


def fuzzy(_: Sequence[str]) -> Likeness:
    """Return what rapidfuzz says of them, whatever the other texts."""
    return lambda one, other: fuzz.token_set_ratio(plain(one), plain(other)) / 100


def tfidf(texts: Sequence[str]) -> Likeness:
    """Return the likeness of their grams, weighed by all of the texts."""
    weights, found = Weights(), {text: grams(text) for text in texts}
    for held in found.values():
        weights.learn(held)
    return lambda one, other: alike(found[one], found[other], weights)


def embedding(sentences: Sentences) -> Callable[[Sequence[str]], Likeness]:
    """Return the cosine of their meanings."""

    def of(texts: Sequence[str]) -> Likeness:
        found = dict(zip(texts, sentences.of(texts), strict=True))
        return lambda one, other: float(found[one] @ found[other])

    return of


def all_of(sentences: Sentences | None) -> Mapping[str, Callable[[Sequence[str]], Likeness]]:
    """Return the baselines that there are, by name."""
    found = {"rapidfuzz": fuzzy, "TF-IDF": tfidf}
    return found | {"embedding": embedding(sentences)} if sentences else found


@dataclass(frozen=True)
class Seen:
    """A telling and its likeness to each earlier matter of its customer, the likest first."""

    told: LabelledTelling
    likest: tuple[tuple[float, str], ...]
    right: frozenset[str]


def seen(told: Sequence[LabelledTelling], make: Callable[[Sequence[str]], Likeness]) -> list[Seen]:
    """Return what a baseline sees in each telling of these histories."""
    likeness = make([one.text for one in told])
    histories: dict[str, dict[str, list[str]]] = {}
    tickets: dict[str, str] = {}
    found = list[Seen]()
    for one in told:
        matters = histories.setdefault(one.customer, {})
        likest = [(max(likeness(one.text, text) for text in texts), key) for key, texts in matters.items()]
        right = frozenset(tickets[key] for key in (one.repeat_of or "", *one.also) if key in tickets)
        found.append(Seen(one, tuple(sorted(likest, reverse=True)), right))
        tickets[one.id] = tickets.get(one.repeat_of or "", one.id)
        matters.setdefault(tickets[one.id], []).append(one.text)
    return found


def repeats(
    told: Sequence[LabelledTelling], make: Callable[[Sequence[str]], Likeness], desk: RepeatFigures
) -> tuple[RepeatFigures, float, float]:
    """Return the figures of a baseline at its best pair of thresholds, and the two: to ask and to state."""
    each, limits = seen(told, make), desk.figures()
    precise = min(PRECISION, limits["stated_precision"]) if desk.stated else PRECISION
    tried = [(_counted(each, ask, state), ask, state) for ask, state in product(GRID, GRID) if ask <= state]
    fair = [
        one
        for one in tried
        if one[0].figures()["false_offer_rate"] <= limits["false_offer_rate"]
        and one[0].stated_rightly >= precise * one[0].stated
    ]
    return max(fair, key=lambda one: one[0].offered + one[0].repeats_stated)


def _counted(each: Sequence[Seen], ask: float, state: float) -> RepeatFigures:
    figures = RepeatFigures()
    for one in each:
        if one.told.skip:
            continue
        sure = bool(one.likest) and one.likest[0][0] >= state
        named = [key for value, key in one.likest if value >= ask][: 1 if sure else NAMES]
        found, again = any(key in one.right for key in named), one.told.repeat_of is not None
        figures.tellings += 1
        figures.repeats += again
        figures.offered += again and found
        figures.stated += sure
        figures.stated_rightly += sure and found
        figures.repeats_stated += again and sure and found
        figures.false_offers += bool(named) and not found and not again
    return figures


def answers(
    questions: Sequence[Question],
    issues: Mapping[str, Sequence[str]],
    make: Callable[[Sequence[str]], Likeness],
) -> AnswerFigures:
    """Return the figures of a baseline that answers by the likest wording."""
    likeness = make([*(one.text for one in questions), *(text for texts in issues.values() for text in texts)])
    found = [
        max((likeness(one.text, text), key) for key, texts in issues.items() for text in texts) for one in questions
    ]
    return at_precision(questions, found)


def classified(
    questions: Sequence[Question], issues: Mapping[str, Sequence[str]], sentences: Sentences | None
) -> AnswerFigures:
    """Return the figures of the desk's own classifier, by the rule of the baselines."""
    classifier = Classifier(issues, sentences, outside())
    rankings = [classifier.rank(one.text) for one in questions]
    return at_precision(questions, [(one.confidence, one.keys[0]) for one in rankings])


def at_precision(questions: Sequence[Question], found: Sequence[tuple[float, str]]) -> AnswerFigures:
    """Return what is answered from the lowest confidence at which `PRECISION` is reached on these very questions.

    ``found`` holds for each question how sure it is, and of which known issue.
    """
    judged = [(sure, key == one.known_issue) for one, (sure, key) in zip(questions, found, strict=True)]
    limit = min((at for at, right, of in running(judged) if right >= PRECISION * of), default=NEVER)
    answered = [one for one, (sure, _) in zip(questions, judged, strict=True) if sure >= limit]
    return AnswerFigures(
        questions=len(questions),
        in_scope=sum(one.known_issue is not None for one in questions),
        first=sum(good for _, good in judged),
        answered=len(answered),
        answered_rightly=sum(good for sure, good in judged if sure >= limit),
        far=OutsideFigures(
            asked=sum(one.known_issue is None for one in questions),
            answered=sum(one.known_issue is None for one in answered),
        ),
    )
