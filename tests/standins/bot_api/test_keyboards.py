"""Buttons and keys that Telegram does not take are refused in its words."""

from typing import Any

import pytest

from tests.standins.bot_api.keyboards import inline, other
from tests.standins.bot_api.refusals import RefusedError

HTTPS = "is invalid: Only HTTPS links are allowed"


@pytest.mark.parametrize(
    ("button", "words"),
    [
        ({"text": " ", "callback_data": "y"}, "can't parse inline keyboard button: Text buttons must be non-empty"),
        (
            {"text": "Yes"},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        ({"text": "Yes", "callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({"text": "Yes", "callback_data": "x" * 65}, "BUTTON_DATA_INVALID"),
        ({"text": "Yes", "url": "no address"}, "inline keyboard button URL 'no address' is invalid: Wrong HTTP URL"),
        ({"text": "Yes", "web_app": {"url": "http://a"}}, f"inline keyboard button Web App URL 'http://a' {HTTPS}"),
        ("Yes", "can't parse inline keyboard button: InlineKeyboardButton must be an Object"),
    ],
)
def test_an_odd_button_is_refused(button: Any, words: str) -> None:
    with pytest.raises(RefusedError) as caught:
        inline({"inline_keyboard": [[button]]}, private=True)

    assert caught.value.description == f"Bad Request: {words}"


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ({"text": "Me", "request_contact": True}, "phone number can be requested in private chats only"),
        ({"text": "Here", "request_location": True}, "location can be requested in private chats only"),
    ],
)
def test_in_a_group_nobody_is_asked_for_a_number_or_a_place(key: dict[str, Any], words: str) -> None:
    with pytest.raises(RefusedError) as caught:
        other({"keyboard": [[key]]}, private=False)

    assert caught.value.description == f"Bad Request: {words}"
    assert other({"keyboard": [[key]]}, private=True)


def test_a_mini_app_opens_in_private_only() -> None:
    with pytest.raises(RefusedError) as caught:
        inline({"inline_keyboard": [[{"text": "Desk", "web_app": {"url": "https://a"}}]]}, private=False)

    assert caught.value.description == "Bad Request: BUTTON_TYPE_INVALID"


def test_no_buttons_are_none_and_what_is_no_keyboard_is_refused() -> None:
    assert inline({"inline_keyboard": []}, private=True) is None
    assert other(None, private=True) is None
    with pytest.raises(RefusedError):
        other("odd", private=True)
