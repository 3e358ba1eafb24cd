"""Whole complaints on Telegram, over a stand-in of its Bot API that outlives the program."""

import asyncio
from pathlib import Path

from tests.journeys.on_telegram import on_telegram
from tests.journeys.program import reference_in
from tests.journeys.webclient import Staff, at_the_desk
from tests.standins.bot_api.server import BotApi, Bubble, Chat

ADA = 4711
CALLS = "My calls are full of clicking since Monday"
CALLS_ZH = "通话毛病太多，对方受不了，从周一开始的"


async def hears(chat: Chat, *words: str) -> Bubble:
    """Return the next message with these words; one more message that was in flight at a kill may come before it."""
    while True:
        bubble = await chat.next_message()
        if all(word in bubble.text for word in words):
            return bubble


async def until_said(agent: Staff, reference: str, words: str) -> None:
    """Wait until the ticket's page shows these words: what is acknowledged is kept, and read a moment later."""
    while True:
        if words in await agent.reads_ticket(reference, "transcript"):
            return
        await asyncio.sleep(0.05)


async def answers_everything(chat: Chat) -> str:
    """Take the complaint from its kind to its end; returns the reference."""
    await hears(chat, "What is it mainly about?")
    await chat.presses("Network or signal")
    await hears(chat, "Where does it happen?")
    await chat.says("Riverside Gardens, building 3")
    await hears(chat, "Which phone number")
    await chat.says("+86 138 0013 8000")
    await hears(chat, "what would put this right for you?")
    await chat.presses("Fix the problem")
    await hears(chat, f"Problem: {CALLS}")
    await chat.presses("Send it")
    return reference_in((await hears(chat, "You'll have an answer by ")).text)


async def test_a_complaint_is_taken_with_buttons_and_gets_a_reference(tmp_path: Path, api: BotApi, way: str) -> None:
    chat = api.chat(ADA)
    async with on_telegram(tmp_path, api, way):
        await chat.says("/start")
        await hears(chat, "What happened, and since when?")
        await chat.says(CALLS)
        reference = await answers_everything(chat)
        await chat.says("/status")
        status = await hears(chat, reference)
        await api.acknowledged()
        left = ["✓ Network or signal", "✓ Fix the problem", "✓ Send it"]  # what is answered cannot be tapped again
        await api.wait_for(lambda: [label for bubble in chat.messages for label, _ in bubble.buttons] == left)

    assert f"“{CALLS}”" in status.text
    assert "an answer promised by " in status.text


async def test_a_repeat_in_chinese_is_recognised_and_an_old_button_does_no_harm(
    tmp_path: Path, api: BotApi, way: str
) -> None:
    chat = api.chat(ADA, name="王芳", language="zh-hans")
    async with on_telegram(tmp_path, api, way):
        await chat.says(CALLS_ZH)
        asked = await hears(chat, "这主要是哪方面的问题")
        old = dict(asked.buttons)["话费或扣费"]
        await chat.says("1")
        await hears(chat, "是在什么地方")
        await chat.taps_on(asked, old)  # on a phone that has not heard yet that its buttons are gone
        await hears(chat, "这个问题您已经回答过了")
        await chat.says("滨江花园3号楼")
        await hears(chat, "哪个电话")
        await chat.says("13800138000")
        await hears(chat, "怎么处理")
        await chat.says("尽快解决问题")
        await hears(chat, "您看这样对吗")
        await chat.presses("提交")
        reference = reference_in((await hears(chat, "已经提交了")).text)
        await chat.says("家里打电话还是老断")
        await hears(chat, f"已经加到{reference}")
        await chat.says("谢谢")
        await hears(chat, "不客气")


async def test_who_wants_a_person_is_answered_from_the_desk_and_tells_whether_it_is_solved(
    tmp_path: Path, api: BotApi, way: str
) -> None:
    chat = api.chat(ADA)
    async with on_telegram(tmp_path, api, way) as program, at_the_desk(program) as agent:
        await chat.says(CALLS)
        await hears(chat, "What is it mainly about?")
        await chat.says("/human")
        reference = reference_in((await hears(chat, "I'm passing you to a colleague")).text)
        assert "Wants a person" in await agent.reads("/desk", "list")
        await agent.does("claim", reference)
        await hears(chat, "Admin from our team is with you now.")
        await chat.says("It is the fourth floor")
        await api.acknowledged()
        await until_said(agent, reference, "It is the fourth floor")
        await agent.does("reply", reference, "We have reset your cell. Please restart your phone.")
        reply = await hears(chat, "We have reset your cell.")
        await agent.does("resolve", reference, "A faulty antenna was replaced.")
        await hears(chat, "A faulty antenna was replaced.")
        await chat.presses("Yes, it's solved")
        await hears(chat, f"{reference} is closed now.")
        status = await agent.reads_ticket(reference, "status")

    assert reply.text.startswith("Admin:")
    assert "closed" in status


async def test_a_kill_in_the_middle_of_a_dialog_loses_nothing_and_plays_nothing_twice(
    tmp_path: Path, api: BotApi
) -> None:
    chat = api.chat(ADA)
    async with on_telegram(tmp_path, api) as program:
        # What is taken cannot be acknowledged, so that Telegram will deliver it again.
        api.fail_next("getUpdates", 502, "Bad Gateway", after=1, times=4)
        await chat.says(CALLS)
        await hears(chat, "What is it mainly about?")
        await program.kill()
        api.recover("getUpdates")
        assert len(api.pending) == 1
        await chat.says("1")  # while nobody is there
        await program.start()
        await hears(chat, "Where does it happen?")
        await api.acknowledged()
        async with at_the_desk(program) as agent:
            await chat.says("/human")
            reference = reference_in((await hears(chat, "I'm passing you")).text)
            transcript = await agent.reads_ticket(reference, "transcript")

    assert transcript.count(CALLS) == 1
    assert transcript.count("Where does it happen?") == 2  # once on the line of what is folded, and once within
    assert len(chat.messages) <= 5  # one was in flight at the kill, and may be shown twice


async def test_an_admin_who_reads_no_log_learns_that_the_token_is_wrong(tmp_path: Path, api: BotApi) -> None:
    async with on_telegram(tmp_path, api, TELEGRAM_TOKEN="4711:wrong") as program, at_the_desk(program) as admin:
        await api.wait_for(lambda: bool(api.arrivals_of("getUpdates")))
        page = await admin.reads("/admin", "trouble")
        while not page:
            page = await admin.reads("/admin", "trouble")

    assert page.startswith("Telegram does not work as it should: Telegram refuses the bot's token")
