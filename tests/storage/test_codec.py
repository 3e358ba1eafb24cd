from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import orjson
import pytest

from storage import codec
from storage.ports import Damaged
from storage.records.complaint_records import Customer, Message, Ticket
from storage.records.record import Json, Record
from storage.records.script_records import ScriptVersion

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
CUSTOMER = Customer(id="c1", identities=("telegram:4711", "web:5f2c"), name="李雷", since=NOON)
MESSAGE = Message(
    id="m1",
    address="web:5f2c",
    conversation="v1",
    at=NOON,
    author="bot",
    text="Which one?",
    choices=(("a", "First"), ("b", "Second")),
)
TICKET = Ticket(
    id="t1",
    reference="T-2026-000001",
    customer="c1",
    address="web:5f2c",
    conversation="v1",
    language="en",
    script="telecom",
    status="open",
    description="No signal",
    slots={"amount": {"currency": "CNY", "cents": 1999}},
    opened=NOON,
    due=NOON + timedelta(hours=24),
)


@pytest.mark.parametrize("record", [CUSTOMER, MESSAGE, TICKET, replace(TICKET, resolved=NOON)])
def test_a_record_comes_back_as_it_was(record: Record) -> None:
    again = codec.decode(type(record), codec.encode(record))

    assert record == again


def test_a_document_tells_its_schema() -> None:
    document = orjson.loads(codec.encode(CUSTOMER))

    assert document["v"] == codec.SCHEMA


def test_a_time_is_kept_in_utc() -> None:
    evening_in_beijing = NOON.astimezone(timezone(timedelta(hours=8)))

    document = codec.to_json(replace(CUSTOMER, since=evening_in_beijing))

    assert document["since"] == "2026-03-01T12:00:00+00:00"


def test_a_time_without_a_zone_is_refused_with_a_clear_sentence() -> None:
    naive = replace(CUSTOMER, since=NOON.replace(tzinfo=None))

    with pytest.raises(ValueError, match="2026-03-01T12:00:00 has no time zone; records hold UTC"):
        codec.encode(naive)


def test_a_time_inside_a_json_field_is_refused_as_it_would_come_back_as_text() -> None:
    with pytest.raises(TypeError):
        codec.encode(replace(TICKET, slots={"since": NOON}))


def test_an_unknown_schema_is_damage() -> None:
    document = codec.to_json(CUSTOMER) | {"v": 99}

    with pytest.raises(Damaged, match=f"Customer 'c1' has the schema 99; this program knows {codec.SCHEMA}"):
        codec.from_json(Customer, document)


def test_a_document_without_a_schema_is_damage() -> None:
    with pytest.raises(Damaged, match="has the schema None"):
        codec.decode(Customer, b"{}")


@pytest.mark.parametrize("data", [b"", b"[", b'{"v": 1}', b'{"v":1,"id":"c1","identities":[],"since":"noon"}'])
def test_what_is_no_such_document_is_damage(data: bytes) -> None:
    with pytest.raises(Damaged):
        codec.decode(Customer, data)


def test_an_old_document_is_upgraded_step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    def rename(_: str, document: Json) -> Json:
        return {"name": document.pop("nickname"), **document}

    def shorten(_: str, document: Json) -> Json:
        return document | {"name": document["name"][:2]}

    monkeypatch.setattr(codec, "SCHEMA", 3)
    monkeypatch.setattr(codec, "UPGRADES", {1: rename, 2: shorten})
    document = {"v": 1, "id": "c1", "identities": [], "nickname": "Lilly", "since": NOON.isoformat()}

    upgraded = codec.from_json(Customer, document)

    assert upgraded.name == "Li"


def test_a_field_that_came_later_takes_its_default() -> None:
    document = codec.to_json(CUSTOMER)
    del document["language"]

    assert codec.from_json(Customer, document) == CUSTOMER


def test_a_version_of_schema_1_keeps_its_time_as_that_of_its_import() -> None:
    document = {"v": 1, "id": "5a1c", "script": "telecom", "text": "format: 1", "published": NOON.isoformat()}

    upgraded = codec.from_json(ScriptVersion, document)

    assert upgraded == ScriptVersion(id="5a1c", script="telecom", text="format: 1", imported=NOON)


def test_every_other_document_of_schema_1_is_read_as_it_is() -> None:
    document = codec.to_json(TICKET) | {"v": 1}
    del document["track"]

    assert codec.from_json(Ticket, document) == TICKET
