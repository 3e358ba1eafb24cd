"""Members of the staff who connect their own accounts, over the stand-in Bot API and a store of their own."""

import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest

from bot.channels.port import Incoming
from bot.channels.telegram.customers.channel import disconnect, telegram_bot
from bot.channels.telegram.customers.menu import DeskButton
from bot.channels.telegram.staff.members import StaffAccounts, chats
from bot.desk.core.environment import Environment
from bot.desk.staff.accounts import invite
from bot.desk.staff.credentials import opened
from storage.ports import Conflict, Store
from storage.records.access_records import Agent, Audit
from storage.records.traffic_records import InboxMark
from storage.unit_of_work import Unit
from tests.bot.channels.telegram.mini_apps import launch_data
from tests.bot.channels.telegram.service import Desk, Line, at_any_pace, connected, serving
from tests.bot.desk.desk_harness import Clock, counting_environment
from tests.standins.bot_api.server import BotApi, Chat

LI = Agent(id="agent-li", name="Li Wei", role="agent")
DESK = "https://desk.example.com"
URL = f"{DESK}/sign-in/telegram"


@dataclass
class Staff:
    """The accounts of the staff, and the member who connects one."""

    members: StaffAccounts
    store: Store
    environment: Environment
    clock: Clock
    updates: int = 0

    async def invited(self) -> str:
        """Return the words of a link that connects an account of Li Wei."""
        return f"/start staff-{await invite(self.store, self.environment, LI)}"

    async def takes(self, words: str, update: str = "", language: str = "en") -> bool:
        self.updates += 1
        update = update or f"telegram:4711:{self.updates}"
        return await self.members.take(
            Incoming(address="telegram:815", update=update, text=words, language=language, kept=True)
        )

    async def connected(self) -> list[str]:
        return [agent.name for agent in await self.store.unit().find(Agent, identities="telegram:815")]


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
async def staff(api: BotApi, line: Line) -> AsyncIterator[Staff]:
    clock = Clock()
    bot, environment = telegram_bot(api.token, api.base_url), counting_environment(clock)
    unit = line.store.unit()
    unit.add(LI)
    await unit.commit()
    members = StaffAccounts(bot, line.store, environment, at_any_pace(), DeskButton(bot, URL), DESK)
    yield Staff(members, line.store, environment, clock)
    await disconnect(bot)


@pytest.fixture
def chat(api: BotApi) -> Chat:
    return api.chat(815, name="Li")


async def test_who_brings_the_secret_is_connected_and_told_so(api: BotApi, staff: Staff, chat: Chat) -> None:
    taken = await staff.takes(await staff.invited())

    assert taken
    assert await staff.connected() == ["Li Wei"]
    assert (await chat.next_message()).text == "This account is connected with the desk now: you are Li Wei."
    assert api.menu_buttons[815]["web_app"] == {"url": URL}
    assert api.menu_buttons[815]["text"] == "Desk"


async def test_who_reads_chinese_is_told_in_chinese(api: BotApi, staff: Staff, chat: Chat) -> None:
    await staff.takes(await staff.invited(), language="zh-hans")

    assert (await chat.next_message()).text == "此账号已与工作台关联，您是Li Wei。"
    assert api.menu_buttons[815]["text"] == "工作台"


async def test_a_secret_that_is_used_or_made_up_is_answered_kindly(staff: Staff, chat: Chat) -> None:
    words = await staff.invited()
    taken = [await staff.takes(one) for one in (words, words, "/start staff-guessed", "/start staff-")]

    assert taken == [True] * 4
    assert [bubble.text[:31] for bubble in chat.messages[1:]] == ["This link is no longer valid: i"] * 3


@pytest.mark.parametrize("words", ["/start", "/start invoice", "/status", "staff-secret", "my /start staff-x"])
async def test_other_words_are_the_customers(staff: Staff, words: str) -> None:
    assert not await staff.takes(words)


async def test_an_update_that_comes_again_is_not_answered_again(staff: Staff, chat: Chat) -> None:
    words = await staff.invited()
    for _ in range(2):
        assert await staff.takes(words, update="telegram:4711:77")

    assert len(chat.messages) == 1


