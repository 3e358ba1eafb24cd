"""How much each role of the staff may give a customer by itself, currency by currency. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from storage.records.statuses import Role

ROLES: tuple[Role, ...] = ("agent", "supervisor", "manager", "admin")
"""From the least to the most that they may."""
LARGEST = 10**12
"""Hundredths; more is a slip of the finger."""
_ENTRY = re.compile(r"([a-z]{1,20}) {1,9}([0-9][0-9.,]{0,20}) {1,9}([A-Z]{3})", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)


@dataclass(frozen=True)
class RemedyLimits:
    """What may be given without asking anybody. Without any limit, everybody may give anything."""

    limits: Mapping[tuple[Role, str], int] = field(default_factory=dict)
    """By role and currency, in hundredths."""

    @property
    def currencies(self) -> tuple[str, ...]:
        """The currencies that limits are written in, in the order of the setting."""
        return tuple(dict.fromkeys(currency for _, currency in self.limits))

    def __str__(self) -> str:
        """Return them as `read_limits` reads them."""
        return ", ".join(f"{role} {plain_amount(held)} {currency}" for (role, currency), held in self.limits.items())

    def allow(self, role: Role, amount: int, currency: str) -> bool:
        """Tell whether somebody of this role may give so much by themselves.

        Roles above the highest that is named may give anything, others that are not named nothing. Of a currency that
        no limit names, supervisors decide.
        """
        if not self.limits or not amount:
            return True
        named = [one for one in ROLES if (one, currency) in self.limits]
        if not named:
            return role != "agent"
        own = self.limits.get((role, currency))
        if own is not None:
            return amount <= own
        return ROLES.index(role) > ROLES.index(named[-1])


def read_limits(text: str) -> RemedyLimits:
    """Return the limits of a setting such as ``agent 100 CNY, supervisor 2000 CNY``.

    Raises:
        ValueError: if it cannot be read.
    """
    limits: dict[tuple[Role, str], int] = {}
    for part in filter(None, (one.strip() for one in text.split(","))):
        entry = _ENTRY.fullmatch(part)
        role = next((one for one in ROLES if entry and one == entry[1]), None)
        amount = read_amount(entry[2]) if entry else None
        if entry is None or role is None or amount is None:
            raise ValueError(f"“{part}” is not a limit like “agent 100 CNY”; the roles are {', '.join(ROLES)}")
        limits[role, entry[3]] = amount
    return RemedyLimits(limits)


def read_amount(text: str) -> int | None:
    """Return an amount in hundredths, None if it is none: ``50``, ``50.5`` and ``1,250.00`` are some."""
    plain = re.sub(r",(?=\d{3})|[\s\u00a0]", "", text)
    try:
        value = Decimal(plain) * 100
    except InvalidOperation:
        return None
    is_one = value == value.to_integral_value() if value.is_finite() else False
    return int(value) if is_one and 0 <= value <= LARGEST else None


def plain_amount(amount: int) -> str:
    """Return an amount in hundredths as `read_amount` and a field of a form take it: ``50``, ``1250.50``."""
    whole, rest = divmod(amount, 100)
    return f"{whole}.{rest:02}" if rest else str(whole)


def is_currency(text: str) -> bool:
    """Tell whether it is written as currencies are, such as ``CNY``."""
    return _CURRENCY.fullmatch(text) is not None


def shown_amount(amount: int, currency: str, language: str) -> str:
    """Return an amount as people write it: ``50 CNY``, ``1,250.50 CNY``, ``50元``."""
    whole, rest = divmod(amount, 100)
    number = f"{whole:,}.{rest:02}" if rest else f"{whole:,}"
    return f"{number}元" if (language, currency) == ("zh", "CNY") else f"{number} {currency}"
