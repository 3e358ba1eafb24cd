"""Edits of a script by forms: what was asked for is there, every way leads on, and all else stays as it was written."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.language.flow_edits import (
    add_choice,
    add_slot,
    add_step,
    change_slot,
    change_step,
    move_choice,
    move_step,
    remove_choice,
    remove_step,
)
from dialogs.language.flow_forms import ArmForm, ChoiceForm, ConditionForm, FlowForms, SlotForm, StepForm, read_flow
from dialogs.language.script_loader import load
from dialogs.strict_yaml.yaml_edits import NotEditable
from dialogs.strict_yaml.yaml_text import read_yaml

TEXT = """\
# A small script.
format: 1
script: small
title: {en: Small, zh: 小}
languages: [en, zh]
opening: problem   # told first
start: welcome
interrupts: {wants-person: to-agent}
slots:
  problem: {type: text, label: {en: Problem, zh: 问题}}
  # Which of them it is.
  kind:
    type: choice
    label: {en: Kind, zh: 类别}
    choices:
      # the most usual
      bill: {label: {en: Bill, zh: 账单}, words: [bill, 账单]}   # read from words
      network:
        label: {en: Network, zh: 网络}   # of any kind
        words:
          - signal   # on a phone
          - 信号
      other: {en: Other, zh: 其他}
steps:
  # The first words.
  welcome:
    say: {en: "Hello.", zh: 您好。}   # short
    goto: ask-kind

  ask-kind:
    ask: kind
    # Asked in all cases.
    prompt:
      en: Which is it?
      zh: 是哪一类？
    reprompt: {en: Please tap one., zh: 请点一项。}
    tries: 2   # no more
    otherwise: to-agent
    goto: by-kind

  by-kind:
    branch:
      - when: {kind: {equals: bill}}   # money
        goto: bye
      - when:
          kind: {is-one-of: [network, other]}
        goto: bye
    otherwise: bye

  # A person.
  to-agent: {handoff: {en: A colleague comes., zh: 马上转人工。}}
  bye: {close: {en: Goodbye., zh: 再见。}}
