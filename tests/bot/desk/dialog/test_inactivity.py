"""A silent customer is reminded once; the draft is kept, and gone on with when the customer comes back."""

import hashlib
from dataclasses import replace

import pytest

from bot.desk.turn.timers import reschedule
from storage.records.complaint_records import Timer
from storage.records.script_records import Publication, ScriptVersion
from tests.bot.desk.desk_harness import LI, WANG, DeskHarness

PATIENT = """\
format: 1
script: telecom
title: {en: Complaint, zh: 投诉}
languages: [en, zh]
opening: problem
start: ask-problem
remind-after: 30 minutes
give-up-after: 1 day
interrupts: {wants-person: to-agent}
slots:
  problem: {type: text, label: {en: Problem, zh: 问题}}
  phone: {type: phone, private: yes, remember: yes, label: {en: Phone, zh: 电话}}
  picture: {type: file, optional: yes, label: {en: Picture, zh: 图片}}
steps:
  ask-problem:
    {ask: problem, prompt: {en: What, zh: 什么}, reprompt: {en: What, zh: 什么}, otherwise: to-agent, goto: ask-phone}
  ask-phone:
    {ask: phone, prompt: {en: Phone, zh: 电话}, reprompt: {en: P, zh: 号}, otherwise: to-agent, goto: ask-picture}
  ask-picture:
    {ask: picture, prompt: {en: Picture, zh: 图片}, reprompt: {en: A file, zh: 文件}, otherwise: file, goto: file}
  file: {file: open, goto: bye}
  bye: {close: {en: "Filed as {reference}", zh: "编号{reference}"}, when-closed: {en: "Until {opens}", zh: "{opens}见"}}
  to-agent: {handoff: {en: A person, zh: 人工}, when-closed: {en: "Someone comes {opens}", zh: "{opens}有人来"}}
"""
TELLING = "My line is dead"


async def put_in_force(desk: DeskHarness, text: str) -> None:
    """Have new conversations begin on this text."""
    key, now = hashlib.sha256(text.encode()).hexdigest(), desk.clock.now
    version = ScriptVersion(id=key, script="telecom", text=text, imported=now, by="command")
    publication = Publication(id=f"1-{key}", script="telecom", version=key, at=now, by="command")
    unit = desk.store.unit()
    unit.add(version)
    unit.add(publication)
    await unit.commit()
    desk.context.scripts.keep(version)
    desk.context.scripts.enforce(publication)


@pytest.fixture
async def patient(desk: DeskHarness) -> DeskHarness:
    await put_in_force(desk, PATIENT)
    return desk


async def test_a_silent_customer_is_reminded_once(patient: DeskHarness) -> None:
    await patient.says(TELLING)

    assert await patient.passes(minutes=29) == []
    assert await patient.passes(minutes=1) == [patient.common("reminder")]
    assert await patient.passes(hours=5) == []


async def test_whoever_answers_in_time_is_not_reminded(patient: DeskHarness) -> None:
    await patient.says(TELLING)
    await patient.passes(minutes=20)
    await patient.says("what?")

    assert await patient.passes(minutes=20) == []
    assert await patient.passes(minutes=10) == [patient.common("reminder")]


async def test_each_silence_has_its_own_reminder(patient: DeskHarness) -> None:
    await patient.says(TELLING)
    await patient.passes(minutes=30)
    await patient.says("what?")

    assert await patient.passes(minutes=30) == [patient.common("reminder")]


async def test_after_a_day_the_draft_is_kept_and_the_customer_told(patient: DeskHarness) -> None:
    await patient.says(TELLING)
    await patient.passes(minutes=30)

    assert await patient.passes(hours=24) == [patient.common("abandoned")]
    assert (await patient.conversation()).status == "abandoned"
    assert await patient.store.unit().find(Timer) == []


