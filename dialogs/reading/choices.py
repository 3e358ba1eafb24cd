"""Which button or choice the words of a customer mean, and which choices a sentence names.

Compares words with labels; what a choice does is not known here.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

from dialogs.model.events import Button
from dialogs.model.script import Choice, Slot
from dialogs.reading.folding import folded
from dialogs.reading.told import Told

_EDGES = " .,;:!?()[]\"'。、,;:!?()【】“”"
_NUMERALS = {sign: str(number) for number, sign in enumerate("一二三四五六七八九", 1)} | {"两": "2"}
_NUMERALS |= {"first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5"}
_NUMBER = re.compile(
    r"(?:no\.? ?|nr\.? ?|number |option |#)?([0-9]{1,2})"
    r"|(?:我?选择?)?第? ?([一二两三四五六七八九]|[0-9]{1,2}) ?[个项条号]?吧?"
    r"|(?:the )?(first|second|third|fourth|fifth)(?: one| option)?"
)
_WORD = re.compile("[a-z0-9]+")
_APOSTROPHES = str.maketrans("", "", "'’")
"""On a phone "I'm" is often written "im"."""
_SMALL_WORDS = frozenset(
    ["please", "the", "a", "an", "of", "it", "is", "one", "option", "i", "want", "choose", "to", "my", "these"]
)
_EVERYDAY = frozenset(
    re.findall(
        "[a-z]+|[\u4e00-\u9fff]+", "want have just this that with from your what some about money 一下 什么 我的 你们"
    )
)
"""Words that stand in labels and in any sentence."""
_SLOT_WORDS = {
    "date": ("date", "day", "日期", "时间"),
    "phone": ("phone", "电话", "手机"),
    "email": ("mail", "email", "邮箱", "邮件"),
    "money": ("amount", "sum", "金额"),
    "place": ("place", "address", "地址", "地点"),
    "text": ("description", "描述"),
}
"""What people call an answer whose label they do not repeat, by type of slot."""
_ASKING = re.compile("^(?:请|我?选择?|我要|那个)|[的吧啊]$")
_DENYING = {"not", "no", "never", "without", "dont", "cant", "cannot", "wont", "isnt", "didnt"}
# What is said to be no matter of the complaint. "No signal" and "没信号" do tell of the signal.
_IS_NOT = re.compile(r"\b(?:not|isnt|wasnt)(?: (?:about|with|the|a|an|my|your))*$")
_IS_NOT_SIGNS = ("不是", "不关", "并非", "不是说", "不是要查")
_AND = re.compile(r"[,;/+&、,;]|\band\b|\bor\b|[和跟及与]|还有|(?<=[0-9]) (?=[0-9])")
_LONGEST_ANSWER = 500
"""Signs; what is longer is no label, however often it says one."""
_MOST_PARTS = 50
"""Of an answer; nobody lists so many choices."""
_ALL = ("all", "all of them", "all of these", "everything", "both", "都是", "都有", "全部", "全都是", "全都有", "全选")
_DENYING_SIGNS = ("不", "没", "没有", "无", "非", "别")


def choose(buttons: Sequence[Button], text: str) -> str | None:
    """Return the key of the button that the text means, or None when that is not sure.

    A button is meant by its key or label, its number ("2", "第二个"), its label with a slip of a finger, or a part of
    its label that no other label has: "bill" out of "My bill" and "My network", but not "my".
    """
    answer = folded(text).strip(_EDGES) if len(text) <= _LONGEST_ANSWER else ""
    if not answer:
        return None
    labels = {button.key: _compared(button.label) for button in buttons}
    meant = [key for key, label in labels.items() if answer in (key, label)] or _numbered(answer, list(labels))
    if not meant and answer.isascii():
        # One slip in eight letters: fewer would be another word, and a Chinese sign is a word of its own.
        meant = [key for key, label in labels.items() if OSA.distance(answer, label) <= min(len(label) // 4, 2)]
    if not meant:
        holds = _holds_words if answer.isascii() else _holds_signs
        meant = [key for key, label in labels.items() if holds(label, answer)]
    return meant[0] if len(meant) == 1 else None


@lru_cache(maxsize=1024)
def _compared(label: str) -> str:
    """Return a label as answers are compared with it; the same few are on the screen again and again."""
    return folded(label).strip(_EDGES)


def _numbered(answer: str, keys: list[str]) -> list[str]:
    match = _NUMBER.fullmatch(answer)
    if not match:
        return []
    number = next(int(_NUMERALS.get(numeral, numeral)) for numeral in match.groups() if numeral)
    return keys[number - 1 : number] if number else []


def _holds_words(label: str, answer: str) -> bool:
    words, held = set(_words(answer)) - _SMALL_WORDS, set(_words(label))
    is_part = {word.rstrip("s") for word in words} <= {word.rstrip("s") for word in held}
    return bool(words) and is_part and words & _DENYING == held & _DENYING


def _holds_signs(label: str, answer: str) -> bool:
    part = _ASKING.sub("", answer)
    return len(part) > 1 and part in label and not label.partition(part)[0].endswith(_DENYING_SIGNS)


def choice_of(slot: Slot, text: str, language: str) -> str | None:
    """Return the key of the one choice that an answer means: its button, a word of its label, a word that names it."""
    offered = [Button(choice.key, choice.label[language]) for choice in slot.choices]
    sentence = folded(text)
    meant = choose(offered, text)
    if meant:
        return meant
    by_words = named(slot.choices, sentence)  # the author's words say more than a word that a label happens to hold
    return by_words[0] if len(by_words) == 1 else None if by_words else _told(offered, sentence)


def choices_of(slot: Slot, text: str, language: str) -> tuple[str, ...]:
    """Return the keys of all choices that an answer means, in the order of the script: "1 and 3", "网络和账单"."""
    sentence = folded(text)
    if sentence.strip(_EDGES) in _ALL:
        return tuple(choice.key for choice in slot.choices)
    offered = [Button(choice.key, choice.label[language]) for choice in slot.choices]
    parts = [part for part in _AND.split(sentence, _MOST_PARTS) if part.strip(_EDGES)]
    meant = {choose(offered, text)} - {None} or {choice_of(slot, part, language) for part in parts}
    meant |= set(named(slot.choices, sentence))
    if None in meant and len(meant) == 1:
        return ()
    return tuple(choice.key for choice in slot.choices if choice.key in meant)


def named(choices: Sequence[Choice], sentence: str) -> tuple[str, ...]:
    """Return the keys of the choices that a folded sentence names by one of their ``words``, unless it denies them."""
    return tuple(one.value for one in named_at(choices, sentence))


def named_at(choices: Sequence[Choice], sentence: str) -> list[Told]:
    """Return the choices that a folded sentence names by one of their ``words``, each with where it does."""
    told = f" {' '.join(_words(sentence))} \n{sentence.replace(' ', '')}"  # Latin words are found on the first line
    found: list[Told] = []
    for choice in choices:
        for word in sought(choice.words):
            if word not in told:
                continue
            before = told.partition(word)[0]
            if not (_IS_NOT.search(before) if word.isascii() else before.endswith(_IS_NOT_SIGNS)):
                start = max(0, sentence.find(word.strip()))
                found.append(Told(choice.key, start, start + len(word.strip())))
                break
    return found


@lru_cache(maxsize=1024)
def sought(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words of a choice as `named` looks for them: Latin ones whole, between spaces."""
    plain = map(folded, words)
    return tuple(f" {' '.join(_words(word))} " if word.isascii() else word.replace(" ", "") for word in plain)


def names_slot(slot: Slot, text: str) -> bool:
    """Return whether a text names a slot by its label or by what it holds: "电话不对", "change the date"."""
    sentence = folded(text)
    labels = {folded(label) for label in slot.label.values()}
    words = _weighty(" ".join(labels)) | set(_SLOT_WORDS.get(slot.type, ()))
    said = _weighty(sentence) | set(_words(sentence))
    return bool(words & said) or any(len(label) > 1 and label in sentence for label in labels)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.translate(_APOSTROPHES))


def _told(offered: Sequence[Button], sentence: str) -> str | None:
    """Return the one choice that a sentence names a word of: "it's about my bill" is "Bill or charges"."""
    if set(_words(sentence)) & _DENYING or any(sign in sentence for sign in _DENYING_SIGNS):
        return None
    words = _weighty(sentence)
    told = [button.key for button in offered if words & _weighty(folded(button.label))]
    return told[0] if len(told) == 1 else None


def _weighty(text: str) -> set[str]:
    """Return the Latin words of four letters and more, and every two Chinese signs that stand together."""
    words = set(re.findall(r"[a-z]{4,}", text)) | set(re.findall(r"(?=([\u4e00-\u9fff]{2}))", text))
    return words - _EVERYDAY
