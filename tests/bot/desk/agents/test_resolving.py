"""How a complaint ends: what is kept and told, what waits for a second person, and who may agree to it."""

import asyncio
from pathlib import Path

import pytest

from bot.desk.agents.joining import Joining
from bot.desk.agents.resolving import Decided, Resolving
from bot.desk.core.errors import Refused
from bot.desk.outcomes.remedy_limits import read_limits
from bot.desk.tickets.open_handoffs import current, open_handoffs
from storage.records.access_records import Agent
from storage.records.complaint_records import Alert, Note, Ticket
from storage.records.resolution_records import Resolution
from tests.bot.desk.desk_harness import ADA, BILL, LI, WANG, DeskHarness, open_desk
from tests.bot.desk.two_chats import NEW, is_joined

LIMITS = read_limits("agent 50 CNY, supervisor 500 CNY")
WHY = "It was booked twice."
GIVEN = {"outcome_code": "upheld", "cause": "billing/wrong-charge", "remedy": "refund", "currency": "CNY"}
WU = Agent(id="agent-wu", name="Wu Min", role="supervisor")
BOTH = "My bill is too high. And the broadband is down."


async def staffed(desk: DeskHarness, *more: Agent) -> None:
    unit = desk.store.unit()
    for agent in (LI, ADA, *more):
        unit.add(agent)
    await unit.commit()


async def decision(desk: DeskHarness) -> Resolution:
    found = await desk.store.unit().last(Resolution)
    assert found is not None
    return found


async def test_the_customer_reads_the_explanation_and_what_they_are_given(desk: DeskHarness) -> None:
    ticket = await desk.is_owned()
    await desk.resolves(ticket.reference, LI, WHY, amount=8000, **GIVEN)
    told, solved = "\n".join(await desk.delivered()), await desk.ticket()

    assert f"{WHY}\n\nWe are paying 80 CNY back to you." in told
    assert (solved.status, solved.outcome_code, solved.cause) == ("resolved", "upheld", "billing/wrong-charge")
    assert (solved.remedy, solved.amount, solved.currency) == ("refund", 8000, "CNY")
    assert (await decision(desk)).status == "told"


async def test_it_is_told_in_chinese_to_who_speaks_it(desk: DeskHarness) -> None:
    await desk.says("十月的话费扣多了", "/human")
    ticket = await desk.ticket()
    await desk.handoffs.claim(ticket.reference, LI)
    await desk.delivered()
    await desk.resolves(ticket.reference, LI, "重复计费，已更正。", amount=8000, **GIVEN)

    assert "重复计费，已更正。\n\n我们将为您退还80元。" in "\n".join(await desk.delivered())


@pytest.mark.parametrize(
    ("decided", "refusal"),
    [
        ({"outcome_code": "made-up"}, "no-such-outcome"),
        ({"cause": "made/up"}, "no-such-cause"),
        ({"remedy": "refund"}, "bad-amount"),
        ({"remedy": "refund", "amount": 100}, "bad-amount"),
        ({"remedy": "apology", "amount": 100, "currency": "CNY"}, "bad-amount"),
    ],
)
async def test_what_is_in_no_list_or_makes_no_sense_changes_nothing(
    desk: DeskHarness, decided: dict[str, str], refusal: str
) -> None:
    ticket = await desk.is_owned()
    with pytest.raises(Refused, match=refusal):
        await desk.resolves(ticket.reference, LI, WHY, **decided)

    assert (await desk.ticket()).status == "investigating"


