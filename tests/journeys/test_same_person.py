"""One person on the web chat and on Telegram: a code shows it, and nothing is told twice from then on."""

import re
from pathlib import Path

import pytest

from tests.journeys.on_telegram import on_telegram
from tests.journeys.program import reference_in, running
from tests.journeys.test_telegram import ADA, CALLS, answers_everything, hears
from tests.journeys.webclient import Customer, visiting
from tests.standins.bot_api.server import BotApi

SHOP = "The shop in Garden Street took far too much in October"
SHOP_ZH = "花园街营业厅十月份多收了我的钱"


def code_in(text: str) -> str:
    """Return the six digits in a text."""
    found = re.search(r"(?<!\d)\d{6}(?!\d)", text)
    assert found, f"no code in {text!r}"
    return found.group()


async def complains_in_chinese(customer: Customer) -> str:
    """Tell a problem and the number, and ask for a person; returns the reference."""
    await customer.says(f"{SHOP_ZH}，我的电话是13800138000")
    await customer.says("/human")
    return reference_in((await customer.hears("T-"))["text"])


async def test_who_complained_on_telegram_is_known_on_the_web_by_a_code(tmp_path: Path) -> None:
    async with BotApi() as api, on_telegram(tmp_path, api) as program, visiting(program) as customer:
        chat = api.chat(ADA)
        await chat.says(CALLS)
        reference = await answers_everything(chat)
        await customer.says(SHOP)
        await customer.hears("What is it mainly about?")
        await customer.says("/link +86 138 0013 8000")
        await customer.hears("If this number is known from another chat")
        code = code_in((await hears(chat, "writing to us in the web chat")).text)
        assert reference not in str(customer.texts)
        await customer.says("000000" if code != "000000" else "000001")
        await customer.hears("Tries left: 4")
        await customer.says(code)
        told = await customer.hears("now I know it's you", reference)
        await customer.hears("What is it mainly about?")
        await customer.says("/cancel")
        await customer.says(CALLS)
        await customer.hears(reference)
        await api.acknowledged()

    assert f"“{CALLS}”" in told["text"]
    assert code not in program.log


async def test_who_complained_on_the_web_is_known_on_telegram_by_contact_and_code_in_chinese(tmp_path: Path) -> None:
    async with BotApi() as api, on_telegram(tmp_path, api) as program, visiting(program, "zh-CN") as customer:
        chat = api.chat(ADA, name="王芳", language="zh-hans")
        reference = await complains_in_chinese(customer)
        await chat.sends(contact={"phone_number": "8613800138000", "first_name": "王芳", "user_id": ADA})
        await hears(chat, "我刚往那边发了6位数字")
        code = code_in((await customer.hears("有人正在Telegram上联系我们"))["text"])
        await hears(chat, "遇到了什么问题")
        await chat.says(code)
        told = await hears(chat, "确认是您本人了", reference)
        await api.acknowledged()

    assert SHOP_ZH in told.text
    assert code not in program.log


@pytest.mark.parametrize("number", ["13800138000", "13900139000"])
async def test_a_stranger_learns_nothing_of_a_number(tmp_path: Path, number: str) -> None:
    async with running(tmp_path) as program, visiting(program, "zh-CN") as customer:
        reference = await complains_in_chinese(customer)
        async with visiting(program, "zh-CN") as stranger:
            await stranger.says(f"/link {number}")
            answer = await stranger.hears("这个号码如果在别处联系过我们")
            await stranger.says("/status")
            await stranger.hears("还没有查到您的投诉记录")

    assert reference not in str(stranger.texts)
    assert len(stranger.texts) == 4, answer
