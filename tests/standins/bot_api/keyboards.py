"""Buttons under a message, and keyboards in place of the customer's own: what Telegram takes, and what it refuses.

https://core.telegram.org/bots/api#inlinekeyboardmarkup, https://core.telegram.org/bots/api#replykeyboardmarkup
"""

import re

from .names import names
from .refusals import Json, bad

USES = names(
    "callback_data url web_app login_url switch_inline_query switch_inline_query_current_chat"
    " switch_inline_query_chosen_chat copy_text callback_game pay"
)


def inline(markup: object, *, private: bool) -> Json | None:
    """Return the buttons that a message is to have under it; None if there are none."""
    if not isinstance(markup, dict) or not isinstance(rows := markup.get("inline_keyboard"), list):
        return None
    rows = [[_inline_button(button, private=private) for button in row] for row in rows]
    rows = [row for row in rows if row]
    return {"inline_keyboard": rows} if rows else None


def other(markup: object, *, private: bool) -> Json | None:
    """Return what is to happen with the customer's keyboard; None if nothing."""
    if markup is None or markup == "":
        return None
    if not isinstance(markup, dict):
        raise bad("object expected as reply markup")
    if markup.get("remove_keyboard") or markup.get("force_reply"):
        return markup
    if not isinstance(rows := markup.get("keyboard"), list):
        return None
    return {**markup, "keyboard": [[_key(key, private=private) for key in row] for row in rows]}


def value_of(button: Json) -> str:
    """Return what a button under a message carries: its data, or the address it opens."""
    if "web_app" in button:
        return str(button["web_app"]["url"])
    return str(button.get("callback_data", button.get("url", "")))


def _inline_button(button: object, *, private: bool) -> Json:
    if not isinstance(button, dict):
        raise bad("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    if not str(button.get("text", "")).strip():
        raise bad("can't parse inline keyboard button: Text buttons must be non-empty")
    if not any(use in button for use in USES):
        raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if "callback_data" in button and not 1 <= len(str(button["callback_data"]).encode()) <= 64:
        raise bad("BUTTON_DATA_INVALID")
    if "url" in button and not re.match(r"(https?|tg|tel|mailto)://?\S+|[\w-]+\.\w+", str(button["url"])):
        raise bad(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    if "web_app" in button:
        if not private:
            raise bad("BUTTON_TYPE_INVALID")
        _check_https(str(button["web_app"].get("url", "")), "inline keyboard button Web App URL")
    return button


def _key(key: object, *, private: bool) -> Json:
    if isinstance(key, str):
        key = {"text": key}
    if not isinstance(key, dict):
        raise bad("can't parse keyboard button: KeyboardButton must be an Object")
    if not str(key.get("text", "")).strip():
        raise bad("can't parse keyboard button: Text buttons must be non-empty")
    if not private and key.get("request_contact"):
        raise bad("phone number can be requested in private chats only")
    if not private and key.get("request_location"):
        raise bad("location can be requested in private chats only")
    if "web_app" in key:
        _check_https(str(key["web_app"].get("url", "")), "keyboard button Web App URL")
    return key


def _check_https(url: str, what: str) -> None:
    if not url.startswith("https://"):
        raise bad(f"{what} '{url}' is invalid: Only HTTPS links are allowed")
