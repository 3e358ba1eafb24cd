"""The running desk as a value: what `bot.app` wires together, and what channels, pages and commands work with."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from bot.channels.port import Channel
from bot.desk.core.environment import Environment
from bot.desk.delivery.outbox import Outbox
from bot.desk.hotspots.telling_reader import TellingReader
from bot.desk.incoming.turn_queue import TurnQueue
from bot.desk.incoming.turns import Turns
from bot.desk.scripts.import_folder import ImportFolder
from bot.desk.scripts.publisher import Publisher
from bot.desk.scripts.signal_folder import SignalFolder
from bot.desk.turn.context import DeskContext
from bot.settings import Settings
from storage.file_store import FileStore
from storage.ports import Store


@dataclass(frozen=True)
class Container:
    """The desk and its store, ready for channels."""

    settings: Settings
    environment: Environment
    store: Store
    desk: DeskContext
    turns: Turns
    queue: TurnQueue
    """Where what customers do waits to be played."""
    publisher: Publisher
    """Puts scripts and known issues in force."""
    folders: tuple[ImportFolder, ...]
    """Where they come from: scripts first, then known issues."""
    signals: SignalFolder | None
    """Where the company says which phrases count as a signal."""
    files: FileStore
    """What customers sent besides words."""

    def outbox(self, channels: Mapping[str, Channel]) -> Outbox:
        """Return the outbox that delivers through these channels."""
        return Outbox(self.store, channels, self.environment, asyncio.sleep)

    def tellings(self) -> TellingReader:
        """Return what customers told, to be read in order."""
        return TellingReader(self.store, self.desk.scripts.script)
