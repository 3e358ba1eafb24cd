"""A remedy above an agent's limit in real browsers: the agent asks, the supervisor grants, the customer reads it."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.journeys.browsers import CHROMIUM, MS, desk, signs_in
from tests.journeys.program import running
from tests.journeys.test_desk_browser import waits
from tests.journeys.webclient import at_the_desk, visiting

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")
BILL = "The October bill charged me twice for the same month, 80 yuan too much"


async def test_what_is_above_the_limit_is_granted_by_a_supervisor_before_the_customer_reads_it(
    browser: Browser, tmp_path: Path
) -> None:
    async with running(tmp_path, REMEDY_LIMITS="agent 50 CNY, supervisor 500 CNY") as program:
        async with at_the_desk(program) as admin:
            await admin.hires("Li Wei")
        async with visiting(program) as customer, desk(browser) as li, desk(browser) as ada:
            reference = await waits(customer, BILL)
            await signs_in(li, program, "Li Wei")
            await li.page.goto(f"{program.base_url}/desk/tickets/{reference}")
            await li.taps("Claim")
            await li.page.get_by_text("Resolve", exact=True).click()
            await li.page.locator("#outcome-code").select_option("upheld")
            await li.page.get_by_label("Charged wrongly").first.check()
            await li.page.locator("#remedy").select_option("refund")
            await li.page.locator("#amount").fill("80")
            await li.page.locator("#outcome").fill("The same month was booked twice; we have corrected the bill.")
            await li.page.get_by_role("button", name="Resolve and send").click()
            await expect(li.page.locator("#to_grant")).to_contain_text("refund 80 CNY", timeout=MS)

            await signs_in(ada, program)
            await ada.page.get_by_role("link", name="To grant 1").click()
            await ada.page.locator("#list a.row").first.click()
            await ada.taps("Grant and tell the customer")
            await customer.hears("We are paying 80 CNY back to you.")
            await expect(li.page.locator("#to_grant")).to_be_hidden(timeout=MS)
            await expect(li.page.locator("#ended")).to_contain_text("granted: Admin", timeout=MS)
            assert (li.complaints, ada.complaints) == ([], [])


async def test_an_outcome_that_is_written_when_the_session_ends_is_sent_after_signing_in(
    browser: Browser, tmp_path: Path
) -> None:
    async with running(tmp_path) as program, visiting(program) as customer, desk(browser) as agent:
        reference = await waits(customer, BILL)
        await signs_in(agent, program)
        await agent.page.goto(f"{program.base_url}/desk/tickets/{reference}")
        await agent.taps("Claim")
        await agent.page.get_by_text("Resolve", exact=True).click()
        await agent.page.locator("#outcome-code").select_option("upheld")
        await agent.page.locator("#outcome").fill("The bill is corrected.")
        await agent.page.context.clear_cookies()
        await agent.page.get_by_role("button", name="Resolve and send").click()
        await agent.sees("Your session has ended.")
        assert await agent.page.locator("#outcome").input_value() == "The bill is corrected."
        await agent.writes("Paste your sign-in link here", f"{program.base_url}/sign-in?token={await program.token()}")
        await agent.taps("Sign in")

        await customer.hears("The bill is corrected.")
        await expect(agent.page.locator("#status")).to_contain_text("resolved", timeout=MS)
