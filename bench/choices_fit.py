"""Fits the matcher of choices: ``make train`` writes its file anew, ``--check`` only tells whether it would change.

`--figures` tells how well choices are read by other hands' lines (each hand left out in turn), and on a trade that was
left out as a whole, as a script that nobody has seen. Needs the extra ``recognition``.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import dialogs
from bench.understanding_fit import DATA, Groups, HeldOut, Known, axes_of, files, fit, hand_of, likenesses, lines_of
from bot.matching.sentences import Sentences, installed
from bot.understanding.choice_evidence import NAMED, Described, confidences, evidence
from bot.understanding.choice_matcher import (
    BETWEEN,
    CHOICE_MIX,
    confidence_needed,
    described,
    hits,
    is_readable,
    offered,
    slots_read,
    taught_of,
    values_that_call,
)
from bot.understanding.learned_reader import meanings_of
from bot.understanding.line_likeness import Floats
from bot.understanding.model import Model, ModelView, packed, places
from bot.understanding.reader_port import Situation
from dialogs.language.script_loader import load
from dialogs.model.script import Choice, Script, Slot

TRADES = ("telecom", "hotel", "hospital", "bank")
RESTRAINT = 0.1
KIND = "kind"
_LABELLED_HERE = ("kind", "department", "matter", "at-risk")
"""Slots that the lines of acts and signals are labelled with; the first messages are with all."""
_ROUNDS = 40


@dataclass(frozen=True)
class ToldChoices:
    """A telling, with the choices that it names."""

    text: str
    trade: str
    hand: str
    slots: Mapping[str, str]
    whole: bool
    """It is a first message, and counted in figures; of the others not all slots are labelled."""

    def names(self, slot: Slot) -> str | None:
        """Return the choice of a slot that it names, empty for none; None where nobody labelled that."""
        named = self.slots.get(slot.key, "")
        return named if self.whole or slot.key in _LABELLED_HERE else None


@dataclass(frozen=True)
class ChoiceQuestion:
    """A telling and a slot, of which it is asked which choice is named."""

    row: int
    slot: Slot
    right: int
    """The number of the choice; that behind the last for none."""
    rows: Floats
    """The evidence."""


def scripts() -> dict[str, Script]:
    """Return the shipped scripts."""
    folder = Path(dialogs.__path__[0]) / "scripts"
    found = {key: load((folder / f"{key}.yaml").read_text("utf-8")).script for key in TRADES}
    return {key: script for key, script in found.items() if script is not None}


def tellings(without: str = "") -> list[ToldChoices]:
    """Return all labelled tellings, those by one hand left out."""
    told: list[ToldChoices] = []
    for path in files("intake"):
        for line in path.read_text("utf-8").splitlines():
            one = json.loads(line)
            slots = {**one["slots"], KIND: one.get("kind", "")}
            if one.get("script") in TRADES and hand_of(path) != without:
                told.append(ToldChoices(one["text"], one["script"], hand_of(path), slots, whole=True))
    for line in (DATA / "choices-own.jsonl").read_text("utf-8").splitlines():
        one = json.loads(line)
        hand = hand_of(Path(one["source"]))
        if hand != without:
            slots = {**one["slots"], KIND: one["kind"]}
            told.append(ToldChoices(one["text"], one["script"], hand, slots, whole=False))
    return told


class ChoiceLines:
    """The tellings as they are compared with each other, and what choices there are."""

    def __init__(self, told: Sequence[ToldChoices], sentences: Sentences) -> None:
        self.told, self.scripts = told, scripts()
        choices = [one for script in self.scripts.values() for slot in slots_read(script) for one in offered(slot)]
        words = [word for one in choices for word in (*one.label.values(), *one.words)]
        texts = [one.text for one in told]
        self.known = Known(sentences, [*texts, *words, ""])
        vectors = np.stack(self.known.of(texts))
        axes = axes_of(vectors)
        here = places([Situation()] * len(told), ())
        self.lines = lines_of(texts, here, axes, meanings_of(texts, [""] * len(texts), self.known, axes))
        self.like = likenesses(self.lines, CHOICE_MIX)["all"]
        self.vectors = vectors
        self.labels = list(dict.fromkeys(BETWEEN.join(one.label.values()) for one in choices))
        self.columns = {label: at for at, labels in enumerate(self.labels) for label in labels.split(BETWEEN)}
        self.targets = self._targets()
        self.described: dict[tuple[str, ...], Described] = {}

    def _targets(self) -> Floats:
        """Return which choice each telling names, as columns by label; NaN where that is not labelled."""
        targets = np.full((len(self.told), len(self.labels)), np.nan)
        for row, one in enumerate(self.told):
            for slot in slots_read(self.scripts[one.trade]):
                named = one.names(slot)
                for choice in offered(slot) if named is not None else ():
                    targets[row, self.column(choice)] = float(choice.key == named)
        return targets

    def column(self, choice: Choice) -> int:
        return self.columns[next(iter(choice.label.values()))]

    def fit(self, groups: Groups) -> tuple[Floats, Floats, Floats]:
        """Return what lines count, the averages, and what each telling scores by the other groups' lines.

        A choice is fitted on the lines where it was to be named: those of the scripts that have it.
        """
        counts, average = np.zeros(self.targets.shape), np.zeros(len(self.labels))
        scores = np.zeros(self.targets.shape)
        labelled = ~np.isnan(self.targets)
        for mask in np.unique(labelled, axis=1).T:
            rows = np.flatnonzero(mask)
            if not len(rows):
                continue
            at = np.flatnonzero((labelled == mask[:, None]).all(axis=0))
            targets = self.targets[np.ix_(rows, at)]
            mean = targets.mean(axis=0)
            found: tuple[Floats, HeldOut] = fit(self.like[np.ix_(rows, rows)], targets - mean, RESTRAINT, groups[rows])
            counts[np.ix_(rows, at)], average[at] = found[0], mean
            scores[np.ix_(rows, at)] = found[1].scores + mean
        return counts, average, scores

    def describe(self, choice: Choice) -> Described:
        key = (*choice.label.values(), BETWEEN, *choice.words)
        if key not in self.described:
            self.described[key] = described(choice, self.known)
        return self.described[key]

    def questions(self, scores: Floats, taught: Mapping[str, set[int]] | None = None) -> list[ChoiceQuestion]:
        """Return all that is asked of tellings; ``taught`` are the columns that count for each trade.

        Of lines that are no first messages only what they are labelled with is asked: they are short, and plainer.
        """
        found = []
        for row, one in enumerate(self.told):
            for slot in slots_read(self.scripts[one.trade]):
                named = one.names(slot)
                if named is None:
                    continue
                choices = offered(slot)
                columns = {label: at for label, at in self.columns.items() if taught is None or at in taught[one.trade]}
                of = taught_of(choices, columns, scores[row])
                if not is_readable(of):
                    continue
                told = (len(one.text), slot.wish)
                of_words = [self.describe(choice) for choice in choices]
                rows = evidence(self.vectors[row], of_words, of, hits(slot, one.text), told)
                keys = [choice.key for choice in choices]
                right = keys.index(named) if named in keys else len(keys)
                found.append(ChoiceQuestion(row, slot, right, rows))
        return found


def weigh(questions: Sequence[ChoiceQuestion], restraint: float = 1.0) -> Floats:
    """Return the weights of a conditional logistic regression, by Newton's method."""
    starts = np.cumsum([0, *(len(one.rows) for one in questions)])
    rows = np.concatenate([one.rows for one in questions])
    spread = rows.std(axis=0) + 1e-6
    rows = rows / spread
    group = np.repeat(np.arange(len(questions)), np.diff(starts))
    right = starts[:-1] + np.array([one.right for one in questions])
    weights = np.zeros(rows.shape[1])
    for _ in range(_ROUNDS):
        strength = rows @ weights
        shares = np.exp(strength - np.maximum.reduceat(strength, starts[:-1])[group])
        shares /= np.add.reduceat(shares, starts[:-1])[group]
        mean = np.add.reduceat(rows * shares[:, None], starts[:-1])
        slope = rows[right].sum(axis=0) - mean.sum(axis=0) - restraint * weights
        curve = (rows * shares[:, None]).T @ rows - mean.T @ mean + restraint * np.eye(len(weights))
        weights = weights + np.linalg.solve(curve, slope)
    found: Floats = weights / spread
    return found


