"""What the staff say of a signal, and what follows from it."""

import pytest

from bot.desk.agents.signal_judgement import SignalJudgement, to_judge
from bot.desk.core.errors import Refused
from bot.desk.tickets.open_handoffs import current
from storage.records.complaint_records import Alert, Handoff
from storage.records.finding_records import Label
from tests.bot.desk.desk_harness import ADA, BILL, LI, DeskHarness

SMOKE = "There is smoke coming out of the meter cupboard, somebody may get hurt"


async def staffed(desk: DeskHarness) -> None:
    unit = desk.store.unit()
    unit.add(LI)
    unit.add(ADA)
    await unit.commit()


async def test_a_danger_that_was_none_comes_first_no_more_and_calls_nobody(desk: DeskHarness) -> None:
    await staffed(desk)
    await desk.says(SMOKE)
    ticket = await desk.ticket()
    called = await desk.handoff(ticket)
    await SignalJudgement(desk.turns).deny(ticket.reference, LI, called.reason)
    now, (label,) = await desk.handoff(ticket), await desk.store.unit().find(Label, look="signal")

    assert called.reason == "danger"
    assert (now.reason, now.level, now.status) == ("false-alarm", "agent", "waiting")
    assert (label.about, label.answer, label.by, label.text) == ("danger", "undone", LI.id, SMOKE)
    assert await desk.store.unit().find(Alert, ticket=ticket.id) == []
    with pytest.raises(Refused, match="no-such-signal"):
        await SignalJudgement(desk.turns).deny(ticket.reference, LI, "danger")


async def test_a_danger_that_nobody_heard_calls_a_supervisor_and_is_promised_sooner(desk: DeskHarness) -> None:
    await staffed(desk)
    ticket = await desk.files(BILL)
    await SignalJudgement(desk.turns).state(ticket.reference, LI, "danger")
    called, now = await desk.handoff(ticket), await desk.ticket()
    alerts = await desk.store.unit().find(Alert, to=ADA.id)
    (label,) = await desk.store.unit().find(Label, look="signal")

    assert (called.reason, called.level, called.status) == ("danger", "supervisor", "waiting")
    assert now.due < ticket.due
    assert [one.kind for one in alerts] == ["called"]
    assert (label.about, label.answer) == ("danger", "accepted")


async def test_a_threat_that_nobody_heard_stands_on_record_and_interrupts_nobody(desk: DeskHarness) -> None:
    await staffed(desk)
    ticket = await desk.files(BILL)
    await SignalJudgement(desk.turns).state(ticket.reference, LI, "legal-threat")
    called = await desk.handoff(ticket)

    assert (called.reason, called.status) == ("legal-threat", "done")


@pytest.mark.parametrize("signal", ["legal-threat", "regulator-threat"])
async def test_only_a_supervisor_says_that_a_threat_with_the_law_was_none(desk: DeskHarness, signal: str) -> None:
    await staffed(desk)
    ticket = await desk.files(BILL)
    judgement = SignalJudgement(desk.turns)
    await judgement.state(ticket.reference, LI, signal)
    with pytest.raises(Refused, match="supervisors-only"):
        await judgement.deny(ticket.reference, LI, signal)
    refused = await desk.handoff(ticket)
    await judgement.deny(ticket.reference, ADA, signal)

    assert (refused.reason, (await desk.handoff(ticket)).reason) == (signal, "false-alarm")


async def test_what_is_graver_takes_no_threat_with_the_law_from_the_record(desk: DeskHarness) -> None:
    await staffed(desk)
    await desk.says(BILL, "my lawyer will call you")
    ticket = await desk.ticket()
    await SignalJudgement(desk.turns).state(ticket.reference, LI, "danger")
    unit = desk.store.unit()
    waiting = await current(unit, ticket)

    assert to_judge(await unit.find(Handoff, ticket=ticket.id)) == ("danger", "legal-threat")
    assert waiting is not None
    assert (waiting.reason, waiting.status) == ("danger", "waiting")
