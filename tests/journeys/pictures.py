"""The pictures of the README and the guides: ``python -m tests.journeys.pictures`` takes them anew, into docs/pictures.

Several customers tell the running program something, an agent answers one of them, and the pages are photographed in
light and dark as a colleague would see them.
"""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.async_api import Browser, Page, ViewportSize, async_playwright

from tests.journeys.browsers import CHROMIUM, Person, phone
from tests.journeys.program import ROOT, Program, reference_in, running
from tests.journeys.webclient import at_the_desk, visiting

WIDE: ViewportSize = {"width": 1400, "height": 860}
TOLD = (
    ("There's smoke coming out of the meter cupboard on our floor", "/human"),
    ("I was charged 58 yuan for roaming that I never switched on", "Bill or charges", "/human"),
    ("My number was moved to the new SIM but calls still go to the old one", "/human"),
    ("宽带从昨天晚上开始就断了，重启也没用", "/human"),
    ("营业厅的人让我排了两个小时，最后说系统坏了", "/human"),
)
CHINESE = ("通话毛病太多，对方受不了，从周一开始的", "网络或信号", "滨江花园3号楼", "13800138000", "尽快解决问题")
PAGES = {
    "studio": "/admin/scripts/telecom",
    "flow": "/admin/scripts/telecom/flow?step=ask-kind",
    "canary": "/admin/scripts/telecom/publish",
    "reports": "/desk/reports",
    "settings": "/admin/settings/hours",
}


async def fill(program: Program) -> None:
    """Let some customers tell something and wait for a person."""
    for said in TOLD:
        language = "en" if said[0].isascii() else "zh"
        async with visiting(program, language) as customer:
            for words in said:
                await customer.says(words)
            await customer.hears("T-2")


async def begin_trial(page: Page, base_url: str) -> None:
    """Change a wording and try it with a share of customers, so that there is something to compare."""
    await page.goto(f"{base_url}/admin/scripts/telecom")
    await page.locator('textarea[name="steps/ask-kind/prompt@en"]').fill("Which of these is it, roughly?")
    await page.get_by_role("button", name="Save draft").click()
    await page.goto(f"{base_url}/admin/scripts/telecom/publish")
    await page.locator('button[value="share"]').click()


async def photograph(browser: Browser, program: Program, folder: Path) -> None:
    """Take all pictures of a program that is filled."""
    async with phone(browser) as customer:
        await customer.page.goto(program.base_url)
        for words in CHINESE:
            await customer.says(words)
            await customer.page.wait_for_timeout(2500)
        await customer.page.screenshot(path=folder / "chat.png")
        await customer.says("人工")
        await customer.hears("T-2")
        said = await customer.page.locator("#said").inner_text()
        reference = reference_in(said)
        async with at_the_desk(program) as member:
            await member.does("claim", reference)
            await member.does("reply", reference, text="您好，我是李薇，网络组已经在查，今天17点前给您答复。")
        await customer.hears("网络组")
    for scheme, ending in (("light", ""), ("dark", "-dark")):
        context = await browser.new_context(viewport=WIDE, locale="en-GB", color_scheme=scheme)  # type: ignore[arg-type]  # a literal
        agent = Person(await context.new_page())
        await agent.page.goto(f"{program.base_url}/sign-in?token={await program.token()}")
        await agent.page.locator("button.main").click()
        await agent.page.goto(f"{program.base_url}/desk/tickets/{reference}")
        await agent.page.screenshot(path=folder / f"desk{ending}.png")
        if not ending:
            await begin_trial(agent.page, program.base_url)
        for name, path in PAGES.items():
            await agent.page.goto(program.base_url + path)
            await agent.page.screenshot(path=folder / f"{name}{ending}.png")
        await context.close()


async def main() -> None:
    """Take the pictures."""
    with TemporaryDirectory() as data:
        async with running(Path(data)) as program, async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=CHROMIUM)
            await fill(program)
            await photograph(browser, program, ROOT / "docs" / "pictures")
            await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
