"""Slips of the pen: sound texts made wrong in the ways in which authors get them wrong, and what must hold of each.

The tests make ten thousand of them, `fuzz` makes them without end.
"""

import re
from collections.abc import Callable
from pathlib import Path
from random import Random

import dialogs
from dialogs.cases.verify import verify
from dialogs.language.case_file import load_cases
from dialogs.language.known_issue import load_known_issues
from dialogs.language.script_loader import load
from dialogs.strict_yaml.problems import MOST_PROBLEMS, Problem
from tests.dialogs.small_complaint import TEXT as COMPLAINT
from tests.dialogs.small_scripts import small_script

Slip = Callable[[str, Random], str]
Reader = Callable[[str], tuple[Problem, ...]]

SHIPPED = Path(dialogs.__path__[0])
TELECOM = (SHIPPED / "scripts" / "telecom.yaml").read_text("utf-8")
SURVEY = (SHIPPED / "scripts" / "after-answer.yaml").read_text("utf-8")
SURVEY_CASES = (SHIPPED / "scripts" / "after-answer.cases.yaml").read_text("utf-8")
SMALL = small_script(
    """
    ask: {ask: kind, prompt: {en: Which, zh: 哪个}, reprompt: {en: R, zh: R}, tries: 2, otherwise: bye, goto: way}
    way:
      branch:
      - when: {kind: {is-one-of: [bill, net]}, sum: {at-least: 100}}
        goto: show
        track: fast
      otherwise: sum
    sum: {ask: sum, prompt: {en: How much, zh: 多少}, reprompt: {en: R, zh: R}, otherwise: bye, goto: show, track: full}
    show: {summary: {en: "{summary}", zh: "{summary}"}, goto: bye}
    bye: {close: {en: "Bye, {reference}", zh: "再见，{reference}"}}
    person: {handoff: {en: Wait, zh: 请稍等}, level: supervisor}
    """,
    """
    kind:
      type: choice
      label: {en: Kind, zh: 类别}
      choices: {bill: {label: {en: Bill, zh: 话费}, words: [fee]}, net: {en: Network, zh: 网络}}
    sum: {type: money, private: yes, optional: yes, label: {en: Sum, zh: 金额}}
    """,
    """
    remind-after: 30 minutes
    interrupts: {danger: person, anger: {goto: person, times: 2}}
    tone: {grief: {en: Sorry, zh: 抱歉}}
    texts: {"yes": {en: Aye, zh: 对}}
    """,
    languages="[en, zh]",
)
ISSUES = """\
format: 1
known-issues:
  outage:
    title: {en: An outage, zh: 停电}
    status: confirmed
    wordings: [no light, "停电了"]
    answer: {en: We are on it, zh: 正在抢修}
  "rule-4":
    title: {en: A rule, zh: 规定}
    status: standing
    wordings:
    - why so dear
    answer: {en: It is so, zh: 就是这样}
"""

_ODD = [
    "", "~", "no", "0", "-1", "1e9", "99999999999", "{}", "[]", "[a, b]", "{a: b}", "|", ">", "''", "'", '"', "&a b",
    "*a", "!a b", "<<", "a: b", "- a", "@", "`a`", "%a", "#", "a # b", "\\", '"\\x00"', "{due}", "{", "}", "{{a}}",
    "{nobody}", "nobody", "To Do", "1-2", "2026-13-45", "10 years", "nobody's", "a" * 300, "好" * 50, "😀", "\t",
]  # fmt: skip
_SIGNS = "{}[]:,-#'\"&*!|>%@`? \n\t\\\0\x07\x85\u202e\u2028\ufeff\ud800\r~0a好😀"
_VALUE = re.compile(r"(?<=: )[^\s{}\[\],]+")
_KEY = re.compile(r"[a-z][a-z0-9-]*(?=:)")
_LINE_END = re.compile(r"(?<=\n)")


def _line(text: str, random: Random, change: Callable[[list[str], int], None]) -> str:
    lines = _LINE_END.split(text)
    change(lines, random.randrange(len(lines)))
    return "".join(lines)


