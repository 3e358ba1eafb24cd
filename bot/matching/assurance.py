"""How sure a classifier may be of its first, fitted when it learns: what holds for other matters need not hold here.

Its own wordings are judged as if they had not been learnt, each again as if its whole matter were unknown, and texts
about anything else beside them. Where there are few of them, what was fitted to the development set counts for more.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bot.matching.confidence import Logistic, Thresholds, lower_bound
from bot.matching.fitted import CONFIDENCE
from bot.matching.ridge import Numbers

NEVER = 2.0
"""A confidence that nothing has."""
STRANGERS_ANSWERED, STRANGERS_BOTHERED = 0.025, 0.15
"""Of texts about no matter, at most so many are answered at once, and are offered something or answered."""
_DEVIATIONS = 1.0
"""Of the lower end of what the share of right answers may be: five of six sets do better."""
_TRUST = 1.0
"""How far, in standard deviations of a score, one text may move it from what was fitted to the development set."""
_SURE = 0.8
_WORTH_A_LOOK = 0.3
"""Nothing of less confidence is answered at once, or is offered, however well the others did."""
_FOLDS = 5
_STEPS = 25


@dataclass(frozen=True)
class AnswerPromise:
    """The shares that are to be right."""

    answers: float = 0.95
    """Of what is answered at once."""
    offers: float = 0.6
    """Of what is offered."""


USUAL = AnswerPromise()
"""What is promised where nothing else is set."""


@dataclass(frozen=True)
class FitEvidence:
    """What confidence rests on, for texts of which is known what they are about."""

    own: Sequence[Sequence[float]] = ()
    """Of each wording, as if it had not been learnt."""
    right: Sequence[bool] = ()
    """Whether its matter comes first then."""
    near: Sequence[Sequence[float]] = ()
    """Of each wording, as if nothing of its matter had been learnt."""
    far: Sequence[Sequence[float]] = ()
    """Of texts about anything else."""
    unlike: Sequence[Sequence[float]] = ()
    """Of each text that somebody wrote down as about none, as if it had not been learnt."""

    def weights(self) -> Numbers:
        """Return what each counts for: half of what comes is about no matter, and half of that is near to one.

        Besides, what somebody wrote down counts, each text as much as a wording, up to half as much as what is near: it
        shows what comes, and the others only what could come.
        """
        sizes = own, near, far, unlike = [len(part) for part in (self.own, self.near, self.far, self.unlike)]
        of_both = own / 2 if far and (near or unlike) else 0.0 if far else float(own)
        of_unlike = min(unlike, of_both / 2) if near else of_both
        shares = (own, of_both, own - of_both, of_unlike)
        return np.repeat([share / max(size, 1) for share, size in zip(shares, sizes, strict=True)], sizes)


@dataclass(frozen=True)
class Assurance:
    """From what confidence is made, and what has been seen of it."""

    views: str
    """On what a ranking rests, as `classify` has it."""
    model: Logistic
    seen: tuple[tuple[float, bool, float], ...] = ()
    """The confidence in each text that was judged, whether it is right, and what it counts for; the highest first."""
    strangers: tuple[tuple[float, float], ...] = ()
    """The confidence in each text about no matter, and its share of them."""

    def limits(self, promise: AnswerPromise) -> Thresholds:
        """Return from which confidence on so many of the answers, and of the offers, can be counted on to be right."""
        answer = min(self._answered(promise.answers), default=NEVER)
        return Thresholds(answer, min(answer, min(self._offered(answer, promise.offers), default=NEVER)))

    def _answered(self, precision: float) -> Iterator[float]:
        for confidence, right, of, bothered in self._running(NEVER):
            if confidence < _SURE or bothered > STRANGERS_ANSWERED:
                return
            if lower_bound(right, of, _DEVIATIONS) >= precision:
                yield confidence

    def _offered(self, below: float, precision: float) -> Iterator[float]:
        for confidence, right, of, bothered in self._running(below):
            if confidence < _WORTH_A_LOOK or bothered > STRANGERS_BOTHERED:
                return
            if right >= precision * of:
                yield confidence

    def _running(self, below: float) -> Iterator[tuple[float, float, float, float]]:
        """Yield each confidence below a limit with what is right and what there is from it on, and the strangers."""
        right = of = 0.0
        for number, (confidence, good, weight) in enumerate(self.seen):
            if confidence < below:
                right, of = right + weight * good, of + weight
                if number + 1 == len(self.seen) or self.seen[number + 1][0] < confidence:
                    yield confidence, right, of, self._bothered(confidence)

    def _bothered(self, confidence: float) -> float:
        held, shares = self._of_strangers
        return float(shares[np.searchsorted(held, confidence) :].sum())

    @cached_property
    def _of_strangers(self) -> tuple[Numbers, Numbers]:
        ordered = np.array(sorted(self.strangers)).reshape(-1, 2)
        return ordered[:, 0], ordered[:, 1]


def assured(views: str, judged: FitEvidence) -> Assurance:
    """Return how sure one may be, by what these show."""
    rows = np.array([*judged.own, *judged.near, *judged.far, *judged.unlike])
    right = np.array([*judged.right, *[False] * (len(rows) - len(judged.own))])
    weights, shipped = judged.weights(), CONFIDENCE[views]
    model = fitted_to(rows, right, weights, shipped)
    confidences = np.empty(len(rows))
    for fold in range(_FOLDS):  # nobody judges by what was fitted to the very same text
        held = np.arange(len(rows)) % _FOLDS == fold
        part = fitted_to(rows[~held], right[~held], weights[~held], shipped)
        confidences[held] = [part.probability(row) for row in rows[held].tolist()]
    order = np.argsort(-confidences, kind="stable")
    seen = tuple((float(confidences[n]), bool(right[n]), float(weights[n])) for n in order)
    outside = range(len(judged.own), len(rows))
    total = weights[len(judged.own) :].sum()
    return Assurance(views, model, seen, tuple((float(confidences[n]), float(weights[n] / total)) for n in outside))


def fitted_to(rows: Numbers, right: Numbers, weights: Numbers, shipped: Logistic) -> Logistic:
    """Return the logistic model of these rows, held to what was shipped the more the fewer they are."""
    spread = rows.std(axis=0) + 1e-3
    scaled = np.column_stack([rows / spread, np.ones(len(rows))])
    before = np.append(np.array(shipped.weights) * spread, shipped.bias)
    now, held = before.copy(), np.full(len(before), 1 / _TRUST**2)
    held[-1] = 1e-2
    for _ in range(_STEPS):  # Newton's method; the penalty keeps the curve from being flat anywhere
        likely = 1 / (1 + np.exp(-np.clip(scaled @ now, -30, 30)))
        slope = scaled.T @ (weights * (likely - right)) + held * (now - before)
        curve = (scaled.T * (weights * likely * (1 - likely))) @ scaled + np.diag(held)
        step = np.linalg.solve(curve, slope)
        now = now - step * min(1.0, 2.0 / (np.abs(step).max() + 1e-9))
        if np.abs(step).max() < 1e-6:
            break
    return Logistic(tuple((now[:-1] / spread).tolist()), float(now[-1]))
