"""What needs somebody else is done in the staff's group as on a page: what waits is judged, a ticket passed on."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.channels.telegram.telegram_words import TELEGRAM_WORDS
from bot.desk.outcomes.remedy_limits import read_limits
from bot.desk.staff.attendance import go_away
from bot.desk.staff.audit import STAFF_GROUP
from storage.records.access_records import Agent, Audit
from storage.records.complaint_records import Ticket
from storage.records.desk_records import Team
from storage.records.resolution_records import Resolution
from tests.bot.channels.telegram.office import ADA, DESK, LI, WU, Office, office
from tests.standins.bot_api.groups import Member
from tests.standins.bot_api.rooms import Bubble
from tests.standins.bot_api.server import BotApi

BO = Agent(id="agent-bo", name="Bo", role="supervisor", identities=("telegram:900",))
GRANT, REFUSE = "Grant and tell the customer", "Do not grant"
WHY = "It was booked twice."


@pytest.fixture
async def desk(tmp_path: Path, api: BotApi) -> AsyncIterator[Office]:
    api.group(DESK, forum=True)
    async with office(tmp_path, api, limits=read_limits("agent 50 CNY, supervisor 500 CNY")) as desk:
        await desk.desk.employs(BO)
        yield desk


def bo(desk: Office) -> Member:
    return desk.group.member(900, name="Bo")


async def waits_to_be_granted(desk: Office, amount: int = 8000) -> Ticket:
    """Let Li decide on more than an agent may give, on the page."""
    ticket = await desk.waits_for_a_person()
    await desk.presses(desk.li, "Claim", ticket)
    given = {"outcome_code": "upheld", "remedy": "refund", "amount": amount, "currency": "CNY"}
    await desk.desk.resolves(ticket.reference, LI, WHY, **given)
    await desk.settle()
    return ticket


async def decision(desk: Office) -> Resolution:
    found = await desk.desk.store.unit().last(Resolution)
    assert found is not None
    return found


async def question(desk: Office, ticket: Ticket) -> Bubble:
    return (await desk.bubbles(ticket))[-1]


async def alert_to(who: Member) -> str:
    return str(who.answers[-1].get("text"))


async def test_a_supervisor_reads_what_waits_on_the_card_and_grants_it_by_a_button(desk: Office) -> None:
    ticket = await waits_to_be_granted(desk)
    card = (await desk.card(ticket)).text
    told_before = [one.text for one in desk.customer.messages if WHY in one.text]
    await desk.presses(bo(desk), GRANT, ticket)
    solved, judged = await desk.desk.ticket(ADA), await decision(desk)
    acts = [(one.agent, one.detail, one.origin) for one in await desk.desk.store.unit().find(Audit)]

    assert f"Waits to be granted: Li Wei · refund 80 CNY\n{WHY}" in card
    assert told_before == []
    assert (judged.status, judged.judge) == ("granted", BO.id)
    assert (solved.status, solved.amount, solved.to_grant) == ("resolved", 8000, "")
    assert any("We are paying 80 CNY back to you." in one.text for one in desk.customer.messages)
    assert (BO.id, "grant", STAFF_GROUP) in acts
    assert GRANT not in [label for label, _ in (await desk.card(ticket)).buttons]


async def test_a_supervisor_does_not_grant_it_and_the_colleague_reads_why(desk: Office) -> None:
    ticket = await waits_to_be_granted(desk)
    await desk.presses(bo(desk), REFUSE, ticket)
    asked = await question(desk, ticket)
    await desk.says(bo(desk), "Half of it was used.", ticket, reply_to=asked.id)
    shown = "\n".join(await desk.shown(ticket))

    assert asked.text.startswith("Bo, why is it not granted?")
    assert ((await decision(desk)).status, (await decision(desk)).reason) == ("refused", "Half of it was used.")
    assert (await desk.desk.ticket(ADA)).status != "resolved"
    assert "Li Wei, what you decided here was not granted" in shown
    assert not any("Half of it" in one.text for one in desk.customer.messages)


@pytest.mark.parametrize("label", [GRANT, REFUSE])
async def test_an_agent_grants_nothing(desk: Office, label: str) -> None:
    ticket = await waits_to_be_granted(desk)
    await desk.presses(desk.wu, label, ticket)

    assert await alert_to(desk.wu) == TELEGRAM_WORDS.word("en", "refused.supervisors-only")
    assert (await decision(desk)).status == "waiting"


async def test_nobody_grants_more_than_they_may_give(desk: Office) -> None:
    ticket = await waits_to_be_granted(desk, amount=60_000)
    await desk.presses(bo(desk), GRANT, ticket)

    assert await alert_to(bo(desk)) == TELEGRAM_WORDS.word("en", "refused.above-limit")
    assert (await decision(desk)).status == "waiting"


async def test_a_button_judges_what_it_was_shown_with_and_nothing_later(desk: Office) -> None:
    ticket = await waits_to_be_granted(desk)
    old = next(data for label, data in (await desk.card(ticket)).buttons if label == GRANT)
    card = await desk.card(ticket)
    given = {"outcome_code": "upheld", "remedy": "refund", "amount": 9000, "currency": "CNY"}
    await desk.desk.resolves(ticket.reference, LI, WHY, **given)
    await bo(desk).taps_on(card, old)
    await desk.settle()

    assert ((await decision(desk)).status, (await decision(desk)).amount) == ("waiting", 9000)


async def test_a_ticket_is_passed_on_to_a_colleague_by_buttons_with_a_reason(desk: Office) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.presses(desk.li, "Claim", ticket)
    await desk.presses(desk.li, "Pass on", ticket)
    choices = [label for label, _ in (await question(desk, ticket)).buttons]
    await desk.presses(desk.li, "Wu", ticket)
    asked = await question(desk, ticket)
    await desk.says(desk.li, "She knows this tariff.", ticket, reply_to=asked.id)

    assert choices == ["Back to the queue", "Bo", "Wu"]
    assert asked.text.startswith("Li Wei, why is it passed on?")
    assert (await desk.desk.ticket(ADA)).owner == WU.id
    assert (await desk.desk.handoff(ticket)).claimed_by == WU.id
    assert "Passed on from Li Wei to Wu. Reason: She knows this tariff." in "\n".join(await desk.shown(ticket))
    assert not any("tariff" in one.text for one in desk.customer.messages)


async def test_the_buttons_tell_which_colleague_is_away_and_until_when(desk: Office) -> None:
    ticket = await desk.waits_for_a_person()
    now = desk.desk.clock.now
    await go_away(desk.desk.store, BO.id, now + timedelta(hours=1), now)
    await desk.presses(desk.li, "Claim", ticket)
    await desk.presses(desk.li, "Pass on", ticket)
    choices = [label for label, _ in (await question(desk, ticket)).buttons]

    assert choices[:2] == ["Back to the queue", "Wu"]
    assert choices[2].startswith("Bo, away until ")


async def test_a_ticket_goes_back_to_the_queue_or_to_a_team(desk: Office) -> None:
    unit = desk.desk.store.unit()
    unit.add(Team(id="team-money", name="Accounting", members=(WU.id,)))
    await unit.commit()
    ticket = await desk.waits_for_a_person()
    owners = []
    for label in ("Back to the queue", "Accounting"):
        await desk.says(desk.li, "/claim", ticket)
        await desk.presses(desk.li, "Pass on", ticket)
        await desk.presses(desk.li, label, ticket)
        asked = await question(desk, ticket)
        await desk.says(desk.li, "My shift is over.", ticket, reply_to=asked.id)
        now = await desk.desk.ticket(ADA)
        owners.append((now.owner, now.team, (await desk.desk.handoff(ticket)).status))

    assert owners == [("", "", "waiting"), ("", "team-money", "waiting")]
    assert "Wu, this one was passed on to your team." in "\n".join(await desk.shown(ticket))


async def test_nobody_passes_on_what_a_colleague_has(desk: Office) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.presses(desk.li, "Claim", ticket)
    await desk.presses(desk.wu, "Pass on", ticket)

    assert await alert_to(desk.wu) == TELEGRAM_WORDS.word("en", "refused.supervisors-only")
    assert (await desk.desk.ticket(ADA)).owner == LI.id
