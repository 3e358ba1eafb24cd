"""A file of the company's own in its folder of scripts, such as its signals: read at the start, and when it changes.

With a mistake in it the file changes nothing: what was in force before still is.
"""

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from bot.desk.core.reply_file import REPLIES_FILE
from bot.desk.outcomes.outcome_file import OUTCOMES_FILE
from bot.desk.scripts.validation import Mistake
from bot.desk.signals.signal_file import SIGNALS_FILE
from dialogs.strict_yaml.problems import Problem

log = logging.getLogger(__name__)

COMPANY_FILES = (SIGNALS_FILE, REPLIES_FILE, OUTCOMES_FILE)
"""What of the company's own may stand beside its scripts, and is none."""

Held = TypeVar("Held")


class CompanyFile(Generic[Held]):
    """One such file, and what was last seen of it."""

    def __init__(
        self,
        folder: Path,
        name: str,
        read: Callable[[str], tuple[Held | None, tuple[Problem, ...]]],
        take: Callable[[Held | None], None],
    ) -> None:
        """``take`` puts in force what the file holds, or None where there is no file."""
        self.path = folder
        self._name = name
        self._read = read
        self._take = take
        self._seen: str | None = None

    async def look(self) -> list[Mistake]:
        """Put in force what stands in the file; return all that is wrong with it."""
        text = await asyncio.to_thread(self._text)
        if text == self._seen:
            return []
        self._seen = text
        held, problems = (None, ()) if text is None else self._read(text)
        mistakes = [Mistake(self._name, problem) for problem in problems]
        if mistakes:
            log.warning("%s changes nothing:\n%s", self._name, "\n".join(map(str, mistakes)))
        else:
            self._take(held)
        return mistakes

    def _text(self) -> str | None:
        try:
            return (self.path / self._name).read_bytes().decode("utf-8", "surrogateescape")
        except FileNotFoundError:
            return None
