"""Changes of single values: what was asked for is there, and every other sign stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.strict_yaml.yaml_edits import NotEditable, add_entry, remove_entry, set_list, set_texts
from dialogs.strict_yaml.yaml_text import read_yaml

TEXT = """\
# on top
say: Good day   # greets
steps:
  one: {en: "Hi, you", zh: 您好}  # two languages
  two:
    # before a block
    en: |  # kept
      First line
      second

    zh: 'it''s'
  words:
    - first   # the first
    - second
    # between
    - third
empty:
"""


@pytest.mark.parametrize(
    ("path", "value", "line"),
    [
        (("say",), "Good evening", "say: Good evening   # greets"),
        (("say",), "a: b # c", 'say: "a: b # c"   # greets'),
        (("say",), "- no list", 'say: "- no list"   # greets'),
        (("say",), "two\nlines", 'say: "two\\nlines"   # greets'),
        (("steps", "one", "en"), "Hi [you]", '  one: {en: "Hi [you]", zh: 您好}  # two languages'),
        (("steps", "one", "zh"), "您, 好", '  one: {en: "Hi, you", zh: "您, 好"}  # two languages'),
        (("steps", "two", "en"), "One", '    en: "One"  # kept'),
        (("steps", "two", "zh"), "isn't", "    zh: 'isn''t'"),
        (("steps", "words", "1"), "other", "    - other"),
        (("empty",), "now", "empty: now"),
    ],
)
def test_one_value_changes_and_no_other_line(path: tuple[str, ...], value: str, line: str) -> None:
    changed = set_texts(TEXT, {path: value})
    new = [one for one in changed.splitlines() if one not in TEXT.splitlines()]

    assert new in ([line], [line.replace("  #", " #", 1)])


def test_a_text_of_several_lines_stays_a_block_with_its_comment() -> None:
    changed = set_texts(TEXT, {("steps", "two", "en"): "a\n\nb: c"})

    assert "    en: |- # kept\n      a\n\n      b: c\n\n    zh:" in changed


def test_an_entry_is_added_at_the_end_of_its_mapping() -> None:
    in_braces = add_entry(TEXT, ("steps", "one", "fr"), "Bon: jour")
    in_lines = add_entry(TEXT, ("steps", "two", "fr"), "Salut toi")
    at_the_top = add_entry(TEXT, ("texts", "helped"), {"en": "Good", "zh": "好"})

    assert 'one: {en: "Hi, you", zh: 您好, fr: "Bon: jour"}  # two languages' in in_braces
    assert "    zh: 'it''s'\n    fr: \"Salut toi\"\n  words:" in in_lines
    assert at_the_top.endswith('empty:\ntexts:\n  helped: {en: "Good", zh: "好"}\n')


def test_what_is_there_is_not_added_once_more() -> None:
    with pytest.raises(NotEditable):
        add_entry(TEXT, ("steps", "one", "en"), "again")


def test_an_entry_goes_with_its_lines_and_nothing_else() -> None:
    assert remove_entry(TEXT, ("steps", "one", "en")) == TEXT.replace('en: "Hi, you", ', "")
    assert remove_entry(TEXT, ("steps", "one", "zh")) == TEXT.replace(", zh: 您好", "")
    assert remove_entry(TEXT, ("say",)) == TEXT.replace("say: Good day   # greets\n", "")


def test_the_words_of_a_list_that_stay_keep_their_lines_and_comments() -> None:
    changed = set_list(TEXT, ("steps", "words"), ["first", "other", "third", "fourth: 4"])
    fewer = set_list(TEXT, ("steps", "words"), ["zero", "first", "third"])

    assert '    - first   # the first\n    - "other"\n    # between\n    - third\n    - "fourth: 4"\n' in changed
    assert '    - "zero"\n    - first   # the first\n    # between\n    - third\n' in fewer


def test_a_list_in_brackets_is_written_anew_where_something_is_removed() -> None:
    assert set_list("a: [x, y, z]\n", ("a",), ["x", "z"]) == 'a: ["x", "z"]\n'
    assert set_list("a: [x, y]\n", ("a",), ["x", "y", "z"]) == 'a: [x, y, "z"]\n'


def test_a_list_of_nothing_is_refused() -> None:
    with pytest.raises(NotEditable):
        set_list(TEXT, ("steps", "words"), [" "])


@pytest.mark.parametrize("text", ["", "a: [", "- a\n", "a: &x 1\n"])
def test_what_is_no_strict_yaml_cannot_be_changed(text: str) -> None:
    with pytest.raises(NotEditable):
        set_texts(text, {("a",): "b"})


PATHS = [("say",), ("steps", "one", "en"), ("steps", "one", "zh"), ("steps", "two", "en"), ("steps", "two", "zh")]
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=40)


@given(st.lists(st.tuples(st.sampled_from(PATHS), WORDS), min_size=1, max_size=6))
def test_whatever_is_written_is_read_back_and_every_comment_stays(changes: list[tuple[tuple[str, ...], str]]) -> None:
    text = TEXT
    for path, value in changes:
        text = set_texts(text, {path: value})

    assert read_yaml(text)[1] == ()
    assert [comment for comment in COMMENTS if comment not in text] == []


COMMENTS = ["# on top", "# greets", "# two languages", "# before a block", "# kept", "# the first", "# between"]
