"""The page of the web chat in a real browser: files, times, what is unread, the menu, and what a phone does to it."""

import re
import struct
import zlib
from pathlib import Path

import pytest
from playwright.async_api import Browser, FilePayload, Route, expect

from bot.channels.port import LARGEST_FILE
from bot.channels.webchat import LONGEST_TEXT
from dialogs.strict_yaml.common_texts import common_texts
from tests.journeys.browsers import CHROMIUM, MS, Customer, laptop, phone
from tests.journeys.program import reference_in, running
from tests.journeys.test_telegram import CALLS, CALLS_ZH
from tests.journeys.test_telegram_evidence import until_the_ticket_shows
from tests.journeys.webclient import at_the_desk

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")

PDF: FilePayload = {"name": "账单.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n" + b"x" * 2000}
EMPTY: FilePayload = {"name": "nothing.txt", "mimeType": "text/plain", "buffer": b""}
AWAY = "Object.defineProperty(document, 'hidden', {get: () => %s, configurable: true})"
UPLOADS = "**/chat/files/*"
WORDS = {
    "en-GB": {"telling": CALLS, "passing": "I'm passing you"},
    "zh-CN": {"telling": CALLS_ZH, "passing": "我现在帮您转给同事"},
}


def photo(name: str = "photo.png") -> FilePayload:
    """Return a picture that every browser can draw."""
    head, rows = struct.pack(">IIBBBBB", 4, 4, 8, 2, 0, 0, 0), zlib.compress((b"\0" + b"\x20\x80\x60" * 4) * 4)
    parts = ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
    return {"name": name, "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + b"".join(chunks)}


def said(key: str, language: str = "en") -> str:
    return common_texts()[key][language].partition("{")[0]


async def has(customer: Customer, selector: str, count: int = 1) -> None:
    """Wait until so many of these are on the page."""
    await expect(customer.page.locator(selector)).to_have_count(count, timeout=MS)


async def is_warned(customer: Customer, words: str) -> None:
    await expect(customer.page.locator("#notice")).to_contain_text(words, timeout=MS)


@pytest.mark.parametrize("locale", ["en-GB", "zh-CN"])
async def test_photos_and_files_come_to_the_ticket_and_are_seen_by_whoever_sent_them(
    browser: Browser, tmp_path: Path, locale: str
) -> None:
    words, language = WORDS[locale], locale[:2]
    async with running(tmp_path) as program, phone(browser, locale) as customer, at_the_desk(program) as agent:
        await customer.page.goto(program.base_url)
        await customer.adds(photo("password: hunter2.png"), PDF)
        await has(customer, "#tray li", 2)
        await customer.says(words["telling"])
        await has(customer, "#said .picture img")
        await expect(customer.page.locator("#said a.file")).to_contain_text("账单.pdf2 kB", timeout=MS)
        await customer.hears(said("file-kept", language))
        await customer.page.locator("[data-command='/human']").click()
        await customer.hears(words["passing"])
        reference = reference_in(await customer.page.locator("#said").inner_text())
        files = await until_the_ticket_shows(agent, reference, lambda files: len(files) == 2)
        transcript = await agent.reads_ticket(reference, "transcript")
        drawn = await customer.page.evaluate("document.querySelector('#said img').naturalWidth")

        assert files == [photo()["buffer"], PDF["buffer"]]
        assert (drawn, customer.complaints) == (4, [])
        assert "hunter2" not in transcript + await customer.page.content()


async def test_a_file_whose_answer_got_lost_is_sent_again_and_kept_once(browser: Browser, tmp_path: Path) -> None:
    lost: list[int] = []

    async def lose_the_first(route: Route) -> None:
        if lost or route.request.method != "POST":
            await route.continue_()
            return
        lost.append((await route.fetch()).status)
        await route.abort()

    async with running(tmp_path) as program, laptop(browser) as customer:
        await customer.page.route(UPLOADS, lose_the_first)
        await customer.page.goto(program.base_url)
        await customer.adds(photo())
        await customer.says("")
        await has(customer, "#waiting .bubble", 0)
        await customer.page.reload()
        await has(customer, "#said .picture")

    assert lost == [200]


async def test_a_file_on_its_way_outlasts_the_page_and_can_be_taken_back(browser: Browser, tmp_path: Path) -> None:
    async with running(tmp_path) as program, laptop(browser) as customer:
        await customer.page.route(UPLOADS, lambda route: route.abort())
        await customer.page.goto(program.base_url)
        await customer.adds(photo(), PDF)
        await customer.says(CALLS)
        await has(customer, "#waiting progress", 2)
        await customer.taps("Remove 账单.pdf")
        await has(customer, "#waiting progress")
        await customer.page.reload()
        await has(customer, "#waiting progress")
        await customer.page.unroute(UPLOADS)
        await has(customer, "#said .picture")
        await has(customer, "#waiting .bubble", 0)
        await has(customer, "#said .file", 0)


@pytest.mark.parametrize(
    ("locale", "large", "empty"),
    [("en-GB", "“video.mp4” is over 20 MB", "“nothing.txt” is empty"), ("zh-CN", "超过20MB", "“nothing.txt”是空文件")],
)
async def test_a_file_that_cannot_go_says_why_and_the_words_stay(
    browser: Browser, tmp_path: Path, locale: str, large: str, empty: str
) -> None:
    huge = tmp_path / "video.mp4"
    huge.write_bytes(b"x" * (LARGEST_FILE + 1))
    async with running(tmp_path) as program, phone(browser, locale) as customer:
        await customer.page.goto(program.base_url)
        await customer.page.locator("#text").fill("see this")
        await customer.page.set_input_files("#picker", huge)
        await is_warned(customer, large)
        await customer.adds(EMPTY)
        await is_warned(customer, empty)
        await has(customer, "#tray li", 0)
        assert await customer.page.locator("#text").input_value() == "see this"


@pytest.mark.parametrize("way", ["drop", "paste"])
async def test_a_file_is_dropped_on_the_page_or_pasted_into_the_box(browser: Browser, tmp_path: Path, way: str) -> None:
    brings = """way => {
        const data = new DataTransfer();
        data.items.add(new File(["%PDF-1.4"], "letter.pdf"));
        const fields = {bubbles: true, cancelable: true, [way === "drop" ? "dataTransfer" : "clipboardData"]: data};
        const event = way === "drop" ? new DragEvent(way, fields) : new ClipboardEvent(way, fields);
        document.getElementById("text").dispatchEvent(event);
    }"""
    async with running(tmp_path) as program, laptop(browser) as customer:
        await customer.page.goto(program.base_url)
        await has(customer, "#form:visible")
        await customer.page.evaluate(brings, way)
        await expect(customer.page.locator("#tray")).to_contain_text("letter.pdf", timeout=MS)
        await customer.says("")
        await has(customer, "#said a.file")


async def test_the_menu_works_by_the_keyboard_and_the_page_goes_along_with_the_language(
    browser: Browser, tmp_path: Path
) -> None:
    async with running(tmp_path) as program, laptop(browser) as customer:
        await customer.page.goto(program.base_url)
        await customer.sees("You only need to tell us once.")
        for _ in range(2):
            await customer.page.keyboard.press("Tab")
        await customer.page.keyboard.press("Enter")
        await customer.hears(said("status-none"))
        await expect(customer.page.locator("#said .customer")).to_contain_text("Where do my complaints stand?")
        await customer.says(CALLS)
        await customer.hears("What is it mainly about?")
        await customer.taps("Begin anew")
        await customer.taps("No, go on")
        await has(customer, "#said .customer", 2)
        await customer.taps("Begin anew")
        await customer.taps("Yes, begin anew")
        await customer.hears(said("cancelled"))
        await customer.taps("Language")
        await customer.taps("中文")
        await customer.hears(said("language-set", "zh"))
        await expect(customer.page.locator("h1")).to_have_text("帮助与投诉", timeout=MS)
        await customer.taps("语言")
        await customer.taps("繁體中文")
        await expect(customer.page.locator("h1")).to_have_text("幫助與投訴", timeout=MS)
        assert customer.complaints == []


async def test_an_answer_that_comes_while_one_looks_elsewhere_is_marked_until_one_is_back(
    browser: Browser, tmp_path: Path
) -> None:
    async with running(tmp_path) as program, laptop(browser) as customer:
        await customer.page.goto(program.base_url)
        await customer.sees("You only need to tell us once.")
        await customer.page.evaluate(AWAY % "true")
        await customer.page.evaluate("document.querySelector('[data-command=\"/status\"]').click()")
        await expect(customer.page).to_have_title("(1) Help and complaints", timeout=MS)
        await has(customer, "link[rel=icon][href$='icon-unread.svg']")
        await customer.page.evaluate(AWAY % "false")
        await customer.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        await expect(customer.page).to_have_title("Help and complaints", timeout=MS)
        await has(customer, "link[rel=icon][href$='icon.svg']")
        await customer.taps("Sound")
        await customer.page.reload()
        await has(customer, "#sound[aria-pressed=false]")
        await expect(customer.page).to_have_title("Help and complaints", timeout=MS)


async def test_on_a_phone_no_keyboard_opens_over_the_summary_and_an_answer_opens_at_its_beginning(
    browser: Browser, tmp_path: Path
) -> None:
    async with running(tmp_path) as program, phone(browser) as customer:
        await customer.page.goto(program.base_url)
        await customer.says(CALLS_ZH)
        await customer.hears("这主要是哪方面的问题")
        await expect(customer.page.locator("#text")).not_to_be_focused(timeout=MS)
        await customer.taps("网络或信号")
        await customer.hears("是在什么地方")
        await expect(customer.page.locator("#text")).not_to_be_focused(timeout=MS)
        await customer.says("滨江花园3号楼\n" + "三单元\n" * 30)
        await customer.hears("哪个电话")
        await customer.says("13800138000")
        await customer.hears("怎么处理")
        await customer.taps("尽快解决问题")
        await customer.hears("您看这样对吗")
        await expect(customer.page.locator("#text")).not_to_be_focused(timeout=MS)
        own = customer.page.locator("#said .customer").last
        first = own.locator("xpath=following-sibling::li[1]")
        await expect(first).to_be_in_viewport(timeout=MS)
        top = await first.evaluate("one => one.getBoundingClientRect().top - scroller.getBoundingClientRect().top")
        assert 0 <= top < 60
        assert customer.complaints == []


async def test_a_long_message_is_never_cut_and_one_that_is_too_long_stays_in_the_box(
    browser: Browser, tmp_path: Path
) -> None:
    longest = "我的网络坏了。" + "😀" * (LONGEST_TEXT - 7)
    async with running(tmp_path) as program, phone(browser) as customer:
        await customer.page.goto(program.base_url)
        await customer.says(f"{longest}x")
        await is_warned(customer, f"内容超过{LONGEST_TEXT}字")
        assert await customer.page.locator("#text").input_value() == f"{longest}x"
        await expect(customer.page.locator("#length")).to_contain_text("20,001")
        box = await customer.page.locator("#text").bounding_box()
        assert box
        assert box["height"] < 300
        await customer.says(longest)
        await expect(customer.page.locator("#said .customer p")).to_have_text(longest, timeout=MS)


async def test_what_is_written_while_the_line_is_down_is_kept_and_said_kindly(browser: Browser, tmp_path: Path) -> None:
    async with running(tmp_path) as program, laptop(browser) as customer:
        await customer.page.goto(program.base_url)
        await customer.sees("You only need to tell us once.")
        await program.kill()
        await customer.says(CALLS)
        await expect(customer.page.locator("#state")).to_contain_text("is kept here and goes out by itself", timeout=MS)
        await expect(customer.page.locator("#waiting .mark")).to_contain_text("Waiting to be sent", timeout=MS)
        await customer.page.locator("#text").fill("and then")


async def test_a_draft_outlasts_the_page(browser: Browser, tmp_path: Path) -> None:
    async with running(tmp_path) as program, laptop(browser) as customer:
        await customer.page.goto(program.base_url)
        await customer.page.locator("#text").fill("half a sent")
        await customer.page.reload()
        await expect(customer.page.locator("#text")).to_have_value("half a sent", timeout=MS)
        await customer.page.locator("#text").fill("")


async def test_messages_carry_their_time_and_day_and_how_far_they_got_and_words_of_any_script(
    browser: Browser, tmp_path: Path
) -> None:
    async with running(tmp_path) as program, laptop(browser) as customer:
        await customer.page.goto(program.base_url)
        await customer.says("شركة الاتصالات")
        mine = customer.page.locator("#said .customer")
        await expect(mine.locator(".mark")).to_contain_text("Received", timeout=MS)
        await expect(customer.page.locator("#said .day")).to_have_text("Today")
        assert re.fullmatch(r"\d?\d:\d\d", await mine.locator("time").inner_text())
        assert await mine.locator("p").evaluate("one => getComputedStyle(one).direction") == "rtl"


@pytest.mark.parametrize(("locale", "words"), [("en-GB", "Please allow it for this page"), ("zh-CN", "启用后重新加载")])
async def test_without_javascript_the_page_says_what_to_do(
    browser: Browser, tmp_path: Path, locale: str, words: str
) -> None:
    async with running(tmp_path) as program:
        context = await browser.new_context(java_script_enabled=False, locale=locale)
        page = await context.new_page()
        await page.goto(program.base_url)
        await expect(page.locator("main")).to_contain_text(words, timeout=MS)
        await expect(page.locator("#form")).to_be_hidden()
        await context.close()
