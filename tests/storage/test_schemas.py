"""Documents of every schema there ever was, against the codec of today. See `kept_samples` for what to do."""

from dataclasses import MISSING, Field, fields
from typing import Any

import pytest

from storage.codec import SCHEMA, UPGRADES, decode, encode
from storage.kinds import KINDS, RENAMED
from storage.records.record import Record
from tests.storage.kept_samples import read, sampled

WHAT_TO_DO = "a record is written otherwise than before: raise SCHEMA, and see tests/storage/kept_samples.py"


def by_name(kind: type[Record]) -> str:
    return kind.__name__


def default(field: "Field[Any]") -> Any:
    return field.default if field.default_factory is MISSING else field.default_factory()


def test_every_number_has_its_samples_and_every_old_one_its_step() -> None:
    old = sorted(UPGRADES)

    assert [*old, SCHEMA] == sampled(), WHAT_TO_DO
    assert list(range(1, SCHEMA)) == old


@pytest.mark.parametrize("number", sampled())
def test_what_any_schema_wrote_is_read_and_written_as_today(number: int) -> None:
    kinds = {kind.__name__: kind for kind in KINDS}
    records = {name: decode(kinds[RENAMED.get(name, name)], document) for name, document in read(number).items()}

    assert {name: record.id for name, record in records.items()}.keys() == read(number).keys()
    assert all(decode(type(record), encode(record)) == record for record in records.values())


@pytest.mark.parametrize("kind", KINDS, ids=by_name)
def test_the_samples_of_today_are_what_is_written_today(kind: type[Record]) -> None:
    document = read(SCHEMA)[kind.__name__]

    assert encode(decode(kind, document)) == document, WHAT_TO_DO


@pytest.mark.parametrize("kind", KINDS, ids=by_name)
def test_no_field_of_a_sample_of_today_is_left_at_its_default(kind: type[Record]) -> None:
    record = decode(kind, read(SCHEMA)[kind.__name__])
    left = [field.name for field in fields(kind) if getattr(record, field.name) == default(field)]

    assert left == []


def test_a_version_of_the_first_schema_says_when_it_was_imported() -> None:
    kinds = {kind.__name__: kind for kind in KINDS}
    old = decode(kinds["ScriptVersion"], read(1)["ScriptVersion"])

    assert '"imported":"2026-11-04T12:30:15.250000+00:00"' in encode(old).decode()
