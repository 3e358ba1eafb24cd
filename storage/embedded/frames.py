"""How bytes lie in a journal file: one frame after another, each with a mark, its length and its checksum.

Tells a torn tail (the last write of a process that died: nothing whole lies behind it) from damage in the middle
(whole frames lie behind it). Knows neither what the frames hold nor which files there are.
"""

import os
import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO

MARK = b"\x1eTO1"
"""Begins a frame and names the version of the format. JSON escapes its first byte, so no payload holds it."""

HEADER = struct.Struct("<4sII")
"""The mark, the length of the payload in bytes, the CRC-32 of the payload."""


def frame(payload: bytes) -> bytes:
    """Return the payload as a frame."""
    return HEADER.pack(MARK, len(payload), zlib.crc32(payload)) + payload


class FrameReader:
    """Reads the frames of a file from its beginning, as far as they are whole."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._size = os.fstat(file.fileno()).st_size
        self.end = 0
        """The offset behind the last whole frame that was read."""
        self.seals = 0
        """How many of the last frames that were read hold nothing, but for the first of the file."""

    def __iter__(self) -> Iterator[bytes]:
        while (payload := self._payload()) is not None:
            self.seals = self.seals + bool(self.end) if not payload else 0
            self.end += HEADER.size + len(payload)
            yield payload

    def rest(self) -> bytes:
        """Return what lies behind the last whole frame that was read."""
        self._file.seek(self.end)
        return self._file.read()

    def _payload(self) -> bytes | None:
        header = self._file.read(HEADER.size)
        if len(header) < HEADER.size:
            return None
        mark, length, checksum = HEADER.unpack(header)
        # A damaged length may name gigabytes, for which read would make room.
        if mark != MARK or length > self._size:
            return None
        payload = self._file.read(length)
        return payload if len(payload) == length and zlib.crc32(payload) == checksum else None


def frames_in(rest: bytes) -> Iterator[bytes]:
    """Yield the payloads of the whole frames that lie anywhere in these bytes, behind whatever is broken."""
    place = rest.find(MARK)
    while 0 <= place <= len(rest) - HEADER.size:
        _, length, checksum = HEADER.unpack_from(rest, place)
        payload = rest[place + HEADER.size : place + HEADER.size + length]
        is_whole = len(payload) == length and zlib.crc32(payload) == checksum
        if is_whole:
            yield payload
        place = rest.find(MARK, place + (HEADER.size + length if is_whole else 1))


def holds_a_frame(rest: bytes) -> bool:
    """Return whether a whole frame lies anywhere in these bytes: then what is broken before it is no torn tail."""
    return any(True for _ in frames_in(rest))


def is_complete(rest: bytes) -> bool:
    """Return whether these bytes are as long as the frame that they begin says: then it was changed, or torn inside."""
    return len(rest) >= HEADER.size and HEADER.unpack_from(rest)[:2] == (MARK, len(rest) - HEADER.size)
