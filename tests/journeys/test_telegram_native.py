"""What only Telegram has, in whole complaints: links, the own number and place with a tap, marks, menus, accounts."""

import re
from pathlib import Path

import pytest

from tests.bot.channels.telegram.mini_apps import launch_data
from tests.journeys.on_telegram import on_telegram
from tests.journeys.program import Program, reference_in
from tests.journeys.test_telegram import ADA, CALLS, CALLS_ZH, hears
from tests.journeys.webclient import Staff, at_the_desk
from tests.standins.bot_api.profile import seen_commands
from tests.standins.bot_api.server import BotApi, Bubble, Chat

WORDS = {
    "en": {
        "told": CALLS,
        "kind": "What is it mainly about?",
        "network": "Network or signal",
        "where": "Where does it happen?",
        "here": "Send where I am",
        "number": "Which phone number",
        "mine": "Share my phone number",
        "wish": "what would put this right for you?",
        "fix": "Fix the problem",
        "summary": "Problem:",
        "send": "Send it",
        "end": "You'll have an answer by ",
        "greeting": "What happened, and since when?",
        "human": "Talk to a person",
    },
    "zh": {
        "told": CALLS_ZH,
        "kind": "这主要是哪方面的问题",
        "network": "网络或信号",
        "where": "是在什么地方",
        "here": "发送我的位置",
        "number": "哪个电话",
        "mine": "发送我的手机号",
        "wish": "怎么处理",
        "fix": "尽快解决问题",
        "summary": "您看这样对吗",
        "send": "提交",
        "end": "已经提交了",
        "greeting": "请问遇到了什么问题",
        "human": "转人工",
    },
}
APP = "/sign-in/telegram"


def customer(api: BotApi, language: str) -> Chat:
    return api.chat(ADA, language={"en": "en", "zh": "zh-hans"}[language])


def labels(chat: Chat) -> list[str]:
    """Return what stands on all buttons that are left."""
    return [label for bubble in chat.messages for label, _ in bubble.buttons]


def keys(chat: Chat) -> list[str]:
    return [key["text"] for row in chat.keyboard for key in row]


async def gives_all_with_taps(chat: Chat, words: dict[str, str]) -> Bubble:
    """Tell the problem and take it to its end; returns the last bubble."""
    await chat.says(words["told"])
    await hears(chat, words["kind"])
    await chat.presses(words["network"])
    await hears(chat, words["where"])
    assert keys(chat)[0] == words["here"]
    await chat.taps(words["here"], latitude=31.2304, longitude=121.4737)
    await hears(chat, words["number"])
    assert keys(chat)[0] == words["mine"]
    await chat.taps(words["mine"], phone="8613800138000")
    await hears(chat, words["wish"])
    await chat.says(words["fix"])
    await hears(chat, words["summary"])
    await chat.presses(words["send"])
    return await hears(chat, words["end"])


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_a_complaint_is_told_with_few_words_and_many_taps(
    tmp_path: Path, api: BotApi, way: str, language: str
) -> None:
    chat, words = customer(api, language), WORDS[language]
    async with on_telegram(tmp_path, api, way) as program, at_the_desk(program) as agent:
        await chat.deep_link("invoice-2026-11")
        await hears(chat, words["greeting"])
        end = await gives_all_with_taps(chat, words)
        reference = reference_in(end.text)
        await api.wait_for(lambda: labels(chat) == [f"✓ {words['network']}", f"✓ {words['send']}"])
        known = await agent.reads_ticket(reference)
        menu = seen_commands(api, {"type": "all_private_chats"}, language=language)

    assert [one["type"] for one in end.message["entities"] if one["type"] == "code"] == ["code"]
    assert chat.keyboard == []
    assert "31.23040, 121.47370 Show on a map" in known
    assert "13800138000" in known
    assert "invoice-2026-11" in known
    assert {one["command"]: one["description"] for one in menu}["human"] == words["human"]


async def test_a_mark_does_nothing_and_an_old_button_is_answered_kindly_even_after_a_restart(
    tmp_path: Path, api: BotApi, way: str
) -> None:
    chat = customer(api, "en")
    async with on_telegram(tmp_path, api, way) as program:
        await chat.says(CALLS)
        asked = await hears(chat, "What is it mainly about?")
        old = dict(asked.buttons)["Bill or charges"]
        await chat.presses("Network or signal")
        await hears(chat, "Where does it happen?")
        await api.wait_for(lambda: labels(chat) == ["✓ Network or signal"])
        await program.stop()
        await program.start()
        await chat.presses("✓ Network or signal")
        await api.wait_for(lambda: len(chat.answers) == 2)
        before = len(chat.messages)
        await chat.taps_on(asked, old)
        await hears(chat, "That question is answered already.")
        await api.wait_for(lambda: labels(chat) == [])

    assert len(chat.messages) == before + 1


async def test_a_long_answer_of_the_staff_comes_whole_and_under_a_name(tmp_path: Path, api: BotApi, way: str) -> None:
    chat, answer = customer(api, "en"), "🙂👨\u200d👩\u200d👧 <b>fine</b> " * 200
    async with on_telegram(tmp_path, api, way) as program, at_the_desk(program) as agent:
        await chat.says(CALLS)
        await hears(chat, "What is it mainly about?")
        await chat.says("/human")
        reference = reference_in((await hears(chat, "I'm passing you to a colleague")).text)
        await agent.does("claim", reference)
        await hears(chat, "is with you now")
        await agent.does("reply", reference, answer)
        first = await hears(chat, "<b>fine</b>")
        second = await hears(chat, "<b>fine</b>")

    assert first.text.startswith("Admin:\n🙂")
    assert [one["type"] for one in first.message["entities"]] == ["bold"]
    assert first.text.removeprefix("Admin:\n") + " " + second.text == answer.strip()


async def connects(agent: Staff, program: Program, chat: Chat) -> None:
    """Have a member of the staff connect the account of this chat."""
    _, page = await agent._post("/desk/telegram")
    found = re.search(r"https://t.me/standin_bot\?start=(staff-[\w-]+)", page)
    assert found
    await chat.deep_link(found[1])
    await hears(chat, "This account is connected with the desk now: you are Admin.")
    assert found[1] not in program.log


async def test_a_member_connects_an_account_and_opens_the_desk_by_it(tmp_path: Path, api: BotApi) -> None:
    chat = api.chat(815, name="Li")
    async with (
        on_telegram(tmp_path, api, PUBLIC_URL="https://desk.example.com") as program,
        at_the_desk(program) as agent,
    ):
        await connects(agent, program, chat)
        await api.wait_for(lambda: 815 in api.menu_buttons)
        await agent._post("/sign-out")
        data = launch_data(api.token, 815, api.updates.clock())
        answers = [(await agent._post(APP, data=data))[0] for _ in range(2)]
        desk = await agent.reads("/desk")
        await chat.deep_link("staff-made-up")
        await hears(chat, "This link is no longer valid")

    assert api.menu_buttons[815]["web_app"]["url"] == f"https://desk.example.com{APP}"
    assert answers == [303, 403]
    assert "Admin" in desk