async def test_above_the_limit_it_waits_and_is_told_once_it_is_granted(tmp_path: Path) -> None:
    async with open_desk(tmp_path, limits=LIMITS) as desk:
        await staffed(desk)
        ticket = await desk.is_owned()
        await desk.delivered()
        await desk.resolves(ticket.reference, LI, WHY, amount=8000, **GIVEN)
        before, waiting, told = await desk.ticket(), await decision(desk), await desk.delivered()
        alerts = await desk.store.unit().find(Alert, to=ADA.id)
        await Resolving(desk.turns).grant(ticket.reference, ADA, waiting.id)
        after, told_then = await desk.ticket(), await desk.delivered()

        assert (before.status, before.to_grant, waiting.needs, told) == ("investigating", waiting.id, ("amount",), [])
        assert [one.kind for one in alerts] == ["to-be-granted"]
        assert (after.status, after.to_grant, after.amount) == ("resolved", "", 8000)
        assert "80 CNY" in "\n".join(told_then)
        assert (await decision(desk)).judge_name == "Ada"


async def test_of_two_supervisors_one_wins_and_the_other_is_told(tmp_path: Path) -> None:
    async with open_desk(tmp_path, limits=LIMITS) as desk:
        await staffed(desk, WU)
        ticket = await desk.is_owned()
        await desk.resolves(ticket.reference, LI, WHY, amount=8000, **GIVEN)
        key = (await decision(desk)).id
        await Resolving(desk.turns).refuse(ticket.reference, ADA, key, "Half of it is enough.")
        with pytest.raises(Refused, match="judged-already"):
            await Resolving(desk.turns).grant(ticket.reference, WU, key)
        notes = [one.text for one in await desk.store.unit().find(Note, ticket=ticket.id)]
        told = await desk.store.unit().find(Alert, to=LI.id)

        assert (await desk.ticket()).status == "investigating"
        assert notes[-1].endswith("Reason: Half of it is enough.")
        assert "not-granted" in {one.kind for one in told}


async def test_nobody_grants_their_own_nor_above_their_own_limit(tmp_path: Path) -> None:
    async with open_desk(tmp_path, limits=LIMITS) as desk:
        await staffed(desk)
        ticket = await desk.is_owned(by=ADA)
        await desk.resolves(ticket.reference, ADA, WHY, amount=60_000, **GIVEN)
        key = (await decision(desk)).id
        for agent, refusal in ((LI, "supervisors-only"), (ADA, "own-decision"), (WU, "above-limit")):
            with pytest.raises(Refused, match=refusal):
                await Resolving(desk.turns).grant(ticket.reference, agent, key)


async def test_who_decides_anew_overtakes_what_waits(tmp_path: Path) -> None:
    async with open_desk(tmp_path, limits=LIMITS) as desk:
        await staffed(desk)
        ticket = await desk.is_owned()
        await desk.resolves(ticket.reference, LI, WHY, amount=8000, **GIVEN)
        first = await decision(desk)
        await desk.resolves(ticket.reference, LI, WHY, amount=5000, **GIVEN)
        decided = await desk.store.unit().find(Resolution, ticket=ticket.id)

        assert [one.status for one in decided] == ["overtaken", "told"]
        with pytest.raises(Refused, match="resolved-already"):
            await Resolving(desk.turns).grant(ticket.reference, ADA, first.id)


async def test_the_final_answer_to_a_legal_threat_needs_a_second_look(desk: DeskHarness) -> None:
    await staffed(desk)
    await desk.says("I was charged twice and will see my lawyer")
    ticket = await desk.ticket()
    await desk.handoffs.claim(ticket.reference, ADA)
    await desk.resolves(ticket.reference, ADA, WHY, outcome_code="not-upheld")
    alone = await decision(desk)

    assert (alone.status, alone.needs) == ("told", ())  # there is nobody else who could look

    await staffed_later(desk)
    await desk.says("That is not true, my lawyer will write to you")
    again = await desk.ticket()
    await desk.handoffs.claim(again.reference, ADA)
    await desk.resolves(again.reference, ADA, WHY, outcome_code="not-upheld")

    assert (await decision(desk)).needs == ("legal-threat",)


async def staffed_later(desk: DeskHarness) -> None:
    unit = desk.store.unit()
    unit.add(WU)
    await unit.commit()


