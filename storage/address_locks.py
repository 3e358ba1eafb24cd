"""One lock per address: what happens on one address happens in order, different addresses go side by side."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class AddressLocks:
    """A lock per address, forgotten as soon as nobody needs it."""

    def __init__(self) -> None:
        self._locks: dict[str, asyncio.Lock] = {}
        self._users: dict[str, int] = {}

    @asynccontextmanager
    async def lock(self, address: str) -> AsyncIterator[None]:
        """Wait for the turn of this address, and hold it."""
        lock = self._locks.setdefault(address, asyncio.Lock())
        self._users[address] = self._users.get(address, 0) + 1
        try:
            async with lock:
                yield
        finally:
            self._users[address] -= 1
            if not self._users[address]:
                del self._users[address], self._locks[address]
