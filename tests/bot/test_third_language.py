"""A language is added by files alone: a made-up one, English with marks, is put into a copy of the files and seen."""

import json
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
MADE_UP = "xx"
"""No language of any country."""


def marked(node: Any) -> Any:
    """Return what a file holds, with the made-up language beside English wherever that stands."""
    if isinstance(node, list):
        return [*map(marked, node), MADE_UP] if "en" in node else [*map(marked, node)]
    if not isinstance(node, dict):
        return node
    added = {MADE_UP: f"«{node['en']}»"} if isinstance(node.get("en"), str) else {}
    return {key: marked(value) for key, value in node.items()} | added


@cache
def seen() -> dict[str, Any]:
    """Return what the program shows of the made-up language, by where; no module of it is changed."""
    with TemporaryDirectory() as folder:
        for package in ("bot", "dialogs", "storage"):
            shutil.copytree(ROOT / package, Path(folder, package), ignore=shutil.ignore_patterns("__pycache__"))
        for file in sorted(Path(folder).rglob("*.yaml")):
            node = yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader)
            file.write_text(yaml.safe_dump(marked(node), allow_unicode=True, sort_keys=False), encoding="utf-8")
        shown = subprocess.run(
            [sys.executable, "-m", "tests.bot.third_language", MADE_UP],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([folder, str(ROOT)])},
            stdout=subprocess.PIPE,
            check=True,
        )
    found: dict[str, Any] = json.loads(shown.stdout)
    return found


def missing(text: str, *words: str) -> list[str]:
    return [word for word in words if word not in text]


def test_a_browser_gets_the_pages_in_it() -> None:
    chat, _, desk, ticket = seen()["pages"]

    assert missing(chat, "«Help and complaints»", "«Connecting…»", 'lang="«en»"') == []
    assert missing(desk, "«Desk»", "«Waiting»", "«Asked for a person»", "«waiting «7 min»»") == []
    assert missing(ticket, "«Promised by»", "«Thu» «5 «Nov»», 18:00»") == []


def test_pages_offer_it_beside_the_other_languages() -> None:
    _, english, chosen, _ = seen()["pages"]

    assert missing(english, 'href="?lang=xx"', "«English»", 'href="?lang=zh"', "中文") == []
    assert missing(chosen, 'href="?lang=en"', ">English<", 'href="?lang=zh"', "中文") == []


def test_a_picture_is_drawn_in_it() -> None:
    assert missing(seen()["picture"], "«start»", "«ask»", "«at any time»", "«Files the ticket.»") == []


def test_telegram_shows_its_menus_and_what_the_bot_is_for_in_it() -> None:
    customers, staff = seen()["menus"]
    short, long = seen()["about"]

    assert customers["status"] == "«Where your complaint stands»"
    assert staff["claim"] == "«Claim this ticket»"
    assert (short[:9], long[:11]) == ("«Tell us ", "«Something ")


def test_the_staff_group_reads_it() -> None:
    card, *labels = seen()["group"]

    assert missing(card, "«Now»", "«waiting for a person since «", "«The customer is very angry»", "(«open»)") == []
    assert labels == ["«Claim»", "«Open at the desk»"]


def test_a_customer_is_offered_it_and_answered_in_it() -> None:
    question, *labels = seen()["customer"][:5]
    chosen, status, *answers = seen()["customer"][5:]

    assert (question, labels) == ("Which language shall we use?", ["English", "中文", "«English»", "繁體中文"])
    assert (chosen[:11], status[:8]) == ("«All right,", "«I have ")
    assert [answer for answer in answers if "«" not in answer] == []


def test_the_house_may_speak_it_first() -> None:
    assert seen()["settings"] == MADE_UP
