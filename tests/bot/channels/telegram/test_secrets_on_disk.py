"""No password, code or card number of a customer comes to stand on the disk, by whichever way it is told."""

import json
import logging
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.channels.telegram.transport.intake import Intake, read
from bot.desk.delivery.inbox import Inbox
from storage.backup import back_up
from storage.copying import copy
from storage.embedded.embedded_store import open_store
from storage.records.traffic_records import InboxRow
from tests.bot.channels.telegram.customers.test_updates import ADA, FILE, PRIVATE, message
from tests.bot.channels.telegram.test_odd_updates import open_door
from tests.standins.bot_api.server import BotApi

Json = dict[str, Any]

PASSWORD, CODE, CARD, SPOKEN = "hunter2secret", "482913", "4111111111111111", "六六八八九九"
SECRETS = (PASSWORD, CODE, CARD, "4111 1111 1111 1111", SPOKEN)
HARMLESS = "nothing but a word"
PHOTO: Json = {"photo": [{**FILE, "width": 1, "height": 1}]}
TOLD: tuple[Json, ...] = (
    {"message": message(text=f"{HARMLESS}, my password's {PASSWORD}")},
    {"message": message(text=f"验证码{CODE}，卡号{CARD}")},
    {"message": message(text="my card 4111 1111 1111 1111 was charged twice")},
    {"message": message(text=f"支付密码：{SPOKEN}", entities=[{"type": "bold", "offset": 5, "length": 6}])},
    {"message": {**message(), **PHOTO, "caption": f"pwd: {PASSWORD}"}},
    {"message": {**message(), "document": {**FILE, "file_name": f"card {CARD}.pdf"}}},
    {"message": message(text="see above", reply_to_message=message(text=f"the code is {CODE}"))},
    {"message": message(text="see", quote={"text": f"passwd={PASSWORD}", "position": 0})},
    {"edited_message": message(text=f"my password is {PASSWORD}", edit_date=2)},
    {"message": {**message(text=f"密码：{PASSWORD}"), "date": "never"}},
    {"message": {"chat": PRIVATE, "text": {"odd": [f"PIN {CODE}"]}}},
    {"an_update_of_tomorrow": {"chat": PRIVATE, "from": ADA, "checklist": {"tasks": [{"text": f"otp {CODE}"}]}}},
)
NO_UPDATES = (
    f"password={PASSWORD}".encode(),
    json.dumps({"text": f"密码 {PASSWORD}"}).encode(),
    b'{"text": "\\u5bc6\\u7801' + PASSWORD.encode() + b'", ',
    b"[" * 2000 + f"pin {CODE}".encode(),
)


def updates() -> list[Json]:
    """Return what is told, each as an update of its own and from a message of its own."""
    return [
        {"update_id": number, **{kind: {**part, "message_id": number + 1000} for kind, part in one.items()}}
        for number, one in enumerate(TOLD, start=1)
    ]


def written(folder: Path) -> bytes:
    """Return all that stands in a folder."""
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


async def test_no_secret_comes_to_stand_in_the_journal_a_copy_a_backup_or_the_log(
    tmp_path: Path, api: BotApi, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with open_door(tmp_path / "desk", api) as door:
        for body in (*(json.dumps(update).encode() for update in updates()), *NO_UPDATES):
            await door.takes(body)
        await door.rests()
        aside = [row for row in await door.desk.store.unit().find(InboxRow) if row.problem]
        await back_up(door.desk.store, tmp_path / "backup")
        export = await open_store(tmp_path / "export")
        await copy(door.desk.store, export)
        await export.close()
        said = [text for _, text in await door.desk.transcript(f"telegram:{PRIVATE['id']}")]
    disk = written(tmp_path)

    assert len(aside) >= len(NO_UPDATES) + 2
    assert HARMLESS.encode() in disk
    assert any(HARMLESS in text for text in said)
    for secret in SECRETS:
        assert secret.encode() not in disk
        assert json.dumps(secret)[1:-1].encode() not in disk
        assert secret not in caplog.text
        assert not any(secret in text for text in said)


class NotingBox(Inbox):
    """Keeps in memory."""

    def __init__(self) -> None:
        self.rows: list[InboxRow] = []
        self.said: dict[str, str] = {}

    async def keep(self, rows: Sequence[InboxRow], said: Mapping[str, str] | None = None) -> None:
        self.rows.extend(rows)
        self.said.update(said or {})


async def kept(*raw: object) -> tuple[list[InboxRow], dict[str, str]]:
    box = NotingBox()
    await Intake(7, box, lambda: datetime(2026, 3, 1, tzinfo=UTC)).take(raw)
    return box.rows, box.said


async def test_what_programs_need_of_an_update_stays_as_it_was() -> None:
    said_so: Json = {
        **message(text="😀 密码123456，see https://a.b", message_id=4111111111111111),
        "entities": [{"type": "url", "offset": 16, "length": 11}],
        "document": {"file_id": "pin:4711", "file_unique_id": "otp:482913", "file_name": "a"},
    }
    (row,), said = await kept({"update_id": 1, "message": said_so})
    after = read(row.raw)

    assert isinstance(after, dict)
    assert after["message"].pop("text") == "😀 密码••••••，see https://a.b"
    assert after["message"] == {key: one for key, one in said_so.items() if key != "text"}
    assert list(said) == [row.id]


async def test_what_holds_no_secret_is_kept_as_it_came_and_remembered_by_nobody() -> None:
    (row,), said = await kept({"update_id": 1, "message": message(text="482913")})

    assert "482913" in row.raw
    assert said == {}


async def test_a_secret_that_comes_in_a_message_of_its_own_is_not_kept() -> None:
    other = {**PRIVATE, "id": 2}
    rows, said = await kept(
        {"update_id": 1, "message": message(text="my password is")},
        {"update_id": 2, "message": message(text="88002233", chat=other)},
        {"update_id": 3, "message": message(text=PASSWORD)},
        {"update_id": 4, "message": message(text="88002233")},
    )

    assert PASSWORD not in rows[2].raw
    assert list(said) == [rows[2].id]


async def test_of_what_the_staff_write_in_their_group_no_secret_is_kept() -> None:
    (row,), _ = await kept(
        {"update_id": 1, "message": message(text="PIN 4711", chat={"id": -100, "type": "supergroup"})}
    )

    assert "PIN ••••" in row.raw
