import json
import shutil
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from zipfile import ZipFile

import pytest

from bot import app
from bot.channels.port import Incoming, IncomingFile
from bot.commands.executor import execute_on
from bot.commands.remote.request import Answer, Request
from bot.container import Container
from bot.desk.jobs.downloads import keep_file
from bot.settings import Settings
from storage.ports import Store
from storage.records.access_records import Audit
from storage.records.complaint_records import Customer, Ticket
from storage.records.traffic_records import Attachment
from tests.bot.commands.place import typed

PHONE = "13877770412"
NAME = "郑量子"
TELLING = "万花筒小区三号楼的电梯夹住了我的大提琴"
WORDS = (NAME, PHONE, "大提琴", "万花筒", "web:zheng", "cello.jpg", "CELLO-BYTES")
ANSWERS = ("2", "128", "跳过", PHONE, "2", "1")


@asynccontextmanager
async def desk(folder: Path, store_url: str = "") -> AsyncIterator[Container]:
    settings = Settings(data_dir=folder / "data", store_url=store_url, settle=0, files_dir=folder / "files")
    async with app.open_container(settings) as container:
        yield container


async def complains(container: Container) -> Ticket:
    """Let a customer complain to the end, with a file."""
    told = (TELLING, *ANSWERS)
    for number, text in enumerate(told):
        await container.turns.play(Incoming(address="web:zheng", update=f"web:zheng:{number}", text=text, name=NAME))
    file = IncomingFile(kind="photo", source="web:zheng:file", name="cello.jpg", size=11)
    await container.turns.play(
        Incoming(address="web:zheng", update="web:zheng:file", text="", attachment="photo", file=file, name=NAME)
    )
    await keeps(container)
    (ticket,) = await container.store.unit().find(Ticket)
    return ticket


async def keeps(container: Container) -> None:
    """Have the bytes of the customer's file come."""
    (attachment,) = await container.store.unit().find(Attachment)
    async with container.files.receive(cello()) as received:
        await keep_file(container.store, container.files, attachment, received)


async def cello() -> AsyncGenerator[bytes, None]:
    yield b"\xff\xd8\xffCELLO-BYTES"


def holding(folder: Path) -> list[str]:
    """Return the files under a folder in which one of the customer's words stands, as it is or as JSON escapes it."""
    needles = [word.encode() for word in WORDS] + [json.dumps(word)[1:-1].encode() for word in WORDS]
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return [str(path.relative_to(folder)) for path in files if any(word in path.read_bytes() for word in needles)]


async def asked(container: Container, verb: str, **words: str) -> Answer:
    return await execute_on(container, Request(verb, words=words))


async def kinds(store: Store) -> list[tuple[object, ...]]:
    return [(one.reference, one.opened, one.script, one.slots.get("remedy")) for one in await store.unit().find(Ticket)]


async def test_after_an_erasure_the_folder_a_backup_and_a_restored_older_one_hold_nothing_of_the_customer(
    tmp_path: Path,
) -> None:
    place, old, fresh = tmp_path / "desk", tmp_path / "old", tmp_path / "fresh"
    async with desk(place) as container:
        ticket, before = await complains(container), await kinds(container.store)
        await asked(container, "store backup", to=str(old))
        shutil.copytree(place / "files", tmp_path / "old-files")
        there = holding(place)
        answer = await asked(container, "customer erase", who=ticket.reference, yes="yes")
        after, left_while_it_serves = await kinds(container.store), holding(place)
        await asked(container, "store backup", to=str(fresh))
    left, left_in_fresh = holding(place), holding(fresh)

    assert answer.status == 0
    assert len(there) == 2, "the journal and the file"
    assert (left_while_it_serves, left, left_in_fresh) == ([], [], [])
    assert before == after

    shutil.rmtree(place / "data")
    shutil.rmtree(place / "files")
    shutil.copytree(tmp_path / "old-files", place / "files")
    settings = Settings(data_dir=place / "data", files_dir=place / "files", settle=0)
    restored = await app.obey(settings, Request("store restore", words={"from": str(old)}))
    async with desk(place) as container:
        again = await kinds(container.store)

    assert restored.text.splitlines()[-1] == "erased again, as the list of erasures says: 1 customers"
    assert holding(place) == []
    assert again == before


async def test_a_backup_that_is_put_back_by_hand_is_erased_again_before_it_serves(tmp_path: Path) -> None:
    place, old = tmp_path / "desk", tmp_path / "old"
    async with desk(place) as container:
        ticket = await complains(container)
        await asked(container, "store backup", to=str(old))
        await asked(container, "customer erase", who=ticket.reference, yes="yes")
    shutil.rmtree(place / "data")
    shutil.copytree(old, place / "data")
    async with desk(place) as container:
        done = await container.eraser.catch_up()

    assert done == 1
    assert holding(place) == []


