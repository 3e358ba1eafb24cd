"""An agent's day in real browsers: by keys, on a phone, without scripts, while customers and colleagues go on."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.journeys.browsers import CHROMIUM, MS, Person, desk, signs_in
from tests.journeys.program import reference_in, running
from tests.journeys.webclient import Customer, at_the_desk, visiting

SIGNAL = "My phone has had no signal since Monday"

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")


_SHOW_ALL = "for (const one of document.querySelectorAll('.canned li')) one.hidden = false"
"""What a push does that brings the composer anew; when it comes is not in a test's hands."""


async def waits(customer: Customer, text: str = SIGNAL) -> str:
    """Have a customer tell something and ask for a person; returns the reference."""
    await customer.says(text)
    await customer.says("/human")
    return reference_in(str((await customer.hears("a colleague"))["text"]))


async def focus(page: Page) -> str:
    return str(await page.evaluate("document.activeElement.id || document.activeElement.className"))


async def test_an_agent_works_by_keys_and_no_push_takes_the_focus_or_what_is_typed(
    browser: Browser, tmp_path: Path
) -> None:
    async with running(tmp_path) as program, visiting(program) as one, visiting(program) as other, desk(browser) as li:
        first, second = await waits(one), await waits(other, "I was charged twice for the same month")
        await signs_in(li, program)
        page = li.page
        await expect(page.locator("#list a.row")).to_have_count(2, timeout=MS)
        await page.keyboard.press("j")
        await page.keyboard.press("j")
        assert second in await page.evaluate("document.activeElement.textContent")
        await page.keyboard.press("k")
        await one.says("Are you there?")
        await expect(page.locator("#list a.row .unread, #list a.row.unread").first).to_be_visible(timeout=MS)
        assert first in await page.evaluate("document.activeElement.textContent")
        await page.keyboard.press("Enter")
        await expect(page.locator("#status")).to_contain_text(first, timeout=MS)
        await li.taps("Claim")
        await expect(page.locator("#reply")).to_be_focused(timeout=MS)  # and not the top of the page
        await page.keyboard.type("We look in")
        await one.says("It is the tower by the river")
        await expect(page.locator("#transcript")).to_contain_text("by the river", timeout=MS)
        await page.keyboard.type("to it.")
        assert await page.locator("#reply").input_value() == "We look into it."
        await page.keyboard.press("Control+Enter")
        await one.hears("We look into it.")
        await expect(page.locator("#reply")).to_have_value("", timeout=MS)
        await page.keyboard.press("Escape")
        await page.keyboard.press("n")
        assert await focus(page) == "note"
        await page.keyboard.type("Tower 7 is down")
        await page.keyboard.press("Control+Enter")
        await expect(page.locator("#transcript .note")).to_contain_text("Tower 7 is down", timeout=MS)
        await page.keyboard.press("Escape")
        await page.keyboard.press("t")
        await expect(page.locator("#status")).to_contain_text(second, timeout=MS)
        await page.keyboard.press("Escape")
        await page.keyboard.press("?")
        await expect(page.locator("#keys")).to_be_visible()
        await page.keyboard.press("Escape")
        await page.keyboard.press("e")
        assert await focus(page) == "outcome-code"
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("Escape")
        await page.keyboard.press("e")
        assert await focus(page) == "outcome"
        await page.keyboard.type("Paid back.")
        await page.locator("#outcome").press("Control+Enter")
        await other.hears("Paid back.")
        await page.keyboard.press("Escape")
        await page.keyboard.press("/")
        await page.keyboard.type("charged twice")
        await page.keyboard.press("Enter")
        await expect(page.locator("#list")).to_contain_text(second, timeout=MS)
        await expect(page.locator("#list a.row")).to_have_count(1, timeout=MS)
        assert li.complaints == []


async def test_each_key_leads_where_the_list_of_keys_says_and_is_a_letter_where_one_writes(
    browser: Browser, tmp_path: Path
) -> None:
    async with running(tmp_path) as program, visiting(program) as one, visiting(program) as other, desk(browser) as li:
        first, second = await waits(one), await waits(other, "I was charged twice for the same month")
        await signs_in(li, program)
        page, press = li.page, li.page.keyboard.press
        row = "document.activeElement.closest('#list a.row')?.textContent ?? ''"
        await expect(page.locator("#list a.row")).to_have_count(2, timeout=MS)
        for key, reference in (("k", second), ("k", first), ("k", first), ("j", second), ("j", second)):
            await press(key)
            assert reference in await page.evaluate(row)
        await press("Control+k")
        await press("g")
        await press("z")  # leads nowhere
        assert second in await page.evaluate(row)
        for letter, view in (("w", "waiting"), ("m", "mine"), ("o", "")):
            await press("g")
            await press(letter)
            await expect(page.locator("#views [aria-current]")).to_have_attribute("data-go", letter, timeout=MS)
            assert view in page.url
        await page.locator("#list a.row", has_text=second).focus()
        await press("Enter")
        await expect(page.locator("#status")).to_contain_text(second, timeout=MS)
        await li.taps("Claim")
        await expect(page.locator("#reply")).to_be_focused(timeout=MS)
        for key, box in (("r", "reply"), ("n", "note"), ("e", "outcome-code"), ("r", "reply"), ("/", "q")):
            await press("Escape")
            await press(key)
            assert await focus(page) == box
            assert await page.locator(f"#{box}").input_value() == ""
        await press("Escape")
        await press("r")
        await page.keyboard.type("jkrne/g?")
        assert await page.locator("#reply").input_value() == "jkrne/g?"
        await expect(page.locator("#keys")).to_be_hidden()
        assert li.complaints == []