"""
HELLO = StepForm("say", {"say": {"en": "One moment.", "zh": "请稍等。"}})


def flow(text: str) -> FlowForms:
    """Return what a text that must be readable is made of."""
    found = read_flow(text)
    assert found is not None
    return found


def comments(text: str) -> list[str]:
    """Return all comments of a text."""
    return [line[line.index("#") :] for line in text.splitlines() if "#" in line]


def test_a_script_reads_as_forms() -> None:
    found = flow(TEXT)

    assert load(TEXT).problems == ()
    assert found.start == "welcome"
    assert found.steps["by-kind"].arms == (
        ArmForm((ConditionForm("kind", "equals", "bill"),), "bye"),
        ArmForm((ConditionForm("kind", "is-one-of", "network, other"),), "bye"),
    )
    assert found.steps["ask-kind"].targets == ("by-kind", "to-agent")
    assert found.slots["kind"].choices["network"] == ChoiceForm({"en": "Network", "zh": "网络"}, ("signal", "信号"))


def test_a_changed_prompt_changes_one_line() -> None:
    step = flow(TEXT).steps["ask-kind"]
    wanted = replace(step, texts={**step.texts, "prompt": {"en": "What is it: a bill?", "zh": "是哪一类？"}})

    assert change_step(TEXT, "ask-kind", wanted) == TEXT.replace("Which is it?", '"What is it: a bill?"')


def test_a_step_comes_between_another_and_where_that_led() -> None:
    text, key = add_step(TEXT, HELLO, "welcome")
    found = flow(text)

    assert key == "one-moment"
    assert (found.steps["welcome"].words["goto"], found.steps[key].words["goto"]) == (key, "ask-kind")
    assert list(found.steps)[:3] == ["welcome", key, "ask-kind"]
    assert load(text).problems == ()


def test_a_new_question_with_its_answer_and_a_way_for_one_choice_is_a_script_without_mistakes() -> None:
    label = {"en": "Phone type", "zh": "手机类型"}
    iphone, android = (
        ChoiceForm({"en": "iPhone", "zh": "苹果"}, ("iphone",)),
        ChoiceForm({"en": "Android", "zh": "安卓"}),
    )
    text, slot = add_slot(
        TEXT, SlotForm("choice", label, {"iphone": iphone, "android": android}, frozenset({"optional"}))
    )
    asks = {"prompt": {"en": "Which phone?", "zh": "什么手机？"}, "reprompt": {"en": "Tap one.", "zh": "请点一项。"}}
    text, key = add_step(text, StepForm("ask", asks, {"ask": slot, "otherwise": "to-agent"}), "ask-kind")
    text, branch = add_step(
        text, StepForm("branch", arms=(ArmForm((ConditionForm(slot, "equals", "iphone"),), ""),)), key
    )

    assert (slot, key, branch) == ("phone-type", "ask-phone-type", "by-phone-type")
    assert load(text).problems == ()
    assert comments(text) == comments(TEXT)


def test_a_step_that_goes_is_passed_by_and_moves_with_its_comment() -> None:
    gone = remove_step(TEXT, "ask-kind")
    moved = move_step(TEXT, "welcome", "ask-kind")
    found = flow(moved)

    assert flow(gone).steps["welcome"].words["goto"] == "by-kind"
    assert (found.start, found.steps["ask-kind"].words["goto"]) == ("ask-kind", "welcome")
    assert found.steps["welcome"].words["goto"] == "by-kind"
    assert "  # The first words.\n  welcome:" in moved
    assert list(found.steps)[:2] == ["ask-kind", "welcome"]


def test_a_last_step_goes_only_if_there_is_another_way() -> None:
    with pytest.raises(NotEditable):
        remove_step(TEXT, "to-agent")

    assert load(remove_step(TEXT, "bye", "to-agent")).problems == ()


def test_choices_are_added_reworded_moved_and_removed() -> None:
    text = add_choice(TEXT, "kind", ChoiceForm({"en": "eSIM", "zh": "eSIM"}, ("esim",)))
    text = move_choice(text, "kind", "esim", -2)
    slot = flow(text).slots["kind"]
    text = change_slot(
        text,
        "kind",
        replace(slot, choices={**slot.choices, "other": ChoiceForm({"en": "Else", "zh": "其他"}, ("else",))}),
    )
    text = remove_choice(text, "kind", "bill")

    assert list(flow(text).slots["kind"].choices) == ["esim", "network", "other"]
    assert "      other: {label: {en: Else, zh: 其他}, words: [else]}" in text.replace('"', "")
    assert comments(text) == [one for one in comments(TEXT) if one != "# read from words"]


def test_another_kind_keeps_the_name_and_what_both_have() -> None:
    step = flow(TEXT).steps["welcome"]
    text = change_step(TEXT, "welcome", StepForm("handoff", {"handoff": step.said}, {"level": "supervisor"}))

    assert flow(text).steps["welcome"] == StepForm("handoff", {"handoff": step.said}, {"level": "supervisor"})


WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), min_size=1, max_size=12).filter(
    str.strip
)
BOTH = st.fixed_dictionaries({"en": WORDS, "zh": WORDS}).map(
    lambda text: {key: one.strip() for key, one in text.items()}
)
EDITS = st.tuples(
    st.sampled_from(["reword", "kind", "way", "arms", "add", "move", "choice", "label", "move-choice"]),
    BOTH,
    st.integers(0, 9),
    st.integers(0, 9),
)


def _edit(text: str, what: str, said: dict[str, str], one: int, other: int) -> str:
    found = flow(text)
    keys, choices = list(found.steps), list(found.slots["kind"].choices)
    key, next_key = keys[one % len(keys)], keys[other % len(keys)]
    step, slot, choice = found.steps[key], found.slots["kind"], choices[one % len(choices)]
    part = next(iter(step.texts), "")
    match what:
        case "reword" if part:
            wanted = replace(step, texts={**step.texts, part: said})
        case "kind":
            wanted = StepForm("say", {"say": said}, {"goto": next_key, "track": ""})
        case "way" if "goto" in step.words:
            wanted = replace(step, words={**step.words, "goto": next_key})
        case "arms" if step.arms:
            test = ConditionForm("kind", *(("equals", choice) if other % 2 else ("is-one-of", ", ".join(choices))))
            wanted = replace(
                step, arms=(*step.arms[other % 2 :], ArmForm((test,), next_key, "fast" if one % 2 else ""))
            )
        case "add":
            return add_step(text, StepForm("say", {"say": said}), key)[0]
        case "move":
            return move_step(text, key, next_key)
        case "choice":
            return add_choice(text, "kind", ChoiceForm(said, (said["en"],) if one % 2 else ()))
        case "move-choice":
            return move_choice(text, "kind", choice, other - 4)
        case _:
            words = (said["zh"], said["en"]) if said["zh"] != said["en"] else ()
            changed = replace(slot, choices={**slot.choices, choice: ChoiceForm(said, words)})
            text = change_slot(text, "kind", changed)
            assert flow(text).slots == {**found.slots, "kind": changed}
            return text
    text = change_step(text, key, wanted)
    assert flow(text).steps == {**found.steps, key: wanted}
    assert flow(text).slots == found.slots
    return text


@given(st.lists(EDITS, min_size=1, max_size=8))
def test_any_edits_leave_a_text_that_reads_back_as_wanted_with_its_comments(
    edits: list[tuple[str, dict[str, str], int, int]],
) -> None:
    text = TEXT
    for edit in edits:
        try:
            text = _edit(text, *edit)
        except NotEditable:
            continue  # refused: nothing changed
    kept = {comment for comment in COMMENTS if comment in text}

    assert read_yaml(text)[1] == ()
    assert kept == COMMENTS


COMMENTS = {
    "# A small script.",
    "# told first",
    "# Which of them it is.",
    "# the most usual",
    "# The first words.",
    "# A person.",
}
"""Those that stand beside nothing that an edit takes away."""
