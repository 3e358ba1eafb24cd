"""Phrases of signals in the browser: tried on last month before they are saved, and refused on their field."""

import re
from pathlib import Path

from bot.desk.signals.signal_file import SignalPhrases
from bot.desk.staff.audit import Actor
from storage.records.access_records import Agent
from storage.records.company_records import SettingChange
from storage.records.complaint_records import Message
from tests.bot.desk.texts import SMALL, source
from tests.bot.web.place import ADA, NOON, Place, message, open_place

BO = Agent(id="agent-bo", name="Bo", role="admin")


async def told(place: Place, *texts: str) -> None:
    await place.sign_in(ADA)
    await place.studio.publisher.publish(source(SMALL), "start")
    said: list[Message] = [message(f"m-{n}", text) for n, text in enumerate(texts)]
    await place.keep(*said)


async def test_phrases_are_tried_on_last_month_before_they_are_saved(tmp_path: Path) -> None:
    fields = {"counts:anger": "quite spinach now", "taboo@en": "calm down"}
    async with open_place(tmp_path) as place:
        await told(place, "I am quite spinach now", "all is well")
        status, tried = await place.post("/admin/signals", **fields)
        unsaved = place.company.now.signals
        mark = tried.partition('name="tried" value="')[2].partition('"')[0]
        saved = await place.post("/admin/signals", tried=mark, **fields)
        now = place.company.now

    assert (status, unsaved) == (200, None)
    assert "<ins>I am quite spinach now</ins>" in tried
    assert "of 1 conversations" in tried
    assert saved == (303, "/admin/signals?saved=1")
    assert now.signals == SignalPhrases({"anger": ("quite spinach now",)}, {"anger": ()})
    assert now.replies is not None
    assert now.replies.taboo == {"en": ("calm down",)}


async def test_a_phrase_that_cannot_be_looked_for_is_said_on_its_field(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await told(place)
        status, page = await place.post("/admin/signals", **{"counts:danger": "!", "never:danger": "no fire"})

    assert (status, 'id="problem-counts:danger"' in page, 'id="problem-never:danger"' in page) == (409, True, False)


async def test_phrases_that_a_colleague_changed_meanwhile_are_shown_beside_ones_own(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await told(place)
        _, shown = await place.get("/admin/signals")
        seen = dict(re.findall(r'name="(seen:\w+)" value="(\w+)"', shown))
        mine, theirs = {"counts:anger": "quite spinach"}, {"signals": '{"anger": {"counts": ["so much kale"]}}'}
        await place.company.save(place.store, place.environment, Actor(BO, "test"), theirs)
        status, page = await place.post("/admin/signals", **mine, **seen)

    assert status == 409
    assert re.search(r"set by Bo:.*so much kale.*Yours:.*quite spinach", page, re.DOTALL)


async def test_a_change_that_cannot_be_taken_back_says_so(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await told(place)
        for key, value in (("c1", "not: [a list"), ("c2", "{}")):
            await place.keep(SettingChange(id=key, name="signals", value=value, at=NOON, by="Bo"))
        status, page = await place.post("/admin/signals/undo", change="c2")

    assert (status, "Nothing was changed." in page) == (409, True)
