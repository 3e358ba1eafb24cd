"""Texts for tests of how versions come into force: what is shipped, and a small script that takes its place."""

from pathlib import Path

import dialogs
from bot.desk.scripts.import_folder import folder_sources
from bot.desk.scripts.validation import Source

_FOLDER = Path(dialogs.__path__[0])
_SCRIPTS = {source.name: source for source in folder_sources(_FOLDER / "scripts")}
TELECOM, AFTER = _SCRIPTS["telecom.yaml"], _SCRIPTS["after-answer.yaml"]
"""In force where a desk of tests opens."""

SMALL = """\
format: 1
script: telecom
title: {en: Complaint, zh: 投诉}
languages: [en, zh]
opening: problem
start: welcome
interrupts: {wants-person: to-agent}
slots:
  problem: {type: text, label: {en: Problem, zh: 问题}}
  kind:
    type: choice
    label: {en: Kind, zh: 类别}
    choices: {bill: {en: Bill, zh: 话费}, network: {en: Network, zh: 网络}}
steps:
  welcome: {say: {en: Good day, zh: 您好}, goto: ask-problem}
  ask-problem:
    {ask: problem, prompt: {en: What, zh: 什么}, reprompt: {en: What, zh: 什么}, otherwise: to-agent, goto: ask-kind}
  ask-kind: {ask: kind, prompt: {en: Kind, zh: 类}, reprompt: {en: Kind, zh: 类}, otherwise: to-agent, goto: file-open}
  file-open: {file: open, goto: bye}
  bye: {close: {en: "Filed as {reference}", zh: "编号{reference}"}}
  to-agent: {handoff: {en: A person, zh: 人工}}
"""
CHANGED = SMALL.replace("Good day", "Good evening")
"""Another good text."""
THIRD = SMALL.replace("Good day", "Good night")
BROKEN = SMALL.replace("goto: ask-kind", "goto: ask-kin")
"""A text with a mistake in it."""

CASES = """\
format: 1
cases:
  a-bill-is-filed:
    turns:
      - says: I was charged twice
      - taps: bill
        filed: open
  a-network-complaint-is-filed:
    turns:
      - says: I have no signal
      - taps: network
        filed: open
  who-asks-for-a-person-gets-one:
    turns:
      - says: I want a person
        signals: [wants-person]
        ends: with-person
"""
"""They reach all of the small script."""
UNREACHING = CASES[: CASES.index("  who-asks")]
"""Cases that never come to the person."""
RED = CASES.replace("filed: open", "filed: reopen", 1)
"""Cases of which one fails."""

ISSUES = """\
format: 1
known-issues:
  sea-cable:
    title: {en: The cable is broken, zh: 电缆断了}
    wordings: [nothing loads from abroad]
    answer: {en: It is being mended., zh: 正在抢修。}
    status: confirmed
"""
OWN_ISSUES = ISSUES.removeprefix("format: 1\n")
"""As they may stand in the script's own file."""


def source(text: str, cases: str = CASES, name: str = "telecom.yaml") -> Source:
    """Return a text as if it stood in a file with cases beside it."""
    return Source(name, text, cases)
