import pytest

from dialogs.cases.case_desk import REFERENCE, filed, found, opens, survey_facts
from dialogs.language.case_file import Look
from dialogs.model.events import FileTicket
from dialogs.model.state import State
from dialogs.strict_yaml.common_texts import FACTS

NEW = FileTicket("open", "my bill", {})


@pytest.mark.parametrize("language", ["en", "zh"])
def test_all_that_a_text_may_name_is_told_somewhere(language: str) -> None:
    told = {*filed(NEW, State(language=language)).facts, *found("known-issue", ({},), language).candidates[0].facts}

    assert {*told, "opens"} == set(FACTS)
    assert opens(language)


def test_each_language_has_words_of_its_own() -> None:
    for facts in (filed(NEW, State(language="en")).facts, found("known-issue", ({},), "en").candidates[0].facts):
        assert all(value.isascii() for value in facts.values())
    assert filed(NEW, State(language="zh")).facts["due"] == "1月6日（周二）18:00"
    assert opens("zh") != opens("en")


def test_a_new_ticket_is_described_in_the_words_of_the_customer() -> None:
    ticket = filed(NEW, State(language="en"))

    assert ticket.reference == ticket.facts["reference"] == REFERENCE
    assert ticket.facts["description"] == "my bill"


def test_a_ticket_that_is_known_keeps_its_reference_and_what_was_told_of_it() -> None:
    known = {"reference": "T-2025-000007", "status": "waiting", "description": "the first telling"}
    ticket = filed(NEW, State(language="en", facts=known))

    assert ticket.reference == "T-2025-000007"
    assert known.items() <= ticket.facts.items()


def test_a_ticket_of_this_conversation_is_not_filed_anew() -> None:
    ticket = filed(NEW, State(language="en", reference="T-2026-000009"))

    assert ticket.reference == ticket.facts["reference"] == "T-2026-000009"


def test_earlier_tickets_are_told_apart() -> None:
    first, second = found("repeat", ({}, {"status": "waiting"}), "en").candidates

    assert (first.key, second.key) == ("T-2025-000001", "T-2025-000002")
    assert first.label == "T-2025-000001 · something is wrong"
    assert second.facts["status"] == "waiting"


def test_a_key_and_a_label_are_no_facts() -> None:
    (candidate,) = found("repeat", ({"key": "a", "label": "A"},), "en").candidates

    assert (candidate.key, candidate.label) == ("a", "A")
    assert not {"key", "label"} & set(candidate.facts)


@pytest.mark.parametrize(("look", "by_itself"), [("known-issue", True), ("repeat", False)])
def test_a_known_issue_found_alone_is_sure_and_a_repeat_is_not_unless_the_case_says_so(
    look: Look, by_itself: bool
) -> None:
    written: tuple[dict[str, str], ...] = ({}, {"sure": "yes"}, {"sure": "no"})

    assert [found(look, (one,), "en").sure for one in written] == [by_itself, True, False]
    assert not found(look, ({}, {}), "en").sure


def test_a_part_of_the_telling_is_no_fact() -> None:
    (candidate,) = found("repeat", ({"part": "my bill", "sure": "no"},), "en").candidates

    assert candidate.part == "my bill"
    assert not {"part", "sure"} & set(candidate.facts)


def test_nothing_is_found_where_nothing_is_written() -> None:
    assert found("known-issue", (), "en").candidates == ()


def test_a_survey_is_told_what_is_written_and_all_else_of_a_ticket() -> None:
    facts = survey_facts("en", {"outcome": "refunded"})

    assert facts["outcome"] == "refunded"
    assert facts["reference"] == REFERENCE
    assert {"due", "opened", "status", "description"} <= set(facts)
