"""How the log is written: an error by its name and its place, never by its words, which may be a customer's.

What the program logs itself names ids, kinds and counts. An error that nobody foresaw may quote anything.
"""

import logging
import traceback
from types import TracebackType

LINE = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class WordlessFormatter(logging.Formatter):
    """Writes tracebacks without the words of the errors; what the system says of a failed call stays."""

    def formatException(  # noqa: N802  # the name is the library's
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        """Return where an error came from, and those behind it."""
        return "".join(_told(ei[1])).rstrip("\n") if ei[1] is not None else ""


def log_wordless(level: int) -> None:
    """Have all that is logged from this level on go to standard error, line by line."""
    handler = logging.StreamHandler()
    handler.setFormatter(WordlessFormatter(LINE))
    logging.basicConfig(level=level, handlers=[handler])


def _told(error: BaseException) -> list[str]:
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    system = f": {error.strerror}" if isinstance(error, OSError) and error.errno and error.strerror else ""
    kind = type(error)
    return [
        *([*_told(before), "\nThen:\n"] if before is not None else []),
        "Traceback (most recent call last):\n",
        *traceback.format_tb(error.__traceback__),
        f"{kind.__module__}.{kind.__qualname__}{system}\n",
    ]
