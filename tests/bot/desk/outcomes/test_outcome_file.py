"""The lists of outcomes and causes: what is shipped is whole, and what is wrong with a company's file is told."""

import pytest

from bot.desk.outcomes.outcome_book import OutcomeBook
from bot.desk.outcomes.outcome_file import amendments, company_outcomes, shipped_outcomes
from dialogs.strict_yaml.common_texts import languages

SHIPPED = shipped_outcomes()
TRADES = ("bank", "hospital", "hotel", "telecom")


@pytest.mark.parametrize("trade", TRADES)
def test_each_trade_has_causes_of_two_levels_named_in_every_language(trade: str) -> None:
    causes = SHIPPED.causes_of(trade)
    labels = [label for cause in causes for label in (cause.label, *(one.label for one in cause.of))]

    assert len(causes) > 5
    assert min(len(cause.of) for cause in causes) > 1
    assert {tuple(label) for label in labels} == {languages()}


def test_outcomes_and_causes_are_called_in_the_language_of_who_reads() -> None:
    assert SHIPPED.outcome_name("upheld", "zh") == "投诉成立，责任在我方"
    assert SHIPPED.cause_name("network/outage", "telecom", "en") == "Network · Fault or outage"
    assert SHIPPED.cause_name("gone/away", "telecom", "en") == "gone/away"


def test_a_script_that_nobody_wrote_causes_for_has_none() -> None:
    assert SHIPPED.causes_of("bakery") == ()


def test_a_companys_file_takes_the_place_of_what_it_names() -> None:
    own, problems = company_outcomes("causes:\n  oven:\n    label: {en: Oven}\n    of:\n      cold: {en: Too cold}\n")
    assert own is not None
    lists = own.over(SHIPPED)

    assert problems == ()
    assert [cause.key for cause in lists.causes_of("bakery")] == ["oven"]
    assert lists.outcomes == SHIPPED.outcomes


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("outcomes:\n  Up Held: {en: Yes}\n", "bad-name", 2),
        ("outcomes:\n  upheld: {fr: Oui}\n", "unknown-language", 2),
        ("causes:\n  oven: {label: {en: Oven}}\n", "missing-key", 2),
        ("reasons: {}\n", "unknown-key", 1),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, code: str, line: int) -> None:
    own, problems = company_outcomes(text)

    assert own is None
    assert (code, line) in {(problem.code, problem.line) for problem in problems}


def test_a_file_may_name_the_causes_of_one_trade_and_leaves_the_others() -> None:
    own, _ = company_outcomes("causes-of:\n  hotel:\n    oven: {label: {en: Oven}, of: {cold: {en: Too cold}}}\n")
    assert own is not None
    lists = own.over(SHIPPED)

    assert [cause.key for cause in lists.causes_of("hotel")] == ["oven"]
    assert lists.causes_of("bank") == SHIPPED.causes_of("bank")


def test_what_is_retired_is_offered_no_more_and_keeps_its_name() -> None:
    book = OutcomeBook()
    said, _ = amendments(
        "outcomes: {upheld: {label: {en: Upheld}, retired: yes}}\n"
        "causes-of: {telecom: {network: {label: {en: Web}, retired: yes}}}\n"
    )
    assert said is not None
    book.amend(said)

    assert (book.has_outcome("upheld"), "network/outage" in book.causes("telecom")) == (False, False)
    assert book.lists.outcome_name("upheld", "en") == "Upheld"
    assert book.lists.cause_name("network/outage", "telecom", "en") == "Web · Fault or outage"
