"""Ninety days of a made desk: everyday complaints by hour and weekday, told in many ways, and waves planted in them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import yaml

from bot.desk.hotspots.window import WindowTelling, window_telling

BEGAN = datetime(2026, 6, 1, tzinfo=UTC)
"""A Monday."""
DAYS = 90
WARM = 28
"""Days that are learnt from before anything is planted or counted."""

TOPICS: Mapping[str, Sequence[str]] = yaml.safe_load(
    (Path(__file__).parents[2] / "data" / "everyday.yaml").read_text("utf-8")
)
READ_ON_MONDAYS = "telecom-pro-rata-bill"
_BY_HOUR = (1, 1, 1, 1, 1, 1, 2, 4, 8, 12, 12, 10, 7, 8, 10, 10, 9, 8, 7, 7, 7, 6, 4, 2)
_BY_WEEKDAY = (1.4, 1.1, 1.0, 1.0, 1.1, 0.7, 0.6)
_NAMES = (
    *("Oak", "Elm", "Mill", "Station", "Church", "Bridge", "King", "Queen", "Park"),
    *("River", "Hill", "Lake", "Garden", "Market", "North", "South", "East", "West"),
)
_KINDS = ("Street", "Road", "Avenue", "Lane", "Square")
_HAN = ("中山", "解放", "建设", "和平", "新华", "长江", "黄河", "文化", "友谊", "光明", "青年", "幸福")
STREETS = [f"{name} {kind}" for name in _NAMES for kind in _KINDS] + [f"{name}路" for name in _HAN]
_BEFORE = ("", "", "", "Hello, ", "Hi there. ", "I am really fed up: ", "Please help. ", "Again: ", "The third time: ")
_AFTER = (
    *("", "", "", " since yesterday", " since Monday", " for two days now", " this morning", " again"),
    *(" and nobody answers the phone", ", I want my money back", ". Please call me on 13800138000", ". What can I do?"),
)
_HAN_AFTER = ("", "", "，快点处理", "，已经三天了", "，请尽快解决", "。打电话没人接", "，从昨天开始")


@dataclass(frozen=True)
class Planted:
    """A wave: who tells what when, hidden among the rest."""

    name: str
    begins: timedelta
    people: int
    lasts: timedelta
    texts: tuple[str, ...]
    place: str = ""


WAVES = (
    Planted(
        "street",
        timedelta(days=33, hours=14),
        15,
        timedelta(minutes=45),
        (
            "no signal on Maple Crescent",
            "Maple Crescent: my phone has no signal at all",
            "there is no reception in Maple Crescent since an hour",
            "no network at Maple Crescent, what is going on",
            "mobile signal gone, Maple Crescent 14",
            "I can't make calls, I live in Maple Crescent",
        ),
        "Maple Crescent",
    ),
    Planted(
        "app",
        timedelta(days=40, hours=9),
        25,
        timedelta(hours=6),
        (
            "the app crashes when I log in",
            "since the update the app crashes at login",
            "can't log in, app closes itself",
            "your new app version crashes right after the login",
            "app crash on login after update",
            "I update the app and now it crashes whenever I sign in",
        ),
    ),
    Planted(
        "chinese",
        timedelta(days=47, hours=20),
        15,
        timedelta(minutes=50),
        (
            "银杏路宽带断了",
            "银杏路这边全部断网了",
            "我家在银杏路，宽带上不了网",
            "银杏路15号没网了",
            "整个银杏路宽带都断了，什么时候修好",
        ),
        "银杏路",
    ),
    Planted(
        "night",
        timedelta(days=54, hours=3),
        12,
        timedelta(hours=2),
        (
            "television package shows error code on every channel",
            "all channels show an error code on my tv box",
            "tv box: error code, no channel works",
            "every tv channel has an error code since tonight",
        ),
    ),
    Planted(
        "charge",
        timedelta(days=61, hours=10),
        40,
        timedelta(days=2),
        (
            "charged 30 for a GoldCloud subscription I never ordered",
            "what is GoldCloud on my bill",
            "GoldCloud fee on my bill, I never ordered that",
            "remove GoldCloud from my bill please",
            "my bill has a GoldCloud subscription that I did not order",
        ),
    ),
    Planted(
        "drift",
        timedelta(days=68),
        30,
        timedelta(days=16),
        (
            "the router restarts by itself every evening",
            "my router keeps restarting by itself",
            "router reboots by itself several times a day",
            "router restarts itself, internet gone for minutes each time",
        ),
    ),
)


def history(seed: int = 1, a_day: float = 150, waves: Sequence[Planted] = WAVES) -> list[tuple[WindowTelling, str]]:
    """Return what was told, in order, each with the name of its wave or nothing."""
    random = Random(seed)
    told = [(one, "") for one in _everyday(random, a_day)]
    told += [(one, wave.name) for wave in waves for one in _wave(random, wave)]
    return sorted(told, key=lambda pair: (pair[0].at, pair[0].customer, pair[0].text))


def minutes(told: Sequence[tuple[WindowTelling, str]]) -> Iterator[list[WindowTelling]]:
    """Return the tellings of each minute in which there are any."""
    step: list[WindowTelling] = []
    for one, _ in told:
        if step and one.at.replace(second=0, microsecond=0) != step[0].at.replace(second=0, microsecond=0):
            yield step
            step = []
        step.append(one)
    if step:
        yield step


def _everyday(random: Random, a_day: float) -> Iterator[WindowTelling]:
    topics = [tuple(told) for told in TOPICS.values()]
    weights = [random.uniform(0.2, 1.0) for _ in topics]
    whole = sum(_BY_HOUR)
    for hour in range(DAYS * 24):
        at = BEGAN + timedelta(hours=hour)
        expected = a_day * _BY_HOUR[at.hour] / whole * _BY_WEEKDAY[at.weekday()]
        for _ in range(_poisson(random, expected)):
            yield from _told(random, at, random.choices(topics, weights)[0])
        if at.weekday() == 0 and at.hour == 9:  # every Monday morning the bills are read
            for _ in range(_poisson(random, a_day / 12)):
                yield from _told(random, at, TOPICS[READ_ON_MONDAYS])


def _told(random: Random, hour: datetime, topic: Sequence[str]) -> Iterator[WindowTelling]:
    """One person tells it, and one in ten tells it several times."""
    at, customer = hour + timedelta(seconds=random.uniform(0, 3600)), f"c{random.randrange(20_000)}"
    wording = random.choice(topic)
    place = random.choice(STREETS) if random.random() < 0.35 else ""
    for number in range(random.choice((1,) * 9 + (4,))):
        text = _spoken(random, wording, place)
        yield window_telling(
            at=at + timedelta(minutes=3 * number), customer=customer, ticket=customer, text=text, place=place
        )


def _spoken(random: Random, wording: str, place: str) -> str:
    if not wording.isascii():
        return (f"我在{place}，" if place and not place.isascii() else "") + wording + random.choice(_HAN_AFTER)
    where = f" on {place}" if place and random.random() < 0.7 else ""
    return random.choice(_BEFORE) + wording + where + random.choice(_AFTER)


def _wave(random: Random, wave: Planted) -> Iterator[WindowTelling]:
    for number in range(wave.people):
        at = BEGAN + wave.begins + wave.lasts * (number + random.random()) / wave.people
        text = _spoken(random, random.choice(wave.texts), "")
        customer = f"{wave.name}-{number}"
        place = wave.place if random.random() < 0.6 else ""
        yield window_telling(at=at, customer=customer, ticket=customer, text=text, place=place)


def _poisson(random: Random, expected: float) -> int:
    """Return a number drawn from the Poisson distribution (Knuth)."""
    count, product, limit = 0, random.random(), 2.718281828459045**-expected
    while product > limit:
        count, product = count + 1, product * random.random()
    return count
