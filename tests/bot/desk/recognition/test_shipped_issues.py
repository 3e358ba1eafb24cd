"""The known issues that come with the program, as customers meet them."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import dialogs
from bot.desk.recognition.known_issues import decide_answer, thresholds
from bot.matching.assurance import USUAL
from bot.matching.classify import Classifier
from bot.matching.recognizer import taught
from dialogs.language.case_file import load_cases
from dialogs.language.known_issue import KnownIssue, load_known_issues
from dialogs.language.known_issue_unless import contradicts
from dialogs.reading.folding import folded
from dialogs.reading.small_talk import language_of
from tests.bot.desk.desk_harness import SENTENCES

FOLDER = Path(dialogs.__path__[0]) / "known_issues"
ORDINARY = Path(__file__).parents[3] / "data" / "ordinary.jsonl"
"""Complaints that no shipped known issue answers, written before these were enlarged and never fitted to."""
MOST_MET = 1
NOW = "2026-11-29T14:00"

pytestmark = pytest.mark.skipif(SENTENCES is None, reason="meanings are read by an extra")


def known(trade: str) -> tuple[tuple[KnownIssue, ...], Classifier]:
    issues, _ = load_known_issues((FOLDER / f"{trade}.yaml").read_text("utf-8"))
    return issues, taught(issues, SENTENCES)


def met(issues: tuple[KnownIssue, ...], classifier: Classifier, text: str) -> list[str]:
    """Return the known issues that this telling is answered or offered."""
    possible = {one.key for one in issues if not contradicts(one.unless, text, NOW, language_of(text, "en"))}
    wordings = {one.key: len(one.wordings) for one in issues}
    limits = thresholds(classifier.assurance, USUAL)
    return [*decide_answer(text, classifier.rank(text, possible), wordings, limits).likely]


def of_ordinary() -> Iterator[tuple[str, list[str]]]:
    told = [json.loads(line) for line in ORDINARY.read_text("utf-8").splitlines()]
    for trade in ("telecom", "hotel", "hospital", "bank"):
        issues, classifier = known(trade)
        yield from ((one["text"], met(issues, classifier, one["text"])) for one in told if one["script"] == trade)


def test_ordinary_complaints_are_hardly_ever_met_by_a_known_issue() -> None:
    found = dict(of_ordinary())

    assert len(found) == 48
    assert len([text for text, issues in found.items() if issues]) <= MOST_MET


def test_their_own_wordings_back_answers_at_once() -> None:
    limits = [thresholds(known(path.stem)[1].assurance, USUAL).answer for path in sorted(FOLDER.glob("*.yaml"))]

    assert max(limits) < 1


CONTRADICTED = [
    ("telecom", "The internet has been down since yesterday", "planned-maintenance"),
    ("telecom", "从前天起就一直断网", "planned-maintenance"),
    ("telecom", "You charge me for international roaming that I never switched on", "roaming-off"),
    ("telecom", "国际漫游我从来没开通过，怎么扣钱", "roaming-off"),
    ("telecom", "I unsubscribed from the caller tune two times and you go on charging me", "value-added-service"),
    ("telecom", "No wifi anywhere in our house since we got up today", "home-wifi-weak"),
    ("telecom", "下午三点网就没了，到晚上还是上不去", "planned-maintenance"),
    ("telecom", "手机被偷当天就挂失，话费还是被人用掉三百", "sim-lost"),
    ("bank", "这张卡前年就销了，今年又扣年费", "bank-annual-fee"),
    ("bank", "it's been five days and the transfer is neither there nor back", "bank-transfer-pending"),
    ("hospital", "You e-mailed my lab report to somebody else", "hospital-test-results"),
    ("hotel", "The room smells and my key card is fine", "hotel-key-card"),
    ("hotel", "别给我发空调怎么开，空调好好的，是外机太吵", "hotel-air-conditioning"),
    ("bank", "I was at the branch twice with all papers and my account is still frozen", "bank-account-limited"),
    ("hospital", "医保异地备案早办好了，还是全自费", "hospital-insurance-settlement"),
]
"""Tellings, each with the known issue whose answer would contradict it."""


@pytest.mark.parametrize(("trade", "text", "issue"), CONTRADICTED)
def test_an_answer_that_contradicts_the_telling_is_kept_back(trade: str, text: str, issue: str) -> None:
    issues, classifier = known(trade)

    assert issue not in met(issues, classifier, text)


@pytest.mark.parametrize(
    "text",
    [
        "昨晚半夜就断网了，我早上还要上网课",
        "夜里突然断网，下午我要开视频会",
        "昨晚开始没信号，中午有人能来看看吗",
        "整个小区半夜断网，早上要上班急用",
    ],
)
def test_who_merely_mentions_a_time_of_day_is_told_of_the_maintenance(text: str) -> None:
    issues, classifier = known("telecom")

    assert "planned-maintenance" in met(issues, classifier, text)


@pytest.mark.parametrize(
    "text", ["从上午一直断网到现在", "中午开始就上不了网", "今天上午断网了", "一上午都没网", "早上八点多网就断了"]
)
def test_who_is_cut_off_by_day_is_not(text: str) -> None:
    issues, classifier = known("telecom")

    assert "planned-maintenance" not in met(issues, classifier, text)


def test_no_case_is_one_of_the_wordings_that_the_issues_were_fitted_to() -> None:
    fitted = {
        folded(wording).strip(" .。!?")
        for path in FOLDER.glob("*.yaml")
        for issue in load_known_issues(path.read_text("utf-8"))[0]
        for wording in (*issue.wordings, *issue.unlike)
    }
    told = [text for _, text, _ in CONTRADICTED]
    told += [json.loads(line)["text"] for line in ORDINARY.read_text("utf-8").splitlines()]
    for path in FOLDER.with_name("scripts").glob("*.cases.yaml"):
        cases, _ = load_cases(path.read_text("utf-8"))
        told += [turn.says for case in cases for turn in case.turns if "known-issue" in turn.finds]

    assert [text for text in told if folded(text).strip(" .。!?") in fitted] == []
