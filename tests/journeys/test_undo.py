"""What an agent writes is never lost and never sent too soon: a draft over a reload, a reply taken back, a file."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.journeys.browsers import CHROMIUM, MS, desk, signs_in
from tests.journeys.program import running
from tests.journeys.test_desk_browser import waits
from tests.journeys.webclient import visiting

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")


async def test_a_draft_outlives_its_window_and_a_reply_comes_back_into_the_box(
    browser: Browser, tmp_path: Path
) -> None:
    contract = tmp_path / "contract.pdf"
    contract.write_bytes(b"%PDF-1.7 the contract")
    async with running(tmp_path) as program, visiting(program) as customer, desk(browser) as li:
        reference = await waits(customer)
        await signs_in(li, program)
        page, reply = li.page, li.page.locator("#reply")
        await page.goto(f"{program.base_url}/desk/tickets/{reference}")
        await page.wait_for_load_state("load")
        await li.taps("Claim")
        async with page.expect_response("**/unsent/reply"):
            await reply.press_sequentially("We look into it")
        await page.evaluate("sessionStorage.clear()")  # as in another browser
        await page.reload()
        await expect(reply).to_have_value("We look into it", timeout=MS)
        await reply.press("Control+Enter")
        await expect(page.locator(".undo button")).to_have_count(1, timeout=MS)
        await expect(reply).to_have_value("", timeout=MS)
        await reply.press_sequentially("And then")
        await reply.press("Escape")
        await page.keyboard.press("u")
        await expect(reply).to_have_value("We look into it\n\nAnd then", timeout=MS)
        await expect(page.locator("#transcript")).not_to_contain_text("We look into it", timeout=MS)
        await reply.fill("Here is your contract")
        await page.locator(".composer input[type=file]").set_input_files(contract)
        await reply.press("Control+Enter")
        heard = await customer.hears("Here is your contract")

        assert [file["name"] for file in heard["files"]] == ["contract.pdf"]
        assert not any("look into it" in text for text in customer.texts)
        assert li.complaints == []
