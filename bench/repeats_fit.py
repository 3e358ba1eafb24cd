"""Fits the models of repeats: ``python -m bench.repeats_fit [FOLDER]`` prints `fitted.RETOLD` anew.

How well they do is printed beside them. Fitted to the half for fitting of the development set, and to real histories of
the folder if there are any, told in full and by their first sentences; all of a customer lie in one part. Only numbers
come out of it, never a text. What real histories say is measured by cross-validation: each customer by a model that was
fitted to the others.
"""

import random
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize  # type: ignore[import-untyped]  # it has no hints

from bench.real_texts import histories
from bench.recognition import typed_in_a_hurry
from bot.desk.recognition.evaluation import LabelledTelling, RepeatFigures, count_repeat
from bot.desk.recognition.repeats import EarlierTicket, decide_repeat
from bot.matching.confidence import Logistic
from bot.matching.resemblance import FEATURES, MEANT, SIGNS
from bot.matching.retelling import Listener, model_of
from bot.matching.sentences import Sentences, installed
from bot.matching.telling import Telling
from tests.developed import LANGUAGES, Half, repeats

FOLDER = Path("../shared/data")
FOLDS = 8
RESTRAINT = 0.3
"""How small weights are kept."""
COUNTS: Mapping[str, Mapping[str, float]] = {
    "chinese": {"real": 1.0, "zh": 2.0},
    "latin": {"real": 0.2, "zh": 0.5, "en": 1.0},
}
"""What a telling of each set counts in the fitting of the model of a language."""


@dataclass(frozen=True)
class Retold:
    """A telling of a customer who was here before, with what a model sees of each matter."""

    told: LabelledTelling
    telling: Telling
    keys: tuple[str, ...]
    rows: tuple[tuple[int, tuple[float, ...]], ...]
    """For each matter, `Listener.features`."""
    right: frozenset[str]

    @property
    def model(self) -> str:
        return model_of(self.telling)


def cases(told: Sequence[LabelledTelling], sentences: Sentences | None) -> list[Retold]:
    """Return all tellings of histories in the order of time, each seen when only what came before is known."""
    listener, found = Listener(sentences), list[Retold]()
    histories: dict[str, dict[str, list[Telling]]] = {}
    tickets: dict[str, str] = {}
    for one in told:
        matters = histories.setdefault(one.customer, {})
        telling = listener.read_again(one.text, [other for texts in matters.values() for other in texts])
        right = frozenset(tickets[key] for key in (one.repeat_of or "", *one.also) if key in tickets)
        rows = tuple(listener.features(telling, list(matters.values())))
        found.append(Retold(one, telling, tuple(matters), rows, right))
        listener.learn(telling)
        ticket = tickets.get(one.repeat_of or "", one.id)
        tickets[one.id] = ticket
        matters[ticket] = [*matters.pop(ticket, []), telling]
    return found


def made(language: str, half: Half) -> list[LabelledTelling]:
    return [LabelledTelling(one.id, one.customer, one.text, one.repeat_of, one.also) for one in repeats(language, half)]


def fitted(sets: Mapping[str, Sequence[Retold]], language: str) -> Logistic:
    """Fit the model of a language; the first word of a set's name says what its tellings count."""
    rows, right, counts = list[tuple[float, ...]](), list[bool](), list[float]()
    for name, found in sets.items():
        each = COUNTS[language].get(name.split()[0], 0.0)
        for case in found if each else ():
            if not case.told.skip:
                rows += [row for _, row in case.rows]
                right += [key in case.right for key in case.keys]
                counts += [each] * len(case.keys)
    names = (*FEATURES, *MEANT)[: len(rows[0])]
    return fit_towards(rows, right, counts, [SIGNS.get(name, 1) for name in names])


