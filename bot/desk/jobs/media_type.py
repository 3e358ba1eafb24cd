"""What a file is, by its first bytes; what its sender calls it is never believed."""

from puremagic import PureError, magic_string

UNKNOWN = "application/octet-stream"

_PLAIN = {
    "application/ogg": "audio/ogg",
    "audio/x-wav": "audio/wav",
    "audio/wave": "audio/wav",
    "video/x-msvideo": "video/avi",
}
"""Names of one thing: the one that browsers know."""
_ZIP = b"PK\x03\x04"


def media_type(head: bytes) -> str:
    """Return the media type that the first bytes of a file show, such as ``image/jpeg``; else `UNKNOWN`."""
    if head.startswith(_ZIP):
        return "application/zip"  # so begin documents of many kinds, and which one it is stands further behind
    try:
        guesses = magic_string(head)
    except (PureError, ValueError):
        return UNKNOWN
    found = next((guess.mime_type for guess in guesses if guess.mime_type), UNKNOWN)
    return _PLAIN.get(found, found)
