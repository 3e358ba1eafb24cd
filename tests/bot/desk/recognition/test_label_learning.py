import asyncio
import contextlib

import pytest

from bot.desk.recognition import label_learning
from bot.desk.recognition.known_issues import in_force
from bot.desk.recognition.label_learning import CALIBRATED, follow, learn_said, said_in_force, said_of_issues
from bot.desk.turn.context import DeskContext
from bot.matching.said_of_matters import NOTHING_SAID, SaidOfMatters
from storage.ports import Unavailable, UnitOfWork
from storage.records.finding_records import Calibration, Label
from storage.records.statuses import LabelAnswer
from tests.bot.desk.desk_harness import NOON, DeskHarness

TOLD = "the gizmo wears a purple hat"


def label(number: int, answer: LabelAnswer, about: str = "roaming", text: str = TOLD, conversation: str = "") -> Label:
    return Label(
        id=f"l{number:03}",
        look="known-issue",
        text=text,
        about=about,
        answer=answer,
        conversation=conversation,
        at=NOON,
    )


async def calibrated(desk: DeskHarness) -> None:
    unit = desk.store.unit()
    unit.add(Calibration(id="c1", at=desk.clock.now, answer=0.9, offer=0.3, labels=1))
    await unit.commit()


async def said(desk: DeskHarness, *labels: Label) -> None:
    unit = desk.store.unit()
    for one in labels:
        unit.add(one)
    await unit.commit()


async def first_for(desk: DeskHarness, text: str) -> str:
    issues = in_force(desk.context, desk.context.scripts.main)
    (ranking,) = await desk.context.recognition.rank(issues, [text])
    return ranking.keys[0]


def test_who_accepts_one_of_what_is_offered_tells_of_that_one_and_who_refuses_all_of_none() -> None:
    chosen = [label(1, "refused", "slow", conversation="v1"), label(2, "accepted", "roaming", conversation="v1")]
    refused = [label(n, "refused", about, "where is my parcel", "v2") for n, about in ((3, "slow"), (4, "roaming"))]
    undone = label(5, "undone", "slow", "my cat is ill", "v3")

    assert said_of_issues([*chosen, *refused, undone]) == SaidOfMatters(
        (("roaming", (TOLD,)),), ("where is my parcel",)
    )


async def test_nothing_is_learnt_before_it_is_calibrated_and_nothing_that_is_said_later(desk: DeskHarness) -> None:
    await said(desk, label(1, "accepted"))
    before = await said_in_force(desk.store.unit())
    await calibrated(desk)
    desk.clock.forward(minutes=1)
    late = Label(id="l9", look="known-issue", text="another hat", about="slow", answer="accepted", at=desk.clock.now)
    await said(desk, late)

    assert before == NOTHING_SAID
    assert await said_in_force(desk.store.unit()) == SaidOfMatters((("roaming", (TOLD,)),))


async def test_what_customers_said_is_recognised_from_then_on(desk: DeskHarness) -> None:
    key = in_force(desk.context, desk.context.scripts.main)[-1].key
    await said(desk, label(1, "accepted", key))
    before = await first_for(desk, "a gizmo in a purple hat")
    await calibrated(desk)
    await learn_said(desk.store.unit(), desk.context)

    assert before != key
    assert await first_for(desk, "a gizmo in a purple hat") == key


async def test_another_process_hears_of_it_and_learns_after_a_fault_as_well(
    desk: DeskHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    learnt = asyncio.Event()
    looks = 0

    async def learn(_unit: UnitOfWork, _desk: DeskContext) -> SaidOfMatters:
        nonlocal looks
        looks += 1
        if looks == 1:
            desk.store.changes.tell(CALIBRATED)
            raise Unavailable("gone for a moment")
        learnt.set()
        return NOTHING_SAID

    monkeypatch.setattr(label_learning, "learn_said", learn)
    following = asyncio.create_task(follow(desk.store, desk.context))
    await learnt.wait()
    following.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await following

    assert looks == 2
