"""The types of slots: how an answer in free words becomes a value, and how a value is shown.

One function a type, listed in `TYPES`; a new type is one more function. What to do with an unusable answer is for the
engine.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from dialogs.events import Button
from dialogs.phrases import yes_or_no
from dialogs.script import Slot
from dialogs.texts import common_texts

_VISIBLE_TAIL = 4
_MASK = "•"
_NOTHING = "—"
_EDGES = " .,;:!?()[]\"'。、,;:!?()【】“”"
_NUMERALS = {sign: str(number) for number, sign in enumerate("一二三四五六七八九", 1)} | {"两": "2"}
_NUMERALS |= {"first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5"}
_NUMBER = re.compile(
    r"(?:no\.? ?|nr\.? ?|number |option |#)?([0-9]{1,2})"
    r"|(?:我?选择?)?第? ?([一二两三四五六七八九]|[0-9]{1,2}) ?[个项条号]?吧?"
    r"|(?:the )?(first|second|third|fourth|fifth)(?: one| option)?"
)
_WORD = re.compile("[a-z0-9']+")
_SMALL_WORDS = frozenset(_WORD.findall("please the a an of it is one option i want choose to my these"))
_ASKING = re.compile("^(?:请|我?选择?|我要|那个)|[的吧啊]$")
_DENYING = {"not", "no", "never", "without", "don't", "can't", "cannot", "won't", "isn't", "didn't"}
_DENYING_SIGNS = ("不", "没", "没有", "无", "非", "别")


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


def read(slot: Slot, heard: Heard) -> str | None:
    """Return the value in its one canonical form, or None if the answer is unusable.

    "¥128.5" and "128块5" are both money of "128.50"; "1234 5678" are digits of "12345678". An empty string is never
    returned: a skipped slot is the engine's decision.
    """
    return TYPES[slot.type](slot, heard)


def choose(buttons: Sequence[Button], text: str) -> str | None:
    """Return the key of the button that the text means, or None when that is not sure.

    A button is meant by its key or label, its number ("2", "第二个"), its label with a slip of a finger, or a part of
    its label that no other label has: "bill" out of "My bill" and "My network", but not "my".
    """
    answer = folded(text).strip(_EDGES)
    labels = {button.key: folded(button.label).strip(_EDGES) for button in buttons}
    ways: tuple[Callable[[str, Mapping[str, str]], Iterable[str]], ...] = (_exact, _numbered, _misspelt, _partial)
    for meant_by in ways:
        meant = set(meant_by(answer, labels)) if answer else set()
        if meant:
            return meant.pop() if len(meant) == 1 else None
    return None


def shown(slot: Slot, value: str, language: str) -> str:
    """Return the value as the customer and the summary may see it: a label for a choice, little of what is private."""
    if not value:
        return _NOTHING
    label = _label(slot, value, language)
    if not slot.private:
        return label
    tail = label[-_VISIBLE_TAIL:] if len(label) > _VISIBLE_TAIL else ""
    return _MASK * (len(label) - len(tail)) + tail


def clean(text: str) -> str:
    """Return the text on one line, without what cannot be seen: control and direction characters, half characters."""
    kept = "".join(sign for sign in unicodedata.normalize("NFC", text) if sign.isspace() or not _hidden(sign))
    return " ".join(kept.split())


def folded(text: str) -> str:
    """Return the text as answers are compared: clean, in small letters, without full-width or circled forms."""
    return clean(unicodedata.normalize("NFKC", text)).casefold()


def _hidden(sign: str) -> bool:
    # Joiners hold together emoji and some scripts; everything else of these categories only misleads the eye.
    return unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Cn") and sign not in "\u200c\u200d"


def _exact(answer: str, labels: Mapping[str, str]) -> Iterable[str]:
    return (key for key, label in labels.items() if answer in (key, label))


def _numbered(answer: str, labels: Mapping[str, str]) -> Iterable[str]:
    match = _NUMBER.fullmatch(answer)
    if not match:
        return ()
    number = next(int(_NUMERALS.get(numeral, numeral)) for numeral in match.groups() if numeral)
    return list(labels)[number - 1 : number] if number else ()


def _misspelt(answer: str, labels: Mapping[str, str]) -> Iterable[str]:
    # One slip in eight letters: fewer would be another word, and a Chinese sign is a word of its own.
    if not answer.isascii():
        return ()
    return (key for key, label in labels.items() if OSA.distance(answer, label) <= min(len(label) // 4, 2))


def _partial(answer: str, labels: Mapping[str, str]) -> Iterable[str]:
    holds = _holds_words if answer.isascii() else _holds_signs
    return (key for key, label in labels.items() if holds(label, answer))


def _holds_words(label: str, answer: str) -> bool:
    words, held = set(_WORD.findall(answer)) - _SMALL_WORDS, set(_WORD.findall(label))
    return bool(words) and words <= held and words & _DENYING == held & _DENYING


def _holds_signs(label: str, answer: str) -> bool:
    part = _ASKING.sub("", answer)
    return len(part) > 1 and part in label and not label.partition(part)[0].endswith(_DENYING_SIGNS)


def _label(slot: Slot, value: str, language: str) -> str:
    if slot.type == "yes-no":
        return common_texts()[value][language]
    labels = {choice.key: choice.label[language] for choice in slot.choices}
    return labels.get(value, value)


def _text(slot: Slot, heard: Heard) -> str | None:
    # The customer's own words: full-width Chinese punctuation stays, hence no NFKC.
    value = clean(heard.text)
    readable = any(sign.isalnum() for sign in value)
    return value if readable and slot.shortest <= len(value) <= slot.longest else None


def _choice(slot: Slot, heard: Heard) -> str | None:
    offered = [Button(choice.key, choice.label[heard.language]) for choice in slot.choices]
    return choose(offered, heard.text) or _told(offered, folded(heard.text))


def _told(offered: Sequence[Button], sentence: str) -> str | None:
    """Return the one choice that a sentence names a word of: "it's about my bill" is "Bill or charges"."""
    if set(_WORD.findall(sentence)) & _DENYING or any(sign in sentence for sign in _DENYING_SIGNS):
        return None
    words = _weighty(sentence)
    named = [button.key for button in offered if words & _weighty(folded(button.label))]
    return named[0] if len(named) == 1 else None


def _weighty(text: str) -> set[str]:
    """Return the Latin words of four letters and more, and every two Chinese signs that stand together."""
    return set(re.findall(r"[a-z]{4,}", text)) | set(re.findall(r"(?=([\u4e00-\u9fff]{2}))", text))


def _yes_no(_slot: Slot, heard: Heard) -> str | None:
    buttons = [Button(key, common_texts()[key][heard.language]) for key in ("yes", "no")]
    return yes_or_no(heard.text) or choose(buttons, heard.text)


_DIGITS = re.compile("[0-9](?:[ -]?[0-9])*")


def _digits(slot: Slot, heard: Heard) -> str | None:
    runs = (re.sub("[^0-9]", "", run) for run in _DIGITS.findall(folded(heard.text)))
    return _only(run for run in runs if slot.shortest <= len(run) <= slot.longest)


_PHONE = re.compile(r"(?<![0-9a-z])(?:\+ ?)?\(?[0-9](?:[ ().-]{0,2}[0-9]){4,14}(?![0-9a-z])")


def _phone(_slot: Slot, heard: Heard) -> str | None:
    runs = _PHONE.findall(folded(heard.text))
    return _only(("+" if run.startswith("+") else "") + re.sub("[^0-9]", "", run) for run in runs)


_MONEY = re.compile(
    r"""
    (?P<before> (?: ¥ | \$ | rmb | cny ) \ ? )?
    (?<! [0-9.,-] ) (?P<whole> [0-9]{1,3} (?: ,[0-9]{3} )+ | [0-9]{1,9} ) (?: \. (?P<part> [0-9]{1,2} ) )?
    (?! [0-9] | [.,-][0-9] )
    \ ? (?P<times> 万 | 千 | k\b )?
    \ ? (?P<after> yuan | rmb | cny | dollars? | (?: 块钱? | 元 | 圆 )
         (?: (?P<tenths> [0-9]{1,2} ) (?! [0-9个天日月年次号] ) (?: [角毛] (?P<hundredths> [0-9] )? )? )? )?
    """,
    re.VERBOSE,
)
_TIMES = {"万": 10_000, "千": 1_000, "k": 1_000, None: 1}


def _money(_slot: Slot, heard: Heard) -> str | None:
    amounts = list(_MONEY.finditer(folded(heard.text)))
    marked = [amount for amount in amounts if amount["before"] or amount["after"]]
    return _only(_amount(match) for match in marked or amounts)


def _amount(match: re.Match[str]) -> str:
    part = match["part"] or (match["tenths"] or "") + (match["hundredths"] or "")
    cents = (int(match["whole"].replace(",", "")) * 100 + int(part.ljust(2, "0")[:2])) * _TIMES[match["times"]]
    return f"{cents // 100}.{cents % 100:02}"


_RATING_UNIT = re.compile(r" ?(?:stars?|points?|个?[分星]|/ ?5|out of (?:5|five))?[.!。!]?")
_RATINGS = {
    written: str(number)
    for number, written_so in enumerate(("1 one 一", "2 two 二 两", "3 three 三", "4 four 四", "5 five 五"), 1)
    for written in (*written_so.split(), "★" * number, "⭐" * number)
}


def _rating(_slot: Slot, heard: Heard) -> str | None:
    answer = folded(heard.text)
    written = next(
        (
            written
            for written in _RATINGS
            if answer.startswith(written) and _RATING_UNIT.fullmatch(answer.removeprefix(written))
        ),
        "",
    )
    return _RATINGS.get(written)


def _only(values: Iterable[str]) -> str | None:
    """Return the one value there is; of two different ones nobody knows which is meant."""
    found = set(values)
    return found.pop() if len(found) == 1 else None


TYPES: Mapping[str, Callable[[Slot, Heard], str | None]] = {
    "text": _text,
    "choice": _choice,
    "yes-no": _yes_no,
    "digits": _digits,
    "phone": _phone,
    "money": _money,
    "rating": _rating,
}
"""From the type's name in a script to the function that reads an answer of it."""
