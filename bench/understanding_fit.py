"""Fits the models of understanding: ``make train`` writes both files anew, ``--check`` only tells what would change.

All numbers come from the labelled lines beside the models. Whatever is chosen by what texts by other hands do to it is
chosen with each hand (each file) left out in turn. Needs the extra ``recognition``.
"""

import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.desk.signals.signal_reader import SignalReader
from bot.matching.sentences import Sentences, installed
from bot.understanding.acts import CONTROL, Act
from bot.understanding.clauses import clauses, suspects
from bot.understanding.labelled_lines import LabelledAct, LabelledMessage, LabelledSignal, read_acts, read_texts
from bot.understanding.learned_reader import Scorer, meanings_of
from bot.understanding.line_likeness import TERM_STEP, Floats, KnownLines, Likeness, Meanings, Mix, Places
from bot.understanding.model import (
    ACT_MIX,
    ACTS,
    SIGNAL_MIX,
    SIGNALS,
    VIEWS,
    Model,
    ModelView,
    act_confidences,
    packed,
    places,
    signal_evidence,
)
from bot.understanding.reader_port import Situation
from bot.understanding.signals import SignalName, When, Who
from bot.understanding.terms import counts, number, weighted

DATA = Path(__file__).parent.parent / "bot" / "understanding" / "data"
OWN = "own"
"""The hand of those who wrote the rules: fitted on, never counted in figures."""
RESTRAINT = {"acts": 0.05, "signals": 0.1}
AXES = 128
"""Numbers by which meanings are compared: on hands that were left out as good as all 512."""
ALSO = 0.4
"""How much an act counts that a line does as well."""
LEAST_LINES = 2
"""In which a term must stand to be known."""
TAKEN = 0.01
"""So many of the control words may be taken for an answer."""

HARMLESS = frozenset(Act) - {Act.TELLS, Act.ADDS, Act.WITHDRAWS, Act.SOLVED, Act.WANTS_PERSON}
"""Acts whose lines hardly ever hold a signal."""
EACH_OF_SO_MANY = 2
"""Of those lines, so that the others keep their weight."""

Groups = NDArray[np.int64]


@dataclass(frozen=True)
class HeldOut:
    """What each line scores by the lines of all other hands, and how much those then count."""

    scores: Floats
    counts: dict[int, Floats]
    """For each hand, what the lines count without it."""


def files(kind: str) -> list[Path]:
    return sorted(DATA.glob(f"{kind}-*.jsonl"))


