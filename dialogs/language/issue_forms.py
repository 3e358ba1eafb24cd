"""Known issues as forms: what of each is written, and the text with one changed, added or removed.

Reads the text and not its values, so that a file with mistakes can be mended by a form as well. Entries that a form
does not know, comments and order stay as they are.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from dialogs.language.wordings import mark_of
from dialogs.model.script import Text
from dialogs.strict_yaml.yaml_edits import NotEditable, add_entry, remove_entry, set_list, set_texts
from dialogs.strict_yaml.yaml_spans import (
    Path,
    Spelled,
    SpelledList,
    SpelledMap,
    SpelledText,
    at,
    last_sign,
    normalised,
    read_spans,
)

EMPTY = "format: 1\n"
"""A file of known issues before there is one."""
_ISSUES = "known-issues"
_TEXTS = ("title", "answer")
_LISTS = ("wordings", "area", "products")
_WORDS = ("status", "since", "until")
_NAME = 40


@dataclass(frozen=True)
class IssueForm:
    """One known issue as it is written, or as somebody wants it."""

    title: Text
    answer: Text
    status: str = ""
    wordings: tuple[str, ...] = ()
    area: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    others: tuple[str, ...] = field(default=(), compare=False)
    """Names of entries that a form does not know; they stay as they are."""
    mark: str = field(default="", compare=False)
    """Tells this writing of it from any other."""


def read_forms(text: str) -> Mapping[str, IssueForm] | None:
    """Return the known issues of a text by their keys, in its order; None if it cannot be read."""
    text = normalised(text)
    root = read_spans(text)
    if root is None:
        return None
    within = root.get(_ISSUES)
    entries = within.entries if isinstance(within, SpelledMap) else ()
    return {key.text: _form(node, text) for key, node in entries if isinstance(node, SpelledMap)}


def change_issue(text: str, key: str, wanted: IssueForm) -> str:
    """Return the text with a known issue as it is wanted; entries that were left empty are removed.

    Raises:
        NotEditable: if the text cannot be read, there is no such issue, or it would have no wordings.

    """
    text = normalised(text)
    for name in _TEXTS:
        for language, wording in _texts(wanted, name).items():
            text = _put(text, (_ISSUES, key, name, language), wording)
    for name in _WORDS:
        text = _put(text, (_ISSUES, key, name), str(getattr(wanted, name)))
    for name in _LISTS:
        text = _put_list(text, (_ISSUES, key, name), getattr(wanted, name))
    return text


def add_issue(text: str, key: str, wanted: IssueForm) -> str:
    """Return the text with one more known issue, the last one.

    Raises:
        NotEditable: if the text cannot be read, has one of this key, or there are no wordings.

    """
    if not wanted.wordings:
        raise NotEditable("a known issue needs wordings")
    entries: dict[str, object] = {"title": dict(wanted.title)}
    entries |= {name: value for name in _WORDS if (value := getattr(wanted, name))}
    entries |= {name: list(value) for name in ("area", "products", "wordings") if (value := getattr(wanted, name))}
    entries["answer"] = dict(wanted.answer)
    return add_entry(normalised(text), (_ISSUES, key), entries, blank=True)


def remove_issue(text: str, key: str) -> str:
    """Return the text without a known issue.

    Raises:
        NotEditable: if there is none, or it is the only one.

    """
    return remove_entry(normalised(text), (_ISSUES, key))


def free_key(title: Text, taken: Mapping[str, object], otherwise: str) -> str:
    """Return a name such as ``no-signal-abroad`` that no other issue has; ``otherwise`` for a title without letters."""
    words = [word for wording in title.values() for word in re.findall("[a-z0-9]+", wording.casefold())]
    name = "-".join(dict.fromkeys(words))[:_NAME].strip("-") or otherwise
    numbered = (f"{name[: _NAME - 4]}-{number}" for number in range(2, 1000))
    return next((one for one in (name, *numbered) if one not in taken), name)


def _form(node: SpelledMap, text: str) -> IssueForm:
    return IssueForm(
        title=_text(node.get("title")),
        answer=_text(node.get("answer")),
        status=_word(node.get("status")),
        wordings=_words(node.get("wordings")),
        area=_words(node.get("area")),
        products=_words(node.get("products")),
        since=_word(node.get("since")),
        until=_word(node.get("until")),
        others=tuple(key.text for key, _ in node.entries if key.text not in (*_TEXTS, *_LISTS, *_WORDS)),
        mark=mark_of(text[node.start : last_sign(node)]),
    )


def _texts(form: IssueForm, name: str) -> Text:
    return form.title if name == "title" else form.answer


def _text(node: Spelled | None) -> Text:
    entries = node.entries if isinstance(node, SpelledMap) else ()
    return {key.text: value.text.strip() for key, value in entries if isinstance(value, SpelledText)}


def _words(node: Spelled | None) -> tuple[str, ...]:
    items = node.items if isinstance(node, SpelledList) else ()
    return tuple(item.text.strip() for item in items if isinstance(item, SpelledText))


def _word(node: Spelled | None) -> str:
    return node.text.strip() if isinstance(node, SpelledText) else ""


def _put(text: str, path: Path, value: str) -> str:
    """Return the text with a word or wording at a path; an empty one that may be left out is removed."""
    root = read_spans(text)
    there = at(root, path) if root else None
    if there is None:
        return add_entry(text, path, value) if value.strip() else text
    if isinstance(there, SpelledText) and there.text.strip() == value.strip():
        return text
    if not value.strip() and path[-1] in ("since", "until"):
        return remove_entry(text, path)
    return set_texts(text, {path: value})


def _put_list(text: str, path: Path, values: tuple[str, ...]) -> str:
    root = read_spans(text)
    there = at(root, path) if root else None
    if there is None:
        return add_entry(text, path, list(values)) if values else text
    if _words(there) == values:
        return text
    if not values and path[-1] != "wordings":
        return remove_entry(text, path)
    return set_list(text, path, values)
