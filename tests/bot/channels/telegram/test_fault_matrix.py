"""Every fault on every way to show something: what comes again, what never does, what is flagged, and when.

Time is virtual; a new way to send is one line of `WAYS`, a new fault one line of `FAULTS`.
"""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal
from unittest.mock import AsyncMock

import pytest

from bot.channels.telegram.transport.intake import written
from storage.records.traffic_records import Attachment, InboxRow, MessageRef
from tests.bot.channels.telegram.sending import NOON, Sending, sending
from tests.campaign import size, tell
from tests.standins.bot_api.faults import Kind
from tests.standins.bot_api.server import BotApi

Outcome = Literal["again", "uncertain", "twice", "dead"]
"""again: it surely did not arrive, and is sent once more. uncertain: nobody knows, so that is flagged. twice: the same,
and it did arrive. dead: it will never arrive, and is not tried again."""
CHATS = size(8, 24)


@dataclass(frozen=True)
class Fault:
    outcome: Outcome
    order: Callable[..., None]
    """Orders it of a stand-in, for a method."""
    wait: float = 1.0
    """Seconds until it is tried again."""


def refused(status: int, words: str, outcome: Outcome, wait: float = 1.0, **more: int) -> Fault:
    return Fault(outcome, lambda api, method, **when: api.fail_next(method, status, words, **more, **when), wait)


def broken(kind: Kind, outcome: Outcome) -> Fault:
    return Fault(outcome, lambda api, method, **when: api.break_next(method, kind, **when))


FAULTS = {
    **{
        f"429 for {wait} s": refused(429, "Too Many Requests", "again", wait or 1.0, retry_after=wait)
        for wait in (0, 1, 35, 3600)
    },
    "401": refused(401, "Unauthorized", "again"),
    "409": refused(409, "Conflict: terminated by other getUpdates request", "again"),
    "500": refused(500, "Internal Server Error", "uncertain"),
    "502": refused(502, "Bad Gateway", "uncertain"),
    "reset": broken("reset", "uncertain"),
    "hang": broken("hang", "uncertain"),
    "html": broken("html", "uncertain"),
    "html with 403": broken("html-403", "uncertain"),
    "html with 502": broken("html-502", "uncertain"),
    "dropped": broken("dropped", "twice"),
    "cut": broken("cut", "twice"),
    "torn": broken("torn", "twice"),
    "400": refused(400, "Bad Request: chat not found", "dead"),
    "403": refused(403, "Forbidden: bot was blocked by the user", "dead"),
    "migrated": refused(400, "Bad Request: group chat was upgraded", "dead", migrate_to=-1001),
}


@dataclass(frozen=True)
class Way:
    tell: Callable[[Sending], Any]
    """Tells the message "a"."""
    bubbles: tuple[str, ...]
    """What is shown of it."""
    hit: int = 0
    """Which of its bubbles meets the fault."""
    method: str = "sendMessage"


async def answers(sending: Sending) -> None:
    number = await sending.api.chat(1).says("Which one?")
    unit = sending.store.unit()
    unit.add(MessageRef(id=f"telegram:1:{number}", message="m0", conversation="c", at=NOON))
    await unit.commit()
    await sending.tells("a", "That one", answers="m0")


async def shows_a_file(sending: Sending) -> None:
    """Let an agent answer with a file out of a group."""
    group, unit = sending.api.group(-7), sending.store.unit()
    await group.member(5, name="Li").photo("Look")
    about: dict[str, Any] = {"message": "a", "conversation": "c", "at": NOON}
    unit.add(MessageRef(id=f"telegram:-7:{max(group.history)}", **about))
    unit.add(Attachment(id="f1", address="telegram:-7", kind="photo", source="x", **about))
    await unit.commit()
    await sending.tells("a", "Look", author="agent")


LONG = tuple(letter * 4000 for letter in "xyz")
WAYS = {
    "a text": Way(lambda sending: sending.tells("a", "Hello"), ("Hello",)),
    "a question": Way(lambda sending: sending.tells("a", "Well?", choices=(("c:1:1", "Yes"),)), ("Well?",)),
    "a long text": Way(lambda sending: sending.tells("a", "\n".join(LONG)), LONG, hit=1),
    "an answer": Way(answers, ("That one",)),
    "a file": Way(shows_a_file, ("Look",), method="copyMessage"),
}