def axes_of(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the directions in which meanings differ most, as they are kept."""
    return np.linalg.svd(vectors.T @ vectors)[0][:, :AXES].astype(np.float16).astype(np.float32)


def lines_of(texts: Sequence[str], where: Places, axes: NDArray[np.float32], meanings: Meanings) -> KnownLines:
    """Return lines as they are compared with, their terms counted."""
    held = Counter[int]()
    for text in texts:
        words, letters = counts(text)
        held.update({number(term) for term in (*words, *letters)})
    rare = {key: float(np.float16(1 + log(len(texts) / of))) for key, of in sorted(held.items()) if of >= LEAST_LINES}
    cells = sorted(
        (key, row, round(weight / TERM_STEP))
        for row, text in enumerate(texts)
        for key, weight in weighted(text, rare).items()
    )
    cells = [cell for cell in cells if cell[2]]
    keys = np.array(list(rare), dtype=np.uint32)
    ends = np.searchsorted(np.array([cell[0] for cell in cells]), keys, side="right")
    return KnownLines(
        where,
        axes,
        meanings.texts,
        meanings.before,
        keys,
        np.array(list(rare.values()), dtype=np.float32),
        np.concatenate([[0], ends]).astype(np.int64),
        np.array([cell[1] for cell in cells], dtype=np.int64),
        np.array([min(255, cell[2]) for cell in cells], dtype=np.uint8),
    )


def likenesses(lines: KnownLines, mix: Mix) -> dict[str, Floats]:
    """Return for each view how like the lines are to each other."""
    likeness, words = Likeness(lines, mix), words_alike(lines)
    if mix.same_stage:
        staged = mix.same_stage + mix.same_place
        words *= 1 - staged + staged * (lines.places.stages[:, None] == lines.places.stages)
    meanings = Meanings(lines.vectors, lines.before)
    return {
        "all": likeness.of(meanings, lines.places) + mix.words * words,
        "words": likeness.of(None, lines.places) + words,
    }


def words_alike(lines: KnownLines) -> Floats:
    """Return how like the lines are to each other by words: the products of the weights of terms that both hold."""
    alike = np.zeros((len(lines), len(lines)), dtype=np.float32)
    for start, end in pairwise(lines.starts.tolist()):
        rows = lines.rows[start:end]
        weights = lines.weights[start:end].astype(np.float32) * np.float32(TERM_STEP)
        alike[np.ix_(rows, rows)] += np.outer(weights, weights)
    return alike


def fit(like: Floats, targets: Floats, restraint: float, hands: Groups) -> tuple[Floats, HeldOut]:
    """Return what each line counts, by ridge regression, and what comes of leaving out each hand in turn."""
    inverse = np.linalg.inv(like.astype(np.float64) + restraint * np.eye(len(like)))
    whole = inverse @ targets
    scores, without = np.zeros_like(targets), {}
    for hand in np.unique(hands):
        of = np.flatnonzero(hands == hand)
        missing = np.linalg.solve(inverse[np.ix_(of, of)], whole[of])
        scores[of] = targets[of] - missing
        without[int(hand)] = whole - inverse[:, of] @ missing
    return whole, HeldOut(scores, without)


class Known:
    """Reads each meaning once, in groups of like length and in one order, so that the same is read the same."""

    def __init__(self, sentences: Sentences, texts: Iterable[str]) -> None:
        new = sorted(set(texts), key=lambda text: (len(text), text))
        self._vectors: dict[str, NDArray[np.float32]] = {}
        for at in range(0, len(new), 16):
            self._vectors.update(zip(new[at : at + 16], sentences.of(new[at : at + 16]), strict=True))

    def of(self, texts: Sequence[str]) -> list[NDArray[np.float32]]:
        return [self._vectors[text] for text in texts]


@dataclass(frozen=True)
class Fitted:
    """A model, and what each of its lines scores by other hands' lines."""

    model: Model
    held_out: dict[str, Floats]
    """Confidences for each view."""
    hands: Groups


def fit_acts(told: Sequence[LabelledAct], numbers: tuple[Groups, int], sentences: Sentences) -> Fitted:
    hands, own = numbers
    texts, situations = [one.text for one in told], [one.situation for one in told]
    before = [one.before[-1] if one.before else "" for one in situations]
    known = Known(sentences, [*texts, *before])
    axes = axes_of(np.stack([known.of([text])[0] for text, hand in zip(texts, hands, strict=True) if hand == own]))
    slots = tuple(sorted({one.slot for one in situations}))
    lines = lines_of(texts, places(situations, slots), axes, meanings_of(texts, before, known, axes))
    targets = act_targets(told)
    average = targets.mean(axis=0)
    views, held = {}, {}
    for view, like in likenesses(lines, ACT_MIX).items():
        whole, without = fit(like, targets - average, RESTRAINT["acts"], hands)
        scores, counted = without.scores + average, hands != own
        views[view] = ModelView(whole, average, act_scale(scores, told, counted))
        held[view] = np.zeros_like(scores)
        for hand in np.unique(hands):
            of = hands == hand
            held[view][of] = act_confidences(scores[of], act_scale(scores, told, counted & ~of))
    return Fitted(Model(lines, slots, views, ""), held, hands)


def act_targets(told: Sequence[LabelledAct]) -> Floats:
    """Return what each line does: an act that would be as right counts for less."""
    return np.array([[1.0 if one.act == act else ALSO * (act in one.also) for act in ACTS] for one in told])


def act_scale(scores: Floats, lines: Sequence[LabelledAct], counted: NDArray[np.bool_]) -> Floats:
    """Return how steep confidences are, and what *answers* must be ahead by so that hardly a control word is one."""
    scores, told = scores[counted], [one for one, counts in zip(lines, counted, strict=True) if counts]
    answers = ACTS.index(Act.ANSWERS)
    control = np.array([one.act in CONTROL and Act.ANSWERS not in one.also for one in told])
    ahead = scores[:, answers] - np.delete(scores, answers, axis=1).max(axis=1)
    off = np.zeros(len(ACTS))
    off[answers] = max(0.0, round(float(np.sort(ahead[control])[-1 - int(TAKEN * control.sum())]), 3))
    rows, right = np.arange(len(told)), np.array([ACTS.index(one.act) for one in told])

    def loss(steep: float) -> float:
        sure = act_confidences(scores, np.array([steep, *off]))[rows, right]
        return float(-np.log(np.maximum(sure, 1e-9)).mean())

    return np.array([min((float(steep) for steep in range(2, 25)), key=loss), *off])


def fit_signals(told: Sequence[LabelledMessage], numbers: tuple[Groups, int], sentences: Sentences) -> Fitted:
    hands, own = numbers
    texts = [one.text for one in told]
    parts = [clauses(text) for text in texts]
    known = Known(sentences, [*texts, *(part for of in parts for part in of)])
    axes = axes_of(np.stack([known.of([text])[0] for text, hand in zip(texts, hands, strict=True) if hand == own]))
    nowhere = [""] * len(texts)
    lines = lines_of(texts, places([Situation()] * len(texts), ()), axes, meanings_of(texts, nowhere, known, axes))
    targets, average = signal_targets(told)
    labels = targets[:, : len(SIGNALS)]
    heard = hits(texts, SignalReader().read)
    lengths = np.array([float(len(text)) for text in texts])
    likely, views, held = likenesses(lines, SIGNAL_MIX), {}, {}
    chosen: list[list[int]] | None = None
    for view in ("words", "all"):
        whole, without = fit(likely[view], targets - average, RESTRAINT["signals"], hands)
        scores = (without.scores + average)[:, : len(SIGNALS)]
        model = Model(lines, (), {view: ModelView(whole, average, average)}, "")
        of_parts = part_scores(model, view, parts, hands, without, known)
        if chosen is None:
            highest = np.stack([of.max(axis=0) for of in of_parts])
            chosen = [suspects(part, of.max(axis=1)) for part, of in zip(parts, of_parts, strict=True)]
        else:
            highest = np.stack([of[at].max(axis=0) for of, at in zip(of_parts, chosen, strict=True)])
        evidence = signal_evidence(scores, highest, heard, lengths)
        views[view] = ModelView(whole, average, signal_scale(evidence, labels))
        held[view] = held_out_signals(evidence, labels, hands)
    return Fitted(Model(lines, (), {view: views[view] for view in VIEWS}, ""), held, hands)


def part_scores(
    model: Model, view: str, parts: Sequence[list[str]], hands: Groups, without: HeldOut, known: Known
) -> list[Floats]:
    """Return what the sentences of each text score by other hands' lines."""
    found: list[Floats] = [np.zeros(0)] * len(parts)
    for hand, counted in without.counts.items():
        fitted = ModelView(counted, model.views[view].average, model.views[view].scale)
        scorer = Scorer(Model(model.lines, (), {view: fitted}, ""), known if view == "all" else None, SIGNAL_MIX)
        for at in np.flatnonzero(hands == hand).tolist():
            found[at] = scorer.scores(parts[at], [Situation()] * len(parts[at]))[:, : len(SIGNALS)]
    return found


def signal_targets(told: Sequence[LabelledMessage]) -> tuple[Floats, Floats]:
    """Return what each text says, with whom and when as columns of their own, and the average of each."""
    named = np.array([[float(one.holds(name)) for name in SIGNALS] for one in told])
    who = [sum(1.0 if signal.who == Who.OTHER else -1.0 for signal in one.signals[:1]) for one in told]
    when = [sum(1.0 if signal.when == When.PAST else -1.0 for signal in one.signals[:1]) for one in told]
    average = np.concatenate([named.mean(axis=0), [0.0, 0.0]])
    return np.column_stack([named, who, when]), average


def hits(texts: Sequence[str], hear: Callable[[str], Collection[str]]) -> Floats:
    found = [hear(text) for text in texts]
    return np.array([[float(name in one) for name in SIGNALS] for one in found])


def signal_scale(evidence: Floats, labels: Floats) -> Floats:
    return np.array([logistic(evidence[:, at], labels[:, at]) for at in range(len(SIGNALS))])


def held_out_signals(evidence: Floats, labels: Floats, hands: Groups) -> Floats:
    found = np.zeros_like(labels)
    for hand in np.unique(hands):
        of = hands == hand
        scale = signal_scale(evidence[~of], labels[~of])
        score = np.einsum("tsf,sf->ts", evidence[of], scale[:, 1:]) + scale[:, 0]
        found[of] = 1 / (1 + np.exp(-score))
    return found


def logistic(evidence: Floats, labels: Floats, restraint: float = 10.0, rounds: int = 25) -> Floats:
    """Return the weights of a logistic regression, the constant first, by Newton's method."""
    mean, spread = evidence.mean(axis=0), evidence.std(axis=0) + 1e-6
    columns = np.column_stack([np.ones(len(evidence)), (evidence - mean) / spread])
    weights, held = np.zeros(columns.shape[1]), np.diag([1e-6, *[restraint] * evidence.shape[1]])
    for _ in range(rounds):
        likely = 1 / (1 + np.exp(-(columns @ weights)))
        slope = columns.T @ (labels - likely) - held @ weights
        curve = (columns * (likely * (1 - likely))[:, None]).T @ columns + held
        weights = weights + np.linalg.solve(curve, slope)
    plain = weights[1:] / spread
    return np.array([weights[0] - plain @ mean, *plain])


def hand_of(path: Path) -> str:
    """Return who wrote a file: acts and first messages of one trade are by one hand."""
    return path.stem.removeprefix("acts-").removeprefix("intake-").removeprefix("signals-")


def numbered(hands: Sequence[str]) -> tuple[Groups, int]:
    """Return hands by their numbers, and that of the own one."""
    names = sorted(set(hands))
    return np.array([names.index(hand) for hand in hands]), names.index(OWN)


def act_lines() -> tuple[list[LabelledAct], list[str]]:
    """Return all lines that acts are fitted on with the files they are from."""
    told = [(path, one) for path in files("acts") for one in read_acts(path)]
    return [one for _, one in told], [path.stem for path, _ in told]


def signal_lines() -> tuple[list[LabelledMessage], list[str]]:
    """Return all texts that signals are fitted on with the files they are from.

    What is said in the course of a conversation, such as "looks good, go ahead", holds none, but for the wish for a
    person: without such lines whatever is not alike to a labelled text would be heard as something.
    """
    told = [(path, one) for path in [*files("intake"), *files("signals")] for one in read_texts(path)]
    wish = (LabelledSignal(SignalName.WANTS_PERSON, Who.CUSTOMER, When.NOW),)
    for path in files("acts"):
        for at, line in enumerate(read_acts(path)):
            if line.act == Act.WANTS_PERSON:
                told.append((path, LabelledMessage(line.id, line.text, wish)))
            elif line.act in HARMLESS and at % EACH_OF_SO_MANY == 0:
                told.append((path, LabelledMessage(line.id, line.text, ())))
    return [one for _, one in told], [path.stem for path, _ in told]


def fitted_acts(sentences: Sentences) -> tuple[list[LabelledAct], Fitted, list[str]]:
    lines, sources = act_lines()
    return lines, fit_acts(lines, numbered([hand_of(Path(one)) for one in sources]), sentences), sources


def fitted_signals(sentences: Sentences) -> tuple[list[LabelledMessage], Fitted, list[str]]:
    lines, sources = signal_lines()
    return lines, fit_signals(lines, numbered([hand_of(Path(one)) for one in sources]), sentences), sources


def main(check: bool) -> int:
    sentences = installed()
    if sentences is None:
        print("the extra “recognition” is needed", file=sys.stderr)
        return 1
    changed = 0
    for name, fitted in (("acts", fitted_acts(sentences)[1]), ("signals", fitted_signals(sentences)[1])):
        path, file = DATA / f"{name}.npz", packed(fitted.model)
        same = path.exists() and path.read_bytes() == file
        changed += not same
        print(f"{name}: {len(fitted.model.lines)} lines, {len(file):,} bytes, {'as it was' if same else 'changed'}")
        if not check:
            path.write_bytes(file)
    return int(check and changed > 0)


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
