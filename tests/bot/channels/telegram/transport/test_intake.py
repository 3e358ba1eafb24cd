"""Whatever is delivered becomes a row that is known again, in its place among the others, and can be read again."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.transport.intake import Intake, chat_of, read, update_id, written
from bot.desk.delivery.inbox import Inbox
from storage.records.traffic_records import InboxRow

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


class NotingInbox(Inbox):
    """Keeps in memory."""

    def __init__(self) -> None:
        self.rows: list[InboxRow] = []

    async def keep(self, rows: Sequence[InboxRow], said: Mapping[str, str] | None = None) -> None:
        self.rows.extend(rows)


async def kept(*updates: object, bot: int = 7) -> list[InboxRow]:
    inbox = NotingInbox()
    intake = Intake(bot, inbox, lambda: NOON)
    for update in updates:
        await (intake.take_body(update) if isinstance(update, bytes) else intake.take([update]))
    return inbox.rows


async def test_a_row_is_named_by_the_bot_and_the_update_and_lies_in_the_lane_of_its_chat() -> None:
    (row,) = await kept({"update_id": 12, "message": {"chat": {"id": 4711}, "text": "hi"}})

    assert (row.id, row.address, row.at) == ("telegram:7:00000000000000000012", "telegram:4711", NOON)


async def test_the_same_update_by_either_way_has_the_same_name() -> None:
    polled, brought = await kept({"update_id": 12}, b'{"update_id": 12}')

    assert polled.id == brought.id


async def test_rows_sort_by_the_numbers_of_their_updates() -> None:
    rows = await kept({"update_id": 100}, {"update_id": 20}, {"update_id": 3})

    assert [row.id[-3:] for row in sorted(rows, key=lambda row: row.id)] == ["003", "020", "100"]


@pytest.mark.parametrize(
    "update",
    [
        {"callback_query": {"id": "q", "message": {"chat": {"id": -5}}}},
        {"edited_message": {"chat": {"id": -5}}},
        {"my_chat_member": {"chat": {"id": -5}}},
    ],
)
def test_the_chat_is_found_in_every_kind_of_update(update: object) -> None:
    assert chat_of(update) == -5


@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b"null", b'{"update_id": "12"}', b"\xff\xfe", b"[" * 100_000])
async def test_what_is_no_update_is_set_aside_as_it_came(body: bytes) -> None:
    (row,) = await kept(body)

    assert row.problem
    assert row.raw == body.decode("utf-8", "replace")


async def test_what_is_no_update_is_known_again() -> None:
    first, again, other = await kept(b"{", b"{", b"[")

    assert first.id == again.id != other.id


@given(JSON)
def test_whatever_json_holds_can_be_read_again(value: object) -> None:
    assert read(written(value)) == value


@pytest.mark.parametrize("value", ["half \ud83d a pair", {"a": "\0"}])
def test_what_strict_json_refuses_can_be_read_again(value: object) -> None:
    assert read(written(value)) == value


@given(JSON)
def test_whatever_an_update_is_it_has_a_sound_number_and_chat_or_none(value: object) -> None:
    number, chat = update_id(value), chat_of({"message": value})

    assert number is None or number >= 0
    assert chat is None or abs(chat) < 2**63
