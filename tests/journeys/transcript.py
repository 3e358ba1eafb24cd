"""The transcripts in the README: ``python -m tests.journeys.transcript`` prints them as they would be today.

A transcript stands in the README as a ``text`` block directly below ``<!-- transcript: en -->``. Its ``you>`` lines are
what is played; to write a new one it is enough to write those, and to put what this prints in their place.
"""

import asyncio
import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.journeys.program import ROOT, talk

LANGUAGES = ("en", "zh")
README = ROOT / "README.md"

_WEEKDAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
_DAY = r"\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_VARYING = (
    (re.compile(rf"{_WEEKDAY} {_DAY}, \d\d:\d\d"), "<moment>"),
    (re.compile(rf"\b{_DAY}(?: \d{{4}})?\b"), "<day>"),
    (re.compile(r"\d{1,2}月\d{1,2}日（周[一二三四五六日]）\d\d:\d\d"), "<moment>"),
    (re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}日"), "<day>"),
    (re.compile(r"\bT-\d{4}-"), "T-<year>-"),
)


def in_readme(language: str, readme: str) -> str | None:
    """Return the transcript in this language, or None if the README has none."""
    block = re.search(rf"<!-- transcript: {language} -->\s*```text\n(.*?)```", readme, re.DOTALL)
    return block.group(1).strip() if block else None


def said_in(transcript: str) -> list[str]:
    """Return what the customer says in a transcript."""
    return [line.removeprefix("you>").strip() for line in transcript.splitlines() if line.startswith("you>")]


def timeless(transcript: str) -> str:
    """Return the transcript with placeholders for everything that is different on another day."""
    for varying, placeholder in _VARYING:
        transcript = varying.sub(placeholder, transcript)
    return transcript


async def played(said: list[str], folder: Path) -> str:
    """Return the transcript of a new customer who says this."""
    return (await talk(folder, *said, customer="alice")).output.strip()


async def _print_all() -> None:
    readme = README.read_text("utf-8")
    for language in LANGUAGES:
        with TemporaryDirectory() as folder:
            fresh = await played(said_in(in_readme(language, readme) or ""), Path(folder))
        sys.stdout.write(f"<!-- transcript: {language} -->\n```text\n{fresh}\n```\n\n")


if __name__ == "__main__":
    asyncio.run(_print_all())
