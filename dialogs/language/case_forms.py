"""Cases as conversations in a form: what is said, what the reply must hold and must not; and the text with one changed.

What a form does not know of a turn, such as the answers that it expects, stays as it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dialogs.language.issue_forms import EMPTY
from dialogs.language.wordings import mark_of
from dialogs.strict_yaml.yaml_edits import NotEditable, remove_entry
from dialogs.strict_yaml.yaml_spans import SpelledMap, at, last_sign, normalised, read_spans
from dialogs.strict_yaml.yaml_values import Value, as_value, put_value

_FILE = "file"
EVENTS = ("says", "taps", "happens", _FILE)
EXPECTED = ("told", "not-told", "at", "filed", "ends")
"""What a form knows of what is expected of a turn."""
_CASES, _TURNS = "cases", "turns"


@dataclass(frozen=True)
class TurnForm:
    """One turn as it is written, or as somebody wants it."""

    event: str
    """One of `EVENTS`."""
    value: str
    """The words, the key of the button, what happens, or the file that is sent without words."""
    expected: Mapping[str, str]
    """By the names of `EXPECTED`; what is missing or empty is not expected."""
    number: int = -1
    """The turn that this was, counted from 0; -1 for a new one."""


@dataclass(frozen=True)
class CaseForm:
    """One case as it is written."""

    turns: tuple[TurnForm, ...]
    mark: str


def read_case(text: str, key: str) -> CaseForm | None:
    """Return a case of a text, or None if it has none of this name."""
    text = normalised(text)
    root = read_spans(text) if text.strip() else None
    node = at(root, (_CASES, key)) if root else None
    if not isinstance(node, SpelledMap):
        return None
    turns = _turns(text, key)
    forms = tuple(_form(turn, number) for number, turn in enumerate(turns))
    return CaseForm(forms, mark_of(text[node.start : last_sign(node)]))


def change_case(text: str, key: str, wanted: Sequence[TurnForm]) -> str:
    """Return the text with a case whose turns are these.

    Raises:
        NotEditable: if there is no such case, or it would have no turns.

    """
    text = normalised(text)
    there = _turns(text, key)
    turns = [_turn(one, there[one.number] if 0 <= one.number < len(there) else {}) for one in wanted if one.value]
    if not turns:
        raise NotEditable("a case needs a turn")
    return put_value(text, (_CASES, key, _TURNS), turns)


def add_case(text: str, key: str, entries: Mapping[str, Value]) -> str:
    """Return the text, which may be empty, with one more case, the last one.

    Raises:
        NotEditable: if the text cannot be read, or has one of this name.

    """
    text = normalised(text) if text.strip() else EMPTY
    if read_case(text, key) is not None:
        raise NotEditable(f"there is a case {key}")
    return put_value(text, (_CASES, key), entries)


def remove_case(text: str, key: str) -> str:
    """Return the text without a case.

    Raises:
        NotEditable: if there is none, or it is the only one.

    """
    return remove_entry(normalised(text), (_CASES, key))


def case_names(text: str) -> tuple[str, ...]:
    """Return the names of the cases of a text."""
    root = read_spans(normalised(text)) if text.strip() else None
    cases = root.get(_CASES) if root else None
    return tuple(key.text for key, _ in cases.entries) if isinstance(cases, SpelledMap) else ()


def _turns(text: str, key: str) -> list[Mapping[str, Value]]:
    root = read_spans(text)
    node = at(root, (_CASES, key, _TURNS)) if root else None
    turns = as_value(node) if node else ()
    return [turn for turn in turns if isinstance(turn, Mapping)]


def _form(turn: Mapping[str, Value], number: int) -> TurnForm:
    event = next((event for event in EVENTS if event in turn), EVENTS[0])
    return TurnForm(event, str(turn.get(event, "")), {name: str(turn.get(name, "")) for name in EXPECTED}, number)


def _turn(form: TurnForm, there: Mapping[str, Value]) -> Mapping[str, Value]:
    given = {key for key in (*EVENTS, *EXPECTED) if key != _FILE or form.event != "says"}  # a file comes with words
    turn = {form.event: form.value, **{key: value for key, value in there.items() if key not in given}}
    return {**turn, **{name: value for name in EXPECTED if (value := form.expected.get(name, "").strip())}}