def numbers(names: Iterable[str]) -> NDArray[np.int64]:
    """Return names by their numbers."""
    listed = list(names)
    order = sorted(set(listed))
    return np.array([order.index(one) for one in listed])


def by_trades(lines: ChoiceLines) -> tuple[Floats, dict[str, set[int]]]:
    """Return what each telling scores by the lines of other trades, and which choices those know."""
    trades = np.array([one.trade for one in lines.told])
    _, _, scores = lines.fit(numbers(trades))
    labelled = ~np.isnan(lines.targets)
    taught = {trade: set(np.flatnonzero(labelled[trades != trade].any(axis=0)).tolist()) for trade in TRADES}
    return scores, taught


def fitted(lines: ChoiceLines) -> Model:
    """Return the matcher: what lines count, and two rows of weights: for choices that were taught, and for new ones."""
    counts, average, scores = lines.fit(numbers(one.hand for one in lines.told))
    known = weigh(lines.questions(scores))
    new = weigh(lines.questions(*by_trades(lines)))
    view = ModelView(counts, average, np.stack([known, new]))
    return Model(lines.lines, tuple(lines.labels), {"all": view}, "")


def figures(lines: ChoiceLines) -> None:
    """Print how well each slot is read by other hands, and by other trades."""
    told = lines.told
    _, _, scores = lines.fit(numbers(one.hand for one in told))
    show("other hands", lines, lines.questions(scores), [one.hand for one in told])
    show("other trades", lines, lines.questions(*by_trades(lines)), [one.trade for one in told])


