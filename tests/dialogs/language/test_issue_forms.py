"""Known issues as forms: one is changed, added or removed, and all else in the text stays."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.language.issue_forms import EMPTY, IssueForm, add_issue, change_issue, free_key, read_forms, remove_issue
from dialogs.language.known_issue import load_known_issues
from dialogs.strict_yaml.yaml_edits import NotEditable

TEXT = """\
# for everybody
format: 1
known-issues:

  roaming-off:   # asked often
    title: {en: "No service abroad", zh: 境外没有信号}
    status: standing
    note: of another program
    wordings:
      - no signal abroad   # the first
      - 出国以后没信号
    answer:
      en: "Switch roaming on."
      zh: "请开通漫游。"

  slow:
    title: {en: Slow data, zh: 网速慢}
    status: confirmed
    area: [Oak Street]
    until: 2026-12-24
    wordings: [data is slow]
    answer: {en: We repair it., zh: 正在修}
"""
NEW = IssueForm(
    {"en": "No bills", "zh": "没有账单"},
    {"en": "They come on the fifth, by post: please wait.", "zh": "账单五号寄出。"},
    "confirmed",
    ("my bill did not come", "账单没到"),
    products=("billing",),
    since="2026-12-01",
)


def forms(text: str) -> dict[str, IssueForm]:
    return dict(read_forms(text) or {})


def test_what_is_written_of_each_is_read() -> None:
    found = forms(TEXT)

    assert list(found) == ["roaming-off", "slow"]
    assert found["slow"] == IssueForm(
        {"en": "Slow data", "zh": "网速慢"},
        {"en": "We repair it.", "zh": "正在修"},
        "confirmed",
        ("data is slow",),
        ("Oak Street",),
        until="2026-12-24",
    )
    assert found["roaming-off"].others == ("note",)


def test_one_that_is_left_as_it_is_changes_no_sign() -> None:
    found = forms(TEXT)

    assert [change_issue(TEXT, key, form) for key, form in found.items()] == [TEXT, TEXT]


def test_what_is_changed_is_changed_and_all_else_stays() -> None:
    form = forms(TEXT)["roaming-off"]
    wanted = replace(
        form, status="fixed", wordings=(form.wordings[0], "roaming is off"), area=("Chaoyang",), until="2026-12-31"
    )
    changed = change_issue(TEXT, "roaming-off", wanted)

    assert forms(changed)["roaming-off"] == wanted
    assert "      - no signal abroad   # the first\n" in changed
    assert "    note: of another program\n" in changed
    assert forms(changed)["slow"] == forms(TEXT)["slow"]


def test_what_may_be_left_out_goes_where_it_is_emptied() -> None:
    changed = change_issue(TEXT, "slow", replace(forms(TEXT)["slow"], area=(), until=""))

    assert changed == TEXT.replace("    area: [Oak Street]\n    until: 2026-12-24\n", "")


@pytest.mark.parametrize("text", [TEXT, EMPTY])
def test_one_is_added_that_the_strict_reader_reads(text: str) -> None:
    changed = add_issue(text, "no-bills", NEW)
    issues, problems = load_known_issues(changed.replace("    note: of another program\n", ""))

    assert problems == ()
    assert issues[-1].key == "no-bills"
    assert forms(changed)["no-bills"] == NEW
    assert changed.startswith(text.rstrip("\n"))


def test_one_is_removed_with_all_that_is_its_own() -> None:
    assert "slow" not in remove_issue(TEXT, "slow")
    with pytest.raises(NotEditable):
        remove_issue(remove_issue(TEXT, "slow"), "roaming-off")


def test_one_without_wordings_is_refused() -> None:
    with pytest.raises(NotEditable):
        add_issue(TEXT, "none", replace(NEW, wordings=()))
    with pytest.raises(NotEditable):
        change_issue(TEXT, "slow", replace(NEW, wordings=()))


def test_a_name_comes_from_the_title_and_is_nobody_elses() -> None:
    assert free_key({"en": "No service abroad!"}, {}, "x") == "no-service-abroad"
    assert free_key({"en": "Slow"}, {"slow": 1, "slow-2": 2}, "x") == "slow-3"
    assert free_key({"zh": "没有信号"}, {}, "issue-2026-11-30") == "issue-2026-11-30"


LINE = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=20)


@given(
    st.lists(LINE, min_size=1, max_size=5, unique=True),
    st.lists(LINE, max_size=3, unique=True),
    st.tuples(LINE, LINE),
)
def test_any_form_is_read_back_as_it_was_written(wordings: list[str], area: list[str], told: tuple[str, str]) -> None:
    wanted = IssueForm(
        {"en": told[0], "zh": told[1]}, {"en": told[1], "zh": told[0]}, "fixed", tuple(wordings), tuple(area)
    )
    changed = change_issue(TEXT, "slow", wanted)
    added = add_issue(changed, "more", wanted)

    assert forms(added) == {"roaming-off": forms(TEXT)["roaming-off"], "slow": wanted, "more": wanted}
    assert [line for line in ("# for everybody", "# asked often", "# the first") if line not in added] == []
