"""What a first message already holds is not asked for again; what is not sure is."""

from unittest.mock import Mock, call

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.model.script import Choice, Script, Slot, Text
from dialogs.reading.folding import folded
from dialogs.reading.slots import Heard, read, read_telling


def both(english: str, chinese: str) -> Text:
    return {"en": english, "zh": chinese}


KINDS = (
    Choice("network", both("Network", "网络"), ("signal", "broadband", "router", "宽带", "信号", "断网")),
    Choice("billing", both("Bill", "账单"), ("bill", "charged", "账单", "扣费", "话费")),
)
SLOTS = (
    Slot("problem", "text", both("Problem", "问题")),
    Slot("kind", "choice", both("About", "类别"), KINDS),
    Slot("place", "place", both("Where", "地点"), shortest=2),
    Slot("since", "date", both("Since", "时间")),
    Slot("amount", "money", both("Amount", "金额")),
    Slot("account", "digits", both("Account number", "账户号码"), shortest=8, longest=12, private=True),
    Slot("phone", "phone", both("Phone number", "联系电话"), private=True),
    Slot("email", "email", both("Mail", "邮箱")),
    Slot("stars", "rating", both("Stars", "评分")),
)


def script(*asked: Slot) -> Script:
    return Script("s", both("S", "题"), ("en", "zh"), "a", {slot.key: slot for slot in asked}, {}, opening="problem")


def found(text: str, *asked: Slot, **known: str) -> dict[str, str]:
    language = "zh" if any("一" <= sign <= "龥" for sign in text) else "en"
    found = read_telling(script(*(asked or SLOTS)), known, Heard(text, language, "2026-11-24T10:15"))
    return {key: one.value for key, one in found.items() if one.value}


def test_labels_are_read_once_however_many_numbers_a_text_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    fold = Mock(side_effect=folded)
    monkeypatch.setattr("dialogs.reading.slots.folded", fold)
    found("5, " * 50, SLOTS[5])

    assert fold.mock_calls.count(call("Account number")) == 1


def test_whoever_tells_all_in_english_is_asked_for_nothing_of_it() -> None:
    text = "My bill is 128.50 yuan, account 88002233, call 138 0013 8000, since last Tuesday at Zhongshan Road 12"

    assert found(text) == {
        "kind": "billing",
        "place": "Zhongshan Road 12",
        "since": "2026-11-17",
        "amount": "128.50",
        "account": "88002233",
        "phone": "13800138000",
    }


def test_whoever_tells_all_in_chinese_is_asked_for_nothing_of_it() -> None:
    text = "我家宽带从上周二就断了，地址是朝阳区建国路88号，电话13800138000，账号88002233，多扣了120块，a@b.cn"

    assert found(text) == {
        "kind": "network",
        "place": "朝阳区建国路88号",
        "since": "2026-11-17",
        "amount": "120.00",
        "account": "88002233",
        "phone": "13800138000",
        "email": "a@b.cn",
    }


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("從昨天開始寬帶斷了，電話13800138000", {"kind": "network", "since": "2026-11-23", "phone": "13800138000"}),
        ("帳號88002233有問題", {"account": "88002233"}),
        ("我的账户是 62220212", {"account": "62220212"}),
        ("account 8800-2233 is wrong", {"account": "88002233"}),
        ("The line at Oak Street 12 is dead. It is dark at Oak Street", {"place": "Oak Street 12"}),
        ("it began on 3 June", {"since": "2026-06-03"}),
        ("booked for 20 November and then cancelled", {"since": "2026-11-20"}),
        ("My account no. is 12345678901", {"account": "12345678901"}),
        ("charged twice, 128 yuan too much", {"kind": "billing", "amount": "128.00"}),
        ("it is not the bill, the router is dead", {"kind": "network"}),
        ("3天没网了", {"since": "2026-11-21"}),
        ("please write to me@example.com", {"email": "me@example.com"}),
        ("昨天晚上八点刷卡被扣两次，各200元", {"since": "2026-11-23T20:00", "amount": "200.00"}),
        ("我在阳光花园3号楼没信号", {"kind": "network", "place": "阳光花园3号楼"}),
        ("上海市浦东新区世纪大道1号停电", {"place": "上海市浦东新区世纪大道1号"}),
        ("I was at the Grand Plaza Hotel on 20 November", {"place": "Grand Plaza Hotel", "since": "2026-11-20"}),
    ],
)
def test_what_a_telling_surely_holds_is_read(text: str, values: dict[str, str]) -> None:
    assert found(text) == values


