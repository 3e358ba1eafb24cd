"""The texts of a script as a list, and the property that forms rest on: what is worded otherwise, and nothing else."""

import re
from dataclasses import replace
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.port import LIMITS
from dialogs.language.script_loader import load
from dialogs.language.wordings import Rewording, Wording, mark_of, reword, spoken, wordings
from dialogs.strict_yaml.yaml_text import without_invisible
from tests.bot.desk.texts import TELECOM

TEXT = """\
format: 1
script: small
title: {en: Small, zh: 小}
languages: [en, zh]
start: hello
slots:
  kind:
    type: choice
    label: {en: Kind, zh: 类别}
    choices:
      bill: {en: Bill, zh: 话费}
      net: {label: {en: Network, zh: 网络}, words: [signal]}   # two ways to write one
steps:
  hello:
    ask: kind
    prompt:
      en: "Which?"   # short
      zh: 哪个？
    reprompt: {en: Tap one}
"""


@cache
def shipped() -> dict[str, Wording]:
    return {one.name: one for one in wordings(TELECOM.text) or () if not one.shipped}


def test_every_text_is_found_with_its_place_and_buttons_are_known() -> None:
    found = {one.name: one.is_label for one in wordings(TEXT) or () if not one.shipped}

    assert found == {
        "title": False,
        "slots/kind/label": False,
        "slots/kind/choices/bill": True,
        "slots/kind/choices/net/label": True,
        "steps/hello/prompt": False,
        "steps/hello/reprompt": False,
    }
    assert spoken(TEXT) == ("en", "zh")


def test_what_every_dialog_says_stands_behind_and_is_worded_by_the_script_once_changed() -> None:
    (helped,) = [one for one in wordings(TEXT) or () if one.name == "texts/helped"]
    done = reword(TEXT, (Rewording(helped.path, "en", helped.mark("en"), "Great, bye!"),))
    after = {one.name: one for one in wordings(done.text) or ()}

    assert (helped.shipped, done.changed) == (True, 1)
    assert after["texts/helped"] == replace(helped, text={**helped.text, "en": "Great, bye!"}, shipped=False)


def test_a_language_that_is_missing_is_added() -> None:
    done = reword(TEXT, (Rewording(("steps", "hello", "reprompt"), "zh", mark_of(""), "请点一下"),))

    assert 'reprompt: {en: Tap one, zh: "请点一下"}' in done.text


def test_what_somebody_else_changed_meanwhile_is_left_alone() -> None:
    seen = mark_of("Which?")
    first = reword(TEXT, (Rewording(("steps", "hello", "prompt"), "en", seen, "Which one?"),))
    mine = Rewording(("steps", "hello", "prompt"), "en", seen, "What is it?")
    other = Rewording(("title",), "en", mark_of("Small"), "Tiny")
    second = reword(first.text, (mine, other))

    assert second.clashes == (mine,)
    assert 'en: "Which one?"   # short' in second.text
    assert "title: {en: Tiny, zh: 小}" in second.text


def test_what_was_not_changed_in_the_form_overwrites_nothing() -> None:
    first = reword(TEXT, (Rewording(("title",), "en", "", "Tiny"),))
    second = reword(first.text, (Rewording(("title",), "en", mark_of("Small"), "Small"),))

    assert (second.text, second.changed, second.clashes) == (first.text, 0, ())


def test_a_button_wider_than_a_phone_shows_is_too_long() -> None:
    label = Wording(("slots", "kind", "choices", "x"), {"en": "x" * 42, "zh": "网" * 20}, is_label=True)

    assert [label.too_long(language, LIMITS) for language in ("en", "zh")] == [2, 0]


WANTED = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=60).filter(
    lambda wording: bool(without_invisible(wording.replace("\t", " ")).strip())
)
PLACES = st.deferred(lambda: st.sampled_from(sorted(shipped())))
FORM = st.lists(st.tuples(PLACES, st.sampled_from(["en", "zh"]), WANTED), min_size=1, max_size=4)


@settings(max_examples=25)
@given(st.lists(FORM, min_size=1, max_size=3))
def test_any_sequence_of_forms_leaves_the_same_script_with_those_texts_changed(
    forms: list[list[tuple[str, str, str]]],
) -> None:
    text, expected = TELECOM.text, {name: dict(one.text) for name, one in shipped().items()}
    for form in forms:
        wanted = {(name, language): wording for name, language, wording in form}
        text = reword(
            text,
            tuple(
                Rewording(tuple(name.split("/")), language, mark_of(expected[name][language]), wording)
                for (name, language), wording in wanted.items()
            ),
        ).text
        for (name, language), wording in wanted.items():
            kept = wording.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
            expected[name][language] = without_invisible(kept).strip()
    found = {one.name: dict(one.text) for one in wordings(text) or () if not one.shipped}

    assert found == expected
    assert bare(text) == bare(TELECOM.text)
    assert [line for line in comments(TELECOM.text) if line not in text] == []


def bare(text: str) -> list[str]:
    """Return the names of all steps and slots, in their order, as the strict reader finds them with the old texts."""
    there = {one.path: one for one in wordings(text) or () if not one.shipped}
    back = tuple(
        Rewording(path, language, "", shipped()[one.name].text[language])
        for path, one in there.items()
        for language in one.text
    )
    script = load(reword(text, back).text).script
    assert script == load(TELECOM.text).script
    return [*script.slots, *script.steps] if script else []


def comments(text: str) -> list[str]:
    return [found[0] for line in text.splitlines() if (found := re.search(r"(?:^|\s)#\s.*$", line)) and '"' not in line]
