"""How a ticket's page ends it: the form keeps what was put into it, and what waits is judged right there."""

from dataclasses import replace
from pathlib import Path

from bot.desk.core.errors import Refusal
from storage.records.resolution_records import Resolution
from tests.bot.web.place import ADA, LI, NOON, TICKET, open_place, owned

HERE = "/desk/tickets/T-2026-000042"
WAITING = Resolution(
    id="decision-1",
    ticket=TICKET.id,
    agent=LI.id,
    name=LI.name,
    at=NOON,
    outcome_code="upheld",
    cause="billing/wrong-charge",
    explanation="It was booked <b>twice</b>.",
    remedy="refund",
    amount=8000,
    currency="CNY",
    needs=("amount",),
    status="waiting",
)


async def test_nothing_that_was_put_into_the_form_is_lost_by_a_refusal(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        await place.keep(owned(TICKET, LI))
        place.handoffs.refusal = Refusal.BAD_AMOUNT
        filled = {"text": "Paid back.", "outcome": "upheld", "remedy": "refund", "amount": "8", "currency": "eur"}
        status, page = await place.post(f"{HERE}/resolve", **filled)

    assert status == 409
    assert "A refund or a credit needs an amount" in page
    assert "Paid back.</textarea>" in page
    for kept in ('value="upheld" selected', 'value="refund" selected', 'value="8"', 'value="eur"'):
        assert kept in page


async def test_a_cause_is_found_by_what_is_typed_and_what_is_none_is_refused(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        await place.keep(owned(TICKET, LI))
        fields = {"text": "Paid back.", "outcome": "upheld"}
        found = await place.post(f"{HERE}/resolve", **fields, **{"cause-typed": "billing/wrong-charge"})
        status, page = await place.post(f"{HERE}/resolve", **fields, **{"cause-typed": "the moon"})

    assert found == (303, HERE)
    assert (status, "choose a cause from the list" in page) == (409, True)


async def test_who_may_grant_sees_what_waits_with_its_buttons_and_its_author_does_not(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.keep(replace(owned(TICKET, LI), to_grant=WAITING.id), WAITING)
        pages = {}
        for agent in (LI, ADA):
            await place.sign_in(agent)
            _, pages[agent.id] = await place.get(HERE)

    assert all("refund 80 CNY" in page for page in pages.values())
    assert "It was booked &lt;b&gt;twice" in pages[ADA.id]
    assert f'action="{HERE}/grant"' in pages[ADA.id]
    assert f'action="{HERE}/grant"' not in pages[LI.id]


async def test_a_call_is_filed_by_a_plain_form(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        _, empty = await place.get("/desk/call")
        status, page = await place.post("/desk/call", number="none", text="The lift is stuck", language="en", name="")

    assert 'name="number"' in empty
    assert status == 409
    assert "The lift is stuck</textarea>" in page
