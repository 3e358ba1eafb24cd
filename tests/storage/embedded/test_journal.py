import logging
import os
import shutil
import stat
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from random import Random

import pytest

from storage.embedded import disk, journal, snapshots
from storage.embedded.frames import FrameReader, frame
from storage.embedded.journal import DocumentChange, Journal, Tables, begin_anew, encode
from storage.ports import Damaged, InUse, Unavailable
from tests.campaign import size, tell
from tests.storage.embedded.power import Disk, PowerCut

SEAL = 12
"""Bytes of a frame that holds nothing."""


def word(key: str, text: str = "x") -> bytes:
    return encode([DocumentChange("words", key, b'{"text":"%b"}' % text.encode())])


def replayed(folder: Path) -> Tables:
    with closing(Journal(folder)) as files:
        return files.replay()


@contextmanager
def opened(folder: Path) -> Iterator[Journal]:
    with closing(Journal(folder)) as files:
        files.replay()
        yield files


def write(folder: Path, *keys: str) -> Path:
    """Write one group a key, and return the segment that holds them."""
    with opened(folder) as files:
        for key in keys:
            files.append([word(key)])
    return folder / "00000001.journal"


def ends(segment: Path) -> list[int]:
    """Return the offsets behind each frame of a file but those that hold nothing."""
    with segment.open("rb") as file:
        reader = FrameReader(file)
        return [reader.end for payload in reader if payload]


def test_what_was_appended_is_replayed(tmp_path: Path) -> None:
    with opened(tmp_path) as files:
        files.append([word("a", "old"), word("b")])
        files.append([word("a", "new"), encode([DocumentChange("words", "b", None)])])

    assert replayed(tmp_path) == {"words": {"a": b'{"text":"new"}'}}


def test_ids_and_table_names_may_hold_any_character(tmp_path: Path) -> None:
    with opened(tmp_path) as files:
        files.append([encode([DocumentChange("a\tb\n", "\x1eTO1\r\n\t电", b"{}")])])

    assert replayed(tmp_path) == {"a\tb\n": {"\x1eTO1\r\n\t电": b"{}"}}


