"""Who looks at an address is told when something happened there: the hints of ``ports.Changes`` within one process."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager


class LocalChanges:
    """Addresses where something happened, to everyone who watches."""

    def __init__(self) -> None:
        self._watchers: set[asyncio.Queue[str]] = set()

    def tell(self, address: str) -> None:
        """Tell every watcher that something happened at this address."""
        for watcher in self._watchers:
            watcher.put_nowait(address)

    @contextmanager
    def watch(self) -> Iterator[AsyncIterator[str]]:
        """Return the addresses of all changes from now on, in order, without end."""
        queue: asyncio.Queue[str] = asyncio.Queue()
        self._watchers.add(queue)
        try:
            yield _drain(queue)
        finally:
            self._watchers.discard(queue)


async def _drain(queue: asyncio.Queue[str]) -> AsyncIterator[str]:
    while True:
        yield await queue.get()
