"""A shift as all of them live it at once: a customer in the chat, two agents, a supervisor, and an agent on a phone."""

import asyncio
import re
import socket
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.journeys.browsers import CHROMIUM, MS, Person, desk, laptop, phone, signs_in
from tests.journeys.program import reference_in, running
from tests.journeys.webclient import at_the_desk

_BY_THE_KILL = re.compile("Failed to load resource|WebSocket connection")
"""What browsers complain of where a program is gone, or refuses."""
_CLAIM = """document.querySelector("#status form[action$='/claim']")?.requestSubmit()"""
"""A button that a push takes away cannot be tapped any more."""
CALLS = "My phone has had no signal since Monday"

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")


def free_port() -> int:
    """Return a port for a program that comes back where it was, as browsers expect of it."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


async def opens(person: Person, base_url: str, reference: str) -> None:
    await person.page.goto(f"{base_url}/desk/tickets/{reference}")
    await expect(person.page.locator("#status")).to_contain_text(reference, timeout=MS)


async def claims_at_once(one: Page, other: Page) -> tuple[Page, Page]:
    """Have two agents tap *Claim* in the same moment; returns who has it, and who has not."""
    await asyncio.gather(*(page.evaluate(_CLAIM) for page in (one, other)))
    for page in (one, other):
        await expect(page.locator("#reply, #hands:has-text('answers the customer')").first).to_be_visible(timeout=MS)
    return (one, other) if await one.locator("#reply").count() else (other, one)


async def test_a_customer_two_agents_a_supervisor_and_a_phone_bring_it_to_its_end_through_a_kill(
    browser: Browser, tmp_path: Path
) -> None:
    async with (
        running(tmp_path, HTTP_PORT=str(free_port())) as program,
        laptop(browser) as customer,
        desk(browser) as li,
        desk(browser) as wu,
        desk(browser) as bo,
        phone(browser, "en-GB") as mo,
    ):
        async with at_the_desk(program) as boss:
            for name in ("Li Wei", "Wu Min", "Mo Adeyemi"):
                await boss.hires(name)
            await boss.hires("Bo Lind", "supervisor")
        await customer.page.goto(program.base_url)
        await customer.says(CALLS)
        await customer.says("/human")
        await customer.hears("T-2")
        reference = reference_in(await customer.page.locator("#said").inner_text())
        for person, name in ((li, "Li Wei"), (wu, "Wu Min"), (bo, "Bo Lind"), (mo, "Mo Adeyemi")):
            await signs_in(person, program, name)
        for person in (li, wu):
            await opens(person, program.base_url, reference)
        has, has_not = await claims_at_once(li.page, wu.page)
        await expect(has_not.locator("#reply")).to_have_count(0, timeout=MS)

        # The program is killed while the one writes: what is typed stays, and goes out once it is back.
        await has.locator("#reply").fill("Which street is it?")
        await program.kill()
        await expect(has.locator("#offline")).to_be_visible(timeout=MS)
        await program.start()
        await expect(has.locator("#offline")).to_be_hidden(timeout=MS)
        await has.locator("#reply-send").click()
        await customer.hears("Which street is it?")
        await customer.says("Garden Street, near the river")
        await expect(has.locator("#transcript")).to_contain_text("near the river", timeout=MS)

        # On a phone a third one finds it and leaves a note, which the others see.
        await mo.page.locator("#q").fill("signal Monday")
        await mo.page.locator("#q").press("Enter")
        await mo.page.get_by_role("link", name=re.compile(reference)).click()
        await expect(mo.page.locator("#list")).to_be_hidden(timeout=MS)
        await mo.page.locator("#note").fill("The tower there is being mended until noon")
        await mo.page.locator("#note-save").click()
        await expect(has.locator("#transcript .note")).to_contain_text("until noon", timeout=MS)

        # The supervisor takes it over from the list of all that is open; who had it is told, and sees it go on.
        await bo.page.get_by_role("link", name=re.compile(reference)).click()
        await bo.page.locator('details[data-key="reassign"] > summary').click()
        await bo.page.locator("#reason").fill("I know this tower")
        await bo.taps("Take over")
        await expect(bo.page.locator("#reply")).to_be_visible(timeout=MS)
        await expect(has.locator("#transcript")).to_contain_text("I know this tower", timeout=MS)

        # The supervisor brings it to its end, and the customer says that it is one.
        await bo.page.locator('label[for="tab-resolve"]').click()
        await bo.page.locator("#outcome-code").select_option(index=1)
        await bo.page.locator("#outcome").fill("The tower is mended, and October is paid back.")
        await bo.taps("Resolve and send the outcome")
        await customer.hears("October is paid back.")
        await expect(bo.page.locator("#status")).to_contain_text("resolved", timeout=MS)
        await customer.page.get_by_role("button", name=re.compile("^Yes")).last.click()
        for page in (has, mo.page, bo.page):
            await expect(page.locator("#status")).to_contain_text("closed", timeout=MS)

        told = [one for person in (customer, li, wu, bo, mo) for one in person.complaints]
        assert [one for one in told if not _BY_THE_KILL.search(one)] == []
