"""Who waits for a person: what each message is answered with, and that every figure in it is true."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.desk.agents.reassignment import Reassignment
from bot.desk.dialog.waiting import FEWEST, SIGN_EVERY
from bot.desk.overview.worklist import DeskView, WorkFilter
from bot.desk.overview.worklists import Worklists
from bot.desk.staff.attendance import go_away
from bot.understanding.acts import Act
from storage.records.complaint_records import Handoff
from tests.bot.desk.desk_harness import ADA, BILL, LI, NOON, WANG, DeskHarness, open_desk

ZHAO, SUN = "web:zhao", "web:sun"


async def sign(desk: DeskHarness, key: str = "waiting-sign", **place: str) -> str:
    standing = desk.common("place", **place) if place else desk.common("place-next")
    return desk.common(key, standing=standing)


async def test_the_first_message_is_answered_with_the_place_in_the_queue(desk: DeskHarness) -> None:
    await desk.waits_for_a_person(ZHAO)
    await desk.waits_for_a_person(SUN)
    await desk.waits_for_a_person()
    third = await desk.says("It was the blue contract")
    first = await desk.says("It was the red one", to=ZHAO)

    assert (third, first) == ([await sign(desk, n="3")], [await sign(desk)])


async def test_the_place_is_that_in_the_list_of_the_agents(desk: DeskHarness) -> None:
    await desk.waits_for_a_person(ZHAO)
    ours = await desk.waits_for_a_person()
    unit = desk.store.unit()
    unit.put(replace(ours, due=ours.due - timedelta(hours=1)))  # promised sooner than what was asked for before
    await unit.commit()
    ahead = await desk.says("It was the blue contract")
    listed = await Worklists(desk.store, desk.context.scripts.script).show(DeskView.WAITING, WorkFilter(), LI, NOON)

    assert ahead == [await sign(desk)]
    assert listed.rows[0].reference == ours.reference


async def test_who_is_in_danger_stands_before_the_others(desk: DeskHarness) -> None:
    await desk.waits_for_a_person()
    await desk.says("There is a smell of gas and my mother has fainted", to=ZHAO)

    assert await desk.says("It was the blue contract") == [await sign(desk, n="2")]


async def test_not_every_message_is_answered(desk: DeskHarness) -> None:
    await desk.waits_for_a_person()
    said = [await desk.says(f"and then {number}") for number in ("this", "that")]
    desk.clock.forward(seconds=SIGN_EVERY.total_seconds())
    later = await desk.says("one thing more")

    assert said == [[await sign(desk)], []]
    assert later == [await sign(desk)]


async def test_a_correction_is_never_met_with_silence(desk: DeskHarness) -> None:
    await desk.waits_for_a_person()
    await desk.says("It was the blue contract")
    desk.reader.will_say("No, sorry, the red one", Act.CORRECTS)
    replies = await desk.says("No, sorry, the red one")

    assert replies == [desk.common("waiting-corrected", standing="").strip()]


async def test_a_photo_is_answered_like_words(desk: DeskHarness) -> None:
    await desk.waits_for_a_person()

    assert await desk.says("", attachment="photo") == [await sign(desk)]


async def test_what_cannot_wait_is_heard_in_whatever_words_it_comes(desk: DeskHarness) -> None:
    ticket = await desk.waits_for_a_person()
    text = "Hello? There is a smell of gas and my mother has fainted"
    desk.reader.will_say(text, Act.NUDGES)
    replies = await desk.says(text)

    assert replies == [desk.common("waiting-danger", told="").replace("  ", " ")]
    assert (await desk.handoff(ticket)).reason == "danger"


async def test_money_that_is_being_stolen_comes_before_a_supervisor_and_danger_before_that(desk: DeskHarness) -> None:
    ticket = await desk.waits_for_a_person()
    theft = await desk.says("I just gave the code to someone who called from the bank")
    reasons = [(await desk.handoff(ticket)).reason]
    await desk.says("There is a smell of gas and my mother has fainted")
    reasons.append((await desk.handoff(ticket)).reason)
    await desk.says("I just gave the code to someone who called from the bank")
    reasons.append((await desk.handoff(ticket)).reason)

    assert "freeze the card or account" in theft[0]
    assert reasons == ["fraud-now", "danger", "danger"]


async def test_outside_of_opening_hours_it_is_told_when_somebody_is_back(tmp_path: Path) -> None:
    async with open_desk(tmp_path, hours="Sat 09:00-17:00") as desk:
        await desk.waits_for_a_person()

        assert await desk.says("It was the blue contract") == [
            desk.common("waiting-sign", standing="They're back Sat 7 Nov, 09:00.")
        ]


async def claimed_lately(desk: DeskHarness, *minutes: int) -> None:
    """Have so many customers been waited for who had somebody after these minutes."""
    unit, now = desk.store.unit(), desk.clock.now
    for number in minutes:
        unit.add(
            Handoff(
                id=desk.context.environment.new_id(),
                conversation=f"v{number}",
                ticket=f"t{number}",
                reason="script",
                status="done",
                requested=now - timedelta(minutes=number),
                claimed=now,
                claimed_by=LI.id,
            )
        )
    await unit.commit()


async def test_how_long_it_lately_took_is_told_where_that_is_known(desk: DeskHarness) -> None:
    await claimed_lately(desk, *range(1, FEWEST))
    await desk.waits_for_a_person()
    few = await desk.says("It was the blue contract")
    await claimed_lately(desk, 7, 8)
    desk.clock.forward(minutes=4)
    enough = await desk.says("and the red one")
    place = desk.common("place-and-time", place=desk.common("place-next"), minutes="10")

    assert few == [await sign(desk)]
    assert enough == [desk.common("waiting-sign", standing=place)]


async def test_what_lately_took_less_than_one_waits_already_is_not_told(desk: DeskHarness) -> None:
    await desk.waits_for_a_person()
    desk.clock.forward(minutes=11)
    await claimed_lately(desk, 7, 8, 9, 10)

    assert await desk.says("It was the blue contract") == [await sign(desk)]


async def test_a_wait_of_yesterday_says_nothing_of_today(desk: DeskHarness) -> None:
    await claimed_lately(desk, 7, 8, 9, 10)
    desk.clock.forward(hours=4)
    await desk.waits_for_a_person()

    assert await desk.says("It was the blue contract") == [await sign(desk)]


@pytest.mark.parametrize("command", ["/human", "/start"])
async def test_no_command_claims_that_a_colleague_is_there_while_nobody_is(desk: DeskHarness, command: str) -> None:
    ticket = await desk.waits_for_a_person()
    replies = await desk.says(command)
    truth = desk.common(
        "waiting-truth", reference=ticket.reference, when=desk.common("place-next"), due="Thu 5 Nov, 12:00"
    )

    assert replies == [truth]


@pytest.mark.parametrize("act", [Act.NUDGES, Act.ASKS_STATUS, Act.ASKS_US, Act.WANTS_PERSON])
async def test_how_long_is_answered_with_the_truth(desk: DeskHarness, act: Act) -> None:
    await desk.waits_for_a_person()
    desk.reader.will_say("how much longer now", act)
    replies = await desk.says("how much longer now")

    assert "nobody has taken it yet" in replies[0]
    assert desk.common("place-next") in replies[0]


async def test_once_it_is_late_no_time_is_promised_that_has_passed(desk: DeskHarness) -> None:
    await desk.waits_for_a_person()
    await desk.passes(hours=25)
    replies = await desk.says("/human")

    assert "We promised you an answer by Thu 5 Nov, 12:00 and are late" in replies[0]


async def test_cancel_asks_whether_to_withdraw_and_ends_the_waiting(desk: DeskHarness) -> None:
    ticket = await desk.waits_for_a_person()
    asked = await desk.says("/cancel")
    await desk.presses("Yes, withdraw it")

    assert asked == [desk.common("ask-withdraw", reference=ticket.reference)]
    assert (await desk.handoff(ticket)).status == "done"
    assert (await desk.ticket()).status == "withdrawn"
    assert await desk.passes(minutes=10) == []


async def test_solved_closes_it_and_ends_the_waiting(desk: DeskHarness) -> None:
    ticket = await desk.waits_for_a_person()
    desk.reader.will_say("It works again", Act.SOLVED)
    await desk.says("It works again")
    await desk.presses("Yes, close it")

    assert (await desk.handoff(ticket)).status == "done"
    assert (await desk.ticket()).status == "closed"


async def test_with_a_colleague_there_the_bot_is_silent(desk: DeskHarness) -> None:
    await desk.has_a_person()

    assert await desk.says("It was the blue contract") == []


async def test_whoever_waits_is_told_who_joins_and_who_takes_over(desk: DeskHarness) -> None:
    await desk.employs(LI, ADA)
    ticket = await desk.waits_for_a_person()
    await desk.handoffs.claim(ticket.reference, LI)
    joined = await desk.delivered()
    await Reassignment(desk.turns).take_over(ticket.reference, ADA, "Li Wei is ill")

    assert joined == [desk.common("agent-joined", name="Li Wei")]
    assert await desk.delivered() == [desk.common("agent-changed", name="Ada", reference=ticket.reference)]


@pytest.fixture
async def chinese(tmp_path: Path) -> AsyncIterator[DeskHarness]:
    async with open_desk(tmp_path / "chinese", language="zh", zone="Asia/Shanghai") as desk:
        yield desk


async def test_the_sign_is_in_the_language_of_the_customer(chinese: DeskHarness) -> None:
    await chinese.says("十月的话费扣多了", "/human")

    assert await chinese.says("是蓝色的那份合同") == ["收到，已经加到您的投诉里了。下一位就是您。"]


async def test_a_long_queue_is_not_counted(desk: DeskHarness, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.desk.dialog.waiting.MOST_COUNTED", 1)
    await desk.waits_for_a_person(ZHAO)
    await desk.says(BILL, "/human", to=WANG)

    assert await desk.says("It was the blue contract") == [
        desk.common("waiting-sign", standing=desk.common("colleagues-here"))
    ]


async def test_who_writes_to_an_agent_who_is_away_reaches_whoever_is_on_duty_once(desk: DeskHarness) -> None:
    await desk.employs(LI, ADA)
    ticket = await desk.has_a_person()
    await desk.says("Are you there?")
    there = await desk.told(ticket)
    await go_away(desk.store, LI.id, None, desk.clock.now)
    await desk.says("Hello?", "Hello??")

    assert (there, await desk.told(ticket)) == ([], [("owner-away", "agent", (ADA.id,))])


async def test_an_owner_is_told_that_the_customer_is_back(desk: DeskHarness) -> None:
    await desk.employs(LI, ADA)
    ticket = await desk.is_owned()
    await desk.says("/human")

    assert await desk.told(ticket) == [("came-back", "agent", (LI.id,))]
