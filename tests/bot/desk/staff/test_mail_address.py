"""Where a member gets e-mail: what is an address, who may change it, and what becomes of it when they leave."""

import pytest

from bot.desk.core.errors import Refusal, Refused
from bot.desk.delivery.mail_outbox import write_mail
from bot.desk.staff.audit import Actor
from bot.desk.staff.mail_address import MailWish, is_address, set_mail
from bot.desk.staff.membership import change_status
from storage.records.access_records import Agent, Audit
from storage.records.traffic_records import Mail
from tests.bot.desk.desk_harness import LI, DeskHarness

BY = Actor(Agent(id="agent-boss", name="Chen Jing", role="admin"), "203.0.113.7")
WISH = MailWish("li.wei@desk.example", "zh", off=True)


async def member(desk: DeskHarness) -> Agent:
    found = await desk.store.unit().get(Agent, LI.id)
    assert found is not None
    return found


@pytest.mark.parametrize("text", ["ada@desk.example", "a.b+c_d@x", "o'neil@mail.desk.example", "a@" + "x" * 190])
def test_an_address_is_one(text: str) -> None:
    assert is_address(text)


@pytest.mark.parametrize(
    "text",
    [
        *("ada", "@desk.example", "ada@", "ada@desk example", "ada@desk.example\nBcc: x@y", "<ada@desk.example>"),
        *("ada@desk.example, bo@desk.example", "王@desk.example", "ada@desk.example."),
        *("a" * 65 + "@x", "a@" + "x" * 191),
    ],
)
def test_anything_else_is_none(text: str) -> None:
    assert not is_address(text)


async def test_what_a_member_decides_is_kept_and_on_record_without_the_address(desk: DeskHarness) -> None:
    await desk.employs(LI)
    await set_mail(desk.store, desk.context.environment, BY, LI.id, WISH)
    await set_mail(desk.store, desk.context.environment, BY, LI.id, WISH)
    (line,) = await desk.store.unit().find(Audit)
    now = await member(desk)

    assert (now.mail, now.mail_language, now.mail_off) == (WISH.address, "zh", True)
    assert (line.act, line.about, line.subject) == ("mail-set", LI.name, LI.id)
    assert WISH.address not in str(line)


async def test_what_is_no_address_is_refused(desk: DeskHarness) -> None:
    await desk.employs(LI)
    with pytest.raises(Refused) as refused:
        await set_mail(desk.store, desk.context.environment, BY, LI.id, MailWish("li"))

    assert refused.value.reason is Refusal.NO_MAIL_ADDRESS


async def test_who_leaves_takes_the_address_and_what_waits_for_it_along(desk: DeskHarness) -> None:
    await desk.employs(LI)
    await set_mail(desk.store, desk.context.environment, BY, LI.id, WISH)
    unit = desk.store.unit()
    write_mail(unit, desk.context.environment, LI, "one", "…")
    await unit.commit()
    await change_status(desk.store, desk.context.environment, BY, LI.id, "removed")

    assert (await member(desk)).mail == ""
    assert await desk.store.unit().find(Mail) == []
    with pytest.raises(Refused):
        await set_mail(desk.store, desk.context.environment, BY, LI.id, WISH)
