"""Numbers to be drawn."""

from collections.abc import Mapping
from datetime import date

from dialogs.versions.funnel import Funnel

Numbers = Mapping[str, int]


def counted(
    conversations: int,
    passed: Numbers | None = None,
    left: Numbers | None = None,
    pairs: Mapping[tuple[str, str], int] | None = None,
    signals: Numbers | None = None,
) -> Funnel:
    """Return numbers of so many conversations of one November."""
    days = (date(2026, 11, 1), date(2026, 11, 30))
    return Funnel(conversations, *days, passed or {}, left or {}, pairs or {}, signals or {})
