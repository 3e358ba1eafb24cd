import logging
from collections.abc import AsyncIterator

import pytest

from bot.channels.port import LARGEST_FILE, Gone, TooLarge, TryLater
from bot.channels.telegram.customers.channel import telegram_bot
from bot.channels.telegram.customers.file_source import TelegramFileSource
from tests.standins.bot_api.server import DOWNLOAD, BotApi

CONTENT = bytes(range(256)) * 1000


@pytest.fixture
async def files(api: BotApi) -> AsyncIterator[TelegramFileSource]:
    bot = telegram_bot(api.token, api.base_url)
    files = TelegramFileSource(bot)
    yield files
    await files.close()
    await bot.shutdown()
    await bot.request.shutdown()


def sent(api: BotApi, content: bytes = CONTENT, size: int = 0) -> str:
    """Return the id of a file that somebody sent."""
    return api.files.keep("document", content, size=size).id


async def fetched(files: TelegramFileSource, source: str) -> bytes:
    return b"".join([chunk async for chunk in files.fetch(source)])


async def test_a_file_comes_whole(api: BotApi, files: TelegramFileSource) -> None:
    assert await fetched(files, sent(api)) == CONTENT


async def test_it_comes_in_pieces(api: BotApi, files: TelegramFileSource) -> None:
    pieces = [chunk async for chunk in files.fetch(sent(api))]

    assert max(map(len, pieces)) <= 64 * 1024


async def test_a_file_that_is_too_large_is_told_to_be(api: BotApi, files: TelegramFileSource) -> None:
    with pytest.raises(TooLarge):
        await fetched(files, sent(api, size=LARGEST_FILE + 1))


async def test_a_file_that_telegram_does_not_know_is_gone_for_sure(files: TelegramFileSource) -> None:
    with pytest.raises(Gone) as gone:
        await fetched(files, "nonsense")

    assert gone.value.sure


async def test_a_file_that_may_be_there_again_is_not_gone_for_sure(api: BotApi, files: TelegramFileSource) -> None:
    api.fail_next("getFile", 400, "Bad Request: wrong file_id or the file is temporarily unavailable")
    with pytest.raises(Gone) as gone:
        await fetched(files, sent(api))

    assert not gone.value.sure


@pytest.mark.parametrize("kind", ["reset", "html", "html-502", "cut", "torn", "dropped"])
@pytest.mark.parametrize("step", ["getFile", DOWNLOAD])
async def test_whatever_happens_on_the_way_is_something_to_try_again(
    api: BotApi, files: TelegramFileSource, step: str, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    source = sent(api)
    api.break_next(step, kind, times=2)  # type: ignore[arg-type]  # the client itself asks once more
    with caplog.at_level(logging.DEBUG), pytest.raises(TryLater) as later:
        await fetched(files, source)
    for method in ("getFile", DOWNLOAD):
        api.recover(method)

    assert await fetched(files, source) == CONTENT
    assert api.token not in f"{later.value!r} {later.value.__cause__!r} {caplog.text}"


@pytest.mark.parametrize("status", [401, 403, 429, 500, 502])
async def test_a_refusal_that_is_not_about_the_file_is_something_to_try_again(
    api: BotApi, files: TelegramFileSource, status: int
) -> None:
    source = sent(api)
    for step in ("getFile", DOWNLOAD):
        api.fail_next(step, status, "no", retry_after=35 if status == 429 else None)
        with pytest.raises(TryLater) as later:
            await fetched(files, source)

        assert later.value.seconds == (35 if (status, step) == (429, "getFile") else 0)


async def test_a_path_that_leads_nowhere_any_more_is_not_gone_for_sure(api: BotApi, files: TelegramFileSource) -> None:
    api.fail_next(DOWNLOAD, 404, "Not Found")
    with pytest.raises(Gone) as gone:
        await fetched(files, sent(api))

    assert not gone.value.sure