async def test_a_change_at_the_same_moment_is_waited_for(
    staff: Staff, chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    words, faults, commit = await staff.invited(), [Conflict("a change")], Unit.commit

    async def commit_at_last(unit: Unit) -> None:
        if faults:
            raise faults.pop()
        await commit(unit)

    monkeypatch.setattr(Unit, "commit", commit_at_last)
    await staff.takes(words)

    assert await staff.connected() == ["Li Wei"]


async def test_telegram_away_is_no_reason_to_lose_the_connection(api: BotApi, staff: Staff, chat: Chat) -> None:
    api.fail_next("*", 502, "Bad Gateway", times=9)
    await staff.takes(await staff.invited())

    assert await staff.connected() == ["Li Wei"]
    assert chat.messages == []


async def test_the_secret_comes_to_stand_nowhere(
    api: BotApi, desk: Desk, staff: Staff, chat: Chat, caplog: pytest.LogCaptureFixture
) -> None:
    words = await staff.invited()
    with caplog.at_level(logging.DEBUG):
        async with connected(api, desk, members=staff.members) as line, serving(line):
            await chat.says(words)
            await chat.next_message()
            await line.inbox.workers.exhaust("telegram:815")
            kept = await line.kept()

    secret = words.removeprefix("/start staff-")
    assert desk.begun == []
    assert kept == []
    assert secret not in str(await staff.store.unit().find(InboxMark))
    assert secret not in caplog.text


async def test_the_link_opens_the_bot_and_carries_the_secret(api: BotApi, staff: Staff) -> None:
    links = [await staff.members.link("s3cret"), await staff.members.link("other")]

    assert links == ["https://t.me/standin_bot?start=staff-s3cret", "https://t.me/standin_bot?start=staff-other"]
    assert len(api.calls_of("getMe")) == 1


async def test_there_is_no_link_while_nobody_knows_the_bots_name(api: BotApi, staff: Staff) -> None:
    api.fail_next("getMe", 502, "Bad Gateway")

    assert await staff.members.link("s3cret") == ""
    assert await staff.members.link("s3cret") != ""


async def test_whoever_opens_the_mini_app_is_told_by_the_bots_token(api: BotApi, staff: Staff) -> None:
    now = staff.clock.now.timestamp()
    found = staff.members.opened_by(launch_data(api.token, 815, now))

    assert found
    assert found.identity == "telegram:815"
    assert staff.members.opened_by(launch_data("4711:other", 815, now)) is None


async def test_a_connected_account_is_given_a_link_that_signs_in_once(staff: Staff, chat: Chat) -> None:
    await staff.takes(await staff.invited())
    await chat.next_message()
    taken = [await staff.takes("/start sign-in", "telegram:4711:9") for _ in range(2)]
    said = await chat.next_message()
    token = said.text.rpartition("/sign-in?token=")[2]
    link = await opened(staff.store.unit(), staff.environment, token, "link")
    staff.clock.forward(minutes=11)
    later = await opened(staff.store.unit(), staff.environment, token, "link")
    (line,) = await staff.store.unit().find(Audit)

    assert taken == [True, True]
    assert len(chat.messages) == 2
    assert f"\n{DESK}/sign-in?token=" in said.text
    assert said.message["link_preview_options"] == {"is_disabled": True}
    assert link
    assert (link.agent, later) == (LI.id, None)
    assert (line.act, line.agent, line.origin) == ("link-made", LI.id, "telegram:815")


async def test_a_wish_to_sign_in_of_anybody_else_is_a_word_like_any(staff: Staff, chat: Chat) -> None:
    taken = await staff.takes("/start sign-in")
    unit = staff.store.unit()
    unit.put(replace(LI, identities=("telegram:815",), status="suspended"))
    await unit.commit()
    suspended = await staff.takes("/start sign-in")

    assert (taken, suspended, chat.messages) == (False, False, [])


async def test_an_account_that_was_let_go_loses_its_button(api: BotApi, staff: Staff, chat: Chat) -> None:
    await staff.takes(await staff.invited())
    await staff.members.forget(["telegram:815", "web:1"])

    assert api.menu_buttons[815] == {"type": "default"}


def test_only_accounts_on_telegram_have_chats_there() -> None:
    assert chats(["telegram:815", "web:2"]) == [815]
