import pytest

from bot.desk.agents.joining import Joining
from bot.desk.core.errors import Refused
from storage.records.finding_records import Label
from tests.bot.desk.desk_harness import BILL, LI, ROAMING, DeskHarness

AGAIN = "Garden Street: they still keep what they took from me"


async def labels(desk: DeskHarness) -> list[tuple[str, str, str, bool]]:
    found = await desk.store.unit().find(Label)
    return [(one.look, one.about, one.answer, one.stated) for one in found]


async def test_a_repeat_that_the_customer_recognises_is_a_label(desk: DeskHarness) -> None:
    ticket = await desk.files()
    await desk.says(AGAIN)
    await desk.presses("Yes, the same")

    assert await labels(desk) == [("repeat", ticket.id, "accepted", False)]


async def test_a_repeat_that_the_customer_denies_is_one_as_well(desk: DeskHarness) -> None:
    ticket = await desk.files()
    await desk.says(AGAIN)
    await desk.presses("No, something new")

    assert await labels(desk) == [("repeat", ticket.id, "refused", False)]


async def test_an_answer_is_labelled_by_whether_it_helped(desk: DeskHarness) -> None:
    await desk.says(ROAMING)
    await desk.presses("No, I still need help")

    assert await labels(desk) == [("known-issue", "roaming-off", "refused", True)]


async def test_what_was_stated_and_taken_back_is_both(desk: DeskHarness) -> None:
    ticket = await desk.files()
    await desk.says(BILL)
    await desk.presses("No, something new")

    assert await labels(desk) == [("repeat", ticket.id, "accepted", True), ("repeat", ticket.id, "undone", False)]


async def test_a_label_holds_how_sure_the_desk_was(desk: DeskHarness) -> None:
    await desk.says(ROAMING)
    await desk.presses("Yes, that helped")
    (label,) = await desk.store.unit().find(Label)

    assert label.text == ROAMING
    assert 0.8 < label.confidence <= 1


async def test_an_agent_may_say_that_another_customer_told_the_same(desk: DeskHarness) -> None:
    ticket = await desk.files()
    other = await desk.files(to="web:zhao")
    await Joining(desk.turns).compare(ticket.reference, LI, other.reference, same=True)
    (label,) = await desk.store.unit().find(Label, look="alike")

    assert (label.about, label.answer, label.by) == (other.id, "accepted", LI.id)


async def test_a_ticket_that_is_not_there_cannot_be_compared(desk: DeskHarness) -> None:
    ticket = await desk.files()

    for reference, refusal in (("T-2026-999999", "no-such-ticket"), (ticket.reference, "same-ticket")):
        with pytest.raises(Refused, match=refusal):
            await Joining(desk.turns).compare(ticket.reference, LI, reference, same=False)
