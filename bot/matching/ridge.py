"""A linear machine over a kernel that tells how it would have judged what it had not seen. Knows no texts.

Regularised least squares (Rifkin, Yeo and Poggio 2003): one inversion makes the machine, and from the same inversion
comes, exactly, what it would say of each row had it never seen that row, or any row of its matter.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Owners = NDArray[np.intp]
"""Of each row the number of its matter; those of one matter stand together."""

_RESTRAINT = 0.5
"""How much more a simple machine is worth than one that has every row right."""


@dataclass(frozen=True)
class Ridge:
    """What was learnt from rows of known matters."""

    weights: Numbers
    """From a row of the kernel to a score for each matter: some 1 for its own, some 0 for others."""
    unseen: Numbers
    """The scores of each row by a machine that never saw it."""
    unknown: Numbers
    """The scores of each row by a machine that never saw its matter, whose own score means nothing here."""


def learn(kernel: Numbers, owner: Owners, matters: int) -> Ridge:
    """Return the machine for rows whose likeness to each other is given."""
    wanted = (owner[:, None] == np.arange(matters)).astype(np.float64)
    inverse = np.linalg.inv(kernel + _RESTRAINT * np.eye(len(owner)))
    weights = inverse @ wanted
    unseen = wanted - weights / np.diag(inverse)[:, None]
    unknown = np.zeros_like(wanted)
    for matter in range(matters):
        own = np.flatnonzero(owner == matter)
        unknown[own] = wanted[own] - np.linalg.solve(inverse[np.ix_(own, own)], weights[own])
    return Ridge(weights, unseen, unknown)