@pytest.fixture
async def line(tmp_path: Path, api: BotApi, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Sending]:
    # Connections that hang are given up soon; it is the only time that is real.
    monkeypatch.setattr("bot.channels.telegram.transport.http_session.TIMEOUTS", (0.2, 0.2, 0.2, 0.2))
    async with sending(tmp_path, api, monkeypatch) as line:
        yield line


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
async def test_a_fault_of_sending(fault: Fault, way: Way, api: BotApi, line: Sending) -> None:
    chat = api.chat(1)
    fault.order(api, way.method, after=way.hit)
    await way.tell(line)
    await line.tells("b", "next")
    await line.passes()
    calls = api.arrivals_of(way.method)
    words = [call.parameters.get("text", call.parameters.get("caption")) for call in calls]
    before, hit, behind = way.bubbles[: way.hit], way.bubbles[way.hit], way.bubbles[way.hit + 1 :]
    shown = {"dead": (), "twice": (hit, hit, *behind)}.get(fault.outcome, (hit, *behind))

    assert [bubble.text for bubble in chat.messages] == [*before, *shown, "next"]
    assert words.count(hit) == (1 if fault.outcome == "dead" else 2)
    assert api.too_early() == []
    assert bool(await line.problem("a")) == (fault.outcome == "dead")
    assert await line.flags("b") == [False]
    if fault.outcome != "dead":
        assert calls[way.hit + 1].at - calls[way.hit].at == fault.wait
        flag = fault.outcome in ("uncertain", "twice")
        assert await line.flags("a") == [flag and number == way.hit for number in range(len(way.bubbles))]


async def test_without_a_connection_it_is_tried_again_without_a_flag(api: BotApi, line: Sending) -> None:
    there, api.base_url = api.base_url, "http://127.0.0.1:9/bot"
    line.telegram.bot._base_url = f"{api.base_url}{api.token}"
    api.chat(1)
    await line.tells("a", "Hello")
    await line.passes(until=10)
    waiting = await line.problem("a")
    line.telegram.bot._base_url = f"{there}{api.token}"
    await line.passes()

    assert waiting == ""
    assert await line.flags("a") == [False]


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
async def test_a_fault_of_a_correction(fault: Fault, api: BotApi, line: Sending) -> None:
    chat = api.chat(1)
    await line.tells("a", "Tomorow", author="agent")
    await line.passes()
    fault.order(api, "editMessageText")
    await line.corrects("a", "Tomorrow")
    await line.tells("b", "next")
    await line.passes()
    lost = fault.outcome == "dead"

    assert [bubble.text for bubble in chat.messages] == ["Tomorow" if lost else "Tomorrow", "next"]
    assert len(api.arrivals_of("editMessageText")) == (1 if lost else 2)
    assert api.too_early() == []


@pytest.mark.parametrize("fault", ["500", "401", "409", "reset", "html", "429 for 0 s"])
async def test_what_always_fails_is_tried_ever_more_seldom(fault: str, api: BotApi, line: Sending) -> None:
    api.chat(1)
    FAULTS[fault].order(api, "sendMessage", times=8)
    await line.tells("a", "Hello")
    await line.passes()
    times = [call.at for call in api.arrivals_of("sendMessage")]

    assert [later - earlier for earlier, later in pairwise(times)] == [1, 2, 4, 8, 16, 32, 60, 60]


BESIDE = ("answerCallbackQuery", "editMessageReplyMarkup")


@pytest.mark.parametrize("method", BESIDE)
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
async def test_a_fault_of_what_is_done_beside_a_tap(fault: Fault, method: str, api: BotApi, line: Sending) -> None:
    chat, desk = api.chat(1), AsyncMock()
    line.telegram._turns = desk
    await line.tells("a", "Well?", choices=(("c:1:1", "Yes"),))
    await line.passes()
    fault.order(api, method)
    number = await chat.presses("Yes")
    (update,) = (one for one in api.pending if one["update_id"] == number)
    await line.telegram.take(InboxRow(id="telegram:4711:1", address="telegram:1", at=NOON, raw=written(update)))
    await line.passes()
    await line.tells("b", "next")
    await line.passes()

    assert [call.args[0].button for call in desk.play.await_args_list] == ["c:1:1"]
    assert [len(api.arrivals_of(one)) for one in BESIDE] == [1, 1]
    assert [bubble.text for bubble in chat.messages] == ["Well?", "next"]
    assert api.too_early() == []


def delays_in(api: BotApi, chat: int) -> list[float]:
    """Return how long each message waited, the longest last; its text is when it was told."""
    arrived = [call for call in api.arrivals_of("sendMessage", chat) if call.outcome == "ok"]
    return sorted(call.at - int(call.parameters["text"]) for call in arrived)


async def test_while_one_chat_waits_for_its_patience_the_others_do_not(
    api: BotApi, line: Sending, capsys: pytest.CaptureFixture[str]
) -> None:
    for chat in range(1, CHATS + 1):
        api.chat(chat)
    api.fail_next("sendMessage", 429, "Too Many Requests", retry_after=35, chat=1)
    for second in range(40):
        for chat in range(1, CHATS + 1):
            await line.tells(f"{second:02}-{chat:02}", str(second), chat=chat)
        await line.passes(until=second + 1)
    await line.passes()
    delays = {chat: delays_in(api, chat) for chat in range(1, CHATS + 1)}
    others = sorted(delay for chat, each in delays.items() if chat > 1 for delay in each)
    p95 = others[int(len(others) * 0.95)]
    tell(capsys, f"one chat of {CHATS} waits 35 s, the others {p95:.3f} s (p95), {others[-1]:.3f} s at most")

    assert p95 < 2
    assert delays[1][-1] >= 35
    assert api.too_early() == []
    assert all([bubble.text for bubble in api.chat(chat).messages] == [str(n) for n in range(40)] for chat in delays)
