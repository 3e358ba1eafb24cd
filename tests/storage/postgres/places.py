"""What the tests of the PostgreSQL store share: how to wait for something, and a way to the database that can break."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

from storage.postgres.connections import ConnectionLimits
from storage.postgres.postgres_store import PostgresStore

QUICK = ConnectionLimits(connections=6, spare=2, pulse=0.02)
"""Few connections, so that tests run out of them; and back soon."""


async def until(true: Callable[[], Awaitable[bool]]) -> None:
    """Wait for a condition, which is there at once or soon; the bound is against hanging."""
    async with asyncio.timeout(60):
        while not await true():  # noqa: ASYNC110  # what others do to a database sets no event here
            await asyncio.sleep(0.01)


async def until_all_is_given_back(store: PostgresStore) -> None:
    """Wait until no connection of the pool is lent, and no transaction counted."""
    pool, limits = store._pool, store._pool.limits

    async def idle() -> bool:
        return (
            pool.pool.get_idle_size() == pool.pool.get_size() and pool._room._value == limits.connections - limits.spare
        )

    await until(idle)


class Wire:
    """A way to the database that can be cut, or go silent while both ends believe in it."""

    def __init__(self, url: str, folder: str) -> None:
        self._target = urlsplit(url)
        self._folder = folder
        self._tasks: set[asyncio.Task[None]] = set()
        self._streams: set[asyncio.StreamWriter] = set()
        self._flowing = asyncio.Event()
        self._flowing.set()
        self.whole = True

    @property
    def url(self) -> str:
        there = self._target
        name = f"{there.username or 'postgres'}:{there.password or ''}"
        return urlunsplit((there.scheme, f"{name}@", there.path, urlencode({"host": self._folder}), ""))

    def cut(self) -> None:
        """Close all that is open, and let nobody through."""
        self.whole = False
        for stream in self._streams:
            stream.transport.abort()

    def mend(self) -> None:
        """Let everybody through again."""
        self.whole = True

    def go_silent(self) -> None:
        """Carry nothing more in either direction, without a sign of it."""
        self._flowing.clear()

    def go_on(self) -> None:
        """Carry what has come meanwhile, and all that follows."""
        self._flowing.set()

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection to its end."""
        if not self.whole:
            writer.transport.abort()
            return
        far_reader, far_writer = await self._reach()
        self._streams |= {writer, far_writer}
        async with asyncio.TaskGroup() as both:
            both.create_task(self._pump(reader, far_writer))
            both.create_task(self._pump(far_reader, writer))
        self._streams -= {writer, far_writer}

    async def _reach(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        folder = parse_qs(self._target.query).get("host", [""])[0]
        if folder:
            return await asyncio.open_unix_connection(f"{folder}/.s.PGSQL.{self._target.port or 5432}")
        return await asyncio.open_connection(self._target.hostname, self._target.port or 5432)

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(65536):
                await self._flowing.wait()
                writer.write(data)
                await writer.drain()
        writer.transport.abort()


@asynccontextmanager
async def wire(url: str) -> AsyncIterator[Wire]:
    """Give a wire to this database."""
    with tempfile.TemporaryDirectory() as folder:
        made = Wire(url, folder)
        served = await asyncio.start_unix_server(made.carry, Path(folder) / ".s.PGSQL.5432")
        try:
            yield made
        finally:
            made.cut()
            made.go_on()
            served.close()
