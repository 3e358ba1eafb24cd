"""The types of slots: how an answer in free words becomes a value, and how a value is shown.

One function a type, listed in `TYPES`; a new type is one more function. How texts tell numbers, days or places is in
the modules beside; what to do with an unusable answer is for the engine.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from dialogs.model.events import Button
from dialogs.model.script import Slot
from dialogs.reading.amounts import amounts
from dialogs.reading.choices import choice_of, choices_of, choose
from dialogs.reading.contacts import emails, phones
from dialogs.reading.dates import read_date, read_time_of_today
from dialogs.reading.folding import clean, folded
from dialogs.reading.places import is_place, off_the_map, places, point
from dialogs.reading.small_talk import yes_or_no
from dialogs.reading.times import told
from dialogs.strict_yaml.common_texts import common_texts

TELLING = ("text", "place")
"""Types of slots whose answers may tell more than was asked."""
_VISIBLE_TAIL = 4
_SHORT_ANSWER = 20
"""Signs up to which an answer that tells a day or a phone tells no place besides."""
_MASK = "•"
_NOTHING = "—"


@dataclass(frozen=True)
class Heard:
    """What a customer sent, as an answer is read from it."""

    text: str
    language: str = "en"
    """The conversation's."""
    now: str = ""
    """The desk's wall clock, as ``2026-11-24T10:15``; without it no "yesterday" can be read."""
    file: str = ""
    """What was sent along, by the name under which the desk keeps it."""
    signals: tuple[str, ...] = ()
    """What the desk heard in the words, such as anger."""
    hasty: bool = False
    """It was written before the question at hand could be read."""


def read(slot: Slot, heard: Heard) -> str | None:
    """Return the value in its one canonical form, or None if the answer is unusable.

    "¥128.5" and "128块5" are both money of "128.50"; "1234 5678" are digits of "12345678". An empty string is never
    returned: a skipped slot is the engine's decision.
    """
    words = heard if slot.type in TELLING else replace(heard, text=off_the_map(heard.text))
    return TYPES[slot.type](slot, words)


def shown(slot: Slot, value: str, language: str) -> str:
    """Return the value as the customer and the summary may see it: a label for a choice, little of what is private."""
    if not value:
        return _NOTHING
    label = _label(slot, value, language)
    if not slot.private:
        return label
    visible = min(_VISIBLE_TAIL, len(label) // 2)  # so much that whoever gave it can check it
    return _MASK * (len(label) - visible) + label[len(label) - visible :]


def _label(slot: Slot, value: str, language: str) -> str:
    if slot.type == "yes-no":
        return common_texts()[value][language]
    if slot.type == "date":
        return told(value, language)
    labels = {choice.key: choice.label[language] for choice in slot.choices}
    if slot.type == "multi-choice":
        return ("、" if language == "zh" else ", ").join(labels.get(key, key) for key in value.split(","))
    return labels.get(value, value)


def _text(slot: Slot, heard: Heard) -> str | None:
    # The customer's own words: full-width Chinese punctuation stays, hence no NFKC.
    value = clean(heard.text)
    readable = any(sign.isalnum() for sign in off_the_map(value))
    return value if readable and slot.shortest <= len(value) <= slot.longest else None


def _place(slot: Slot, heard: Heard) -> str | None:
    if point(heard.text):
        return clean(heard.text)[: slot.longest]
    value = _text(slot, heard)
    # "This is ridiculous" is an outburst at the question, not the answer to it.
    is_outburst = bool(heard.signals) and not any(places(heard.text))
    return value if value and is_place(value) and not is_outburst and not _tells_no_place(heard) else None


def _tells_no_place(heard: Heard) -> bool:
    """Return whether a short answer tells a day or a phone number instead."""
    if len(heard.text) > _SHORT_ANSWER or any(places(heard.text)):
        return False
    plain = folded(heard.text)
    return read_date(plain, heard.now, heard.language) is not None or any(phones(plain))


def _choice(slot: Slot, heard: Heard) -> str | None:
    return choice_of(slot, heard.text, heard.language)


def _multi_choice(slot: Slot, heard: Heard) -> str | None:
    return ",".join(choices_of(slot, heard.text, heard.language)) or None


def _yes_no(_slot: Slot, heard: Heard) -> str | None:
    buttons = [Button(key, common_texts()[key][heard.language]) for key in ("yes", "no")]
    return yes_or_no(heard.text) or choose(buttons, heard.text)


_CROSSED_OUT = 3 * _MASK
_DIGITS = re.compile("[0-9](?:[ -]?[0-9])*")


def _digits(slot: Slot, heard: Heard) -> str | None:
    if _CROSSED_OUT in heard.text:
        return None  # what is left of a number is not that number
    runs = (re.sub("[^0-9]", "", run) for run in _DIGITS.findall(folded(heard.text)))
    return _only(run for run in runs if slot.shortest <= len(run) <= slot.longest)


def _phone(_slot: Slot, heard: Heard) -> str | None:
    return _only(number for number, _, _ in phones(folded(heard.text)))


def _email(_slot: Slot, heard: Heard) -> str | None:
    return _only(emails(clean(heard.text)))


def _money(_slot: Slot, heard: Heard) -> str | None:
    return _only(amounts(folded(heard.text), marked=False))


def _date(_slot: Slot, heard: Heard) -> str | None:
    text = folded(heard.text)
    return read_date(text, heard.now, heard.language) or read_time_of_today(text, heard.now)


def _file(_slot: Slot, heard: Heard) -> str | None:
    return heard.file or None


_RATING_UNIT = re.compile(r" ?(?:stars?|points?|个?[分星]|/ ?5|out of (?:5|five))?[.!。!]?")
_RATINGS = {
    written: str(number)
    for number, written_so in enumerate(("1 one 一", "2 two 二 两", "3 three 三", "4 four 四", "5 five 五"), 1)
    for written in (*written_so.split(), "★" * number, "⭐" * number)
}


def _rating(_slot: Slot, heard: Heard) -> str | None:
    answer = folded(heard.text)
    ratings = (written for written in _RATINGS if _is_rating(answer, written))
    return _RATINGS.get(next(ratings, ""))


def _is_rating(answer: str, written: str) -> bool:
    return answer.startswith(written) and bool(_RATING_UNIT.fullmatch(answer.removeprefix(written)))


def _only(values: Iterable[str]) -> str | None:
    """Return the one value there is; of two different ones nobody knows which is meant."""
    found = set(values)
    return found.pop() if len(found) == 1 else None


TYPES: Mapping[str, Callable[[Slot, Heard], str | None]] = {
    "text": _text,
    "choice": _choice,
    "multi-choice": _multi_choice,
    "yes-no": _yes_no,
    "digits": _digits,
    "phone": _phone,
    "email": _email,
    "money": _money,
    "date": _date,
    "place": _place,
    "file": _file,
    "rating": _rating,
}
"""From the type's name in a script to the function that reads an answer of it."""