async def test_each_of_several_matters_needs_its_answer(desk: DeskHarness) -> None:
    await desk.says(BOTH, "/human")
    ticket = await desk.ticket()
    await desk.handoffs.claim(ticket.reference, LI)
    await desk.delivered()
    with pytest.raises(Refused, match="matter-unanswered"):
        await desk.resolves(ticket.reference, LI, WHY, answers={"billing": WHY})
    answers = {"billing": WHY, "network": "The line is mended."}
    await Resolving(desk.turns).resolve(ticket.reference, LI, Decided(answers=answers))

    told = "\n".join(await desk.delivered())
    assert "Network or signal: The line is mended.\n\nBill or charges: It was booked twice." in told


async def wait_in_two_chats(desk: DeskHarness) -> tuple[Ticket, Ticket]:
    """Let one customer wait for a person in two chats, about a ticket each."""
    await is_joined(desk)
    await desk.says("/human", to=NEW)
    second = await desk.ticket()
    await desk.says("The installer broke my fence and left", "/human", to=WANG)
    third = await desk.ticket()
    assert (second.address, third.address) == (NEW, WANG)
    return second, third


async def test_whoever_claims_has_all_who_wait_about_it_in_whichever_chat(desk: DeskHarness) -> None:
    second, third = await wait_in_two_chats(desk)
    await desk.handoffs.claim(third.reference, LI)
    await Joining(desk.turns).merge(third.reference, LI, second.reference)
    await desk.handoffs.claim(third.reference, LI)
    taken = [(one.status, one.claimed_by) for one in await open_handoffs(desk.store.unit(), third)]

    assert taken == [("claimed", LI.id)] * 2
    assert "Li Wei" in (await desk.delivered(NEW))[-1]


async def test_whoever_waits_about_it_in_another_chat_waits_no_more(desk: DeskHarness) -> None:
    second, third = await wait_in_two_chats(desk)
    await desk.handoffs.claim(third.reference, LI)
    await Joining(desk.turns).merge(third.reference, LI, second.reference)
    open_before = await open_handoffs(desk.store.unit(), third)
    await desk.resolves(third.reference, LI, "The October bill is paid back")
    open_after = await open_handoffs(desk.store.unit(), third)
    talks = [(await desk.conversation(at)).status for at in (WANG, NEW)]

    assert (len(open_before), open_after, "with-person" in talks) == (2, [], False)


async def test_a_second_look_at_the_law_is_left_whatever_is_heard_after_the_threat(desk: DeskHarness) -> None:
    await staffed(desk)
    await desk.says(BILL, "my lawyer will call you", "there is smoke coming out of it, somebody may get hurt")
    ticket = await desk.ticket()
    called = await current(desk.store.unit(), ticket)
    await desk.handoffs.claim(ticket.reference, LI)
    await desk.resolves(ticket.reference, LI, WHY)
    waiting = await decision(desk)

    assert called is not None
    assert (called.reason, called.status) == ("danger", "waiting")
    assert (waiting.status, waiting.needs) == ("waiting", ("legal-threat",))


async def test_of_two_who_judge_at_once_one_wins_and_the_other_is_told_so(tmp_path: Path) -> None:
    async with open_desk(tmp_path, limits=LIMITS) as desk:
        await staffed(desk, WU)
        ticket = await desk.is_owned()
        await desk.resolves(ticket.reference, LI, WHY, amount=8000, **GIVEN)
        waiting, resolving = await decision(desk), Resolving(desk.turns)
        came = await asyncio.gather(
            resolving.grant(ticket.reference, ADA, waiting.id),
            resolving.refuse(ticket.reference, WU, waiting.id, "Half of it was used."),
            return_exceptions=True,
        )
        told = [one for one in came if one]
        judged = await decision(desk)

    assert [type(one) for one in told] == [Refused]
    assert (judged.status, judged.judge) == (("granted", ADA.id) if came[0] is None else ("refused", WU.id))
