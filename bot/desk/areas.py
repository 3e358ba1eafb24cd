"""Does a known issue concern this customer? By the area and the product of a fault, as far as they are told."""

import re
from collections.abc import Mapping

from rapidfuzz import fuzz

from bot.matching.normalise import plain
from dialogs.known_issue import KnownIssue

_CHOICE = re.compile("[a-z][a-z0-9-]*")
"""What the key of a choice looks like."""
_NAMED = 85
"""From this rapidfuzz ratio on, a text holds the name of a place, typed with a mistake or not."""


def concerns(issue: KnownIssue, text: str, slots: Mapping[str, str]) -> bool | None:
    """Return whether the issue is about where and what the customer tells of; None while that is not known.

    An issue without an area and a product concerns everybody. One of another place, or of another product, nobody who
    has named theirs.
    """
    judged = [_of_product(issue, slots), _of_area(issue, text, slots)]
    if False in judged:
        return False
    return None if None in judged else True


def _of_product(issue: KnownIssue, slots: Mapping[str, str]) -> bool | None:
    if not issue.products:
        return True
    told = {key for value in slots.values() for key in value.split(",") if _CHOICE.fullmatch(key)}
    return bool(told & set(issue.products)) if told else None


def _of_area(issue: KnownIssue, text: str, slots: Mapping[str, str]) -> bool | None:
    if not issue.area:
        return True
    if any(_named(name, told) for name in issue.area for told in (text, slots.get("place", ""))):
        return True
    return False if slots.get("place") else None


def _named(name: str, told: str) -> bool:
    return fuzz.partial_ratio(plain(name), plain(told)) >= _NAMED if told else False
