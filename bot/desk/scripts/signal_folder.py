"""The company's file of signals in its folder of scripts: read at the start, and whenever it changes.

With a mistake in it the file changes nothing: what was heard before still is.
"""

import asyncio
import logging
from pathlib import Path

from bot.desk.scripts.validation import Mistake
from bot.desk.signals.signal_file import SIGNALS_FILE, SignalPhrases, company_phrases
from bot.desk.signals.signal_reader import SignalReader

log = logging.getLogger(__name__)


class SignalFolder:
    """The folder in which the file may stand, and what was last seen of it."""

    def __init__(self, path: Path, reader: SignalReader) -> None:
        self.path = path
        self._reader = reader
        self._seen: str | None = None

    async def look(self) -> list[Mistake]:
        """Have the reader hear by the file as it stands; return all that is wrong with it. Without a file, by none."""
        text = await asyncio.to_thread(self._read)
        if text == self._seen:
            return []
        self._seen = text
        phrases, problems = (SignalPhrases(), ()) if text is None else company_phrases(text)
        mistakes = [Mistake(SIGNALS_FILE, problem) for problem in problems]
        if mistakes:
            log.warning("%s changes nothing:\n%s", SIGNALS_FILE, "\n".join(map(str, mistakes)))
        else:
            self._reader.take(phrases or SignalPhrases())
        return mistakes

    def _read(self) -> str | None:
        try:
            return (self.path / SIGNALS_FILE).read_bytes().decode("utf-8", "surrogateescape")
        except FileNotFoundError:
            return None
