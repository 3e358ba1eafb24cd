import pytest

from bot.desk.agents.handoffs import Refused
from storage.finding_records import Label
from tests.bot.desk.house import BILL, LI, ROAMING, House

AGAIN = "Garden Street: they still keep what they took from me"


async def labels(house: House) -> list[tuple[str, str, str, bool]]:
    found = await house.store.unit().find(Label)
    return [(one.look, one.about, one.answer, one.stated) for one in found]


async def test_a_repeat_that_the_customer_recognises_is_a_label(house: House) -> None:
    ticket = await house.files()
    await house.says(AGAIN)
    await house.presses("Yes, the same")

    assert await labels(house) == [("repeat", ticket.id, "accepted", False)]


async def test_a_repeat_that_the_customer_denies_is_one_as_well(house: House) -> None:
    ticket = await house.files()
    await house.says(AGAIN)
    await house.presses("No, something new")

    assert await labels(house) == [("repeat", ticket.id, "refused", False)]


async def test_an_answer_is_labelled_by_whether_it_helped(house: House) -> None:
    await house.says(ROAMING)
    await house.presses("No, I still need help")

    assert await labels(house) == [("known-issue", "roaming-off", "refused", True)]


async def test_what_was_stated_and_taken_back_is_both(house: House) -> None:
    ticket = await house.files()
    await house.says(BILL)
    await house.presses("No, something new")

    assert await labels(house) == [("repeat", ticket.id, "accepted", True), ("repeat", ticket.id, "undone", False)]


async def test_a_label_holds_how_sure_the_desk_was(house: House) -> None:
    await house.says(ROAMING)
    await house.presses("Yes, that helped")
    (label,) = await house.store.unit().find(Label)

    assert label.text == ROAMING
    assert 0.8 < label.confidence <= 1


async def test_an_agent_may_say_that_another_customer_told_the_same(house: House) -> None:
    ticket = await house.files()
    other = await house.files(to="web:zhao")
    await house.handoffs.compare(ticket.reference, LI, other.reference, same=True)
    (label,) = await house.store.unit().find(Label, look="alike")

    assert (label.about, label.answer, label.by) == (other.id, "accepted", LI.id)


async def test_a_ticket_that_is_not_there_cannot_be_compared(house: House) -> None:
    ticket = await house.files()

    for reference in ("T-2026-999999", ticket.reference):
        with pytest.raises(Refused, match="no-such-ticket"):
            await house.handoffs.compare(ticket.reference, LI, reference, same=False)
