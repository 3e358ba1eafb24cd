"""The terminal as a channel: one message a line, replies prefixed with ``bot> ``, choices numbered.

For trying scripts and for tests. Numbers need no care here: the engine takes "2" for the second choice everywhere.
"""

from collections.abc import AsyncIterator, Awaitable, Callable

from bot.channels.port import Channel, Incoming, IncomingHandler, Outgoing


class Terminal(Channel):
    """Writes what the customer sees to a function that prints a line."""

    name = "terminal"

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write

    def cut(self, outgoing: Outgoing) -> tuple[Outgoing]:
        """Return the message whole."""
        return (outgoing,)

    async def ready(self, address: str) -> None:
        """Return at once: nothing comes too fast."""

    async def send(self, outgoing: Outgoing) -> tuple[str, ...]:
        """Write a message, each of its lines prefixed with who speaks."""
        prefix = f"{outgoing.name}> " if outgoing.author == "agent" else "bot> "
        for line in outgoing.text.splitlines():
            self._write((prefix + line).rstrip())
        for file in outgoing.files:
            self._write(f"{prefix}[{file.kind}] {file.name}")
        for number, (_, label) in enumerate(outgoing.choices, start=1):
            self._write(f"{prefix}  {number}. {label}")
        return ()


def address_of(customer: str) -> str:
    """Return the address of the customer with this name."""
    return f"{Terminal.name}:{customer}"


async def converse(
    customer: str,
    lines: AsyncIterator[str],
    turns: IncomingHandler,
    deliver: Callable[[str], Awaitable[None]],
    new_id: Callable[[], str],
) -> None:
    """Play a conversation, a turn a line, each answered before the next is read."""
    address = address_of(customer)
    await deliver(address)  # what was said to this customer since the last time
    async for line in lines:
        await turns.play(
            Incoming(address=address, update=f"{address}:{new_id()}", text=line, name=customer, at_once=True)
        )
        await deliver(address)
