"""What is told of damaged files is true, and a repair leaves a store that opens with all up to the last good change."""

from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.embedded.inspection import inspect, readable, repair
from storage.embedded.journal import DocumentChange, Journal, Tables, encode
from storage.ports import Damaged, InUse

SEGMENTS = (("a", "b", "c"), ("d", "e"), ("f", "g", "h"))


def written(folder: Path, *, snapshot_before: int = 0) -> None:
    """Write segments with one frame a letter; the ones before this number become a snapshot."""
    with closing(Journal(folder)) as journal:
        tables = journal.replay()
        for number, letters in enumerate(SEGMENTS, 1):
            if number > 1:
                journal.rotate()
            if number == snapshot_before:
                journal.snapshot(number, {"words": dict(tables["words"])})
            for letter in letters:
                document = b'{"id":"%b"}' % letter.encode()
                journal.append([encode([DocumentChange("words", letter, document)])])
                tables.setdefault("words", {})[letter] = document


def opened(folder: Path) -> Tables:
    with closing(Journal(folder)) as journal:
        return journal.replay()


def damage(path: Path, offset: int) -> None:
    data = bytearray(path.read_bytes())
    data[offset] ^= 0x55
    path.write_bytes(data)


def letters(tables: Tables) -> str:
    return "".join(sorted(tables.get("words", {})))


def test_good_files_are_counted(tmp_path: Path) -> None:
    written(tmp_path)
    found = inspect(tmp_path)

    assert [(file.path.name, file.frames, file.rest) for file in found.files] == [
        ("00000001.journal", 3, 0),
        ("00000002.journal", 2, 0),
        ("00000003.journal", 3, 0),
    ]
    assert (found.damaged, found.missing, letters(found.tables)) == ((), (), "abcdefgh")


def test_a_snapshot_stands_for_what_was_before_it(tmp_path: Path) -> None:
    written(tmp_path, snapshot_before=3)
    found = inspect(tmp_path)

    assert [file.path.name for file in found.files] == ["00000003.snapshot", "00000003.journal"]
    assert (found.damaged, letters(found.tables)) == ((), "abcdefgh")


def test_an_unfinished_write_at_the_end_is_no_damage(tmp_path: Path) -> None:
    written(tmp_path)
    with (tmp_path / "00000003.journal").open("ab") as file:
        file.write(b"half")
    found = inspect(tmp_path)

    assert found.damaged == ()
    assert found.files[-1].rest == 4
    assert repair(tmp_path) is None


def test_damage_is_placed_and_what_lies_behind_it_is_counted(tmp_path: Path) -> None:
    written(tmp_path)
    damage(tmp_path / "00000001.journal", 20)
    found = inspect(tmp_path)

    assert [(file.path.name, file.end, file.frames, file.behind) for file in found.damaged] == [
        ("00000001.journal", 12, 0, 2)
    ]
    assert found.tables == {}


def test_all_that_can_be_read_is_exported_also_from_behind_the_damage(tmp_path: Path) -> None:
    written(tmp_path)
    damage(tmp_path / "00000001.journal", 20)

    assert [document for _, document in readable(tmp_path)] == [b'{"id":"%c"}' % ord(letter) for letter in "bcdefgh"]


def test_a_repair_keeps_the_files_as_they_were_beside_it(tmp_path: Path) -> None:
    written(tmp_path)
    damage(tmp_path / "00000002.journal", 20)
    before = {path.name: path.read_bytes() for path in tmp_path.glob("*.journal")}
    aside = repair(tmp_path)

    assert aside == tmp_path / "damaged-1"
    assert {path.name: path.read_bytes() for path in aside.iterdir()} == before
    assert letters(opened(tmp_path)) == "abc"


def test_a_second_repair_has_a_folder_of_its_own(tmp_path: Path) -> None:
    written(tmp_path)
    damage(tmp_path / "00000002.journal", 20)
    repair(tmp_path)
    damage(tmp_path / "00000001.journal", 20)

    assert repair(tmp_path) == tmp_path / "damaged-2"
    assert letters(opened(tmp_path)) == ""


def test_a_missing_segment_is_told_and_what_lies_behind_it_is_given_up(tmp_path: Path) -> None:
    written(tmp_path)
    (tmp_path / "00000002.journal").unlink()
    found = inspect(tmp_path)

    assert (found.missing, found.damaged, letters(found.tables)) == ((2,), (), "abc")
    assert repair(tmp_path) is not None
    assert letters(opened(tmp_path)) == "abc"


