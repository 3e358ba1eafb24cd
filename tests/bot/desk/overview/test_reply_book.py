"""Replies kept ready, and what is warned of before a reply goes out."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from bot.desk.core.reply_file import REPLIES_FILE, CannedReply, company_replies, shipped_replies
from bot.desk.outcomes.remedy_limits import RemedyLimits, read_limits
from bot.desk.overview.reply_book import Doubt, ReplyBook, Warned
from bot.desk.scripts.company_file import CompanyFile
from bot.desk.scripts.import_folder import folder_sources
from dialogs.strict_yaml.common_texts import languages
from dialogs.strict_yaml.placeholders import PLACEHOLDER
from tests.bot.web.place import TICKET

OWN = """\
replies:
  hello:
    title: {en: Hello, zh: 问候}
    text: {en: "Hello {name}, about {reference}: {phone}, {shoe}", zh: "{name}您好"}
    for: [billing]
taboo:
  en: [bad luck]
"""
CARD = "4111 1111 1111 1111"


def test_a_reply_is_filled_in_for_its_ticket_in_the_language_of_the_customer() -> None:
    kit, _ = company_replies(OWN)
    book, ticket = ReplyBook(kit), replace(TICKET, slots={"kind": "billing", "phone": "138"})
    [english] = book.replies(ticket, "zh", name="Wang")
    [chinese] = book.replies(replace(ticket, language="zh"), "en", name="王")

    assert (english.title, english.text) == ("问候", "Hello Wang, about T-2026-000042: 138, …")
    assert (chinese.title, chinese.text) == ("Hello", "王您好")
    assert book.replies(TICKET, "en") == []


@pytest.mark.parametrize("reply", shipped_replies().replies, ids=lambda reply: reply.key)
def test_a_shipped_reply_says_the_same_in_every_language(reply: CannedReply) -> None:
    named = {frozenset(PLACEHOLDER.findall(text)) for text in reply.text.values()}

    assert (tuple(reply.title), tuple(reply.text), len(named)) == (languages(), languages(), 1)


@pytest.mark.parametrize(
    ("text", "warned"),
    [
        ("Please CALM DOWN, sir", [Warned(Doubt.TABOO, "calm down")]),
        ("这个不归我管", [Warned(Doubt.TABOO, "不归我管")]),
        (f"Your card {CARD}", [Warned(Doubt.CARD)]),
        ("We keep calm downtown", []),
        ("Your refund is on its way.", []),
    ],
)
def test_a_taboo_word_or_a_card_is_warned_of(text: str, warned: list[Warned]) -> None:
    assert list(ReplyBook().warnings(text)) == warned


def test_what_the_company_names_takes_the_place_of_what_is_shipped() -> None:
    kit, _ = company_replies(OWN)
    book = ReplyBook(kit)

    assert [one.words for text in ("bad luck", "calm down", "不归我管") for one in book.warnings(text)] == [
        "bad luck",
        "不归我管",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("replies:\n  a:\n    title: {en: A}\n", (2, "missing-key")),
        ("tabu: {en: [x]}\n", (1, "unknown-key")),
        ("taboo: {en: x}\n", (1, "not-a-list")),
    ],
)
def test_a_mistake_in_the_file_is_told_with_its_line(text: str, expected: tuple[int, str]) -> None:
    kit, problems = company_replies(text)

    assert kit is None
    assert expected[1] in [problem.code for problem in problems]


def test_the_file_is_no_script_and_counts_when_it_changes(tmp_path: Path) -> None:
    book = ReplyBook()
    file = CompanyFile(tmp_path, REPLIES_FILE, company_replies, book.take)
    (tmp_path / REPLIES_FILE).write_text(OWN, encoding="utf-8")
    asyncio.run(file.look())
    own = book.warnings("bad luck")
    (tmp_path / REPLIES_FILE).unlink()
    asyncio.run(file.look())

    assert (own, book.warnings("bad luck")) == ((Warned(Doubt.TABOO, "bad luck"),), ())
    assert list(folder_sources(tmp_path)) == []


@pytest.mark.parametrize(
    ("key", "language", "begins"),
    [
        ("looking-into-it", "en", "Hello, this is Li Wei."),
        ("looking-into-it", "zh", "您好，我是Li Wei。"),
        ("thanks", "en", "Thank you for telling us. If"),
        ("thanks", "zh", "感谢您的反馈。如果"),
        ("need-one-thing", "zh", "谢谢您。为了"),
    ],
)
def test_who_has_not_told_a_name_is_not_called_by_dots(key: str, language: str, begins: str) -> None:
    replies = ReplyBook().replies(replace(TICKET, language=language), "en", agent="Li Wei", due="noon", name="")

    assert next(one.text for one in replies if one.key == key).startswith(begins)


@pytest.mark.parametrize(
    ("text", "warned"),
    [
        ("We'll refund 300 yuan today.", ["300 CNY"]),
        ("我们今天退您300元。", ["300 CNY"]),
        ("As a goodwill gesture we offer you £80.50.", ["80.50 GBP"]),
        ("We'll refund 50 yuan today.", []),
        ("You were charged 300 yuan on Monday. We look into it.", []),
        ("您周一被扣了300元，我们正在核实。", []),
    ],
)
def test_a_promise_of_more_than_its_author_may_give_is_warned_of(text: str, warned: list[str]) -> None:
    limits = read_limits("agent 100 CNY, supervisor 2000 CNY, agent 10 GBP, supervisor 100 GBP")

    assert [one.words for one in ReplyBook().warnings(text, limits, "agent")] == warned
    assert ReplyBook().warnings(text, limits, "supervisor") == ()
    assert ReplyBook().warnings(text, RemedyLimits(), "agent") == ()
