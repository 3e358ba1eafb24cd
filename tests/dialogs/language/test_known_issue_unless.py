import pytest

from dialogs.language.known_issue import load_known_issues
from dialogs.language.known_issue_unless import Unless, contradicts
from tests.dialogs.language.test_known_issue import ROAMING, problems

NOW = "2026-11-29T14:00"
"""A Sunday."""
LASTING = Unless(lasts="1 day")
NEVER_ORDERED = Unless(negated=("switched on", "switch … on", "开通"))
TWICE = Unless(words=("cancelled … twice", "已经取消"))


def left_out(unless: Unless, text: str) -> bool:
    return contradicts(unless, text, NOW, "en" if text.isascii() else "zh")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("no internet since yesterday", True),
        ("no internet since Thursday", True),
        ("no internet for three days", True),
        ("it has been two weeks", True),
        ("half a month without internet", True),
        ("nothing works, for weeks now", True),
        ("从前天开始断网", True),
        ("断网已经三天了", True),
        ("这几天一直断网", True),
        ("no internet since midnight", False),
        ("no signal at home since last night", False),
        ("昨晚开始没信号", False),
        ("no internet this morning", False),
        ("the network is down", False),
    ],
)
def test_what_has_gone_on_for_a_day_is_no_matter_of_a_night(text: str, found: bool) -> None:
    assert left_out(LASTING, text) is found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I am charged for roaming that I never switched on", True),
        ("I didn't switch it on and you charged me", True),
        ("Roaming I haven’t switched on is on my bill", True),
        ("我从来没有开通过漫游，却扣了钱", True),
        ("並沒有開通漫遊", True),
        ("I switched on roaming and it does not work", False),
        ("No signal. I switched on roaming yesterday", False),
        ("漫游怎么开通", False),
        ("没信号，漫游已经开通", False),
    ],
)
def test_what_the_answer_takes_for_granted_may_be_denied(text: str, found: bool) -> None:
    assert left_out(NEVER_ORDERED, text) is found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I cancelled it twice and am still charged", True),
        ("我已经取消了，还在扣费", True),
        ("I cancelled it. Twice I called", False),
        ("how do I cancel", False),
    ],
)
def test_words_of_the_telling_leave_an_issue_out(text: str, found: bool) -> None:
    assert left_out(TWICE, text) is found


def test_what_was_answered_leaves_an_issue_out() -> None:
    unless = Unless(slots={"kind": ("billing", "staff")})

    assert contradicts(unless, "x", NOW, "en", {"kind": "network,staff"})
    assert not contradicts(unless, "x", NOW, "en", {"kind": "network", "other": "billing"})
    assert not contradicts(unless, "x", NOW, "en")


def test_without_a_clock_no_day_is_counted() -> None:
    assert not contradicts(LASTING, "no internet since yesterday", "", "en")
    assert not contradicts(Unless(), "no internet since yesterday", NOW, "en")


def test_an_exception_is_read() -> None:
    more = "    unless: {words: [twice], negated: [开通], lasts: 7 days, slots: {kind: [billing]}}\n"
    (issue,), found = load_known_issues(ROAMING + more + "    unlike: [the shop abroad was rude]\n")

    assert found == ()
    assert issue.unless == Unless(("twice",), ("开通",), "7 days", {"kind": ("billing",)})
    assert issue.unlike == ("the shop abroad was rude",)


@pytest.mark.parametrize(
    ("unless", "code"),
    [
        ("{lasts: yesterday}", "no-days"),
        ("{lasts: 3 hours}", "no-days"),
        ("{word: [twice]}", "unknown-key"),
        ("{words: twice}", "not-a-list"),
        ("[twice]", "not-a-mapping"),
        ("{}", "empty"),
        ("{slots: {kind: billing}}", "not-a-list"),
        ("{words: [no signal]}", "contradicted-wording"),
    ],
)
def test_a_slip_in_an_exception_is_told(unless: str, code: str) -> None:
    assert [found for found, _ in problems(f"{ROAMING}    unless: {unless}\n")] == [code]


def test_what_is_unlike_an_issue_is_no_wording_of_one() -> None:
    assert [code for code, _ in problems(f"{ROAMING}    unlike: [No Signal Abroad]\n")] == ["repeated-wording"]
