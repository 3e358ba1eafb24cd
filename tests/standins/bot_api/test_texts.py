"""Texts and their entities are taken, mended and refused as Telegram does."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.standins.bot_api.calling import done, refused
from tests.standins.bot_api.markup import parsed
from tests.standins.bot_api.refusals import Json, RefusedError
from tests.standins.bot_api.server import BotApi
from tests.standins.bot_api.texts import automatic, sound, trimmed, units


def bold(offset: int, length: int) -> Json:
    return {"type": "bold", "offset": offset, "length": length}


async def test_entities_of_the_bot_are_shown_beside_those_that_telegram_finds(api: BotApi) -> None:
    api.chat(1)
    sent = await done(api, "sendMessage", chat_id=1, text="  😀 bold https://a.example ", entities=[bold(5, 4)])

    assert sent["text"] == "😀 bold https://a.example"
    assert sent["entities"] == [bold(3, 4), {"type": "url", "offset": 8, "length": 17}]


async def test_a_text_of_4096_units_between_white_space_is_taken(api: BotApi) -> None:
    api.chat(1)
    sent = await done(api, "sendMessage", chat_id=1, text=f"  {'😀' * 2048}\n")

    assert units(sent["text"]) == 4096


@pytest.mark.parametrize(
    ("entity", "words"),
    [
        (bold(0, 5), "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 5"),
        (bold(3, 1), "entity begins in a middle of a UTF-16 symbol at byte offset 3"),
        (bold(0, 3), "entity beginning at UTF-16 offset 0 ends in a middle of a UTF-16 symbol at byte offset 3"),
        ({"type": "odd", "offset": 0, "length": 1}, "can't parse MessageEntity: Unsupported type specified"),
    ],
)
async def test_an_impossible_entity_is_refused(api: BotApi, entity: Json, words: str) -> None:
    api.chat(1)

    assert await refused(api, "sendMessage", chat_id=1, text="ab😀", entities=[entity]) == f"Bad Request: {words}"


@pytest.mark.parametrize("entity", [bold(-1, 2), bold(0, 0), {"type": "mention", "offset": 0, "length": 2}])
async def test_an_odd_entity_is_dropped(api: BotApi, entity: Json) -> None:
    api.chat(1)

    assert "entities" not in await done(api, "sendMessage", chat_id=1, text="ab", entities=[entity])


async def test_a_caption_is_shorter_than_a_text(api: BotApi) -> None:
    await api.chat(1).photo()
    photo = api.pending[0]["message"]["photo"][-1]["file_id"]

    assert await done(api, "sendPhoto", chat_id=1, photo=photo, caption="x" * 1024)
    assert await refused(api, "sendPhoto", chat_id=1, photo=photo, caption="x" * 1025) == (
        "Bad Request: message caption is too long"
    )


@pytest.mark.parametrize(
    ("mode", "text", "plain", "entities"),
    [
        ("HTML", "<b>a</b> &lt;&amp;", "a <&", [bold(0, 1)]),
        (
            "HTML",
            '😀<a href="https://a.example">x<i>y</i></a>',
            "😀xy",
            [
                {"type": "italic", "offset": 3, "length": 1},
                {"type": "text_link", "url": "https://a.example", "offset": 2, "length": 2},
            ],
        ),
        ("MarkdownV2", r"*a* _b_ 1\.", "a b 1.", [bold(0, 1), {"type": "italic", "offset": 2, "length": 1}]),
        (
            "MarkdownV2",
            "`x*y` ||s|| [t](https://a.example)",
            "x*y s t",
            [
                {"type": "code", "offset": 0, "length": 3},
                {"type": "spoiler", "offset": 4, "length": 1},
                {"type": "text_link", "url": "https://a.example", "offset": 6, "length": 1},
            ],
        ),
        (
            "MarkdownV2",
            "__u__ ~s~",
            "u s",
            [{"type": "underline", "offset": 0, "length": 1}, {"type": "strikethrough", "offset": 2, "length": 1}],
        ),
        ("Markdown", "*a* x.", "a x.", [bold(0, 1)]),
    ],
)
def test_markup_becomes_plain_text_and_entities(mode: str, text: str, plain: str, entities: list[Json]) -> None:
    assert parsed(text, mode) == (plain, entities)


@pytest.mark.parametrize(
    ("mode", "text", "words"),
    [
        ("HTML", "<b>a", "can't parse entities: Can't find end tag corresponding to start tag \"b\""),
        ("HTML", "<h1>a</h1>", 'can\'t parse entities: Unsupported start tag "h1" at byte offset 0'),
        ("HTML", "a</b>", "can't parse entities: Unexpected end tag at byte offset 1"),
        (
            "MarkdownV2",
            "Done.",
            "can't parse entities: Character '.' is reserved and must be escaped with the preceding '\\'",
        ),
        ("MarkdownV2", "*a", "can't parse entities: Can't find end of Bold entity at byte offset 0"),
        ("odd", "a", "unsupported parse_mode"),
    ],
)
def test_bad_markup_is_refused(mode: str, text: str, words: str) -> None:
    with pytest.raises(RefusedError) as caught:
        parsed(text, mode)

    assert caught.value.description == f"Bad Request: {words}"


TEXTS = st.text(st.sampled_from("ab 😀账\n/@#.:x"), max_size=40)


@given(TEXTS, st.lists(st.tuples(st.integers(-2, 50), st.integers(-2, 50)), max_size=4))
def test_whatever_is_kept_of_entities_lies_in_the_text(text: str, places: list[tuple[int, int]]) -> None:
    try:
        kept = sound(text, [bold(*place) for place in places])
    except RefusedError:
        return
    bare, moved = trimmed(text, kept)

    assert all(0 <= one["offset"] < one["offset"] + one["length"] <= units(bare) for one in moved)


@given(TEXTS)
def test_whatever_is_found_in_a_text_lies_in_it(text: str) -> None:
    found: list[Any] = list(automatic(text))

    assert all(0 <= one["offset"] < one["offset"] + one["length"] <= units(text) for one in found)
