"""What the staff corrects of an answer, and what is kept of that."""

import pytest

from bot.desk.agents.corrections import Corrections
from bot.desk.core.errors import Refusal, Refused
from storage.records.complaint_records import Note
from tests.bot.desk.desk_harness import ADA, LI, DeskHarness


async def notes(desk: DeskHarness) -> list[str]:
    return [f"{note.author}: {note.text}" for note in await desk.store.unit().find(Note)]


@pytest.mark.parametrize(
    ("key", "text", "value", "note"),
    [
        ("phone", "139 0013 9000", "13900139000", "Contact number: “13800138000” corrected to “13900139000”"),
        ("amount", "99.5", "99.50", "“128.00” corrected to “99.50”"),
        ("kind", "network", "network", "“Bill or charges” corrected to “Network or signal”"),
        ("amount", "", "", "corrected to “—”"),
    ],
)
async def test_an_answer_is_read_as_the_bot_would_and_the_change_is_kept(
    desk: DeskHarness, key: str, text: str, value: str, note: str
) -> None:
    ticket = await desk.files()
    await Corrections(desk.turns).correct(ticket.reference, LI, key, text)

    assert (await desk.ticket()).slots[key] == value
    [kept] = await notes(desk)
    assert kept.startswith("Li Wei: ")
    assert note.rpartition(": ")[2] in kept


async def test_who_saves_what_stood_there_changes_nothing(desk: DeskHarness) -> None:
    ticket = await desk.files()
    await Corrections(desk.turns).correct(ticket.reference, LI, "phone", "13800138000")

    assert (await notes(desk), (await desk.ticket()).slots) == ([], ticket.slots)


@pytest.mark.parametrize(
    ("key", "text", "refusal"),
    [
        ("phone", "not a number", Refusal.NOT_SUCH_AN_ANSWER),
        ("shoe-size", "44", Refusal.NO_SUCH_ANSWER),
    ],
)
async def test_what_cannot_be_an_answer_is_refused(desk: DeskHarness, key: str, text: str, refusal: Refusal) -> None:
    ticket = await desk.files()
    with pytest.raises(Refused) as refused:
        await Corrections(desk.turns).correct(ticket.reference, LI, key, text)

    assert refused.value.reason == refusal
    assert (await desk.ticket()).slots == ticket.slots


async def test_a_colleague_does_not_change_what_its_owner_works_on(desk: DeskHarness) -> None:
    ticket = await desk.is_owned(by=ADA)
    with pytest.raises(Refused) as refused:
        await Corrections(desk.turns).correct(ticket.reference, LI, "amount", "1")

    assert refused.value.reason == Refusal.OWNED_BY_COLLEAGUE
