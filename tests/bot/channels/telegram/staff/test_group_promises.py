"""Promises and those who are called for them, in the staff's group."""

import pytest

from bot.channels.telegram.telegram_words import TELEGRAM_WORDS
from bot.desk.overview.read_marks import mark_read
from bot.desk.overview.watching import watch
from storage.records.access_records import Agent
from storage.records.complaint_records import Message
from tests.bot.channels.telegram.office import ADA, LI, Office
from tests.bot.desk.desk_harness import ALL_ANSWERS, BILL

BO = Agent(id="agent-bo", name="Bo", role="supervisor", identities=("telegram:900",))
SU = Agent(id="agent-su", name="苏", role="supervisor")


async def pass_by(desk: Office, **amount: float) -> None:
    desk.desk.clock.forward(**amount)
    await desk.desk.scheduler.tick()
    await desk.settle()


async def test_renew_takes_a_time_and_a_reason(desk: Office) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.says(desk.li, "/claim", ticket)
    await desk.says(desk.li, "/renew 2026-11-06 15:00 The part comes on Friday.", ticket)
    renewed = await desk.desk.ticket(ADA)

    assert f"{renewed.due:%m-%d %H:%M}" == "11-06 15:00"
    assert (
        "“The part comes on Friday.” You'll now have an answer by Fri 6 Nov, 15:00." in desk.customer.messages[-1].text
    )
    assert "The customer was told why: The part comes on Friday." in (await desk.shown(ticket))[-1]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("/renew", "refused.empty"),
        ("/renew tomorrow the part is late", "refused.bad-time"),
        ("/renew 2d", "refused.empty"),
    ],
)
async def test_renew_without_a_time_or_a_reason_says_how(desk: Office, text: str, key: str) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.says(desk.li, "/claim", ticket)
    await desk.says(desk.li, text, ticket)

    assert (await desk.shown(ticket))[-1] == TELEGRAM_WORDS.word("en", key)
    assert (await desk.desk.ticket(ADA)).due == ticket.due


async def test_a_rung_of_the_ladder_calls_whoever_is_on_duty_by_a_mention_once(desk: Office) -> None:
    await desk.desk.employs(BO, SU)
    ticket = await desk.waits_for_a_person()
    await pass_by(desk, minutes=5)
    await pass_by(desk, minutes=1)
    called = [one for one in await desk.bubbles(ticket) if "nobody has come yet" in one.text]

    assert [one.text for one in called] == ["Bo, 苏, a customer is waiting here and nobody has come yet."]
    assert [(one["offset"], one["length"], one["user"]["id"]) for one in called[0].message["entities"]] == [(0, 2, 900)]


async def test_a_ticket_that_nobody_was_called_for_gets_a_topic_when_its_promise_is_at_risk(desk: Office) -> None:
    await desk.desk.employs(BO)
    for text in (BILL, *ALL_ANSWERS):
        await desk.customer.says(text)
        await desk.settle()
    ticket = await desk.desk.ticket(ADA)
    await pass_by(desk, hours=20)

    assert await desk.shown(ticket) == ["Bo, a promise on this ticket is about to be missed."]


async def test_the_owner_of_a_promise_at_risk_is_called(desk: Office) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.says(desk.li, "/claim", ticket)
    await pass_by(desk, hours=20)

    assert (await desk.shown(ticket))[-1] == f"{LI.name}, a promise on this ticket is about to be missed."


async def test_who_watches_a_ticket_is_called_by_a_mention_when_its_customer_writes(desk: Office) -> None:
    await desk.desk.employs(BO)
    ticket = await desk.waits_for_a_person()
    await desk.says(desk.li, "/claim", ticket)
    newest = await desk.desk.store.unit().last(Message, ticket=ticket.id)
    assert newest is not None
    await watch(desk.desk.store, BO, ticket)
    await mark_read(desk.desk.store, BO, ticket, newest.id)
    for text in ("Hello?", "Are you there?"):
        await desk.customer.says(text)
        await desk.settle()
    called = [one for one in await desk.bubbles(ticket) if "that you watch" in one.text]

    assert [one.text for one in called] == ["Bo, the customer of a ticket that you watch has written."]
    assert called[0].message["entities"][0]["user"]["id"] == 900
