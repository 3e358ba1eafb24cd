"""Lets tests, and calls that are held open, wait until something is so. It knows nothing of what changes."""

import asyncio
from collections.abc import Callable

HUNG = 300.0
"""Seconds after which a test that waits in vain is ended; no test depends on how long it is."""


class Changes:
    """Whoever waits is woken at every change, and looks again."""

    def __init__(self) -> None:
        self._waiting: list[asyncio.Future[None]] = []

    def tell(self) -> None:
        """Wake everyone who waits."""
        waiting, self._waiting = self._waiting, []
        for one in waiting:
            if not one.done():
                one.set_result(None)

    async def wait_for(self, condition: Callable[[], bool], seconds: float = HUNG) -> None:
        """Wait until something is so.

        Raises:
            TimeoutError: if it is not so after these seconds.
        """
        async with asyncio.timeout(seconds):
            while not condition():
                change = asyncio.get_running_loop().create_future()
                self._waiting.append(change)
                await change
