import asyncpg
import pytest
from asyncpg.exceptions import _base

from storage.ports import Conflict, Unavailable
from storage.postgres.database_errors import told_apart


@pytest.mark.parametrize("error", [asyncpg.SerializationError("x"), asyncpg.DeadlockDetectedError("x")])
def test_who_was_overtaken_has_a_conflict(error: Exception) -> None:
    with pytest.raises(Conflict), told_apart():
        raise error


@pytest.mark.parametrize(
    "error",
    [
        asyncpg.ConnectionDoesNotExistError("gone"),
        asyncpg.InvalidPasswordError("wrong"),
        asyncpg.InvalidCatalogNameError("none"),
        asyncpg.TooManyConnectionsError("many"),
        asyncpg.DiskFullError("full"),
        asyncpg.OutOfMemoryError("locks"),
        asyncpg.AdminShutdownError("stopped"),
        asyncpg.QueryCanceledError("slow"),
        asyncpg.ReadOnlySQLTransactionError("a replica"),
        asyncpg.InFailedSQLTransactionError("after a failure"),
        asyncpg.IdleInTransactionSessionTimeoutError("idle"),
        asyncpg.LockNotAvailableError("locked"),
        asyncpg.InterfaceError("connection is closed"),
        asyncpg.InterfaceError("the underlying connection is closed"),
        asyncpg.InterfaceError("pool is closing"),
        asyncpg.InterfaceError("cannot call Connection.fetch(): connection has been released back to the pool"),
        _base.InternalClientError("cannot switch to state 11; another operation (2) is in progress"),
        ConnectionRefusedError(),
        TimeoutError(),
    ],
    ids=repr,
)
def test_what_is_out_of_reach_is_unavailable(error: Exception) -> None:
    with pytest.raises(Unavailable), told_apart():
        raise error


@pytest.mark.parametrize(
    "error",
    [
        asyncpg.InterfaceError("cannot perform operation: another operation is in progress"),
        _base.DataError("invalid input for query argument $1"),
        asyncpg.PostgresSyntaxError("syntax"),
        asyncpg.UndefinedTableError("no such table"),
        asyncpg.CharacterNotInRepertoireError("NUL"),
        asyncpg.ProgramLimitExceededError("index row size"),
        ZeroDivisionError(),
    ],
    ids=repr,
)
def test_our_own_mistakes_stay_what_they_are(error: Exception) -> None:
    with pytest.raises(type(error)) as found, told_apart():
        raise error

    assert found.value is error


def test_the_details_of_a_refusal_are_not_told() -> None:
    error = asyncpg.DiskFullError("no space left")
    error.detail = "Key (owner)=(Han)"

    with pytest.raises(Unavailable) as refusal, told_apart():
        raise error

    assert str(refusal.value) == "the database refuses: no space left"
