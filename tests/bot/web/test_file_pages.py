import re
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.desk.core.file_types import file_name
from storage.records.statuses import AttachmentStatus
from storage.records.traffic_records import Attachment, Edit
from tests.bot.web.place import CUSTOMER, LI, NOON, TICKET, Place, message, open_place

HERE = "/desk/tickets/T-2026-000042"
PHOTO = Attachment(
    id="file-000001",
    message="m1",
    conversation="conversation-1",
    address="web:1",
    at=NOON,
    kind="photo",
    source="x",
    status="kept",
    type="image/jpeg",
    size=2_345_678,
)
CONTENT = b"\xff\xd8\xff\xe0 all of a photo"


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    async with open_place(tmp_path) as place:
        yield place


async def keep(place: Place, attachment: Attachment = PHOTO, content: bytes = CONTENT) -> str:
    """Keep a file with its record; returns its address."""

    async def chunks() -> AsyncGenerator[bytes, None]:
        yield content

    async with place.files.receive(chunks()) as received:
        await place.files.keep(received)
    await place.keep(replace(attachment, digest=received.digest))
    return f"/desk/files/{attachment.id}"


async def fetched(place: Place, path: str, **headers: str) -> tuple[int, bytes, Any]:
    async with place.client.get(path, headers=headers, allow_redirects=False) as response:
        return response.status, await response.read(), response.headers


async def test_only_the_staff_sees_a_file(place: Place) -> None:
    path = await keep(place)
    status, body, headers = await fetched(place, path)

    assert (status, headers["Location"]) == (303, "/sign-in")
    assert CONTENT not in body


async def test_a_photo_is_shown_and_can_run_nothing(place: Place) -> None:
    await place.sign_in(LI)
    status, body, headers = await fetched(place, await keep(place))

    assert (status, body, headers["Content-Type"]) == (200, CONTENT, "image/jpeg")
    assert headers["Content-Disposition"].startswith("inline;")
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; ")
    assert headers["Content-Security-Policy"].endswith("; sandbox")
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "kind", ["text/html", "image/svg+xml", "application/xml", "application/zip", "video/quicktime", "nonsense", ""]
)
async def test_what_a_browser_might_run_is_only_saved(place: Place, kind: str) -> None:
    await place.sign_in(LI)
    path = await keep(place, replace(PHOTO, type=kind, name="bill.html"), b"<script>alert(1)</script>")
    _, _, headers = await fetched(place, path)

    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["Content-Disposition"].startswith('attachment; filename="bill.html"')


async def test_a_pdf_is_saved_as_one(place: Place) -> None:
    await place.sign_in(LI)
    _, _, headers = await fetched(place, await keep(place, replace(PHOTO, type="application/pdf", kind="document")))

    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Disposition"].startswith("attachment;")


async def test_a_player_gets_the_part_it_asks_for(place: Place) -> None:
    await place.sign_in(LI)
    path = await keep(place, replace(PHOTO, type="audio/ogg", kind="voice"))
    status, body, headers = await fetched(place, path, Range="bytes=2-5")

    assert (status, body) == (206, CONTENT[2:6])
    assert headers["Content-Range"] == f"bytes 2-5/{len(CONTENT)}"


async def test_what_the_browser_has_already_is_not_sent_again(place: Place) -> None:
    await place.sign_in(LI)
    path = await keep(place)
    _, _, headers = await fetched(place, path)
    status, body, _ = await fetched(place, path, **{"If-None-Match": headers["ETag"]})

    assert (status, body, headers["Cache-Control"]) == (304, b"", "private, no-cache")


@pytest.mark.parametrize("status", ["coming", "too-large", "lost"])
async def test_what_is_not_here_cannot_be_had(place: Place, status: AttachmentStatus) -> None:
    await place.sign_in(LI)
    await place.keep(replace(PHOTO, status=status))

    assert (await place.get("/desk/files/file-000001"))[0] == 404


@pytest.mark.parametrize("key", ["nothing", "..%2F..%2Fetc%2Fpasswd", "a" * 64])
async def test_what_nobody_sent_is_not_there(place: Place, key: str) -> None:
    await place.sign_in(LI)

    assert (await place.get(f"/desk/files/{key}"))[0] == 404


