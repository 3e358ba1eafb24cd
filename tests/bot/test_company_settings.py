"""The settings of all processes: one sets something, the others hear of it; what cannot be used is as if not set."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from bot.company import differing, read_company
from bot.company_settings import BadValues, CompanySettings
from bot.desk.core.chat_look import ChatLook, contrast
from bot.desk.outcomes.remedy_limits import read_limits
from bot.desk.staff.audit import COMMAND_LINE, Actor
from bot.settings import Settings
from storage.embedded.embedded_store import open_store
from tests.bot.web.place import standing_world

BY = Actor(None, COMMAND_LINE)


async def test_another_process_goes_by_what_is_set_without_a_restart(tmp_path: Path) -> None:
    store = await open_store(tmp_path)
    one, other, heard = CompanySettings(Settings()), CompanySettings(Settings()), asyncio.Event()
    following = asyncio.create_task(other.follow(store))
    await asyncio.sleep(0)
    other.tell(lambda now: heard.set() if now.settings.promise_hours == timedelta(hours=3) else None)
    await one.save(store, standing_world(), BY, {"promise_hours": "3"})
    await asyncio.wait_for(heard.wait(), 5)
    following.cancel()
    with suppress(asyncio.CancelledError):
        await following
    await store.close()

    assert other.now == one.now
    assert (one.origin("promise_hours"), one.origin("language")) == ("page", "default")


def test_what_cannot_be_used_any_more_is_as_if_it_were_not_set() -> None:
    environment = Settings(opening_hours="Mon 09:00-17:00")
    company, wrong = read_company(environment, {"opening_hours": "never", "signals": "danger: {counts: [gas leak]}"})

    assert list(wrong) == ["opening_hours"]
    assert company.settings.opening_hours == "Mon 09:00-17:00"
    assert company.signals is not None


def test_the_ladder_the_roster_and_the_times_are_those_that_are_set() -> None:
    values = {
        "supervisor_minutes": "2",
        "manager_minutes": "7",
        "duty_roster": '{"manager": {"Bo": "Mon-Sun 00:00-24:00"}}',
        "due_times": '{"severity": {"danger": "5 minutes"}}',
    }
    policy = read_company(Settings(), values)[0].policy

    assert (policy.supervisor_after, policy.manager_after) == (timedelta(minutes=2), timedelta(minutes=7))
    assert policy.duty.everybody == {"Bo"}
    assert policy.due_times.severity["danger"].time == timedelta(minutes=5)


def test_a_dark_page_gets_a_colour_that_can_be_read_there() -> None:
    dark = ChatLook(colour="#102040").css.partition("dark")[2]
    colour = dark.partition("--accent:#")[2][:6]

    assert contrast((int(colour[:2], 16), int(colour[2:4], 16), int(colour[4:6], 16)), (0x1F, 0x25, 0x26)) >= 4.5


def test_limits_and_days_of_pages_win_over_the_environment() -> None:
    values = {"remedy_limits": "agent 5 EUR", "keep_days": "400", "retention": "texts: 90"}
    company = read_company(Settings(keep_days=30, remedy_limits=read_limits("agent 1 CNY")), values)[0]

    assert (str(company.policy.limits), company.policy.keep_days) == ("agent 5 EUR", 400)
    assert (company.retention.days, company.retention.audit_days) == ({"texts": 90, "matters": 400}, 365)


async def test_a_code_that_was_added_on_a_page_is_never_taken_out(tmp_path: Path) -> None:
    store, company = await open_store(tmp_path), CompanySettings(Settings())
    added = 'outcomes: {own-court: {label: {en: "Court"}}, upheld: {label: {en: "Yes"}}}'
    await company.save(store, standing_world(), BY, {"outcomes": added})
    for wanted in ("outcomes: {upheld: {en: No}}", None):
        with pytest.raises(BadValues):
            await company.save(store, standing_world(), BY, {"outcomes": wanted})
    await store.close()

    assert company.now.outcomes.outcome_name("own-court", "en") == "Court"


def test_of_two_values_of_several_rows_the_rows_that_differ_are_told() -> None:
    before = '{"texts": "90", "category": {"kind": {"billing": {"files": "30"}}}}'
    after = '{"texts": "60", "files": "90", "category": {"kind": {"billing": {"files": "30"}}}}'

    assert differing(before, after) == ("texts: 90", "texts: 60\nfiles: 90")
    assert differing("8", "4") == ("8", "4")
    assert differing("", '{"texts": "60"}') == ("", "texts: 60")