def fit_towards(
    rows: Sequence[Sequence[float]], right: Sequence[bool], counts: Sequence[float], signs: Sequence[int]
) -> Logistic:
    """Fit with weights of these signs, and small: there are few histories, and more likeness must never count less."""
    features, wanted, each = np.array(rows), np.array(right, dtype=float), np.array(counts)
    spread = features.std(axis=0) + 1e-9
    scaled, width = features / spread, len(signs)

    def loss(weights: Any) -> tuple[float, Any]:
        score = scaled @ weights[:width] + weights[width]
        miss = each * (1 / (1 + np.exp(-score)) - wanted)
        penalty = weights[:width] @ weights[:width] / (2 * RESTRAINT)
        slope = np.append(scaled.T @ miss + weights[:width] / RESTRAINT, miss.sum())
        return float(np.sum(each * (np.logaddexp(0, score) - wanted * score)) + penalty), slope

    bounds = [{1: (0, None), -1: (None, 0), 0: (None, None)}[sign] for sign in signs] + [(None, None)]
    found: Any = minimize(loss, np.zeros(width + 1), jac=True, bounds=bounds, method="L-BFGS-B").x
    return Logistic(tuple(round(float(one), 3) for one in found[:width] / spread), round(float(found[width]), 3))


def measured(found: Sequence[Retold], model: Callable[[Retold], Logistic]) -> RepeatFigures:
    """Return what the desk would make of these tellings, each judged by the model that it is given."""
    figures = RepeatFigures()
    for case in found:
        judged = model(case)
        earlier = [
            EarlierTicket(key, judged.probability(row), waiting=True, at_length=lengths)
            for key, (lengths, row) in zip(case.keys, case.rows, strict=True)
        ]
        if not case.told.skip:
            decision = decide_repeat(case.told.text, case.telling, earlier)
            count_repeat(figures, case.told, earlier, decision, case.right)
    return figures


def folds(found: Sequence[Retold]) -> dict[str, int]:
    customers = sorted({case.told.customer for case in found})
    random.Random(1).shuffle(customers)
    return {customer: number % FOLDS for number, customer in enumerate(customers)}


def cross_validated(sets: Mapping[str, Sequence[Retold]]) -> Iterator[tuple[str, RepeatFigures]]:
    """Yield for each set of real tellings what comes of it if each customer is judged by what the others said."""
    part = folds(sets["real in full"])
    models = {
        number: fitted(
            {
                name: [case for case in found if part.get(case.told.customer) != number or not name.startswith("real")]
                for name, found in sets.items()
            },
            "chinese",
        )
        for number in range(FOLDS)
    }
    for name, found in sets.items():
        if name.startswith("real"):
            yield name, measured(found, lambda case: models[part[case.told.customer]])


def main(words: Sequence[str] = ()) -> None:
    folder = Path(words[0]) if words else FOLDER
    for sentences in (None, installed()):
        sets = {f"{language} made": cases(made(language, "fit"), sentences) for language in LANGUAGES}
        hurried = [replace(one, text=slip(one.text)) for slip in [typed_in_a_hurry("zh")] for one in made("zh", "fit")]
        sets["zh in a hurry"] = cases(hurried, sentences)
        sets |= {f"real {name}": cases(told, sentences) for name, told in histories(folder).items()}
        models = {language: fitted(sets, language) for language in COUNTS}
        for language, model in models.items():
            print(f'    "{"meanings" if sentences else "grams"}, {language}": {model},')
        for name, figures in cross_validated(sets) if "real in full" in sets else ():
            print(f"# {name}: {_row(figures)}")
        for language in LANGUAGES:
            tested = cases(made(language, "test"), sentences)
            print(f"# {language} made, the half for testing: {_row(measured(tested, _only(models, language)))}")


def _only(models: Mapping[str, Logistic], language: str) -> Callable[[Retold], Logistic]:
    return lambda _: models["chinese" if language == "zh" else "latin"]


def _row(figures: RepeatFigures) -> str:
    names = ("stated_recall", "stated_precision", "false_offer_rate", "missed", "asked")
    return "  ".join(f"{name} {figures.figures()[name]:.3f}" for name in names)


if __name__ == "__main__":
    main(sys.argv[1:])
