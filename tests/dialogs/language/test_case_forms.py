"""A case edited as a conversation: what the form shows changes, and what it does not know stays."""

from dataclasses import replace

import pytest

from dialogs.language.case_file import load_cases
from dialogs.language.case_forms import TurnForm, add_case, case_names, change_case, read_case, remove_case
from dialogs.strict_yaml.yaml_edits import NotEditable

CASES = """\
format: 1
cases:
  # Who asks twice.
  one:
    turns:
      - says: I was charged twice   # the words of a customer
        at: ask-kind
        slots: {amount: "5"}
      - {taps: bill, filed: open, told: Thank you}
  other:
    turns:
      - {happens: silence}
"""


def test_a_turn_is_reworded_and_keeps_what_a_form_does_not_know() -> None:
    form = read_case(CASES, "one")
    assert form
    first, second = form.turns
    text = change_case(CASES, "one", [first, replace(second, expected={**second.expected, "not-told": "Sorry"})])

    assert [(turn.event, turn.value) for turn in form.turns] == [("says", "I was charged twice"), ("taps", "bill")]
    assert text == CASES.replace("told: Thank you}", 'told: Thank you, not-told: "Sorry"}')
    assert load_cases(text)[0][0].turns[1].not_told == "Sorry"


def test_a_turn_is_added_another_one_removed_and_comments_stay() -> None:
    form = read_case(CASES, "one")
    assert form
    text = change_case(CASES, "one", [form.turns[0], TurnForm("says", "no signal", {"told": "Where?"})])
    (case, *_), problems = load_cases(text)

    assert problems == ()
    assert [turn.says for turn in case.turns] == ["I was charged twice", "no signal"]
    assert case.turns[0].slots == {"amount": "5"}
    assert ("# Who asks twice." in text, "# the words of a customer" in text) == (True, True)


def test_a_case_without_turns_or_the_last_case_is_refused() -> None:
    with pytest.raises(NotEditable):
        change_case(CASES, "one", [])
    with pytest.raises(NotEditable):
        remove_case(remove_case(CASES, "one"), "other")


def test_a_case_is_added_also_where_there_is_none_yet() -> None:
    entries = {"turns": [{"says": "My bill: wrong", "signals": ["anger"]}]}
    more, first = add_case(CASES, "third", entries), add_case("", "first", entries)

    assert case_names(more) == ("one", "other", "third")
    assert load_cases(first)[0][0].turns[0].signals == ("anger",)


WITH_FILES = """\
format: 1
cases:
  sent:
    turns:
      - {says: I was charged twice, file: document, at: ask-kind}
      - {file: photo, at: ask-kind}
"""


def test_what_is_sent_as_a_file_stays_with_words_and_without() -> None:
    form = read_case(WITH_FILES, "sent")
    assert form
    first, second = form.turns
    text = change_case(WITH_FILES, "sent", [replace(first, value="You charged me twice"), second])
    (case,), problems = load_cases(text)

    assert [(turn.event, turn.value) for turn in form.turns] == [("says", "I was charged twice"), ("file", "photo")]
    assert problems == ()
    assert [(turn.says, turn.file) for turn in case.turns] == [("You charged me twice", "document"), ("", "photo")]


def test_a_file_is_put_in_place_of_words_and_words_in_place_of_a_file() -> None:
    form = read_case(WITH_FILES, "sent")
    assert form
    first, second = form.turns
    text = change_case(
        WITH_FILES, "sent", [replace(first, event="file", value="photo"), replace(second, event="taps", value="bill")]
    )
    (case,), problems = load_cases(text)

    assert problems == ()
    assert [(turn.says, turn.taps, turn.file) for turn in case.turns] == [("", "", "photo"), ("", "bill", "")]
