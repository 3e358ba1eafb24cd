"""When one turn is about several addresses: it is played again with the locks of all of them held.

A turn begins under the lock of one address. To wait for a second one from there could be waited for in turn, for ever.
"""

from collections.abc import Iterable

from storage.ports import UnitOfWork


class LocksNeeded(Exception):
    """A turn needs the locks of other addresses as well; nothing of it was written."""

    def __init__(self, addresses: frozenset[str]) -> None:
        super().__init__(f"the turn needs the locks of {len(addresses)} other addresses")
        self.addresses = addresses


def require_locks(unit: UnitOfWork, addresses: Iterable[str]) -> None:
    """Go on only in the locks of these addresses.

    Raises:
        Elsewhere: if one of them is not held.

    """
    missing = frozenset(address for address in addresses if not unit.holds(address))
    if missing:
        raise LocksNeeded(missing)
