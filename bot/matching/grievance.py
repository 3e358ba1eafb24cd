"""How much a text tells of a wrong: "you took the deposit twice" beside "where is my deposit". Knows no known issue.

One direction among meanings. `bench.grievance_fit` fits it to the known issues that come with the program: to their
wordings, and to what is unlike them. It holds for trades that it was not fitted to.
"""

from functools import cache
from importlib import resources
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
"""A row a text, as `Sentences` has it."""


def grievance(vectors: Vectors) -> NDArray[np.float64]:
    """Return how much each text tells of a wrong, in standard deviations of what was fitted to."""
    return (vectors @ _direction()).astype(np.float64)


@cache
def _direction() -> NDArray[np.float32]:
    file = resources.files("bot.matching").joinpath("grievance.npy").read_bytes()
    direction: NDArray[np.float32] = np.load(BytesIO(file), allow_pickle=False)
    return direction