async def test_the_draft_is_gone_on_with_when_the_customer_writes_again(patient: DeskHarness) -> None:
    await patient.says(TELLING)
    await patient.passes(hours=25)

    assert TELLING in (await patient.says("hello"))[0]
    assert await patient.says("yes") == ["Phone"]
    assert await patient.passes(minutes=30) == [patient.common("reminder")]


async def test_whoever_comes_back_with_something_else_is_heard_at_once(patient: DeskHarness) -> None:
    await patient.says(TELLING)
    await patient.passes(hours=25)
    await patient.says("My bill is wrong")
    replies = await patient.says("no")

    assert replies == ["Phone"]
    assert (await patient.conversation()).state["slots"] == {"problem": "My bill is wrong"}


async def test_a_draft_of_long_ago_is_let_go(patient: DeskHarness) -> None:
    await patient.says(TELLING)
    await patient.passes(hours=25)
    patient.clock.forward(days=40)

    await patient.says("My bill is wrong")

    assert (await patient.conversation()).state["slots"] == {"problem": "My bill is wrong"}


async def test_a_draft_does_not_keep_the_desk_from_asking_whether_something_is_solved(patient: DeskHarness) -> None:
    await patient.says(TELLING, "13800138000", "skip")
    ticket = await patient.ticket()
    await patient.handoffs.claim(ticket.reference, LI)
    await patient.says("Another matter")
    await patient.passes(hours=25)
    await patient.resolves(ticket.reference, LI, "The line is repaired.")

    assert "The line is repaired." in (await patient.delivered())[0]
    assert (await patient.conversation()).script == "after-answer"
    await patient.presses("Yes, it's solved")
    assert "Another matter" in (await patient.says("hello"))[0]


async def test_while_a_person_has_the_conversation_nobody_is_reminded(patient: DeskHarness) -> None:
    await patient.says(TELLING, "/human")
    ticket = await patient.ticket()
    await patient.handoffs.claim(ticket.reference, LI)
    await patient.delivered()

    late = await patient.passes(hours=30)
    assert [f"About {ticket.reference}"] == [one.partition(":")[0] for one in late]

    await patient.handoffs.hand_back(ticket.reference, LI)
    await patient.delivered()
    assert await patient.passes(minutes=29) == []
    assert await patient.passes(minutes=1) == [patient.common("reminder")]


async def test_a_timer_that_is_set_aside_keeps_nobody_from_being_reminded_later(patient: DeskHarness) -> None:
    await patient.says(TELLING)
    unit = patient.store.unit()
    (timer,) = await unit.find(Timer)
    reschedule(unit, replace(timer, problem="it failed"), None)
    await unit.commit()
    await patient.says("what?")

    assert await patient.passes(minutes=30) == [patient.common("reminder")]


async def test_what_a_customer_says_meanwhile_sets_no_timer_anew(patient: DeskHarness) -> None:
    await patient.says(TELLING)
    before = await patient.store.unit().find(Timer)
    patient.clock.forward(minutes=10)
    await patient.says("what?")

    assert await patient.store.unit().find(Timer) == before


async def test_timers_of_a_conversation_that_has_ended_do_nothing(patient: DeskHarness) -> None:
    await patient.says(TELLING, "/cancel")

    assert await patient.passes(hours=30) == []
    assert await patient.store.unit().find(Timer) == []


async def test_a_number_of_an_earlier_ticket_is_offered(patient: DeskHarness) -> None:
    await patient.says(TELLING, "138 0013 8000", "skip")

    replies = await patient.says("Another matter")

    assert replies == [patient.common("remembered", label="Phone", value="•••••••8000")]
    await patient.presses("Yes, use it")
    assert (await patient.conversation()).state["slots"]["phone"] == "13800138000"


async def test_a_file_answers_the_question_for_one(patient: DeskHarness) -> None:
    await patient.says(TELLING, "138 0013 8000")
    await patient.says("", attachment="photo")

    assert (await patient.ticket()).slots["picture"] == "photo"
    assert ("customer", "[photo]") in await patient.transcript(WANG)
