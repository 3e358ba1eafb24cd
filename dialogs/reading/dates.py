"""Days and times in the words of customers: "昨天晚上", "last Tuesday", "11月20号下午三点", "for three days".

A complaint tells of what was: a day without a year, or a weekday, is the last one that is not after today. A moment is
kept as ``2026-11-22``, with a clock as ``2026-11-22T19:30``, with a part of the day as ``2026-11-22/evening``. The
clock comes in as a value; nothing here asks for the time.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from dialogs.reading.numbers import number
from dialogs.strict_yaml.common_words import COMMON_WORDS

_PART = "morning|noon|afternoon|evening|night"
_CANONICAL = re.compile(rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}(?:[Tt][0-9]{{2}}:[0-9]{{2}}|/(?:{_PART}))?")

_COUNT = r"(?P<count>[0-9]{1,3}|[一二两三四五六七八九十]{1,3}|半)"
_WORDS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
_WORDS |= {"nine": 9, "ten": 10, "a couple of": 2, "couple of": 2}
_ENGLISH_COUNT = rf"(?P<count>[0-9]{{1,3}}|{'|'.join(sorted(_WORDS, key=len, reverse=True))})"
_UNITS = {"day": 1, "week": 7, "month": 30, "天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7, "月": 30}
_WEEKDAYS = {name: at for at, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}
_WEEKDAYS |= {sign: at for at, sign in enumerate("一二三四五六日")} | {"天": 6}
_LONG_DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
_WEEKDAY = f"(?P<weekday>{_LONG_DAYS})"
_HOURS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: at for at, name in enumerate(_NAMES, 1)}
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?"
_YEAR = r"(?:,? ?(?P<year>20[0-9]{2}))?"
_ZH_DAY = r"(?P<day>[0-3]?[0-9]|[一二三四五六七八九十]{1,3})[日号]"

Match = re.Match[str]


def read_date(text: str, now: str, language: str) -> str | None:
    """Return the one moment that a folded text tells, or None; ``now`` is ``2026-11-24T10:15``, or empty.

    Without ``now`` only a full date counts. ``language`` decides what 3/4 is: the fourth of March in Chinese.
    """
    if _CANONICAL.fullmatch(text):
        try:
            datetime.fromisoformat(text.partition("/")[0])
        except ValueError:
            return None
        return text[:11].upper() + text[11:]  # folded, so its T is small
    days = {one.day for one in days_in(text, now, language)}
    return f"{days.pop().isoformat()}{part_and_clock(text)}" if len(days) == 1 else None


class Day(NamedTuple):
    """A day that a text names, and where."""

    day: date
    start: int
    end: int
    is_vague: bool = False
    """Only a week or a month is told: "last week", "two months ago"."""
    is_time: bool = False
    """Only a time is told, since when something is so."""


def days_in(text: str, now: str, language: str) -> list[Day]:
    """Return the days that a folded text names, in its order, as far as none is after today."""
    today, days = _day_of(now), list[Day]()
    taken = bytearray(len(text))  # each place of the text is read once, by the rule that takes the most
    for pattern, rule in _RULES[text.isascii()]:
        for match in pattern.finditer(text):
            if taken.find(1, *match.span()) >= 0:
                continue
            try:
                day = rule(match, today, language)
            except (ValueError, OverflowError):  # the 31st of February, a day before the calendar
                continue
            if rule is _since_a_time and day is not None and _is_to_come(match, text, now):
                day -= timedelta(days=1)
            if day is not None and (today is None or day <= today):
                start, end = match.span()
                taken[start:end] = b"\1" * (end - start)
                is_vague = rule is _week_before or (rule is _ago and _UNITS[match["unit"] or "月"] > 1)
                days.append(Day(day, start, end, is_vague, is_time=rule is _since_a_time))
    told = [one for one in days if not (one.is_time and any(_same_sentence(text, one, day) for day in days))]
    return sorted(told, key=lambda one: one.start)


def _same_sentence(text: str, time: Day, day: Day) -> bool:
    """Tell whether the day of a time is told beside it: "since half past eight yesterday"."""
    first, last = sorted((time, day), key=lambda one: one.start)
    return not day.is_time and not _SENTENCE.search(text, first.end, last.start)


def read_time_of_today(text: str, now: str) -> str | None:
    """Return the moment of a folded text that tells only a time: of today, or of yesterday if that is still to come."""
    told, today = part_and_clock(text), _day_of(now)
    if not told or today is None or _LATER.search(text):
        return None
    is_to_come = told.startswith("T") and told[1:] > now[11:16]
    return f"{(today - timedelta(days=is_to_come)).isoformat()}{told}"


def _day_of(now: str) -> date | None:
    try:
        return date.fromisoformat(now[:10])
    except ValueError:
        return None


def _full(match: Match, _today: date | None, _language: str) -> date:
    return date(int(match["year"]), int(match["month"]), int(match["day"]))


def _month_and_day(match: Match, today: date | None, _language: str) -> date | None:
    month = match["month"]
    return _last(today, _year(match, today), _MONTHS.get(month[:3]) or _counted(month), _counted(match["day"]))


def _slashed(match: Match, today: date | None, language: str) -> date | None:
    first, second, year = int(match["first"]), int(match["second"]), match["year"]
    month, day = (first, second) if (language == "zh" or second > 12) and first <= 12 else (second, first)
    return _last(today, int(year) if year else None, month, day)


_YEARS_BACK = {"今年": 0, "去年": 1, "前年": 2}


def _year(match: Match, today: date | None) -> int | None:
    written = match.groupdict().get("year")
    if not written:
        return None
    if written.isdigit():
        return int(written)
    if written not in _YEARS_BACK:
        return number(written)
    return today.year - _YEARS_BACK[written] if today else None


def _last(today: date | None, year: int | None, month: int, day: int) -> date | None:
    """Return that day, without a year the last one that is not after today."""
    if year is not None:
        return date(year, month, day)
    if today is None:
        return None
    is_to_come = (month, day) > (today.month, today.day)
    return date(today.year - is_to_come, month, day)


def _day_of_month(match: Match, today: date | None, _language: str) -> date | None:
    if today is None:
        return None
    day = _counted(match["day"])
    is_of_month_before = day > today.day or match.groupdict().get("before")
    month = today.replace(day=1) - timedelta(days=1) if is_of_month_before else today
    return month.replace(day=day)


def _relative(match: Match, today: date | None, _language: str) -> date | None:
    return today - timedelta(days=(_RELATIVE | _OF_THE_NORTH)[match[0].removeprefix("the ")]) if today else None


def _same_day(_match: Match, today: date | None, _language: str) -> date | None:
    return today


def _since_a_time(_match: Match, today: date | None, _language: str) -> date | None:
    return today


def _is_to_come(match: Match, text: str, now: str) -> bool:
    """Tell whether a time is still to come today, so that it was yesterday's; the earlier one if no half is told."""
    hour, minute = _spoken(match) if match["spoken"] else (int(match["hour"]), int(match["minute"]))
    earliest = f"T{hour if hour > 12 else hour % 12:02}:{minute:02}"
    told = part_and_clock(text[match.start() : match.end() + _BESIDE])
    return max(earliest, told if told.startswith("T") else "") > f"T{now[11:16] or '24:00'}"


