"""What is seen of a language of the files, as JSON: ``python -m tests.bot.third_language xx``."""

import asyncio
import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from bot.channels.telegram.staff.group_rendering import card_buttons, card_text
from bot.channels.telegram.telegram_words import TELEGRAM_WORDS
from bot.desk.briefing.ticket_card import ticket_card
from bot.desk.core.words import Words
from bot.drawing.flow import draw
from bot.settings import load_settings
from tests.bot.channels.telegram.customers.test_menu import GROUP, PRIVATE, commands_in, kept
from tests.bot.channels.telegram.service import Desk
from tests.bot.desk.briefing.test_ticket_card import BRIEF
from tests.bot.desk.desk_harness import open_desk
from tests.bot.web.place import HANDOFF, LI, TICKET, open_place
from tests.dialogs.playing import shipped
from tests.standins.bot_api.server import BotApi


async def show(language: str, folder: Path) -> dict[str, object]:
    """Return what is seen, by where."""
    return {
        "settings": load_settings({"LANGUAGE": language}, folder / ".env").language,
        "pages": await pages(language, folder / "pages"),
        "picture": draw(shipped("telecom"), language),
        "menus": await menus(language),
        "about": await about(language),
        "group": group(language),
        "customer": await customer(language, folder / "desk"),
    }


async def pages(language: str, folder: Path) -> list[str]:
    async with open_place(folder) as place:
        _, chat = await place.get("/", **{"Accept-Language": language})
        await place.sign_in(LI)
        await place.keep(TICKET, HANDOFF)
        _, english = await place.get("/desk")
        _, chosen = await place.get(f"/desk?lang={language}")
        _, ticket = await place.get(f"/desk/tickets/{TICKET.reference}")
    return [chat, english, chosen, ticket]


async def menus(language: str) -> list[dict[str, str]]:
    async with BotApi(longest_poll=0.05) as api:
        async with kept(api, Desk()):
            pass
        scopes = (PRIVATE, {"type": "chat", "chat_id": GROUP})
        return [commands_in(api, language, scope) for scope in scopes]


async def about(language: str) -> list[str]:
    async with BotApi(longest_poll=0.05) as api:
        async with kept(api, Desk()):
            pass
        return [api.profile[what, language] for what in ("short_description", "description")]


def group(language: str) -> list[str]:
    words = Words(TELEGRAM_WORDS, language, ZoneInfo("UTC"))
    card = ticket_card(BRIEF, words)
    keyboard = card_buttons(card, "ticket-1", "https://desk.example.com", words)
    labels = [button.text for row in keyboard.inline_keyboard for button in row] if keyboard else []
    return [card_text(card, words)[0], *labels]


async def customer(language: str, folder: Path) -> list[str]:
    async with open_desk(folder) as desk:
        asked = [*await desk.says("/language"), *desk.labels]
        chosen = [*await desk.says(f"/language {language}"), *await desk.says("/status")]
        return [*asked, *chosen, *await desk.says("My bill is far too high", to="web:2", language=language)]


if __name__ == "__main__":
    with TemporaryDirectory() as place:
        sys.stdout.write(json.dumps(asyncio.run(show(sys.argv[1], Path(place)))))