def test_where_the_first_files_are_missing_nothing_is_cut_and_nothing_begins_anew(tmp_path: Path) -> None:
    written(tmp_path)
    (tmp_path / "00000001.journal").unlink()
    before = sorted(path.name for path in tmp_path.iterdir())

    with pytest.raises(Damaged, match="first files"):
        repair(tmp_path)
    assert before == sorted(path.name for path in tmp_path.iterdir())


def test_beside_what_is_left_of_a_store_none_begins_anew(tmp_path: Path) -> None:
    (tmp_path / "damaged-1").mkdir()

    with closing(Journal(tmp_path)) as files, pytest.raises(Damaged, match="damaged-1"):
        files.replay()


def test_stray_bytes_behind_a_snapshot_are_damage_though_nothing_was_written_since(tmp_path: Path) -> None:
    files = Journal(tmp_path)
    tables = files.replay()
    files.append([encode([DocumentChange("words", "a", b"{}")])])
    files.snapshot(files.rotate(), tables)
    files.close()
    snapshot = next(tmp_path.glob("*.snapshot"))
    snapshot.write_bytes(snapshot.read_bytes() + b"stray")

    assert [file.path for file in inspect(tmp_path).damaged] == [snapshot]


def test_a_store_whose_segments_behind_the_snapshot_are_missing_opens_with_the_snapshot(tmp_path: Path) -> None:
    written(tmp_path, snapshot_before=3)
    (tmp_path / "00000003.journal").rename(tmp_path / "00000004.journal")
    assert repair(tmp_path) is not None

    assert letters(opened(tmp_path)) == "abcde"


@pytest.mark.parametrize("offset", [5, -1])
def test_a_damaged_snapshot_is_not_repaired(offset: int, tmp_path: Path) -> None:
    written(tmp_path, snapshot_before=3)
    damage(tmp_path / "00000003.snapshot", offset)

    with pytest.raises(Damaged, match="restore a backup"):
        repair(tmp_path)
    assert list(tmp_path.glob("damaged-*")) == []


def test_a_snapshot_that_was_cut_between_two_frames_is_damaged(tmp_path: Path) -> None:
    written(tmp_path, snapshot_before=3)
    path = tmp_path / "00000003.snapshot"
    path.write_bytes(path.read_bytes()[:-12])

    assert [file.unfinished for file in inspect(tmp_path).damaged] == [True]


def test_a_store_that_is_open_is_let_alone(tmp_path: Path) -> None:
    written(tmp_path)
    with closing(Journal(tmp_path)), pytest.raises(InUse):
        inspect(tmp_path)


def test_where_there_is_no_store_none_is_made(tmp_path: Path) -> None:
    for look in (inspect, repair, lambda folder: list(readable(folder))):
        with pytest.raises(FileNotFoundError):
            look(tmp_path / "none")

    assert list(tmp_path.iterdir()) == []


@settings(max_examples=60)
@given(segment=st.integers(1, 3), place=st.floats(0, 1, exclude_max=True))
def test_whatever_byte_is_damaged_a_repaired_store_opens_with_all_before_it(
    segment: int, place: float, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("store")
    written(folder)
    path = folder / f"{segment:08d}.journal"
    damage(path, int(path.stat().st_size * place))
    told = letters(inspect(folder).tables)
    repair(folder)

    assert letters(opened(folder)) == told
    assert "abcdefgh".startswith(told)
    assert told.startswith("".join("".join(part) for part in SEGMENTS[: segment - 1]))


def test_a_last_segment_that_is_gone_is_missed_and_given_up_by_a_repair(tmp_path: Path) -> None:
    written(tmp_path)
    (tmp_path / "00000003.journal").unlink()

    with pytest.raises(Damaged, match="lacks the segment 3"):
        opened(tmp_path)
    assert inspect(tmp_path).missing == (3,)
    assert repair(tmp_path) is not None
    assert letters(opened(tmp_path)) == "abcde"


def test_a_journal_that_was_emptied_is_damaged_and_a_repair_begins_anew(tmp_path: Path) -> None:
    written(tmp_path, snapshot_before=3)
    (tmp_path / "00000003.journal").write_bytes(b"")

    assert [file.path.name for file in inspect(tmp_path).damaged] == ["00000003.journal"]
    assert repair(tmp_path) is not None
    assert letters(opened(tmp_path)) == "abcde"


def test_a_broken_last_change_that_was_acknowledged_is_damage(tmp_path: Path) -> None:
    written(tmp_path)
    damage(tmp_path / "00000003.journal", -20)
    found = inspect(tmp_path)

    assert [(file.path.name, file.frames, file.behind) for file in found.damaged] == [("00000003.journal", 2, 0)]
    with pytest.raises(Damaged, match="is damaged at offset"):
        opened(tmp_path)
