"""The dialog that the desk begins about a ticket it knows."""

import pytest

from dialogs.model.events import Filed, FileTicket, HandOver, Said, Started
from tests.dialogs.playing import asked_of_the_desk, keys, play, script, shipped, texts
from tests.dialogs.small_scripts import small_script

AFTER_ANSWER = shipped("after-answer")
FILED = Filed("T-2026-000042", {"reference": "T-2026-000042", "due": "Tuesday 12:00"})
ABOUT = Started("en", facts={"reference": "T-2026-000042", "outcome": "We replaced the router."})


def test_after_an_answer_the_customer_is_told_the_outcome_and_asked() -> None:
    _, effects = play(AFTER_ANSWER, ABOUT)

    assert "T-2026-000042" in texts(effects)[0]
    assert "We replaced the router." in texts(effects)[0]
    assert keys(effects) == ["yes", "no"]


@pytest.mark.parametrize(("answer", "filing"), [("yes", "confirm"), ("still not working", "reopen")])
def test_only_a_yes_confirms_and_a_no_reopens(answer: str, filing: str) -> None:
    _, effects = play(AFTER_ANSWER, ABOUT, Said(answer))

    assert [filing] == [effect.filing for effect in effects if isinstance(effect, FileTicket)]


def test_a_person_called_about_a_ticket_gets_that_ticket_and_no_new_filing_of_it() -> None:
    calling = "interrupts: {wants-person: person}"
    steps = "show: {summary: {en: '{summary}'}, goto: person}\nperson: {handoff: {en: '{reference}'}}"
    about = script(small_script(steps, top=calling))
    state, effects = play(about, ABOUT, Said("a person", ("wants-person",)))

    assert state.reference == "T-2026-000042"
    assert [HandOver("wants-person", "agent")] == asked_of_the_desk(effects)


@pytest.mark.parametrize(
    ("said", "reason"), [(Said("no"), "not-helped"), (Said("You are all liars!", ("anger",)), "anger")]
)
def test_whoever_takes_a_reopened_ticket_is_told_why(said: Said, reason: str) -> None:
    _, effects = play(AFTER_ANSWER, ABOUT, said, FILED)

    assert [HandOver(reason, "agent")] == asked_of_the_desk(effects)
