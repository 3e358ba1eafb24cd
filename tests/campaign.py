"""How large the long tests are: short among the others, or in full with ``CAMPAIGN=full``, which tells its figures."""

import os
import sys

import pytest

FULL = os.environ.get("CAMPAIGN") == "full"


def size(short: int, full: int) -> int:
    """Return how often to do it."""
    return full if FULL else short


def tell(capsys: pytest.CaptureFixture[str], figures: str) -> None:
    """Print the figures of a campaign in full."""
    if FULL:
        with capsys.disabled():
            sys.stdout.write(f"\n{figures}\n")
