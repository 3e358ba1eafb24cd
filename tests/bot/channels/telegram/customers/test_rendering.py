"""How messages look on Telegram: cut, with entities, and with the buttons and keyboards that go with them."""

from dataclasses import replace

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st
from telegram import InlineKeyboardMarkup, MessageEntity, ReplyKeyboardMarkup, ReplyKeyboardRemove

from bot.channels.port import Outgoing
from bot.channels.telegram.customers.rendering import (
    LONGEST_CAPTION,
    LONGEST_TEXT,
    bubbles,
    rendered,
    split,
    ticked,
    units,
)

FLAG, FAMILY, HANGUL, DEVANAGARI = "🇨🇳", "👩\u200d👩\u200d👧\u200d👦", "\u1112\u1161\u11ab", "क्षि"
TONED, ACCENTED, KEYCAP = "👍\U0001f3fd", "e\u0301\u0323", "1\ufe0f\u20e3"
CHARACTERS = [FLAG, FAMILY, HANGUL, TONED, ACCENTED, KEYCAP, "a", "账", "😀"]


def outgoing(text: str = "Hello", *choices: tuple[str, str], asks: str = "", name: str = "") -> Outgoing:
    """Return a message of the bot, or of the agent with this name."""
    author = "agent" if name else "bot"
    return Outgoing(address="telegram:1", message="m1", author=author, name=name, text=text, choices=choices, asks=asks)


def marked(bubble: Outgoing) -> list[tuple[str, str]]:
    """Return what stands out in a bubble: how, and which words."""
    shown = rendered(bubble)
    encoded = shown.text.encode("utf-16-le")
    return [
        (one.type, encoded[2 * one.offset : 2 * (one.offset + one.length)].decode("utf-16-le"))
        for one in shown.entities
    ]


def characters(text: str) -> list[str]:
    return regex.findall(r"\X", text)


def test_a_text_is_cut_after_a_paragraph_else_a_line_else_a_sentence_else_a_word() -> None:
    assert split("one two\nthree\n\nfour five", 20) == ["one two\nthree", "four five"]
    assert split("one two three\nfour five", 20) == ["one two three", "four five"]
    assert split("没有信号。从周一开始。请修好", 8) == ["没有信号。", "从周一开始。", "请修好"]
    assert split("It is “off.” Since Monday it is", 20) == ["It is “off.”", "Since Monday it is"]
    assert split("one two three four five", 20) == ["one two three four", "five"]


def test_a_part_that_ends_with_a_word_is_used_to_the_end() -> None:
    assert split("one two three", 7) == ["one two", "three"]


def test_the_first_part_leaves_room_for_what_stands_above() -> None:
    assert split("aaaa bbbb cccc", 9, taken=5) == ["aaaa", "bbbb cccc"]


@pytest.mark.parametrize("character", CHARACTERS)
def test_a_character_is_never_cut_in_two(character: str) -> None:
    limit = units(character) + 2
    parts = split("x" + character * 10, limit)

    assert "".join(parts) == "x" + character * 10
    assert all(part.removeprefix("x").replace(character, "") == "" for part in parts)


def test_a_character_that_is_longer_than_a_message_is_cut_between_its_code_points() -> None:
    parts = split("a" + "\u0301" * 25 + "😀", 10)

    assert "".join(parts) == "a" + "\u0301" * 25 + "😀"
    assert [units(part) for part in parts] == [10, 10, 8]


@given(
    st.text(st.sampled_from("ab账😀\u0301\u200d\U0001f1e8\u1112\u1161\u11ab \n。."), max_size=100), st.integers(2, 20)
)
def test_the_parts_fit_and_hold_everything_but_white_space(text: str, limit: int) -> None:
    parts = split(text, limit)

    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(units(part) <= limit for part in parts)
    assert all(parts) or parts == [""]


@given(
    st.lists(st.sampled_from([*CHARACTERS, DEVANAGARI, " ", "\n", "。"]), max_size=60).map("".join), st.integers(11, 40)
)
def test_every_character_of_a_text_is_whole_in_one_of_its_parts(text: str, limit: int) -> None:
    whole = [one for one in characters(text) if not one.isspace()]
    found = [one for part in split(text, limit) for one in characters(part) if not one.isspace()]

    assert found == whole


@given(st.text(max_size=200), st.text(max_size=60))
def test_what_stands_out_is_told_without_a_mark_in_the_text(text: str, name: str) -> None:
    for bubble in bubbles(outgoing(text, name=name)):
        shown = rendered(bubble)

        assert units(shown.text) <= LONGEST_TEXT
        assert all(one.offset + one.length <= units(shown.text) for one in shown.entities)