def _spoken(match: Match) -> tuple[int, int]:
    """Return the hour and minute of "half past nine" and "a quarter to ten"."""
    hour = int(match["spoken"]) if match["spoken"].isdigit() else _HOURS.index(match["spoken"]) + 1
    if match["to"]:
        return hour - 1 or 12, 45
    return hour, _PAST.get((match["past"] or "").removeprefix("a "), 30)


def _weekend_before(_match: Match, today: date | None, _language: str) -> date | None:
    return today - timedelta(days=today.weekday() + 2) if today else None


def _ago(match: Match, today: date | None, _language: str) -> date | None:
    count, unit = match["count"], _UNITS[match["unit"] or "月"]
    days = unit // 2 if count == "半" else unit * (_WORDS.get(count) or _counted(count))
    return today - timedelta(days=days) if today and days else None


def _weekday(match: Match, today: date | None, _language: str) -> date | None:
    if today is None:
        return None
    at, groups = _WEEKDAYS[match["weekday"][:3]], match.groupdict()
    weeks = groups.get("weeks") or ""
    if weeks:  # of a week before this one
        return today - timedelta(days=today.weekday() - at + 7 * (weeks.count("上") or 1))
    back = (today.weekday() - at) % 7
    is_earlier = (groups.get("last") or "").strip() in ("last", "past", "previous")
    return today - timedelta(days=back or (7 if is_earlier else 0))


def _week_before(_match: Match, today: date | None, _language: str) -> date | None:
    return today - timedelta(days=7) if today else None


def _counted(text: str) -> int:
    return int(text) if text.isdigit() else number(text)


