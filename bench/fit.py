"""Fits the models of recognition to the development set: ``python -m bench.fit`` prints `bot/matching/fitted.py` anew.

Only the half for fitting is read. Nothing here runs in the program.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import minimize  # type: ignore[import-untyped]  # it has no hints
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]  # nor has it

from bot.matching.classify import Classifier, lead
from bot.matching.confidence import Logistic
from bot.matching.retelling import Listener, Telling
from bot.matching.sentences import Sentences, installed
from tests.developed import LANGUAGES, Half, Problem, Told, companies, outside, problems, repeats

ROUNDS = 6
RESTRAINT = 0.3
SIZES, LARGE = (4, 7, 12), (16, 24)
"""Known issues of a trial: of a company of two trades, and of one of all four."""
WORDINGS = (8, 10, 17)
OUTSIDE = {"trade": 0.2, "complaint": 0.5, "far": 0.3}
"""Of what is about no known issue: other complaints of the same trade, hard neighbours among them, complaints of other
trades, and what is no complaint."""


Features = tuple[str, tuple[str, ...], Any]
"""What `Classifier.views` returns."""


@dataclass(frozen=True)
class Trial:
    """Half of the questions to a company are about one of its known issues, the others about none."""

    issues: dict[str, tuple[str, ...]]
    questions: list[tuple[str, str | None]]


def trials(half: Half, language: str) -> Iterator[Trial]:
    chance = random.Random(7)
    small, large = companies(language, half), [problems(language, half)]
    for own, others, sizes in (*((own, others, SIZES) for own, others in small), *((own, [], LARGE) for own in large)):
        for size in sizes:
            for wordings in WORDINGS:
                for _ in range(ROUNDS):
                    yield trial(own, others, outside(language, half), (size, wordings), chance)


def trial(
    own: list[Problem], others: list[Problem], far: list[str], sizes: tuple[int, int], chance: random.Random
) -> Trial:
    size, wordings = sizes
    told = {one.id: tuple(chance.sample(one.wordings, len(one.wordings))) for one in chance.sample(own, len(own))}
    inside, trade = list(told.items())[:size], list(told.items())[size:]
    asked: list[tuple[str, str | None]] = [(text, key) for key, texts in inside for text in texts[wordings:][:8]]
    pools = {
        "trade": [text for _, texts in trade for text in texts],
        "complaint": [text for one in others for text in one.wordings],
        "far": far,
    }
    half = len(asked)
    if not others:
        pools["complaint"] = pools["trade"]
    for name, share in OUTSIDE.items():
        asked += [(text, None) for text in chance.sample(pools[name], min(len(pools[name]), round(half * share)))]
    return Trial({key: texts[:wordings] for key, texts in inside}, asked)


def fit(rows: Sequence[Sequence[float]], right: Sequence[bool]) -> Logistic:
    model: Any = LogisticRegression(C=10, max_iter=5000).fit(np.array(rows), np.array(right))
    return Logistic(tuple(round(float(one), 3) for one in model.coef_[0]), round(float(model.intercept_[0]), 3))


def questions(sentences: Sentences | None) -> Iterator[tuple[Features, str | None]]:
    for language in LANGUAGES:
        for one in trials("fit", language):
            classifier = Classifier(one.issues, sentences)
            yield from ((classifier.views(text), key) for text, key in one.questions)


def fit_classes(sentences: Sentences | None) -> tuple[str, Logistic, Logistic]:
    asked = list(questions(sentences))
    rows = [row for (_, _, views), _ in asked for row in views.tolist()]
    likelihood = fit(rows, [own == key for (_, keys, _), key in asked for own in keys])
    leads, right = list[tuple[float, ...]](), list[bool]()
    for (_, keys, views), key in asked:
        scores = views @ np.array(likelihood.weights) + likelihood.bias
        leads.append(lead(scores, views))
        right.append(keys[int(np.argmax(scores))] == key)
    return asked[0][0][0], likelihood, fit(leads, right)


def histories(listener: Listener, told: Sequence[Told]) -> Iterator[tuple[Told, Telling, dict[str, list[Telling]]]]:
    """Yield each telling of a customer who was here before, with the matters told until then by their first telling."""
    known: dict[str, dict[str, list[Telling]]] = {}
    for one in told:
        matters = known.setdefault(one.customer, {})
        telling = listener.read_again(one.text, [other for told in matters.values() for other in told])
        if matters:
            yield one, telling, matters
        key = one.repeat_of or one.id
        matters[key] = [*matters.pop(key, []), telling]
        listener.learn(telling)


def fit_retold(sentences: Sentences | None) -> Logistic:
    rows, right = list[tuple[float, ...]](), list[bool]()
    for language in LANGUAGES:
        listener = Listener(sentences)
        for one, telling, matters in histories(listener, repeats(language, "fit")):
            rows += listener.features(telling, list(matters.values()))
            right += [key == one.repeat_of for key in matters]
    return fit_towards(rows, right, signs=(1, 1, 1, -1, -1, 1, 1)[: len(rows[0])])


def fit_towards(rows: Sequence[Sequence[float]], right: Sequence[bool], signs: Sequence[int]) -> Logistic:
    """Fit with weights of these signs, and small: there are few histories, and more likeness must never count less."""
    features, wanted = np.array(rows), np.array(right, dtype=float)
    spread = features.std(axis=0) + 1e-9
    scaled, width = features / spread, len(signs)

    def loss(weights: Any) -> tuple[float, Any]:
        score = scaled @ weights[:width] + weights[width]
        miss = 1 / (1 + np.exp(-score)) - wanted
        penalty = weights[:width] @ weights[:width] / (2 * RESTRAINT)
        slope = np.append(scaled.T @ miss + weights[:width] / RESTRAINT, miss.sum())
        return float(np.sum(np.logaddexp(0, score) - wanted * score) + penalty), slope

    bounds = [((0, None) if sign > 0 else (None, 0)) for sign in signs] + [(None, None)]
    found: Any = minimize(loss, np.zeros(width + 1), jac=True, bounds=bounds, method="L-BFGS-B").x
    return Logistic(tuple(round(float(one), 3) for one in found[:width] / spread), round(float(found[width]), 3))


def main() -> None:
    sentences = installed()
    for reader in (None, sentences):
        views, likelihood, confidence = fit_classes(reader)
        print(f'LIKELIHOOD["{views}"] = {likelihood}')
        print(f'CONFIDENCE["{views}"] = {confidence}')
    print(f'RETOLD["grams"] = {fit_retold(None)}\nRETOLD["meanings"] = {fit_retold(sentences)}')


if __name__ == "__main__":
    main()
