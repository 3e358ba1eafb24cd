"""What customers see of a message, and what the outbox hears when it could not be shown."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from telegram import Bot

from bot.channels.port import Channel, Incoming, Outgoing, OutgoingFile, SendError, TryLater, Undeliverable, Unreachable
from bot.channels.telegram.customers.channel import TelegramChannel, telegram_bot
from storage.file_store import FileStore
from tests.bot.channels.telegram.service import at_any_pace
from tests.standins.bot_api.server import BotApi


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as api:
        yield api


@pytest.fixture
async def telegram(api: BotApi) -> AsyncIterator[TelegramChannel]:
    telegram = TelegramChannel(telegram_bot(api.token, api.base_url), Nobody(), at_any_pace())
    yield telegram
    await telegram.close()


class Nobody:
    async def play(self, _: Incoming) -> bool:
        """Play nothing: these tests only send."""
        return False


def bubble(text: str = "Hello", *choices: tuple[str, str], author: str = "bot", name: str = "") -> Outgoing:
    return Outgoing(address="telegram:1", message="m1", author=author, name=name, text=text, choices=choices)


async def shown(telegram: TelegramChannel, whole: Outgoing) -> list[str]:
    """Show a message in all its bubbles; returns their refs."""
    return [ref for part in telegram.cut(whole) for ref in await telegram.send(part)]


async def test_a_message_is_plain_text_without_previews(api: BotApi, telegram: TelegramChannel) -> None:
    api.chat(1)
    channel: Channel = telegram

    await channel.send(bubble("<b>5 * 3 * 2</b> at https://a.example"))
    (sent,) = api.calls_of("sendMessage")

    assert sent == {
        "chat_id": 1,
        "text": "<b>5 * 3 * 2</b> at https://a.example",
        "link_preview_options": {"is_disabled": True},
    }


async def test_what_an_agent_writes_comes_under_the_agents_name(api: BotApi, telegram: TelegramChannel) -> None:
    chat = api.chat(1)

    await shown(telegram, bubble("I am on it.", author="agent", name="Li Na"))

    assert (await chat.next_message()).text == "Li Na:\nI am on it."


async def test_a_long_text_comes_in_parts_with_the_buttons_under_the_last(
    api: BotApi, telegram: TelegramChannel
) -> None:
    chat = api.chat(1)

    await shown(telegram, bubble("word " * 1000, ("ok", "OK")))

    assert [message.buttons for message in chat.messages] == [[], [("OK", "ok")]]


async def test_what_is_shown_has_a_ref_by_which_it_can_be_answered(api: BotApi, telegram: TelegramChannel) -> None:
    chat = api.chat(1)
    (ref,) = await telegram.send(bubble("Which one?"))
    await telegram.send(replace(bubble("That one."), answers=ref))

    assert ref == f"telegram:1:{chat.messages[0].id}"
    assert api.calls_of("sendMessage")[1]["reply_parameters"]["message_id"] == chat.messages[0].id


async def test_buttons_that_are_over_vanish(api: BotApi, telegram: TelegramChannel) -> None:
    chat = api.chat(1)

    (ref,) = await telegram.send(bubble("Which?", ("a", "A")))
    await telegram.send(replace(bubble("And where?"), over=(ref,)))
    await api.wait_for(lambda: not chat.messages[0].buttons)

    assert [message.text for message in chat.messages] == ["Which?", "And where?"]


async def test_buttons_that_cannot_vanish_hold_up_nothing(api: BotApi, telegram: TelegramChannel) -> None:
    api.chat(1)
    api.break_next("editMessageReplyMarkup", "hang")

    refs = await telegram.send(replace(bubble("And where?"), over=("telegram:1:99",)))

    assert refs == ("telegram:1:1",)


async def test_an_odd_answer_about_buttons_is_one_line_in_the_log(
    api: BotApi, telegram: TelegramChannel, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def odd(*_: object, **__: object) -> None:
        raise AttributeError("what the library says of an answer that is null")

    api.chat(1)
    monkeypatch.setattr(Bot, "edit_message_reply_markup", odd)

    await telegram.send(replace(bubble("And where?"), over=("telegram:1:99",)))
    await asyncio.gather(*telegram._beside)

    assert "editMessageReplyMarkup failed: AttributeError" in caplog.text


@pytest.mark.parametrize(
    ("status", "description", "retry_after", "expected", "seconds", "uncertain"),
    [
        (429, "Too Many Requests: retry after 7", 7, TryLater, 7, False),
        (429, "Too Many Requests: retry after 0", 0, TryLater, 0, False),
        (500, "Internal Server Error", None, TryLater, 0, True),
        (401, "Unauthorized", None, TryLater, 0, False),
        (400, "Bad Request: chat not found", None, Undeliverable, None, None),
        (403, "Forbidden: bot was blocked by the user", None, Unreachable, None, None),
    ],
)
async def test_a_fault_of_sending_says_whether_to_try_again(
    api: BotApi,
    telegram: TelegramChannel,
    status: int,
    description: str,
    retry_after: int | None,
    expected: type[SendError],
    seconds: float | None,
    uncertain: bool | None,
) -> None:
    api.chat(1)
    api.fail_next("sendMessage", status, description, retry_after=retry_after)

    with pytest.raises(expected) as caught:
        await telegram.send(bubble())

    assert caught.type is expected
    assert getattr(caught.value, "seconds", None) == seconds
    assert getattr(caught.value, "uncertain", None) == uncertain


async def test_a_server_that_is_not_there_is_tried_later() -> None:
    async with BotApi() as gone:
        telegram = TelegramChannel(telegram_bot(gone.token, gone.base_url), Nobody(), at_any_pace())

    with pytest.raises(TryLater, match="cannot be reached") as caught:
        await telegram.send(bubble())
    await telegram.close()

    assert not caught.value.uncertain


async def test_telegram_is_reached_over_the_proxy_that_the_environment_names(
    api: BotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", api.base_url.removesuffix("/bot"))
    monkeypatch.setenv("no_proxy", "desk.invalid")
    chat = api.chat(1)
    telegram = TelegramChannel(telegram_bot(api.token, "http://telegram.invalid/bot"), Nobody(), at_any_pace())
    await telegram.send(bubble())
    await telegram.close()

    assert [one.text for one in chat.messages] == ["Hello"]


async def test_an_agents_files_come_below_the_words_a_picture_as_one(api: BotApi, tmp_path: Path) -> None:
    files, digests = FileStore(tmp_path), list[str]()
    for content in (b"\x89PNG\r\n\x1a\n a picture", b"%PDF-1.7 a contract"):

        async def whole(content: bytes = content) -> AsyncGenerator[bytes, None]:
            yield content

        async with files.receive(whole()) as received:
            await files.keep(received)
            digests.append(received.digest)
    sent = (
        OutgoingFile("photo", digests[0], "tower.png", "image/png"),
        OutgoingFile("document", digests[1], "contract.pdf", "application/pdf"),
    )
    api.chat(1)
    telegram = TelegramChannel(telegram_bot(api.token, api.base_url), Nobody(), at_any_pace(), files=files)
    await shown(telegram, replace(bubble("Here they are", author="agent"), files=sent))
    await telegram.close()

    assert [len(api.calls_of(call)) for call in ("sendMessage", "sendPhoto", "sendDocument")] == [1, 1, 1]
