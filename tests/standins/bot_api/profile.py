"""The methods by which a bot presents itself: commands, menu button, names; and what a customer sees of it.

https://core.telegram.org/bots/api#setmycommands
"""

import json
import re

from .cloud import Cloud
from .refusals import Json, bad
from .sending import Method

MOST_COMMANDS = 100
DEFAULT: Json = {"type": "default"}
LIMITS = {"name": 64, "description": 512, "short_description": 120}


def get_me(cloud: Cloud, _: Json) -> Json:
    """Answer getMe."""
    can = {"can_join_groups": True, "can_read_all_group_messages": True, "supports_inline_queries": False}
    more = ("can_connect_to_business", "has_main_web_app", "has_topics_enabled", "allows_users_to_create_topics")
    also = ("can_manage_bots", "supports_guest_queries", "supports_join_request_queries")
    return {**cloud.ground.bot, **can, **dict.fromkeys(more + also, False)}


def set_my_commands(cloud: Cloud, parameters: Json) -> bool:
    """Answer setMyCommands."""
    commands = parameters.get("commands")
    if not isinstance(commands, list):
        raise bad("can't parse commands JSON object")
    if len(commands) > MOST_COMMANDS:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", str(command.get("command", "")).removeprefix("/")):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(str(command.get("description", ""))) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    cloud.commands[_key(parameters)] = commands
    return True


def get_my_commands(cloud: Cloud, parameters: Json) -> list[Json]:
    """Answer getMyCommands: those of exactly this scope and language."""
    return cloud.commands.get(_key(parameters), [])


def delete_my_commands(cloud: Cloud, parameters: Json) -> bool:
    """Answer deleteMyCommands."""
    cloud.commands.pop(_key(parameters), None)
    return True


def set_text(what: str) -> Method:
    """Return the method that sets how the bot is called or described, in one language."""

    def sets(cloud: Cloud, parameters: Json) -> bool:
        text = str(parameters.get(what, ""))
        if len(text) > LIMITS[what]:
            raise bad(f"bot {what.replace('_', ' ')} is too long")
        cloud.profile[what, str(parameters.get("language_code", ""))] = text
        return True

    return sets


def get_text(what: str) -> Method:
    """Return the method that tells how the bot is called or described, in a language or else in any."""

    def gets(cloud: Cloud, parameters: Json) -> Json:
        language = str(parameters.get("language_code", ""))
        usual = cloud.ground.bot["first_name"] if what == "name" else ""
        return {what: cloud.profile.get((what, language)) or cloud.profile.get((what, "")) or usual}

    return gets


def set_menu_button(cloud: Cloud, parameters: Json) -> bool:
    """Answer setChatMenuButton."""
    button = parameters.get("menu_button") or DEFAULT
    if button.get("type") not in ("default", "commands", "web_app"):
        raise bad("can't parse menu button: unsupported type specified")
    url = str(button.get("web_app", {}).get("url", ""))
    if button["type"] == "web_app" and not url.startswith("https://"):
        raise bad(f"menu button Web App URL '{url}' is invalid: Only HTTPS links are allowed")
    cloud.menu_buttons[int(parameters.get("chat_id") or 0)] = button
    return True


def get_menu_button(cloud: Cloud, parameters: Json) -> Json:
    """Answer getChatMenuButton."""
    buttons = cloud.menu_buttons
    return buttons.get(int(parameters.get("chat_id") or 0)) or buttons.get(0) or {"type": "commands"}


def seen_commands(cloud: Cloud, *scopes: Json, language: str) -> list[Json]:
    """Return the commands that somebody sees: those of the first scope that has some in the language, or in any.

    https://core.telegram.org/bots/api#determining-list-of-commands
    """
    for scope in (*scopes, DEFAULT):
        for spoken in (language, ""):
            if commands := cloud.commands.get(_key({"scope": scope, "language_code": spoken})):
                return commands
    return []


def _key(parameters: Json) -> tuple[str, str]:
    scope = parameters.get("scope") or DEFAULT
    return json.dumps(scope, sort_keys=True), str(parameters.get("language_code") or "")


METHODS: dict[str, Method] = {
    "getMe": get_me,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": set_text("name"),
    "getMyName": get_text("name"),
    "setMyDescription": set_text("description"),
    "getMyDescription": get_text("description"),
    "setMyShortDescription": set_text("short_description"),
    "getMyShortDescription": get_text("short_description"),
    "setChatMenuButton": set_menu_button,
    "getChatMenuButton": get_menu_button,
}