def test_a_torn_tail_is_cut_whatever_its_length(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    segment = write(tmp_path, "a", "b")
    whole = segment.read_bytes()
    first, second = ends(segment)

    for length in range(first + 1, second):
        caplog.clear()
        segment.write_bytes(whole[:length])
        os.utime(segment, (0, 86_400))

        assert replayed(tmp_path) == {"words": {"a": b'{"text":"x"}'}}
        assert segment.stat().st_size == first + SEAL
        told = f"cut {length - first} bytes of an unfinished write from {segment} at offset {first}; "
        last = "the file was last written 1970-01-02 00:00:00 UTC"
        assert caplog.record_tuples == [("storage", logging.WARNING, told + last)]


def test_a_whole_write_that_is_broken_and_was_not_sealed_is_cut_and_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    segment = write(tmp_path, "a", "b")
    broken = bytearray(segment.read_bytes()[:-SEAL])
    broken[-1] ^= 1
    segment.write_bytes(broken)

    assert set(replayed(tmp_path)["words"]) == {"a"}
    assert "of a write that is not what was written, though none of it is missing, from" in caplog.messages[0]


def test_a_tail_that_the_disk_filled_with_zeros_is_cut(tmp_path: Path) -> None:
    segment = write(tmp_path, "a")
    segment.write_bytes(segment.read_bytes() + bytes(5_000))

    assert replayed(tmp_path) == {"words": {"a": b'{"text":"x"}'}}


def test_writing_goes_on_behind_a_cut_tail(tmp_path: Path) -> None:
    segment = write(tmp_path, "a", "b")
    segment.write_bytes(segment.read_bytes()[: -SEAL - 1])

    write(tmp_path, "c")

    assert set(replayed(tmp_path)["words"]) == {"a", "c"}


def test_a_flipped_byte_anywhere_in_what_was_acknowledged_is_damage(tmp_path: Path) -> None:
    segment = write(tmp_path, "a", "b", "c")
    whole = segment.read_bytes()
    starts = [0, SEAL, *ends(segment)]

    for offset in range(starts.pop()):
        segment.write_bytes(whole[:offset] + bytes([whole[offset] ^ 0x40]) + whole[offset + 1 :])

        with pytest.raises(Damaged) as raised:
            replayed(tmp_path)
        start = max(start for start in starts if start <= offset)
        told = f"{segment} is damaged at offset {start}; restore a backup, or see what `store check` says"
        assert str(raised.value) == told


def test_damage_leaves_the_file_as_it_is(tmp_path: Path) -> None:
    segment = write(tmp_path, "a", "b")
    damaged = b"?" + segment.read_bytes()[1:]
    segment.write_bytes(damaged)

    with pytest.raises(Damaged):
        replayed(tmp_path)

    assert segment.read_bytes() == damaged


def test_what_a_start_has_read_survives_a_power_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Disk(tmp_path)
    with machine.watched():
        with opened(tmp_path) as files, monkeypatch.context() as patch, suppress(PowerCut):
            patch.setattr(disk, "sync_data", killed)
            files.append([word("a")])
        machine.kill()
        found = replayed(tmp_path)
        machine.cut()

    assert found == {"words": {"a": b'{"text":"x"}'}}
    assert found == replayed(tmp_path)


def test_a_file_whose_maker_was_killed_keeps_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Disk(tmp_path)
    with machine.watched():
        with monkeypatch.context() as patch, suppress(PowerCut):
            patch.setattr(disk, "create", killed)
            write(tmp_path, "a")
        machine.kill()
        write(tmp_path, "b")
        machine.cut()

    assert replayed(tmp_path) == {"words": {"b": b'{"text":"x"}'}}


def killed(place: int | Path) -> None:
    """Do what a process does that is killed before it has synced."""
    if isinstance(place, Path):
        place.touch()
    raise PowerCut


def test_a_second_writer_is_refused_with_a_clear_sentence(tmp_path: Path) -> None:
    with opened(tmp_path), pytest.raises(InUse) as raised:
        Journal(tmp_path)

    assert str(raised.value) == (
        f"another process is writing to {tmp_path}; stop it first, or give this one a folder of its own"
    )


def test_nobody_else_can_read_the_files(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    write(folder, "a")

    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in [folder, *folder.iterdir()]}

    assert modes == {"new": 0o700, "lock": 0o600, "begun": 0o600, "00000001.journal": 0o600}


def test_a_snapshot_stands_for_the_segments_before_it(tmp_path: Path) -> None:
    with opened(tmp_path) as files:
        files.append([word("a")])
        files.snapshot(files.rotate(), {"words": {"a": b'{"text":"x"}'}})
        files.append([word("b")])

    names = sorted(path.name for path in tmp_path.iterdir())

    assert names == ["00000002.journal", "00000002.snapshot", "begun", "lock"]
    assert set(replayed(tmp_path)["words"]) == {"a", "b"}


def test_a_snapshot_spans_many_frames(tmp_path: Path) -> None:
    documents = {str(number): b'{"text":"x"}' for number in range(snapshots.SNAPSHOT_FRAME + 1)}
    with opened(tmp_path) as files:
        files.snapshot(files.rotate(), {"words": documents, "empty": {}})

    assert replayed(tmp_path) == {"words": documents}


def test_a_snapshot_cut_short_is_damage_even_between_two_frames(tmp_path: Path) -> None:
    with opened(tmp_path) as files:
        files.snapshot(files.rotate(), {"words": {"a": b"{}"}, "more": {"b": b"{}"}})
    path = tmp_path / "00000002.snapshot"
    first, *_ = ends(path)
    path.write_bytes(path.read_bytes()[:first])

    with pytest.raises(Damaged, match=f"snapshot is damaged at offset {first}"):
        replayed(tmp_path)


@pytest.mark.parametrize("step", ["rotate", "write", "rename", "tidy"])
def test_a_crash_while_a_snapshot_is_made_loses_nothing(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        raise OSError(5, "crash")

    places: dict[str, tuple[object, str]] = {
        "rotate": (disk, "sync_folder"),
        "write": (disk, "write"),
        "rename": (Path, "rename"),
        "tidy": (Path, "unlink"),
    }
    with opened(tmp_path) as files:
        files.append([word("a")])
        with monkeypatch.context() as patch:
            patch.setattr(*places[step], crash)
            with pytest.raises(Unavailable):
                files.snapshot(files.rotate(), {"words": {"a": b'{"text":"x"}'}})
        files.append([word("b")])

    assert set(replayed(tmp_path)["words"]) == {"a", "b"}


def test_a_torn_tail_is_cut_though_a_rotation_failed_behind_it(tmp_path: Path) -> None:
    segment = write(tmp_path, "a", "b")
    segment.write_bytes(segment.read_bytes()[: -SEAL - 1])
    (tmp_path / "00000002.journal").touch()

    assert set(replayed(tmp_path)["words"]) == {"a"}


@pytest.mark.parametrize("missing", ["00000001.journal", "00000002.journal"])
def test_a_missing_segment_is_damage(missing: str, tmp_path: Path) -> None:
    with opened(tmp_path) as files:
        for key in "abc":
            files.append([word(key)])
            files.rotate()
    (tmp_path / missing).unlink()

    with pytest.raises(Damaged, match="lacks a segment"):
        replayed(tmp_path)


def test_a_snapshot_without_its_segment_is_damage(tmp_path: Path) -> None:
    with opened(tmp_path) as files:
        files.snapshot(files.rotate(), {})
    (tmp_path / "00000002.journal").unlink()

    with pytest.raises(Damaged, match="lacks a segment"):
        replayed(tmp_path)


def test_a_snapshot_for_which_there_is_no_room_gives_back_what_it_took(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = Journal(tmp_path)
    files.replay()
    number = files.rotate()
    monkeypatch.setattr(disk, "sync_data", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(Unavailable):
        files.snapshot(number, {"words": {"a": b"{}"}})
    files.close()

    assert list(tmp_path.glob("*.new")) == []


def test_it_has_grown_when_it_is_much_longer_than_its_snapshot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "WORTH_COMPACTING", 100)
    grown = []
    with opened(tmp_path) as files:
        for _ in range(4):
            files.append([word("a")])
            grown.append(files.grown)
        files.snapshot(files.rotate(), {"words": {"a": b"{}"}})
        grown.append(files.grown)

    assert grown == [False, False, True, True, False]


def failing(times: int, real: Callable[..., None]) -> Callable[..., None]:
    """Return a call that fails so many times before it does what it should."""
    left = iter(range(times))

    def call(*arguments: object) -> None:
        if next(left, None) is not None:
            raise OSError(28, os.strerror(28))
        real(*arguments)

    return call


def half(descriptor: int, data: bytes, offset: int) -> None:
    os.pwrite(descriptor, data[: len(data) // 2], offset)
    raise OSError(28, os.strerror(28))


@pytest.mark.parametrize("failures", [1, 2, 3])
def test_a_disk_that_cannot_sync_leaves_nothing_of_the_group(
    failures: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(tmp_path) as files:
        files.append([word("a")])
        monkeypatch.setattr(disk, "sync_data", failing(failures, disk.sync_data))
        for _ in range((failures + 1) // 2):
            with pytest.raises(Unavailable, match="No space left on device"):
                files.append([word("b")])
        files.append([word("c")])

    assert set(replayed(tmp_path)["words"]) == {"a", "c"}


def test_a_group_that_was_written_by_half_is_cut_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    segment = write(tmp_path, "a")
    (length,) = ends(segment)

    with opened(tmp_path) as files, monkeypatch.context() as patch:
        patch.setattr(disk, "write", half)
        with pytest.raises(Unavailable):
            files.append([word("b")])

        assert segment.stat().st_size == length


@pytest.mark.parametrize(("snapshot", "left"), [(False, 0), (False, 1), (False, 30), (True, 0), (True, 11)])
def test_a_journal_that_was_emptied_is_missed(snapshot: bool, left: int, tmp_path: Path) -> None:
    with opened(tmp_path) as files:
        files.append([word("a")])
        if snapshot:
            files.snapshot(files.rotate(), {"words": {"a": b"{}"}})
    (segment,) = tmp_path.glob("*.journal")
    os.truncate(segment, left)

    with pytest.raises(Damaged) as raised:
        replayed(tmp_path)
    assert str(raised.value) == f"{segment} was emptied: restore a backup, or see what `store check` says"


def test_a_first_write_that_was_torn_is_cut_off_and_the_store_begins(tmp_path: Path) -> None:
    with opened(tmp_path):
        pass
    (segment,) = tmp_path.glob("*.journal")
    with segment.open("ab") as file:
        file.write(frame(b"torn")[:-1])

    assert replayed(tmp_path) == {}


def test_a_journal_that_is_gone_is_missed(tmp_path: Path) -> None:
    write(tmp_path, "a").unlink()

    with pytest.raises(Damaged) as raised:
        replayed(tmp_path)
    assert str(raised.value) == (
        f"{tmp_path} holds no store but begun: restore a backup; "
        "or begin anew, without all that was kept, by `store begin`"
    )


def test_a_store_is_begun_anew_on_purpose_where_nothing_is_kept(tmp_path: Path) -> None:
    write(tmp_path, "a").unlink()
    begin_anew(tmp_path)
    write(tmp_path, "b")

    with pytest.raises(FileExistsError, match="there is a store"):
        begin_anew(tmp_path)
    assert set(replayed(tmp_path)["words"]) == {"b"}


def test_a_store_of_an_older_program_opens_and_is_marked(tmp_path: Path) -> None:
    (tmp_path / "00000001.journal").write_bytes(frame(word("a")))

    assert set(replayed(tmp_path)["words"]) == {"a"}
    assert set(write(tmp_path, "b").parent.iterdir()) >= {tmp_path / "begun"}
    assert set(replayed(tmp_path)["words"]) == {"a", "b"}


@pytest.mark.campaign
def test_no_flipped_bit_and_no_missing_file_is_taken_for_a_store(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was acknowledged is all there, or the start is refused; only a seal may be broken without a loss."""
    chance, tries, outcomes = Random(18), size(200, 20_000), Counter[str]()
    with opened(tmp_path / "whole") as files:
        for number in range(20):
            files.append([word(f"{number}", "x" * chance.randrange(300))])
            if number == 8:
                files.snapshot(files.rotate(), dict(files_of(tmp_path / "whole")))
            if number == 14:
                files.rotate()
    kept = {path.name: path.read_bytes() for path in (tmp_path / "whole").iterdir()}
    for number in range(tries):
        folder = tmp_path / f"{number % 50}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        hurt = chance.choice([name for name in kept if kept[name] and name != "begun"])
        for name, content in kept.items():
            if name == hurt and chance.random() < 0.9:
                bit = chance.randrange(8 * len(content))
                (folder / name).write_bytes(flipped(content, bit))
            elif name != hurt:
                (folder / name).write_bytes(content)
        try:
            whole = set(replayed(folder)["words"]) == {str(number) for number in range(20)}
            outcomes["whole" if whole else "lost"] += 1
        except (Damaged, ValueError):
            outcomes["refused"] += 1
    tell(capsys, f"flipped bits and removed files: {tries} stores, {dict(outcomes)}")

    assert outcomes["lost"] == 0
    assert outcomes["refused"] > tries / 2


def files_of(folder: Path) -> Tables:
    """Return the documents of a store that is open."""
    tables: Tables = {}
    for path in sorted(folder.glob("*.journal")):
        with path.open("rb") as file:
            for payload in FrameReader(file):
                snapshots.apply(payload, tables)
    return tables


def flipped(content: bytes, bit: int) -> bytes:
    changed = bytearray(content)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)
