"""The types of slots: how an answer becomes a value, what a telling holds besides, and how a value is shown.

A type is a function and an entry of `TYPES`. An answer to a question is read generously. Out of a telling only what is
sure is taken: the summary shows it and lets it be changed, but a wrong value costs more than a question. How texts tell
numbers, days or places is in the modules beside; what to do with an unusable answer is for the engine.
"""

import itertools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import NamedTuple

from dialogs.model.events import Button, ReadChoice
from dialogs.model.script import Script, Slot
from dialogs.reading.amounts import amounts, amounts_told, in_currency
from dialogs.reading.choices import choice_of, choices_of, choose, named_at
from dialogs.reading.contacts import emails, of_elsewhere, phones
from dialogs.reading.dates import in_words, read_date, read_time_of_today
from dialogs.reading.folding import clean, folded, simplified
from dialogs.reading.incident_days import days_told
from dialogs.reading.places import is_place, off_the_map, places, point
from dialogs.reading.rooms import rooms_told
from dialogs.reading.small_talk import Meaning, meanings, plain_answer
from dialogs.reading.told import AT_MOST, SlotReading, Told, quoted
from dialogs.reading.wishes import wished
from dialogs.strict_yaml.common_texts import common_texts, languages
from dialogs.strict_yaml.common_words import COMMON_WORDS

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
    language: str = languages()[0]
    """The conversation's."""
    now: str = ""
    """The desk's wall clock, as ``2026-11-24T10:15``; without it no "yesterday" can be read."""
    file: str = ""
    """What was sent along, by the name under which the desk keeps it."""
    signals: tuple[str, ...] = ()
    """What the desk heard in the words, such as anger."""
    hasty: bool = False
    """It was written before the question at hand could be read."""
    choices: tuple[ReadChoice, ...] | None = None
    """The choices that a model surely reads in the words; None where none was asked, so that words alone decide."""

    @cached_property
    def plain(self) -> str:
        """The words folded, without points on the map, whose digits are no number, day or amount."""
        return folded(off_the_map(self.text))

    @cached_property
    def meanings(self) -> frozenset[Meaning]:
        """What the words say if they say nothing else, such as yes or skip."""
        return meanings(self.text)

    @cached_property
    def phones(self) -> tuple[tuple[str, int, int], ...]:
        """The phone numbers, each with where it begins and ends in `plain`."""
        return tuple(phones(self.plain))

    @cached_property
    def day(self) -> str | None:
        """The one day or moment that the words tell."""
        return read_date(self.plain, self.now, self.language)

    def quoted(self, told: Told) -> str:
        """Return the words in which something was told, as they were written where that can be seen."""
        written = clean(off_the_map(self.text))
        return quoted(written if len(written) == len(self.plain) else self.plain, told.start, told.end)


def read(slot: Slot, heard: Heard) -> str | None:
    """Return the value in its one canonical form, or None if the answer is unusable.

    "¥128.5" and "128块5" are both money of "128.50"; "1234 5678" are digits of "12345678". An empty string is never
    returned: a skipped slot is the engine's decision.
    """
    if slot.type not in TELLING and (words := off_the_map(heard.text)) != heard.text:
        heard = replace(heard, text=words)
    return TYPES[slot.type].answer(slot, heard)


def read_telling(script: Script, known: Mapping[str, str], heard: Heard) -> dict[str, SlotReading]:
    """Return what a telling says of still unknown slots.

    Of two slots of one type neither is filled, unless the label of one stands before the value: nobody knows which is
    meant. A slot for which the telling holds several values has them to choose from, and none by itself.
    """
    types = [slot.type for slot in script.slots.values()]
    found: dict[str, SlotReading] = {}
    for key, slot in script.slots.items():
        if slot.type == "choice" and heard.choices is not None:
            if key not in known and (reading := _choices_read(slot, heard)):
                found[key] = reading
            continue
        kind = TYPES[slot.type]
        is_told_apart = kind.by_words or types.count(slot.type) == 1
        if kind.telling and is_told_apart and key not in known and key != script.opening:
            told = {one.value: one for one in reversed(kind.telling(slot, heard))}
            if len(told) == 1:
                (one,) = told.values()
                found[key] = SlotReading(one.value, heard.quoted(one))
            elif told:
                first = next(reversed(told.values()))
                found[key] = SlotReading("", heard.quoted(first), tuple(reversed(told))[:AT_MOST])
    return found


