import asyncio
import io
import re
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot import app
from bot.desk.scripts.registry import BadScripts
from bot.settings import Settings
from bot.web import visitor_gate
from storage.opening import NotBegun
from storage.ports import InUse
from storage.records.complaint_records import Ticket
from tests.bot.desk.desk_harness import ALL_ANSWERS, BILL
from tests.bot.desk.texts import BROKEN


def settings_in(folder: Path, **more: Path) -> Settings:
    return Settings(data_dir=folder / "data", http_port=0, **more)  # type: ignore[arg-type]  # folders only


def test_an_id_fits_into_a_button() -> None:
    length = len(app.real_environment().new_id())

    assert length == 20


def test_secrets_are_never_the_same() -> None:
    environment = app.real_environment()
    secrets = {environment.new_secret() for _ in range(100)}

    assert len(secrets) == 100


async def test_without_a_good_script_to_begin_with_the_start_is_refused_with_all_that_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text(BROKEN, "utf-8")
    (tmp_path / "two.yaml").write_text("colour: blue\n", "utf-8")
    with pytest.raises(BadScripts) as raised:
        async with app.open_container(settings_in(tmp_path, scripts_dir=tmp_path)):
            pass
    *mistakes, last = str(raised.value).splitlines()

    assert {"one.yaml", "two.yaml"} == {line.partition(":")[0] for line in mistakes}
    assert last == f"there is no script named after-answer or telecom in {tmp_path}"


async def test_a_start_that_was_stopped_lets_go_of_the_data(tmp_path: Path) -> None:
    with pytest.raises(BadScripts):
        async with app.open_container(settings_in(tmp_path, scripts_dir=tmp_path)):
            pass
    async with app.open_container(settings_in(tmp_path)) as container:
        found = container.desk.scripts.script("telecom")

    assert found is not None


async def test_a_file_with_mistakes_stops_no_start_while_a_good_version_is_in_force(tmp_path: Path) -> None:
    async with app.open_container(settings_in(tmp_path)) as container:
        good = container.desk.scripts.current("telecom")
    (tmp_path / "telecom.yaml").write_text(BROKEN, "utf-8")
    async with app.open_container(settings_in(tmp_path, scripts_dir=tmp_path)) as container:
        found = container.desk.scripts.current("telecom")

    assert found == good


async def test_known_issues_with_mistakes_stop_no_start(tmp_path: Path) -> None:
    (tmp_path / "telecom.yaml").write_text("known-issues: 3\n", "utf-8")

    async with app.open_container(settings_in(tmp_path, known_issues_dir=tmp_path)) as container:
        assert container.desk.scripts.known_issues("telecom") == ()


async def test_to_look_at_the_store_puts_nothing_in_force(tmp_path: Path) -> None:
    async with app.open_container(settings_in(tmp_path), begin=False) as container:
        assert container.desk.scripts.keys() == []


async def test_a_second_process_on_the_same_data_is_refused(tmp_path: Path) -> None:
    async with app.open_container(settings_in(tmp_path)):
        with pytest.raises(InUse):
            async with app.open_container(settings_in(tmp_path)):
                pass


async def test_a_complaint_on_the_terminal_ends_in_a_ticket(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = "".join(f"{line}\n" for line in (BILL, *ALL_ANSWERS)).encode()
    stdin = SimpleNamespace(buffer=io.BytesIO(said), isatty=lambda: False)
    monkeypatch.setattr(sys, "stdin", stdin)
    (tmp_path / ".env").touch()
    await app.talk(settings_in(tmp_path), "wang")
    async with app.open_container(settings_in(tmp_path)) as container:
        tickets = await container.store.unit().find(Ticket)

    assert [ticket.description for ticket in tickets] == [BILL]
    assert f"Your reference is {tickets[0].reference}." in capsys.readouterr().out


async def test_the_service_says_where_it_is_and_stops_when_asked(tmp_path: Path) -> None:
    (tmp_path / ".env").touch()
    said: list[str] = []
    stop = asyncio.Event()

    def say(text: str) -> None:
        said.append(text)
        stop.set()

    async with asyncio.timeout(60):
        await app.serve(settings_in(tmp_path), say, stop)

    assert said[0].startswith("Tellonce is running.")
    assert "telegram   off" in said[0]


async def test_who_never_ends_a_request_keeps_no_stop_waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").touch()
    monkeypatch.setattr(app, "PARTING", 0.01)
    monkeypatch.setattr(visitor_gate, "FORM_TIME", 3600.0)
    stop, answers = asyncio.Event(), list[bytes]()

    def say(welcome: str) -> None:
        tasks.append(asyncio.create_task(linger(int(re.findall(r":(\d+)/", welcome)[0]))))

    async def linger(port: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"POST /sign-in HTTP/1.1\r\nHost: desk\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n")
        answers.append(await reader.readline())
        stop.set()
        await reader.read()
        writer.close()

    tasks: list[asyncio.Task[None]] = []
    async with asyncio.timeout(30):
        await app.serve(settings_in(tmp_path), say, stop)
        await asyncio.gather(*tasks, return_exceptions=True)

    assert answers == [b"HTTP/1.1 100 Continue\r\n"]


async def test_where_a_volume_may_not_be_mounted_no_desk_begins(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    with pytest.raises(NotBegun) as raised:
        await app.serve(settings_in(tmp_path), print, asyncio.Event())

    assert str(raised.value) == (
        f"there is no store in {tmp_path / 'data'}: if a volume or a disk should be there, mount it, or restore a "
        "backup.\nIf a new desk is to begin there: python -m bot store begin"
    )
    assert list((tmp_path / "data").iterdir()) == []
