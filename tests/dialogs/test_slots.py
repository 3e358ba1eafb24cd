import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.events import Button
from dialogs.script import Choice, Slot
from dialogs.slots import TYPES, choose, clean, read, shown

KINDS = (
    Choice("network", {"en": "Network or signal", "zh": "网络或信号"}),
    Choice("billing", {"en": "Bill or charges", "zh": "话费或扣费"}),
    Choice("other", {"en": "Something else", "zh": "其他"}),
)
ENGLISH = [Button(kind.key, kind.label["en"]) for kind in KINDS]
CHINESE = [Button(kind.key, kind.label["zh"]) for kind in KINDS]


def slot(type_: str, shortest: int = 1, longest: int = 4000, private: bool = False) -> Slot:
    return Slot("slot", type_, {"en": "Slot"}, KINDS if type_ == "choice" else (), shortest, longest, private)


def test_a_text_is_put_on_one_line_and_keeps_the_customers_punctuation() -> None:
    assert read(slot("text"), "  昨天，\n  断网了！ ", "zh") == "昨天， 断网了！"


def test_what_cannot_be_seen_is_taken_out_of_a_text() -> None:
    assert read(slot("text"), "re\u202efund\0 me\u200b\ud800", "en") == "refund me"


def test_an_emoji_made_of_several_stays_whole() -> None:
    family = "👨\u200d👩\u200d👧"

    assert clean(family) == family


@pytest.mark.parametrize("text", ["", "   ", "???", "😡😡😡", "\u200b"])
def test_a_text_without_a_letter_or_digit_is_unusable(text: str) -> None:
    assert read(slot("text"), text, "en") is None


def test_a_text_is_as_long_as_its_slot_says() -> None:
    name = slot("text", shortest=2, longest=5)

    assert [read(name, text, "en") for text in ("a", "ab", "abcde", "abcdef")] == [None, "ab", "abcde", None]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12345678", "12345678"),
        ("1234 5678", "12345678"),
        ("账号是1234-5678-90", "1234567890"),
        ("１２３４５６７８", "12345678"),
        ("12345678, since 2020", "12345678"),
        ("1234567", None),
        ("1234567890123", None),
        ("12345678 or, maybe, 87654321", None),
        ("none", None),
    ],
)
def test_digits_are_found_by_their_length(text: str, value: str | None) -> None:
    assert read(slot("digits", 8, 12), text, "en") == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("13800138000", "13800138000"),
        ("+86 138 0013 8000", "+8613800138000"),
        ("(010) 8888 6666", "01088886666"),
        ("my number is 138-0013-8000.", "13800138000"),
        ("号码１３８００１３８０００", "13800138000"),
        ("10086", "10086"),
        ("123", None),
        ("13800138000或者13900139000", None),
        ("call me", None),
    ],
)
def test_a_phone_number_is_read_without_what_makes_it_legible(text: str, value: str | None) -> None:
    assert read(slot("phone"), text, "en") == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("128.5", "128.50"),
        ("¥128.5", "128.50"),
        ("￥１２８", "128.00"),
        ("128块5", "128.50"),
        ("128块50", "128.50"),
        ("128块5毛5", "128.55"),
        ("128元5角", "128.50"),
        ("128块钱", "128.00"),
        ("128 yuan", "128.00"),
        ("RMB 1,280.50", "1280.50"),
        ("1.2万", "12000.00"),
        ("扣了我30块", "30.00"),
        ("charged 128 yuan for 3 months", "128.00"),
        ("128元3个月", "128.00"),
        ("0", "0.00"),
        ("50-100", None),
        ("between 50 and 100", None),
        ("128,50", None),
        ("1.234", None),
        ("-5", None),
        ("2026-05-01", None),
        ("a lot", None),
    ],
)
def test_money_is_read_in_yuan_with_two_decimals(text: str, value: str | None) -> None:
    assert read(slot("money"), text, "en") == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *[("5", "5"), ("5 stars", "5"), ("五星", "5"), ("★★★★", "4"), ("⭐⭐⭐", "3"), ("4/5", "4"), ("3分", "3")],
        *[("two", "2"), ("四颗星", None), ("6", None), ("0", None), ("10", None), ("4.5", None), ("", None)],
    ],
)
def test_a_rating_goes_from_one_to_five(text: str, value: str | None) -> None:
    assert read(slot("rating"), text, "en") == value


