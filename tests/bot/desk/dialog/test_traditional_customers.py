"""Customers who write Traditional characters, and what the bot writes to them."""

from dialogs.reading.traditional import traditional, writes_traditional
from storage.records.complaint_records import Message
from tests.bot.desk.desk_harness import WANG, DeskHarness


async def test_who_writes_traditional_is_answered_in_it(desk: DeskHarness) -> None:
    replies = await desk.says("你好，我想投訴，你們的帳單多收了錢")

    assert [traditional(reply) for reply in replies] == replies
    assert writes_traditional("".join(replies), otherwise=False)


async def test_the_stored_message_is_what_the_customer_saw(desk: DeskHarness) -> None:
    replies = await desk.says("帳單多收了錢")
    stored = [one.text for one in await desk.store.unit().find(Message, address=WANG) if one.author == "bot"]

    assert replies == stored


async def test_who_chooses_traditional_is_answered_in_it(desk: DeskHarness) -> None:
    replies = await desk.says("繁体中文")

    assert traditional(desk.common("language-set", "zh")) == replies[0]


async def test_who_writes_simplified_again_is_answered_in_that(desk: DeskHarness) -> None:
    await desk.says("繁體中文")
    replies = await desk.says("说中文")

    assert desk.common("language-set", "zh") == replies[0]
