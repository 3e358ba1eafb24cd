from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.customers.long_texts import joined, parts
from bot.channels.telegram.customers.rendering import LONGEST_TEXT, split
from bot.channels.telegram.customers.updates import arrival
from bot.channels.telegram.transport.intake import understood, written
from bot.desk.core.sanitize import LONGEST
from storage.records.complaint_records import Message, Occurrence
from storage.records.traffic_records import Edit, InboxRow
from tests.bot.channels.telegram.customers.test_updates import message
from tests.bot.channels.telegram.office import ADA, Office, office
from tests.standins.bot_api.server import BotApi

WORDS = st.sampled_from(("my broadband ", "is down. ", "家里的宽带断了。", "从周一，", "x" * 30, "\n", "\n\n", "😀"))
LONG = ("The technician did not come. " * 141).strip()
"""As long as one message of Telegram, but for a few signs."""


def rows(*said: str, date: int = 1, **more: Any) -> list[InboxRow]:
    """Return texts of one customer in one second, each in a message of its own."""
    return [
        InboxRow(
            id=f"telegram:1:{number}",
            address="telegram:4711",
            at=datetime.fromtimestamp(date, UTC),
            raw=written(
                {"update_id": number, "message": {**message(text=text, date=date, **more), "message_id": number}}
            ),
        )
        for number, text in enumerate(said, start=1)
    ]


def read(found: list[InboxRow]) -> str:
    arrivals = [understood(row.raw, arrival) for row in found]
    return joined([one.incoming for one in arrivals if one]).text


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as api:
        api.updates.clock = lambda: 1796012424.0
        yield api


@pytest.fixture
async def desk(tmp_path: Path, api: BotApi) -> AsyncIterator[Office]:
    async with office(tmp_path, api) as desk:
        yield desk


@given(st.lists(WORDS, min_size=250, max_size=1200).map("".join))
def test_a_text_that_was_cut_is_whole_again(text: str) -> None:
    cut = rows(*split(text[:LONGEST]))
    whole = read(cut)

    assert (len(cut), parts(cut)[0]) == (len(cut), len(cut))
    assert "".join(text[:LONGEST].split()) == "".join(whole.split())


def test_a_word_that_was_cut_because_it_had_no_end_is_whole_again() -> None:
    assert read(rows("断" * LONGEST_TEXT, "线了")) == "断" * LONGEST_TEXT + "线了"


def test_more_may_be_on_its_way_behind_a_long_part_and_not_behind_a_short_one() -> None:
    assert parts(rows(LONG)) == (1, True)
    assert parts(rows(LONG, LONG)) == (2, True)
    assert parts(rows(LONG, "and nobody called.")) == (2, False)
    assert parts(rows("and nobody called.", LONG)) == (1, False)


@pytest.mark.parametrize(
    "following",
    [
        rows("and nobody called.", date=4),
        rows("/status"),
        rows("", photo=[{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]),
        [InboxRow(id="telegram:1:2", address="telegram:4711", at=datetime.fromtimestamp(1, UTC), raw="{}")],
        [InboxRow(id="telegram:1:2", address="telegram:4711", at=datetime.fromtimestamp(1, UTC), raw="no JSON")],
    ],
    ids=["later", "command", "photo", "nothing", "unreadable"],
)
def test_what_was_not_said_in_one_go_is_no_part(following: list[InboxRow]) -> None:
    assert parts([*rows(LONG), *following]) == (1, False)


def test_no_more_is_joined_than_one_telling_may_hold() -> None:
    full = ["断" * LONGEST_TEXT] * 5

    assert parts(rows(*full)) == (4, False)
    assert parts(rows(*full[1:], "线" * (LONGEST - 4 * LONGEST_TEXT - 1))) == (5, True)
    assert parts(rows(*full[1:], "线" * (LONGEST - 4 * LONGEST_TEXT))) == (5, False)


async def test_the_parts_become_one_telling_that_each_of_them_leads_to(desk: Office) -> None:
    await desk.customer.says(LONG)
    await desk.customer.says("My broadband is down since Monday.")
    await desk.settle()
    told = [one for one in await desk.desk.store.unit().find(Message, address=ADA) if one.author == "customer"]
    await desk.revises("My broadband is down since Monday.", "My broadband is down since Sunday.")
    (version,) = await desk.desk.store.unit().find(Edit)

    assert [one.text for one in told] == [f"{LONG} My broadband is down since Monday."]
    assert (version.message, version.text) == (told[0].id, "[…] My broadband is down since Sunday. […]")


async def test_a_part_that_is_changed_into_the_same_is_no_version(desk: Office) -> None:
    await desk.customer.says(LONG)
    await desk.customer.says("My broadband is down.")
    await desk.settle()
    await desk.revises("My broadband is down.", "My broadband is down.")

    assert await desk.desk.store.unit().find(Edit) == []


async def test_parts_that_were_kept_before_a_crash_are_one_telling_after_it(tmp_path: Path, api: BotApi) -> None:
    async with office(tmp_path, api) as desk:
        await desk.customer.says(LONG)
        await desk.intake.take(list(api.pending))
        api.updates.drop_all()
    async with office(tmp_path, api) as desk:
        await desk.customer.says("My broadband is down.")
        await desk.settle()
        await desk.customer.says("/human")
        await desk.settle()
        ticket = await desk.desk.ticket(ADA)
        (occurrence,) = await desk.desk.store.unit().find(Occurrence, ticket=ticket.id)

    assert occurrence.text == f"{LONG} My broadband is down."