async def test_a_file_that_is_missing_on_the_disk_is_logged(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    await place.sign_in(LI)
    await place.keep(replace(PHOTO, digest="a" * 64))

    assert (await place.get("/desk/files/file-000001"))[0] == 404
    assert "file-000001 is missing" in caplog.text


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("", "photo-000001.jpg"),
        ("bill.jpeg", "bill.jpeg"),
        ("bill.exe", "bill.exe.jpg"),
        ("账单 10月.JPG", "账单 10月.JPG"),
        ("../../etc/passwd", "_.._etc_passwd.jpg"),
        ('a"; filename="b.html', "a_; filename=_b.html.jpg"),
        ("a\r\nSet-Cookie: x", "a_Set-Cookie_ x.jpg"),
        ("photo\u202egnp.exe", "photognp.exe.jpg"),
        ("...", "photo-000001.jpg"),
    ],
)
def test_a_name_is_safe_to_save_under_and_says_what_the_file_is(name: str, expected: str) -> None:
    assert file_name(replace(PHOTO, name=name)) == expected


async def test_a_name_of_any_letters_is_told_as_the_standard_wants_it(place: Place) -> None:
    await place.sign_in(LI)
    _, _, headers = await fetched(place, await keep(place, replace(PHOTO, name='账"单.jpg')))

    expected = "inline; filename=\"___.jpg\"; filename*=UTF-8''%E8%B4%A6_%E5%8D%95.jpg"
    assert headers["Content-Disposition"] == expected


async def page(place: Place, *files: Attachment, text: str = "[photo]", language: str = "en") -> str:
    await place.sign_in(LI)
    await place.keep(CUSTOMER, TICKET, message("m1", text), *files)
    _, page = await place.get(HERE, **{"Accept-Language": language})
    found = re.search(r'<ol id="transcript".*?</ol>', page, re.DOTALL)
    assert found
    return found.group()


async def test_photos_are_shown_in_the_transcript_in_a_grid_and_not_named_as_well(place: Place) -> None:
    shown = await page(place, PHOTO, replace(PHOTO, id="file-000002"), text="[photo] The bill")

    assert '<ul class="files many">' in shown
    assert shown.count("<img ") == 2
    assert 'src="/desk/files/file-000002" alt="Photo, ' in shown
    assert "<p>The bill</p>" in shown


async def test_without_words_there_is_no_empty_bubble(place: Place) -> None:
    assert "<p>" not in await page(place, PHOTO)


@pytest.mark.parametrize(
    ("kind", "type_", "expected"),
    [
        ("voice", "audio/ogg", "<audio "),
        ("video", "video/mp4", "<video "),
        ("document", "application/pdf", "download>"),
    ],
)
async def test_each_kind_is_shown_in_its_way(place: Place, kind: str, type_: str, expected: str) -> None:
    assert expected in await page(place, replace(PHOTO, kind=kind, type=type_), text=f"[{kind}]")


async def test_a_document_is_a_link_with_its_name_and_size(place: Place) -> None:
    shown = await page(place, replace(PHOTO, kind="document", type="application/pdf", name="<b>账单</b>.pdf"))

    assert "&lt;b" not in shown  # < cannot stand in a name of a file
    assert "_b_账单_b_.pdf" in shown
    assert "2.3 MB" in shown


@pytest.mark.parametrize(
    ("status", "language", "expected"),
    [
        ("coming", "en", "still coming"),
        ("too-large", "en", "too large"),
        ("lost", "en", "lost"),
        ("coming", "zh", "正在接收"),
        ("too-large", "zh", "太大"),
        ("lost", "zh", "已丢失"),
    ],
)
async def test_what_is_not_there_is_said_in_words(
    place: Place, status: AttachmentStatus, language: str, expected: str
) -> None:
    shown = await page(place, replace(PHOTO, status=status, type=""), language=language)

    assert expected in shown
    assert "/desk/files/" not in shown


async def test_what_an_agent_changed_is_not_said_to_be_the_customers(place: Place) -> None:
    edit = Edit(id="e1", message="m2", conversation="conversation-1", at=NOON, text="It is paid back today.")
    await place.keep(edit, message("m2", "It is paid back.", author="agent"))
    shown = await page(place, text=TICKET.description)

    assert "Changed later into" in shown
    assert "Changed by the customer" not in shown


async def test_versions_and_what_was_answered_are_in_the_transcript(place: Place) -> None:
    edit = Edit(id="e1", message="m1", conversation="conversation-1", at=NOON, text="I was charged thrice")
    await place.keep(edit, message("m2", "That one", answers="m1"))
    shown = await page(place, text=TICKET.description)

    assert "Changed by the customer" in shown
    assert "I was charged thrice" in shown
    assert re.search(r"<blockquote.*?I was charged twice in October\.</blockquote>", shown, re.DOTALL)


async def test_the_description_of_a_ticket_shows_into_what_it_was_changed(place: Place) -> None:
    edit = Edit(id="e1", message="m1", conversation="conversation-1", at=NOON, text="I was charged thrice")
    await place.keep(edit)
    await page(place, text=TICKET.description)
    _, whole = await place.get(HERE)

    assert '<dt>Changed later into</dt><dd class="prose">I was charged thrice</dd>' in whole
