"""Texts of scripts for tests of what happens to them: the shipped ones, and small changes to them."""

from pathlib import Path

import dialogs
from bot.desk.judging import Source

SHIPPED = Path(dialogs.__path__[0])


def _read(name: str) -> str:
    return (SHIPPED / name).read_text("utf-8")


TELECOM = _read("scripts/telecom.yaml")
CASES = _read("scripts/telecom.cases.yaml")
AFTER = _read("scripts/after-answer.yaml")
AFTER_CASES = _read("scripts/after-answer.cases.yaml")
ISSUES = _read("known_issues/telecom.yaml")

_WELCOME = TELECOM.index('en: "', TELECOM.index("\n  welcome:")) + len('en: "')
CHANGED = f"{TELECOM[:_WELCOME]}Good day! {TELECOM[_WELCOME:]}"
"""A good text that welcomes in other words."""
BROKEN = TELECOM.replace("\nstart: ", "\nstart: no-", 1)
"""A text with a mistake in it."""


def source(text: str, cases: str = CASES, name: str = "telecom.yaml") -> Source:
    """Return a text as if it stood in a file with cases beside it."""
    return Source(name, text, cases)
