"""Chinese in Traditional characters: who writes them, and our own words as they read them.

OpenCC converts by phrases in the way of Hong Kong; `traditional.yaml` holds what is written otherwise.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache

import opencc

from dialogs.reading.folding import simplified
from dialogs.strict_yaml.fields import Fields, read_shipped

_REMEMBERED = 4096
"""Texts: all that the scripts hold, and many with values of their own."""
_IN_BOTH = frozenset("后里台面系只发干着于余云周岳游松升采乾著帐吊才斗谷范胡卷几丑向布占咸姜岩托沈朱杰淀制准表")
"""Characters that those who write either form use."""

_TAGGED = re.compile(r"(?:zh-(?!hans\b)(?:[a-z]+-)*(?:hant|tw|hk|mo)|yue)\b", re.IGNORECASE)
_NAMED = re.compile(
    r"繁[體体]|正體[中字]|traditional chinese|(?P<simplified>[简簡][体體]|simplified chinese)", re.IGNORECASE
)
"""How the characters are called, on our buttons as well."""


def writes_traditional(text: str, otherwise: bool) -> bool:
    """Return whether the text is in Traditional characters rather than in Simplified ones, if it shows that at all."""
    if named := _NAMED.search(text):
        return named["simplified"] is None
    if text.isascii():
        return otherwise
    signs = [sign for sign in text if sign not in _IN_BOTH and "\u3400" <= sign < "\ua000"]
    ours = sum(simplified(sign) != sign for sign in signs)
    others = sum(_single(sign) != sign for sign in signs if simplified(sign) == sign)
    return otherwise if ours == others else ours > others


def reads_traditional(tag: str) -> bool:
    """Return whether a language tag such as ``zh-TW`` or ``zh-Hant`` means Chinese in Traditional characters."""
    return _TAGGED.match(tag.strip()) is not None


@lru_cache(_REMEMBERED)
def traditional(text: str) -> str:
    """Return a Chinese text in Traditional characters; any other as it is."""
    if text.isascii():
        return text
    written = str(_converter().convert(text))
    for made, mended in _mended().items():
        written = written.replace(made, mended)
    return written


@lru_cache(_REMEMBERED)
def _single(sign: str) -> str:
    return str(_plain_converter().convert(sign))


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("s2hk")


@cache
def _plain_converter() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")


@cache
def _mended() -> Mapping[str, str]:
    return read_shipped("dialogs", "traditional.yaml", _pairs)


def _pairs(fields: Fields) -> dict[str, str]:
    return {key.text: fields.word(key.text) for key in fields.names()}
