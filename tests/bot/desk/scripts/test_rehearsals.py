"""Conversations played on a draft in a process apart come to the same as in this one."""

import os
from multiprocessing import active_children

from bot.desk.scripts.rehearsals import RehearsalTask, apart, rehearsed
from dialogs.model.events import Pressed, Said, Started, event_to_json
from tests.bot.desk.texts import BROKEN, CHANGED, SMALL

EVENTS = [event_to_json(one) for one in (Started("en", "I was charged twice"), Pressed(1, "bill"), Said("thanks"))]
LAST = 19
"""The place behind which there is none."""


def test_a_conversation_whose_version_cannot_be_read_is_none() -> None:
    assert rehearsed(RehearsalTask(CHANGED, [(0, BROKEN)], EVENTS)) is None
    assert rehearsed(RehearsalTask(CHANGED, [(0, SMALL), (1, BROKEN)], EVENTS)) is None


async def test_a_process_apart_is_behind_all_others_before_it_has_read_anything() -> None:
    others, own = {*active_children()}, os.getpriority(os.PRIO_PROCESS, 0)
    async with apart():
        begun = [one.pid for one in {*active_children()} - others if one.pid]
        theirs = [os.getpriority(os.PRIO_PROCESS, key) for key in begun]

    assert theirs == [min(own + 10, LAST)]


async def test_a_process_apart_tells_the_same() -> None:
    task = RehearsalTask(CHANGED.replace("bye: {close", "bye: {handoff"), [(0, SMALL)], EVENTS)
    async with apart() as rehearse:
        there = await rehearse(task)

    assert there is not None
    assert there.differs
    assert there == rehearsed(task)
