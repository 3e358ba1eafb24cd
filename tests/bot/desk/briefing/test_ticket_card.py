"""The card by which a colleague knows a ticket at a glance, in both languages."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.channels.telegram.telegram_words import TELEGRAM_WORDS
from bot.desk.briefing.ticket_card import LONGEST_NAME, LONGEST_TELLING, CardFacts, ticket_card, topic_name
from bot.desk.core.words import Words
from storage.records.access_records import Agent
from storage.records.complaint_records import Customer, Handoff, Ticket
from storage.records.statuses import Level
from tests.bot.desk.desk_harness import NOON

EN, ZH = (Words(TELEGRAM_WORDS, language, ZoneInfo("UTC")) for language in ("en", "zh"))
TICKET = Ticket(
    id="t1",
    reference="T-2026-000042",
    customer="c1",
    address="telegram:1",
    conversation="v1",
    language="en",
    script="telecom",
    status="open",
    description="The bill is far too high",
    opened=NOON,
    due=NOON + timedelta(hours=24),
)
LI = Agent(id="a1", name="Li Wei", role="agent")
HANDOFF = Handoff(id="h1", conversation="v1", ticket="t1", reason="anger", requested=NOON)
BRIEF = CardFacts(
    ticket=TICKET,
    customer=Customer(id="c1", identities=("telegram:1",), name="王芳", since=NOON),
    owner=None,
    handoff=HANDOFF,
    told=1,
    slots=[("Amount", "128"), ("Phone", "")],
)
CLAIMED = replace(
    BRIEF,
    ticket=replace(TICKET, status="investigating", owner="a1"),
    owner=LI,
    hands=LI,
    handoff=replace(HANDOFF, status="claimed", claimed_by="a1"),
)


def line(label: str, brief: CardFacts, words: Words = EN) -> str:
    return dict(ticket_card(brief, words).lines).get(label, "")


def buttons(brief: CardFacts) -> list[str]:
    return [what for what, _ in ticket_card(brief, EN).buttons]


def test_a_card_tells_who_what_why_and_until_when() -> None:
    found = ticket_card(replace(BRIEF, told=3, last_words="enough!"), EN)

    assert found.title == "T-2026-000042 · 王芳"
    assert found.lines == (
        ("Now", "waiting for a person since Wed 4 Nov, 12:00"),
        ("Handed over because", "The customer is very angry"),
        ("Description", "The bill is far too high"),
        ("Amount", "128"),
        ("Last words", "enough!"),
        ("Promised by", "Thu 5 Nov, 12:00 (open)"),
        ("Told", "3 times"),
    )


def test_a_card_in_chinese_has_no_english_word_of_its_own() -> None:
    labels = [label for label, _ in ticket_card(replace(BRIEF, told=2, slots=[], last_words="x"), ZH).lines]

    assert labels == ["当前状态", "转人工原因", "问题描述", "转人工前的话", "承诺时限", "投诉次数"]
    assert line("当前状态", CLAIMED, ZH) == "由Li Wei接待"


@pytest.mark.parametrize("level", ["supervisor", "manager"])
def test_who_must_look_is_told_when_it_climbed(level: Level) -> None:
    assert line("Who must look", replace(BRIEF, handoff=replace(HANDOFF, level=level))) == level.capitalize()


def test_the_buttons_are_those_that_make_sense_now() -> None:
    handed_back = replace(CLAIMED, hands=None, handoff=replace(HANDOFF, status="done"))
    solved = replace(handed_back, ticket=replace(CLAIMED.ticket, status="resolved"))

    assert buttons(BRIEF) == ["claim"]
    assert buttons(CLAIMED) == ["resolve", "hand-back", "renew", "pass-on", "canned"]
    assert buttons(handed_back) == ["resolve", "renew", "pass-on", "canned"]
    assert buttons(solved) == []
    assert buttons(replace(handed_back, ticket=TICKET)) == ["claim"]


def test_a_card_looks_different_only_when_something_is() -> None:
    assert ticket_card(BRIEF, EN).digest == ticket_card(replace(BRIEF), EN).digest
    assert ticket_card(BRIEF, EN).digest != ticket_card(CLAIMED, EN).digest


def test_a_very_long_telling_is_cut() -> None:
    told = line("Description", replace(BRIEF, ticket=replace(TICKET, description="x" * 4000)))

    assert len(told) == LONGEST_TELLING
    assert told.endswith("…")


def test_what_is_not_so_has_no_line() -> None:
    assert line("Told", BRIEF) == ""
    assert line("Handed over because", replace(BRIEF, handoff=None)) == ""


def test_a_very_long_outcome_is_cut_to_half_of_that() -> None:
    told = line(EN("ticket.outcome"), replace(BRIEF, ticket=replace(TICKET, outcome="x" * 4000)))

    assert len(told) == LONGEST_TELLING // 2


def test_somebody_who_is_no_longer_known_has_no_name() -> None:
    assert line("Now", replace(CLAIMED, hands=None)) == EN("group.with", name="")


def test_the_name_of_a_topic_fits_and_is_one_line() -> None:
    name = topic_name(replace(BRIEF, ticket=replace(TICKET, description="far\ntoo high " * 30)))

    assert name.startswith("T-2026-000042 · 王芳 · far too high")
    assert LONGEST_NAME - len("far") <= len(name) <= LONGEST_NAME


def test_a_customer_without_a_name_is_no_gap() -> None:
    brief = replace(BRIEF, customer=None)

    assert topic_name(brief) == "T-2026-000042 · The bill is far too high"
    assert ticket_card(brief, EN).title == "T-2026-000042 · No name yet"


def test_a_ticket_is_live_while_it_is_unsolved_or_with_a_person() -> None:
    solved = replace(TICKET, status="resolved")

    assert BRIEF.is_live
    assert replace(BRIEF, ticket=solved).is_live
    assert not replace(BRIEF, ticket=solved, handoff=replace(HANDOFF, status="done")).is_live


def test_a_customer_who_blocked_us_is_no_secret() -> None:
    customer = Customer(id="c1", identities=("telegram:1",), unreachable=("telegram:1",), since=NOON)

    assert "blocked us" in line("Not reachable", replace(BRIEF, customer=customer))
    assert line("Not reachable", BRIEF) == ""
