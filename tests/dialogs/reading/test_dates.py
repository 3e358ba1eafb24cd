import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dialogs.reading.dates import read_date, read_time_of_today
from dialogs.reading.folding import folded

NOW = "2026-11-24T10:15"
"""A Tuesday."""


def read(text: str, now: str = NOW) -> str | None:
    return read_date(folded(text), now, "zh" if any("一" <= sign <= "龥" for sign in text) else "en")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("today", "2026-11-24"),
        ("just now", "2026-11-24"),
        ("yesterday evening", "2026-11-23/evening"),
        ("last night", "2026-11-23/night"),
        ("the day before yesterday at noon", "2026-11-22/noon"),
        ("this morning around 9", "2026-11-24T09:00"),
        ("yesterday at 15:30", "2026-11-23T15:30"),
        ("two days ago", "2026-11-22"),
        ("a couple of weeks ago", "2026-11-10"),
        ("a month ago", "2026-10-25"),
        ("for three days", "2026-11-21"),
        ("it has been three days", "2026-11-21"),
        ("for over 2 weeks", "2026-11-10"),
        ("a week ago", "2026-11-17"),
        ("last week", "2026-11-17"),
        ("since Monday", "2026-11-23"),
        ("Tuesday", "2026-11-24"),
        ("last Tuesday", "2026-11-17"),
        ("on Wed", "2026-11-18"),
        ("Friday last week", "2026-11-20"),
        ("on the 20th of November", "2026-11-20"),
        ("20 Nov at 3pm", "2026-11-20T15:00"),
        ("November 20th, 2025", "2025-11-20"),
        ("Dec 25", "2025-12-25"),
        ("since the 30th", "2026-10-30"),
        ("since half past nine", "2026-11-24"),
        ("no line since about half past eleven", "2026-11-23"),
        ("since half nine", "2026-11-24"),
        ("since a quarter to seven", "2026-11-24"),
        ("since ten past eleven", "2026-11-23"),
        ("since 9.15", "2026-11-24"),
        ("since 19:30", "2026-11-23T19:30"),
        ("since half past nine this morning", "2026-11-24T09:30"),
        ("since half past seven in the evening", "2026-11-23T19:30"),
        ("since half past eight yesterday", "2026-11-23"),
        ("since a quarter past ten last night", "2026-11-23T22:15"),
        ("yesterday evening at half past eight", "2026-11-23T20:30"),
        ("since half past eight on Saturday evening", "2026-11-21T20:30"),
        ("20/11", "2026-11-20"),
        ("11/20", "2026-11-20"),
        ("3/4", "2026-04-03"),
        ("2026-11-20", "2026-11-20"),
        ("2026.11.20", "2026-11-20"),
    ],
)
def test_days_are_read_in_english(text: str, moment: str) -> None:
    assert read(text) == moment


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("刚才", "2026-11-24"),
        ("今天凌晨2点", "2026-11-24T02:00"),
        ("今早八点半", "2026-11-24T08:30"),
        ("昨天晚上", "2026-11-23/evening"),
        ("昨晚11点", "2026-11-23T23:00"),
        ("前天下午三点", "2026-11-22T15:00"),
        ("大前天", "2026-11-21"),
        ("今儿没网", "2026-11-24"),
        ("今兒個早上八點", "2026-11-24T08:00"),
        ("昨儿晚上", "2026-11-23/evening"),
        ("打前儿起", "2026-11-22"),
        ("前儿个下午三点", "2026-11-22T15:00"),
        ("大前儿", "2026-11-21"),
        ("三天前", "2026-11-21"),
        ("3天没网了", "2026-11-21"),
        ("断了三天了", "2026-11-21"),
        ("已经两周", "2026-11-10"),
        ("半个月前", "2026-11-09"),
        ("一个月了", "2026-10-25"),
        ("周一", "2026-11-23"),
        ("這週二", "2026-11-24"),
        ("上周二", "2026-11-17"),
        ("上上周三", "2026-11-11"),
        ("上个星期五晚上八点一刻", "2026-11-20T20:15"),
        ("星期天晚上", "2026-11-22/evening"),
        ("上个星期", "2026-11-17"),
        ("11月20号", "2026-11-20"),
        ("十一月二十号", "2026-11-20"),
        ("12月25日", "2025-12-25"),
        ("去年12月3号中午12点半", "2025-12-03T12:30"),
        ("2025年3月4日", "2025-03-04"),
        ("上个月15号", "2026-10-15"),
        ("30号", "2026-10-30"),
        ("3/4就坏了，4日", None),
    ],
)
def test_days_are_read_in_chinese(text: str, moment: str | None) -> None:
    assert read(text) == moment


@pytest.mark.parametrize(
    "text",
    [
        *["tomorrow", "明天", "下周一", "next Monday", "Monday and Tuesday", "昨天或者前天", "31 February", "2/30"],
        *["5号线坏了", "3号楼", "人民路12号", "may I ask", "my sun sat in the mar", "10.15", "15:30", "every day", ""],
        *["明儿", "后儿上午", "至今儿子没收到", "面前儿童太多", "昨儿子打来", "跟前儿没人", "以前儿科在三楼"],
        *["since half the street is dark", "since half of us moved", "since half term", "since half a year"],
    ],
)
def test_what_is_to_come_doubtful_or_no_day_is_not_read(text: str) -> None:
    assert read(text) is None


def test_without_a_clock_only_a_whole_date_is_read() -> None:
    assert read("yesterday", "") is None
    assert read("11月20号", "") is None
    assert read("20 November 2025", "") == "2025-11-20"


@pytest.mark.parametrize(
    "moment", ["2026-11-22", "2026-11-22T19:30", "2026-11-22/evening", "2026-11-22/night", "2024-02-29"]
)
def test_a_canonical_moment_reads_as_itself(moment: str) -> None:
    assert read_date(folded(moment), "", "en") == moment


@pytest.mark.parametrize("moment", ["2026-02-31", "2026-11-22T29:30", "2025-02-29"])
def test_what_no_calendar_has_is_not_read(moment: str) -> None:
    assert read_date(folded(moment), NOW, "en") is None


@pytest.mark.parametrize(
    ("text", "moment"),
    [("9:30", "2026-11-24T09:30"), ("晚上八点", "2026-11-23T20:00"), ("中午", "2026-11-24/noon"), ("at home", None)]
    + [
        (text, None)
        for text in ("明儿上午", "明天晚上", "后天下午三点", "下周一上午", "tomorrow morning", "next Monday at noon")
    ],
)
def test_a_time_alone_is_of_today_or_of_yesterday_if_it_is_still_to_come(text: str, moment: str | None) -> None:
    assert read_time_of_today(folded(text), NOW) == moment
    assert read_time_of_today(folded(text), "") is None


PIECES = (
    "29",
    "30",
    "31",
    "0",
    "99",
    "/",
    "-",
    ":",
    "号",
    "月",
    "年",
    "上",
    "周",
    "feb",
    "2000",
    "ago",
    "last",
    "sunday",
)
MORE_PIECES = ("去年", "天", "前", "半", "日", "点", "T")
WORDS = st.lists(st.sampled_from(PIECES + MORE_PIECES))


@given(
    WORDS.map("".join) | WORDS.map(" ".join), st.sampled_from([NOW, "2024-02-29T00:00", "", "0001-01-01T00:00", "x"])
)
@example("99999999 days ago", NOW)
def test_no_words_break_the_calendar(text: str, now: str) -> None:
    moment = read_date(folded(text), now, "zh")

    assert moment is None or read_date(folded(moment), "", "en") == moment
