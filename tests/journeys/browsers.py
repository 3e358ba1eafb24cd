"""People in front of real browsers: customers on the chat, and agents at a desk."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from playwright.async_api import Browser, BrowserContext, FilePayload, Page, expect

from tests.journeys.program import HUNG, Program

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
MS = HUNG * 1000
expect.set_options(timeout=MS)


@dataclass
class Person:
    """Somebody in front of a browser, and what the browser complained about meanwhile."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    async def sees(self, words: str) -> None:
        """Wait until these words stand somewhere on the page."""
        await expect(self.page.locator("main")).to_contain_text(words, timeout=MS)

    async def taps(self, label: str) -> None:
        """Tap the button with this label."""
        await self.page.get_by_role("button", name=label, exact=True).click()

    async def writes(self, box: str, words: str) -> None:
        """Type into the box with this label."""
        await self.page.get_by_label(box, exact=True).fill(words)


class Customer(Person):
    """Somebody on the chat."""

    async def says(self, words: str) -> None:
        """Write a message and send it, in whatever language the page is."""
        await self.page.locator("#text").fill(words)
        await self.page.locator(".send").click()

    async def adds(self, *files: FilePayload) -> None:
        """Choose files to go along."""
        await self.page.set_input_files("#picker", [*files])

    async def hears(self, words: str) -> None:
        """Wait until a message with these words is there."""
        await expect(self.page.locator("#said .bubble:not(.customer)", has_text=words)).to_be_visible(timeout=MS)


@asynccontextmanager
async def phone(browser: Browser, locale: str = "zh-CN") -> AsyncIterator[Customer]:
    """A customer with a small phone, who reads Chinese unless said otherwise."""
    context = await browser.new_context(
        viewport={"width": 360, "height": 740}, locale=locale, has_touch=True, is_mobile=True
    )
    async with _watched(context) as (page, complaints):
        yield Customer(page, complaints)


@asynccontextmanager
async def laptop(browser: Browser, locale: str = "en-GB") -> AsyncIterator[Customer]:
    """A customer with a keyboard and a mouse."""
    context = await browser.new_context(viewport={"width": 1400, "height": 900}, locale=locale)
    async with _watched(context) as (page, complaints):
        yield Customer(page, complaints)


@asynccontextmanager
async def desk(browser: Browser) -> AsyncIterator[Person]:
    """An agent with an ordinary screen who reads English."""
    context = await browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
    async with _watched(context) as (page, complaints):
        yield Person(page, complaints)


@asynccontextmanager
async def _watched(context: BrowserContext) -> AsyncIterator[tuple[Page, list[str]]]:
    """Open a page and note every error; a breach of the content security policy is one of them."""
    complaints: list[str] = []
    page = await context.new_page()
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page, complaints
    await context.close()


async def signs_in(agent: Person, program: Program, name: str = "Admin") -> None:
    """Sign in by a fresh link, and open the desk."""
    await agent.page.goto(f"{program.base_url}/sign-in?token={await program.token(name)}")
    await agent.page.locator("button.main").click()
    await expect(agent.page.locator(".bar nav")).to_be_visible(timeout=MS)
    await agent.page.goto(f"{program.base_url}/desk")  # the first admin of all is led to the first steps
    await expect(agent.page.locator("#list")).to_be_visible(timeout=MS)
    await agent.page.wait_for_load_state("load")
