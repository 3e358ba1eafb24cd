"""The reports in a real browser: a supervisor's way from the headline to its tickets, on a desk and a phone."""

from pathlib import Path

import pytest
from playwright.async_api import Browser

from storage.embedded.embedded_store import open_store
from tests.bot.desk.reports.made_year import keep_year, made_year
from tests.journeys.browsers import CHROMIUM, desk
from tests.journeys.program import running

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")


async def test_whoever_prepares_the_meeting_comes_from_the_headline_to_its_tickets(
    browser: Browser, tmp_path: Path
) -> None:
    store = await open_store(tmp_path / "data")
    await keep_year(store, made_year(400))
    await store.close()
    async with running(tmp_path) as program, desk(browser) as boss:
        await boss.page.goto(f"{program.base_url}/sign-in?token={await program.token()}")
        await boss.taps("Sign in")
        await boss.page.get_by_role("link", name="Reports", exact=True).click()
        await boss.page.get_by_label("From", exact=True).fill("2026-10-01")
        await boss.page.get_by_label("To", exact=True).fill("2026-10-31")
        await boss.taps("Show")
        await boss.sees("Before, 2026-09-01 to 2026-09-30")
        pictures = await boss.page.get_by_role("img").count()
        await boss.page.get_by_role("link", name="Those told again").click()
        await boss.sees("2026-10-01 to 2026-10-31")
        await boss.page.set_viewport_size({"width": 375, "height": 800})
        await boss.page.goto(f"{program.base_url}/desk/reports/meeting?month=2026-10&lang=zh")
        await boss.sees("逾期最久的承诺")

        assert pictures == 2
        assert not await boss.page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert boss.complaints == []