@pytest.mark.parametrize(("text", "value"), [("yep", "yes"), ("还是不行", "no"), ("是", "yes"), ("maybe", None)])
def test_yes_and_no_are_understood_in_both_languages(text: str, value: str | None) -> None:
    assert read(slot("yes-no"), text, "zh") == value


def test_a_choice_is_read_as_its_key() -> None:
    assert read(slot("choice"), "网络或信号", "zh") == "network"


@given(st.sampled_from(sorted(TYPES)), st.text(st.characters(codec=None), max_size=80), st.sampled_from(["en", "zh"]))
@settings(deadline=None)
def test_a_value_read_once_more_is_the_same_value(type_: str, text: str, language: str) -> None:
    value = read(slot(type_), text, language)

    assert value is None or (value and read(slot(type_), value, language) == value)


@pytest.mark.parametrize(
    "text", ["billing", "Bill or charges", "bill or charges.", "2", "2.", "２", "②", "no. 2", "#2"]
)
@pytest.mark.parametrize("buttons", [ENGLISH, CHINESE])
def test_a_button_is_meant_by_key_label_or_number(text: str, buttons: list[Button]) -> None:
    expected = None if text.lower().startswith("bill or") and buttons is CHINESE else "billing"

    assert choose(buttons, text) == expected


@pytest.mark.parametrize("text", ["第二个", "二", "选2", "我选第二个", "第2项", "the second one", "option 2", "话费"])
def test_a_button_is_meant_by_its_number_in_words(text: str) -> None:
    assert choose(CHINESE, text) == "billing"


@pytest.mark.parametrize("text", ["bil or charges", "Bill or chrages", "bill", "my bill please", "the charges"])
def test_a_button_is_meant_by_a_slip_of_its_label_or_by_a_part_no_other_has(text: str) -> None:
    assert choose(ENGLISH, text) == "billing"


@pytest.mark.parametrize("text", ["", "or", "4", "0", "12", "not my bill", "b", "bill and network", "the", "?"])
def test_where_it_is_not_sure_no_button_is_meant(text: str) -> None:
    assert choose(ENGLISH, text) is None


def test_a_label_that_is_a_number_comes_before_the_number_of_a_button() -> None:
    falling = [Button(str(number), str(number)) for number in (5, 4, 3, 2, 1)]

    assert choose(falling, "5") == "5"


def test_the_opposite_of_a_label_is_not_a_part_of_it() -> None:
    english = [Button("refund", "Refund me"), Button("none", "I do not want money")]
    chinese = [Button("none", "不需要赔偿"), Button("fix", "尽快修好")]

    assert [
        choose(english, "I want money"),
        choose(english, "not money"),
        choose(chinese, "需要赔偿"),
        choose(chinese, "不需要"),
    ] == [None, "none", None, "none"]


@given(st.text(st.characters(codec=None), max_size=40) | st.text("我选请第二2个的吧不话费 ", max_size=6))
@settings(deadline=None)
def test_whatever_is_typed_only_a_button_that_is_there_is_meant(text: str) -> None:
    assert choose(ENGLISH, text) in {None, "network", "billing", "other"}


def test_a_choice_is_shown_by_its_label_and_a_yes_by_its_word() -> None:
    assert shown(slot("choice"), "billing", "zh") == "话费或扣费"
    assert shown(slot("yes-no"), "yes", "zh") == "是"
    assert shown(slot("money"), "128.50", "zh") == "128.50"


def test_of_what_is_private_the_last_four_are_shown_and_of_four_none() -> None:
    assert shown(slot("digits", private=True), "12345678", "en") == "••••5678"
    assert shown(slot("digits", private=True), "1234", "en") == "••••"


def test_a_skipped_answer_is_shown_as_a_dash() -> None:
    assert shown(slot("money", private=True), "", "en") == "—"


def test_a_choice_is_understood_from_a_sentence_that_names_it() -> None:
    choices = (
        Choice("network", {"en": "Network or signal", "zh": "网络或信号"}),
        Choice("bill", {"en": "Bill or charges", "zh": "话费"}),
    )
    slot = Slot("kind", "choice", {"en": "Kind", "zh": "类别"}, choices)

    assert read(slot, "it's a problem with the network", "en") == "network"
    assert read(slot, "是话费的问题", "zh") == "bill"
    assert read(slot, "it's not the bill, not the network", "en") is None
