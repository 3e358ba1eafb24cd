"""A reading as it is kept with its turn, to be replayed and labelled: what was shown, what was said of it, how sure."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from bot.understanding.acts import Act, Stage
from bot.understanding.reader_port import Reading, Situation
from bot.understanding.signals import HeardSignal, Level, SignalName, When, Who

_KEPT = 3
"""Acts that are kept, the likeliest."""


def to_json(situation: Situation, reading: Reading) -> dict[str, Any]:
    """Return what is kept; the words themselves stand in the event."""
    return {
        "version": reading.version,
        "shown": {**asdict(situation), "before": list(situation.before)},
        "acts": [[act.value, round(confidence, 3)] for act, confidence in reading.acts[:_KEPT]],
        "signals": [asdict(signal) for signal in reading.signals],
    }


def from_json(kept: Mapping[str, Any]) -> tuple[Situation, Reading]:
    """Return what `to_json` kept: of the acts only the likeliest."""
    shown = dict(kept["shown"])
    situation = Situation(**{**shown, "stage": Stage(shown["stage"]), "before": tuple(shown["before"])})
    signals = tuple(
        HeardSignal(SignalName(one["name"]), Who(one["who"]), When(one["when"]), Level(one["level"]), one["confidence"])
        for one in kept["signals"]
    )
    acts = tuple((Act(name), confidence) for name, confidence in kept["acts"])
    return situation, Reading(acts, signals, kept["version"])
