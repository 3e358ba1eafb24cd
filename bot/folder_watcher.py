"""Watches the folders of scripts, signals and known issues while the program serves.

What a change means is for the folders.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Protocol

from watchfiles import awatch

from bot.desk.core.errors import error_kind
from storage.ports import StorageError

log = logging.getLogger(__name__)

_SETTLED = 300
"""Milliseconds without a further change after which files are read: editors save in several steps."""
_ANYWAY = 5_000
"""Milliseconds after which the folders are looked at without a sign: network drives give none."""
_RETRY = 5.0
"""Seconds until the next try after a failure."""


class Watched(Protocol):
    """A folder that is looked at."""

    @property
    def path(self) -> Path:
        """Where it is."""

    async def look(self) -> object:
        """Take in what changed."""


async def watch_folders(folders: Sequence[Watched], sleep: Callable[[float], Awaitable[None]]) -> None:
    """Have the folders looked at whenever something changes in them, until cancelled.

    Whatever happens meanwhile, such as a full disk or a folder that goes away, is logged, and watching goes on.
    """
    logging.getLogger("watchfiles").setLevel(logging.WARNING)  # it tells every change
    while folders:
        try:
            await _watch(folders)
        except (OSError, StorageError) as fault:
            log.warning("cannot watch the folders now, trying again in %.0f s: %s", _RETRY, error_kind(fault))
        except Exception:  # of whatever kind: the program serves on, and a later look makes up for it
            log.exception("cannot watch the folders now; trying again in %.0f s", _RETRY)
        await sleep(_RETRY)
    await asyncio.Event().wait()


async def _watch(folders: Sequence[Watched]) -> None:
    paths = {folder.path for folder in folders}
    signs = awatch(*paths, watch_filter=None, step=_SETTLED, rust_timeout=_ANYWAY, yield_on_timeout=True)
    async for _ in signs:
        for folder in folders:
            await folder.look()
