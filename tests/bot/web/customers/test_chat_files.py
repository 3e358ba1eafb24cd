import asyncio
import json
import zlib
from collections.abc import AsyncIterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from bot.channels.port import LARGEST_FILE, Gone, IncomingFile
from bot.channels.visitor_limits import Limit, Rate
from bot.channels.web_files import UnfinishedUploads
from bot.channels.webchat import LONGEST_TEXT, address_of
from bot.web.customers import chat_files
from storage.embedded.embedded_store import EmbeddedUnit
from storage.ports import Unavailable
from storage.records.statuses import AttachmentStatus
from storage.records.traffic_records import Attachment
from tests.bot.channels.test_webchat import ADDRESS, HEADERS, HERE
from tests.bot.web.place import NOON, RATES, Place, message, open_place

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01 and so on"
UPDATE = f"{ADDRESS}:m-1"


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    async with open_place(tmp_path) as place:
        yield place


def body(content: bytes = JPEG, **head: Any) -> bytes:
    return json.dumps(head).encode() + b"\n" + content


async def send(place: Place, data: Any, key: str = "m-1", headers: dict[str, str] = HEADERS) -> tuple[int, Any]:
    data = BytesIO(data) if isinstance(data, bytes) else data
    async with place.client.post(f"/chat/files/{key}", data=data, headers=headers) as response:
        return response.status, await response.json() if response.status == 200 else None


async def attachments(place: Place) -> list[Attachment]:
    return await place.store.unit().find(Attachment)


async def test_a_file_is_kept_before_the_browser_hears_that_it_is_taken(place: Place) -> None:
    answer = await send(place, body(text="The bill", name="bill.jpg"))
    (attachment,) = await attachments(place)
    (heard,) = place.heard

    assert answer == (200, {"taken": "m-1"})
    assert (heard.update, heard.text, heard.attachment, heard.source) == (UPDATE, "The bill", "photo", HERE)
    assert heard.file == IncomingFile(kind="photo", source=UPDATE, name="bill.jpg", size=len(JPEG))
    assert ("kept", "image/jpeg", len(JPEG)) == (attachment.status, attachment.type, attachment.size)
    assert place.files.path(attachment.digest).read_bytes() == JPEG


async def test_the_same_file_sent_again_is_kept_once(place: Place) -> None:
    answers = [await send(place, body()) for _ in range(2)]

    assert answers == [(200, {"taken": "m-1"})] * 2
    assert len(await attachments(place)) == 1


async def test_a_file_of_which_a_crash_kept_only_the_message_is_kept_when_it_comes_again(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: object) -> None:
        raise Unavailable("the folder of files: No space left on device")

    with monkeypatch.context() as crash:
        crash.setattr(place.files, "keep", full)
        first = await send(place, body())
        before = [one.status for one in await attachments(place)]
    again = await send(place, body())

    assert first == (200, {"retry": "m-1"})
    assert before == ["coming"]
    assert again == (200, {"taken": "m-1"})
    assert [one.status for one in await attachments(place)] == ["kept"]


async def test_what_was_never_brought_again_is_given_up_as_gone() -> None:
    with pytest.raises(Gone) as gone:
        await anext(UnfinishedUploads().fetch(UPDATE))

    assert not gone.value.sure


async def test_what_a_browser_says_of_a_file_does_not_count(place: Place) -> None:
    await send(place, body(b"<script>alert(1)</script>", name="a.jpg"), headers=HEADERS | {"Content-Type": "image/png"})
    (attachment,) = await attachments(place)

    assert attachment.kind == "document"
    assert not attachment.type.startswith("image/")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (body(b""), "file-empty"),
        (body(b"x" * (LARGEST_FILE + 1)), "file-too-large"),
        (body(text="x" * (LONGEST_TEXT + 1)), "too-long"),
        (body(name="x" * 1001), "malformed"),
        (body(text=1), "malformed"),
        (b"no line of JSON\nand bytes", "malformed"),
        (b"[]", "file-empty"),
        (b"x" * 300_000, "malformed"),
    ],
    ids=["empty", "large", "long", "name", "number", "no JSON", "no head", "no line"],
)
async def test_what_cannot_be_taken_is_refused_with_the_reason(place: Place, data: bytes, reason: str) -> None:
    answer = await send(place, data)

    assert answer == (200, {"refused": "m-1", "reason": reason})
    assert place.heard == []
    assert list((place.files.path("a" * 64).parent.parent / "coming").glob("*")) == []


