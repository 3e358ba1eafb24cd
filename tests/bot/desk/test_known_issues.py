from dataclasses import replace

from bot.desk.known_issues import AT_MOST, find
from dialogs.known_issue import KnownIssue

ROAMING = KnownIssue(
    key="roaming-off",
    title={"en": "Roaming is off", "zh": "漫游未开通"},
    wordings=("I have no signal abroad", "roaming is not working", "出国以后手机没信号"),
    answer={"en": "Switch it on.", "zh": "请开通。"},
    status="standing",
)
SLOW = replace(ROAMING, key="slow", title={"en": "Slow data"}, wordings=("mobile data is very slow at night",))


def keys(issues: list[KnownIssue], text: str) -> list[str]:
    return [candidate.key for candidate in find(issues, text, "en")]


def test_a_telling_in_the_words_of_a_known_issue_finds_it() -> None:
    found = keys([ROAMING, SLOW], "No signal abroad!")

    assert found == ["roaming-off"]


def test_a_telling_in_chinese_finds_it_in_its_language() -> None:
    found = find([ROAMING, SLOW], "出国后手机没信号了", "zh")

    assert [(one.label, one.facts) for one in found] == [("漫游未开通", {"title": "漫游未开通", "answer": "请开通。"})]


def test_a_language_that_is_not_worded_is_answered_in_another() -> None:
    found = find([SLOW], "mobile data is very slow", "zh")

    assert [candidate.label for candidate in found] == ["Slow data"]


def test_something_else_finds_nothing() -> None:
    found = keys([ROAMING, SLOW], "Your shop in Garden Street was rude to my mother")

    assert found == []


def test_a_suspected_issue_is_not_told_to_anybody() -> None:
    found = keys([replace(ROAMING, status="suspected")], "I have no signal abroad")

    assert found == []


def test_several_that_are_equally_likely_are_offered_to_choose_from() -> None:
    twins = [replace(ROAMING, key=f"twin-{number}") for number in range(AT_MOST + 2)]

    found = keys(twins, "I have no signal abroad")

    assert found == ["twin-0", "twin-1", "twin-2"]


def test_no_known_issues_find_nothing() -> None:
    found = keys([], "I have no signal abroad")

    assert found == []
