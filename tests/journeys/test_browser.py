"""A whole complaint in real browsers: a customer with a phone, in Chinese, and an agent at a desk."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.async_api import Browser, expect

from storage.embedded.embedded_store import open_store
from tests.bot.channels.telegram.mini_apps import launch_data
from tests.bot.desk.tellers import keep, street
from tests.journeys.browsers import CHROMIUM, MS, Customer, Person, desk, phone, signs_in
from tests.journeys.program import reference_in, running
from tests.journeys.test_telegram import hears
from tests.journeys.test_telegram_native import connects
from tests.journeys.webclient import at_the_desk
from tests.standins.bot_api.server import BotApi

CALLS_ZH = "通话毛病太多，对方受不了，从周一开始的"

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")


async def tells_everything(customer: Customer) -> str:
    """Take the complaint to its end on the phone; returns the reference."""
    await customer.says(CALLS_ZH)
    await customer.hears("这主要是哪方面的问题")
    await customer.taps("网络或信号")
    await customer.hears("是在什么地方")
    await customer.says("滨江花园3号楼")
    await customer.hears("哪个电话")
    await customer.says("13800138000")
    await customer.hears("怎么处理")
    await customer.taps("尽快解决问题")
    await customer.hears("您看这样对吗")
    await customer.taps("提交")
    await customer.hears("已经提交了，编号是")
    return reference_in(await customer.page.locator("#said").inner_text())


async def claims(agent: Person) -> None:
    """Claim the ticket that is shown; returns when the page has taken in that it is theirs."""
    await agent.taps("Claim")
    await expect(agent.page.locator("#reply")).to_be_focused(timeout=MS)


async def test_a_customer_on_a_phone_and_an_agent_at_the_desk_bring_a_complaint_to_its_end(
    browser: Browser, tmp_path: Path
) -> None:
    async with running(tmp_path) as program, phone(browser) as customer, desk(browser) as agent:
        await customer.page.goto(program.base_url)
        await customer.sees("您只需要说一次")
        await signs_in(agent, program)
        await agent.sees("Nothing here.")
        reference = await tells_everything(customer)
        await agent.sees(reference)  # without loading the page again
        await agent.page.get_by_role("link", name=re.compile(reference)).click()
        await claims(agent)
        await agent.writes("Reply to the customer", "您好，什么时候最严重？")
        await agent.taps("Send reply")
        await customer.hears("什么时候最严重？")
        await customer.says("晚上八点以后最严重")
        await agent.sees("晚上八点以后最严重")
        await agent.page.get_by_text("Resolve", exact=True).click()
        await agent.page.locator("#outcome-code").select_option("upheld")
        await agent.page.locator("#outcome").fill("已更换楼道里的设备。")
        await agent.taps("Resolve and send the outcome")
        await customer.hears("已更换楼道里的设备。")
        await expect(agent.page.locator("#composer textarea:visible")).to_have_count(1, timeout=MS)
        await customer.taps("解决了")
        await customer.hears("现在办结了")
        await agent.sees("closed")
        too_wide = "document.documentElement.scrollWidth > innerWidth"
        assert not await customer.page.evaluate(too_wide)
        assert customer.complaints + agent.complaints == []


async def test_what_a_whole_street_told_stands_on_top_of_the_desk_until_it_is_confirmed(
    browser: Browser, tmp_path: Path
) -> None:
    store = await open_store(tmp_path / "data")
    await keep(store, street(datetime.now(UTC) - timedelta(hours=2)))
    await store.close()
    async with running(tmp_path) as program, desk(browser) as boss:
        await signs_in(boss, program)
        await boss.sees("5 people within a short time: ")
        await boss.sees("Oak Street: my phone has no signal")
        await boss.taps("Confirm")
        await boss.sees("A new known issue")
        await expect(boss.page.locator("#status")).to_have_value("confirmed", timeout=MS)
        assert "my phone has no signal" in await boss.page.locator("#wordings").input_value()
        assert boss.complaints == []


async def test_the_desk_opens_within_telegram(browser: Browser, tmp_path: Path) -> None:
    async with BotApi() as api:
        settings = {"TELEGRAM_TOKEN": api.token, "TELEGRAM_API_URL": api.base_url}
        async with running(tmp_path, **settings) as program, at_the_desk(program) as member, desk(browser) as agent:
            await connects(member, program, api.chat(815))
            data = quote(launch_data(api.token, 815, api.updates.clock()), safe="")
            address = f"{program.base_url}/sign-in/telegram"
            await agent.page.goto(address)
            await agent.sees("This page is opened from Telegram")
            await agent.page.goto(f"{address}?lang=en#tgWebAppData={data}&tgWebAppVersion=9.1&tgWebAppPlatform=ios")
            await agent.sees("Nothing here.")

            assert "tgWebAppData" not in agent.page.url
            assert agent.complaints == []


@pytest.mark.parametrize("way", ["by the box beside it", "by a link in another tab"])
async def test_what_is_being_typed_when_the_session_ends_is_sent_after_signing_in(
    browser: Browser, tmp_path: Path, way: str
) -> None:
    async with running(tmp_path) as program, phone(browser) as customer, desk(browser) as agent:
        await customer.page.goto(program.base_url)
        reference = await tells_everything(customer)
        await signs_in(agent, program)
        await agent.page.get_by_role("link", name=re.compile(reference)).click()
        await claims(agent)
        await agent.writes("Reply to the customer", "您好，什么时候最严重？")
        await agent.page.context.clear_cookies()
        await agent.taps("Send reply")
        await agent.sees("Your session has ended.")
        assert await agent.page.get_by_label("Reply to the customer").input_value() == "您好，什么时候最严重？"
        link = f"{program.base_url}/sign-in?token={await program.token()}"
        if way == "by the box beside it":
            await agent.writes("Paste your sign-in link here", link)
        else:
            other = await agent.page.context.new_page()
            await other.goto(link)
            await other.get_by_role("button", name="Sign in").click()
            await expect(other.locator(".bar nav")).to_be_visible(timeout=MS)
            await other.goto(f"{program.base_url}/desk")
            await expect(other.locator("#list a.row", has_text=reference)).to_have_count(1, timeout=MS)
        await agent.taps("Sign in")
        await customer.hears("什么时候最严重？")
        await expect(agent.page.locator("#transcript")).to_contain_text("什么时候最严重？", timeout=MS)
        assert await agent.page.get_by_label("Reply to the customer").input_value() == ""


async def test_whose_session_ends_while_they_type_signs_in_in_place_by_telegram_and_the_reply_is_sent(
    browser: Browser, tmp_path: Path
) -> None:
    async with BotApi() as api:
        settings = {"TELEGRAM_TOKEN": api.token, "TELEGRAM_API_URL": api.base_url}
        async with running(tmp_path, **settings) as program, at_the_desk(program) as member, desk(browser) as agent:
            chat, account = api.chat(1), api.chat(815)
            await connects(member, program, account)
            await chat.says("My calls are full of clicking since Monday")
            await chat.says("/human")
            reference = reference_in((await hears(chat, "I'm passing you")).text)
            await signs_in(agent, program)
            await agent.page.goto(f"{program.base_url}/desk/tickets/{reference}")
            await claims(agent)
            await agent.writes("Reply to the customer", "We have reset your cell.")
            await member.ends_other_sessions()
            await agent.taps("Send reply")
            await agent.sees("Have a link sent to my Telegram")
            await account.deep_link("sign-in")
            link = (await hears(account, "It signs you in once")).text.rpartition("\n")[2]
            await agent.writes("Paste your sign-in link here", link)
            await agent.taps("Sign in")
            answer = await hears(chat, "We have reset your cell.")
            await expect(agent.page.locator(".again")).to_have_count(0, timeout=MS)

    assert answer.text == "Admin:\nWe have reset your cell."
