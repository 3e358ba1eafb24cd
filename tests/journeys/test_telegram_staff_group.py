"""Colleagues who answer in their group on Telegram, beside the desk on the web, over a stand-in of the Bot API."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.embedded.embedded_store import open_store
from storage.records.access_records import Agent
from tests.journeys.on_telegram import on_telegram
from tests.journeys.program import reference_in
from tests.journeys.test_telegram import CALLS, CALLS_ZH, hears
from tests.journeys.webclient import at_the_desk
from tests.standins.bot_api.groups import Group, Member
from tests.standins.bot_api.rooms import Bubble
from tests.standins.bot_api.server import BotApi, Chat

DESK = -1001234567890
LI = Agent(id="agent-li", name="Li Wei", role="agent", identities=("telegram:815",))
WU = Agent(id="agent-wu", name="Wu Min", role="agent", identities=("telegram:816",))


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as api:
        api.group(DESK, forum=True)
        yield api


async def settings(api: BotApi, folder: Path, **more: str) -> dict[str, str]:
    """Return the settings of a desk at which Li and Wu are connected, and which need not keep Telegram's pace."""
    store = await open_store(folder / "data")
    unit = store.unit()
    unit.add(LI)
    unit.add(WU)
    await unit.commit()
    await store.close()
    pace = {"TELEGRAM_PER_SECOND": "10000", "TELEGRAM_PER_CHAT": "10000", "TELEGRAM_PER_GROUP": "10000"}
    return {"TELEGRAM_STAFF_GROUP": str(DESK), **pace, **more}


class Room:
    """The group as its members see it."""

    def __init__(self, api: BotApi) -> None:
        self.api = api
        self.group: Group = api.group(DESK)
        self.li: Member = self.group.member(815, name="Li")
        self.wu: Member = self.group.member(816, name="Wu")

    async def card(self, *words: str) -> Bubble:
        """Return the newest card, as soon as it says this."""
        return await self._seen(lambda bubble: bubble.buttons != [] or "T-" in bubble.text, *words)

    async def shows(self, *words: str) -> Bubble:
        """Return what the bot shows with these words, as soon as it does."""
        return await self._seen(lambda bubble: True, *words)

    async def _seen(self, fits: object, *words: str) -> Bubble:
        def found() -> list[Bubble]:
            return [one for one in self.group.messages if not one.deleted and all(word in one.text for word in words)]

        await self.api.wait_for(lambda: bool(found()))
        return found()[-1]

    async def presses(self, who: Member, label: str) -> None:
        """Tap a button of a card, as soon as it is there."""

        def there() -> list[Bubble]:
            cards = [one for one in self.group.messages if not one.deleted]
            return [one for one in cards if label in [known for known, _ in one.buttons]]

        await self.api.wait_for(lambda: bool(there()))
        card = there()[-1]
        await who.taps_on(card, next(data for known, data in card.buttons if known == label))


async def asks_for_a_person(chat: Chat, telling: str, *words: str) -> str:
    """Tell a problem and ask for a person; returns the reference."""
    await chat.says(telling)
    await hears(chat, words[0])
    await chat.says("/human")
    return reference_in((await hears(chat, words[1])).text)


