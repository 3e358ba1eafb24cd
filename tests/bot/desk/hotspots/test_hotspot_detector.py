import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.desk.hotspots.hotspot_detector import PEOPLE, QUIET, Hotspot, HotspotDetector
from bot.desk.hotspots.window import WindowTelling, window_telling
from tests.bot.desk.made_history import BEGAN, DAYS, WARM, WAVES, history, minutes
from tests.campaign import size, tell

NOON = datetime(2026, 11, 4, 12, tzinfo=UTC)
"""A Wednesday."""
STREET = (
    "no signal on Oak Street",
    "Oak Street: my phone has no signal",
    "there is no network in Oak Street since an hour",
    "signal is gone, 12 Oak Street",
    "I can't call anybody, Oak Street, no signal",
    "no reception at Oak Street",
    "Oak Street has no signal at all",
)
APP = (
    "the app crashes when I log in",
    "your app crashes at login",
    "login impossible, the app crashes",
    "app crashes whenever I log in",
    "since today the app crashes at login",
)
OTHERS = ("my bill is too high", "roaming is not working", "SIM card locked", "installer did not come", "slow data")


def said(text: str, minutes: float = 0, customer: str = "", place: str = "") -> WindowTelling:
    who = customer or f"{text}{minutes}"
    at = NOON + timedelta(minutes=minutes)
    return window_telling(at=at, customer=who, ticket=f"t-{who}", script="telecom", text=text, place=place)


def everyday(weeks: int = 6) -> list[WindowTelling]:
    """Return some weeks of five complaints a day, each about something else."""
    days = range(-7 * weeks, 0)
    return [said(text, day * 1440 + 97 * number) for day in days for number, text in enumerate(OTHERS)]


def raised(tellings: Iterable[WindowTelling], known: Iterable[WindowTelling] = ()) -> list[Hotspot]:
    """Return what is raised while these are told, one minute after the other."""
    hotspots = HotspotDetector(ZoneInfo("UTC"))
    hotspots.learn(known)
    ordered = sorted(tellings, key=lambda one: one.at)
    return [found for step in minutes([(one, "") for one in ordered]) for found in hotspots.step(step)]


def test_five_people_of_one_street_within_the_hour_are_raised() -> None:
    found = raised((said(text, 8 * number, place="Oak Street") for number, text in enumerate(STREET[:5])), everyday())

    assert [(one.kind, one.people, one.script, one.area) for one in found] == [("burst", 5, "telecom", "Oak Street")]
    assert found[0].at == NOON + timedelta(minutes=32)
    assert "oak street" in found[0].words
    assert found[0].samples == STREET[:5]
    assert len(found[0].tickets) == 5
    assert found[0].usual < 0.5


def test_five_messages_of_one_person_are_not() -> None:
    found = raised((said(text, 8 * number, customer="wang") for number, text in enumerate(STREET[:5])), everyday())

    assert found == []


def test_four_people_are_not_however_often_each_tells_it() -> None:
    tellings = [said(text, number, customer=f"c{number % 4}") for number, text in enumerate(STREET * 3)]

    assert raised(tellings, everyday()) == []


def test_on_the_first_day_a_wave_is_raised_too() -> None:
    found = raised(said(text, 8 * number) for number, text in enumerate(STREET[:5]))

    assert [one.people for one in found] == [5]


def test_chinese_is_raised_as_well_and_its_words_can_be_read() -> None:
    texts = ("银杏路没信号", "我在银杏路，没信号", "银杏路这边没信号了", "手机没信号，银杏路", "银杏路全没信号")
    found = raised((said(text, 8 * number) for number, text in enumerate(texts)), everyday())

    assert [one.people for one in found] == [5]
    assert any("银杏路" in words for words in found[0].words)


def test_an_everyday_topic_is_not_raised() -> None:
    hours = range(-24 * 28, 24)
    tellings = [
        said(f"my bill is too high, {OTHERS[hour % 5]}", 60 * hour + 7 * one) for hour in hours for one in (1, 2)
    ]

    assert [one for one in raised(tellings) if one.at >= NOON] == []


def test_a_peak_of_every_monday_morning_is_not_raised_after_some_weeks() -> None:
    monday = NOON - timedelta(days=2, hours=3)
    peaks = [
        replace(said("my bill is too high", week * 100 + number), at=monday + timedelta(weeks=week, minutes=4 * number))
        for week in range(-4, 1)
        for number in range(12)
    ]
    found = raised([*peaks, *everyday(6)])

    assert [one for one in found if one.at >= monday - timedelta(weeks=2)] == []


def test_the_same_peak_on_another_day_is_raised() -> None:
    monday = NOON - timedelta(days=2, hours=3)
    peaks = [
        replace(
            said("the router is broken", week * 100 + number), at=monday + timedelta(weeks=week, minutes=4 * number)
        )
        for week in range(-4, 1)
        for number in range(12)
    ]
    found = raised(
        (said("the router is broken", 600 + number) for number in range(12)), sorted_by_time(peaks, everyday())
    )

    assert [one.kind for one in found] == ["burst"]


def sorted_by_time(*tellings: Sequence[WindowTelling]) -> list[WindowTelling]:
    return sorted((one for some in tellings for one in some), key=lambda one: one.at)


def test_a_slow_drift_is_raised_though_no_day_is_remarkable() -> None:
    def router(day: int, hour: int) -> WindowTelling:
        return said("my router restarts by itself", day * 1440 + hour * 60)

    before = [router(day, 1) for day in range(-56, 0, 3)]
    drift = [router(day, hour) for day in range(1, 8) for hour in (0, 7)]
    found = raised(drift, sorted_by_time(before, everyday(8)))

    assert [one.kind for one in found] == ["drift"]
    assert found[0].people >= 2 * found[0].usual


