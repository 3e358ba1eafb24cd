"""The settings of all processes: one sets something, the others hear of it; what cannot be used is as if not set."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from bot.company import read_company
from bot.company_settings import CompanySettings
from bot.desk.core.chat_look import ChatLook, contrast
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
