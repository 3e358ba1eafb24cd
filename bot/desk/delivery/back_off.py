"""The patience that a channel asked for at an address: kept in the store, so that the next process has it, too."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.channels.port import TryLater
from storage.ports import Store, UnitOfWork
from storage.traffic_records import Pause


async def raise_if_paused(store: Store, address: str, now: datetime) -> None:
    """Go on only if nobody wants this address to be left alone.

    Raises:
        TryLater: for as long as that is so.
    """
    unit = store.unit()
    pause = await unit.get(Pause, address)
    if pause is None:
        return
    if pause.until > now:
        raise TryLater("the channel asked for patience", (pause.until - now).total_seconds())
    unit.delete(pause)
    await unit.commit()


async def begin_pause(unit: UnitOfWork, address: str, now: datetime, seconds: float) -> None:
    """Leave an address alone for so many seconds from now on, whatever was asked for before."""
    known, until = await unit.get(Pause, address), now + timedelta(seconds=seconds)
    unit.put(replace(known, until=until)) if known else unit.add(Pause(id=address, until=until))
