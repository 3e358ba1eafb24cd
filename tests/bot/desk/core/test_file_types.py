import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.core.file_types import UNKNOWN, kind_of, media_type
from tests.standins.bot_api.files import CONTENTS

BEGINNINGS = {
    **CONTENTS,
    "png": b"\x89PNG\r\n\x1a\n",
    "gif": b"GIF89a\x01\x00\x01\x00",
    "vorbis": b"OggS\x00\x02" + bytes(20) + b"\x01\x1e\x01vorbis",
    "docx": b"PK\x03\x04\x14\x00\x06\x00",
    "exe": b"MZ\x90\x00" + bytes(60),
    "html": b"<html><script>alert(1)</script>",
    "words": b"the bill of October",
    "quattro": b"\x00\x00\x02\x00",  # a kind of file that has no media type
    "nothing": b"",
}


@pytest.mark.parametrize(
    ("beginning", "expected"),
    [
        ("photo", "image/jpeg"),
        ("png", "image/png"),
        ("gif", "image/gif"),
        ("sticker", "image/webp"),
        ("voice", "audio/ogg"),
        ("vorbis", "audio/ogg"),
        ("audio", "audio/mpeg"),
        ("video", "video/mp4"),
        ("document", "application/pdf"),
        ("docx", "application/zip"),
        ("html", "text/html"),
        ("exe", "application/vnd.microsoft.portable-executable"),
        ("words", UNKNOWN),
        ("quattro", UNKNOWN),
        ("nothing", UNKNOWN),
    ],
)
def test_a_file_is_what_its_first_bytes_show(beginning: str, expected: str) -> None:
    assert media_type(BEGINNINGS[beginning]) == expected


@given(beginning=st.sampled_from([*BEGINNINGS.values(), b""]), cut=st.integers(0, 40), rest=st.binary(max_size=300))
def test_whatever_comes_has_a_type(beginning: bytes, cut: int, rest: bytes) -> None:
    assert "/" in media_type(beginning[:cut] + rest)


@pytest.mark.parametrize(
    ("media", "expected"),
    [
        ("image/jpeg", "photo"),
        ("image/heic", "photo"),
        ("image/svg+xml", "document"),
        ("video/mp4", "video"),
        ("audio/ogg", "voice"),
        ("application/pdf", "document"),
        ("text/html", "document"),
        (UNKNOWN, "document"),
    ],
)
def test_of_which_kind_a_file_is_goes_by_its_media_type(media: str, expected: str) -> None:
    assert kind_of(media) == expected
