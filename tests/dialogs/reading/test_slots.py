from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.model.script import WITH_CHOICES, Choice, Slot
from dialogs.reading.folding import clean
from dialogs.reading.slots import TYPES, Heard, read, shown

KINDS = (
    Choice("network", {"en": "Network or signal", "zh": "网络或信号"}),
    Choice("billing", {"en": "Bill or charges", "zh": "话费或扣费"}),
    Choice("other", {"en": "Something else", "zh": "其他"}),
)


def slot(type_: str, shortest: int = 1, longest: int = 4000, private: bool = False) -> Slot:
    return Slot("slot", type_, {"en": "Slot"}, KINDS if type_ in WITH_CHOICES else (), shortest, longest, private)


def test_a_text_is_put_on_one_line_and_keeps_the_customers_punctuation() -> None:
    assert read(slot("text"), Heard("  昨天，\n  断网了！ ", "zh")) == "昨天， 断网了！"


def test_what_cannot_be_seen_is_taken_out_of_a_text() -> None:
    assert read(slot("text"), Heard("re\u202efund\0 me\u200b\ud800", "en")) == "refund me"


def test_an_emoji_made_of_several_stays_whole() -> None:
    family = "👨\u200d👩\u200d👧"

    assert clean(family) == family


@pytest.mark.parametrize("text", ["", "   ", "???", "😡😡😡", "\u200b"])
def test_a_text_without_a_letter_or_digit_is_unusable(text: str) -> None:
    assert read(slot("text"), Heard(text, "en")) is None


def test_a_point_on_the_map_is_no_part_of_a_choice() -> None:
    kinds = (Choice("a", {"en": "Network", "zh": "网络"}), Choice("b", {"en": "Bill", "zh": "账单"}))

    assert read(replace(slot("choice"), choices=kinds), Heard("31.2304, 121.4737 2", "en")) == "b"


def test_a_text_is_as_long_as_its_slot_says() -> None:
    name = slot("text", shortest=2, longest=5)

    assert [read(name, Heard(text, "en")) for text in ("a", "ab", "abcde", "abcdef")] == [None, "ab", "abcde", None]


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
        ("12345678 ••••", None),
    ],
)
def test_digits_are_found_by_their_length(text: str, value: str | None) -> None:
    assert read(slot("digits", 8, 12), Heard(text, "en")) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("13800138000", "13800138000"),
        ("+86 138 0013 8000", "13800138000"),
        ("0086-13800138000", "13800138000"),
        ("+44 7911 123456", "+447911123456"),
        ("010-88886666 ext 12", "01088886666x12"),
        ("400-800-8888", "4008008888"),
        ("1380013800", None),
        ("(010) 8888 6666", "01088886666"),
        ("my number is 138-0013-8000.", "13800138000"),
        ("号码１３８００１３８０００", "13800138000"),
        ("10086", None),
        ("123", None),
        ("13800138000或者13900139000", None),
        ("call me", None),
    ],
)
def test_a_phone_number_is_read_without_what_makes_it_legible(text: str, value: str | None) -> None:
    assert read(slot("phone"), Heard(text, "en")) == value


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
        ("一百二十八块五", "128.50"),
        ("三千", "3000.00"),
        ("大概两百多吧", "200.00"),
        ("about 30 bucks", "30.00 USD"),
    ],
)
def test_money_is_read_in_yuan_with_two_decimals(text: str, value: str | None) -> None:
    assert read(slot("money"), Heard(text, "en")) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *[("5", "5"), ("5 stars", "5"), ("五星", "5"), ("★★★★", "4"), ("⭐⭐⭐", "3"), ("4/5", "4"), ("3分", "3")],
        *[("two", "2"), ("四颗星", None), ("6", None), ("0", None), ("10", None), ("4.5", None), ("", None)],
    ],
)
def test_a_rating_goes_from_one_to_five(text: str, value: str | None) -> None:
    assert read(slot("rating"), Heard(text, "en")) == value


@pytest.mark.parametrize(("text", "value"), [("yep", "yes"), ("还是不行", "no"), ("是", "yes"), ("maybe", None)])
def test_yes_and_no_are_understood_in_both_languages(text: str, value: str | None) -> None:
    assert read(slot("yes-no"), Heard(text, "zh")) == value


def test_a_choice_is_read_as_its_key() -> None:
    assert read(slot("choice"), Heard("网络或信号", "zh")) == "network"


@given(st.sampled_from(sorted(TYPES)), st.text(st.characters(codec=None), max_size=80), st.sampled_from(["en", "zh"]))
def test_a_value_read_once_more_is_the_same_value(type_: str, text: str, language: str) -> None:
    value = read(slot(type_), Heard(text, language))

    assert value is None or (value and read(slot(type_), Heard(value, language)) == value)


def test_a_choice_is_shown_by_its_label_and_a_yes_by_its_word() -> None:
    assert shown(slot("choice"), "billing", "zh") == "话费或扣费"
    assert shown(slot("yes-no"), "yes", "zh") == "是"
    assert shown(slot("money"), "128.50", "zh") == "128.50"


