"""Fits what tells of a wrong: ``make train`` writes its file anew, ``--check`` only tells whether it would change.

Fitted to the known issues that come with the program: their wordings against what is unlike them. Printed is how often
of two texts of a trade the one that is unlike its issues tells more of a wrong than the wording, by what was fitted to
the three other trades.
"""

import sys
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]  # it has no hints
from sklearn.metrics import roc_auc_score  # type: ignore[import-untyped]

import bot.matching
import dialogs
from bot.matching.sentences import Sentences, installed
from dialogs.language.known_issue import load_known_issues

FILE = Path(bot.matching.__path__[0]) / "grievance.npy"
RESTRAINT = 3.0
"""How small the weights are kept."""
SAME = 0.02
"""Another machine rounds otherwise."""

Texts = dict[str, bool]
"""Texts, each with whether it is unlike all issues."""


def trades() -> dict[str, Texts]:
    """Return what the known issues of each trade show."""
    found = dict[str, Texts]()
    for file in sorted((Path(dialogs.__path__[0]) / "known_issues").glob("*.yaml")):
        issues, _ = load_known_issues(file.read_text("utf-8"))
        shown = {text: False for issue in issues for text in issue.wordings}
        found[file.stem] = shown | {text: True for issue in issues for text in issue.unlike}
    return found


def fitted(shown: Iterable[Texts], sentences: Sentences) -> NDArray[np.float32]:
    texts = [pair for told in shown for pair in told.items()]
    vectors = np.stack(sentences.of([text for text, _ in texts]))
    model: Any = LogisticRegression(C=1 / RESTRAINT, class_weight="balanced", max_iter=5000)
    direction = model.fit(vectors, [unlike for _, unlike in texts]).coef_[0]
    scaled: NDArray[np.float32] = (direction / (vectors @ direction).std()).astype(np.float32)
    return scaled


def main(check: bool) -> int:
    sentences = installed()
    if sentences is None:
        print("the extra “recognition” is needed", file=sys.stderr)
        return 1
    shown = trades()
    for trade, texts in shown.items():
        direction = fitted((told for name, told in shown.items() if name != trade), sentences)
        told = roc_auc_score([*texts.values()], np.stack(sentences.of([*texts])) @ direction)
        print(f"{trade}: {told:.3f} by what was fitted to the other trades")
    direction, file = fitted(shown.values(), sentences), BytesIO()
    same = FILE.exists() and np.allclose(np.load(FILE), direction, atol=SAME)
    print(f"grievance: {sum(map(len, shown.values()))} texts, {'as it was' if same else 'changed'}")
    if not check and not same:
        np.save(file, direction, allow_pickle=False)
        FILE.write_bytes(file.getvalue())
    return int(check and not same)


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