async def test_what_is_typed_stays_when_a_supervisor_takes_the_ticket_and_the_refusal_stands_beside_it(
    browser: Browser, tmp_path: Path
) -> None:
    async with running(tmp_path) as program, visiting(program) as customer, at_the_desk(program) as boss:
        reference = await waits(customer)
        await boss.hires("Li Wei")
        async with desk(browser) as li:
            await signs_in(li, program, "Li Wei")
            await li.page.goto(f"{program.base_url}/desk/tickets/{reference}")
            await li.taps("Claim")
            await li.writes("Reply to the customer", "A long answer, nearly done")
            await boss.does("take-over", reference, "You are needed elsewhere")
            await expect(li.page.locator("#transcript")).to_contain_text("needed elsewhere", timeout=MS)
            await li.taps("Send reply")
            problem = li.page.locator("#problem")
            await expect(problem).to_contain_text("A colleague", timeout=MS)
            box, told = await li.page.locator("#reply").bounding_box(), await problem.bounding_box()
            assert await li.page.locator("#reply").input_value() == "A long answer, nearly done"
            assert box
            assert told
            assert 0 <= told["y"] < box["y"] < 800


async def test_a_canned_reply_is_found_by_a_slash_and_a_word_that_hurts_is_warned_of_once(
    browser: Browser, tmp_path: Path
) -> None:
    async with running(tmp_path) as program, visiting(program) as customer, desk(browser) as li:
        reference = await waits(customer)
        await signs_in(li, program)
        await li.page.goto(f"{program.base_url}/desk/tickets/{reference}")
        await li.taps("Claim")
        await expect(li.page.locator("#reply")).to_be_focused(timeout=MS)
        await li.page.keyboard.type("/special")
        await customer.says("Is anybody there?")  # what is pushed meanwhile leaves what was found
        await expect(li.page.locator("#transcript")).to_contain_text("Is anybody there?", timeout=MS)
        await li.page.evaluate(_SHOW_ALL)
        await li.page.keyboard.press("Enter")
        await expect(li.page.locator("#reply")).to_have_value(re.compile("^Our specialists have this now"), timeout=MS)
        await li.page.keyboard.type(" Please calm down.")
        await li.taps("Send reply")
        await expect(li.page.locator("#problem")).to_contain_text("calm down", timeout=MS)
        await li.taps("Send anyway")
        await customer.hears("Our specialists have this now", "Please calm down.")
        await expect(li.page.locator("#problem")).to_have_count(0, timeout=MS)
        assert [one for one in li.complaints if "409" not in one] == []


@asynccontextmanager
async def small_screen(browser: Browser, *, scripts: bool) -> AsyncIterator[Page]:
    context = await browser.new_context(
        viewport={"width": 375, "height": 740}, locale="en-GB", java_script_enabled=scripts
    )
    yield await context.new_page()
    await context.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
async def test_a_phone_shows_one_pane_with_a_way_back_and_nothing_outside_of_the_screen(
    browser: Browser, tmp_path: Path, scripts: bool
) -> None:
    async with running(tmp_path) as program, visiting(program) as customer:
        reference = await waits(customer)
        async with small_screen(browser, scripts=scripts) as page:
            await signs_in(Person(page), program)
            await page.get_by_role("link", name=re.compile(reference)).click()
            await expect(page.locator("#status")).to_be_visible(timeout=MS)
            await expect(page.locator("#list")).to_be_hidden()
            await page.get_by_role("button", name="Claim").click()
            await page.get_by_label("Reply to the customer").fill("Which street is it?")
            for part in ("#status", "#reply", "#reply-send"):
                await expect(page.locator(part)).to_be_in_viewport(ratio=1)
            await page.get_by_role("button", name="Send reply").click()
            await customer.hears("Which street is it?")
            await page.get_by_role("link", name="Facts").click()
            await expect(page.locator("#known")).to_be_visible(timeout=MS)
            await expect(page.locator("#status")).to_be_hidden()
            await page.get_by_role("link", name="‹ Conversation").click()
            await page.get_by_role("link", name="‹ List").click()
            await expect(page.locator("#list")).to_be_visible(timeout=MS)
            for part in ("#views", "#list", "#next"):
                place = await page.locator(part).bounding_box()
                assert place is not None
                assert place["x"] + place["width"] <= 375
