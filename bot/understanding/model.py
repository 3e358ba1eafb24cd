"""What reading goes by: two fitted models, and the small files they are shipped in.

A file is written the same, byte by byte, for the same numbers. Fits nothing: see `bench/understanding_fit.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.understanding.acts import Act, Stage
from bot.understanding.line_likeness import Floats, KnownLines, Mix, Places
from bot.understanding.reader_port import Situation
from bot.understanding.signals import GRAVE, SignalName

ACTS, SIGNALS = tuple(Act), tuple(SignalName)
STAGES = tuple(Stage)
VIEWS = ("all", "words")
"""By meanings and words, and by words alone where no meanings can be read."""
ACT_MIX = Mix(meanings=0.3, words=0.6, before=0.1, same_stage=0.25, same_place=0.1, prior=0.3)
SIGNAL_MIX = Mix(meanings=0.5, words=0.5)
PLAIN = np.array([name not in GRAVE for name in SIGNALS])
WHO, WHEN = len(SIGNALS), len(SIGNALS) + 1
"""Columns beside those of the signals: somebody else rather than the customer, past rather than now."""


@dataclass(frozen=True)
class ModelView:
    """What was fitted for one way to read."""

    counts: Floats
    """How much each line counts for each column."""
    average: Floats
    """What each column is when nothing is alike."""
    scale: Floats
    """From scores to confidences: see `act_confidences` and `signal_confidences`."""


@dataclass(frozen=True)
class Model:
    """Labelled lines, and what was fitted for each way to read."""

    lines: KnownLines
    slots: tuple[str, ...]
    """Slots that were asked for in the lines."""
    views: Mapping[str, ModelView]
    version: str

    def seen(self, view: str) -> ModelView:
        """Return what was fitted for a way to read; where nothing was for words alone, they count as among the rest."""
        return self.views[view if view in self.views else "all"]


def places(situations: Sequence[Situation], slots: tuple[str, ...]) -> Places:
    """Return where texts stand; a slot that no line was asked for is a place of its own."""
    numbers = {slot: at for at, slot in enumerate(slots)}
    stages = np.array([STAGES.index(one.stage) for one in situations], dtype=np.int64)
    asked = np.array([numbers.get(one.slot, len(slots)) for one in situations], dtype=np.int64)
    return Places(stages, stages * (len(slots) + 1) + asked)


def packed(model: Model) -> bytes:
    """Return a model as its file."""
    lines = model.lines
    arrays: dict[str, NDArray[Any]] = {
        "stages": lines.places.stages.astype(np.uint8),
        "places": lines.places.places.astype(np.uint16),
        "axes": lines.axes.astype(np.float16),
        "vectors": lines.vectors,
        "before": lines.before,
        "keys": lines.keys,
        "rarity": lines.rarity.astype(np.float16),
        "starts": lines.starts.astype(np.uint32),
        "rows": lines.rows.astype(np.uint16),
        "weights": lines.weights,
        "slots": np.array(model.slots, dtype=np.str_),
    }
    for name, view in model.views.items():
        step = _step(view.counts)
        arrays |= {
            f"{name}-counts": np.rint(view.counts / step).astype(np.int16),
            f"{name}-step": np.array(step),
            f"{name}-average": np.round(view.average, 6),
            f"{name}-scale": np.round(view.scale, 4),
        }
    file = BytesIO()
    np.savez_compressed(file, allow_pickle=False, **arrays)
    return file.getvalue()


def _step(counts: Floats) -> float:
    return float(f"{np.abs(counts).max() / 32_000:.4g}")


def unpacked(file: bytes) -> Model:
    """Return the model of a file."""
    with np.load(BytesIO(file), allow_pickle=False) as held:
        lines = KnownLines(
            Places(held["stages"].astype(np.int64), held["places"].astype(np.int64)),
            held["axes"].astype(np.float32),
            held["vectors"],
            held["before"],
            held["keys"],
            held["rarity"].astype(np.float32),
            held["starts"].astype(np.int64),
            held["rows"].astype(np.int64),
            held["weights"],
        )
        views = {
            name: ModelView(
                held[f"{name}-counts"] * held[f"{name}-step"], held[f"{name}-average"], held[f"{name}-scale"]
            )
            for name in VIEWS
            if f"{name}-counts" in held
        }
        return Model(lines, tuple(held["slots"].tolist()), views, sha256(file).hexdigest()[:12])


def shipped(name: str) -> Model:
    """Return the model that comes with the program: ``acts``, ``signals`` or ``choices``."""
    return unpacked((files("bot.understanding") / "data" / f"{name}.npz").read_bytes())


def act_confidences(scores: Floats, scale: Floats) -> Floats:
    """Return confidences, one row a text, from scores: ``scale`` holds how steep, and what is taken off each act."""
    steep = scale[0] * (scores - scale[1:])
    shares = np.exp(steep - steep.max(axis=1, keepdims=True))
    confidences: Floats = shares / shares.sum(axis=1, keepdims=True)
    return confidences


def signal_confidences(evidence: Floats, scale: Floats) -> Floats:
    """Return how likely each signal is: the last axis of ``evidence`` is what `scale` weighs, a row for each signal."""
    confidences: Floats = 1 / (1 + np.exp(-(np.einsum("tsf,sf->ts", evidence, scale[:, 1:]) + scale[:, 0])))
    return confidences


def signal_evidence(whole: Floats, highest: Floats, heard: Floats, lengths: Floats) -> Floats:
    """Return what speaks for each signal in each text.

    The score of the whole text, the highest of its sentences, whether a phrase was heard, how long the text is, and
    both of these: a phrase says more in a short text, but for a grave one, which may be hyperbole there. Then what the
    text scores for all signals: who tells of a frail mother is less likely to tell of an assault.
    """
    long = np.broadcast_to(np.log1p(lengths)[:, None], whole.shape)
    its_own = np.stack([whole, highest, heard, long, heard * long * PLAIN], axis=2)
    all_scores = np.concatenate([whole, highest], axis=1)[:, None]
    return np.concatenate([its_own, np.broadcast_to(all_scores, (*whole.shape, all_scores.shape[2]))], axis=2)
