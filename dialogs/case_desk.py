"""Stands in for the desk while a case is played: answers look-ups and filings.

What the case says is told; all else that the real desk would tell is made up, and nothing it would not, so that a text
that names such a fact is found out.
"""

from collections.abc import Mapping

from dialogs.cases import Look
from dialogs.events import Candidate, Filed, FileTicket, Found
from dialogs.state import State

REFERENCE = "T-2026-000001"
"""Of every ticket that is filed in a case and is about no earlier one."""
_TICKET = {
    "en": {
        "due": "Tue 6 Jan, 18:00",
        "opened": "5 Jan",
        "status": "with our team",
        "description": "something is wrong",
        "outcome": "it was put right",
    },
    "zh": {
        "due": "1月6日（周二）18:00",
        "opened": "1月5日",
        "status": "等待处理",
        "description": "出了问题",
        "outcome": "已经处理好",
    },
}
_KNOWN_ISSUE = {
    "en": {"title": "a known matter", "answer": "this is what helps"},
    "zh": {"title": "已知的问题", "answer": "这样就可以解决"},
}
_OPENS = {"en": "Tue 6 Jan, 09:00", "zh": "1月6日（周二）09:00"}


def opens(language: str) -> str:
    """Return when a closed desk opens next."""
    return _OPENS.get(language, _OPENS["en"])


def survey_facts(language: str, written: Mapping[str, str]) -> Mapping[str, str]:
    """Return what the desk tells where it begins a dialog about a ticket."""
    return {"reference": REFERENCE, **_made_up(_TICKET, language), **written}


def found(look: Look, written: tuple[Mapping[str, str], ...], language: str) -> Found:
    """Return the answer to a look-up that finds what is written in the case."""
    candidate = _ticket_found if look == "repeat" else _known_issue_found
    return Found(tuple(candidate(number, facts, language) for number, facts in enumerate(written, 1)))


def filed(effect: FileTicket, state: State) -> Filed:
    """Return the answer to a filing: a new ticket, unless one is known to the conversation."""
    told = {"description": effect.description} if effect.description else {}
    reference = state.reference or state.facts.get("reference", REFERENCE)
    return Filed(reference, {**_made_up(_TICKET, state.language), **told, **state.facts, "reference": reference})


def _ticket_found(number: int, written: Mapping[str, str], language: str) -> Candidate:
    facts = {"reference": f"T-2025-{number:06}", **_made_up(_TICKET, language), **_without_button(written)}
    label = f"{facts['reference']} · {facts['description']}"
    return Candidate(written.get("key", facts["reference"]), written.get("label", label), facts)


def _known_issue_found(number: int, written: Mapping[str, str], language: str) -> Candidate:
    facts = {**_made_up(_KNOWN_ISSUE, language), **_without_button(written)}
    return Candidate(written.get("key", facts["title"]), written.get("label", facts["title"]), facts)


def _without_button(written: Mapping[str, str]) -> dict[str, str]:
    return {name: fact for name, fact in written.items() if name not in ("key", "label")}


def _made_up(facts: Mapping[str, Mapping[str, str]], language: str) -> Mapping[str, str]:
    return facts.get(language, facts["en"])
