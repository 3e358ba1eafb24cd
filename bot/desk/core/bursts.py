"""A telling in several quick messages: how long to wait for more of it, and what the whole says. Pure."""

import re
from collections.abc import Iterable
from datetime import timedelta

_FRAGMENT = 3
"""Words of what is not even a clause, or Chinese signs."""
_WORD = re.compile(r"[㐀-鿿]|[^\W_㐀-鿿]+(?:['’][^\W_㐀-鿿]+)*")
_ENDS = (".", "!", "?", "。", "！", "？", "…", "~", "～")


def is_fragment(text: str) -> bool:
    """Tell whether more must follow: a word or two without an end, such as "so" or "my internet"."""
    return not text.rstrip().endswith(_ENDS) and len(_WORD.findall(text)) <= _FRAGMENT


def pause(text: str, settle: timedelta) -> timedelta:
    """Return how long to wait for more after these words: longer where they cannot be all."""
    if is_fragment(text):
        return settle * 2
    return settle * 0.75 if text.rstrip().endswith(_ENDS) else settle


def joined(texts: Iterable[str]) -> str:
    """Return several messages as the one text that they are: a sentence may have been sent word by word."""
    whole = "".join(text + (" " if is_fragment(text) else "\n") for text in texts)
    return whole.rstrip()