async def test_the_same_on_postgresql(tmp_path: Path, postgres_url: str) -> None:
    async with desk(tmp_path, store_url=postgres_url) as container:
        ticket, before = await complains(container), await kinds(container.store)
        answer = await asked(container, "customer erase", who=ticket.reference, yes="yes")
        after = await kinds(container.store)
        await asked(container, "store backup", to=str(tmp_path / "fresh"))

    assert answer.text.endswith("nothing was found")
    assert holding(tmp_path) == []
    assert before == after


async def test_an_older_backup_of_postgresql_holds_nothing_of_the_customer_once_it_is_restored(
    tmp_path: Path, postgres_url: str, empty_postgres_url: str
) -> None:
    place, old = tmp_path / "desk", tmp_path / "old"
    async with desk(place, store_url=postgres_url) as container:
        ticket, before = await complains(container), await kinds(container.store)
        await asked(container, "store backup", to=str(old))
        shutil.copytree(place / "files", tmp_path / "old-files")
        await asked(container, "customer erase", who=ticket.reference, yes="yes")
    shutil.rmtree(place / "files")
    shutil.copytree(tmp_path / "old-files", place / "files")
    settings = Settings(data_dir=place / "data", files_dir=place / "files", store_url=empty_postgres_url, settle=0)
    restored = await app.obey(settings, Request("store restore", words={"from": str(old)}))
    async with desk(place, store_url=empty_postgres_url) as container:
        again = await kinds(container.store)
        await asked(container, "store backup", to=str(tmp_path / "again"))

    assert holding(old)
    assert restored.text.splitlines()[-1] == "erased again, as the list of erasures says: 1 customers"
    assert (holding(place), holding(tmp_path / "again")) == ([], [])
    assert again == before


async def test_without_a_yes_only_what_there_is_is_told(tmp_path: Path) -> None:
    async with desk(tmp_path) as container:
        ticket = await complains(container)
        answer = await asked(container, "customer erase", who=ticket.reference)
        (left,) = await container.store.unit().find(Customer)

    assert answer.status == 1
    assert "--yes" in answer.errors
    assert "Ticket" in answer.text
    assert left.name == NAME


async def test_a_copy_holds_what_was_said_and_the_files_and_is_on_record(tmp_path: Path) -> None:
    place = tmp_path / "copy.zip"
    async with desk(tmp_path) as container:
        await complains(container)
        answer = await asked(container, "customer export", who="web:zheng", to=str(place))
        lines = [one.act for one in await container.store.unit().find(Audit)]
    with ZipFile(place) as archive:
        names, page = archive.namelist(), archive.read("customer.html").decode()
        data, photo = json.loads(archive.read("customer.json")), archive.read("files/001-cello.jpg")

    assert (answer.status, answer.errors, lines) == (0, "", ["customer-exported"])
    assert names == ["customer.json", "customer.html", "internal.json", "files/001-cello.jpg"]
    assert photo.endswith(b"CELLO-BYTES")
    assert TELLING in page
    assert "我们保存的您的信息" in page
    assert data["customer"][0]["phones"] == [PHONE]
    assert place.stat().st_mode & 0o077 == 0


async def test_nothing_is_written_over_another_file(tmp_path: Path) -> None:
    place = tmp_path / "copy.zip"
    place.write_text("mine")
    async with desk(tmp_path) as container:
        await complains(container)
        answer = await asked(container, "customer export", who="web:zheng", to=str(place))

    assert (answer.status, place.read_text()) == (1, "mine")
    assert "there already" in answer.errors


@pytest.mark.parametrize("verb", ["customer export", "customer erase"])
async def test_who_is_nobody_is_said_to_be_nobody(tmp_path: Path, verb: str) -> None:
    async with desk(tmp_path) as container:
        answer = await asked(container, verb, who="T-2026-000009", to=str(tmp_path / "copy.zip"), yes="yes")

    assert (answer.status, answer.text) == (1, "")
    assert answer.errors.startswith("there is no such customer")


def test_the_lines_read_who_and_where(tmp_path: Path) -> None:
    erasing = typed("customer", "erase", "T-2026-000042", "--yes")
    copying = typed("customer", "export", "web:1", str(tmp_path / "copy.zip"))

    assert erasing == Request("customer erase", words={"who": "T-2026-000042", "yes": "yes"})
    assert copying == Request("customer export", words={"who": "web:1", "to": str(tmp_path / "copy.zip")})