def test_a_topic_is_raised_once_while_it_goes_on() -> None:
    wave = [said(STREET[number % 7], 8 * number, customer=f"c{number}") for number in range(200)]

    assert len(raised(wave, everyday())) == 1


def test_a_topic_that_was_usual_again_for_a_while_is_raised_again() -> None:
    week = QUIET.total_seconds() / 60
    first = [said(text, 8 * number) for number, text in enumerate(STREET)]
    calm = [said(text, day * 1440 + 500) for day in range(1, 21) for text in OTHERS]
    second = [said(text, 2.5 * week + 4 * number) for number, text in enumerate(STREET * 2)]

    assert len(raised([*first, *calm, *second], everyday())) == 2


def test_what_was_raised_before_a_restart_is_not_raised_again() -> None:
    hotspots = HotspotDetector(ZoneInfo("UTC"))
    hotspots.learn(everyday())
    hotspots.know(("oak street", "no signal"), (), NOON)
    steps = minutes([(said(text, 8 * number), "") for number, text in enumerate(STREET)])

    assert [found for step in steps for found in hotspots.step(step)] == []


def test_two_topics_at_once_are_two() -> None:
    street = [said(text, 8 * number) for number, text in enumerate(STREET[:5])]
    app = [said(text, 8 * number + 1) for number, text in enumerate(APP)]
    found = raised([*street, *app], everyday())

    assert len(found) == 2
    assert len({word for one in found for word in one.words}) == len([word for one in found for word in one.words])


def test_two_streets_at_once_are_two_where_the_trouble_itself_is_an_everyday_one() -> None:
    streets = ("Mill", "Church", "King", "Queen", "Park", "River", "Hill", "Lake", "Bridge", "Garden", "Station")
    hours = range(-42 * 24, 0, 6)
    before = [said(STREET[hour % 7].replace("Oak", streets[hour % 11]), hour * 60) for hour in hours]
    oak = [said(text, 8 * number) for number, text in enumerate(STREET)]
    elm = [said(text.replace("Oak", "Elm"), 8 * number + 1) for number, text in enumerate(STREET)]
    found = raised([*oak, *elm], sorted_by_time(before, everyday()))

    assert {word for one in found for word in one.words} >= {"oak street", "elm street"}


def test_no_sample_shows_a_phone_number() -> None:
    found = raised((said(f"{text}, call me on 13800138000", 8 * n) for n, text in enumerate(STREET)), everyday())

    assert found
    assert not any("13800138000" in sample for one in found for sample in one.samples)


def test_nothing_told_raises_nothing() -> None:
    assert HotspotDetector(ZoneInfo("UTC")).step([]) == []


CROWD = st.lists(
    st.tuples(st.sampled_from(STREET + APP + OTHERS), st.integers(0, 90), st.integers(0, 8)), min_size=1, max_size=30
)


def crowd(drawn: Sequence[tuple[str, int, int]]) -> list[WindowTelling]:
    return [said(text, minute, customer=f"c{who}") for text, minute, who in drawn]


@settings(max_examples=size(60, 1000))
@given(CROWD)
def test_fewer_people_than_the_least_are_never_raised(drawn: list[tuple[str, int, int]]) -> None:
    tellings = crowd(drawn)
    found = raised(tellings)
    who = {one.ticket: one.customer for one in tellings}

    for one in found:
        assert PEOPLE <= one.people == len({who[ticket] for ticket in one.tickets})


@settings(max_examples=size(60, 1000))
@given(CROWD, st.randoms(use_true_random=False))
def test_the_order_within_a_minute_makes_no_difference(
    drawn: list[tuple[str, int, int]], shuffle: random.Random
) -> None:
    tellings = crowd(drawn)
    shuffled = list(tellings)
    shuffle.shuffle(shuffled)

    assert raised(tellings) == raised(shuffled)


@pytest.mark.campaign
def test_every_planted_wave_is_found_early_and_next_to_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    volumes = (10, 30, 150)[size(1, 0) : size(2, 3)]
    figures = [planted(seed, a_day) for a_day in volumes for seed in range(size(1, 4))]
    missed = sum(len(WAVES) - len(found) for found, _, _ in figures)
    first = {wave.name: sorted(found[wave.name] for found, _, _ in figures) for wave in WAVES}
    false, weeks = sum(one for _, one, _ in figures), len(figures) * (DAYS - WARM) / 7
    again = sum(one for _, _, one in figures)
    tell(capsys, f"hotspots: found at person {first}; {false} false in {weeks:.0f} weeks; {again} raised twice")

    assert missed == 0
    assert all(max(at) <= 12 for at in first.values())
    assert false <= weeks / 10


def planted(seed: int, a_day: float) -> tuple[dict[str, int], int, int]:
    """Return at which of its people each wave was raised, how often something else was, and waves a second time."""
    told = history(seed, a_day)
    wave_of = {one.ticket: wave for one, wave in told if wave}
    hotspots, found, false, again = HotspotDetector(ZoneInfo("UTC")), dict[str, int](), 0, 0
    for step in minutes(told):
        for one in hotspots.step(step):
            waves = [wave_of[ticket] for ticket in one.tickets if ticket in wave_of]
            if waves:
                again += waves[0] in found
                found.setdefault(
                    waves[0], max(int(ticket.rpartition("-")[2]) for ticket in one.tickets if ticket in wave_of) + 1
                )
            elif one.at >= BEGAN + timedelta(days=WARM):
                false += 1
    return found, false, again
