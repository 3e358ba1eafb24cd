"""Texts made comparable: one form for the same words, however they were typed. Knows no tickets."""

import re
import unicodedata
from itertools import pairwise

_URL = re.compile(r"https?://\S+|www\.\S+")
_TOKEN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+|[^\W_\u3400-\u4dbf\u4e00-\u9fff]+")
_CHINESE = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_LONGEST = 4000
"""Characters that are compared; whoever writes more has said it by then."""

_WORDS_OF_EVERY_TELLING = (
    "a an and are as at be been but by can do does for from had has have i if in is it its just me my of on or our "
    "please since so still that the there this to us was we were what when with you your did didn doesn don won t s "
    "not stop where why who how want need get got use used using work works working again 了 的 吗 呢 啊 吧"
)
_STOP = frozenset(_WORDS_OF_EVERY_TELLING.split())


def tokens(text: str) -> list[str]:
    """Return the words of a text in order: Latin words and numbers as they are, Chinese as pairs of characters.

    "My 宽带断了" gives ``["宽带", "带断"]``: words that every telling holds, such as "my" and "了", are left out.
    Normalising twice changes nothing.
    """
    plain = unicodedata.normalize("NFKC", text[:_LONGEST]).casefold()
    found: list[str] = []
    for run in _TOKEN.findall(_URL.sub(" ", plain)):
        found += _pairs(run) if _CHINESE.match(run) else [run]
    return [token for token in found if token not in _STOP]


def _pairs(run: str) -> list[str]:
    characters = [character for character in run if character not in _STOP]
    if len(characters) < 2:
        return characters
    return [first + second for first, second in pairwise(characters)]
