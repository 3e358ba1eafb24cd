"""Whether a time must be told with its zone, as its reader may be where the clocks show another, and in which words."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import phonenumbers
from phonenumbers import timezone as phone_zones

_UNKNOWN = "Etc/Unknown"


def may_be_misread(at: datetime, zone: ZoneInfo, numbers: Iterable[str]) -> bool:
    """Tell whether a time on the clocks of a zone says too little: it comes twice that night, or is read abroad.

    ``numbers`` are the phone numbers of whoever reads it, of which those with a country code tell where they may be.
    """
    local = at.astimezone(zone)
    comes_twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    abroad = [_zones(number) for number in numbers if number.startswith("+")]
    offset = local.utcoffset()
    return comes_twice or any(
        zones and all(at.astimezone(ZoneInfo(one)).utcoffset() != offset for one in zones) for zones in abroad
    )


def zone_in_words(at: datetime, zone: ZoneInfo) -> str:
    """Return the offset of a zone at a moment, such as ``UTC+8`` or ``UTC-3:30``, which nobody takes for another."""
    offset = at.astimezone(zone).utcoffset()
    minutes = round(offset.total_seconds() / 60) if offset else 0
    hours, rest = divmod(abs(minutes), 60)
    sign = "" if not minutes else "+" if minutes > 0 else "-"
    return f"UTC{sign}{hours or ''}{f':{rest:02}' if rest else ''}" if hours or not minutes else f"UTC{sign}0:{rest:02}"


@lru_cache(maxsize=1000)
def _zones(number: str) -> tuple[str, ...]:
    """Return the zones in which a number may be; none if that is not known."""
    try:
        parsed = phonenumbers.parse(number.partition("x")[0])
    except phonenumbers.NumberParseException:
        return ()
    return tuple(one for one in phone_zones.time_zones_for_number(parsed) if one != _UNKNOWN)
