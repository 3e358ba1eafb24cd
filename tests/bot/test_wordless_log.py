import io
import logging
from pathlib import Path

import pytest

from bot.web import pages
from bot.wordless_log import LINE, WordlessFormatter
from tests.bot.web.place import open_place

CANARY = "Zaphod Quillfeather, 13877770412, saw a quokka"


def logged(error: BaseException) -> str:
    about = (type(error), error, error.__traceback__)
    return WordlessFormatter(LINE).format(logging.LogRecord("bot", logging.ERROR, "x.py", 1, "it failed", (), about))


def raised(error: Exception, cause: Exception | None = None) -> Exception:
    def fail() -> None:
        raise error from cause

    with pytest.raises(type(error)) as caught:
        fail()
    return caught.value


def test_an_error_is_told_by_its_name_and_place_and_not_by_its_words() -> None:
    text = logged(raised(ValueError(CANARY)))

    assert text.endswith("builtins.ValueError")
    assert "test_wordless_log.py" in text
    assert CANARY not in text


def test_an_error_behind_it_is_told_in_the_same_way() -> None:
    text = logged(raised(RuntimeError(CANARY), raised(KeyError(CANARY))))

    assert text.index("builtins.KeyError") < text.index("builtins.RuntimeError")
    assert CANARY not in text


def test_what_the_system_says_of_a_call_stays() -> None:
    text = logged(raised(OSError(28, "No space left on device", CANARY)))

    assert text.endswith("OSError: No space left on device")


async def test_a_page_that_fails_over_a_customers_words_tells_them_neither_the_log_nor_the_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, handler = io.StringIO(), logging.StreamHandler()
    handler.setStream(out)
    handler.setFormatter(WordlessFormatter(LINE))
    monkeypatch.setattr(pages.log, "handlers", [handler])

    async def fails(*_: object) -> None:
        raise ValueError(CANARY)

    async with open_place(tmp_path) as place:
        monkeypatch.setattr(place.webchat, "converse", fails)
        await place.get("/")
        status, page = await place.get("/chat")

    assert status == 500
    assert "ValueError" in out.getvalue()
    assert not [text for text in (page, out.getvalue()) if CANARY in text]