@dataclass
class ChoiceTally:
    """How often a slot was told, read, and read rightly: by the matcher, and by words alone."""

    told: int = 0
    read: int = 0
    right: int = 0
    named: int = 0
    named_rightly: int = 0

    def __str__(self) -> str:
        shares = [self.right / max(self.read, 1), self.right / max(self.told, 1)]
        by_words = [self.named_rightly / max(self.named, 1), self.named_rightly / max(self.told, 1)]
        return "{:>5}{:>6}  {:.2f} {:.2f}  {:>5}  {:.2f} {:.2f}".format(
            self.told, self.read, *shares, self.named, *by_words
        )


def show(title: str, lines: ChoiceLines, questions: Sequence[ChoiceQuestion], groups: Sequence[str]) -> None:
    print(f"by {title}: slot, told, read, precision, recall; by words: read, precision, recall")
    found: dict[str, ChoiceTally] = defaultdict(ChoiceTally)
    calling = {trade: values_that_call(script) for trade, script in lines.scripts.items()}
    for group in sorted({groups[one.row] for one in questions}):
        weights = weigh([one for one in questions if groups[one.row] != group])
        for one in (one for one in questions if groups[one.row] == group and lines.told[one.row].whole):
            likely = confidences(one.rows, weights)[:-1]
            best, named = int(likely.argmax()), np.flatnonzero(one.rows[:-1, NAMED])
            trade = lines.told[one.row].trade
            choice = offered(one.slot)[best]
            is_read = bool(likely[best] >= confidence_needed(one.slot, choice, calling[trade]))
            for name in (
                one.slot.key,
                f"{trade}: {one.slot.key}",
                f"{KIND if one.slot.key == KIND else 'rest'} {group}",
            ):
                tally = found[name]
                tally.told += one.right < len(likely)
                tally.read += is_read
                tally.right += is_read and best == one.right
                tally.named += len(named) == 1
                tally.named_rightly += len(named) == 1 and int(named[0]) == one.right
    for name, tally in sorted(found.items()):
        print(f"{name:<22}{tally}")


def main(arguments: Sequence[str]) -> int:
    sentences = installed()
    if sentences is None:
        print("the extra “recognition” is needed", file=sys.stderr)
        return 1
    if "--figures" in arguments:
        figures(ChoiceLines(tellings(), sentences))
        return 0
    path, file = DATA / "choices.npz", packed(fitted(ChoiceLines(tellings(), sentences)))
    same = path.exists() and path.read_bytes() == file
    print(f"choices: {len(file):,} bytes, {'as it was' if same else 'changed'}")
    if "--check" not in arguments:
        path.write_bytes(file)
    return int("--check" in arguments and not same)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
