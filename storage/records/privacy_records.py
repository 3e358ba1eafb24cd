"""The frozen records of what customers may ask of their own data: what is asked for, what was erased, what stays."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from storage.records.record import Json, Record
from storage.records.statuses import DataWish, DataWishStatus


@dataclass(frozen=True, kw_only=True, slots=True)
class Erasure(Record):
    """That the data of a customer were erased, by ids of our own making only: an older backup is erased again by it."""

    INDEXES: ClassVar[tuple[str, ...]] = ("customer",)

    customer: str
    """The id of the Customer."""
    at: datetime
    conversations: tuple[str, ...] = ()
    """Their ids: in a store from before a merge they belong to other customers, who are the same person."""
    files: tuple[str, ...] = ()
    """The digests of the files that went."""
    counts: Json
    """How many records were blanked or removed, by kind."""
    paths: Json
    """The way each conversation took through its script, by its id: what the journals told, which are gone."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DataRequest(Record):
    """What a customer asks for by ``/privacy``, until an admin decides; gone with the customer."""

    INDEXES: ClassVar[tuple[str, ...]] = ("customer", "status")

    customer: str
    """The id of the Customer."""
    wish: DataWish
    at: datetime
    status: DataWishStatus = "asked"
    decided: datetime | None = None
    by: str = ""
    """The id of the agent who decided; empty until then, and for the command line."""
    revision: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class LegalHold(Record):
    """A ticket must stay as it is, whatever its age and whoever asks; its id is the ticket's."""

    at: datetime
    by: str
    """Who said so."""
    reason: str
