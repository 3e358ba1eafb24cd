"""Does a known issue concern this customer? By the area and the product of a fault, as far as they are told."""

from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.matching.normalise import plain
from dialogs.language.known_issue import KnownIssue
from dialogs.model.script import Slot
from dialogs.reading.places import point

_NAMED = 85
"""From this rapidfuzz ratio on, a text holds the name of a place, typed with a mistake or not."""


@dataclass(frozen=True)
class Circumstances:
    """Where and what it is, as far as a customer has told; read once for all issues."""

    text: str
    places: tuple[str, ...]
    chosen: tuple[tuple[frozenset[str], frozenset[str]], ...]
    """Of each answer by choices: those there were, and those that were chosen."""


def circumstances(text: str, given: Mapping[str, str], slots: Mapping[str, Slot]) -> Circumstances:
    """Return what a telling and the answers ``given`` to the ``slots`` of its script say."""
    answered = [(slots[key], value) for key, value in given.items() if value and key in slots]
    return Circumstances(
        plain(text),
        # A point on the map names nothing.
        tuple(plain(value) for slot, value in answered if slot.type == "place" and not point(value)),
        tuple(
            (frozenset(choice.key for choice in slot.choices), frozenset(value.split(",")))
            for slot, value in answered
            if slot.choices
        ),
    )


def concerns(issue: KnownIssue, told: Circumstances) -> bool | None:
    """Return whether the issue is about where and what the customer tells of; None while that is not known.

    An issue without an area and a product concerns everybody. One of another place, or of another product, nobody who
    has named theirs.
    """
    judged = [_of_product(issue, told), _of_area(issue, told)]
    if False in judged:
        return False
    return None if None in judged else True


def _of_product(issue: KnownIssue, told: Circumstances) -> bool | None:
    products = frozenset(issue.products)
    chosen = [chosen for offered, chosen in told.chosen if offered & products]  # what else is chosen is no product
    if not products or not chosen:
        return None if products else True
    return any(one & products for one in chosen)


def _of_area(issue: KnownIssue, told: Circumstances) -> bool | None:
    if not issue.area:
        return True
    names = [plain(name) for name in issue.area]
    if any(_holds(words, name) for name in names for words in (told.text, *told.places)):
        return True
    return False if told.places else None


def _holds(words: str, name: str) -> bool:
    return bool(words) and fuzz.partial_ratio(name, words, score_cutoff=_NAMED) > 0
