"""Fits the models of recognition to the development set: ``python -m bench.fit`` prints `bot/matching/fitted.py` anew.

Only the half for fitting is read. Nothing here runs in the program.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]  # it has no hints

from bot.matching.classify import Classifier, lead
from bot.matching.confidence import Logistic
from bot.matching.sentences import Sentences, installed
from tests.developed import LANGUAGES, Half, Problem, companies, outside, problems

ROUNDS = 6
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


def main() -> None:
    sentences = installed()
    for reader in (None, sentences):
        views, likelihood, confidence = fit_classes(reader)
        print(f'LIKELIHOOD["{views}"] = {likelihood}')
        print(f'CONFIDENCE["{views}"] = {confidence}')


if __name__ == "__main__":
    main()
