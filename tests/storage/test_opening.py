from pathlib import Path

import pytest

from storage.embedded.embedded_store import EmbeddedStore
from storage.embedded.journal import begin_anew
from storage.opening import NotBegun, UnknownStore, check_begun, folder_of, holds_a_store, open_any, shown

DATA = Path("data")


@pytest.mark.parametrize(
    ("url", "folder"),
    [
        ("", DATA),
        ("embedded:/srv/desk", Path("/srv/desk")),
        ("embedded:", DATA),
        ("saved/monday", Path("saved/monday")),
        ("postgresql://db/desk", None),
        ("postgres://db/desk", None),
    ],
)
def test_a_url_means_a_folder_or_a_database(url: str, folder: Path | None) -> None:
    assert folder_of(url, DATA) == folder


def test_a_url_of_anything_else_is_refused_without_its_password() -> None:
    with pytest.raises(UnknownStore) as raised:
        folder_of("mysql://root:secret@db/desk", DATA)

    assert str(raised.value).startswith("mysql://root@db/desk is no store: write postgresql://…")


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("postgresql://desk:secret@db.example:5432/desk", "postgresql://desk@db.example:5432/desk"),
        ("postgresql://desk:se@cr/e:t@db/desk", "postgresql://desk@db/desk"),
        ("postgresql://desk@db/desk?sslmode=require", "postgresql://desk@db/desk?sslmode=require"),
        ("postgresql:///desk?user=li&password=secret&host=/run", "postgresql:///desk?user=li&password=…&host=/run"),
        ("postgresql://db/desk?sslpassword=secret", "postgresql://db/desk?sslpassword=…"),
        ("/srv/desk", "/srv/desk"),
    ],
)
def test_a_url_is_shown_without_its_password(url: str, text: str) -> None:
    assert shown(url) == text


async def test_an_empty_url_opens_the_embedded_store_of_the_folder(tmp_path: Path) -> None:
    before = holds_a_store(tmp_path / "data")
    store = await open_any("", tmp_path / "data")
    await store.close()

    assert isinstance(store, EmbeddedStore)
    assert (before, holds_a_store(tmp_path / "data")) == (False, True)


def test_a_store_may_begin_in_a_folder_that_is_made_beside_something_else(tmp_path: Path) -> None:
    (tmp_path / "README.md").touch()

    check_begun("", tmp_path / "data")
    check_begun("postgresql://db.example/desk", tmp_path / "gone" / "data")


@pytest.mark.parametrize("place", ["volume", "volume/data", "volume/deep/data"])
def test_where_a_volume_may_not_be_mounted_somebody_has_to_begin_a_store(place: str, tmp_path: Path) -> None:
    (tmp_path / "volume").mkdir()
    with pytest.raises(NotBegun, match="store begin"):
        check_begun("", tmp_path / place)
    begin_anew(tmp_path / place)

    check_begun("", tmp_path / place)
