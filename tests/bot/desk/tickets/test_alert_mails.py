"""Who is told of a ticket is mailed it: once each, in their language, with no word of the customer."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.desk.staff.attendance import go_away
from storage.records.traffic_records import Mail
from tests.bot.desk.desk_harness import ADA, BILL, LI, DeskHarness, open_desk

LINKS = "https://desk.example.com"
ADA_MAILED = replace(ADA, mail="ada@desk.example")
BO = replace(ADA, id="agent-bo", name="Bo", mail="bo@desk.example", mail_language="zh")


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[DeskHarness]:
    async with open_desk(tmp_path, mail_links=LINKS) as desk:
        yield desk


async def mails(desk: DeskHarness) -> list[Mail]:
    return await desk.store.unit().find(Mail)


async def test_a_rung_of_the_ladder_is_mailed_to_each_in_their_language(desk: DeskHarness) -> None:
    await desk.employs(LI, ADA_MAILED, BO)
    ticket = await desk.waits_for_a_person()
    await desk.passes(minutes=5)
    english, chinese = await mails(desk)
    link = f"{LINKS}/desk/tickets/{ticket.reference}"

    assert (english.member, chinese.member) == (ADA.id, BO.id)
    assert english.subject == f"{ticket.reference}: a customer is waiting and nobody has come"
    assert english.text.splitlines() == [
        "Ada, a customer is waiting here and nobody has come yet.",
        "Promised by: Thu 5 Nov, 12:00",
        link,
    ]
    assert chinese.subject == f"{ticket.reference}：客户在等待，还没有人接待"
    assert chinese.text.splitlines() == [
        "Bo，这里有客户在等待，还没有人接待。",
        "承诺时限：11月5日（周四）12:00",
        link,
    ]


async def test_nothing_that_the_customer_said_is_in_a_mail(desk: DeskHarness) -> None:
    await desk.employs(ADA_MAILED)
    await desk.files()
    await desk.passes(hours=25)
    told = "".join(one.subject + one.text for one in await mails(desk))

    assert "a promise has been missed" in told
    assert [word for word in (*BILL.split(), "13800138000") if len(word) > 4 and word in told] == []


async def test_the_same_is_mailed_once(desk: DeskHarness) -> None:
    await desk.employs(ADA_MAILED)
    await desk.waits_for_a_person()
    await desk.passes(minutes=5)
    before = await mails(desk)
    await desk.passes(minutes=1)

    assert (len(before), await mails(desk)) == (1, before)


@pytest.mark.parametrize("change", [{"mail": ""}, {"mail_off": True}])
async def test_who_has_no_address_or_wants_none_is_told_on_the_page_alone(
    desk: DeskHarness, change: dict[str, str]
) -> None:
    await desk.employs(replace(ADA_MAILED, **change))  # type: ignore[arg-type]  # fields of a member
    ticket = await desk.waits_for_a_person()
    await desk.passes(minutes=5)

    assert [to for _, _, to in await desk.told(ticket)] == [(ADA.id,)]
    assert await mails(desk) == []


async def test_who_is_away_is_mailed_no_more_than_told(desk: DeskHarness) -> None:
    await desk.employs(ADA_MAILED, BO)
    await go_away(desk.store, ADA.id, None, desk.clock.now)
    await desk.waits_for_a_person()
    await desk.passes(minutes=5)

    assert [one.member for one in await mails(desk)] == [BO.id]


async def test_without_a_mail_server_nothing_is_written(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await desk.employs(ADA_MAILED)
        await desk.waits_for_a_person()
        await desk.passes(minutes=5)

        assert await mails(desk) == []
