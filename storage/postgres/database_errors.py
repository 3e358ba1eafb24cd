"""What PostgreSQL and the way to it may refuse, told apart: somebody else was faster, or it cannot be reached now."""

from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg

from storage.ports import Conflict, Unavailable

NOT_AS_EXPECTED = "TL409"
"""The error of the function ``expect_all`` in our own schema: the message names the record."""

_OVERTAKEN = ("40001", "40P01")
"""Serialization failure and deadlock: the same unit of work may well succeed the next time."""
_OUT_OF_REACH = ("08", "28", "3D", "53", "57", "58", "25006", "25P02", "25P03", "42501", "55P03")
"""Beginnings of codes: connection, password, database, resources (also a full disk), operator, system; read-only, an
earlier failure in the transaction, idle for too long, no right to do it, a lock not had in time.
See https://www.postgresql.org/docs/current/errcodes-appendix.html."""
_LOST = ("is closed", "is closing", "was closed", "released back")
"""What an InterfaceError says where the connection broke; any other tells of our own mistake."""


@contextmanager
def told_apart() -> Iterator[None]:
    """Raise what a caller may handle as the exceptions of the port; everything else is a bug and stays what it is.

    Raises:
        Conflict: if another commit was faster.
        Unavailable: if the database cannot be reached, or cannot do it now.
    """
    try:
        yield
    except asyncpg.PostgresError as error:
        code = error.sqlstate or ""
        if code == NOT_AS_EXPECTED:
            raise Conflict(f"{error} is not as this unit of work found it") from error
        if code in _OVERTAKEN:
            raise Conflict("another commit was faster") from error
        if code.startswith(_OUT_OF_REACH):
            raise Unavailable(f"the database refuses: {_first_line(error)}") from error
        raise
    except asyncpg.InternalClientError as error:  # the driver was told that it is over while it began something
        raise Unavailable("the database is out of reach: the connection ended at that moment") from error
    except asyncpg.InterfaceError as error:
        if not any(words in str(error) for words in _LOST):
            raise
        raise Unavailable(f"the database is out of reach: {_first_line(error)}") from error
    except (OSError, TimeoutError) as error:
        raise Unavailable(f"the database is out of reach: {_first_line(error) or type(error).__name__}") from error


def _first_line(error: BaseException) -> str:
    """Return what went wrong without the details behind it, which may hold values."""
    return str(error).partition("\n")[0]
