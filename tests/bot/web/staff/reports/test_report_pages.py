import csv
import io
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.web.staff.reports.pdf_printing import browser
from storage.records.access_records import Agent
from storage.records.finding_records import Suspicion
from tests.bot.web.place import ADA, LI, NOON, TELLING, TICKET, Place, open_place

BOSS = Agent(id="agent-boss", name="Boss", role="supervisor")


async def keep_some(place: Place, number: int = 12) -> None:
    """Keep tickets of which the first is told twice."""
    for count in range(number):
        at, key = NOON - timedelta(days=3, hours=count), f"t{count:03}"
        slots = {"kind": "network", "place": "Chaoyang" if count % 2 else "=Haidian"}
        ticket = replace(TICKET, id=key, reference=f"T-2026-{count:06}", opened=at, due=at + timedelta(days=1))
        await place.keep(replace(ticket, slots=slots), replace(TELLING, id=f"o{count:03}", ticket=key, at=at))
    await place.keep(replace(TELLING, id="o-again", ticket="t000", at=NOON))


async def test_the_page_tells_the_headline_with_its_definition_and_what_is_behind(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(BOSS)
        await keep_some(place)
        _, page = await place.get("/desk/reports")
        _, chinese = await place.get("/desk/reports?lang=zh")

    assert "<strong>92%</strong> <span>11 of 12</span>" in page
    assert "whose customer did not tell them again within 14 days" in page
    assert "12 of them are younger than 14 days" in page
    assert "/desk/reports/tickets?from=2026-10-06&amp;to=2026-11-04&amp;by=category&amp;figure=told-once" in page
    assert "一次说清率" in chinese


async def test_behind_a_figure_stand_its_tickets(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(BOSS)
        await keep_some(place)
        _, again = await place.get("/desk/reports/tickets?figure=told-once")
        _, all_of_them = await place.get("/desk/reports/tickets?figure=problems&place=chao")
        unknown, _ = await place.get("/desk/reports/tickets?figure=nonsense")

    assert "1 tickets" in again
    assert 'href="/desk/tickets/T-2026-000000"' in again
    assert "6 tickets" in all_of_them
    assert unknown == 404


async def test_a_long_list_is_shown_a_page_at_a_time(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(BOSS)
        await keep_some(place, 101)
        _, first = await place.get("/desk/reports/tickets?figure=problems")
        _, second = await place.get("/desk/reports/tickets?figure=problems&page=2")
        _, none = await place.get("/desk/reports/tickets?figure=problems&page=99999")

    assert "figure=problems&amp;page=2" in first
    assert "T-2026-000100" not in first
    assert "T-2026-000100" in second
    assert "figure=problems&amp;page=1" in second
    assert "Nothing in this period." in none


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("from=nonsense", "This is no date."),
        ("from=2026-11-03&to=2026-11-01", "The period ends before it begins."),
        ("from=2027-01-01&to=2027-02-01", "This period has not begun yet."),
        ("from=1990-01-01", "This is more than ten years"),
    ],
)
async def test_an_impossible_period_is_answered_by_what_to_do(tmp_path: Path, asked: str, words: str) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(ADA)
        status, page = await place.get(f"/desk/reports?{asked}")
        moved, _ = await place.get(f"/desk/reports.csv?{asked}")

    assert (status, moved) == (400, 303)
    assert words in page


async def test_a_year_without_tickets_leads_to_when_there_are_some(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(ADA)
        _, fresh = await place.get("/desk/reports")
        await keep_some(place)
        place.clock.now += timedelta(minutes=2)
        _, page = await place.get("/desk/reports?from=2025-01-01&to=2025-12-31")
        _, chosen = await place.get("/desk/reports?category=billing")

    assert "Nobody has told anything yet." in fresh
    assert 'href="/desk/reports?from=2026-11-01&amp;to=2026-11-01&amp;by=category"' in page
    assert "without the choice" in chosen


async def test_the_files_hold_the_same_and_no_formula(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(ADA)
        await keep_some(place)
        _, figures = await place.get("/desk/reports.csv")
        _, tickets = await place.get("/desk/reports/tickets.csv?figure=problems")
        _, record = await place.get("/admin/audit")

    lines = list(csv.reader(io.StringIO(tickets.removeprefix("\ufeff"))))
    assert len(lines) == 13
    assert {"Chaoyang", "'=Haidian"} == {line[3] for line in lines[1:]}
    assert "Repeat rate,8%,1 of 13" in figures
    assert "saved a list of tickets: problems, 2026-10-06 – 2026-11-04" in record


async def test_an_agent_finds_no_reports(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        _, desk = await place.get("/desk")
        statuses = [
            (await place.get(f"/desk/reports{page}"))[0]
            for page in ("", ".csv", "/tickets", "/tickets.csv", "/meeting")
        ]

    assert "/desk/reports" not in desk
    assert {403} == set(statuses)


async def test_the_page_of_the_meeting_is_about_the_last_whole_month_or_the_one_asked_for(tmp_path: Path) -> None:
    topic = Suspicion(
        id="s1",
        kind="burst",
        script="telecom",
        words=("no signal",),
        samples=(),
        tickets=(),
        people=9,
        usual=1.0,
        at=NOON,
    )
    async with open_place(tmp_path) as place:
        await place.sign_in(BOSS)
        await keep_some(place)
        await place.keep(topic)
        _, october = await place.get("/desk/reports/meeting")
        status, november = await place.get("/desk/reports/meeting?month=2026-11")
        wrong, told = await place.get("/desk/reports/meeting?month=2026-13")
        future, _ = await place.get("/desk/reports/meeting?month=2027-01")
        _, chinese = await place.get("/desk/reports/meeting?month=2026-11&lang=zh")

    assert "Monthly meeting: 2026-10" in october
    assert "There are no tickets in this period." in october
    assert "Please choose another month above." in october
    assert (status, wrong, future) == (200, 400, 400)
    assert "no signal" in november
    assert "T-2026-000011" in november
    assert "This is no month." in told
    assert "逾期最久的承诺" in chinese


@pytest.mark.skipif(not browser(), reason="there is no Chromium")
async def test_a_report_is_printed_as_pdf(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(BOSS)
        await keep_some(place)
        async with place.client.get("/desk/reports.pdf") as response:
            body = await response.read()

    assert (response.status, body[:5]) == (200, b"%PDF-")