_RELATIVE = {
    **dict.fromkeys(("today", "tonight", "this morning", "this afternoon", "this evening", "just now"), 0),
    **dict.fromkeys(("yesterday", "last night", "last evening"), 1),
    **dict.fromkeys(("day before yesterday",), 2),
    **dict.fromkeys(("今天", "今日", "今早", "今晨", "今晚", "今朝", "刚才", "刚刚", "头先", "啱啱"), 0),
    **dict.fromkeys(("昨天", "昨日", "昨晚", "昨夜", "昨早", "寻日", "噚日", "琴日", "寻晚", "琴晚"), 1),
    **dict.fromkeys(("前天", "前日", "前晚"), 2),
    "大前天": 3,
}
_NOT_ENGLISH = [word for word in _RELATIVE if not word.isascii()]
_OF_THE_NORTH = {"今儿": 0, "昨儿": 1, "前儿": 2, "大前儿": 3}
_NORTHERN = re.compile("(?<![至如而当迄之以面目跟眼提])(?:今儿|昨儿|大前儿|前儿)(?![子女媳童孙科歌])")
_LATER = re.compile(
    r"\b(?:tomorrow|next (?:day|week|month|mon|tue|wed|thu|fri|sat|sun))"
    "|[明后][天日儿](?![子女来])|明[早晚]|下个?(?:周|星期|礼拜|月)"
)
"""A day to come, of which a time may be told."""
_BESIDE = 20
"""Characters within which "in the evening" stands beside a time."""
_FULL = r"(?<![0-9])(?P<year>20[0-9]{2})[-./年](?P<month>[01]?[0-9])[-./月](?P<day>[0-3]?[0-9])(?![0-9])"
_ZH_MONTH = r"(?P<month>1?[0-9]|十?[一二三四五六七八九十])月(?:份)?"
_ZH_WEEK = "(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])"
_SLASHES = (
    r"(?<![0-9./-])(?<![0-9] )(?P<first>[0-3]?[0-9])/(?P<second>[0-3]?[0-9])(?:/(?P<year>20[0-9]{2}))?(?![0-9/])"
    # "6 1/2 hours" and "3/4 floor" tell no day.
    r"(?! ?(?:hours?|hrs?|days?|weeks?|months?|years?|floors?|inch|miles?|of|full|cups?|stars?|price|rd|th"
    r"|[楼层天月年份个点次]"
    r"|小时))"
)
_DOTTED = (
    r"(?<![0-9.¥$£])(?P<month>1[0-2]|0?[1-9])\.(?P<day>[0-3]?[0-9])"
    "(?=[日号]|入住|退房|离店|当天|那天|晚|早上|上午|下午|中午|凌晨|就诊|住院|办理|的时候)[日号]?"
)
_FOR = r"\b(?:for|been) (?:about |over |the last |the past |more than )?"
_NO_HOUSE = "(?<!工号)(?<![攥拿领取]着)(?<![叫喊轮排听]到)(?<!听着)(?<![0-9一二三四五六七八九十月第路街道巷弄村楼座院])"
_ZH_FOR = "(?:已经|都|断了|等了|持续了?|整整|连续)"
_SHORT = r"(?P<weekday>mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)"
_PAST = {"quarter": 15, "twenty": 20, "ten": 10, "five": 5}
_SPOKEN = (
    r"(?:half past|(?:(?<=since )|(?<=about )|(?<=around )|(?<=at ))half|(?P<past>(?:a )?quarter|twenty|ten|five) past"
    rf"|(?P<to>(?:a )?quarter to)) (?P<spoken>1[0-2]|[1-9]|{'|'.join(_HOURS)})\b"
    r"(?! (?:of|hours?|days?|weeks?|months?|years?)\b)"
)
_SENTENCE = re.compile(r"[.;!?。；！？\n]")
_ALL_RULES: tuple[tuple[re.Pattern[str], Callable[..., date | None]], ...] = (
    (re.compile(_FULL), _full),
    (
        re.compile(
            f"(?:(?P<year>20[0-9]{{2}}|二[零〇][一二][零〇一二三四五六七八九]|今年|去年|前年)年?)?{_ZH_MONTH}{_ZH_DAY}"
        ),
        _month_and_day,
    ),
    (re.compile(rf"\b{_DAY} (?:of )?{_MONTH}{_YEAR}(?![a-z0-9])"), _month_and_day),
    (re.compile(rf"\b{_MONTH} {_DAY}{_YEAR}(?![a-z0-9:.])"), _month_and_day),
    (re.compile(_SLASHES), _slashed),
    (re.compile(_DOTTED), _month_and_day),
    (re.compile(rf"\b(?:{_LONG_DAYS}|weekend of),? the {_DAY}\b"), _day_of_month),
    (re.compile(f"(?:本月|这个月|当月){_ZH_DAY}"), _day_of_month),
    (re.compile(f"(?P<before>上个?月){_ZH_DAY}"), _day_of_month),
    (
        re.compile(f"{_NO_HOUSE}{_ZH_DAY}(?![楼线院店铺窗柜床诊机电坐席别人房台桌车厅馆栋门桩包])"),
        _day_of_month,
    ),
    (
        re.compile(
            r"\b(?:on|since|from) the (?P<day>[0-3]?[0-9])(?:st|nd|rd|th)\b"
            r"(?! (?:floor|level|storey|story|time|night|day|call|visit|try|attempt|row)\b)"
        ),
        _day_of_month,
    ),
    (re.compile(rf"\b{_ENGLISH_COUNT} (?P<unit>day|week|month)s? (?:ago|now|already)\b"), _ago),
    (
        re.compile(
            r"\b(?:a few|an?|half an|[0-9]{1,3}|[a-z]{3,9}(?:[ -][a-z]{3,6})?) (?:seconds|minutes?|mins?|hours?) ago\b"
        ),
        _same_day,
    ),
    (re.compile("(?:[0-9]{1,3}|[一二两三四五六七八九十半]{1,3})个?多?(?:分钟|小时|钟头)(?:之?前|以前)"), _same_day),
    (
        re.compile(rf"{_FOR}(?:an|[0-9]{{1,2}}|[a-z]{{3,6}}) hours? now\b|\b(?:all (?:morning|afternoon)|this noon)\b"),
        _same_day,
    ),
    (
        re.compile(
            rf"\bsince (?:about |around )?(?:{_SPOKEN}|(?P<hour>[01]?[0-9]|2[0-3])[.:](?P<minute>[0-5][0-9])(?![0-9]))"
        ),
        _since_a_time,
    ),
    (re.compile("(?:快|都|已经)(?:[0-9]{1,2}|[一二两三四五六七八九十半]{1,2})个?多?(?:小时|钟头)了"), _same_day),
    # "18.40 for a day" tells a price, and no beginning.
    (re.compile(rf"{_FOR}(?!(?:a|one|1) day\b){_ENGLISH_COUNT} (?P<unit>day|week|month)s?\b"), _ago),
    (re.compile(f"(?<!第){_COUNT}(?:个?多?(?P<unit>天|日|周|星期|礼拜)|个多?月)(?:之?前|以前|了|没|都|来)"), _ago),
    (re.compile(f"{_ZH_FOR}{_COUNT}个?多?(?P<unit>天|周|星期|礼拜|月)"), _ago),
    (re.compile(rf"\b{_WEEKDAY}(?: of)? (?P<weeks>last week)\b"), _weekday),
    (re.compile(f"(?P<weeks>上{{1,4}})个?{_ZH_WEEK}"), _weekday),
    (re.compile(f"(?<![下上])(?:这个?|本)?(?<!下个){_ZH_WEEK}"), _weekday),
    (re.compile(rf"(?<!next )\b(?P<last>(?:last|past|previous|this|on|since) )?{_WEEKDAY}\b(?! of| before)"), _weekday),
    (re.compile(rf"\b(?P<last>(?:last|past|previous|this|on|since) ){_SHORT}\b"), _weekday),
    (re.compile("大前天|(?:the )?day before yesterday"), _relative),
    (_NORTHERN, _relative),
    (re.compile(rf"\b(?:{'|'.join(filter(str.isascii, _RELATIVE))})\b|{'|'.join(_NOT_ENGLISH)}"), _relative),
    (re.compile("上个?(?:周末|礼拜末)"), _weekend_before),
    (re.compile(r"\b(?:a week ago|last week)\b|上个?(?:周|星期|礼拜)(?![末一二三四五六日天])"), _week_before),
)
"""The most telling first: what one has taken, no other reads."""
_IN_CHINESE = {_month_and_day, _day_of_month, _ago, _weekday, _same_day, _weekend_before}
_RULES = {
    False: _ALL_RULES,
    True: tuple(rule for rule in _ALL_RULES if not (rule[1] in _IN_CHINESE and "[一" in rule[0].pattern)),
}
"""Those for any text, and those for one that holds no Chinese: it is not searched for Chinese days."""

