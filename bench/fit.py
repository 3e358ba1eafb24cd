"""Fits the models of recognition to the development set: ``python -m bench.fit`` prints `bot/matching/fitted.py` anew.

Only the half for fitting is read. Nothing here runs in the program.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]  # it has no hints

from bot.matching import classify
from bot.matching.classify import Classifier, lead
from bot.matching.confidence import Logistic, threshold
from bot.matching.sentences import Sentences, installed
from tests.developed import LANGUAGES, Half, Problem, companies, outside, problems

PRECISIONS = (0.90, 0.95, 0.98)
ROUNDS = 6
SIZES, LARGE = (4, 7, 12), (16, 24)
"""Known issues of a trial: of a company of two trades, and of one of all four."""
WORDINGS = (8, 10, 17)
OUTSIDE = {"trade": 0.2, "complaint": 0.5, "far": 0.3}
"""Of what is about no known issue: other complaints of the same trade, hard neighbours among them, complaints of other
trades, and what is no complaint."""


Features = tuple[str, tuple[str, ...], Any]
"""What `Classifier.features` returns."""


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
            yield from ((classifier.features(text), key) for text, key in one.questions)


def fit_classes(
    sentences: Sentences | None, *, machine: bool
) -> tuple[str, Logistic, Logistic, dict[float, float | None]]:
    made = classify._machine  # noqa: SLF001  # as if its package were not installed
    if not machine:
        classify._machine = lambda *_: None  # noqa: SLF001  # see above
    try:
        asked = list(questions(sentences))
    finally:
        classify._machine = made  # noqa: SLF001  # see above
    rows = [row for (_, _, features), _ in asked for row in features.tolist()]
    likelihood = fit(rows, [own == key for (_, keys, _), key in asked for own in keys])
    leads, right = list[tuple[float, ...]](), list[bool]()
    for (_, keys, features), key in asked:
        scores = [likelihood.score(row) for row in features.tolist()]
        first = int(np.argmax(scores))
        leads.append(lead(sorted(scores, reverse=True), features[first].tolist()))
        right.append(keys[first] == key)
    confidence = fit(leads, right)
    judged = [(confidence.probability(row), good) for row, good in zip(leads, right, strict=True)]
    return asked[0][0][0], likelihood, confidence, {one: threshold(judged, one) for one in PRECISIONS}


def main() -> None:
    sentences = installed()
    for reader, machine in ((None, False), (sentences, False), (sentences, True)):
        views, likelihood, confidence, thresholds = fit_classes(reader, machine=machine)
        print(f'LIKELIHOOD["{views}"] = {likelihood}')
        print(f'CONFIDENCE["{views}"] = {confidence}')
        print(f'ANSWERED["{views}"] = {thresholds}')


if __name__ == "__main__":
    main()