def test_of_what_is_private_the_last_four_are_shown_and_of_less_than_eight_half() -> None:
    assert shown(slot("digits", private=True), "12345678", "en") == "••••5678"
    assert shown(slot("digits", private=True), "1234", "en") == "••34"
    assert shown(slot("digits", private=True), "7", "en") == "•"


def test_a_skipped_answer_is_shown_as_a_dash() -> None:
    assert shown(slot("money", private=True), "", "en") == "—"


def test_a_choice_is_understood_from_a_sentence_that_names_it() -> None:
    choices = (
        Choice("network", {"en": "Network or signal", "zh": "网络或信号"}),
        Choice("bill", {"en": "Bill or charges", "zh": "话费"}),
    )
    slot = Slot("kind", "choice", {"en": "Kind", "zh": "类别"}, choices)

    assert read(slot, Heard("it's a problem with the network", "en")) == "network"
    assert read(slot, Heard("是话费的问题", "zh")) == "bill"
    assert read(slot, Heard("it's not the bill, not the network", "en")) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("昨天晚上", "2026-11-23/evening"), ("at 8 pm", "2026-11-23T20:00"), ("9:30", "2026-11-24T09:30"), ("soon", None)],
)
def test_a_date_may_be_told_by_its_day_or_by_a_time_of_today(text: str, value: str | None) -> None:
    assert read(slot("date"), Heard(text, "en", "2026-11-24T10:15")) == value


def test_several_choices_are_kept_in_the_order_of_the_script() -> None:
    assert read(slot("multi-choice"), Heard("其他和网络", "zh")) == "network,other"
    assert read(slot("multi-choice"), Heard("all of them")) == "network,billing,other"
    assert read(slot("multi-choice"), Heard("nothing of that")) is None
    assert shown(slot("multi-choice"), "network,other", "zh") == "网络或信号、其他"
    assert shown(slot("multi-choice"), "network,other", "en") == "Network or signal, Something else"


def test_an_address_is_found_in_the_words_around_it() -> None:
    assert read(slot("email"), Heard("it is me.too@Example.COM, thanks")) == "me.too@example.com"
    assert read(slot("email"), Heard("a@b.cn or c@d.cn")) is None
    assert read(slot("email"), Heard("me at example dot com")) is None


@pytest.mark.parametrize(
    "text", ["why do you need that?", "你问这个干嘛？", "yes", "不想说", "I'd rather not", "???", "a"]
)
def test_a_question_or_a_refusal_is_no_place(text: str) -> None:
    assert read(slot("place", shortest=2), Heard(text)) is None


def test_an_outburst_is_no_place_unless_it_tells_one() -> None:
    angry = Heard("This is ridiculous, I am fed up", signals=("anger",))
    told = Heard("火死了，就在人民路100号", "zh", signals=("anger",))

    assert read(slot("place"), angry) is None
    assert read(slot("place"), told) == "火死了，就在人民路100号"


def test_a_place_is_kept_as_it_was_told() -> None:
    assert read(slot("place"), Heard(" 人民路100号， 三楼 ", "zh")) == "人民路100号， 三楼"


def test_a_file_is_kept_by_its_name_and_words_are_none() -> None:
    assert read(slot("file"), Heard("", file="photo")) == "photo"
    assert read(slot("file"), Heard("here it is")) is None


def test_a_date_is_told_in_words() -> None:
    assert shown(slot("date"), "2026-11-22/evening", "en") == "22 Nov 2026, evening"
    assert shown(slot("date"), "2026-11-22T19:30", "zh") == "2026年11月22日19:30"


def test_a_number_is_as_long_as_its_slot_says_and_no_longer() -> None:
    found = [read(slot("digits", 8, 12), Heard(number)) for number in ("123456789012", "1234567890123")]

    assert found == ["123456789012", None]


def test_yes_and_no_have_numbers_like_other_buttons() -> None:
    assert [read(slot("yes-no"), Heard(number)) for number in ("1", "2", "3")] == ["yes", "no", None]


def test_what_three_four_means_depends_on_the_language() -> None:
    days = [read(slot("date"), Heard("3/4", language, "2026-11-24T10:15")) for language in ("en", "zh")]

    assert days == ["2026-04-03", "2026-03-04"]


def test_a_choice_that_the_script_no_longer_has_is_shown_by_its_key() -> None:
    assert shown(slot("multi-choice"), "network,gone", "en") == "Network or signal, gone"


def test_a_point_on_the_map_is_a_place_and_nothing_else() -> None:
    picked = Heard("12.34567, 138.12345", now="2026-11-24T10:15")

    assert read(slot("place"), picked) == "12.34567, 138.12345"
    assert {kind for kind in TYPES if read(slot(kind), picked)} == {"place"}


def test_a_telling_keeps_the_point_it_holds() -> None:
    assert read(slot("text"), Heard("No signal at 31.23040, 121.47370")) == "No signal at 31.23040, 121.47370"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no hes ok, he didn't take any", "no"),
        ("No, it's in plaster by now", "no"),
        ("yes he is still bleeding", "yes"),
        ("不是，已经好了", "no"),
        ("no doctor has come yet", None),
        ("有点疼", None),
    ],
)
def test_a_yes_or_no_may_begin_a_sentence(text: str, value: str | None) -> None:
    assert read(slot("yes-no"), Heard(text)) == value