@pytest.mark.parametrize(
    "text",
    [
        "订单号20231124998877一直没到",
        "12345打不通",
        "扣了我3次",
        "你们客服95588态度太差",
        "身份证号110101199001011234",
        "88002233",
        "call 13800138000 or 13900139000",
        "30 yuan or perhaps 50 yuan",
        "昨天还是前天",
        "the bill or the router",
        "我给5星",
        "在家里",
        "at home in the morning",
        "I pay by card",
        "room 1208",
        "version 10.15.7",
        "网速只有10兆",
        "100% of the time",
    ],
)
def test_what_is_not_sure_is_left_to_a_question(text: str) -> None:
    assert found(text) == {}


@pytest.mark.parametrize(
    "text",
    [
        "calls from 021-61234567 all day",
        "I was called by 02161234567",
        "I called 02161234567 three times",
        "一直接到骚扰电话02161234567",
        "02161234567一直打来推销",
        "陌生号码13900139000给我打电话",
    ],
)
def test_the_number_of_a_caller_is_not_the_customers(text: str) -> None:
    assert "phone" not in found(text)


@pytest.mark.parametrize("text", ["call me on 13900139000", "我的电话13900139000", "打13900139000联系我"])
def test_the_number_to_call_is(text: str) -> None:
    assert found(text)["phone"] == "13900139000"


@pytest.mark.parametrize(
    "text", ["my account is gone, 12345678 in all", "账户被扣了12345678元", "账户里12345678块没了"]
)
def test_a_number_that_counts_something_is_no_number_of_an_account(text: str) -> None:
    assert "account" not in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "3号窗口的柜员态度差",
        "住院部12号床",
        "6号诊室",
        "客服工号8号",
        "前面还有20号人等",
        "我在携程订的11月28号的房没了",
        "12月3号的预订被取消了",
        "booked for 5 December and now cancelled",
        "我住三楼 二月没开通",
    ],
)
def test_a_day_that_is_none_or_is_to_come_is_no_date_of_the_problem(text: str) -> None:
    assert "since" not in found(text)


def test_a_place_does_not_swallow_the_sentence_before_it() -> None:
    assert found("家里网特别卡打游戏老掉线望京花园3号楼")["place"].endswith("望京花园3号楼")
    assert "打游戏" not in found("家里网特别卡打游戏老掉线望京花园3号楼")["place"]


def test_a_mobile_of_taiwan_is_known_by_its_form() -> None:
    assert found("我的電話0912 345 678")["phone"] == "+886912345678"


def test_what_is_known_is_not_read_again() -> None:
    assert found("call 13800138000", phone="13900139000") == {}
    assert found("call 13800138000", phone="") == {}


def test_a_phone_number_is_no_account_number() -> None:
    assert found("account 13800138000") == {"phone": "13800138000"}


@pytest.mark.parametrize("text", ["Account 7730012285 please", "my account number is 7730012285", "账号 7730012285"])
def test_what_stands_behind_the_word_account_is_no_phone_unless_it_is_a_mobile(text: str) -> None:
    assert found(text) == {"account": "7730012285"}


def test_of_two_dates_nobody_knows_which_is_meant() -> None:
    two = (Slot("from", "date", both("From", "从")), Slot("until", "date", both("Until", "到")))

    assert found("yesterday", *two) == {}


def test_two_numbers_are_told_apart_by_their_labels() -> None:
    card = Slot("card", "digits", both("Last four digits of the card", "卡号后四位"), shortest=4, longest=4)
    room = Slot("room", "digits", both("Room number", "房间号"), shortest=3, longest=4)

    assert found("card ending 4321, room 1208", card, room) == {"card": "4321", "room": "1208"}


def test_several_choices_may_be_told_at_once() -> None:
    kinds = Slot("kinds", "multi-choice", both("About", "类别"), KINDS)

    assert found("no signal, and the bill is wrong", kinds) == {"kinds": "network,billing"}


@given(st.text(max_size=300))
def test_whatever_is_told_what_is_read_reads_as_itself(text: str) -> None:
    slots = {slot.key: slot for slot in SLOTS}

    for key, value in found(text).items():
        assert read(slots[key], Heard(value, "en", "2026-11-24T10:15")) == value


def test_a_point_on_the_map_is_where_it_is_and_no_number() -> None:
    assert found("No signal here: 12.34567, 138.12345") == {"kind": "network", "place": "12.34567, 138.12345"}
