"""Fits the thresholds of known issues to what customers said of them, so that they hold for this company's texts."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.matching.assurance import NEVER, AnswerPromise
from bot.matching.confidence import Thresholds, threshold, upper_bound, worthwhile
from storage.records.finding_records import Label

NEEDED = 50
"""Tellings; fitted to fewer, thresholds would be those of chance."""
LEAST_OFFERED = 0.15
"""No lower confidence is offered, whatever the labels say: they come from higher ones."""
_SURELY_BROKEN = 1.28
"""Deviations of Wilson's interval: fewer than for the threshold, which is the lowest of many that are tried."""
_ROUNDS = 2
"""Without the issues that break the promise a lower confidence may hold it, at which others can break it."""


@dataclass(frozen=True)
class LabelledAnswer:
    """What a customer said of what was answered or offered to one telling."""

    confidence: float
    first: bool
    """The likeliest was it."""
    any: bool
    """One of those that were offered was it."""
    about: str = ""
    """The key of the likeliest."""


def labelled_answers(labels: Iterable[Label]) -> list[LabelledAnswer]:
    """Return what was said, telling by telling.

    Labels come in the order of their ids: the first of each telling is that of the likeliest, whose confidence counts.
    """
    tellings: dict[tuple[str, str], list[Label]] = {}
    for label in labels:
        if label.confidence > 0 and label.answer in ("accepted", "refused"):
            tellings.setdefault((label.conversation or label.id, label.text), []).append(label)
    return [
        LabelledAnswer(
            held[0].confidence,
            held[0].answer == "accepted",
            any(one.answer == "accepted" for one in held),
            held[0].about,
        )
        for held in tellings.values()
    ]


def fit(said: Sequence[LabelledAnswer], promise: AnswerPromise, before: Thresholds) -> Thresholds:
    """Return the thresholds that hold for these.

    An issue that surely breaks the promise by itself, since strangers are taken for it, is only offered; what holds for
    the others is fitted without it. Where these are too few to be sure, the one for answers stays as it was, unless too
    many of the others that it let through were wrong: then nothing is answered at once. Where no offer was worth it,
    the one for offers stays as well.
    """
    kept, broken, answer = said, frozenset[str](), None
    for _ in range(_ROUNDS):
        answer = threshold(((one.confidence, one.first) for one in kept), promise.answers)
        lowest = before.answer if answer is None else min(answer, before.answer)
        broken |= _broken([one for one in kept if one.confidence >= lowest], promise.answers)
        kept = [one for one in said if one.about not in broken]
    offer = worthwhile(((one.confidence, one.any) for one in said), promise.offers)
    highest = _as_before(kept, promise.answers, before) if answer is None else answer
    return Thresholds(highest, min(highest, max(LEAST_OFFERED, before.offer if offer is None else offer)), broken)


def _broken(answered: Iterable[LabelledAnswer], precision: float) -> frozenset[str]:
    """Return the issues whose answers are surely right less often than was promised."""
    right = defaultdict[str, list[bool]](list)
    for one in answered:
        right[one.about].append(one.first)
    most = {key: upper_bound(sum(told), len(told), _SURELY_BROKEN) for key, told in right.items()}
    return frozenset(key for key, share in most.items() if key and share < precision)


def _as_before(said: Sequence[LabelledAnswer], precision: float, before: Thresholds) -> float:
    """Return the threshold for answers as it was, or `NEVER` if these speak against it."""
    answered = [one.first for one in said if one.confidence >= before.answer]
    return before.answer if sum(answered) >= precision * len(answered) else NEVER


@dataclass(frozen=True)
class Stated:
    """Repeats that were stated to customers, and those of them that were none."""

    repeats: int
    wrong: int


def stated(labels: Iterable[Label]) -> Stated:
    """Return what customers said of repeats that were stated."""
    held = list(labels)
    shown = [label for label in held if label.stated and label.answer in ("accepted", "refused")]
    wrong = sum(label.answer == "refused" for label in shown) + sum(label.answer == "undone" for label in held)
    return Stated(len(shown), wrong)
