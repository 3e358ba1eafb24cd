"""Stands in for the desk while a case is played: answers look-ups and filings.

What the case says is told; all else that the real desk would tell is made up, and nothing it would not, so that a text
that names such a fact is found out.
"""

from collections.abc import Mapping

from dialogs.language.case_file import Look
from dialogs.model.events import Candidate, Filed, FileTicket, Found
from dialogs.model.state import State
from dialogs.strict_yaml.common_texts import FACTS
from dialogs.strict_yaml.word_table import WordTable

REFERENCE = "T-2026-000001"
"""Of every ticket that is filed in a case and is about no earlier one."""
CASE_WORDS = WordTable("dialogs.cases")
_TICKET = ("ticket.due", "ticket.opened", "ticket.status", "ticket.description", "ticket.outcome")
_KNOWN_ISSUE = ("known-issue.title", "known-issue.answer")
"""What is made up of each."""


def opens(language: str) -> str:
    """Return when a closed desk opens next."""
    return CASE_WORDS.word(language, "opens")


def survey_facts(language: str, written: Mapping[str, str]) -> Mapping[str, str]:
    """Return what the desk tells where it begins a dialog about a ticket."""
    return {"reference": REFERENCE, **_made_up(_TICKET, language), **written}


def found(look: Look, written: tuple[Mapping[str, str], ...], language: str) -> Found:
    """Return the answer to a look-up that finds what is written in the case.

    Where a case does not say whether it is sure, a known issue that is found alone is, and a repeat is not.
    """
    candidate = _ticket_found if look == "repeat" else _known_issue_found
    otherwise = "yes" if look == "known-issue" else "no"
    sure = len(written) == 1 and written[0].get("sure", otherwise) == "yes"
    return Found(tuple(candidate(number, facts, language) for number, facts in enumerate(written, 1)), sure)


def filed(effect: FileTicket, state: State) -> Filed:
    """Return the answer to a filing: a new ticket, unless one is known to the conversation."""
    told = {"description": effect.description} if effect.description else {}
    reference = state.reference or state.facts.get("reference", REFERENCE)
    return Filed(reference, {**_made_up(_TICKET, state.language), **told, **state.facts, "reference": reference})


def _ticket_found(number: int, written: Mapping[str, str], language: str) -> Candidate:
    facts = {"reference": f"T-2025-{number:06}", **_made_up(_TICKET, language), **_told_of_it(written)}
    label = f"{facts['reference']} · {facts['description']}"
    return _candidate(written, facts["reference"], label, facts)


def _known_issue_found(number: int, written: Mapping[str, str], language: str) -> Candidate:
    facts = {**_made_up(_KNOWN_ISSUE, language), **_told_of_it(written)}
    return _candidate(written, facts["title"], facts["title"], facts)


def _candidate(written: Mapping[str, str], key: str, label: str, facts: Mapping[str, str]) -> Candidate:
    return Candidate(written.get("key", key), written.get("label", label), facts, part=written.get("part", ""))


def _told_of_it(written: Mapping[str, str]) -> dict[str, str]:
    return {name: fact for name, fact in written.items() if name in FACTS}


def _made_up(keys: tuple[str, ...], language: str) -> dict[str, str]:
    return {key.partition(".")[2]: CASE_WORDS.word(language, key) for key in keys}
