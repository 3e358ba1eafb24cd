"""The time of day in the words of customers ("下午三点半", "around 9 pm"), and moments in words again."""

import re
from datetime import date

from dialogs.reading.amounts import number
from dialogs.strict_yaml.common_words import COMMON_WORDS

_PARTS = (
    ("noon", re.compile(r"\bnoon\b|\bmidday\b|\blunch ?time\b|中午")),
    ("afternoon", re.compile(r"\bafternoon\b|下午|午后|傍晚")),
    ("night", re.compile(r"\b(?<!every )(?<!each )(?:last )?night\b|\bmidnight\b|半夜|深夜|夜里|昨夜|凌晨")),
    ("morning", re.compile(r"\b(?<!every )(?<!each )morning\b|早上|上午|早晨|清晨|清早|一早|今早|今晨|昨早")),
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


def told(moment: str, language: str) -> str:
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
    match = colon or _ENGLISH.search(text) or _CHINESE.search(text) or (_BARE.search(text) if part else None)
    if match is None:
        return ""
    groups = match.groupdict()
    hour = int(groups["hour"]) if groups["hour"].isdigit() else number(groups["hour"])
    minute = int(groups.get("minute") or _SOME.get(groups.get("some") or "", 0))
    hour = _on_24(hour, groups.get("half"), part, "凌晨" in text, certain=colon is not None)
    return f"{hour:02}:{minute:02}" if 0 <= hour < 24 else ""


def _on_24(hour: int, half: str | None, part: str, small_hours: bool, *, certain: bool) -> int:
    """Return the hour of a day of 24, or -1 where nobody knows which half of the day is meant."""
    if half:
        return hour % 12 + (12 if half == "p" else 0)
    if hour > 12 or small_hours:
        return hour
    if part in _LATE and hour < 12:
        return hour + 12 if part != "night" or hour > 5 else hour
    if part == "noon":
        return hour + 12 if hour < 11 else hour
    if part == "morning" or certain:
        return hour
    return -1