_PARTS = (
    ("noon", re.compile(r"\bnoon\b|\bmidday\b|\blunch ?time\b|中午")),
    ("afternoon", re.compile(r"\bafternoon\b|下午|午后|傍晚")),
    ("night", re.compile(r"\b(?<!every )(?<!each )(?:last )?night\b|\bmidnight\b|半夜|深夜|夜里|昨夜|凌晨")),
    ("morning", re.compile(r"\b(?<!every )(?<!each )morning\b|早上|上午|早晨|清晨|清早|一早|今早|今晨|今朝|昨早")),
    (
        "evening",
        re.compile(
            r"\b(?<!every )(?<!each )evening\b|\btonight\b|(?<!一到)(?<!每到)(?<!每天)(?<!到了)晚上|今晚|昨晚|前晚"
        ),
    ),
)
_COLON = re.compile(
    r"(?<![0-9:.-])(?P<hour>[01]?[0-9]|2[0-3]):(?P<minute>[0-5][0-9])(?![0-9])(?: ?(?P<half>[ap])\.?m)?"
)
_ENGLISH = re.compile(r"(?<![0-9.:])(?P<hour>1[0-2]|0?[1-9])(?:[:.](?P<minute>[0-5][0-9]))? ?(?P<half>[ap])\.?m\b")
_SPOKEN_CLOCK = re.compile(rf"\b{_SPOKEN}")
_BARE = re.compile(
    r"\b(?:at|around|about|since|from) (?P<hour>1[0-2]|[1-9])(?: o'?clock)?(?![0-9:./-]| ?(?:yuan|days?|times|kuai))"
)
_CHINESE = re.compile(
    r"(?P<hour>2[0-3]|1?[0-9]|十?[一二]|[三四五六七八九两十])[点时](?![间候])"
    r"(?:(?P<minute>[0-5]?[0-9])分?|(?P<some>半|一刻|三刻))?"
)
_SOME = {"半": 30, "一刻": 15, "三刻": 45}
_LATE = ("afternoon", "evening", "night")


