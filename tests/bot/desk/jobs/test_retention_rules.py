"""How long is kept what, by kind and category, and how it is read."""

from datetime import timedelta

import pytest

from bot.desk.jobs.retention_rules import RetentionRules, read_retention
from tests.bot.desk.desk_harness import NOON
from tests.bot.desk.jobs.test_retention_policy import ticket

TEXT = "texts: 400\nfiles: 90\ndrafts: 30\ncategory: {kind: {billing: {texts: always, matters: 3650}}}\n"
FAULT, BILL = ticket(slots={"kind": "network"}), ticket(slots={"kind": "billing"})


def test_a_category_has_days_of_its_own_and_else_those_of_all() -> None:
    rules, _ = read_retention(TEXT)
    assert rules is not None
    texts, files = rules.cutoffs("texts", NOON), rules.cutoffs("files", NOON)

    assert (texts.of(FAULT), texts.of(BILL)) == (NOON - timedelta(days=400), None)
    assert (files.of(FAULT), files.of(BILL)) == (NOON - timedelta(days=90),) * 2
    assert rules.cutoffs("contacts", NOON).latest is None


def test_drafts_go_by_their_own_days_and_matters_by_theirs() -> None:
    rules, _ = read_retention(TEXT)
    assert rules is not None
    matters = rules.cutoffs("matters", NOON)

    assert (matters.unlinked, matters.of(FAULT)) == (NOON - timedelta(days=30), None)
    assert matters.of(BILL) == NOON - timedelta(days=3650)


@pytest.mark.parametrize(
    ("usual", "own", "longest"), [(365, 900, 900), (365, None, None), (365, 90, 365), (None, 90, None)]
)
def test_customers_are_told_the_longest_time(usual: int | None, own: int | None, longest: int | None) -> None:
    days = {} if usual is None else {"matters": usual}
    rules = RetentionRules(days, {("kind", "billing"): {"matters": own}})  # type: ignore[arg-type]  # literals

    assert rules.longest == longest


def test_who_keeps_figures_alone_tells_customers_when_the_last_of_their_own_goes() -> None:
    rules = RetentionRules({"texts": 90, "files": 30, "contacts": 400})

    assert rules.longest == 400
    assert RetentionRules({"texts": 90, "files": 30}).longest is None
    assert RetentionRules({"matters": 365, "texts": 90, "files": 30, "contacts": 400}).longest == 365


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("texts: 29\n", "bad-value"),
        ("texts: a year\n", "bad-value"),
        ("words: 90\n", "unknown-key"),
        ("category: {kind: {billing: {drafts: 90}}}\n", "unknown-key"),
        ("category: {kind: 90}\n", "not-a-mapping"),
    ],
)
def test_what_cannot_be_meant_is_told(text: str, code: str) -> None:
    rules, problems = read_retention(text)

    assert (rules, [one.code for one in problems]) == (None, [code])
