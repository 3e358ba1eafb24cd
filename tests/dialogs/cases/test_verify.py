from typing import Any

import pytest

from dialogs.cases import case_player
from dialogs.cases import verify as verify_module
from dialogs.cases.verify import CaseReport, verify
from dialogs.engine import engine
from dialogs.language.case_file import Case, load_cases
from dialogs.strict_yaml.problems import Problem
from tests.dialogs.small_complaint import TEXT, cases_text, small_complaint
from tests.dialogs.small_scripts import standing_at

ALL = """\
format: 1
cases:
  a-repeat:
    turns:
      - {says: my bill, finds: {repeat: [{}]}}
      - {taps: yes, ends: closed}
  a-known-issue:
    turns:
      - {says: my bill, finds: {known-issue: [{}]}}
      - {taps: yes, filed: answered}
  a-bill:
    turns:
      - {says: my bill, at: ask-kind}
      - {taps: bill, at: ask-phone}
      - {taps: skip, filed: open}
  a-person:
    turns:
      - {says: it does not work, at: ask-kind}
      - {taps: network, filed: open}
  anger-and-a-person:
    turns:
      - {says: "a person!", signals: [anger, wants-person], ends: with-person}
"""


def cases(text: str) -> tuple[Case, ...]:
    read, problems = load_cases(text)

    assert problems == ()
    return read


def verdict(beside: str, own: str = "") -> CaseReport:
    return verify(small_complaint(), TEXT, cases(own) if own else (), cases(beside))


def without(key: str) -> str:
    """Return all cases but one."""
    head, _, rest = ALL.partition(f"  {key}:\n")
    following = rest.find("\n  a")
    return head + (rest[following + 1 :] if following >= 0 else "")


def test_cases_that_hold_and_reach_all_make_a_script_good() -> None:
    assert verdict(ALL) == CaseReport()
    assert verdict(ALL).good


def test_what_is_not_reached_stands_in_the_script() -> None:
    found = verdict(without("a-bill"))

    assert not found.good
    assert found.in_cases == ()
    assert [(problem.code, standing_at(TEXT, problem).split(":")[0]) for problem in found.in_script] == [
        ("choice-not-reached", "bill"),
        ("step-not-reached", "ask-phone"),
    ]


def test_what_is_not_tried_is_a_hint_and_no_reason_to_refuse() -> None:
    text = TEXT.replace("interrupts: {", "interrupts: {danger: to-agent, ")
    script = small_complaint(text)
    found = verify(script, text, cases(ALL))

    assert found.good
    assert [(problem.code, problem.message) for problem in found.hints] == [
        ("interrupt-not-followed", "in no case `danger` leads anywhere")
    ]


def test_cases_in_the_script_and_beside_it_reach_it_together() -> None:
    one = cases_text("- {says: my bill, at: ask-kind}\n- {taps: bill, at: ask-phone}")

    assert verdict(without("a-bill"), own=one).good


def test_failures_stand_in_the_text_of_their_case() -> None:
    wrong = cases_text("- {says: my bill, at: bye}")
    own, beside = verdict(ALL, own=wrong), verdict(ALL + wrong.partition("cases:\n")[2])

    assert [problem.code for problem in own.in_script] == ["case-at"]
    assert own.in_cases == ()
    assert beside.in_script == ()
    assert [(problem.code, problem.line) for problem in beside.in_cases] == [("case-at", len(ALL.splitlines()) + 3)]


def test_while_a_case_cannot_be_played_nothing_is_said_of_what_is_not_reached() -> None:
    stuck = verdict(cases_text("- {says: my bill}\n- {taps: phone}"))
    unnamed = verdict(cases_text("- {says: my bill, at: nowhere}"))

    assert stuck.in_script == unnamed.in_script == ()
    assert [problem.code for problem in stuck.in_cases] == ["case-no-button"]
    assert [problem.code for problem in unnamed.in_cases] == ["unknown-step"]
    assert not stuck.good


def test_all_cases_are_told_of_at_once_in_the_order_of_the_text() -> None:
    turns = "- {says: my bill, at: bye}"
    text = cases_text(turns) + cases_text("- {says: my bill, at: nowhere}").partition("cases:\n")[2].replace(
        "one", "two"
    )

    assert [problem.code for problem in verdict(text).in_cases] == ["case-at", "unknown-step"]


def test_cases_that_come_by_too_many_steps_are_played_no_further(monkeypatch: pytest.MonkeyPatch) -> None:
    entered = 0
    trace = engine.trace

    def counting(*args: Any) -> engine.Traced:
        nonlocal entered
        entered += len((traced := trace(*args)).visited)
        return traced

    monkeypatch.setattr(case_player, "trace", counting)
    monkeypatch.setattr(verify_module, "MOST_STEPS", 30)
    many = cases_text("- {says: my bill, at: ask-kind}") + "".join(
        f"  more-{number}:\n    turns: [{{says: my bill, at: ask-kind}}]\n" for number in range(100)
    )

    assert [problem.code for problem in verdict(many).in_cases] == ["cases-too-long"]
    assert entered < 40


def test_a_script_without_cases_is_not_good() -> None:
    remedy = "write `cases:`, here or in a file beside"

    assert verify(small_complaint(), TEXT, ()) == CaseReport(
        in_script=(Problem(1, 1, "no-cases", "no case plays this script", remedy),)
    )