async def test_too_many_bytes_from_one_address_are_told_to_come_again(tmp_path: Path) -> None:
    rare = RATES | {Limit.UPLOADS: Rate(1, 600)}
    async with open_place(tmp_path, rates=rare) as place:
        answers = [await send(place, body(), key) for key in ("m-1", "m-2")]

    assert [answer for _, answer in answers] == [
        {"taken": "m-1"},
        {"retry": "m-2", "reason": "uploads", "after": 1200},
    ]


async def test_who_has_no_cookie_sends_nothing_and_sees_nothing(place: Place) -> None:
    stranger = {"Sec-Fetch-Site": "same-origin"}
    status, _ = await send(place, body(), headers=stranger)
    seen, _ = await place.get("/chat/files/00000001", **stranger)

    assert (status, seen, place.heard) == (403, 404, [])


async def test_another_site_sends_nothing(place: Place) -> None:
    status, _ = await send(place, body(), headers=HEADERS | {"Sec-Fetch-Site": "cross-site"})

    assert (status, place.heard) == (403, [])


@pytest.mark.parametrize("key", ["a.b", "x" * 65])
async def test_a_name_that_no_page_makes_is_no_name(place: Place, key: str) -> None:
    assert await send(place, body(), key) == (400, None)


async def chunks() -> AsyncIterator[bytes]:
    yield body()


async def test_a_packed_file_is_refused_since_it_would_be_counted_as_less_than_it_is(place: Place) -> None:
    packed = zlib.compress(body(b"0" * 1_000_000))

    assert await send(place, packed, headers=HEADERS | {"Content-Encoding": "deflate"}) == (415, None)
    assert await attachments(place) == []


async def test_a_file_must_say_how_long_it_is(place: Place) -> None:
    assert await send(place, chunks()) == (400, None)


async def test_a_browser_that_falls_silent_in_the_middle_is_let_go(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never_whole() -> AsyncIterator[bytes]:
        yield body()
        await asyncio.Event().wait()

    monkeypatch.setattr(chat_files, "SILENCE", 0.01)
    headers = HEADERS | {"Content-Length": "100000"}
    async with place.client.post("/chat/files/m-1", data=never_whole(), headers=headers) as response:
        assert response.status == 408

    assert place.heard == []


async def test_while_nothing_can_be_written_the_browser_is_asked_to_come_again(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def out_of_reach(*_: object) -> None:
        raise Unavailable("no space left on device")

    with monkeypatch.context() as away:
        away.setattr(EmbeddedUnit, "commit", out_of_reach)
        answer = await send(place, body())

    assert answer == (200, {"retry": "m-1"})


async def test_a_customer_sees_the_own_file_and_it_can_run_nothing(place: Place) -> None:
    await send(place, body(name="bill.jpg"))
    (attachment,) = await attachments(place)
    async with place.client.get(f"/chat/files/{attachment.id}", headers=HEADERS) as response:
        content, headers = await response.read(), response.headers

    assert (content, headers["Content-Type"]) == (JPEG, "image/jpeg")
    assert headers["Content-Security-Policy"].endswith("; sandbox")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Disposition"].startswith("inline;")


async def test_nobody_sees_the_file_of_another_browser(place: Place) -> None:
    await send(place, body())
    (attachment,) = await attachments(place)
    unit = place.store.unit()
    unit.put(replace(attachment, address=address_of("somebody else")))
    await unit.commit()
    async with place.client.get(f"/chat/files/{attachment.id}", headers=HEADERS) as response:
        assert response.status == 404


def of(key: str, status: AttachmentStatus, **more: Any) -> Attachment:
    return Attachment(
        id=f"f-{key}",
        message=key,
        conversation="conversation-1",
        address=ADDRESS,
        at=NOON,
        kind="photo",
        source="x",
        status=status,
        **more,
    )


async def test_the_page_shows_files_with_their_words_and_leaves_out_what_is_not_whole_yet(place: Place) -> None:
    await place.keep(
        message("m1", "[photo] The bill", address=ADDRESS),
        of("m1", "kept", type="image/jpeg", size=9),
        message("m2", "[photo]", address=ADDRESS),
        of("m2", "coming"),
        message("m3", "[photo]", address=ADDRESS),
        of("m3", "lost", name="b.jpg"),
        message("m4", "[photo] is what I typed", address=ADDRESS),
    )
    async with await place.client.ws_connect("/chat", headers=HEADERS) as chat:
        shown = (await chat.receive_json(timeout=5))["messages"]

    photo = {"id": "f-m1", "kind": "photo", "name": "photo-f-m1.jpg", "size": 9, "shown": "image"}
    lost = {"id": "f-m3", "kind": "photo", "name": "b.jpg", "size": 0, "shown": "lost"}
    assert [(one["text"], one["files"]) for one in shown] == [
        ("The bill", [photo]),
        ("", [lost]),
        ("[photo] is what I typed", []),
    ]
