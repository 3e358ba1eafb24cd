"""How complaints end and why they happen, as forms: rows of a list, and what a sent form says of codes. Pure.

A form is laid over what pages say already, so that a page which somebody opened earlier takes nothing away.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.company import as_text
from bot.desk.outcomes.outcome_book import OutcomeBook
from bot.desk.outcomes.outcome_file import OWN, Cause, ListedCode, OutcomeLists
from bot.web.staff.studio.studio_frame import StudioForm
from dialogs.model.script import Text
from dialogs.strict_yaml.common_texts import languages

LONGEST_NAME = 80
_EMPTY_ROWS = 2
_NEW = ListedCode("", {})
_NOT_OF_KEYS = re.compile("[^a-z0-9]+")
_LISTED = re.compile(r"[,，、\n]+")


@dataclass
class CodesRead:
    """What was read of a form's rows."""

    codes: dict[str, ListedCode] = field(default_factory=dict)
    """By the beginning of the row's fields."""
    wrong: dict[str, str] = field(default_factory=dict)


def outcome_rows(book: OutcomeBook) -> list[tuple[str, ListedCode]]:
    """Return the outcomes, with empty rows below, each with what its fields begin with."""
    return [(f"outcome:{number}", one) for number, one in enumerate([*book.lists.outcomes, *[_NEW] * _EMPTY_ROWS])]


def cause_rows(book: OutcomeBook, script: str) -> list[tuple[str, Cause, list[tuple[str, ListedCode]]]]:
    """Return the causes of a trade with what goes wrong there, with empty rows below both."""
    causes = [*book.lists.causes_of(script), Cause("", {}, ())]
    return [
        (
            f"cause:{number}",
            cause,
            [(f"code:{number}-{inner}", one) for inner, one in enumerate([*cause.of, *[_NEW] * _EMPTY_ROWS])],
        )
        for number, cause in enumerate(causes)
    ]


def code_fields(rows: Iterable[tuple[str, ListedCode | Cause]]) -> dict[str, str]:
    """Return the fields of rows as a form shows them."""
    fields: dict[str, str] = {}
    for name, one in rows:
        fields |= {name: one.key, f"{name}/retired": "yes" if one.retired else ""}
        fields |= {f"{name}/words": "" if isinstance(one, Cause) else ", ".join(one.words)}
        fields |= {f"{name}@{language}": one.label.get(language, "") for language in languages()}
    return fields


def gather_outcomes(form: StudioForm, book: OutcomeBook, pages: OutcomeLists) -> tuple[str | None, Mapping[str, str]]:
    """Return the setting of the outcomes that a form asks for, and what is wrong with its rows."""
    known = {one.key: one for one in book.lists.outcomes}
    read = _read(form, "outcome:", known)
    said = {one.key: one for one in pages.outcomes} | {one.key: one for one in read.codes.values()}
    left = _differing(said.values(), {one.key: one for one in book.base.outcomes})
    return as_text({"outcomes": _as_yaml(left)}) if left else None, read.wrong


def gather_causes(form: StudioForm, book: OutcomeBook, pages: OutcomeLists) -> tuple[str | None, Mapping[str, str]]:
    """Return the setting of the causes that a form asks for, of its trade and of all others, and what is wrong."""
    script = form.text("trade")
    known = {cause.key: cause for cause in book.lists.causes_of(script)}
    mains = _read(form, "cause:", {key: ListedCode(key, one.label, (), one.retired) for key, one in known.items()})
    said, wrong = {one.key: one for one in pages.causes.get(script, ())}, dict(mains.wrong)
    for name, main in mains.codes.items():
        before = known.get(main.key, Cause(main.key, {}, ()))
        inner = _read(form, f"code:{name.partition(':')[2]}-", {one.key: one for one in before.of})
        wrong |= inner.wrong
        if main.key not in known and not inner.codes:
            wrong[name] = "cause_of"
        of = {one.key: one for one in said[main.key].of} if main.key in said else {}
        of |= {one.key: one for one in inner.codes.values()}
        said[main.key] = Cause(main.key, main.label, tuple(of.values()), main.retired)
    trades = {**pages.causes, script: tuple(said.values())}
    told = {trade: _changed_causes(causes, book.base.causes_of(trade)) for trade, causes in trades.items()}
    told = {trade: causes for trade, causes in told.items() if causes}
    return as_text({"causes-of": told}) if told else None, wrong


def _changed_causes(causes: Sequence[Cause], base: Sequence[Cause]) -> dict[str, object]:
    """Return what differs from the lists below the page."""
    held, changed = {cause.key: cause for cause in base}, dict[str, object]()
    for cause in causes:
        before = held.get(cause.key)
        of = _differing(cause.of, {one.key: one for one in before.of} if before else {})
        if of or before is None or (cause.label, cause.retired) != (before.label, before.retired):
            main = {"label": dict(cause.label), **({"retired": "yes"} if cause.retired else {})}
            changed[cause.key] = {**main, **({"of": _as_yaml(of)} if of else {})}
    return changed


def _read(form: StudioForm, begins: str, known: Mapping[str, ListedCode]) -> CodesRead:
    """Return the rows whose fields begin like that: those of known codes, and those that are filled in newly."""
    read, keys = CodesRead(), set(known)
    for name in _names(form, begins):
        key, label = form.text(name), _label(form, name)
        if (key and key not in known) or not (key or label):
            continue
        if any(not 1 <= len(label.get(language, "")) <= LONGEST_NAME for language in languages()):
            read.wrong[name] = "code_name"
        code = key or _new_key(label, keys)
        keys.add(code)
        words = tuple(filter(None, (" ".join(one.split()) for one in _LISTED.split(form.text(f"{name}/words")))))
        read.codes[name] = ListedCode(code, label, words, form.text(f"{name}/retired") == "yes")
    return read


def _names(form: StudioForm, begins: str) -> Iterator[str]:
    numbers = (name.removeprefix(begins) for name in form.fields if name.startswith(begins))
    for number in sorted({int(one) for one in numbers if one.isdecimal() and len(one) < 5}):
        yield f"{begins}{number}"


def _label(form: StudioForm, name: str) -> Text:
    said = {language: " ".join(form.text(f"{name}@{language}").split()) for language in languages()}
    return {language: text for language, text in said.items() if text}


def _new_key(label: Text, taken: set[str]) -> str:
    """Return a code for something new: it can be read in a file that is exported, and none that is shipped has it."""
    spelt = (_NOT_OF_KEYS.sub("-", text.casefold()).strip("-")[:28].strip("-") for text in label.values())
    words = next(filter(None, spelt), "")
    number, key = 1, f"{OWN}{words}" if words else f"{OWN}1"
    while key in taken:
        number += 1
        key = f"{OWN}{words}-{number}" if words else f"{OWN}{number}"
    return key


def _differing(codes: Iterable[ListedCode], base: Mapping[str, ListedCode]) -> list[ListedCode]:
    return [one for one in codes if one != base.get(one.key)]


def _as_yaml(codes: Iterable[ListedCode]) -> dict[str, object]:
    return {
        one.key: {
            "label": dict(one.label),
            **({"words": list(one.words)} if one.words else {}),
            **({"retired": "yes"} if one.retired else {}),
        }
        for one in codes
    }