def _word(text: str, random: Random, words: re.Pattern[str], change: Callable[[str], str]) -> str:
    found = list(words.finditer(text))
    if not found:
        return text
    word = random.choice(found)
    return text[: word.start()] + change(word[0]) + text[word.end() :]


def _deleted(text: str, random: Random) -> str:
    return _line(text, random, lambda lines, at: lines.__delitem__(at))


def _doubled(text: str, random: Random) -> str:
    return _line(text, random, lambda lines, at: lines.insert(random.randrange(len(lines)), lines[at]))


def _swapped(text: str, random: Random) -> str:
    def swap(lines: list[str], at: int) -> None:
        other = random.randrange(len(lines))
        lines[at], lines[other] = lines[other], lines[at]

    return _line(text, random, swap)


def _shifted(text: str, random: Random) -> str:
    def shift(lines: list[str], at: int) -> None:
        lines[at] = random.choice([" " * random.randint(1, 4) + lines[at], "\t" + lines[at], lines[at][1:]])

    return _line(text, random, shift)


def _cut(text: str, random: Random) -> str:
    at = random.randrange(len(text) + 1)
    return random.choice([text[:at], text[:at] + text[at + random.randint(1, 60) :]])


def _inserted(text: str, random: Random) -> str:
    at = random.randrange(len(text) + 1)
    return text[:at] + random.choice(_SIGNS) + text[at:]


def _odd_value(text: str, random: Random) -> str:
    return _word(text, random, _VALUE, lambda _: random.choice(_ODD))


def _wrong_value(text: str, random: Random) -> str:
    return _word(text, random, _VALUE, lambda _: random.choice(_VALUE.findall(text)))


def _misspelled(text: str, random: Random) -> str:
    def misspell(word: str) -> str:
        at = random.randrange(len(word))
        return word[:at] + random.choice(["", word[at] * 2, "x", word[at].upper()]) + word[at + 1 :]

    return _word(text, random, _KEY, misspell)


def _wrong_key(text: str, random: Random) -> str:
    return _word(text, random, _KEY, lambda _: random.choice(_KEY.findall(text)))


SLIPS: tuple[Slip, ...] = (
    _deleted, _doubled, _swapped, _shifted, _cut, _inserted, _odd_value, _wrong_value, _misspelled, _wrong_key,
)  # fmt: skip
"""Each makes one slip; a few are harmless by chance."""


def slipped(text: str, random: Random) -> str:
    """Return the text with one to three slips."""
    for _ in range(random.choice([1, 1, 2, 3])):
        text = random.choice(SLIPS)(text, random)
    return text


def read_script(text: str) -> tuple[Problem, ...]:
    """Read a script, and play its cases if it is sound and has any."""
    loaded = load(text)
    assert (loaded.script is None) == bool(loaded.problems)
    if loaded.script and loaded.cases:
        held(text, verify(loaded.script, text, loaded.cases).in_script)
    return held(text, loaded.problems)


def read_cases(text: str) -> tuple[Problem, ...]:
    """Read cases, and play them on the script that they are for if they are sound."""
    cases, problems = load_cases(text)
    script = load(SURVEY).script
    assert script is not None
    assert bool(cases) != bool(problems)
    return held(text, problems or verify(script, SURVEY, (), cases).in_cases)


def read_issues(text: str) -> tuple[Problem, ...]:
    """Read known issues."""
    issues, problems = load_known_issues(text)
    assert bool(issues) != bool(problems)
    return held(text, problems)


def held(text: str, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Return the problems, which are not too many, and each in a line of the text."""
    assert len(problems) <= MOST_PROBLEMS + 1
    lines = max(1, len(text.splitlines()))
    assert all(1 <= problem.line <= lines and problem.column >= 1 for problem in problems)
    assert all(problem.code and problem.message for problem in problems)
    return problems


SOURCES: tuple[tuple[Reader, tuple[str, ...]], ...] = (
    (read_script, (SMALL, COMPLAINT, SURVEY, TELECOM)),
    (read_cases, (SURVEY_CASES,)),
    (read_issues, (ISSUES,)),
)
"""How each kind of text is read, and sound ones to start from, the shortest first."""
