"""The files of words: whole in every language, and nothing in them that nobody says."""

import re
from pathlib import Path

import pytest

from bot.channels.telegram.telegram_words import TELEGRAM_WORDS
from bot.desk.core.words import DESK_WORDS
from bot.drawing.picture_words import PICTURE_WORDS
from bot.web.page_words import PAGE_WORDS
from dialogs.cases.case_desk import CASE_WORDS
from dialogs.strict_yaml.common_texts import languages
from dialogs.strict_yaml.common_words import COMMON_WORDS
from dialogs.strict_yaml.placeholders import PLACEHOLDER
from dialogs.strict_yaml.word_table import WordTable

ROOT = Path(__file__).parents[2]
SAID_BY = {
    CASE_WORDS: ("dialogs/cases",),
    COMMON_WORDS: ("dialogs", "bot"),
    DESK_WORDS: ("bot",),
    PAGE_WORDS: ("bot/web",),
    PICTURE_WORDS: ("bot/drawing", "dialogs/model"),
    TELEGRAM_WORDS: ("bot/channels", "bot/desk"),
}
"""The tables, and in which folders their words are asked for."""
KEYS = [pytest.param(words, key, id=f"{words.package}-{key}") for words in SAID_BY for key in words.own]
ASKED = re.compile(
    r"""(?<![\w.])(?:t|self|other|words|word|words\(request\)|\w+_WORDS\.word)\((?:[\w.\[\]]+, )?"""
    r"""["']([a-z][\w.-]*)["'](?: if [^)]*? else ["']([\w.-]+)["'])?"""
)
"""How words are asked for in a template or a module, by a key or by either of two."""


def source(*folders: str) -> str:
    files = [file for folder in folders for file in sorted((ROOT / folder).rglob("*.*"))]
    return "\n".join(file.read_text("utf-8") for file in files if file.suffix in (".py", ".html"))


SOURCES = {words: source(*folders) for words, folders in SAID_BY.items()}
EVERYTHING = source("bot", "dialogs", "storage")


def test_every_file_of_words_is_looked_at_here() -> None:
    files = [
        str(file.parent.relative_to(ROOT)) for name in ("bot", "dialogs") for file in (ROOT / name).rglob("words.yaml")
    ]

    assert sorted(files) == sorted(words.package.replace(".", "/") for words in SAID_BY)


@pytest.mark.parametrize(("words", "key"), KEYS)
def test_a_wording_is_there_in_every_language_with_the_same_placeholders(words: WordTable, key: str) -> None:
    text = words.own[key]
    placeholders = {language: sorted(PLACEHOLDER.findall(wording)) for language, wording in text.items()}

    assert tuple(text) == languages()
    assert placeholders == dict.fromkeys(languages(), placeholders[languages()[0]])


@pytest.mark.parametrize(("words", "key"), KEYS)
def test_no_wording_holds_a_brace_that_is_no_placeholder(words: WordTable, key: str) -> None:
    left = [PLACEHOLDER.sub("", wording) for wording in words.own[key].values()]

    assert [wording for wording in left if "{" in wording or "}" in wording] == []


@pytest.mark.parametrize("words", SAID_BY, ids=lambda words: words.package)
def test_no_wording_hides_one_that_stands_behind_it(words: WordTable) -> None:
    assert [key for key in words.own if words.behind is not None and key in words.behind] == []


@pytest.mark.parametrize("words", [PAGE_WORDS, PICTURE_WORDS, TELEGRAM_WORDS], ids=lambda words: words.package)
def test_every_word_that_is_asked_for_is_there(words: WordTable) -> None:
    asked = {key for found in ASKED.findall(SOURCES[words]) for key in found if key}

    assert len(asked) > 10
    assert sorted(key for key in asked if key not in words and not key.endswith(".")) == []


@pytest.mark.parametrize(("words", "key"), KEYS)
def test_every_word_that_is_there_is_asked_for(words: WordTable, key: str) -> None:
    kind, _, value = key.rpartition(".")
    said = SOURCES[words]
    is_literal = f'"{key}"' in said or f"'{key}'" in said
    is_of_a_kind = any(asked in said for asked in (f'f"{kind}.{{', f"f'{kind}.{{", f'name("{kind}", ', f'"{kind}." ~ '))
    is_value = value.isdigit() or f'"{value}"' in EVERYTHING

    assert is_literal or (is_of_a_kind and is_value)


@pytest.mark.parametrize("folder", ["bot/web", "bot/drawing", "bot/channels"])
def test_no_page_no_picture_and_no_channel_names_a_language(folder: str) -> None:
    assert re.findall(r"""["'](?:en|zh)(?:-\w+)?["']""", source(folder)) == []
