"""What customers do besides answering, in both languages, read by the reader that is shipped."""

from pathlib import Path

import pytest

from tests.journeys.on_telegram import on_telegram
from tests.journeys.program import running, talk
from tests.journeys.test_telegram import hears
from tests.journeys.webclient import visiting
from tests.standins.bot_api.server import BotApi

ALL_THE_WAY = {
    "en": (
        ("my calls are full of clicking since Monday", "What is it mainly about?"),
        ("are you a robot?", "I'm an automated assistant, not a person", "What is it mainly about?"),
        ("1", "Where does it happen?"),
        ("why do you need that?", "It helps my colleague", "Where does it happen?"),
        ("actually it started on Tuesday", "Changed: Since when is now", "Where does it happen?"),
        ("Riverside Gardens, building 3", "Which phone number"),
        ("I'd rather not give you that", "That's up to you.", "Which phone number"),
        ("138 0013 8000", "what would put this right"),
        ("how long will it take?", "You'll have an answer by", "what would put this right"),
        ("1", "Is everything right?"),
        ("looks good, go ahead", "Your reference is T-"),
        ("oh and the phone gets hot as well", "I've added that to T-"),
        ("has anyone looked at it yet?", "an answer promised by"),
        ("never mind, please withdraw my complaint", "Shall I withdraw T-", "1. Yes, withdraw it"),
        ("Yes, withdraw it", "is withdrawn"),
        ("/status", "withdrawn by you"),
    ),
    "zh": (
        ("通话毛病太多，对方受不了，从周一开始的", "这主要是哪方面的问题？"),
        ("你是机器人吗", "不是真人", "这主要是哪方面的问题？"),
        ("1", "是在什么地方？"),
        ("要这个干什么", "为了让同事查清楚", "是在什么地方？"),
        ("不对，是周二开始的", "改好了，开始时间：", "是在什么地方？"),
        ("滨江花园3号楼", "哪个电话"),
        ("这个不想说", "我没法直接办完", "哪个电话"),
        ("13800138000", "您希望我们怎么处理？"),
        ("多久能处理好", "前在这里答复您", "您希望我们怎么处理？"),
        ("1", "您看这样对吗？"),
        ("没问题，就这样", "编号是T-"),
        ("对了，手机还发烫", "已经加到T-"),
        ("我那个投诉怎么样了", "承诺在"),
        ("算了，撤回吧", "要撤回T-", "1. 撤回"),
        ("撤回", "已经撤回"),
        ("/status", "撤回"),
    ),
}
"""What is said, and what is to be heard upon it."""
DRAFTS = {
    "en": (
        ("The bill is 300 yuan too high", "Could it be this?"),
        ("2", "What is your account number?"),
        ("not now, I'll do it later", "nothing has been sent yet"),
        ("ok let's carry on", "What is your account number?"),
        ("I already told you that", "300.00", "What is your account number?"),
        ("it's solved now, they refunded me", "leave it at that and send nothing"),
        ("yes", "sent nothing"),
    ),
    "zh": (
        ("话费多扣了300元", "这样能解决您的问题吗？"),
        ("2", "您的账户号码是多少？"),
        ("现在没空，晚点再说", "还没有提交"),
        ("好的，接着说吧", "您的账户号码是多少？"),
        ("我不是说过了吗", "300.00", "您的账户号码是多少？"),
        ("已经好了，他们退给我了", "我就不提交了"),
        ("是的", "我这边就不提交了"),
    ),
}


@pytest.mark.parametrize("said", [*ALL_THE_WAY.values(), *DRAFTS.values()], ids=["en", "zh", "en-draft", "zh-draft"])
async def test_at_any_moment_a_customer_is_understood(tmp_path: Path, said: tuple[tuple[str, ...], ...]) -> None:
    heard = (await talk(tmp_path, *(text for text, *_ in said))).answers
    missing = [
        (text, part, answer)
        for (text, *parts), answer in zip(said, heard, strict=True)
        for part in parts
        if part not in answer
    ]

    assert missing == []


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (
            "I'd like to compliment the lady in the Garden Street shop, she was wonderful",
            "I've kept it as praise under T-",
        ),
        ("我想表扬一下花园街营业厅的小李，服务特别好", "已经按表扬记下，编号T-"),
        ("can I keep my number when I move to another city?", "Shall I pass your question on to a colleague?"),
        ("携号转网需要带什么证件", "要我把您的问题转给同事吗？"),
    ],
)
async def test_what_is_no_complaint_is_not_apologised_for(tmp_path: Path, text: str, answer: str) -> None:
    (heard,) = (await talk(tmp_path, text)).answers

    assert answer in heard
    assert "sorry" not in heard
    assert "抱歉" not in heard


@pytest.mark.parametrize(
    ("told", "over", "nothing"),
    [
        ("The bill is 300 yuan too high", "forget it", "Nothing has been sent"),
        ("话费多扣了300元", "算了不弄了", "什么都没有提交"),
    ],
)
async def test_who_wants_no_complaint_any_more_hears_that_nothing_was_sent(
    tmp_path: Path, told: str, over: str, nothing: str
) -> None:
    heard = (await talk(tmp_path, told, "2", over)).answers

    assert nothing in heard[-1]


async def test_an_offer_that_is_passed_by_is_no_trap(tmp_path: Path) -> None:
    heard = (await talk(tmp_path, "I have no signal abroad", "nobody picks up when I call you either")).answers

    assert "Does that help?" in heard[0]
    assert "Where does it happen?" in heard[1]


async def test_on_the_web_the_buttons_come_again_after_a_question_to_us(tmp_path: Path) -> None:
    async with running(tmp_path) as program, visiting(program) as customer:
        await customer.says("my calls are full of clicking since Monday")
        await customer.hears("What is it mainly about?")
        await customer.says("are you a robot?")
        await customer.hears("I'm an automated assistant, not a person")
        await customer.hears("What is it mainly about?")
        await customer.presses("Network or signal")
        await customer.hears("Where does it happen?")
        await customer.says("forget it")
        await customer.hears("Nothing has been sent")


async def test_on_telegram_the_buttons_come_again_after_a_question_to_us(tmp_path: Path, api: BotApi) -> None:
    chat = api.chat(77, name="王芳", language="zh-hans")
    async with on_telegram(tmp_path, api):
        await chat.says("通话毛病太多，对方受不了，从周一开始的")
        await hears(chat, "这主要是哪方面的问题？")
        await chat.says("你是机器人吗")
        await hears(chat, "不是真人")
        await chat.presses("网络或信号")
        await hears(chat, "是在什么地方？")
        await chat.says("算了不弄了")
        await hears(chat, "什么都没有提交")