def shown(slot: Slot, value: str, language: str) -> str:
    """Return the value as the customer and the summary may see it: a label for a choice, little of what is private."""
    if not value:
        return _NOTHING
    labels = {choice.key: choice.label[language] for choice in slot.choices}
    if slot.type == "yes-no":
        label = common_texts()[value][language]
    elif slot.type == "date":
        label = in_words(value, language)
    elif slot.type == "money":
        label = in_currency(value)
    elif slot.type == "multi-choice":
        label = COMMON_WORDS.word(language, "comma").join(labels.get(key, key) for key in value.split(","))
    else:
        label = labels.get(value, value)
    if not slot.private:
        return label
    visible = min(_VISIBLE_TAIL, len(label) // 2)  # so much that whoever gave it can check it
    return _MASK * (len(label) - visible) + label[len(label) - visible :]


def _text(slot: Slot, heard: Heard) -> str | None:
    # The customer's own words: full-width Chinese punctuation stays, hence no NFKC.
    value = clean(heard.text)
    readable = any(map(str.isalnum, off_the_map(value)))
    return value if readable and slot.shortest <= len(value) <= slot.longest else None


_LONGEST_TELLING = 1000
"""Signs of a telling in which a place is looked for; it is told at the beginning, and the search is not linear."""


def _place(slot: Slot, heard: Heard) -> str | None:
    if point(heard.text):
        return clean(heard.text)[: slot.longest]
    value = _text(slot, heard)
    if value is None or not is_place(value):
        return None
    if any(places(heard.text[:_LONGEST_TELLING])):
        return value
    # "This is ridiculous" is an outburst at the question, and a day or a phone number is the answer to another one.
    tells_else = len(heard.text) <= _SHORT_ANSWER and (heard.day is not None or heard.phones)
    return None if heard.signals or tells_else else value


def _places_told(slot: Slot, heard: Heard) -> Sequence[Told]:
    if spot := point(heard.text):
        return [Told(", ".join(spot), 0, 0)]
    text = clean(heard.text)[:_LONGEST_TELLING]
    if slot.words and (by_name := _named_places(slot.words, text)):
        return by_name
    usable = [place for place in places(text) if read(slot, Heard(place))]
    # The same place told more and less fully is one place.
    full = [place for place in usable if not any(place != other and place in other for other in usable)]
    return [_at(place, text) for place in full]


def _named_places(words: Sequence[str], text: str) -> Sequence[Told]:
    """Return the places that are told by a name the script lists, as they are written."""
    plain = simplified(text.casefold())
    found = [_at(text[start : start + len(word)], text) for word in words if (start := _begins(plain, word)) >= 0]
    return [one for one in found if not any(one != other and one.value in other.value for other in found)]


_THERE = re.compile(
    r"\b(?:in|at|by|near|outside|inside|from|into|of)(?: (?:your|the|our|a|hotel's))?(?: [a-z]{2,12})? $"
)
_FIRST = re.compile(r"(?:^|[.!?\n] ?)(?:the|your) $")
"""What begins a sentence about a place: "The pool has no water"."""
_ZH_THERE = re.compile(
    "(?:在|从|到|落|困|进)(?:了|你们|你家|咱们|贵店|酒店|那个|那边|一楼|二楼|三楼|的|你哋){0,3}[^,。,.!?]{0,3}$"
    r"|(?:你们|你哋|贵店|咱们)(?:的|那个|那边|酒店|一楼|二楼|三楼|顶楼|楼顶|地下)?$|(?:^|[。!?\n])$"
)
_NO_SPOT = re.compile(
    r"'s|(?: [a-z]+)? (?:manager|staff|guy|man|lady|rules|bill|girl|attendant)|[的那]?(?:经理|广告|员工|服务"
    r"|师傅|那个|录像|教练|费)"
)


def _begins(plain: str, word: str) -> int:
    """Return where something is told to be at a place of this name, a Latin one a word of its own; -1 for nowhere."""
    start = -1
    for _ in range(_MOST_CODES):
        start = plain.find(word, start + 1)
        if start < 0:
            return -1
        end, before = start + len(word), plain[max(0, start - _REACH * 2) : start]
        is_cut_out = not word.isascii() or not (plain[start - 1 : start].isalnum() or plain[end : end + 1].isalnum())
        there = (_THERE.search(before) or _FIRST.search(before)) if word.isascii() else _ZH_THERE.search(before)
        if is_cut_out and there and not _NO_SPOT.match(plain, end):
            return start
    return -1


_CODE = r"[a-z]?[0-9]{1,5}[a-z]?(?![0-9a-z:.,]{0,12}[0-9])"
_CODE_AFTER = re.compile(rf"(?: ?(?:no\.?|number|nr\.?|is|was|#|号|号码|是|为|的))?[ ,:#]{{0,2}}(?P<code>{_CODE})")
_CODE_BEFORE = re.compile(rf"(?<![0-9a-z.])(?<![0-9a-z][,:])(?P<code>{_CODE})[号]?$")
_NOT_CODE = re.compile(
    r" ?(?:minutes?|min|hours?|days?|nights?|weeks?|years?|times|people|of us|yuan|%|[天次个晚月年分点人块元楼层]|小时)"
)


def codes_told(slot: Slot, heard: Heard) -> Sequence[Told]:
    """Return what stands beside one of the slot's words and holds a number: "room 1204", "A302房"."""
    found = []
    for word in slot.words:
        for match in itertools.islice(re.finditer(_cut_out(word), heard.plain), _MOST_CODES):
            after = _CODE_AFTER.match(heard.plain, match.end())
            before = _CODE_BEFORE.search(heard.plain[max(0, match.start() - 8) : match.start()])
            start = after.start("code") if after else match.start() - 8 + before.start("code") if before else 0
            code = after["code"] if after else before["code"] if before else ""
            if code and not (after and _NOT_CODE.match(heard.plain, after.end())):
                found.append(Told(code.upper(), max(0, start), match.end()))
    return found or (rooms_told(heard.plain) if _ROOMS & set(slot.words) else [])


_ROOMS = frozenset(("room", "房间", "房号"))
"""Words of a slot whose numbers may be told without any of its words."""
_MOST_CODES = 20


@lru_cache(maxsize=256)
def _cut_out(word: str) -> str:
    plain = re.escape(folded(word))
    return rf"\b{plain}(?![a-z])" if word.isascii() else plain


def _at(words: str, text: str) -> Told:
    start = max(0, text.find(words))
    return Told(words, start, start + len(words))


def _choice(slot: Slot, heard: Heard) -> str | None:
    """Return the choice that is named by label or word, else the one that a model reads in the answer."""
    read_so = _choices_read(slot, heard)
    return choice_of(slot, heard.text, heard.language) or (read_so.value or None if read_so else None)


def likely_choice(slot: Slot, heard: Heard) -> str:
    """Return the choice that a model takes an answer to name, though it is not sure of it; empty if there is none."""
    read_so = _choices_read(slot, heard)
    return read_so.others[0] if read_so and len(read_so.others) == 1 else ""


_SHORT_WISH = 60
"""Characters within which a wish that the words tell needs no model: in a long telling they stand by chance."""


def _choices_read(slot: Slot, heard: Heard) -> SlotReading | None:
    """Return what a model reads for a slot, of the choices that it has in this version of the script."""
    keys = {choice.key for choice in slot.choices}
    found = [one for one in heard.choices or () if one.slot == slot.key and one.key in keys]
    if found and found[0].sure:
        return SlotReading(found[0].key, found[0].words)
    if slot.wish and len(heard.plain) <= _SHORT_WISH and len(asked := wished(slot.choices, heard.plain)) == 1:
        return SlotReading(asked[0].value, heard.quoted(asked[0]))
    return SlotReading("", found[0].words, tuple(one.key for one in found)) if found else None


def _choices_told(slot: Slot, heard: Heard) -> Sequence[Told]:
    if slot.wish:
        return wished(slot.choices, heard.plain)
    return named_at(slot.choices, heard.plain)


def _multi_choice(slot: Slot, heard: Heard) -> str | None:
    return ",".join(choices_of(slot, heard.text, heard.language)) or None


def _multi_choice_told(slot: Slot, heard: Heard) -> Sequence[Told]:
    found = _choices_told(slot, heard)
    return [found[0]._replace(value=",".join(one.value for one in found))] if found else []


_LEADING = re.compile(
    r"(yes|yeah|yep|yup|no|nope|nah)(?: ?[,.!;]| (?=(?:i|he|she|it|they|we|im|its|hes|shes|theyre|thats)\b))"
    "|(是的?|有|不是|没有|不用|不需要|唔使|唔系)(?:看(?:医生)?|急)?[,。! ]"
)
"""A yes or a no that a sentence begins with: "no he's ok", but not "no doctor has come"."""


def _yes_or_no(_slot: Slot, heard: Heard) -> str | None:
    """Return ``yes`` or ``no``: what the whole answer means, else whose button it names, else what it begins with."""
    buttons = [Button(key, common_texts()[key][heard.language]) for key in ("yes", "no")]
    leading = _LEADING.match(heard.plain)
    first = plain_answer(meanings(leading[1] or leading[2])) if leading else None
    return plain_answer(heard.meanings) or choose(buttons, heard.text) or first


_CROSSED_OUT = 3 * _MASK
_DIGITS = re.compile("[0-9](?:[ -]?[0-9])*")


def _digits(slot: Slot, heard: Heard) -> str | None:
    if _CROSSED_OUT in heard.text:
        return None  # what is left of a number is not that number
    runs = [re.sub("[^0-9]", "", run) for run in _DIGITS.findall(heard.plain)]
    return _only(run for run in runs if slot.shortest <= len(run) <= slot.longest)


_RUN = re.compile(r"(?<![0-9a-z.])[0-9](?:[ -]?[0-9])*(?![0-9a-z%]|\.[0-9])")
_UNIT = re.compile(
    r" ?(?:[块元圆次天个号楼层年月日分岁人兆]|小时"
    r"|yuan|rmb|cny|dollars?|times|days?|hours?|minutes|months?|years?)"
)
"""What stands after a number that counts something, and so is no number of an account or a room."""
_MOST_RUNS = 500
"""Numbers of one text that are looked at."""
_ENDS = re.compile("[,,。;;!!??]")
_REACH = 24
"""Signs before a number in which the label of its slot may stand."""
_WORD = re.compile("[a-z]{4,}|[\u4e00-\u9fff]")
_PRIVATE_WORDS = frozenset(["number", "numbers", "your", "with", "have", "号", "码", "的", "您"])
"""Words of labels that tell nothing of which number is meant."""


def _digits_told(slot: Slot, heard: Heard) -> Sequence[Told]:
    """Return the numbers of the slot's length that follow its label and are no phone number."""
    label_words = {word for label in slot.label.values() for word in _WORD.findall(folded(label))} - _PRIVATE_WORDS
    found, numbers = [], _phones_told(slot, heard)
    for match in itertools.islice(_RUN.finditer(heard.plain), _MOST_RUNS):
        digits = re.sub("[^0-9]", "", match[0])
        if not slot.shortest <= len(digits) <= slot.longest:
            continue
        before = _ENDS.split(heard.plain[max(0, match.start() - _REACH) : match.start()])[-1]
        is_labelled = not label_words.isdisjoint(_WORD.findall(before))
        is_phone = any(match.start() < one.end and one.start < match.end() for one in numbers)
        counts = _UNIT.match(heard.plain, match.end()) is not None
        if is_labelled and not is_phone and not counts:
            found.append(Told(digits, match.start(), match.end()))
    return found


def _phone(_slot: Slot, heard: Heard) -> str | None:
    return _only(number for number, _, _ in heard.phones) or of_elsewhere(heard.plain)


_CALLER = re.compile(
    r"(?:\b(?:from|by|called|rang|phoned|dialled)(?: the)?(?: number)?|打了|拨打|打过"
    r"|(?:接到|收到|来电|骚扰|陌生|被|自称)[^,。,.!?]{0,6})[ ::]*$"
)
_CALLS = re.compile(
    r" ?(?:打来|打过来|给我打|老是?打|总是?打|一直打|天天打|每天打|发来|发的|骚扰|打不通|没人接"
    r"|(?:keeps?|kept) (?:calling|ringing|texting)|calls me|called me|rang me|texted me)"
)
"""Before and after the number of someone else: who called, or was called."""
_NO_PHONE = re.compile(
    r"(?:\b(?:account|acct|a/c|ref|reference|order|booking|policy|contract|invoice|customer|case)"
    r"(?: (?:no|number|nr|id))?|[账帐][号户]|单号|订单号?|合同号?|卡号|编号|户号)(?: is| was|是|为)?[ .:#]*$"
)
"""Before a number of an account or a paper, which may be as long as a phone's; who writes a mobile there means it."""
_MOBILE = re.compile("1[3-9][0-9]{9}")


def _phones_told(_slot: Slot, heard: Heard) -> Sequence[Told]:
    """Return the numbers but those of whoever called the customer or was called, and those of accounts and papers."""
    found = []
    for number, start, end in heard.phones:
        before = heard.plain[max(0, start - _REACH) : start]
        is_else = _NO_PHONE.search(before) and not _MOBILE.fullmatch(number)
        if not (is_else or _CALLER.search(before) or _CALLS.match(heard.plain, end)):
            found.append(Told(number, start, end))
    return found


def _email(_slot: Slot, heard: Heard) -> str | None:
    return _only(emails(clean(heard.text)))


def _emails_told(_slot: Slot, heard: Heard) -> Sequence[Told]:
    return [_at(address, heard.text) for address in emails(clean(heard.text))]


def _money(_slot: Slot, heard: Heard) -> str | None:
    return _only(amounts(heard.plain, marked=False))


def _money_told(_slot: Slot, heard: Heard) -> Sequence[Told]:
    return amounts_told(heard.plain)


def _date(_slot: Slot, heard: Heard) -> str | None:
    return heard.day or read_time_of_today(heard.plain, heard.now)


_PLANNED = re.compile(r"预[订定约]|[订约]的|[订约]了|到期|合同|要断|做手术|\b(?:book|reserv|appointment|expire|due)")
_NEAR = 14
"""Days since which a day that was planned for is still sure to be a past one."""


def _date_told(_slot: Slot, heard: Heard) -> Sequence[Told]:
    """Return the day, unless it may be a day to come of which something is booked: those are read as past ones."""
    found = days_told(heard.plain, heard.now, heard.language)
    if heard.now and found and _PLANNED.search(heard.plain):
        today = date.fromisoformat(heard.now[:10])
        return [one for one in found if (today - date.fromisoformat(one.value[:10])).days <= _NEAR]
    return found


def _file(_slot: Slot, heard: Heard) -> str | None:
    return heard.file or None


_RATING_UNIT = re.compile(r" ?(?:stars?|points?|个?[分星]|/ ?5|out of (?:5|five))?[.!。!]?")
_RATINGS = {
    written: str(number)
    for number, written_so in enumerate(("1 one 一", "2 two 二 两", "3 three 三", "4 four 四", "5 five 五"), 1)
    for written in (*written_so.split(), "★" * number, "⭐" * number)
}


def _rating(_slot: Slot, heard: Heard) -> str | None:
    for written, rating in _RATINGS.items():
        if heard.plain.startswith(written) and _RATING_UNIT.fullmatch(heard.plain.removeprefix(written)):
            return rating
    return None


def _only(values: Iterable[str]) -> str | None:
    """Return the one value there is; of two different ones nobody knows which is meant."""
    found = set(values)
    return found.pop() if len(found) == 1 else None


class SlotType(NamedTuple):
    """How values of one type are read."""

    answer: Callable[[Slot, Heard], str | None]
    """Out of an answer to its own question."""
    telling: Callable[[Slot, Heard], Sequence[Told]] | None = None
    """Out of a telling, the likeliest first, several where none is sure; what has none is never read from one."""
    by_words: bool = False
    """Two slots of the type are told apart by words of their own."""


TYPES: Mapping[str, SlotType] = {
    "text": SlotType(_text, codes_told, by_words=True),
    "choice": SlotType(_choice, _choices_told, by_words=True),
    "multi-choice": SlotType(_multi_choice, _multi_choice_told, by_words=True),
    "yes-no": SlotType(_yes_or_no),
    "digits": SlotType(_digits, _digits_told, by_words=True),
    "phone": SlotType(_phone, _phones_told),
    "email": SlotType(_email, _emails_told),
    "money": SlotType(_money, _money_told),
    "date": SlotType(_date, _date_told),
    "place": SlotType(_place, _places_told),
    "file": SlotType(_file),
    "rating": SlotType(_rating),
}
"""From the type's name in a script to how it is read."""