def test_an_agents_words_stand_below_the_name_in_bold() -> None:
    bubble = outgoing("*I* am <b>on</b> it.", name="Li 😀 Na")

    assert rendered(bubble).text == "Li 😀 Na:\n*I* am <b>on</b> it."
    assert marked(bubble) == [(MessageEntity.BOLD, "Li 😀 Na:")]


def test_a_reference_can_be_copied_with_a_tap() -> None:
    assert marked(outgoing("😀 It is T-2026-000042, not XT-2026-000042.")) == [(MessageEntity.CODE, "T-2026-000042")]
    assert marked(outgoing("😀 补充到T-2026-000042里")) == [(MessageEntity.CODE, "T-2026-000042")]


def test_a_reference_in_a_chinese_sentence_can_be_copied_too() -> None:
    assert marked(outgoing("编号是T-2026-000042，已经补充到T-2026-000043里。")) == [
        (MessageEntity.CODE, "T-2026-000042"),
        (MessageEntity.CODE, "T-2026-000043"),
    ]


def test_a_long_answer_has_the_name_above_and_the_buttons_below() -> None:
    first, second, third = bubbles(outgoing("word " * 2000, ("yes", "Yes"), name="Li Na"))

    assert [one.name for one in (first, second, third)] == ["Li Na", "", ""]
    assert [one.choices for one in (first, second, third)] == [(), (), (("yes", "Yes"),)]
    assert units(rendered(first).text) <= LONGEST_TEXT


def test_short_answers_stand_in_one_row_and_long_ones_below_each_other() -> None:
    def rows(*labels: str) -> list[list[str]]:
        keyboard = rendered(outgoing("Which?", *((label, label) for label in labels))).keyboard
        assert isinstance(keyboard, InlineKeyboardMarkup)
        return [[button.text for button in row] for row in keyboard.inline_keyboard]

    assert rows("1", "2", "3", "4", "5") == [["1", "2", "3", "4", "5"]]
    assert rows("对，就用这个", "换一个") == [["对，就用这个", "换一个"]]
    assert rows("Network or signal", "Bill or charges") == [["Network or signal"], ["Bill or charges"]]


def test_a_long_label_is_cut_between_characters() -> None:
    keyboard = rendered(outgoing("Which?", ("data", FLAG * 100))).keyboard

    assert isinstance(keyboard, InlineKeyboardMarkup)
    assert keyboard.inline_keyboard[0][0].text == FLAG * 63 + "…"


@pytest.mark.parametrize(
    ("asks", "text", "labels"),
    [
        ("phone", "Which phone number?", ["Share my phone number", "Skip"]),
        ("phone", "请问您的电话号码是多少？", ["发送我的手机号", "Skip"]),
        ("place", "Where is it?", ["Send where I am", "Skip"]),
        ("place", "是在什么地方？", ["发送我的位置", "Skip"]),
    ],
)
def test_what_a_phone_can_give_with_a_tap_has_a_key_of_its_own(asks: str, text: str, labels: list[str]) -> None:
    keyboard = rendered(outgoing(text, ("skip", "Skip"), asks=asks)).keyboard

    assert isinstance(keyboard, ReplyKeyboardMarkup)
    (give, *_), *_ = keyboard.keyboard
    assert [key.text for row in keyboard.keyboard for key in row] == labels
    assert (bool(give.request_contact), bool(give.request_location)) == (asks == "phone", asks == "place")
    assert keyboard.one_time_keyboard
    assert keyboard.resize_keyboard


def test_the_keys_go_when_nothing_is_asked_for_any_more() -> None:
    assert isinstance(rendered(outgoing(asks="nothing")).keyboard, ReplyKeyboardRemove)
    assert rendered(outgoing()).keyboard is None


def test_what_was_tapped_keeps_a_mark() -> None:
    ((button,),) = ticked("Bill or charges").inline_keyboard

    assert button.text == "✓ Bill or charges"


def test_under_a_file_stands_who_sends_it_and_what_was_written_with_it() -> None:
    copied = replace(outgoing("[photo] your bill", name="Li Na"), copies=("telegram:-1:7",))
    (bare,) = bubbles(replace(copied, text="[photo]"))
    first, second = bubbles(replace(copied, text="[photo] " + "bill " * 300))

    assert [rendered(one).text for one in bubbles(copied)] == ["Li Na:\nyour bill"]
    assert rendered(bare).text == "Li Na:"
    assert units(rendered(first).text) <= LONGEST_CAPTION
    assert second.copies == ()


def test_an_album_keeps_its_own_words() -> None:
    album = replace(outgoing("[photo] your bill", name="Li Na"), copies=("telegram:-1:7", "telegram:-1:8"))

    assert bubbles(album) == [album]


def test_a_later_version_that_is_too_long_changes_one_bubble_and_goes_on_below() -> None:
    first, second = bubbles(replace(outgoing("a" * 5000), edits="telegram:1:7"))

    assert (first.edits, second.edits) == ("telegram:1:7", "")