def part_and_clock(text: str) -> str:
    """Return what a canonical date is followed by: ``T19:30`` of a clock, ``/evening`` of a part of the day, or ""."""
    part = next((name for name, pattern in _PARTS if pattern.search(text)), "")
    clock = _clock(text, part)
    if clock:
        return f"T{clock}"
    return f"/{part}" if part else ""


def in_words(moment: str, language: str) -> str:
    """Return a canonical moment in words: ``22 Nov 2026, evening`` and ``2026年11月22日晚上``."""
    day = date.fromisoformat(moment[:10])
    clock = moment[11:] if moment[10:11] == "T" else ""
    part = moment[11:] if moment[10:11] == "/" else ""
    month = COMMON_WORDS.word(language, f"month.{day.month}")
    written = COMMON_WORDS.word(language, "date", year=day.year, month=month, day=day.day)
    time = COMMON_WORDS.word(language, f"part.{part}") if part else clock
    return COMMON_WORDS.word(language, "date-and-time", date=written, time=time) if time else written


def _clock(text: str, part: str) -> str:
    colon = _COLON.search(text)
    match = colon or _ENGLISH.search(text) or _CHINESE.search(text)
    if match is None and part and (spoken := _SPOKEN_CLOCK.search(text)):
        hour, minute = _spoken(spoken)
        return f"{_on_24(hour, None, part, small_hours=False, certain=False):02}:{minute:02}"
    match = match or (_BARE.search(text) if part else None)
    if match is None:
        return ""
    groups = match.groupdict()
    hour = int(groups["hour"]) if groups["hour"].isdigit() else number(groups["hour"])
    minute = int(groups.get("minute") or _SOME.get(groups.get("some") or "", 0))
    hour = _on_24(hour, groups.get("half"), part, small_hours="凌晨" in text, certain=colon is not None)
    return f"{hour:02}:{minute:02}" if 0 <= hour < 24 else ""


def _on_24(hour: int, half: str | None, part: str, *, small_hours: bool, certain: bool) -> int:
    """Return the hour of a day of 24, or -1 where nobody knows which half of the day is meant."""
    if half:
        return hour % 12 + (12 if half == "p" else 0)
    if hour > 12 or small_hours:
        return hour
    if part in _LATE and hour < 12:
        return hour + 12 if part == "afternoon" or hour > 5 else hour
    if part == "noon":
        return hour + 12 if hour < 11 else hour
    if part == "morning" or certain:
        return hour
    return -1