async def test_a_complaint_is_answered_in_the_group_and_the_desk_sees_all_of_it(
    tmp_path: Path, api: BotApi, way: str
) -> None:
    chat, room = api.chat(4711), Room(api)
    async with (
        on_telegram(tmp_path, api, way, **await settings(api, tmp_path)) as program,
        at_the_desk(program) as admin,
    ):
        reference = await asks_for_a_person(chat, CALLS, "What is it mainly about?", "I'm passing you to a colleague")
        card = await room.shows(reference, CALLS)
        thread = card.topic
        await chat.says("It is the fourth floor")
        await chat.says("since Monday")
        bubble = await room.shows("It is the fourth floor\nsince Monday")

        await room.presses(room.li, "Claim")
        await hears(chat, "Li Wei from our team is with you now.")
        await room.shows(reference, "with Li Wei")
        await room.li.says("We have reset your cell.", topic=thread, reply_to=bubble.id)
        answer = await hears(chat, "We have reset your cell.")
        await room.li.edits(text="We have reset your cell just now.")
        await api.wait_for(lambda: any("just now" in one.text for one in chat.messages))
        await room.li.says("// an antenna, ask the tower team", topic=thread)
        await api.acknowledged()
        transcript = await admin.reads_ticket(reference, "transcript")
        await admin.does("note", reference, "The tower team knows.")
        await room.shows("Internal note · Admin", "The tower team knows.")

        await room.wu.says("Let me", topic=thread)
        await room.shows("A colleague has claimed this conversation.")
        stranger = room.group.member(999, name="Eve")
        await stranger.says("I am the boss", topic=thread)
        await room.shows("Only colleagues whose Telegram is connected")
        await room.li.album("photo", "photo", topic=thread)
        await api.wait_for(lambda: len([one for one in chat.messages if one.kind == "photo"]) == 2)

        await room.presses(room.li, "Resolve…")
        await room.presses(room.li, "Upheld: we were wrong")
        question = await room.shows("Li Wei, how was it solved?")
        await room.li.says("A faulty antenna was replaced.", topic=thread, reply_to=question.id)
        await hears(chat, "A faulty antenna was replaced.")
        await api.wait_for(lambda: room.group.topics[thread].closed)
        status = await admin.reads_ticket(reference, "status")
        await chat.presses("Yes, it's solved")
        await hears(chat, f"{reference} is closed now.")

    photos = [one.message.get("media_group_id") for one in chat.messages if one.kind == "photo"]
    said = "\n".join(one.text for one in chat.messages)
    assert answer.message["reply_to_message"]["text"] == "since Monday"
    assert "an antenna, ask the tower team" in transcript
    assert "We have reset your cell." in transcript
    assert "resolved" in status
    assert photos[0] == photos[1] is not None
    assert not any(words in said for words in ("tower team", "Let me", "I am the boss"))


async def test_what_is_answered_at_the_desk_appears_in_the_group_in_chinese(
    tmp_path: Path, api: BotApi, way: str
) -> None:
    chat, room = api.chat(4712, name="王芳", language="zh-hans"), Room(api)
    served = await settings(api, tmp_path, LANGUAGE="zh")
    async with on_telegram(tmp_path, api, way, **served) as program, at_the_desk(program) as admin:
        reference = await asks_for_a_person(chat, CALLS_ZH, "这主要是哪方面的问题", "转")
        card = await room.shows(reference, "转人工原因", CALLS_ZH)
        await room.presses(room.li, "认领")
        await hears(chat, "Li Wei")
        await room.presses(room.li, "交还机器人")
        await room.shows(reference, "已交还机器人")
        await chat.says("/human")
        await room.shows(reference, "等待人工")
        await admin.does("claim", reference)
        await admin.does("reply", reference, "我们正在处理。")
        await room.shows("Admin：\n我们正在处理。")
        await hears(chat, "我们正在处理。")

        await room.li.deletes_topic(card.topic)
        await chat.says("还有，我家里也打不通")
        again = await room.shows("还有，我家里也打不通")
        anew = await room.shows(reference, "转人工原因")
        await room.wu.says("/resolve 已更换设备", topic=again.topic)
        await room.shows("请先认领工单")

    assert again.topic == anew.topic != card.topic
    assert len(room.group.topics) == 2


async def test_kills_in_the_middle_send_no_answer_twice_and_lose_none(tmp_path: Path, api: BotApi, way: str) -> None:
    chat, room = api.chat(4711), Room(api)
    kills = 4
    async with on_telegram(tmp_path, api, way, **await settings(api, tmp_path)) as program:
        reference = await asks_for_a_person(chat, CALLS, "What is it mainly about?", "I'm passing you")
        thread = (await room.shows(reference, CALLS)).topic
        for number in range(kills):
            await room.li.says(f"answer {number}", topic=thread)
            await chat.says(f"question {number}")
            await api.wait_for(lambda number=number: any(f"answer {number}" in one.text for one in chat.messages))  # type: ignore[misc]
            await room.li.says(f"more {number}", topic=thread)
            await program.kill()
            await program.start()
        await api.wait_for(lambda: any(f"question {kills - 1}" in one.text for one in room.group.messages))
        await api.wait_for(lambda: any(f"more {kills - 1}" in one.text for one in chat.messages))
        await api.acknowledged()
        async with at_the_desk(program) as admin:
            transcript = await admin.reads_ticket(reference, "transcript")
    sent = [f"{word} {number}" for number in range(kills) for word in ("answer", "more")]
    arrived = [one.text.rpartition("\n")[2] for one in chat.messages]
    shown = "\n".join(one.text for one in room.group.messages)

    assert [transcript.count(text) for text in sent] == [1] * len(sent)
    assert all(text in arrived for text in sent)
    assert sum(arrived.count(text) - 1 for text in sent) <= kills  # one was in flight at each kill
    assert [number for number in range(kills) if f"question {number}" not in shown] == []
