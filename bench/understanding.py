"""How well acts and signals are read of texts by hands that were left out: ``python -m bench.understanding``.

Beside the shipped ways to read stand what anybody could do: the commonest act of each stage, and the phrase lists
alone. All in one run, on the same lines.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from bench.understanding_fit import OWN, Fitted, fitted_acts, fitted_signals, hand_of
from bot.desk.signals.signal_reader import SignalReader
from bot.matching.sentences import installed
from bot.understanding.acts import Act
from bot.understanding.labelled_lines import LabelledAct, LabelledMessage
from bot.understanding.learned_reader import level_of
from bot.understanding.line_likeness import Floats
from bot.understanding.model import ACTS, SIGNALS, VIEWS
from bot.understanding.reading_evaluation import ActFigures, ActOutcome, SignalOutcome, SignalReadingFigures
from bot.understanding.signals import Level, SignalName

ACT_COLUMNS = ("lines", "accuracy", "macro_f1", "first_two", "control_as_answer")
SIGNAL_COLUMNS = ("lines", "recall", "false_alarm_rate", "grave_unheard", "quiet_lines")
_COMMONEST = "the commonest act of the stage"
_LISTS = "the phrase lists alone"
_LISTED = SignalReader()


def acts(told: Sequence[LabelledAct], fitted: Fitted, sources: Sequence[str]) -> None:
    ways: dict[str, Callable[[int], tuple[Act, ...]]] = {_COMMONEST: _commonest(told, sources)}
    for view in VIEWS:
        ways[view] = _ranked(fitted.held_out[view])
    of_files = sorted({one for one in sources if one.startswith("acts-") and hand_of(Path(one)) != OWN})
    for way, read in ways.items():
        outcomes = {
            name: [ActOutcome(told[at], read(at)) for at, source in enumerate(sources) if source == name]
            for name in of_files
        }
        outcomes["together"] = [one for found in outcomes.values() for one in found]
        _table(f"acts, {way}", {name: ActFigures(found).figures() for name, found in outcomes.items()}, ACT_COLUMNS)


def _commonest(told: Sequence[LabelledAct], sources: Sequence[str]) -> Callable[[int], tuple[Act, ...]]:
    def read(at: int) -> tuple[Act, ...]:
        where = told[at].situation.stage
        counted = Counter(
            one.act
            for one, source in zip(told, sources, strict=True)
            if source != sources[at] and source.startswith("acts-") and one.situation.stage == where
        )
        return tuple(act for act, _ in counted.most_common())

    return read


def _ranked(confidences: Floats) -> Callable[[int], tuple[Act, ...]]:
    return lambda at: tuple(ACTS[column] for column in np.argsort(-confidences[at], kind="stable"))


def signals(told: Sequence[LabelledMessage], fitted: Fitted, sources: Sequence[str]) -> None:
    ways: dict[str, Callable[[int], SignalOutcome]] = {_LISTS: lambda at: _by_lists(told[at])}
    for view in VIEWS:
        ways[view] = _by_model(told, fitted.held_out[view], view)
    kinds = {
        "whole first messages": [at for at, one in enumerate(sources) if one.startswith("intake-")],
        "shorter, indirect texts": [
            at
            for at, one in enumerate(sources)
            if one.startswith("signals-") and one not in ("signals-plain", f"signals-{OWN}")
        ],
        "said in a conversation": [
            at for at, one in enumerate(sources) if one.startswith("acts-") and one != f"acts-{OWN}"
        ],
    }
    for way, read in ways.items():
        figures = {name: SignalReadingFigures([read(at) for at in of]).figures() for name, of in kinds.items()}
        _table(f"signals, {way}", figures, SIGNAL_COLUMNS)


def _by_lists(one: LabelledMessage) -> SignalOutcome:
    return SignalOutcome(one, frozenset(SignalName(name) for name in _LISTED.read(one.text)))


def _by_model(told: Sequence[LabelledMessage], confidences: Floats, view: str) -> Callable[[int], SignalOutcome]:
    def read(at: int) -> SignalOutcome:
        likely = dict(zip(SIGNALS, confidences[at].tolist(), strict=True))
        phrases = _LISTED.read(told[at].text)
        levels = {name: level_of(name, one, view, is_phrased=name in phrases) for name, one in likely.items()}
        sure, unsure = (frozenset(name for name in levels if levels[name] is level) for level in Level)
        return SignalOutcome(told[at], sure, unsure)

    return read


def _table(heading: str, figures: dict[str, dict[str, object]], columns: Sequence[str]) -> None:
    print(f"\n{heading}\n{'':<26}" + "".join(f"{column:>19}" for column in columns))
    for name, of in figures.items():
        cells = (f"{value:.3f}" if isinstance(value := of[column], float) else str(value) for column in columns)
        print(f"{name:<26}" + "".join(f"{cell:>19}" for cell in cells))


def main() -> None:
    sentences = installed()
    if sentences is None:
        print("the extra “recognition” is needed")
        return
    acts(*fitted_acts(sentences))
    signals(*fitted_signals(sentences))


if __name__ == "__main__":
    main()
