"""Which causes a telling proposes, and which one is meant by what is typed."""

import pytest

from bot.desk.outcomes.outcome_book import PROPOSED, OutcomeBook
from dialogs.strict_yaml.common_texts import languages

BOOK = OutcomeBook()


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("I was charged twice in October", "billing/wrong-charge"),
        ("昨天起宽带断了，上不了网", "network/outage"),
        ("The technician never came, nobody came at all", "process/appointment"),
    ],
)
def test_the_words_of_a_telling_propose_a_cause(text: str, cause: str) -> None:
    assert cause in BOOK.proposed("telecom", text, [])


def test_what_alike_tickets_turned_out_to_be_comes_before_words() -> None:
    earlier = [("network/line", 0.6), ("network/line", 0.5), ("gone/away", 0.9)]

    assert BOOK.proposed("telecom", "The broadband is down", earlier)[0] == "network/line"


def test_few_are_proposed() -> None:
    everything = "slow signal outage bill charged twice roaming cancel rude spam leaked installation"

    assert len(BOOK.proposed("telecom", everything, [])) == PROPOSED


@pytest.mark.parametrize("typed", ["network/outage", " network · fault or outage", "网络质量 · 故障中断"])
def test_a_cause_is_meant_by_its_code_and_by_its_name(typed: str) -> None:
    assert BOOK.cause_meant("telecom", typed, languages()) == "network/outage"


def test_what_is_no_cause_means_none() -> None:
    assert BOOK.cause_meant("telecom", "the moon", languages()) == ""
