"""A promise is renewed: who may, what it takes, what the customer hears, and what stays on record."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.desk.agents.renewal import Renewal
from bot.desk.core.errors import Refused
from storage.records.complaint_records import Note, Promise, Timer
from tests.bot.desk.desk_harness import ADA, LI, DeskHarness, open_desk

WHY = "The part comes on Friday."


async def test_the_customer_is_told_when_and_why(desk: DeskHarness) -> None:
    ticket = await desk.is_owned()
    await Renewal(desk.turns).renew(ticket.reference, LI, "2026-11-06 15:00", WHY)
    told = await desk.delivered()
    renewed = await desk.ticket()

    assert told == [
        f"About {ticket.reference}: we need longer than Thu 5 Nov, 12:00, and I'm sorry. Li Wei from our team writes: "
        f"“{WHY}” You'll now have an answer by Fri 6 Nov, 15:00."
    ]
    assert (renewed.due, renewed.promise) == (desk.clock.now + timedelta(days=2, hours=3), "pending")


async def test_the_customer_is_told_in_chinese_who_speaks_it(desk: DeskHarness) -> None:
    await desk.says("十月的话费扣多了", "/human")
    ticket = await desk.ticket()
    await desk.handoffs.claim(ticket.reference, LI)
    await desk.delivered()
    await Renewal(desk.turns).renew(ticket.reference, LI, "2026-11-06 15:00", "配件周五到货。")

    assert await desk.delivered() == [
        f"关于{ticket.reference}：原定11月5日（周四）12:00前答复您，现在还需要一些时间，很抱歉。负责的同事Li Wei说明："
        "“配件周五到货。”新的答复时间是11月6日（周五）15:00前。"
    ]


async def test_what_was_promised_before_stays_on_record_with_the_reason_of_what_came_after(desk: DeskHarness) -> None:
    ticket = await desk.is_owned()
    await Renewal(desk.turns).renew(ticket.reference, LI, "2d", WHY)
    first, second = await desk.store.unit().find(Promise, ticket=ticket.id)
    notes = await desk.store.unit().find(Note, ticket=ticket.id)

    assert (first.status, first.due, first.ended) == ("renewed", ticket.due, desk.clock.now)
    assert (second.status, second.reason, second.by) == ("pending", WHY, "Li Wei")
    assert [one.text for one in notes] == [
        f"Promise moved from Thu 5 Nov, 12:00 to Fri 6 Nov, 12:00. The customer was told why: {WHY}"
    ]


async def test_one_that_was_missed_is_renewed_but_stays_missed(desk: DeskHarness) -> None:
    ticket = await desk.is_owned()
    await desk.passes(hours=25)
    await Renewal(desk.turns).renew(ticket.reference, LI, "1d", WHY)
    told = await desk.delivered()

    assert "we haven't kept to Thu 5 Nov, 12:00" in told[0]
    assert await desk.promises(ticket) == ["missed", "pending"]


async def test_one_that_is_brought_forward_is_good_news(desk: DeskHarness) -> None:
    ticket = await desk.is_owned()
    await Renewal(desk.turns).renew(ticket.reference, LI, "17:00", WHY)

    assert "good news, it will be sooner" in (await desk.delivered())[0]


async def test_the_new_time_is_watched_and_the_old_one_no_more(desk: DeskHarness) -> None:
    ticket = await desk.is_owned()
    await Renewal(desk.turns).renew(ticket.reference, LI, "2d", WHY)
    await desk.delivered()
    silent = await desk.passes(hours=25)
    due = [one.due for one in await desk.store.unit().find(Timer, subject=ticket.id) if one.kind == "promise"]
    told = await desk.passes(hours=22, minutes=50)

    assert (silent, due) == ([], [(await desk.ticket()).due])
    assert "Fri 6 Nov, 12:00" in told[0]


async def test_a_promise_can_be_renewed_again_and_again_each_on_record(desk: DeskHarness) -> None:
    ticket = await desk.is_owned()
    for days in ("2d", "3d", "4d"):
        await Renewal(desk.turns).renew(ticket.reference, LI, days, WHY)
    await desk.resolves(ticket.reference, LI, "Done.")

    assert await desk.promises(ticket) == ["renewed", "renewed", "renewed", "kept"]


@pytest.mark.parametrize("moment", ["", "soon", "2026-11-04 11:00", "2026-11-31 11:00", "2028-01-01 11:00", "25:00"])
async def test_a_time_that_says_nothing_has_passed_or_is_far_off_is_refused(desk: DeskHarness, moment: str) -> None:
    ticket = await desk.is_owned()

    with pytest.raises(Refused, match="bad-time"):
        await Renewal(desk.turns).renew(ticket.reference, LI, moment, WHY)
    assert await desk.promises(ticket) == ["pending"]


async def test_the_same_time_without_a_reason_or_by_a_stranger_to_it_is_refused(desk: DeskHarness) -> None:
    ticket = await desk.is_owned()
    renew = Renewal(desk.turns).renew
    bo = LI.__class__(id="agent-bo", name="Bo", role="agent")

    with pytest.raises(Refused, match="bad-time"):
        await renew(ticket.reference, LI, "2026-11-05 12:00", WHY)
    with pytest.raises(Refused, match="empty"):
        await renew(ticket.reference, LI, "2d", " ")
    with pytest.raises(Refused, match="supervisors-only"):
        await renew(ticket.reference, bo, "2d", WHY)
    await renew(ticket.reference, ADA, "2d", WHY)
    assert await desk.promises(ticket) == ["renewed", "pending"]


async def test_what_is_resolved_has_nothing_to_be_renewed(desk: DeskHarness) -> None:
    ticket = await desk.is_owned()
    await desk.resolves(ticket.reference, LI, "Done.")

    with pytest.raises(Refused, match="resolved-already"):
        await Renewal(desk.turns).renew(ticket.reference, LI, "2d", WHY)


async def test_hours_are_those_in_which_the_desk_is_open(tmp_path: Path) -> None:
    async with open_desk(tmp_path, hours="Mon-Fri 09:00-12:00 13:00-17:00") as desk:
        ticket = await desk.is_owned()
        await Renewal(desk.turns).renew(ticket.reference, LI, "5h", WHY)
        told = await desk.delivered()

        assert "by Thu 5 Nov, 10:00." in told[0]
