"""A stand-in for the sentence embedding: texts are near as they share letters. Quick, and the same everywhere."""

import numpy as np
from numpy.typing import NDArray

from bot.matching.sentences import Sentences


def encode(texts: list[str]) -> NDArray[np.float32]:
    rows = np.zeros((len(texts), 512), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        for letter in text:
            row[ord(letter) % 512] += 1
    return rows


def by_letters() -> Sentences:
    return Sentences(encode)
