from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from bot.channels.port import Incoming, Outgoing
from bot.channels.terminal import Terminal, address_of, converse


def outgoing(text: str, choices: tuple[tuple[str, str], ...] = (), author: str = "bot", name: str = "") -> Outgoing:
    return Outgoing(address="terminal:wang", message="1", author=author, name=name, text=text, choices=choices)


@pytest.mark.parametrize(
    ("message", "lines"),
    [
        (outgoing("Hello"), ["bot> Hello"]),
        (outgoing("Two\n\nlines"), ["bot> Two", "bot>", "bot> lines"]),
        (outgoing("您好", author="agent", name="Li Wei"), ["Li Wei> 您好"]),
        (outgoing("Which?", (("a", "Bill"), ("b", "网络"))), ["bot> Which?", "bot>   1. Bill", "bot>   2. 网络"]),
        (outgoing(""), []),
    ],
)
async def test_a_message_is_written_line_by_line(message: Outgoing, lines: list[str]) -> None:
    written: list[str] = []

    await Terminal(written.append).send(message)

    assert lines == written


class Playing:
    """A desk that only does this."""

    def __init__(self, play: Callable[[Incoming], Awaitable[None]]) -> None:
        self._play = play

    async def play(self, incoming: Incoming) -> bool:
        await self._play(incoming)
        return False


async def test_each_line_is_played_and_answered_before_the_next_is_read() -> None:
    happened: list[str] = []

    async def lines() -> AsyncIterator[str]:
        for line in ("one", "", "two"):
            happened.append(f"read {line}")
            yield line

    async def play(incoming: Incoming) -> None:
        happened.append(f"play {incoming.text}")

    async def deliver(address: str) -> None:
        happened.append(f"deliver {address}")

    await converse("wang", lines(), Playing(play), deliver, iter("123").__next__)
    answered = "deliver terminal:wang"

    assert [
        answered,
        *("read one", "play one", answered),
        *("read ", "play ", answered),
        *("read two", "play two", answered),
    ] == happened


async def test_a_line_comes_from_a_customer_with_a_name_and_an_update_of_its_own() -> None:
    played: list[Incoming] = []

    async def lines() -> AsyncIterator[str]:
        yield "hello"
        yield "hello"

    async def play(incoming: Incoming) -> None:
        played.append(incoming)

    async def deliver(_: str) -> None:
        pass

    await converse("wang", lines(), Playing(play), deliver, iter("12").__next__)

    assert [
        Incoming(address=address_of("wang"), update=f"terminal:wang:{number}", text="hello", name="wang", at_once=True)
        for number in (1, 2)
    ] == played
