"""Texts made comparable: one form for the same words, however they were typed. Knows no tickets."""

import re
import unicodedata
from itertools import pairwise

from dialogs.reading.folding import simplified

LONGEST = 4000
"""Characters that are compared; whoever writes more has said it by then."""

_CHINESE = "\u3400-\u4dbf\u4e00-\u9fff"
_URL = re.compile(r"https?://\S+|www\.\S+")
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_TOKEN = re.compile(rf"[{_CHINESE}]+|#|\d+(?:[.,:]\d+)+|[^\W_{_CHINESE}]+")
_IS_CHINESE = re.compile(f"[{_CHINESE}]")
_APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")

_WORDS_OF_EVERY_TELLING = (
    "a an and are as at be been but by can do does for from had has have he her his i if in is it its just me my of on "
    "or our please she since so still that the their them there they this to us was we were what when with you your "
    "did didnt dont wont im ive youre cant again 了 的 吗 呢 啊 吧 着 嘛 呀"
)
_STOP = frozenset(_WORDS_OF_EVERY_TELLING.split())


def plain(text: str, *, masked: bool = False) -> str:
    """Return the text as it is compared: small, simplified and half-width letters, no links, cut to `LONGEST`.

    ``masked`` writes ``#`` for every number: which bill it was does not matter to what can be answered about bills,
    though it does to whether it is the same complaint.
    """
    # A single sign may become eighteen of them: cut once more, so that whoever does it twice gets the same.
    small = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text[:LONGEST]).casefold())
    words = _APOSTROPHE.sub("", _URL.sub(" ", simplified(small)))
    return " ".join((_NUMBER.sub("#", words) if masked else words).split())[:LONGEST].rstrip()


def tokens(text: str, *, masked: bool = False) -> list[str]:
    """Return the words of a text in order: Latin words and numbers as they are, Chinese as pairs of characters.

    "My 宽带断了" gives ``["宽带", "带断"]``: words that every telling holds, such as "my" and "了", are left out.
    """
    found: list[str] = []
    for run in _TOKEN.findall(plain(text, masked=masked)):
        found += _pairs(run) if _IS_CHINESE.match(run) else [run]
    return [token for token in found if token not in _STOP]


def _pairs(run: str) -> list[str]:
    signs = [sign for sign in run if sign not in _STOP]
    return [first + second for first, second in pairwise(signs)] if len(signs) > 1 else signs
