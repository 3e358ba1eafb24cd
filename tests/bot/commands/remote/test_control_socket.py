import asyncio
import stat
from pathlib import Path

import pytest

from bot.commands.remote.control_socket import NobodyThere, ask, serve_control


async def shout(request: bytes) -> bytes:
    return request.upper()


async def test_a_request_is_answered(tmp_path: Path) -> None:
    async with serve_control(tmp_path, shout):
        answer = await ask(tmp_path, b"publish")

    assert answer == b"PUBLISH"


async def test_requests_are_answered_beside_each_other(tmp_path: Path) -> None:
    both = asyncio.Barrier(2)

    async def meet(request: bytes) -> bytes:
        await both.wait()
        return request

    async with asyncio.timeout(60), serve_control(tmp_path, meet):
        answers = await asyncio.gather(ask(tmp_path, b"a"), ask(tmp_path, b"b"))

    assert tuple(answers) == (b"a", b"b")


async def test_a_long_request_and_a_long_answer_pass_whole(tmp_path: Path) -> None:
    request = b"x" * 3_000_000
    async with serve_control(tmp_path, shout):
        answer = await ask(tmp_path, request)

    assert answer == request.upper()


async def test_nobody_but_the_owner_may_connect(tmp_path: Path) -> None:
    async with serve_control(tmp_path, shout):
        mode = (tmp_path / "control.sock").stat().st_mode

    assert stat.S_IMODE(mode) == 0o600


async def test_a_folder_may_lie_deep(tmp_path: Path) -> None:
    deep = tmp_path / ("a" * 100) / ("b" * 100)
    deep.mkdir(parents=True)
    async with serve_control(deep, shout):
        answer = await ask(deep, b"publish")

    assert answer == b"PUBLISH"


async def test_what_an_earlier_process_left_is_in_nobodys_way(tmp_path: Path) -> None:
    (tmp_path / "control.sock").touch()
    async with serve_control(tmp_path, shout):
        answer = await ask(tmp_path, b"publish")

    assert answer == b"PUBLISH"


async def test_nobody_answers_once_it_serves_no_more(tmp_path: Path) -> None:
    async with serve_control(tmp_path, shout):
        pass

    with pytest.raises(NobodyThere):
        await ask(tmp_path, b"publish")
    assert not (tmp_path / "control.sock").exists()


async def test_a_request_that_fails_is_logged_and_the_next_one_is_answered(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def carry_out(request: bytes) -> bytes:
        return bytes([1 // (request != b"bad")]) + request

    async with serve_control(tmp_path, carry_out):
        with pytest.raises(NobodyThere):
            await ask(tmp_path, b"bad")
        answer = await ask(tmp_path, b"good")

    assert answer == b"\x01good"
    assert "ZeroDivisionError" in caplog.text


async def test_without_a_socket_the_program_serves_all_the_same(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with serve_control(tmp_path / "nowhere", shout):
        pass

    assert "commands cannot reach this process" in caplog.text
