from collections.abc import Sequence
from dataclasses import replace

from bot.desk.scripts.issue_hints import counted, learnt
from bot.matching.classify import MOST, Classifier
from dialogs.language.known_issue import KnownIssue
from dialogs.strict_yaml.problems import Finding
from tests.bot.matching.sentences_for_tests import by_letters

EIGHT = tuple(f"no signal on line {number}" for number in range(8))


def issue(key: str, wordings: Sequence[str] = EIGHT) -> KnownIssue:
    return KnownIssue(key, {"en": key}, tuple(wordings), {"en": f"Restart {key}."}, "standing")


def codes(*issues: KnownIssue) -> list[str]:
    return [finding.code for finding in counted(issues)]


def told(issues: dict[str, Sequence[str]]) -> list[Finding]:
    return list(learnt(Classifier(issues, by_letters())))


def test_of_enough_issues_with_enough_wordings_nothing_is_said() -> None:
    assert codes(issue("a"), issue("b"), issue("c")) == []
    assert codes() == []


def test_two_issues_cannot_show_how_well_they_are_told_apart() -> None:
    assert codes(issue("a"), issue("b")) == ["few-issues"]


def test_an_issue_with_one_wording_is_only_offered() -> None:
    assert codes(issue("a"), issue("b"), issue("c", ["no signal"])) == ["few-wordings"]


def test_a_wording_in_two_languages_is_two_wordings() -> None:
    mixed = [*EIGHT, "my phone has no signal 手机没有信号"]

    assert codes(issue("a"), issue("b"), issue("c", mixed)) == ["mixed-languages"]
    assert codes(issue("a"), issue("b"), issue("c", [*EIGHT, "SIM card 坏了"])) == ["uneven-languages"]


def test_a_language_with_hardly_any_wordings_is_told() -> None:
    assert codes(issue("a"), issue("b"), issue("c", [*EIGHT, "没信号"])) == ["uneven-languages"]


def test_of_more_wordings_than_are_learnt_that_is_told() -> None:
    many = [issue(key, [f"{key} {number}" for number in range(MOST // 2)]) for key in "abc"]

    assert codes(*many) == ["many-wordings"]


def test_issues_that_are_told_alike_are_named() -> None:
    found = told(
        {"one": ["no signal here", "no bars"], "two": ["no signal there", "no signal"], "three": ["hot soup"] * 3}
    )

    assert "told-alike" in [one.code for one in found]
    assert all(one.path[0] == "known-issues" for one in found)


def test_what_backs_no_answer_at_once_is_told() -> None:
    assert [one.code for one in told({"one": EIGHT, "two": ["bill", "fee"]})][-1] == "unproven"


def test_two_issues_with_one_title_or_one_answer_are_one() -> None:
    other = replace(issue("b"), title={"en": "A"})

    assert codes(issue("a"), other, issue("c")) == ["equal-issue"]
    assert codes(issue("a"), replace(issue("b"), answer={"en": "Restart a."}), issue("c")) == ["equal-issue"]


def test_of_more_issues_than_anybody_tells_apart_that_is_told() -> None:
    assert codes(*(issue(f"i{number}") for number in range(1001))) == ["many-wordings", "many-issues"]
