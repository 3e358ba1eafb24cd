from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.channels.visitor_limits import VisitorLimits
from bot.channels.web_files import BrowserFile
from bot.channels.webchat import Answer, Browser, ChatFrame, WebChat
from bot.desk.incoming.turns import Turns
from bot.desk.turn.context import PolicyInForce
from storage.records.traffic_records import Attachment
from tests.bot.desk.desk_harness import BILL, DeskHarness, open_desk
from tests.bot.desk.sent_files import JPEG
from tests.bot.web.place import RATES

BROWSER = Browser("web:wang", "127.0.0.1", "en", known=True)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[DeskHarness]:
    async with open_desk(tmp_path) as desk:
        yield desk


async def sends(desk: DeskHarness, turns: Turns, key: str, name: str = "bill.jpg", text: str = BILL) -> Answer:
    """Send a photo as a browser does, through the rules of the desk."""

    async def content() -> AsyncGenerator[bytes, None]:
        yield JPEG

    chat = WebChat(desk.store, turns, VisitorLimits(RATES, lambda: 0.0))
    async with desk.sent.files.receive(content()) as received:
        file = BrowserFile(desk.sent.files, received, name)
        return await chat.take(ChatFrame(key, text, file=file), BROWSER)


async def attachments(desk: DeskHarness) -> list[Attachment]:
    return await desk.store.unit().find(Attachment)


async def test_a_file_is_evidence_with_what_was_told_and_its_name_keeps_no_secret(desk: DeskHarness) -> None:
    answer = await sends(desk, desk.turns, "m-1", name="password: hunter2.jpg")
    (attachment,) = await attachments(desk)

    assert answer == {"taken": "m-1"}
    assert (attachment.status, attachment.kind, attachment.type) == ("kept", "photo", "image/jpeg")
    assert desk.sent.content(attachment) == JPEG
    assert "hunter2" not in attachment.name


async def test_a_file_beyond_the_allowance_is_not_kept_and_the_customer_hears_why(desk: DeskHarness) -> None:
    policy = replace(desk.context.policy, file_bytes=len(JPEG))
    turns = Turns(replace(desk.context, rules=PolicyInForce(policy)), desk.store)
    answers = [await sends(desk, turns, key, text="") for key in ("m-1", "m-2")]
    told = await desk.delivered(to=BROWSER.address)

    assert answers == [{"taken": "m-1"}, {"taken": "m-2"}]
    assert len(await attachments(desk)) == 1
    assert any(desk.common("file-enough").partition("{")[0] in text for text in told)
