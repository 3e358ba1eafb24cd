"""The closed vocabulary of comparisons that a branch may use."""

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation

from dialogs.model.script import Condition


def holds(condition: Condition, slots: Mapping[str, str]) -> bool:
    """Tell whether a condition is true of these answers; an answer that is not there equals nothing."""
    return _COMPARISONS[condition.comparison](slots.get(condition.slot, ""), condition.values)


def _equals(answer: str, values: tuple[str, ...]) -> bool:
    return answer == values[0]


def _is_one_of(answer: str, values: tuple[str, ...]) -> bool:
    return answer in values


def _is_empty(answer: str, values: tuple[str, ...]) -> bool:
    return (not answer) == (values[0] == "yes")


def _at_least(answer: str, values: tuple[str, ...]) -> bool:
    number, bound = _number(answer), _number(values[0])
    return number is not None and bound is not None and number >= bound


def _at_most(answer: str, values: tuple[str, ...]) -> bool:
    number, bound = _number(answer), _number(values[0])
    return number is not None and bound is not None and number <= bound


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


_COMPARISONS: dict[str, Callable[[str, tuple[str, ...]], bool]] = {
    "equals": _equals,
    "is-one-of": _is_one_of,
    "is-empty": _is_empty,
    "at-least": _at_least,
    "at-most": _at_most,
}
