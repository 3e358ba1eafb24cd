"""An admin without a shell changes what the bot says, in a real browser, and customers hear it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.bot.desk.texts import AFTER, CASES, SMALL
from tests.journeys.browsers import CHROMIUM, MS, Person, desk, phone
from tests.journeys.program import Program, running

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")

PATHS = (
    "scripts",
    *(
        f"scripts/telecom{view}"
        for view in ("", "/flow", "/text", "/try", "/cases", "/compare", "/replay", "/publish", "/history")
    ),
    "known-issues",
    *(f"known-issues/telecom{view}" for view in ("", "/new", "/issue/roaming-off", "/trial?go=1", "/text", "/publish")),
    *(f"settings/{one}" for one in ("hours", "promises", "duty", "limits", "outcomes", "causes", "replies", "chat")),
    *("settings/languages", "settings/retention?look=1"),
)
TOO_WIDE = "document.documentElement.scrollWidth > innerWidth"


@asynccontextmanager
async def admin_at(browser: Browser, program: Program) -> AsyncIterator[Person]:
    """Sign an admin in."""
    async with desk(browser) as admin:
        await admin.page.goto(f"{program.base_url}/sign-in?token={await program.token()}")
        await admin.taps("Sign in")
        await admin.page.goto(f"{program.base_url}/admin/scripts")
        yield admin


async def test_an_admin_rewords_a_question_publishes_it_and_the_next_customer_is_asked_so(
    browser: Browser, tmp_path: Path
) -> None:
    async with running(tmp_path) as program, admin_at(browser, program) as admin, phone(browser, "en-GB") as customer:
        await admin.page.get_by_role("link", name="Complaint", exact=True).click()
        box = admin.page.locator('textarea[name="steps/ask-kind/prompt@en"]')
        before = await box.input_value()
        await box.fill("Which of these is it, roughly?")
        await expect(admin.page.locator("#saved")).to_contain_text("Saved as a draft", timeout=MS)  # nobody pressed
        await admin.page.get_by_role("navigation", name="Views").get_by_role("link", name="Publish").click()
        await admin.sees("Nothing is wrong.")
        await admin.writes("Why? One line for your colleagues", "Friendlier")
        await admin.taps("Publish for all customers")
        await admin.sees("is in force now")
        await admin.sees("Admin: Friendlier")
        await customer.page.goto(program.base_url)
        await customer.says("I am not happy with how this went yesterday")
        await customer.hears("Which of these is it, roughly?")
        await admin.page.get_by_text("Go back to this…").first.click()
        await admin.page.get_by_role("button", name="in force again").first.click()
        await admin.sees("rolled back")
        assert not await admin.page.evaluate(TOO_WIDE)
        assert before != ""
        assert customer.complaints + admin.complaints == []


async def test_an_admin_adds_a_question_and_a_choice_mends_the_cases_replays_publishes_and_goes_back(
    browser: Browser, tmp_path: Path
) -> None:
    scripts = tmp_path / "scripts"
    scripts.mkdir()
    (scripts / "telecom.yaml").write_text(SMALL, "utf-8")
    (scripts / "telecom.cases.yaml").write_text(CASES, "utf-8")
    (scripts / AFTER.name).write_text(AFTER.text, "utf-8")
    (scripts / AFTER.cases_name).write_text(AFTER.cases, "utf-8")
    async with (
        running(tmp_path, SCRIPTS_DIR=str(scripts)) as program,
        admin_at(browser, program) as admin,
        phone(browser, "en-GB") as early,
        phone(browser, "en-GB") as late,
    ):
        here = f"{program.base_url}/admin/scripts/telecom"
        await early.page.goto(program.base_url)
        await early.says("I am not happy with how this went yesterday")
        await early.hears("Kind")
        await admin.page.goto(f"{here}/flow")
        await admin.page.locator('.script-picture a[href="?step=ask-kind"]').click()
        await admin.writes("One more choice English", "Shop")
        await admin.writes("One more choice 中文", "门店")
        await admin.taps("Add this choice")
        await admin.sees("Saved as a draft.")
        await admin.page.get_by_role("link", name="Ask a question", exact=True).click()
        for label, words in QUESTION.items():
            await admin.writes(label, words)
        await admin.taps("Add this step")
        await admin.sees("ask-phone")
        await admin.page.goto(f"{here}/cases")
        await admin.sees("of which 2 fail")
        for case, choice in (("a-bill-is-filed", "iphone"), ("a-network-complaint-is-filed", "other")):
            await admin.page.goto(f"{here}/cases?case={case}")
            await admin.page.locator('[name="turn:1:filed"]').select_option("")
            await admin.page.locator('[name="turn:2:event"]').select_option("taps")
            await admin.page.locator('[name="turn:2:value"]').fill(choice)
            await admin.page.locator('[name="turn:2:filed"]').select_option("open")
            await admin.page.locator(".case-form button.main").click()
            await admin.sees("Saved as a draft.")
        await admin.page.goto(f"{here}/try")
        await admin.taps("Begin")
        await admin.writes("Your message", "The queue was too long")
        await admin.taps("Send")
        await admin.taps("Shop")
        await admin.taps("iPhone")
        await admin.writes("What is it about? A few words", "a queue in a shop")
        await admin.taps("Make a case of this")
        await admin.sees("of which 0 fail")
        await admin.page.goto(f"{here}/replay")
        await admin.page.locator("form button.main").first.click()
        await expect(admin.page.locator("#run")).to_contain_text("1", timeout=MS)
        await admin.page.goto(f"{here}/publish")
        await admin.sees("Open conversations: 1, of which 0 move and 1 finish on the old text.")
        await admin.taps("Publish for all customers")
        await admin.sees("is in force now")
        await early.page.get_by_role("button", name="Bill").click()
        await early.hears("Filed as T-2")  # on its old text
        await late.page.goto(program.base_url)
        await late.says("I am not happy with how this went yesterday")
        await late.page.get_by_role("button", name="Shop").click()
        await late.hears("Which phone is it?")
        await admin.page.get_by_text("Go back to this…").first.click()
        await admin.page.get_by_role("button", name="in force again").first.click()
        await admin.sees("rolled back")
        assert early.complaints + late.complaints + admin.complaints == []


QUESTION = {
    "The question English": "Which phone is it?",
    "The question 中文": "是哪种手机？",
    "What agents and the summary call it English": "Phone",
    "What agents and the summary call it 中文": "手机",
    "Choice 1 English": "iPhone",
    "Choice 1 中文": "苹果",
    "Choice 2 English": "Other",
    "Choice 2 中文": "其他",
}
"""What is typed of a new question, by the labels of the boxes."""


async def test_problems_stand_beside_the_text_while_it_is_typed_and_lead_to_their_lines(
    browser: Browser, tmp_path: Path
) -> None:
    async with running(tmp_path) as program, admin_at(browser, program) as admin:
        await admin.page.goto(f"{program.base_url}/admin/scripts/telecom/text")
        box = admin.page.locator("#text + .editor")
        await box.evaluate("box => ace.edit(box).setValue(ace.edit(box).getValue().replace('welcome', 'welcom'), 1)")
        await admin.sees("did you mean `welcome`?")
        await admin.page.locator("#problems a").first.click()
        selected = await box.evaluate("box => ace.edit(box).getSelectedText()")
        await admin.taps("Save draft")
        await admin.sees("Saved as a draft.")
        await admin.page.get_by_role("navigation", name="Views").get_by_role("link", name="Publish").click()
        await admin.sees("cannot be published yet")
        assert selected == "start: welcom"
        assert admin.complaints == []


@pytest.mark.parametrize("width", [1400, 375])
async def test_no_page_of_the_studio_is_wider_than_its_screen(browser: Browser, tmp_path: Path, width: int) -> None:
    async with running(tmp_path) as program, admin_at(browser, program) as admin:
        await admin.page.set_viewport_size({"width": width, "height": 900})
        wide = []
        for path in PATHS:
            await admin.page.goto(f"{program.base_url}/admin/{path}")
            wide.append(await admin.page.evaluate(TOO_WIDE))

        assert wide == [False] * len(PATHS)
        assert admin.complaints == []


async def test_a_known_issue_from_a_resolved_ticket_answers_the_next_customer(browser: Browser, tmp_path: Path) -> None:
    told = "The lift music in the Garden Street shop gives me a headache"
    async with running(tmp_path) as program, admin_at(browser, program) as admin, phone(browser, "en-GB") as customer:
        await customer.page.goto(program.base_url)
        await customer.says(told)
        await customer.hears("What is it mainly about?")
        await customer.says("/human")
        await admin.page.goto(f"{program.base_url}/desk")
        await admin.page.get_by_role("link", name="T-").first.click()
        await admin.taps("Claim")
        await admin.page.get_by_text("Resolve", exact=True).click()
        await admin.page.locator("#outcome-code").select_option("upheld")
        await admin.page.locator("#outcome").fill("The music is off since Monday.")
        await admin.taps("Resolve and send the outcome")
        await admin.page.get_by_role("link", name="Make a known issue of this…").click()
        await admin.writes("Title (English)", "Music in the shop")
        await admin.writes("Title (中文)", "门店音乐")
        await admin.writes("Answer (中文)", "音乐从周一起已关闭。")
        await admin.page.get_by_label("State").select_option("confirmed")
        await admin.taps("Save draft")
        await admin.page.get_by_role("navigation", name="Views").get_by_role("link", name="Try").click()
        await admin.taps("Try on last month")
        await admin.sees("With the draft otherwise: 1.")
        await admin.page.get_by_role("navigation", name="Views").get_by_role("link", name="Publish").click()
        await admin.taps("Publish for all customers")
        await admin.sees("is in force now")
        async with phone(browser, "en-GB") as other:
            await other.page.goto(program.base_url)
            await other.says("the lift music in the Garden Street shop is a headache")
            await expect(other.page.get_by_role("button", name="Music in the shop")).to_be_visible(timeout=MS)
        assert admin.complaints == []


async def test_a_draft_is_tried_out_while_customers_keep_what_is_in_force(browser: Browser, tmp_path: Path) -> None:
    async with running(tmp_path) as program, admin_at(browser, program) as admin, phone(browser, "en-GB") as customer:
        await admin.page.goto(f"{program.base_url}/admin/scripts/telecom")
        await admin.page.locator('textarea[name="steps/ask-kind/prompt@en"]').fill("Which of these is it, roughly?")
        await admin.taps("Save draft")
        await admin.sees("Saved as a draft")
        await admin.page.get_by_role("navigation", name="Views").get_by_role("link", name="Try out").click()
        await admin.taps("Begin")
        await admin.writes("Your message", "I am not happy with how this went yesterday")
        await admin.taps("Send")
        await admin.sees("Which of these is it, roughly?")
        await customer.page.goto(program.base_url)
        await customer.says("I am not happy with how this went yesterday")
        await customer.hears("What is it mainly about?")
        assert admin.complaints == []
