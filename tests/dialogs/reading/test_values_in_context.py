"""Values by what stands around them, as kinds and not as sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.language.script_loader import load
from dialogs.model.script import Script
from dialogs.reading.amounts import amounts_told, in_currency
from dialogs.reading.folding import folded
from dialogs.reading.incident_days import days_told
from dialogs.reading.slots import Heard, read, read_telling
from dialogs.reading.small_talk import language_of
from tests.bot.desk.desk_harness import SHIPPED

NOW = "2026-11-29T14:00"
"""A Sunday."""


def shipped(key: str) -> Script:
    script = load((SHIPPED / "scripts" / f"{key}.yaml").read_text("utf-8")).script
    assert script is not None
    return script


SCRIPTS = {key: shipped(key) for key in ("hotel", "telecom", "bank", "hospital")}


def told(text: str, key: str = "hotel") -> dict[str, str]:
    """Return the values that a telling surely holds."""
    found = read_telling(SCRIPTS[key], {}, Heard(text, language_of(text, "en"), NOW))
    return {slot: one.value for slot, one in found.items() if one.value}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("我是3.23日入住的，房间有味道", "2026-03-23"),
        ("本月二十一号我去办的卡", "2026-11-21"),
        ("二〇二六年五月六日我去门店办理的", "2026-05-06"),
        ("It was Saturday the 7th when the machine kept it", "2026-11-07"),
        ("上周末接驳车没有来", "2026-11-21"),
        ("琴日过数到而家都未到", "2026-11-28"),
        ("He walked out twenty minutes ago", "2026-11-29"),
        ("25号到了以后一直吵，当天晚上睡到一点半", "2026-11-26"),
        ("left my glasses by the sink this morning", "2026-11-29"),
        ("no water since half eleven", "2026-11-29"),
        ("停水都三个小时了", "2026-11-29"),
    ],
)
def test_the_day_of_the_incident_is_read(text: str, day: str) -> None:
    assert told(text)["since"][:10] == day


@pytest.mark.parametrize(
    ("text", "room"),
    [
        ("项链落下了，305房，前天走的", "305"),
        ("We asked twice.Room 614,still nothing", "614"),
        ("一共住了2,305房客", None),
    ],
)
def test_a_room_is_told_after_any_mark(text: str, room: str | None) -> None:
    assert told(text).get("room") == room


@pytest.mark.parametrize(
    "text",
    [
        "I waited 6 1/2 hours",
        "we live on the 3/4 floor",
        "the doctor gave me a week of rest",
        "move my install to thursday",
        "the paper gets it by Wednesday unless you call",
        "the toilets on the 2nd floor are filthy",
        "装宽带想改到礼拜四",
        "记者约的周三",
        "爷爷上周在你们三楼办的寿宴",
        "第三天来了个卖窗帘的",
        "on Monday, on Tuesday and on Thursday nobody came",
        "my husband passed away on the 9th and you still send him bills",
        "我妈十月十九号走的，存折还在我手里",
    ],
)
def test_what_is_planned_vague_or_no_day_is_not_one(text: str) -> None:
    assert "since" not in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "my husband passed on the 9th and you still send him bills",
        "My mother passed away in your ward on 20 November",
        "My grandfather Tom died on 20 November",
        "on 20 November my sister died",
        "we buried my father on the 20th",
        "His funeral was on 20 November",
        "we buried mum yesterday, her room things are still with you",
        "我爸11月20号走了，你们还给他寄账单",
        "我奶奶11月20号凌晨在你们医院去世",
        "家母走的那天是11月20号",
        "老伴儿11月20号下葬",
    ],
)
def test_the_day_on_which_somebody_died_is_not_the_one(text: str) -> None:
    assert "since" not in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "my router died on 20 November",
        "The phone simply died on 20 November and nobody came",
        "my husband's card died on 20 November",
        "he passed me the wrong form on 20 November",
        "she passed on the message on 20 November, wrongly",
        "The parcel passed through your depot on 20 November",
        "Your men buried the cable on 20 November and cut my line",
        "Since she died you charge me, on 20 November twice",
        "on 20 November my line died",
        "师傅11月20号走了，活没干完",
        "那笔钱11月20号划走了",
        "押金是11月20号从卡上走的",
        "前台的人11月20号早走了，没人管",
        "我妈的号11月20号被转走了",
        "客服11月20号一走了之",
        "装宽带的小哥11月20号走的，线没接",
    ],
)
def test_what_merely_ended_left_or_was_handed_on_is_no_death(text: str) -> None:
    assert told(text)["since"][:10] == "2026-11-20"


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("酒店方让我赔偿300元", "300.00"),
        ("minibar 380, which I never touched", "380.00"),
        ("you charged me £45.20 for it", "45.20 GBP"),
        ("they took $30 from my card", "30.00 USD"),
        ("违约金你们要收八百", "800.00"),
        ("胶片钱三百八，退不退", "380.00"),
        ("一共花了两千一百四，全是自己掏的", "2140.00"),
        ("账单是二百四十五块六毛七", "245.67"),
        ("sent 9k yesterday and the other side has nothing", "9000.00"),
        ("how do i get the 1,100 back", "1100.00"),
        ("不多不少多了六十三，麻烦把这六十三讲讲", "63.00"),
    ],
)
def test_the_sum_at_stake_is_read(text: str, amount: str) -> None:
    assert told(text)["amount"] == amount


@pytest.mark.parametrize(
    "text",
    [
        "room 1204 is cold",
        "我今年五十二，教了三十年书",
        "三百二十人包了三层楼",
        "Forty thousand people follow my page",
        "wait, 18",
        "网上视频涨粉两万，谢谢你们",
        "昨天走廊里心跳一百八",
        "他每天七点二十从后门进来",
        "你们叫我摆了三十六桌，结果没人上菜",
        "they rang at 8.20 and hung up",
        "The choir paid 15 each for the singing",
    ],
)
def test_what_counts_something_else_is_no_sum(text: str) -> None:
    assert "amount" not in told(text)


def test_of_two_sums_as_likely_none_is_assumed_and_both_are_to_choose_from() -> None:
    found = read_telling(SCRIPTS["hotel"], {}, Heard("各收了我200元和350元", "zh", NOW))["amount"]

    assert found.value == ""
    assert {"200.00", "350.00"} == set(found.others)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("The pool has been shut all week", "pool"),
        ("你们泳池的水是绿的", "泳池"),
        ("你們大廳的燈壞了", "大廳"),
    ],
)
def test_a_place_that_the_script_lists_may_begin_a_sentence_in_either_writing(text: str, place: str) -> None:
    assert told(text)["place"] == place


@pytest.mark.parametrize(
    ("text", "room"), [("room 1204 is cold", "1204"), ("房号2110，没热水", "2110"), ("A302房没热水", "A302")]
)
def test_a_code_beside_a_word_of_its_slot_is_read(text: str, room: str) -> None:
    assert told(text)["room"] == room


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("Please refund me", "refund"),
        ("I want my money back", "refund"),
        ("把钱给我退回来", "refund"),
        ("我要求你们道歉", "apology"),
        ("fix it please", "fix"),
        ("give it back pls", "refund"),
        ("要个说法", "explanation"),
        ("要佢赔返钱俾我", "refund"),
        ("即刻同我换房", "fix"),
    ],
)
def test_a_remedy_is_what_is_asked_of_us(text: str, remedy: str) -> None:
    assert told(text)["remedy"] == remedy


@pytest.mark.parametrize(
    "text",
    [
        "They refused a refund",
        "you lost it and now want me to pay for a new one",
        "I don't want a refund",
        "酒店方让我赔偿300元",
        "refund confirmed 18 days ago",
        "我不要赔偿",
    ],
)
def test_a_story_of_a_remedy_is_none(text: str) -> None:
    assert "remedy" not in told(text)


@pytest.mark.parametrize(
    ("number", "value"),
    [("2345 6789", "+85223456789"), ("(852) 2345-6789", "+85223456789"), ("一三八零零一三八零零零", "13800138000")],
)
def test_numbers_of_elsewhere_and_spoken_ones_are_read(number: str, value: str) -> None:
    assert read(SCRIPTS["telecom"].slots["phone"], Heard(number, "zh", NOW)) == value


def test_a_value_carries_the_words_it_came_from() -> None:
    found = read_telling(
        SCRIPTS["hotel"], {}, Heard("We were there on 20 November. You charged me £45.20, why?", "en", NOW)
    )

    assert found["amount"].words == "You charged me £45.20"


def test_an_amount_in_another_currency_is_never_shown_as_yuan() -> None:
    assert list(map(in_currency, ("45.20 GBP", "30.00 USD", "128.00"))) == ["£45.20", "$30.00", "128.00"]


@given(st.text(max_size=200))
def test_whatever_is_told_where_it_is_told_is_within_the_text(text: str) -> None:
    plain = folded(text)

    assert all(0 <= one.start <= one.end <= len(plain) for one in amounts_told(plain))
    assert all(0 <= one.start <= one.end <= len(plain) for one in days_told(plain, NOW, "zh"))


@given(st.integers(1, 999_999), st.sampled_from(["charged me {} yuan", "扣了我{}元", "I paid ¥{}", "{}块钱没退给我"]))
def test_a_sum_is_read_as_it_is_written(sum_: int, wording: str) -> None:
    assert [one.value for one in amounts_told(wording.format(sum_))] == [f"{sum_}.00"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("it drops every evening since the 16th", "2026-11-16"),
        ("the party went on till 3am on Saturday the 21st", "2026-11-21T03:00"),
        ("I waited from nine till noon on Wednesday", "2026-11-25/noon"),
        ("our girl was born on the 11th", ""),
        ("parking was 18.40 for a day", ""),
        ("手里攥着22号，叫到23号", ""),
        ("下次复查是星期三，能改时间吗", ""),
        ("你们那个网点周六开吗", ""),
        ("老伴前天早上五点没的", ""),
    ],
)
def test_when_it_began_is_told_from_other_days(text: str, day: str) -> None:
    assert told(text).get("since", "") == day


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("每月扣我8块的健康包，我没开过", "8.00"),
        ("the ringtone takes 6.50 a month from me", "6.50"),
        ("I lost 900 to a fake advert, that was settled", ""),
        ("以前被骗八万，案子早结了", ""),
    ],
)
def test_a_sum_taken_each_month_may_be_the_matter_and_one_that_is_settled_is_not(text: str, amount: str) -> None:
    assert told(text, "telecom").get("amount", "") == amount
