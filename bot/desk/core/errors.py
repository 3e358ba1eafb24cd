"""Errors of the desk: what an agent is refused, and how any error is named where its words must not be told.

The words of an error may hold what people wrote, or a secret.
"""

import traceback
from pathlib import Path


def error_kind(error: BaseException) -> str:
    """Return the error's name and the line that raised it, never its words."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return type(error).__name__ + place


class Refused(Exception):
    """An agent's wish that cannot be met; its text names the reason, which the pages put into the agent's language."""
