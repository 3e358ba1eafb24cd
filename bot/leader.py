"""What only one process on a store may do at a time, such as asking Telegram for updates: the others stand by."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from storage.ports import StorageError, Store

log = logging.getLogger(__name__)

LOOK = 1.0
"""Seconds between two looks at who does it; so long at most nobody does it after a process died."""


async def while_leader(store: Store, name: str, work: Callable[[], Awaitable[None]]) -> None:
    """Do the work for ever, while no other process does it: it is cancelled where the name is lost."""
    while True:
        if await _has(store, name):
            log.info("this process does %s now", name)
            await _while_reserved(store, name, work)
        await asyncio.sleep(LOOK)


async def _while_reserved(store: Store, name: str, work: Callable[[], Awaitable[None]]) -> None:
    task = asyncio.ensure_future(work())
    try:
        while not task.done() and await _has(store, name):
            await asyncio.wait([task], timeout=LOOK)
        if task.done():
            task.result()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await store.release(name)


async def _has(store: Store, name: str) -> bool:
    try:
        return await store.reserve(name)
    except StorageError as fault:
        log.warning("who does %s cannot be found out: %s", name, fault)
        return False
